"""Rules of meetings: what keeps an invitation, a change or an answer back, all of it at once.

The rules of time stand in `rules_time.py`, what is late for whom in `rules_late.py`; all are pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from e_office.core.clock import day_of
from e_office.core.problems import Message, Problem, msg
from e_office.meetings.requests.rules_consent import NO_NEEDS, Needs, consent_problems
from e_office.meetings.rules_begun import AFTER_START, MEET_AGAIN, PAPER_AT_TABLE, UNINVITED, begun
from e_office.meetings.rules_form import NOWHERE, Where, form_problems
from e_office.meetings.rules_late import Event, EventKind, Late, late_for, lateness, worst
from e_office.meetings.rules_scheme import scheme_problems
from e_office.meetings.rules_time import (
    RULE_SETS,
    Judge,
    RuleSet,
    clash,
    earliest_lawful_start,
    human_slot,
    latest_issue,
    shortfall,
    whole_minutes,
)
from e_office.meetings.wording import spoken_duration, spoken_moment

__all__ = [
    "RULE_SETS",
    "Event",
    "EventKind",
    "Judge",
    "Late",
    "RuleSet",
    "earliest_lawful_start",
    "human_slot",
    "late_for",
    "lateness",
    "latest_issue",
    "shortfall",
    "worst",
]

NAMED = 8
"""Invitees a message names; the list shows the others."""

SHORTEST_REASON = 10
"""Characters of a reason for an order, a move or a cancellation: a word alone explains nothing."""


@dataclass(frozen=True)
class InviteeFacts:
    """An invitee as the rules see it: the name to show, and whether a leader is asked for (M10)."""

    name: str
    leader: bool


@dataclass(frozen=True)
class PaperFacts:
    """A paper as the rules see it: its place among the papers, and the hash that was agreed to, if any."""

    id: int
    place: int
    title: str
    sha256: str
    agreed_sha256: str | None
    agreed_by_chair: bool
    submitted: bool

    @property
    def agreed(self) -> bool:
        """Whether the chair has agreed to exactly these bytes (M3)."""
        return self.agreed_by_chair and self.agreed_sha256 == self.sha256


@dataclass(frozen=True, kw_only=True)
class InvitationFacts:
    """What an invitation says, as far as the rules ask. `other_starts`: the chair's other meetings to come."""

    purpose: str = ""
    chair: str = ""
    starts_at: datetime | None = None
    where: Where = NOWHERE
    length: int | None = None
    nature: str | None = None
    preparing_unit: str = ""
    signer: str = ""
    contact: str = ""
    invitees: Sequence[InviteeFacts] = ()
    papers: Sequence[PaperFacts] = ()
    other_starts: Sequence[datetime] = ()
    ordered: bool = False
    needs: Needs = NO_NEEDS
    consults: bool = False
    headed_by_owner: bool = True
    """Whether the chair leads the agency that prepares the content; only a conference on a scheme asks (O3b)."""


def invitation_problems(given: InvitationFacts, judge: Judge) -> Iterator[Problem]:
    """Everything that keeps an invitation from being issued, all at once.

    M2 (in time for every invitee and paper), M3 (the chair's consent), M9 (the order lifts M2 alone), M10 (the nature
    fits who is invited), M12 (its form), M6 and M8 (leaders of other agencies with the consent it takes), O3b.
    """
    yield from _missing_facts(given, judge.rule_set)
    yield from form_problems(given.where, given.length)
    yield from scheme_problems(consults=given.consults, headed_by_owner=given.headed_by_owner)
    yield from _time_problems(given.starts_at, judge, ordered=given.ordered, busy=given.other_starts)
    yield from _nature_problems(given)
    yield from _consent_problems(given.papers)
    yield from _clash_problems(given.starts_at, given.other_starts, judge, ordered=given.ordered)
    yield from consent_problems(given.needs, given.purpose, given.starts_at)


