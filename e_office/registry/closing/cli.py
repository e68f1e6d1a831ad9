"""Closing registers on a terminal, and looking whether what was closed still holds."""

from __future__ import annotations

from typing import Any

import click
from sqlalchemy import select

from e_office.core.commands import as_json, office_here, print_row, print_rows
from e_office.core.office import Office
from e_office.people.acting import actor_for
from e_office.people.models import Unit
from e_office.people.queries import person_by_login
from e_office.registry.cli import register_group
from e_office.registry.closing import queries, service
from e_office.registry.closing.models import ClosedBook

DIRECTION = click.Choice(["incoming", "outgoing"])


@register_group.command("close")
@click.argument("unit_code")
@click.argument("direction", type=DIRECTION)
@click.argument("year", type=click.IntRange(1900, 2200))
@click.option("--as", "login", required=True, help="The agency's clerk.")
@as_json
def close(unit_code: str, direction: str, year: int, login: str, as_json: bool) -> None:
    """Close the register of a past YEAR; everything that is in the way is named, and nothing is changed."""
    office = office_here()
    unit, person = _agency(office, unit_code), person_by_login(office, login)
    if person is None:
        raise click.UsageError(f"Nobody has the log-in name {login}.")
    with office.transaction():
        book = service.close_book(office, actor_for(office, person), unit.id, direction, year)
        row = {"unit": unit.code, "direction": direction, "year": year, "lines": book.count, "sha256": book.sha256}
    print_row(
        row, as_json, f"{unit.code}, {direction} {year}: closed with {row['lines']} lines, sha256 {row['sha256']}"
    )


@register_group.command("verify")
@click.argument("unit_code", required=False)
@as_json
def verify(unit_code: str | None, as_json: bool) -> None:
    """Recompute the hash of every closed register, of one agency or all; fails where one was touched."""
    office = office_here()
    query = select(ClosedBook).order_by(ClosedBook.unit_id, ClosedBook.direction, ClosedBook.year)
    if unit_code:
        query = query.filter_by(unit_id=_agency(office, unit_code).id)
    rows = [_row(office, book) for book in office.session.scalars(query).all()]
    print_rows(rows, as_json)
    if any(not row["holds"] for row in rows):
        raise SystemExit(1)


def _row(office: Office, book: ClosedBook) -> dict[str, Any]:
    found = queries.verify(office, book)
    return {
        "unit": book.unit.code, "direction": book.direction, "year": book.year, "lines": book.count,
        "holds": found.holds, "intact": found.intact, "in_journal": found.in_journal,
        "differs_today": len(found.differences), "corrections": len(book.corrections), "sha256": book.sha256,
    }  # fmt: skip


def _agency(office: Office, code: str) -> Unit:
    unit = office.session.scalar(select(Unit).where(Unit.code == code, Unit.is_agency))
    if unit is None:
        raise click.ClickException(f"no agency has the code {code}")
    return unit
