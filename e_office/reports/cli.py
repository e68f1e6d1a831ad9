"""The ratio on a terminal."""

from __future__ import annotations

from datetime import datetime

import click
from flask.cli import with_appcontext

from e_office.core.commands import Command, as_json, office_here, print_rows
from e_office.exchange.ratio_queries import Scope, cube
from e_office.exchange.rules import TARGET, Counts, missing_documents
from e_office.exchange.rules import ratio as shares
from e_office.people import queries as people
from e_office.reports.ratio import period_of

DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


@click.command("ratio", cls=Command)
@click.option("--unit", "code", help="Unit code; every unit where none is given.")
@click.option("--from", "first", type=DAY, required=True, help="First day, YYYY-MM-DD.")
@click.option("--to", "last", type=DAY, required=True, help="Last day, inclusive.")
@click.option("--direction", type=click.Choice(["out", "in"]), default="out", help="Sent or received.")
@as_json
@with_appcontext
def ratio(code: str | None, first: datetime, last: datetime, direction: str, as_json: bool) -> None:
    """Print the share of wholly electronic exchange of a period."""
    office = office_here()
    if last < first:
        raise click.UsageError(f"--to {last:%Y-%m-%d} lies before --from {first:%Y-%m-%d}")
    unit = people.unit_by_code(office, code) if code else None
    if code and unit is None:
        raise click.UsageError(f"There is no unit {code}.")
    days = period_of("days", office.today(), first.date(), last.date())
    scope = Scope(first=days.first, last=days.last, unit_id=unit.id if unit else None, direction=direction)
    counts = sum((line.counts for line in cube(office, scope)), Counts())
    found = shares(counts)
    row = {
        "unit": code,
        "from": scope.first,
        "to": scope.last,
        "direction": direction,
        "electronic": counts.electronic,
        "mixed": counts.mixed,
        "paper": counts.paper,
        "documents": counts.documents,
        "ratio_documents": found.documents,
        "ratio_dispatches": found.dispatches,
        "any_electronic": found.any_electronic,
        "target": TARGET,
        "missing": missing_documents(counts),
    }
    if as_json:
        print_rows([row], True)
        return
    for name, value in row.items():
        click.echo(
            f"{name:18} {value:.1f} %" if isinstance(value, float) else f"{name:18} {'' if value is None else value}"
        )