def move_problems(
    *,
    before: datetime,
    after: datetime | None,
    where: tuple[Where, Where],
    reason: str,
    judge: Judge,
    ordered: bool,
    length: tuple[int | None, int | None] = (None, None),
    busy: Sequence[datetime] = (),
) -> Iterator[Problem]:
    """Everything that keeps an issued meeting from being moved to another hour or place, or said to last otherwise.

    Moving it earlier is judged like issuing it now: the changed invitation reaches everybody now (M2, A-99).
    Moving it later gives everybody more time and needs a reason only, and so does another place or bridge (M12)
    at the same hour, or another length: what has to be prepared stays the same. `where`: form, place and bridge
    before, and after; `length`: minutes it is expected to last, likewise.
    `busy`: the chair's other meetings to come; nobody chairs two at once, moved or issued.
    """
    yield from begun(before, judge.now, MEET_AGAIN)
    yield from reason_problems(reason)
    yield from form_problems(where[1], length[1])
    if after is None:
        yield Problem("start_missing", msg("Chưa có ngày giờ họp."), "day")
    elif after == before:
        if (where[0], length[0]) == (where[1], length[1]):
            cure = msg("Ghi giờ mới, nơi mới hoặc thời lượng mới.")
            yield Problem("nothing_moved", msg("Giờ họp, nơi họp và thời lượng đều như cũ."), "day", cure)
    elif after < before:
        yield from _time_problems(after, judge, ordered=ordered)
    elif after <= judge.now:
        yield Problem("start_past", msg("Giờ họp đã qua."), "day")
    if after is not None and after != before:
        yield from _clash_problems(after, busy, judge, ordered=ordered)


def added_invitee_problems(
    *, start: datetime, judge: Judge, ordered: bool, nature: str | None = None, leaders: int = 0
) -> Iterator[Problem]:
    """A late invitee has a clock of its own: late for that one, not for the others (M2, A-100); M10 holds as ever.

    `leaders`: how many of those to be added are asked for as leaders.
    """
    yield from begun(start, judge.now, UNINVITED)
    if nature == "ordinary" and leaders:
        yield Problem("nature_leaders", msg("Họp bình thường chỉ mời phòng chuyên môn, không mời lãnh đạo."), "who")
    if start > judge.now and not ordered:
        yield from _too_close(start, judge, msg("Mời thêm quá muộn"))


def paper_problems(*, paper: PaperFacts, start: datetime, judge: Judge, ordered: bool) -> Iterator[Problem]:
    """A paper added to or replaced in an issued meeting has a clock and a consent of its own (M2, M3, A-101)."""
    yield from begun(start, judge.now, PAPER_AT_TABLE)
    yield from _consent_problems([paper])
    if start > judge.now and not ordered:
        yield from _too_close(start, judge, msg("Gửi tài liệu quá muộn"))


def answer_problems(*, answer: str, reason: str, start: datetime, now: datetime) -> Iterator[Problem]:
    """An answer says attend or absent; absence needs a reason; nothing is answered after the start (M16, A-109)."""
    if answer not in {"attend", "absent"}:
        yield Problem("answer_missing", msg("Chưa chọn dự hay vắng."), "answer")
    if answer == "absent" and len(reason.strip()) < SHORTEST_REASON:
        yield Problem("reason_short", msg("Vắng phải nêu lý do, ít nhất %(n)s ký tự.", n=SHORTEST_REASON), "reason")
    if now >= start:
        message = msg("Cuộc họp đã bắt đầu lúc %(moment)s, không nhận trả lời nữa.", moment=spoken_moment(start))
        yield Problem("begun", message, "", AFTER_START)


def reason_problems(reason: str) -> Iterator[Problem]:
    """A reason for an order (M9), a move, a cancellation: recorded for ever, so it must say something."""
    if len(reason.strip()) < SHORTEST_REASON:
        message = msg("Lý do có %(n)s ký tự, cần ít nhất %(least)s.", n=len(reason.strip()), least=SHORTEST_REASON)
        if not reason.strip():
            message = msg("Chưa ghi lý do, cần ít nhất %(least)s ký tự.", least=SHORTEST_REASON)
        yield Problem("reason_short", message, "reason")


def _missing_facts(given: InvitationFacts, rule_set: RuleSet) -> Iterator[Problem]:
    if not given.purpose.strip():
        yield Problem("purpose_missing", msg("Chưa ghi họp về việc gì."), "purpose")
    elif len(given.purpose) > 500:
        yield Problem("purpose_long", msg("Nội dung họp dài %(n)s ký tự, tối đa 500.", n=len(given.purpose)), "purpose")
    for code, value, text, name in (
        ("chair_missing", given.chair, msg("Chưa chọn người chủ trì."), "chair"),
        ("preparing_missing", given.preparing_unit, msg("Chưa chọn đơn vị chuẩn bị nội dung."), "preparing_unit"),
        ("signer_missing", given.signer, msg("Chưa chọn người ký giấy mời."), "signer"),
        ("contact_missing", given.contact.strip() or not rule_set.contact, msg("Chưa ghi đầu mối liên hệ."), "contact"),
        ("invitees_missing", given.invitees, msg("Chưa có thành phần dự họp."), "who"),
    ):
        if not value:
            yield Problem(code, text, name)


