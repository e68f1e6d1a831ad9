"""Rules of a calendar's reply: which one counts as an answer (A-109), and why another does not (A-107)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from e_office.core.problems import Problem, msg
from e_office.meetings.rules import SHORTEST_REASON
from e_office.meetings.rules_begun import AFTER_START
from e_office.meetings.wording import spoken_moment

ANSWERS = {"ACCEPTED": "attend", "DECLINED": "absent"}
"""What of PARTSTAT is an answer; the others leave it open, or name somebody else without the chair's consent (M5)."""


AMBIGUOUS = "reply_ambiguous"
"""A mailbox that was mailed for several answers, and does not say for whom of them."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a calendar says: the UID it answers, in which SEQUENCE, for whom, how; addresses are lower case.

    `sent_by`: who answers in the attendee's name; `stamped_at`: when, an aware instant.
    """

    uid: str
    sequence: int
    address: str
    sent_by: str
    partstat: str
    comment: str
    stamped_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the house knows of the meeting a reply names.

    `places`: how many invitees had their invitation mailed to the address; `since`: the SEQUENCE from which hour and
    place are as they are now; `newest`: the highest SEQUENCE that was ever sent; `answered_at`: when it was last
    answered;
    `bound`: whether the UID is the one that was mailed to this very address, or to `mailbox`, by which the person of
    this address was mailed.
    """

    start: datetime
    cancelled: bool
    places: int
    since: int
    newest: int
    answered_at: datetime | None = None
    bound: bool
    mailbox: str = ""

    def comes_from(self, sender: str, address: str) -> bool:
        """Whether a mail comes from the address it answers for, or from the mailbox that was mailed for it."""
        return sender == address or (bool(self.mailbox) and sender == self.mailbox)


def reply_problems(reply: Reply, *, sender: str, asked: Asked | None, now: datetime) -> Iterator[Problem]:
    """Everything that keeps a reply from counting; `asked` is None where the UID names no meeting of the agency.

    It must carry the UID that was mailed to the address it answers for: whoever writes that address into From and
    ATTENDEE does not know it, and what another recipient was mailed answers for nobody else. Invitations go to the
    mailboxes of units (M1), those of people invited by name too: the mail's answer is theirs where it invited nobody
    else. Where it invited several, an answer of the mailbox tells nothing of who is meant; one for a person's own
    address, with the mailbox's UID, is that person's. An entry from before UIDs carried a mark is therefore answered on
    the page alone. It must also come from the address it answers for, or from that mailbox, and answer hour and place
    as they are now: a reply with a lower SEQUENCE speaks of a meeting that was moved since.
    A higher one than was ever sent is made up.
    """
    if asked is None:
        yield Problem("reply_other_uid", msg("Thư trả lời lịch không đúng cuộc họp nào của cơ quan này."))
        return
    if not asked.places:
        text = msg("Giấy mời cuộc này không gửi tới địa chỉ %(address)s.", address=reply.address)
        if asked.bound:  # the mailbox has been another's since
            text = msg("Hộp thư %(address)s không còn nhận giấy mời cho thành phần nào.", address=reply.address)
        cure = msg("Trả lời từ hộp thư đơn vị đang nhận giấy mời, hoặc trên trang giấy mời.")
        yield Problem("reply_unknown_address", text, "", cure)
    elif asked.places > 1:
        values = {"address": reply.address, "n": asked.places}
        text = msg("Hộp thư %(address)s nhận giấy mời cho %(n)s thành phần, không biết trả lời cho ai.", **values)
        cure = msg("Từng đơn vị, từng người được mời trả lời trên trang giấy mời.")
        yield Problem(AMBIGUOUS, text, "", cure)
    if asked.places and not asked.bound:
        text = msg("Thư trả lời không mang mã riêng của giấy mời đã gửi tới %(address)s.", address=reply.address)
        yield Problem("reply_not_bound", text, "", msg("Trả lời trên trang giấy mời."))
    if not asked.comes_from(sender, reply.address):
        text = msg("Thư gửi từ %(sender)s, không phải %(address)s.", sender=sender, address=reply.address)
        yield Problem("reply_other_sender", text)
    if reply.sequence < asked.since or reply.sequence > asked.newest:
        values = {"n": reply.sequence, "now": asked.newest}
        text = msg("Trả lời cho giờ, nơi họp khác (lần %(n)s, hiện là lần %(now)s).", **values)
        yield Problem("reply_old_sequence", text, "", msg("Mở giấy mời, xem giờ mới rồi trả lời."))
    yield from _answer_problems(reply, asked, now)


def _answer_problems(reply: Reply, asked: Asked, now: datetime) -> Iterator[Problem]:
    if asked.cancelled:
        yield Problem("cancelled", msg("Cuộc họp này đã hủy, không cần trả lời."))
    elif now >= asked.start:
        message = msg("Cuộc họp đã bắt đầu lúc %(moment)s, không nhận trả lời nữa.", moment=spoken_moment(asked.start))
        yield Problem("begun", message, "", AFTER_START)
    if asked.answered_at is not None and reply.stamped_at is not None and reply.stamped_at < asked.answered_at:
        yield Problem("reply_older", msg("Thư trả lời lịch cũ hơn trả lời đã ghi."))
    if reply.partstat not in ANSWERS:
        message = msg("Lịch chưa trả lời dứt khoát dự hay vắng.")
        cure = msg("Trả lời trên trang giấy mời. Cử người đi thay phải được chủ trì đồng ý.")
        yield Problem("reply_undecided", message, "", cure)
    elif reply.partstat == "DECLINED" and len(reply.comment.strip()) < SHORTEST_REASON:
        message = msg("Vắng phải nêu lý do, ít nhất %(n)s ký tự.", n=SHORTEST_REASON)
        yield Problem("reason_short", message, "", msg("Trả lời trên trang giấy mời kèm lý do."))
