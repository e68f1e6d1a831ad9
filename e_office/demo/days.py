"""The working days and hours of the demonstration: weekends, public holidays and Tết are left out."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

from e_office.core.clock import at

# First day of the lunar year and the Hùng Kings' day (10th of the third lunar month), by year.
_TET = {
    2012: (1, 23), 2013: (2, 10), 2014: (1, 31), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17),
    2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3),
}  # fmt: skip
_HUNG_KINGS = {
    2012: (3, 31), 2013: (4, 19), 2014: (4, 9), 2023: (4, 29), 2024: (4, 18), 2025: (4, 7), 2026: (4, 26),
    2027: (4, 16), 2028: (4, 4), 2029: (4, 23), 2030: (4, 12),
}  # fmt: skip
_YEARLY = frozenset({(1, 1), (4, 30), (5, 1), (9, 1), (9, 2)})


def is_working(day: date) -> bool:
    """Whether offices of the demonstration work on a day."""
    if day.weekday() >= 5 or (day.month, day.day) in _YEARLY:
        return False
    if (day.month, day.day) == _HUNG_KINGS.get(day.year):
        return False
    tet = _TET.get(day.year)
    return not (tet and -2 <= (day - date(day.year, *tet)).days <= 4)


def shift(day: date, working_days: int) -> date:
    """The working day so many working days after (before, where negative) a day."""
    step = timedelta(days=1 if working_days >= 0 else -1)
    left = abs(working_days)
    while left or not is_working(day):
        day += step
        left -= is_working(day) and left > 0
    return day


def working_days(first: date, last: date) -> list[date]:
    """The working days from one day to another, both included."""
    span = (last - first).days + 1
    return [day for day in (first + timedelta(days=n) for n in range(span)) if is_working(day)]


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def month_end(month: date) -> date:
    """The last day of a month given by its first."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def months(first: date, last: date) -> list[date]:
    """The first days of the months from one day to another."""
    whole = (last.year - first.year) * 12 + last.month - first.month
    return [date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(whole + 1)]


def office_hour(rng: random.Random, day: date, *, afternoon: bool | None = None) -> datetime:
    """A plausible instant (UTC) at which a clerk handles a document: mostly mid-morning and mid-afternoon."""
    late = rng.random() < 0.46 if afternoon is None else afternoon
    minute = rng.triangular(13 * 60 + 35, 16 * 60 + 55, 15 * 60 + 10) if late else rng.triangular(455, 690, 565)
    hours, minutes = divmod(int(minute), 60)
    return at(day, time(hours, minutes, rng.randrange(60)))
