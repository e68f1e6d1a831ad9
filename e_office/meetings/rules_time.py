"""Rules of time: how long before the start things must have reached everybody, and the next lawful start.

Instants are aware; days and working hours are judged in Asia/Ho_Chi_Minh. Nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from e_office.core.clock import at, day_of, local
from e_office.core.problems import Message, msg
from e_office.people.rules import Holidays, add_working_days, is_working_day

DAY_SLOTS = tuple(time(hour, minute) for hour in (8, 9, 10, 14, 15, 16) for minute in (0, 30))[:-1]
"""The hours at which meetings begin in practice; what a postponement is rounded up to."""

CHAIR_BUSY = timedelta(minutes=60)
"""Two meetings of one chair that begin nearer to each other than this clash."""

LONGEST_SEARCH = 60
"""Days looked ahead for a lawful start; no run of holidays is as long."""


@dataclass(frozen=True)
class RuleSet:
    """How far ahead invitation and papers must reach everybody: so many hours, or so many working days.

    `contact`: whether an invitation must name whom to ask (QĐ 45/2018/QĐ-TTg, Art. 10).
    """

    code: str
    name: str
    hours: int = 0
    working_days: int = 0
    contact: bool = False

    @property
    def span(self) -> Message:
        """The distance in words: "24 giờ" or "3 ngày làm việc"."""
        if self.working_days:
            return msg("%(n)s ngày làm việc", n=self.working_days)
        return msg("%(n)s giờ", n=self.hours)


RULE_SETS = {
    "QD3713": RuleSet("QD3713", "QĐ 3713", hours=24),
    "QD45-2018": RuleSet("QD45-2018", "QĐ 45/2018", working_days=3, contact=True),
}
"""M2 read as 24 hours (QĐ 3713/QĐ-UBND; `domain.md` 7.1), and the stricter QĐ 45/2018/QĐ-TTg."""


def latest_issue(start: datetime, rule_set: RuleSet, holidays: Holidays) -> datetime:
    """The last instant at which something may reach an invitee of a meeting that begins at `start`.

    M2: "trước cuộc họp ít nhất 01 ngày", read as 24 hours to the second. QĐ 45/2018: three working days, read
    as the same hour of the third working day before the meeting's day, holidays left out (A-103).
    """
    if not rule_set.working_days:
        return start - timedelta(hours=rule_set.hours)
    day = add_working_days(day_of(start), -rule_set.working_days, holidays)
    return at(day, local(start).timetz().replace(tzinfo=None))


def earliest_lawful_start(now: datetime, rule_set: RuleSet, holidays: Holidays) -> datetime:
    """The first whole minute at which a meeting may begin if everything goes out at `now` (M2)."""
    now = _whole_minute(now)
    if not rule_set.working_days:
        return now + timedelta(hours=rule_set.hours)
    clock = local(now).timetz().replace(tzinfo=None)
    for ahead in range(1, LONGEST_SEARCH):
        day = day_of(now) + timedelta(days=ahead)
        for start in (at(day, time()), at(day, clock)):
            if is_working_day(day, holidays) and latest_issue(start, rule_set, holidays) >= now:
                return start
    raise ValueError(f"no working day within {LONGEST_SEARCH} days of {now}")


def human_slot(start: datetime, holidays: Holidays, busy: Iterable[datetime] = ()) -> datetime:
    """The next half hour of office hours on a working day, not before `start`: what a postponement offers.

    `busy`: when the chair's other meetings begin; an hour that clashes with one of them is no way out.
    """
    taken = tuple(busy)
    for ahead in range(LONGEST_SEARCH):
        day = day_of(start) + timedelta(days=ahead)
        if not is_working_day(day, holidays):
            continue
        for slot in DAY_SLOTS:
            if at(day, slot) >= start and clash(at(day, slot), taken) is None:
                return at(day, slot)
    raise ValueError(f"no working day within {LONGEST_SEARCH} days of {start}")


def clash(start: datetime, others: Iterable[datetime]) -> datetime | None:
    """The first of the chair's other meetings that begins too near to `start` (`CHAIR_BUSY`), or None."""
    return next((other for other in sorted(others) if abs(other - start) < CHAIR_BUSY), None)


def shortfall(reached: datetime, start: datetime, rule_set: RuleSet, holidays: Holidays) -> timedelta:
    """By how much something that reached an invitee at `reached` was late; zero where it was in time.

    Exactly 24 hours is in time, one second less is not (A-103).
    """
    return max(timedelta(), reached - latest_issue(start, rule_set, holidays))


@dataclass(frozen=True)
class Judge:
    """What every judgement of time needs: the server's instant, the rule set, the holidays."""

    now: datetime
    rule_set: RuleSet
    holidays: Holidays = field(default_factory=Holidays)


def _whole_minute(instant: datetime) -> datetime:
    """The instant rounded up to a minute: a start has no seconds."""
    floor = instant.replace(second=0, microsecond=0)
    return floor if floor == instant else floor + timedelta(minutes=1)


def whole_minutes(span: timedelta) -> timedelta:
    """The span rounded up to minutes: postponing by what is shown then suffices."""
    return -(-span // timedelta(minutes=1)) * timedelta(minutes=1)
