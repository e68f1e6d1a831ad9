"""Gapless numbers: one counter row for each book, raised in the registering transaction (NĐ 30 Art. 15, 22)."""

from __future__ import annotations

from sqlalchemy import text

from e_office.core.office import Office
from e_office.core.problems import Problem, msg, refuse_if
from e_office.registry.models import RegisterCounter

RAISE = text(
    "INSERT INTO register_counter (unit_id, book, year, first, last) VALUES (:unit, :book, :year, 1, 1) "
    "ON CONFLICT (unit_id, book, year) DO UPDATE SET last = register_counter.last + 1 RETURNING last"
)
"""One statement on both databases: it makes the row at the year's first number, or locks and raises it.

A transaction that is rolled back gives its number back, because the row goes back with it.
"""


def take_number(office: Office, unit_id: int, book: str, year: int) -> int:
    """The next number of a book, from 1, given by the system itself (NĐ 30/2020 Art. 15.3).

    Call it as late as possible, the row stays locked until the commit.
    """
    values = {"unit": unit_id, "book": book, "year": year}
    number = office.session.execute(RAISE, values).scalar_one()
    return int(number)


def last_number(office: Office, unit_id: int, book: str, year: int) -> int:
    """The last number given so far; 0 before the first."""
    row = office.session.get(RegisterCounter, (unit_id, book, year), populate_existing=True)
    return row.last if row else 0


def take_over(office: Office, unit_id: int, book: str, year: int, last: int) -> None:
    """Go on with a book that was kept on paper until now: its next number is the one after `last`.

    :raises Refused: where the book has begun here already, or `last` is below 1.
    """
    problems = []
    if last < 1:
        problems.append(Problem("last", msg("Số cuối của sổ giấy phải từ 1.")))
    if last_number(office, unit_id, book, year):
        problems.append(Problem("book", msg("Sổ này đã có số trong hệ thống; sổ giấy chỉ nối được trước số đầu tiên.")))
    refuse_if(problems, msg("Chưa nối được sổ"))
    office.session.add(RegisterCounter(unit_id=unit_id, book=book, year=year, first=last + 1, last=last))
    office.session.flush()
