"""What the log of a held meeting says: messages for the page, lines with the hour for the minutes."""

from __future__ import annotations

from enum import StrEnum

from e_office.core.clock import local
from e_office.core.problems import Message, msg
from e_office.meetings.live.models import LiveEvent


class Kind(StrEnum):
    """What happened."""

    OPENED = "opened"
    STARTED = "started"
    FINISHED = "finished"
    SKIPPED = "skipped"
    TAKEN_BACK = "taken_back"
    MOVED = "moved"
    ADDED = "added"
    RENAMED = "renamed"
    UNIT_GIVEN = "unit_given"
    UNIT_TAKEN = "unit_taken"
    PAPERS_GIVEN = "papers_given"
    PAPERS_TAKEN = "papers_taken"
    TAKEN_OUT = "taken_out"
    SPOKE = "spoke"
    VOTE_OPENED = "vote_opened"
    VOTE_WITHDRAWN = "vote_withdrawn"
    VOTED = "voted"
    ENDED = "ended"
    RESUMED = "resumed"
    RESCHEDULED = "rescheduled"
    RELOCATED = "relocated"
    LEFT = "left"
    CAME_BACK = "came_back"
    PRESIDES = "presides"


TEXTS: dict[str, Message] = {
    Kind.OPENED: msg("mở phiên họp, bắt đầu điểm danh"),
    Kind.STARTED: msg("bắt đầu nội dung “%(title)s”"),
    Kind.FINISHED: msg("xong nội dung “%(title)s”"),
    Kind.SKIPPED: msg("bỏ qua nội dung “%(title)s”"),
    Kind.TAKEN_BACK: msg("lùi lại nội dung “%(title)s”"),
    Kind.MOVED: msg("đổi thứ tự nội dung “%(title)s”"),
    Kind.ADDED: msg("thêm nội dung “%(title)s”"),
    Kind.RENAMED: msg("đổi tên nội dung “%(old)s” thành “%(title)s”"),
    Kind.UNIT_GIVEN: msg("%(unit)s báo cáo nội dung “%(title)s”"),
    Kind.UNIT_TAKEN: msg("nội dung “%(title)s” không còn giao đơn vị nào báo cáo"),
    Kind.PAPERS_GIVEN: msg("tài liệu của nội dung “%(title)s”: %(papers)s"),
    Kind.PAPERS_TAKEN: msg("nội dung “%(title)s” không còn tài liệu kèm theo"),
    Kind.TAKEN_OUT: msg("bỏ nội dung “%(title)s” khỏi chương trình"),
    Kind.SPOKE: msg("%(name)s phát biểu (%(minutes)s phút)"),
    Kind.VOTE_OPENED: msg("lấy biểu quyết “%(title)s”"),
    Kind.VOTE_WITHDRAWN: msg("rút biểu quyết “%(title)s”"),
    Kind.VOTED: msg("kiểm xong biểu quyết “%(title)s”"),
    Kind.ENDED: msg("kết thúc cuộc họp"),
    Kind.RESUMED: msg("họp tiếp"),
    Kind.RESCHEDULED: msg("giờ họp đổi sang %(moment)s"),
    Kind.RELOCATED: msg("nơi họp đổi sang %(place)s"),
    Kind.LEFT: msg("%(name)s rời họp"),
    Kind.CAME_BACK: msg("%(name)s quay lại họp"),
    Kind.PRESIDES: msg("%(name)s chủ trì từ lúc này, trước đó %(before)s chủ trì thay"),
}
IN_VOTES = frozenset({Kind.VOTED})
"""What also stands in the part of the minutes on votes, with its figures."""


def message_of(event: LiveEvent) -> Message:
    """What happened, to be told in the reader's language."""
    return Message(TEXTS[event.kind].text, event.facts)


def course_line(event: LiveEvent) -> str:
    """The line of the minutes' course, in the language of documents: "08:35 bắt đầu nội dung …"."""
    return f"{local(event.at):%H:%M} {message_of(event)}."
