"""Rows of a register stand under days where days are busy, under months where they are not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from e_office.registry.days import grouped


@dataclass(frozen=True)
class Row:
    """A row that only knows when it came."""

    at: datetime


def rows(*days: str) -> list[Row]:
    return [Row(datetime.fromisoformat(f"{day}T02:00").replace(tzinfo=UTC)) for day in days]


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ((), []),
        (("2026-11-24", "2026-11-24"), [(date(2026, 11, 24), False, 2)]),
        (("2026-11-24",) * 3 + ("2026-11-23",), [(date(2026, 11, 24), False, 3), (date(2026, 11, 23), False, 1)]),
        (("2026-11-24", "2026-11-20", "2026-10-30"), [(date(2026, 11, 1), True, 2), (date(2026, 10, 1), True, 1)]),
    ],
)
def test_rows_stand_under_days_or_months(days: tuple[str, ...], found: list[tuple[date, bool, int]]) -> None:
    groups = grouped(rows(*days), lambda row: row.at)
    assert [(group.day, group.whole_month, len(group.rows)) for group in groups] == found


def test_a_row_stands_under_the_day_of_the_offices_zone() -> None:
    late = Row(datetime(2026, 11, 30, 17, 30, tzinfo=UTC))
    assert [group.day for group in grouped([late, late], lambda row: row.at)] == [date(2026, 12, 1)]
