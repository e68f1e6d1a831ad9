"""Rules of answers: a substitute is the chair's to agree to (M5, M7), the capacity asked for (M4), leaving early."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from enum import StrEnum

from e_office.core.clock import at, day_of
from e_office.core.problems import Problem, msg
from e_office.meetings.rules import SHORTEST_REASON
from e_office.meetings.rules_begun import AFTER_START
from e_office.meetings.wording import spoken_moment
from search import fold

LONGEST_NAME = 200
ADDRESSED = ("dong chi ", "ong ", "ba ")
"""Forms of address before a name, without accents."""
LONGEST_MEETING = timedelta(hours=12)
"""A leaving later than this after the start is a mistyped hour."""

DISTRICT_LEVELS = frozenset({"district", "commune"})
"""Levels whose delegates must be empowered to decide (M7: "địa phương")."""


class Word(StrEnum):
    """The chair's word on a substitute or an early leaving."""

    WAITS = "waits"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """Overtaken by another answer of the invitee; kept, and counts no more."""


OPEN_WORDS = (Word.WAITS, Word.APPROVED, Word.REFUSED)
"""The words of what the invitee still stands by."""


class Standing(StrEnum):
    """What an invitee's answer amounts to."""

    UNANSWERED = "unanswered"
    ATTENDS = "attends"
    ABSENT = "absent"
    SUBSTITUTE_WAITS = "substitute_waits"
    SUBSTITUTE = "substitute"
    AT_TABLE = "at_table"
    """A substitute the chair agreed to at the meeting: right there from then on, not agreed to when it began."""
    SUBSTITUTE_REFUSED = "substitute_refused"
    WRONG = "wrong"
    """In the wrong capacity (sai thành phần): a substitute the chair had not agreed to when the meeting began."""


def standing(*, answer: str | None, word: str | None, begun: bool, at_table: bool = False) -> Standing:
    """What an answer amounts to, with the chair's word on its substitute (M4, M5).

    Until the start an unapproved substitute waits, or is to be exchanged; from the start on it is a wrong capacity,
    until the chair agrees at the meeting. `at_table`: whether the word was given there.
    """
    if answer is None:
        return Standing.UNANSWERED
    if answer != "substitute":
        return Standing.ATTENDS if answer == "attend" else Standing.ABSENT
    if word == Word.APPROVED:
        return Standing.AT_TABLE if at_table else Standing.SUBSTITUTE
    if begun:
        return Standing.WRONG
    return Standing.SUBSTITUTE_REFUSED if word == Word.REFUSED else Standing.SUBSTITUTE_WAITS


def is_agreed_one(came: str, agreed: str) -> bool:
    """Whether who came in an invitee's place is the one the chair agreed to, by the names noted and reported (M5).

    Accents, capitals, a form of address before and a post after a comma make no other person.
    """
    return bool(_bare(came)) and _bare(came) == _bare(agreed)


def _bare(name: str) -> str:
    words = re.split(r"[,(]", fold(name))[0].strip()
    for title in ADDRESSED:
        words = words.removeprefix(title)
    return words


def is_right(standing: Standing) -> bool:
    """Whether somebody comes in the capacity asked for, as far as the answer tells (M4)."""
    return standing in {Standing.ATTENDS, Standing.SUBSTITUTE, Standing.AT_TABLE}


def substitute_problems(
    *, name: str, post: str, reason: str, empowered: bool | None, district: bool, start: datetime, now: datetime
) -> Iterator[Problem]:
    """Everything that keeps a substitute from being put before the chair.

    M5: reported with name, post and reason. M7: a district's delegate must be empowered to decide what concerns it;
    others say whether theirs is (O9).
    """
    if now >= start:
        message = msg("Cuộc họp đã bắt đầu lúc %(moment)s, không nhận trả lời nữa.", moment=spoken_moment(start))
        yield Problem("begun", message, "", AFTER_START)
    if not name.strip():
        yield Problem("name_missing", msg("Chưa ghi ai đi thay."), "sub_name")
    elif len(name) > LONGEST_NAME:
        yield Problem("name_long", msg("Họ tên dài quá %(n)s ký tự.", n=LONGEST_NAME), "sub_name")
    if not post.strip():
        yield Problem("post_missing", msg("Chưa ghi chức vụ của người đi thay."), "sub_post")
    elif len(post) > LONGEST_NAME:
        yield Problem("post_long", msg("Chức vụ dài quá %(n)s ký tự.", n=LONGEST_NAME), "sub_post")
    if len(reason.strip()) < SHORTEST_REASON:
        message = msg("Cử người đi thay phải nêu lý do, ít nhất %(n)s ký tự.", n=SHORTEST_REASON)
        yield Problem("reason_short", message, "sub_reason")
    if empowered is None:
        yield Problem("empowered_missing", msg("Chưa chọn có được ủy quyền quyết định hay không."), "empowered")
    elif district and not empowered:
        message = msg("Địa phương phải ủy quyền cho người đi thay quyết định các vấn đề thuộc trách nhiệm của mình.")
        cure = msg("Ủy quyền rồi chọn “Được ủy quyền quyết định”, hoặc cử người khác.")
        yield Problem("not_empowered", message, "empowered", cure)


