"""The figures on meetings by name: of what each is counted, and which rows it takes; number and list share them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from e_office.core.problems import Message, msg
from e_office.meetings.closing.rules import WITHIN
from e_office.reports.meetings.rules import Came


class Kind(StrEnum):
    """What a figure counts: papers sent, places at a table, meetings, reports back."""

    PAPERS = "papers"
    SEATS = "seats"
    MEETINGS = "meetings"
    REPORTS = "reports"


class PaperFact(NamedTuple):
    """A paper that was sent: how late at the worst (None: in time), the event that made it so, whether by order.

    `own`: late by itself, see `rules.is_own`.
    """

    by: timedelta | None = None
    cause: str = ""
    ordered: bool = False
    own: bool = False


class SeatFact(NamedTuple):
    """An invitee of a meeting that has begun: what was done before it began, and how the place was filled."""

    opened: bool
    answered: bool
    papers: bool
    read: bool
    came: Came


class MeetingFact(NamedTuple):
    """A meeting whose invitation went out; `age` in working days up to the notice, `waiting` up to today."""

    held: bool
    called_off: bool
    ordered: bool
    again: bool
    invited: int
    length: timedelta
    concluded_on: date | None
    age: int | None
    waived: bool
    waiting: int | None
    due: date | None
    past_due: bool

    @property
    def person_hours(self) -> float:
        """Invited persons times hours, of a meeting that was held (M11)."""
        return self.invited * (self.length / timedelta(hours=1)) if self.held else 0.0


class ReportFact(NamedTuple):
    """What an agency owes after a meeting it attended (O9): the day it is due, the day it came, whether late."""

    due: date
    given_on: date | None
    late: bool


@dataclass(frozen=True)
class Measure:
    """One figure; `of` names the figure it is a part of, `bad` that it should be nothing."""

    kind: Kind
    name: Message
    takes: Callable[[Any], bool]
    of: str = ""
    bad: bool = False


def _judged(fact: MeetingFact) -> bool:
    """Its notice had to be out: it is, or its last day is over."""
    return fact.due is not None and (fact.concluded_on is not None or fact.past_due)


def _is_in_time(fact: MeetingFact) -> bool:
    return fact.due is not None and fact.concluded_on is not None and fact.concluded_on <= fact.due


MEASURES: dict[str, Measure] = {
    "papers": Measure(Kind.PAPERS, msg("tài liệu đã gửi"), lambda fact: True),
    "papers_on_time": Measure(Kind.PAPERS, msg("tài liệu đúng hạn"), lambda fact: fact.by is None, "papers"),
    "papers_late": Measure(Kind.PAPERS, msg("tài liệu gửi muộn"), lambda fact: fact.by is not None, "papers"),
    "papers_own": Measure(
        Kind.PAPERS, msg("tài liệu gửi sau hạn, giấy mời thì đúng hạn"), lambda fact: fact.own, "papers", True
    ),
    "papers_others": Measure(
        Kind.PAPERS, msg("tài liệu muộn do họp gọi gấp, mời thêm hoặc dời họp"),
        lambda fact: fact.by is not None and not fact.own, "papers",
    ),
    "seats": Measure(Kind.SEATS, msg("lượt mời"), lambda fact: True),
    "opened": Measure(Kind.SEATS, msg("lượt mở giấy mời trước họp"), lambda fact: fact.opened, "seats"),
    "unopened": Measure(
        Kind.SEATS, msg("lượt chưa mở giấy mời khi họp bắt đầu"), lambda fact: not fact.opened, "seats", True
    ),
    "with_papers": Measure(Kind.SEATS, msg("lượt được gửi tài liệu"), lambda fact: fact.papers),
    "read": Measure(Kind.SEATS, msg("lượt đọc đủ tài liệu trước họp"), lambda fact: fact.read, "with_papers"),
    "answered": Measure(Kind.SEATS, msg("lượt trả lời trước họp"), lambda fact: fact.answered, "seats"),
    "unanswered": Measure(
        Kind.SEATS, msg("lượt không trả lời trước họp"), lambda fact: not fact.answered, "seats", True
    ),
    "noted": Measure(
        Kind.SEATS, msg("lượt đã rõ có mặt hay vắng"), lambda fact: fact.came is not Came.UNNOTED, "seats"
    ),
    "came": Measure(
        Kind.SEATS, msg("lượt dự đúng thành phần"),
        lambda fact: fact.came in {Came.PRESENT, Came.SUBSTITUTE}, "noted",
    ),
    "excused": Measure(Kind.SEATS, msg("lượt vắng có lý do"), lambda fact: fact.came is Came.EXCUSED, "noted"),
    "unexcused": Measure(
        Kind.SEATS, msg("lượt vắng không có lý do"), lambda fact: fact.came is Came.UNEXCUSED, "noted", True
    ),
    "wrong": Measure(
        Kind.SEATS, msg("lượt dự thay chưa được chủ trì đồng ý"), lambda fact: fact.came is Came.WRONG, "noted", True
    ),
    "meetings": Measure(Kind.MEETINGS, msg("cuộc họp đã mời"), lambda fact: True),
    "held": Measure(Kind.MEETINGS, msg("cuộc họp đã diễn ra"), lambda fact: fact.held, "meetings"),
    "called_off": Measure(Kind.MEETINGS, msg("cuộc họp đã hủy"), lambda fact: fact.called_off, "meetings"),
    "extraordinary": Measure(Kind.MEETINGS, msg("cuộc họp cấp bách"), lambda fact: fact.ordered, "meetings"),
    "again": Measure(Kind.MEETINGS, msg("cuộc họp lại về cùng một việc"), lambda fact: fact.again, "held", True),
    "concluded": Measure(
        Kind.MEETINGS, msg("cuộc họp đã có thông báo kết luận"),
        lambda fact: fact.held and fact.concluded_on is not None, "held",
    ),
    "waived": Measure(Kind.MEETINGS, msg("cuộc họp ghi là không cần kết luận"), lambda fact: fact.waived, "held"),
    "unwritten": Measure(
        Kind.MEETINGS, msg("cuộc họp chưa có kết luận"), lambda fact: fact.waiting is not None, "held"
    ),
    "in_five": Measure(
        Kind.MEETINGS, msg("kết luận ra trong 5 ngày làm việc"),
        lambda fact: fact.held and fact.age is not None and fact.age <= WITHIN, "concluded",
    ),
    "due": Measure(Kind.MEETINGS, msg("kết luận đã tới hạn 5 ngày làm việc của QĐ 45/2018"), _judged),
    "in_time": Measure(Kind.MEETINGS, msg("kết luận đúng hạn của QĐ 45/2018"), _is_in_time, "due"),
    "overdue": Measure(
        Kind.MEETINGS, msg("kết luận quá hạn của QĐ 45/2018, đã ra hay chưa"),
        lambda fact: _judged(fact) and not _is_in_time(fact), "due", True,
    ),
    "reports": Measure(Kind.REPORTS, msg("báo cáo lại phải có sau họp"), lambda fact: True),
    "given": Measure(Kind.REPORTS, msg("báo cáo lại đã có"), lambda fact: fact.given_on is not None, "reports"),
    "owed": Measure(Kind.REPORTS, msg("báo cáo lại còn nợ"), lambda fact: fact.given_on is None, "reports"),
    "late_reports": Measure(
        Kind.REPORTS, msg("báo cáo lại muộn, hoặc quá hạn chưa có"), lambda fact: fact.late, "reports", True
    ),
}  # fmt: skip


def of_kind(kind: Kind) -> dict[str, Measure]:
    """The figures of one kind, in their order."""
    return {key: measure for key, measure in MEASURES.items() if measure.kind is kind}
