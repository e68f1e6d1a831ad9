"""Periods of reports: months, quarters, half years, years and any span of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST, LATEST = date(1945, 9, 2), date(2199, 12, 31)
"""Days outside these are taken for the nearest of them: no document is so old, and no calendar goes on for ever."""

LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""How many months the periods of the calendar last."""


@dataclass(frozen=True)
class Period:
    """A month, quarter, half, year or any span of days, both inclusive."""

    kind: str
    first: date
    last: date

    def before(self) -> Period:
        """The period of the same kind just before this one, for comparison."""
        last = self.first - timedelta(days=1)
        return (
            Period(self.kind, *bounds(self.kind, last))
            if self.kind != "days"
            else Period("days", self.first - (self.last - self.first) - timedelta(days=1), last)
        )


def period_of(kind: str, day: date, first: date | None = None, last: date | None = None) -> Period:
    """The month, quarter, half or year a day lies in, up to that day; or the days given."""
    day = within(day)
    if kind == "days" and first and last:
        return Period("days", within(min(first, last)), within(max(first, last)))
    kind = kind if kind in LENGTHS else "year"
    start, end = bounds(kind, day)
    return Period(kind, start, min(end, day) if start <= day <= end else end)


def within(day: date) -> date:
    """The day, or the nearest one that can be asked for."""
    return min(max(day, EARLIEST), LATEST)


def bounds(kind: str, day: date) -> tuple[date, date]:
    """The first and the last day of the month, quarter, half or year a day lies in."""
    months = LENGTHS[kind]
    start = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    after = start.month + months
    end = date(start.year + (after > 12), (after - 1) % 12 + 1, 1) - timedelta(days=1)
    return start, end