def _time_problems(
    start: datetime | None, judge: Judge, *, ordered: bool, busy: Sequence[datetime] = ()
) -> Iterator[Problem]:
    if start is None:
        yield Problem("start_missing", msg("Chưa có ngày giờ họp."), "day")
    elif start <= judge.now:
        yield Problem("start_past", msg("Giờ họp đã qua."), "day", _postpone(judge), _offer(judge, busy))
    elif not ordered:
        yield from _too_close(start, judge, msg("Giờ họp quá gần"), busy)


def _too_close(start: datetime, judge: Judge, what: Message, busy: Sequence[datetime] = ()) -> Iterator[Problem]:
    """M2; the message carries the figure and the cure, the values what a button needs."""
    late = shortfall(judge.now, start, judge.rule_set, judge.holidays)
    if not late:
        return
    message = msg(
        "%(what)s: thiếu %(late)s so với %(span)s.",
        what=what,
        late=spoken_duration(whole_minutes(late)),
        span=judge.rule_set.span,
    )
    values = {**_offer(judge, busy), "late": late}
    yield Problem("too_close", message, "day", _postpone(judge), values)


def _postpone(judge: Judge) -> Message:
    earliest = earliest_lawful_start(judge.now, judge.rule_set, judge.holidays)
    return msg("Sớm nhất được là %(moment)s.", moment=spoken_moment(earliest))


def _offer(judge: Judge, busy: Sequence[datetime]) -> dict[str, Any]:
    earliest = earliest_lawful_start(judge.now, judge.rule_set, judge.holidays)
    return {"earliest": earliest, "slot": human_slot(earliest, judge.holidays, busy)}


def _nature_problems(given: InvitationFacts) -> Iterator[Problem]:
    named = [invitee.name for invitee in given.invitees if invitee.leader]
    leaders = len(named)
    if given.nature not in {"important", "ordinary"}:
        cure = msg("Mời %(n)s lãnh đạo thì tính chất phải là quan trọng.", n=leaders) if leaders else None
        yield Problem("nature_missing", msg("Chưa chọn tính chất cuộc họp."), "nature", cure)
    elif given.nature == "ordinary" and leaders:
        message = msg("Họp bình thường chỉ mời phòng chuyên môn, đang mời %(n)s lãnh đạo.", n=leaders)
        cure = msg(
            "Đổi tính chất sang quan trọng, hoặc mời phòng chuyên môn thay lãnh đạo: %(names)s.",
            names="; ".join(named[:NAMED]) + (" …" if leaders > NAMED else ""),
        )
        yield Problem("nature_leaders", message, "nature", cure)


def _consent_problems(papers: Sequence[PaperFacts]) -> Iterator[Problem]:
    for paper in papers:
        if paper.agreed:
            continue
        message = msg("Tài liệu %(n)s chưa được chủ trì đồng ý.", n=paper.place)
        cure = (
            msg("Đang chờ chủ trì cho ý kiến.")
            if paper.submitted
            else msg("Gửi xin ý kiến chủ trì, hoặc bỏ tài liệu %(n)s và gửi sau, vẫn trong hạn.", n=paper.place)
        )
        values = {"paper_id": paper.id, "submitted": paper.submitted}
        yield Problem("paper_not_agreed", message, f"paper-{paper.id}", cure, values)


def _clash_problems(
    start: datetime | None, busy: Sequence[datetime], judge: Judge, *, ordered: bool
) -> Iterator[Problem]:
    """The chair sits elsewhere; the next hour free for the chair and lawful is offered, unless M2 offers it already."""
    other = clash(start, busy) if start is not None else None
    if start is None or other is None:
        return
    message = msg("Chủ trì đã có cuộc họp lúc %(moment)s.", moment=spoken_moment(other))
    cure = msg("Chọn giờ cách đó ít nhất 60 phút, hoặc dời cuộc họp kia.")
    offered = any("slot" in one.values for one in _time_problems(start, judge, ordered=ordered))
    slot = {} if offered else {"slot": _free_slot(start, busy, judge, ordered=ordered)}
    yield Problem("chair_busy", message, "day", cure, slot)


def _free_slot(start: datetime, busy: Sequence[datetime], judge: Judge, *, ordered: bool) -> datetime:
    """An order (M9) holds for one day: an hour of another day has to be lawful without it."""
    slot = human_slot(start, judge.holidays, busy)
    if ordered and day_of(slot) == day_of(start):
        return slot
    earliest = earliest_lawful_start(judge.now, judge.rule_set, judge.holidays)
    return human_slot(max(slot, earliest), judge.holidays, busy)
