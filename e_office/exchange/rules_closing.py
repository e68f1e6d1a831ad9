"""Rules of closing a period: which period it is, what is sealed, what differs later, what a correction needs."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from e_office.core.problems import Problem, msg
from e_office.exchange.rules import Counts

KEY = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
"""2026, 2026-Q4, 2026-11."""
SHORTEST_REASON = 10
"""Characters of the reason of a correction."""

Cell = tuple[str, str, str]
"""Agency by its code, type, month (2026-11): one cell of the cube."""


@dataclass(frozen=True)
class Days:
    """A month, quarter or year by its key, with its first and last day."""

    key: str
    kind: str
    first: date
    last: date


def days_of(key: str) -> Days | None:
    """The days of "2026", "2026-Q4" or "2026-11" (`domain.md` 3: by month, quarter, year); None for anything else."""
    found = KEY.fullmatch(key.strip().upper())
    if found is None or not 1945 <= int(found.group(1)) <= 2199:
        return None
    year, quarter, month = int(found.group(1)), found.group(2), found.group(3)
    start = int(month) if month else 3 * int(quarter) - 2 if quarter else 1
    after = start + (1 if month else 3 if quarter else 12)
    last = date(year + (after > 12), (after - 1) % 12 + 1, 1) - timedelta(days=1)
    return Days(found.group(0), "month" if month else "quarter" if quarter else "year", date(year, start, 1), last)


def closing_problems(days: Days | None, *, today: date, closed: bool) -> Iterator[Problem]:
    """What keeps a period from being closed.

    `domain.md` 3: a snapshot at the period's end, so that a later edit does not rewrite history; once, and not
    before the last day is over.
    """
    if days is None:
        yield Problem("period_unknown", msg("Không rõ kỳ nào. Ghi 2026-11, 2026-Q4 hoặc 2026."), "period")
    elif days.last >= today:
        message = msg("Kỳ này đến hết ngày %(day)s mới khóa được.", day=f"{days.last:%d/%m/%Y}")
        yield Problem("period_open", message, "period")
    elif closed:
        yield Problem("closed_already", msg("Kỳ này đã khóa. Số liệu đổi sau đó thì ghi đính chính."), "period")


def as_lines(cells: Mapping[Cell, Counts]) -> list[list[Any]]:
    """The cells as plain rows in a fixed order, ready to be sealed; empty cells say nothing and are left out."""
    return [[*cell, *astuple(cells[cell])] for cell in sorted(cells) if cells[cell] != Counts()]


def as_cells(lines: Iterable[Sequence[Any]]) -> dict[Cell, Counts]:
    """The cells of rows as they were sealed."""
    return {(str(row[0]), str(row[1]), str(row[2])): Counts(*map(int, row[3:8])) for row in lines}


def seal_of(facts: Mapping[str, Any]) -> str:
    """The SHA-256 of facts as canonical JSON: sorted names, no spaces, UTF-8, instants in UTC (P-01)."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value))


@dataclass(frozen=True)
class Difference:
    """A cell that is counted otherwise than it was closed."""

    cell: Cell
    before: Counts
    now: Counts


def differences(closed: Mapping[Cell, Counts], now: Mapping[Cell, Counts]) -> list[Difference]:
    """Every cell in which two counts of a period differ, in the order of the cells (T1)."""
    none = Counts()
    return [
        Difference(cell, closed.get(cell, none), now.get(cell, none))
        for cell in sorted({*closed, *now})
        if closed.get(cell, none) != now.get(cell, none)
    ]


def corrected(closed: Mapping[Cell, Counts], corrections: Iterable[Iterable[Sequence[Any]]]) -> dict[Cell, Counts]:
    """The closed figures with the corrections put in, the later one last; what was closed stays as it was."""
    cells = dict(closed)
    for lines in corrections:
        cells |= as_cells(lines)
    return {cell: counts for cell, counts in cells.items() if counts != Counts()}


def correction_problems(found: Sequence[Difference], reason: str) -> Iterator[Problem]:
    """A correction says why, and there is something to correct (`domain.md` 3)."""
    if not found:
        yield Problem("nothing_differs", msg("Số liệu tính lại không khác số đã khóa, không có gì để đính chính."))
    if len(reason.strip()) < SHORTEST_REASON:
        yield Problem("reason_short", msg("Phải ghi lý do đính chính, ít nhất 10 ký tự."), "reason")


def summed(cells: Mapping[Cell, Counts]) -> Counts:
    """The counts of all cells together."""
    return sum(cells.values(), Counts())
