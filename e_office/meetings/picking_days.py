"""The calendar beside the day of a meeting: six weeks from this one, each day with what is to be known of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from e_office.core.clock import at, day_of
from e_office.meetings.rules_time import Judge, earliest_lawful_start
from e_office.people.rules import is_working_day

log = logging.getLogger(__name__)

WEEKS = 6
HOURS: tuple[time, ...] = tuple(time(hour, minute) for hour in (7, 8, 9, 10, 13, 14, 15, 16) for minute in (0, 30))
"""What meetings begin at as a rule; any other hour is typed."""
FIRST_HOUR = time(8, 0)
"""The hour a day gets that is picked before one was written."""


@dataclass(frozen=True)
class PickedDay:
    """One day: past ones cannot be picked; on others offices may rest, or the hours of the invitation not be kept."""

    day: date
    is_past: bool
    is_off: bool
    is_early: bool
    is_chosen: bool
    is_today: bool


@dataclass(frozen=True)
class PickedMonth:
    """The weeks shown, Monday first, and the hours."""

    weeks: tuple[tuple[PickedDay, ...], ...]
    hours: tuple[time, ...] = HOURS


def calendar_of(judge: Judge, chosen: date | None) -> PickedMonth:
    """The calendar as it stands at the moment judged; days in the office's zone."""
    today = day_of(judge.now)
    lawful = day_of(earliest_lawful_start(judge.now, judge.rule_set, judge.holidays))
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=step) for step in range(7 * WEEKS)]
    made = [
        PickedDay(
            day, is_past=day < today, is_off=not is_working_day(day, judge.holidays), is_early=day < lawful,
            is_chosen=day == chosen, is_today=day == today,
        )
        for day in days
    ]  # fmt: skip
    return PickedMonth(tuple(tuple(made[first : first + 7]) for first in range(0, len(made), 7)))


def start_picked(verb: str, what: str, day: date | None, hour: time | None, judge: Judge) -> datetime | None:
    """The start after a day ("day:2026-12-05") or an hour ("hour:14:00") was pressed; the other is as typed.

    A day alone begins at the usual hour, an hour alone on the first lawful working day. An unreadable one changes
    nothing: no button of ours sends one, so it is noted in the log.
    """
    try:
        picked = date.fromisoformat(what) if verb == "day" else time.fromisoformat(what)
    except ValueError as error:
        log.warning("no button of the calendar says %s:%s (%s)", verb, what[:20], error)
        return at(day, hour) if day and hour else None
    if isinstance(picked, date):
        return at(picked, hour or FIRST_HOUR)
    return at(day or _first_day(judge, picked), picked)


def _first_day(judge: Judge, hour: time) -> date:
    earliest = earliest_lawful_start(judge.now, judge.rule_set, judge.holidays)
    day = day_of(earliest)
    while at(day, hour) < earliest or not is_working_day(day, judge.holidays):
        day += timedelta(days=1)
    return day
