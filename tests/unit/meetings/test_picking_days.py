"""The calendar beside the day of a meeting (M2): what each day is marked with, and what pressing one means."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from e_office.core.clock import at
from e_office.meetings.picking_days import FIRST_HOUR, calendar_of, start_picked
from e_office.meetings.rules_time import RULE_SETS, Judge
from e_office.people.rules import Holidays

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)  # Thursday 10:00 in Hà Tĩnh
THURSDAY, FRIDAY, SATURDAY, MONDAY = (date(2026, 11, day) for day in (26, 27, 28, 30))
JUDGE = Judge(NOW, RULE_SETS["QD3713"])
STRICT = Judge(NOW, RULE_SETS["QD45-2018"], Holidays(off=frozenset({MONDAY})))


def test_six_weeks_from_monday_each_day_once() -> None:
    weeks = calendar_of(JUDGE, None).weeks
    days = [one.day for week in weeks for one in week]
    assert (days[0], len(days), len(set(days))) == (date(2026, 11, 23), 42, 42)
    assert all(week[0].day.weekday() == 0 for week in weeks)


@pytest.mark.parametrize(
    ("judge", "day", "facts"),
    [
        (JUDGE, date(2026, 11, 25), {"is_past", "is_early"}),
        (JUDGE, THURSDAY, {"is_today", "is_early"}),
        (JUDGE, FRIDAY, {"is_chosen"}),
        (JUDGE, SATURDAY, {"is_off"}),
        (STRICT, MONDAY, {"is_off", "is_early"}),
    ],
)
def test_a_day_says_what_is_to_be_known_of_it(judge: Judge, day: date, facts: set[str]) -> None:
    found = next(one for week in calendar_of(judge, FRIDAY).weeks for one in week if one.day == day)
    told = {name for name in ("is_past", "is_off", "is_early", "is_chosen", "is_today") if getattr(found, name)}
    assert told == facts


@pytest.mark.parametrize(
    ("verb", "what", "day", "hour", "start"),
    [
        ("day", "2026-12-01", None, time(14, 30), at(date(2026, 12, 1), time(14, 30))),
        ("day", "2026-12-01", FRIDAY, None, at(date(2026, 12, 1), FIRST_HOUR)),
        ("hour", "09:30", MONDAY, time(8, 0), at(MONDAY, time(9, 30))),
        ("hour", "14:00", None, None, at(FRIDAY, time(14, 0))),
        ("hour", "08:00", None, None, at(MONDAY, time(8, 0))),
        ("day", "no day", FRIDAY, time(9, 0), at(FRIDAY, time(9, 0))),
        ("hour", "25:99", FRIDAY, None, None),
    ],
)
def test_what_was_not_pressed_stays_as_it_was_typed(
    verb: str, what: str, day: date | None, hour: time | None, start: datetime | None
) -> None:
    """An hour alone falls on the first working day that is 24 hours away."""
    assert start_picked(verb, what, day, hour, JUDGE) == start
