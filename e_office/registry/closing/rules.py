"""Rules of closing a register: when it may be closed, what is in the way, what its hash is over, what is corrected."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from e_office.core.problems import Message, Problem, msg
from e_office.registry.types import TYPES

LEAST_REASON = 10
"""Characters a reason has at least."""
NAMED = 20
"""Problems of one kind that are named one by one; the rest is counted."""


@dataclass(frozen=True)
class Series:
    """One series of numbers of a register: where it begins, the last number given, and the numbers of its lines."""

    book: str
    first: int
    last: int
    numbers: Collection[int]


def series_name(book: str) -> Message:
    """A series of numbers as people call it: "văn bản đến", "văn bản đi, Quyết định" (NĐ 30/2020 Art. 15.1c)."""
    series, _, rest = book.partition(":")
    kind = TYPES.get(rest.rpartition(":")[2])
    if series == "in":
        return msg("văn bản đến")
    return msg("văn bản đi, %(kind)s", kind=kind.name) if kind else msg("văn bản đi")


def gaps(series: Series) -> list[tuple[int, int]]:
    """The numbers that no line has, as spans, both ends included (NĐ 30/2020 Art. 15.1, 22.2: consecutive)."""
    known = sorted({number for number in series.numbers if series.first <= number <= series.last})
    edges = [series.first - 1, *known, series.last + 1]
    return [(before + 1, after - 1) for before, after in pairwise(edges) if after - before > 1]


def closing_problems(
    series: Sequence[Series], *, year: int, this_year: int, closed: bool, waiting: Sequence[Problem]
) -> Iterator[Problem]:
    """Everything that keeps a register from being closed, each thing named.

    NĐ 30/2020 Art. 15.1: a book runs from 1 January to 31 December, so the year must be over; Art. 22.2: no gap;
    `waiting`: what came in the year and stands in no register yet (Art. 22.1: whatever comes is registered).
    """
    if closed:
        yield Problem("closed", msg("Sổ năm %(year)s đã khóa rồi.", year=year))
        return
    if year >= this_year:
        text = msg("Năm %(year)s chưa hết: còn cấp số đến hết ngày 31/12.", year=year)
        yield Problem("year_open", text)
    for one in series:
        yield from _number_problems(one)
    yield from waiting[:NAMED]
    if len(waiting) > NAMED:
        yield Problem("waiting_more", msg("Còn %(n)s văn bản, tệp nữa chưa vào sổ.", n=len(waiting) - NAMED))


def _number_problems(series: Series) -> Iterator[Problem]:
    for first, last in gaps(series):
        span = str(first) if first == last else f"{first}-{last}"
        text = msg(
            "Dãy số %(book)s thiếu số %(span)s: không có dòng nào mang số ấy.", book=series_name(series.book), span=span
        )
        yield Problem("gap", text)
    beyond = sorted(number for number in series.numbers if not series.first <= number <= series.last)
    if beyond:
        text = msg("Dãy số %(book)s có số %(number)s ngoài bộ đếm.", book=series_name(series.book), number=beyond[0])
        yield Problem("beyond", text)


def is_closed_problems(closed: bool, year: int) -> Iterator[Problem]:
    """Nothing is written into a closed register any more (NĐ 30/2020 Art. 16.2b, 22.3b: printed and bound)."""
    if closed:
        text = msg(
            "Sổ năm %(year)s đã khóa, không ghi thêm được. Sai sót thì ghi đính chính ở trang sổ đã khóa.", year=year
        )
        yield Problem("book_closed", text)


def digest(code: str, direction: str, year: int, lines: Iterable[tuple[str, int, Sequence[str]]]) -> str:
    """SHA-256 over the whole register: its agency, direction and year, then each line in its order.

    Every line is one JSON array `[series, number, cells…]` in UTF-8, a line feed after each, so that anybody can
    recompute it from an export.
    """
    found = hashlib.sha256()
    for row in ([code, direction, year], *([book, number, *cells] for book, number, cells in lines)):
        found.update(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return found.hexdigest()


def correction_problems(
    *, found: bool, column: int | None, columns: int, before: str, after: str, number_column: int, reason: str
) -> Iterator[Problem]:
    """What a correction of a closed line needs: the line, a column that is not its number, other words, a reason.

    The line stays as it was printed and bound (NĐ 30/2020 Art. 16.2b, 22.3b); a number once given is never changed.
    """
    if not found:
        yield Problem("no_line", msg("Sổ này không có số ấy. Ghi số như in trong sổ."), "number")
    if column is None or not 0 <= column < columns:
        yield Problem("no_column", msg("Chưa chọn cột cần đính chính."), "column")
    elif column == number_column:
        yield Problem("number_fixed", msg("Số đã cấp không đính chính được."), "column")
    elif found and after == before:
        yield Problem("same", msg("Nội dung đính chính giống nội dung đang ghi."), "after")
    if len(reason.strip()) < LEAST_REASON:
        text = msg("Chưa ghi rõ lý do, ít nhất %(n)s chữ cái.", n=LEAST_REASON)
        yield Problem("reason_missing", text, "reason")
