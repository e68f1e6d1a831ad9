"""Rules of recall, update and replacement: who is asked, who has agreed by itself, what stays forbidden afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import IntEnum, StrEnum
from types import MappingProxyType

from e_office.core.problems import Message, Problem, msg
from e_office.exchange.rules_refusal import SHORTEST_REASON, UNTAKEN
from e_office.exchange.rules_status import State


class Change(IntEnum):
    """The business types of QCVN 102:2016 that change what was sent before (`domain.md` 2.11)."""

    RECALL = 1
    UPDATE = 2
    REPLACE = 3

    @property
    def label(self) -> Message:
        """The name people read."""
        return LABELS[self]


LABELS = MappingProxyType(
    {Change.RECALL: msg("Thu hồi"), Change.UPDATE: msg("Cập nhật"), Change.REPLACE: msg("Thay thế")}
)


class Turn(StrEnum):
    """What happens to one recipient's copy when the sender changes its mind."""

    NOTHING = "nothing"
    """It has no electronic copy: paper goes by paper, and what was sent back or given up is gone already."""
    BY_ITSELF = "by_itself"
    """Nobody has registered the copy, so nobody need answer."""
    ASKED = "asked"
    """It is registered: its clerk agrees (15) or refuses with words (16)."""


def turn_of(state: State, *, electronic: bool) -> Turn:
    """What becomes of a copy here when its sender recalls, updates or replaces the document.

    NĐ 30/2020 Art. 18.4b: the receiver destroys it on the System and says so; complaint 5: to the end, with the
    receiver's answer. Refused (02) and given up (15) are last words: there is no copy any more.
    """
    if not electronic or state in {State.REFUSED, State.RECALL_AGREED}:
        return Turn.NOTHING
    return Turn.BY_ITSELF if state in UNTAKEN else Turn.ASKED


def asking_problems(
    change: Change, *, before: Collection[Change], recalled: bool, issued: bool, leads: bool, reason: str
) -> Iterator[Problem]:
    """What keeps a document from being recalled, updated or replaced.

    NĐ 30/2020 Art. 18.3, 18.4: the issuing agency alone does it, by decision of whoever may sign, who is named with
    the reason (A-110). A recalled document is frozen; one that has a successor is changed through that one.
    """
    if not issued:
        yield Problem("not_issued", msg("Chỉ văn bản đã phát hành mới thu hồi, cập nhật hay thay thế được."))
    elif recalled:
        yield Problem("recalled", msg("Văn bản này đã thu hồi, không đổi gì nữa."))
    elif change is not Change.RECALL and before:
        yield Problem("succeeded", msg("Văn bản này đã có văn bản thay. Cập nhật, thay thế văn bản mới ấy."))
    if not leads:
        yield Problem("consent_missing", msg("Chưa ghi lãnh đạo nào đồng ý."), "consented_by_id")
    if len(reason.strip()) < SHORTEST_REASON:
        yield Problem("reason_short", msg("Phải ghi lý do, ít nhất 10 ký tự."), "change_reason")


def answer_problems(state: State, *, agree: bool, reason: str) -> Iterator[Problem]:
    """What keeps a recipient's answer back: nothing was asked, or a refusal (16) without words (QĐ 28/2018)."""
    if state is not State.RECALLED:
        yield Problem("not_asked", msg("Nơi gửi không hỏi gì, hoặc yêu cầu này đã được trả lời."))
    elif not agree and len(reason.strip()) < SHORTEST_REASON:
        yield Problem("reason_short", msg("Từ chối thì phải ghi lý do, ít nhất 10 ký tự."), "reason")
