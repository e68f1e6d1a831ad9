"""By when a signed document is to be numbered and sent: the same day, urgent ones at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from e_office.core.clock import at, day_of
from e_office.people.rules import Holidays, add_working_days
from e_office.registry.rules_time import AT_ONCE, counted_from
from e_office.registry.types import Urgency

NOON = time(12)
"""The end of the morning of an office."""


class Pace(StrEnum):
    """How a document that was signed and is not sent stands in time."""

    AT_ONCE = "at_once"
    TODAY = "today"
    THIS_MORNING = "this_morning"
    LAST_DAY = "last_day"
    LATE = "late"


@dataclass(frozen=True)
class Clock:
    """The verdict with the last day on which it is in time; for an urgent one `by` is the last instant."""

    pace: Pace
    last_day: date
    by: datetime | None = None


def issuing_clock(signed_at: datetime, urgency: str, now: datetime, holidays: Holidays) -> Clock:
    """By when a document signed at `signed_at` is to be issued, judged at `now` in the office's zone.

    NĐ 30/2020 Art. 18.1, 4.2c: the day of signing, at the latest the next working day; urgent ones (khẩn, thượng
    khẩn, hỏa tốc) at once, within the minutes of the clerk's desk, counted from the next opening where it was signed
    after hours. QĐ 28/2018/QĐ-TTg: an electronic one at the latest in the morning of that day.
    """
    signed_on, today = day_of(signed_at), day_of(now)
    if urgency != Urgency.NORMAL:
        by = counted_from(signed_at, holidays) + AT_ONCE[urgency]
        return Clock(Pace.AT_ONCE if now <= by else Pace.LATE, day_of(by), by)
    last = add_working_days(signed_on, 1, holidays)
    if today <= signed_on:
        return Clock(Pace.TODAY, last)
    if today > last:
        return Clock(Pace.LATE, last)
    return Clock(Pace.THIS_MORNING if now < at(last, NOON) else Pace.LAST_DAY, last)
