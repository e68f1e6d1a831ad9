"""The ratio and the lateness on a terminal."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import click
from flask.cli import with_appcontext

from e_office.core.commands import Command, Group, as_json, office_here, print_rows
from e_office.core.office import Office
from e_office.exchange.closing.cli import close, verify
from e_office.exchange.ratio_queries import Scope, cube
from e_office.exchange.rules import TARGET, Counts, missing_documents
from e_office.exchange.rules import ratio as shares
from e_office.people import queries as people
from e_office.reports.lateness import LatenessScope
from e_office.reports.lateness import figures as late_figures
from e_office.reports.periods import Period, period_of
from e_office.reports.tally import Tally

DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


class RatioGroup(Group):
    """`ratio --from … --to …` prints the figures; `close` and `verify` are commands of their own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Options without a command ask for the figures."""
        if not args or (args[0].startswith("-") and args[0] != "--help"):
            args = ["show", *args]
        return super().parse_args(ctx, args)


ratio = RatioGroup("ratio", help="The share of electronic exchange: show it, close a period, check what is closed.")
ratio.add_command(close)
ratio.add_command(verify)


@ratio.command("show")
@click.option("--unit", "code", help="Unit code; every unit where none is given.")
@click.option("--from", "first", type=DAY, required=True, help="First day, YYYY-MM-DD.")
@click.option("--to", "last", type=DAY, required=True, help="Last day, inclusive.")
@click.option("--direction", type=click.Choice(["out", "in"]), default="out", help="Sent or received.")
@as_json
def show(code: str | None, first: datetime, last: datetime, direction: str, as_json: bool) -> None:
    """Print the share of wholly electronic exchange of a period."""
    office = office_here()
    days, unit_id = asked(office, code, first, last)
    scope = Scope(first=days.first, last=days.last, unit_id=unit_id, direction=direction)
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


@click.command("lateness", cls=Command)
@click.option("--unit", "code", help="Unit code; every unit where none is given.")
@click.option("--by", type=click.Choice(["convening", "preparing"]), default="convening", help="Whose lateness it is.")
@click.option("--from", "first", type=DAY, required=True, help="First day of meetings, YYYY-MM-DD.")
@click.option("--to", "last", type=DAY, required=True, help="Last day, inclusive.")
@as_json
@with_appcontext
def lateness(code: str | None, by: str, first: datetime, last: datetime, as_json: bool) -> None:
    """Print what reached invitees too late, a line for each unit and one for all."""
    office = office_here()
    days, unit_id = asked(office, code, first, last)
    scope = LatenessScope(first=days.first, last=days.last, unit_id=unit_id, preparing=by == "preparing")
    found = late_figures(office, scope)
    rows = [_lateness_row(row.unit.code, row.unit.name, row.tally) for row in found.units]
    rows.append(_lateness_row(None, "total", found.total))
    if as_json:
        print_rows(rows, True)
        return
    for row in rows:
        click.echo(
            "{name}: {meetings} meetings, {late_meetings} with something late; invitations {late_invitations} of "
            "{invitations} late, {ordered_invitations} by order; papers {late_papers} of {papers} late, "
            "{ordered_papers} by order; worst {worst_minutes} minutes".format(**row)
        )


def _lateness_row(code: str | None, name: str, tally: Tally) -> dict[str, Any]:
    return {
        "unit": code,
        "name": name,
        "meetings": tally.meetings,
        "late_meetings": tally.late_meetings,
        "invitations": tally.invitations.reached,
        "late_invitations": tally.invitations.late,
        "ordered_invitations": tally.invitations.ordered,
        "papers": tally.papers.reached,
        "late_papers": tally.papers.late,
        "ordered_papers": tally.papers.ordered,
        "worst_minutes": -(-tally.worst // timedelta(minutes=1)),
    }


def asked(office: Office, code: str | None, first: datetime, last: datetime) -> tuple[Period, int | None]:
    """The days and the unit asked for.

    :raises click.UsageError: for days in the wrong order and for a unit that is not there.
    """
    if last < first:
        raise click.UsageError(f"--to {last:%Y-%m-%d} lies before --from {first:%Y-%m-%d}")
    unit = people.unit_by_code(office, code) if code else None
    if code and unit is None:
        raise click.UsageError(f"There is no unit {code}.")
    return period_of("days", office.today(), first.date(), last.date()), unit.id if unit else None
