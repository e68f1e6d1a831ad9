"""How long the clerk may take: registering, numbering, sending, acknowledging (`domain.md` 2.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from e_office.core.clock import at, day_of, local
from e_office.people.rules import Holidays, add_working_days, is_working_day
from e_office.registry.types import Urgency

OPENS, CLOSES = time(7), time(17)
"""Office hours in the office's own zone: what arrives at or after `CLOSES` is counted from the next working day."""

AT_ONCE: Mapping[str, timedelta] = MappingProxyType(
    {
        Urgency.FLASH: timedelta(minutes=15),
        Urgency.VERY_URGENT: timedelta(minutes=30),
        Urgency.URGENT: timedelta(hours=1),
    }
)
"""How long "ngay" (immediately) is on the clock; the decree gives no minutes, these are the office's own reading."""


class Pace(StrEnum):
    """How something the clerk has to do stands in time."""

    IN_TIME = "in_time"
    LAST_DAY = "last_day"
    LATE = "late"


@dataclass(frozen=True)
class DeskClock:
    """The verdict; `by` is the last instant in time, or the day it was to be done on while that is not over."""

    pace: Pace
    by: datetime
    at_once: bool = False


def counted_from(arrived_at: datetime, holidays: Holidays) -> datetime:
    """The instant from which the clerk's time runs: the arrival, or the next opening where nobody was there.

    NĐ 30/2020 Art. 4.2c counts in days of work; NĐ 64/2007 Art. 36: it is received when it enters the system.
    """
    day, hour = day_of(arrived_at), local(arrived_at).time()
    if not is_working_day(day, holidays) or hour >= CLOSES:
        return at(add_working_days(day, 1, holidays), OPENS)
    return max(arrived_at, at(day, OPENS))


def desk_clock(arrived_at: datetime, urgency: str, now: datetime, holidays: Holidays) -> DeskClock:
    """By when an arrival is registered, and by the same rule put before a leader or handed over, judged at `now`.

    NĐ 30/2020 Art. 4.2c: the same day, at the latest the next working day (`domain.md` 2.5); what came after hours
    is of the next working day, and that is the latest too. Urgent ones at once (Art. 23.1, 24.2), see `AT_ONCE`.
    """
    since = counted_from(arrived_at, holidays)
    if urgency != Urgency.NORMAL:
        by = since + AT_ONCE[urgency]
        return DeskClock(Pace.IN_TIME if now <= by else Pace.LATE, by, at_once=True)
    today, last = day_of(now), register_by(day_of(arrived_at), urgency, holidays)
    if today <= day_of(since):
        return DeskClock(Pace.IN_TIME, at(day_of(since), CLOSES))
    return DeskClock(Pace.LAST_DAY if today <= last else Pace.LATE, at(last, CLOSES))


def register_by(arrived_on: date, urgency: str, holidays: Holidays) -> date:
    """The last day on which an arrival is registered: the same, at the latest the next working day.

    NĐ 30/2020 Art. 4.2c; an urgent one (Khẩn, Thượng khẩn, Hỏa tốc) immediately, which is the same day (Art. 23.1).
    """
    return _same_day_or_next(arrived_on, urgency, holidays)


def dispatch_by(signed_on: date, urgency: str, holidays: Holidays) -> date:
    """The last day on which a signed document is finished and sent: the day of signing or the next working day.

    NĐ 30/2020 Art. 18.1; an urgent one immediately after the signature.
    """
    return _same_day_or_next(signed_on, urgency, holidays)


def number_by(signed_on: date, holidays: Holidays) -> date:
    """The last day on which a signed paper document gets its number: the next working day (NĐ 30/2020 Art. 15.2)."""
    return add_working_days(signed_on, 1, holidays)


def acknowledge_by(arrived_on: date) -> date:
    """The last day on which receipt of an electronic document is acknowledged: the same (NĐ 30/2020 Art. 21.2c)."""
    return arrived_on


def _same_day_or_next(day: date, urgency: str, holidays: Holidays) -> date:
    return day if urgency != Urgency.NORMAL else add_working_days(day, 1, holidays)
