"""The public holidays of a year as the Labour Code gives them: what the holiday table is filled with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from e_office.core.problems import Message, msg

ONE_DAY = timedelta(days=1)
SATURDAY = 5

NEW_YEAR = msg("Tết Dương lịch")
TET = msg("Tết Nguyên đán")
KINGS = msg("Giỗ Tổ Hùng Vương")
REUNIFICATION = msg("Ngày Chiến thắng")
LABOUR = msg("Ngày Quốc tế lao động")
NATIONAL = msg("Quốc khánh")
IN_LIEU = msg("Nghỉ bù")

LUNAR = {
    # year: first day of the lunar year, tenth day of its third month
    2012: ((1, 23), (3, 31)), 2013: ((2, 10), (4, 19)), 2014: ((1, 31), (4, 9)), 2015: ((2, 19), (4, 28)),
    2016: ((2, 8), (4, 16)), 2017: ((1, 28), (4, 6)), 2018: ((2, 16), (4, 25)), 2019: ((2, 5), (4, 14)),
    2020: ((1, 25), (4, 2)), 2021: ((2, 12), (4, 21)), 2022: ((2, 1), (4, 10)), 2023: ((1, 22), (4, 29)),
    2024: ((2, 10), (4, 18)), 2025: ((1, 29), (4, 7)), 2026: ((2, 17), (4, 26)), 2027: ((2, 6), (4, 16)),
    2028: ((1, 26), (4, 4)),
}  # fmt: skip


def proposed_holidays(year: int) -> list[tuple[date, Message]]:
    """The days off of a year in order, those in lieu of a weekend included (Labour Code Art. 111.3, 112).

    Tết is given as its eve and four days, the National Day as 2 September and the day before it (from 2021);
    which days exactly, and which are exchanged, the Prime Minister's notice of the year decides, so the table
    stays open to correction. Outside 2012-2028 the two lunar holidays are missing.
    """
    days: dict[date, Message] = {}
    for day, name in sorted(_holidays(year), key=lambda pair: pair[0]):
        days.setdefault(day, name)
    for day in [day for day in days if day.weekday() >= SATURDAY]:
        days[_next_free(day, days)] = IN_LIEU
    return sorted(((day, name) for day, name in days.items() if day.year == year), key=lambda pair: pair[0])


def has_lunar_days(year: int) -> bool:
    """Whether Tết and the Hùng Kings' day of that year are known here."""
    return year in LUNAR


def _holidays(year: int) -> Iterator[tuple[date, Message]]:
    yield date(year, 1, 1), NEW_YEAR
    if year in LUNAR:
        first, kings = (date(year, *day) for day in LUNAR[year])
        yield from ((first + ONE_DAY * n, TET) for n in range(-1, 4))
        yield kings, KINGS
    yield date(year, 4, 30), REUNIFICATION
    yield date(year, 5, 1), LABOUR
    yield date(year, 9, 2), NATIONAL
    if year >= 2021:
        yield date(year, 9, 1), NATIONAL


def _next_free(day: date, taken: dict[date, Message]) -> date:
    while day in taken or day.weekday() >= SATURDAY:
        day += ONE_DAY
    return day
