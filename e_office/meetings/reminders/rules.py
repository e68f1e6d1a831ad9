"""Rules of when somebody is reminded: a day before the answers end, on the morning of the day, once each."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum

from e_office.core.clock import at, day_of
from e_office.people.rules import Holidays, add_working_days

AHEAD = timedelta(hours=24)
"""How long before the answers end the first reminder falls due; they end when the meeting begins (A-109)."""

MORNING = time(7, 0)
"""Before the office opens, in its own time."""

GRACE = timedelta(hours=2)
"""Nobody is reminded sooner of what has only just arrived."""


class Stage(StrEnum):
    """The reminders of one start; a meeting that is moved has them anew."""

    AHEAD = "ahead"
    DAY = "day"


def due_stage(*, start: datetime, delivered: datetime, now: datetime) -> Stage | None:
    """The reminder that is due now, the later of two; None before them, too soon after delivery, or once it began."""
    if now >= start or now < delivered + GRACE:
        return None
    if now >= at(day_of(start), MORNING) and day_of(now) == day_of(start):
        return Stage.DAY
    return Stage.AHEAD if now >= start - AHEAD else None


def wants_mail(*, start: datetime, now: datetime, holidays: Holidays) -> bool:
    """Whether a reminder of this start falls due before the next working day's mail: then today's tells of it."""
    return now < start < at(add_working_days(day_of(now), 1, holidays), MORNING) + AHEAD
