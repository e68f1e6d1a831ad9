"""Use cases of closed registers: close the year's book, correct a line of it afterwards."""

from __future__ import annotations

from e_office.core import audit
from e_office.core.db import write_missing
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.people.queries import get_unit
from e_office.registry import policy
from e_office.registry.closing import queries, rules
from e_office.registry.closing.checks import waiting_problems
from e_office.registry.closing.guard import is_closed
from e_office.registry.closing.models import BookCorrection, ClosedBook, ClosedLine
from e_office.registry.closing.periods import SERIES
from e_office.registry.models import RegisterCounter

NOT_CLOSED = msg("Chưa khóa sổ được")
NOT_CORRECTED = msg("Chưa ghi đính chính được")


def problems_of(office: Office, unit_id: int, direction: str, year: int) -> list[Problem]:
    """Everything that keeps a register from being closed now."""
    return list(
        rules.closing_problems(
            queries.series_of(office, unit_id, direction, year),
            year=year,
            this_year=office.today().year,
            closed=is_closed(office, unit_id, direction, year),
            waiting=waiting_problems(office, unit_id, direction, year),
        )
    )


def close_book(office: Office, actor: Actor, unit_id: int, direction: str, year: int) -> ClosedBook:
    """Close a register of a past year (khóa sổ): its lines are kept as they stand, with a hash over all of them.

    Its counters are held meanwhile, so that no number is given between the look and the lock.

    :raises NotAllowed: for anybody but the agency's clerk; :raises Refused: naming every problem.
    """
    require(policy.may_register(actor, unit_id), "close book")
    here = {"unit_id": unit_id, "book": SERIES[direction], "year": year, "first": 1, "last": 0}
    write_missing(office.session, RegisterCounter, [here])  # a book without a number is held as well
    queries.counters_of(office, unit_id, direction, year, lock=True)
    refuse_if(problems_of(office, unit_id, direction, year), NOT_CLOSED)
    unit, lines = get_unit(office, unit_id), queries.lines_now(office, unit_id, direction, year)
    found = rules.digest(unit.code, direction, year, ((row.book, row.number, row.cells) for row in lines))
    book = ClosedBook(
        unit_id=unit_id, direction=direction, year=year, closed_at=office.clock.now(), closed_by_id=actor.person_id,
        count=len(lines), sha256=found,
    )  # fmt: skip
    office.session.add(book)
    office.session.flush()  # the lines and the journal carry its id
    write_missing(
        office.session,
        ClosedLine,
        [
            {
                "closed_book_id": book.id,
                "position": place,
                "book": row.book,
                "number": row.number,
                "cells": list(row.cells),
            }
            for place, row in enumerate(lines, start=1)
        ],
    )
    text = msg("khóa sổ năm %(year)s, %(n)s dòng, SHA-256 %(sha256)s", year=year, n=len(lines), sha256=found)
    audit.record(office, actor, "closed", "closed_book", book.id, text)
    return book


def correct(
    office: Office, actor: Actor, book: ClosedBook, *, number: str, column: int | None, after: str, reason: str
) -> BookCorrection:
    """Correct a column of a closed line by an entry of its own; line and hash stay as they were.

    `number` is the line as the book names it: the arrival number, or number and notation.

    :raises NotAllowed: for anybody but the agency's clerk; :raises Refused: naming every problem.
    """
    require(policy.may_register(actor, book.unit_id), "correct book")
    line = queries.find_line(office, book, number)
    known = line is not None and column is not None and 0 <= column < len(line.cells)
    before = queries.reads_now(office, line, column) if known and line is not None and column is not None else ""
    problems = rules.correction_problems(
        found=line is not None, column=column, columns=10, before=before, after=after.strip(),
        number_column=1 if book.direction == "incoming" else 0, reason=reason,
    )  # fmt: skip
    refuse_if(problems, NOT_CORRECTED)
    assert line is not None
    assert column is not None
    row = BookCorrection(
        closed_book_id=book.id, line_id=line.id, column=column, before=before, after=after.strip(),
        reason=reason.strip(), at=office.clock.now(), by_id=actor.person_id,
    )  # fmt: skip
    office.session.add(row)
    text = msg("đính chính số %(number)s trong sổ năm %(year)s đã khóa", number=number.strip(), year=book.year)
    audit.record(office, actor, "corrected", "closed_book", book.id, text)
    return row
