"""Commands of the registers: going on with a book that was kept on paper."""

from __future__ import annotations

import click
from sqlalchemy import select

from e_office.core.commands import Group, as_json, office_here, print_row
from e_office.people.models import Unit
from e_office.registry import rules
from e_office.registry.numbers import take_over
from e_office.registry.types import TYPES

register_group = Group("register", help="The registers of incoming and outgoing documents.")


def _books() -> list[str]:
    """The names of all books: incoming, outgoing in one sequence, and one for each type of document."""
    typed = [
        rules.outgoing_book(kind.code, one_sequence=False, legal_normative=kind.is_legal_normative)
        for kind in TYPES.values()
    ]
    return list(dict.fromkeys([rules.INCOMING, rules.OUTGOING, *typed]))


def _unused(unit: Unit) -> set[str]:
    """The books an agency has not, as all types share one sequence there or each has its own."""
    typed = {rules.outgoing_book(code, one_sequence=False) for code in TYPES}
    return typed if unit.one_sequence else {rules.OUTGOING}


@register_group.command("take-over")
@click.argument("unit_code")
@click.argument("book", type=click.Choice(_books()))
@click.argument("year", type=click.IntRange(1900, 2200))
@click.argument("last", type=click.IntRange(min=1))
@as_json
def take_over_book(unit_code: str, book: str, year: int, last: int, as_json: bool) -> None:
    """Go on from paper: BOOK of YEAR stands at LAST, the next document gets the number after it."""
    office = office_here()
    unit = office.session.scalar(select(Unit).where(Unit.code == unit_code, Unit.is_agency))
    if unit is None:
        raise click.ClickException(f"no agency has the code {unit_code}")
    if book in _unused(unit):
        raise click.ClickException(f"{unit.name} numbers its documents otherwise: it has no book {book}")
    with office.transaction():
        take_over(office, unit.id, book, year, last)
    facts = {"unit": unit.code, "book": book, "year": year, "next": last + 1}
    print_row(facts, as_json, f"{unit.name}, {book} {year}: the next number is {last + 1}")
