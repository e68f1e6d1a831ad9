"""Rules of conclusions not written yet (M14): how old they are, and by when QĐ 45/2018 wants them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from e_office.core.problems import Problem, msg
from e_office.people.rules import Holidays, add_working_days

WITHIN = 5
"""Working days after the meeting (QĐ 45/2018/QĐ-TTg); QĐ 3713 names no number."""
TIMED = frozenset({"QD45-2018"})
LONGEST = 2000


def due_on(held_on: date, rule_set: str, holidays: Holidays) -> date | None:
    """The last day on which the notice is in time, holidays left out; None where the rule set names none (M14)."""
    return add_working_days(held_on, WITHIN, holidays) if rule_set in TIMED else None


def is_overdue(due: date | None, today: date) -> bool:
    """Whether that day is over; on the day itself the notice is in time (M14)."""
    return due is not None and today > due


def days_since(held_on: date, today: date) -> int:
    """How old an unwritten conclusion is, in calendar days; 0 on the day of the meeting."""
    return max(0, (today - held_on).days)


def waiving_problems(
    *, reason: str, held: bool, concluded: bool, waived: bool, handed: bool = False
) -> Iterator[Problem]:
    """What keeps "not needed" from being recorded (M14), all at once."""
    if not held:
        yield Problem("not_held", msg("Cuộc họp chưa diễn ra, hoặc đã hủy."))
    if concluded:
        yield Problem("concluded", msg("Cuộc họp này đã có thông báo kết luận."))
    if handed:
        text = msg("Dự thảo kết luận đang chờ ở Văn phòng. Phát hành, hoặc trả lại đơn vị soạn trước.")
        yield Problem("handed", text)
    if waived:
        yield Problem("waived", msg("Đã ghi là không cần thông báo kết luận."))
    if not reason.strip():
        yield Problem("reason_missing", msg("Chưa ghi vì sao không cần thông báo kết luận."), "reason")
    elif len(reason) > LONGEST:
        text = msg("Lý do dài %(n)s ký tự, tối đa %(most)s.", n=len(reason), most=LONGEST)
        yield Problem("reason_long", text, "reason")
