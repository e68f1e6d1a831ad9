"""Closed periods on a terminal: `ratio close` and `ratio verify`."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from e_office.core.commands import Command, as_json, office_here, print_rows
from e_office.core.problems import NotFound
from e_office.exchange.closing import queries, service
from e_office.people.acting import actor_for
from e_office.people.queries import person_by_login


@click.command("close", cls=Command)
@click.argument("period")
@click.option("--direction", type=click.Choice(["out", "in"]), default="out", help="Sent or received.")
@click.option("--unit", "unit_code", default="", help="The code of an agency; the whole installation otherwise.")
@click.option("--as", "login", required=True, help="Who signs the figures off: a leader or the Chief of Office.")
@as_json
@with_appcontext
def close(period: str, direction: str, unit_code: str, login: str, as_json: bool) -> None:
    """Close PERIOD (2026-11, 2026-Q4 or 2026): keep its figures with a hash."""
    office = office_here()
    person = person_by_login(office, login)
    if person is None:
        raise NotFound("person")
    actor = actor_for(office, person)
    with office.transaction():
        snapshot = service.close_period(office, actor, period, direction, unit_code)
        row = {"period": snapshot.name, "direction": snapshot.direction, "sha256": snapshot.sha256}
    print_rows([row], as_json)


@click.command("verify", cls=Command)
@as_json
@with_appcontext
def verify(as_json: bool) -> None:
    """Check the hash of every closed period and correction; exit code 1 where one does not hold."""
    office = office_here()
    broken = list(queries.broken_seals(office))
    closed = len(queries.snapshots(office))
    if as_json:
        print_rows([{"closed": closed, "broken": broken}], True)
    elif not broken:
        click.echo(f"{closed} closed periods, every seal holds")
    for name in broken:
        click.echo(f"broken: {name}", err=True)
    if broken:
        raise SystemExit(1)
