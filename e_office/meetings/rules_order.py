"""Rules of the chair's order for an extraordinary meeting (M9): what it needs, what it covers, what ends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from e_office.core.clock import day_of
from e_office.core.problems import Problem, msg
from e_office.meetings.rules import reason_problems

ENDS = {
    "chair": msg("đổi người chủ trì"),
    "purpose": msg("đổi nội dung họp"),
    "day": msg("chuyển sang ngày khác"),
}
"""What ends an order, by its code in the log."""


@dataclass(frozen=True)
class Ordered:
    """What an order was given for: who chairs and so gave it, on what, beginning when (an aware instant)."""

    chair_id: int | None
    purpose: str
    starts_at: datetime | None


def order_problems(
    *, reason: str, chair: str, purpose: str, day: date | None, today: date, standing: date | None
) -> Iterator[Problem]:
    """Everything that keeps an order from being recorded (M9): it names a matter, a chair and a day to come.

    `standing` is the day of an order that is recorded already; for another day a new one may take its place.
    """
    yield from reason_problems(reason)
    if not chair:
        yield Problem("chair_missing", msg("Chưa chọn người chủ trì, là người ra lệnh."))
    if not purpose.strip():
        yield Problem("purpose_missing", msg("Chưa ghi họp về việc gì, nên chưa biết lệnh cho việc nào."))
    if day is None:
        yield Problem("order_day_missing", msg("Chưa có ngày họp theo lệnh, ghi theo dạng 05/12/2013."), "day")
    elif day < today:
        yield Problem("order_day_past", msg("Ngày họp theo lệnh đã qua."), "day")
    elif day == standing:
        yield Problem("ordered", msg("Lệnh họp cấp bách cho ngày %(day)s đã được ghi trước đó.", day=f"{day:%d/%m/%Y}"))


def order_covers(order_for: date | None, start: datetime | None) -> bool:
    """An order lifts the rule of time for a meeting of the day it was given for, and of no other (M9, M2)."""
    return order_for is not None and start is not None and day_of(start) == order_for


def order_ends(before: Ordered, after: Ordered, order_for: date | None) -> list[str]:
    """The codes of `ENDS` for which an order is void: it was another person's, on another matter, of another day.

    The hour of that day may change, and a meeting that is moved to the day ordered is what the order is for.
    """
    ends = []
    if after.chair_id != before.chair_id:
        ends.append("chair")
    if _same(after.purpose) != _same(before.purpose):
        ends.append("purpose")
    if after.starts_at is not None:
        day = day_of(after.starts_at)
        was = day_of(before.starts_at) if before.starts_at else None
        if day not in (was, order_for):
            ends.append("day")
    return ends


def _same(purpose: str) -> str:
    return " ".join(purpose.split()).casefold()
