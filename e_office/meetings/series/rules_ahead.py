"""Rules of planning a series ahead (M18): on which days its next meetings fall, and what becomes of days off.

Days are those of the office; nothing here reads a clock.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import count, takewhile

from e_office.core.problems import Problem, msg
from e_office.people.rules import Holidays, is_working_day

MOST_PLANNED = 53
"""Meetings planned at once: a year of weekly ones."""
LONGEST_AHEAD = timedelta(days=400)
LONGEST_REST = 60
"""Days looked ahead for a working day; no run of holidays is as long."""
LAST_WEEK = 4
"""The fifth Tuesday of a month is its last one: not every month has five."""


class Rhythm(StrEnum):
    """How often a series meets (định kỳ)."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    SAME_DATE = "same_date"
    SAME_WEEKDAY = "same_weekday"


class DayOff(StrEnum):
    """What becomes of a meeting whose day is no working day."""

    MOVE = "move"
    SKIP = "skip"


class Standing(StrEnum):
    """What planning makes of one day of the rhythm."""

    NEW = "new"
    THERE = "there"
    """The series has a meeting for it: planning twice makes nothing twice."""
    SKIPPED = "skipped"
    MERGED = "merged"
    """Moved off a holiday onto the day of another meeting of the series."""


@dataclass(frozen=True)
class PlannedDay:
    """One day of the rhythm, and the day on which the meeting is held; `off` where the first is no working day."""

    by_rule: date
    day: date
    standing: Standing
    off: bool = False


def weekday_of_month(day: date) -> int:
    """Which Tuesday of its month a Tuesday is, 0 for the first; `LAST_WEEK` stands for the last."""
    return min((day.day - 1) // 7, LAST_WEEK)


def days_of(anchor: date, rhythm: Rhythm) -> Iterator[date]:
    """The days of a rhythm after the one it is reckoned from, without end.

    The same date of a month that has no such day is its last day, and the date itself again in the next: from
    31/01 come 28/02 (29/02 in a leap year) and 31/03. "The second Tuesday" is counted within the month.
    """
    for step in count(1):
        if rhythm in {Rhythm.WEEKLY, Rhythm.FORTNIGHTLY}:
            yield anchor + timedelta(weeks=step * (2 if rhythm == Rhythm.FORTNIGHTLY else 1))
            continue
        year, month = divmod(anchor.year * 12 + anchor.month - 1 + step, 12)
        first, last = date(year, month + 1, 1), monthrange(year, month + 1)[1]
        if rhythm == Rhythm.SAME_DATE:
            yield first.replace(day=min(anchor.day, last))
            continue
        day = 1 + (anchor.weekday() - first.weekday()) % 7 + 7 * weekday_of_month(anchor)
        yield first.replace(day=day if day <= last else day - 7)


def days_within(
    anchor: date, rhythm: Rhythm, *, after: date, last: date | None = None, number: int | None = None
) -> list[date]:
    """The days of a rhythm after today, up to a day, or so many of them; the one that ends first where both are said.

    Never more than `MOST_PLANNED`, nor later than `LONGEST_AHEAD`.
    """
    end = min(last or date.max, after + LONGEST_AHEAD)
    coming = takewhile(lambda day: day <= end, days_of(anchor, rhythm))
    return [day for day in coming if day > after][: min(number or MOST_PLANNED, MOST_PLANNED)]


def plan(days: Sequence[date], *, holidays: Holidays, off: DayOff, there: Collection[date]) -> list[PlannedDay]:
    """What becomes of each day of a rhythm: a meeting, one that is there already, none.

    On days off (Labour Code Art. 111 and 112) no meeting is planned: it moves to the next working day, or falls
    out, as was chosen. Of two meetings that would fall on one day, as after Tết, the one whose day it is stays.
    `there`: the days on which the series meets, and those of the rhythm its meetings were planned for.
    """
    held = {day for day in days if is_working_day(day, holidays)}
    made = set[date](there)
    found = []
    for by_rule in days:
        works = is_working_day(by_rule, holidays)
        day = by_rule if works or off == DayOff.SKIP else next_working_day(by_rule, holidays)
        if by_rule in there:
            standing, day = Standing.THERE, by_rule
        elif not works and off == DayOff.SKIP:
            standing = Standing.SKIPPED
        elif day in there:
            standing = Standing.THERE if works else Standing.MERGED
        else:
            standing = Standing.NEW if works or day not in held | made else Standing.MERGED
        if standing == Standing.NEW:
            made.add(day)
        found.append(PlannedDay(by_rule, day, standing, not works))
    return found


def next_working_day(day: date, holidays: Holidays) -> date:
    """The first working day after a day off; the day itself where there is none within `LONGEST_REST` days."""
    following = (day + timedelta(days=step) for step in range(1, LONGEST_REST))
    return next((one for one in following if is_working_day(one, holidays)), day)


def plan_problems(
    *, dated: bool, given_up: bool, hour: time | None, last: date | None, number: int | None, today: date
) -> Iterator[Problem]:
    """Everything that keeps a series from being planned: from what, at which hour, until when."""
    if given_up:
        yield Problem("given_up", msg("Bản soạn này đã bỏ, không tính các phiên sau từ đây được."))
    elif not dated:
        yield Problem("no_start", msg("Phiên này chưa có ngày giờ. Ghi ngày giờ rồi soạn trước các phiên sau."))
    if hour is None:
        yield Problem("hour_missing", msg("Chưa ghi giờ họp, ghi theo dạng 14:00."), "hour")
    if last is None and number is None:
        yield Problem("end_missing", msg("Ghi soạn mấy phiên, hoặc soạn đến hết ngày nào."), "number")
    if number is not None and not 1 <= number <= MOST_PLANNED:
        yield Problem("number_wrong", msg("Số phiên từ 1 đến %(most)s.", most=MOST_PLANNED), "number")
    if last is not None and not today < last <= today + LONGEST_AHEAD:
        text = msg("Ngày cuối phải sau hôm nay và trong vòng %(n)s ngày.", n=LONGEST_AHEAD.days)
        yield Problem("last_wrong", text, "last")