def word_closes(start: datetime, ended_at: datetime | None) -> datetime:
    """When the chair's word on a substitute is no longer taken: at the end of the meeting, at the latest of its day.

    M5 asks for the chair's consent and names no hour. A word given at the table lets the substitute sit and vote from
    then on; that it came after the start stays. `ended_at`: where the meeting was ended on its live page.
    """
    day_over = at(day_of(start) + timedelta(days=1), time.min)
    return max(start, min(ended_at or day_over, day_over))


def word_problems(
    *, state: str, approve: bool, reason: str, until: datetime, now: datetime, at_table: bool = False
) -> Iterator[Problem]:
    """What keeps the chair's word back: overtaken by another answer, too late, or a refusal without a reason.

    `at_table`: whether the meeting has begun; who was agreed to sits there by right, and may have voted (M5).
    """
    if state == Word.WITHDRAWN:
        yield Problem("withdrawn", msg("Nơi được mời đã đổi trả lời, không còn gì để cho ý kiến."))
    elif now >= until:
        message = msg("Đã quá %(moment)s, không cho ý kiến được nữa.", moment=spoken_moment(until))
        yield Problem("too_late", message, "", msg("Ý kiến nói tại cuộc họp thì ghi vào diễn biến của biên bản."))
    elif at_table and state == Word.APPROVED and not approve:
        message = msg("Người dự thay đã được đồng ý, cuộc họp đã bắt đầu thì không rút lại.")
        yield Problem("agreed", message, "", msg("Không dự hoặc về trước thì ghi ở thành phần của biên bản."))
    elif not approve and len(reason.strip()) < SHORTEST_REASON:
        message = msg("Không đồng ý phải nêu lý do, ít nhất %(n)s ký tự.", n=SHORTEST_REASON)
        yield Problem("reason_short", message, "reason")


def passing_problems(
    *, in_unit: bool, leader_asked: bool, leads: bool, start: datetime, now: datetime
) -> list[Problem]:
    """What keeps an invitation from being passed to a person of the unit.

    M4: who comes has the capacity asked for. Where a leader is asked for, anybody else is a substitute (M5).
    """
    if now >= start:
        return [Problem("begun", msg("Cuộc họp đã bắt đầu lúc %(moment)s.", moment=spoken_moment(start)))]
    if not in_unit:
        return [Problem("not_of_unit", msg("Người này không giữ chức vụ ở đơn vị được mời."), "person")]
    if leader_asked and not leads:
        message = msg("Giấy mời lãnh đạo. Người này không phải lãnh đạo, nên là người đi thay.")
        cure = msg("Chọn “Cử người đi thay”: chủ trì phải đồng ý.")
        return [Problem("not_leader", message, "person", cure)]
    return []


def leave_problems(
    *, leaves_at: datetime | None, reason: str, start: datetime, now: datetime, comes: bool
) -> Iterator[Problem]:
    """What keeps a wish to leave early back (QĐ 45/2018 Art. 15: to the end, else with the chair's consent)."""
    if not comes:
        message = msg("Chưa trả lời dự họp, hoặc người đi thay chưa được đồng ý.")
        yield Problem("not_coming", message, "", msg("Trả lời dự họp trước, rồi xin về sớm."))
    if leaves_at is None:
        yield Problem("hour_missing", msg("Chưa ghi giờ xin về."), "leaves_at")
    elif not start < leaves_at <= start + LONGEST_MEETING:
        yield Problem("hour_outside", msg("Giờ xin về phải sau giờ họp, cùng ngày họp."), "leaves_at")
    elif leaves_at <= now:
        yield Problem("hour_past", msg("Giờ xin về đã qua."), "leaves_at")
    if len(reason.strip()) < SHORTEST_REASON:
        message = msg("Xin về sớm phải nêu lý do, ít nhất %(n)s ký tự.", n=SHORTEST_REASON)
        yield Problem("reason_short", message, "leave_reason")
