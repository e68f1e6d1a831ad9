"""Gapless numbers: one counter row for each book, raised in the registering transaction (NĐ 30 Art. 15, 22)."""

from __future__ import annotations

from sqlalchemy import text

from e_office.core.office import Office
from e_office.registry.models import RegisterCounter

RAISE = text(
    "INSERT INTO register_counter (unit_id, book, year, last) VALUES (:unit, :book, :year, 1) "
    "ON CONFLICT (unit_id, book, year) DO UPDATE SET last = register_counter.last + 1 RETURNING last"
)
"""One statement on both databases: it makes the row at the year's first number, or locks and raises it.

A transaction that is rolled back gives its number back, because the row goes back with it.
"""


def take_number(office: Office, unit_id: int, book: str, year: int) -> int:
    """The next number of a book, from 1; call it as late as possible, the row stays locked until the commit."""
    values = {"unit": unit_id, "book": book, "year": year}
    number = office.session.execute(RAISE, values).scalar_one()
    return int(number)


def last_number(office: Office, unit_id: int, book: str, year: int) -> int:
    """The last number given so far; 0 before the first."""
    row = office.session.get(RegisterCounter, (unit_id, book, year), populate_existing=True)
    return row.last if row else 0
