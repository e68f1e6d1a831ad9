"""The figures on meetings on a terminal."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import click
from flask.cli import with_appcontext

from e_office.core.commands import Command, as_json, office_here, print_rows
from e_office.people.queries import units_of_agency
from e_office.reports.cli import DAY, asked
from e_office.reports.meetings.figures import figures
from e_office.reports.meetings.measures import Kind, of_kind
from e_office.reports.meetings.queries import Scope
from e_office.reports.meetings.tally import Tally

HOUR = timedelta(hours=1)


@click.command("meeting-figures", cls=Command)
@click.option("--unit", "code", help="Unit code, with its own parts; every unit where none is given.")
@click.option("--from", "first", type=DAY, required=True, help="First day of meetings, YYYY-MM-DD.")
@click.option("--to", "last", type=DAY, required=True, help="Last day, inclusive.")
@as_json
@with_appcontext
def meeting_figures(code: str | None, first: datetime, last: datetime, as_json: bool) -> None:
    """Print how meetings are prepared, attended and followed: papers, seats, meetings; a line a unit, then all."""
    office = office_here()
    days, unit_id = asked(office, code, first, last)
    units = units_of_agency(office, unit_id) if unit_id else None
    found = figures(office, Scope(first=days.first, last=days.last, units=units), days)
    rows = []
    for kind in Kind:
        rows += [_row(kind, row.unit.code, row.unit.name, row.tally) for row in found.units[kind]]
        rows.append(_row(kind, None, "total", found.total))
    if as_json:
        print_rows(rows, True)
        return
    for row in rows:
        values = ", ".join(f"{name} {value}" for name, value in row.items() if name not in {"of", "unit", "name"})
        click.echo(f"{row['of']} {row['name']}: {values}")


def _row(kind: Kind, code: str | None, name: str, tally: Tally) -> dict[str, Any]:
    row: dict[str, Any] = {"of": kind.value, "unit": code, "name": name, **{key: tally[key] for key in of_kind(kind)}}
    if kind is Kind.PAPERS:
        row |= {"median_hours": round(tally.late_median / HOUR, 2), "worst_hours": round(tally.late_worst / HOUR, 2)}
    if kind is Kind.MEETINGS:
        row |= {"person_hours": round(tally.person_hours, 2), "median_days": tally.age_median, "oldest": tally.oldest}
    return row
