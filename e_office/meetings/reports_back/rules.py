"""Rules of reporting back after a meeting (M16 d, O9): who owes it, by when, and what a report holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from e_office.core.clock import day_of
from e_office.core.problems import Problem, msg
from e_office.meetings.groups.rules import names_leader, title_in
from e_office.people.rules import Holidays, add_working_days

WITHIN = 2
"""Working days. O9 says only "phải báo cáo đầy đủ", M16 "kịp thời": the number is this office's reading, no law's."""
LONGEST = 4000
MAYBE_OTHER = ("pho ", "lanh dao", "ban lanh dao", "ban giam doc", "thuong truc", "chanh van phong")
"""Capacities of a leader that may be another than the head: a deputy, or who heads the office of a department."""
CAME = frozenset({"present", "substitute"})


@dataclass(frozen=True)
class Delegate:
    """How one invitee of an agency was there; `name` and `capacity` without accents, `name` empty where unknown."""

    state: str | None
    name: str = ""
    capacity: str = ""


def is_head(delegate: Delegate, heads: Collection[str]) -> bool:
    """Whether the head of the agency came in person: by the name noted, or else by the capacity asked for.

    "Lãnh đạo", "Ban Giám đốc", "Thường trực" and "Đại diện" may be a deputy, and a deputy reports to the head like
    anybody else (O9: "cho Thủ trưởng cơ quan biết").
    """
    if delegate.state != "present":
        return False
    if delegate.name:
        return delegate.name in heads
    words = title_in(delegate.capacity)
    other = words.startswith(MAYBE_OTHER) or "dai dien" in delegate.capacity
    return names_leader(words) and not other


def owes(delegates: Collection[Delegate], heads: Collection[str], *, tasks: int) -> bool:
    """Whether an agency owes a report back; `tasks`: how many of the conclusion it leads or helps with.

    Who did not come owes none: absent agencies are asked for their answer instead (O5). Where the head came in person
    there is nobody to report to (O9), so only something to hand on makes the duty (M16: "giao nhiệm vụ kịp thời cho
    người chịu trách nhiệm tổ chức thực hiện").
    """
    there = [one for one in delegates if one.state in CAME]
    return bool(there) and (tasks > 0 or not any(is_head(one, heads) for one in there))


def is_over(*, starts_at: datetime, ended_at: datetime | None, now: datetime) -> bool:
    """Whether the meeting is over: by the end the minutes note, else once its day is."""
    return ended_at <= now if ended_at is not None else day_of(now) > day_of(starts_at)


def due_on(opened_on: date, holidays: Holidays) -> date:
    """The last day on which the report is in time, holidays left out."""
    return add_working_days(opened_on, WITHIN, holidays)


def is_late(due: date, reported_on: date | None, today: date) -> bool:
    """Judged by the day of the report, by `today` while there is none; the last day is in time."""
    return (reported_on or today) > due


def is_near(due: date, today: date, holidays: Holidays) -> bool:
    """Whether the day's mail tells of it: due by the next working day, or over."""
    return add_working_days(today, 1, holidays) >= due


def report_problems(
    *, reported: bool, concluded: str, leads: Collection[str], handed: int, nothing: bool
) -> Iterator[Problem]:
    """What a report holds: what was concluded in full (O9), and whom each thing to do was given to (M16).

    `leads`: the tasks the unit leads and has given to nobody; `handed`: how much was given to somebody.
    """
    if reported:
        yield Problem("reported", msg("Đơn vị đã báo cáo lại về cuộc họp này."))
    if not concluded.strip():
        yield Problem("concluded_missing", msg("Chưa ghi cuộc họp đã kết luận gì."), "concluded")
    elif len(concluded) > LONGEST:
        text = msg("Nội dung dài %(n)s ký tự, tối đa %(most)s.", n=len(concluded), most=LONGEST)
        yield Problem("concluded_long", text, "concluded")
    for task in leads:
        yield Problem("not_handed", msg("Chưa giao ai việc: %(task)s", task=task[:160]), "tasks")
    if nothing and handed:
        yield Problem("both", msg("Đã ghi không có việc gì, mà vẫn giao việc."), "nothing")
    elif not nothing and not handed and not leads:
        text = msg("Chưa giao việc cho ai. Không có việc gì cho đơn vị thì ghi như vậy.")
        yield Problem("nothing_said", text, "nothing")


def handing_problems(*, in_unit: bool, words: str) -> Iterator[Problem]:
    """What keeps something from being given to a person."""
    if not in_unit:
        yield Problem("not_of_unit", msg("Người được giao không giữ chức vụ ở đơn vị."), "person")
    if not words.strip():
        yield Problem("what_missing", msg("Chưa ghi giao việc gì."), "what")
    elif len(words) > LONGEST:
        text = msg("Nội dung dài %(n)s ký tự, tối đa %(most)s.", n=len(words), most=LONGEST)
        yield Problem("what_long", text, "what")
