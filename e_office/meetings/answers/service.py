"""Answering with a substitute, naming who comes, asking to leave early, and the chair's word on both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor, require
from e_office.core.problems import Message, NotFound, Problem, msg, refuse_if
from e_office.meetings import policy
from e_office.meetings.answers import policy as answering
from e_office.meetings.answers.models import Attender, EarlyLeave, Substitute
from e_office.meetings.answers.queries import answers_of, attender_in_force, people_of, substitute_in_force
from e_office.meetings.answers.rules import (
    DISTRICT_LEVELS,
    Word,
    is_right,
    leave_problems,
    passing_problems,
    substitute_problems,
    word_closes,
    word_problems,
)
from e_office.meetings.answers.wording import said_of_word, told_of_word
from e_office.meetings.facts import judge_of, lock_meeting
from e_office.meetings.live.queries import live_of, lock_live
from e_office.meetings.log import log_event
from e_office.meetings.minutes.appending import signed_problems
from e_office.meetings.minutes.queries import minutes_of
from e_office.meetings.models import Answer, Invitee, Meeting, MeetingState
from e_office.meetings.rules import EventKind
from e_office.notices.service import tell_person, tell_unit
from e_office.people.queries import agency_of

NOT_ANSWERED = msg("Chưa ghi được trả lời")


@dataclass(frozen=True, kw_only=True)
class SubstituteFacts:
    """Who is to come in somebody's place, as typed; `person_id` where it is one of the unit's own people."""

    person_id: int | None = None
    name: str = ""
    post: str = ""
    reason: str = ""
    empowered: bool | None = None


def propose_substitute(
    office: Office, actor: Actor, meeting_id: int, invitee_id: int, given: SubstituteFacts
) -> Substitute:
    """Answer that somebody else comes (cử người dự thay); it waits for the chair's word (M5).

    :raises NotFound: where the actor does not act for the invitee; :raises Refused: naming every problem.
    """
    meeting, invitee, start = _invited(office, actor, meeting_id, invitee_id)
    judge, given = judge_of(office, meeting), _completed(office, invitee, given)
    district = agency_of(invitee.unit).level_code in DISTRICT_LEVELS
    problems = list(
        substitute_problems(
            name=given.name, post=given.post, reason=given.reason, empowered=given.empowered,
            district=district, start=start, now=judge.now,
        )
    )  # fmt: skip
    refuse_if(problems, NOT_ANSWERED)
    withdraw_substitute(office, invitee)
    row = Substitute(
        invitee=invitee, person_id=given.person_id, name=given.name, post=given.post, reason=given.reason,
        empowered=bool(given.empowered), asked_at=judge.now, asked_by_id=actor.person_id, state=Word.WAITS,
    )  # fmt: skip
    office.session.add(row)
    invitee.answer, invitee.answer_reason = Answer.SUBSTITUTE, given.reason
    invitee.answered_at, invitee.answered_by_id = judge.now, actor.person_id
    office.session.flush()
    kept = {"name": row.name, "post": row.post, "reason": row.reason, "empowered": row.empowered}
    event = log_event(
        office, actor, meeting, EventKind.ANSWERED, judge,
        invitee_id=invitee.id, answer=Answer.SUBSTITUTE.value, substitute=row.id, **kept,
    )  # fmt: skip
    who = msg("%(name)s, %(post)s", name=row.name, post=row.post)
    values = {"unit": _name(invitee), "who": who, "subject": meeting.purpose}
    text = msg("Xin cử người dự thay: %(unit)s, %(who)s. %(subject)s", **values)
    _tell_chair(office, meeting, f"substitute:{event.id}", text)
    said = msg("cử người dự thay cho %(unit)s: %(who)s, %(reason)s", unit=invitee.unit.name, who=who, reason=row.reason)
    audit.record(office, actor, "answered", "meeting", meeting.id, said)
    return row


def withdraw_substitute(office: Office, invitee: Invitee) -> None:
    """Another answer takes the place of a substitute; what the chair said of it is kept with it."""
    if row := substitute_in_force(office, invitee.id):
        row.state = Word.WITHDRAWN
        office.session.expire(invitee, ["substitutes"])


def name_attender(
    office: Office, actor: Actor, meeting_id: int, invitee_id: int, person_id: int | None, note: str = ""
) -> Attender | None:
    """Pass a unit's invitation to one of its people (cử người dự), or to nobody again; it stands on that desk.

    :raises NotAllowed: for all but the unit's heads; :raises Refused: where a leader is asked for and this is none.
    """
    meeting, invitee, start = _invited(office, actor, meeting_id, invitee_id)
    require(answering.may_name(actor, invitee), "name who comes", meeting)
    judge = judge_of(office, meeting)
    chosen = next((one for one in people_of(office, invitee) if one.id == person_id), None)
    before = attender_in_force(office, invitee.id)
    if person_id is not None:
        leads = chosen is not None and chosen.role in LEADING_ROLES
        problems = passing_problems(
            in_unit=chosen is not None, leader_asked=invitee.leader, leads=leads, start=start, now=judge.now
        )
        refuse_if(problems, msg("Chưa cử được người dự"))
    if before is not None:
        before.ended_at = judge.now
    if chosen is None:
        nobody = msg("thôi cử người dự, %(unit)s", unit=_name(invitee))
        audit.record(office, actor, "named", "meeting", meeting.id, nobody)
        return None
    row = Attender(
        invitee=invitee, person_id=chosen.id, note=" ".join(note.split())[:500],
        named_at=judge.now, named_by_id=actor.person_id,
    )  # fmt: skip
    office.session.add(row)
    event = log_event(office, actor, meeting, EventKind.NAMED, judge, invitee_id=invitee.id, person=chosen.id)
    text = msg("Bạn được cử dự họp: %(subject)s", subject=meeting.purpose)
    tell_person(office, chosen.id, key=f"named:{event.id}", kind="invitation", meeting_id=meeting.id, message=text)
    said = msg("cử %(name)s dự, cho %(unit)s", name=chosen.name, unit=invitee.unit.name)
    audit.record(office, actor, "named", "meeting", meeting.id, said)
    return row


def ask_to_leave(
    office: Office, actor: Actor, meeting_id: int, invitee_id: int, leaves_at: datetime | None, reason: str
) -> EarlyLeave:
    """Ask the chair to leave before the end (xin về sớm, QĐ 45/2018 Art. 15); before the meeting or during it.

    :raises NotFound: where the actor does not act for the invitee; :raises Refused: naming every problem.
    """
    meeting, invitee, start = _invited(office, actor, meeting_id, invitee_id)
    judge, answers = judge_of(office, meeting), answers_of(office, meeting)
    comes = is_right(answers.standing(invitee, begun=judge.now >= start))
    problems = leave_problems(leaves_at=leaves_at, reason=reason, start=start, now=judge.now, comes=comes)
    refuse_if(problems, msg("Chưa xin được về sớm"))
    if before := answers.leaves.get(invitee.id):
        before.state = Word.WITHDRAWN
    row = EarlyLeave(
        invitee=invitee, leaves_at=leaves_at, reason=" ".join(reason.split()), asked_at=judge.now,
        asked_by_id=actor.person_id, state=Word.WAITS,
    )  # fmt: skip
    office.session.add(row)
    office.session.flush()
    text = msg("Xin về sớm: %(unit)s. %(subject)s", unit=_name(invitee), subject=meeting.purpose)
    _tell_chair(office, meeting, f"leave:{row.id}", text)
    said = msg("xin về sớm, cho %(unit)s: %(reason)s", unit=invitee.unit.name, reason=row.reason)
    audit.record(office, actor, "asked", "meeting", meeting.id, said)
    return row


def give_word(
    office: Office, actor: Actor, meeting_id: int, *, substitutes: Sequence[int], leaves: Sequence[int],
    approve: bool, reason: str = "",
) -> list[Substitute | EarlyLeave]:  # fmt: skip
    """The chair's word on substitutes and early leavings of one meeting, one or all at once (M5, QĐ 45/2018).

    What has this word already is left as it is; a word may be changed until the meeting begins. On a substitute it is
    given at the meeting too, until that ends or the minutes are signed, and then bears the mark of it.

    :raises NotAllowed: for all but the chair; :raises Refused: naming every problem, with no word given.
    """
    meeting = lock_meeting(office, meeting_id)
    require(answering.may_give_word(actor, meeting), "give word", meeting)
    if meeting.starts_at is None or meeting.state != MeetingState.ISSUED:
        raise NotFound
    judge, word = judge_of(office, meeting), Word.APPROVED if approve else Word.REFUSED
    rows, live = _rows(office, meeting, substitutes, leaves), live_of(office, meeting_id)
    closes, at_table = word_closes(meeting.starts_at, live.ended_at if live else None), judge.now >= meeting.starts_at
    problems = [] if rows else [Problem("nobody", msg("Chưa chọn nơi nào để cho ý kiến."))]
    changed = [row for row in rows if row.state != word]
    for row in changed:
        until, ours = (closes, at_table) if isinstance(row, Substitute) else (row.leaves_at, False)
        problems += word_problems(
            state=row.state, approve=approve, reason=reason, until=until, now=judge.now, at_table=ours
        )
    if any(isinstance(row, Substitute) for row in changed):  # the sheet says what the chair's word was (O4, M5)
        problems += signed_problems(minutes_of(office, meeting_id))
    refuse_if(_each_once(problems), msg("Chưa ghi ý kiến"))
    for row in changed:
        row.state, row.decision_reason = word, "" if approve else " ".join(reason.split())
        row.decided_at, row.decided_by_id = judge.now, actor.person_id
        what = "substitute" if isinstance(row, Substitute) else "leave"
        event = log_event(
            office, actor, meeting, EventKind.DECIDED, judge,
            invitee_id=row.invitee_id, what=what, row=row.id, word=word.value, reason=row.decision_reason,
            at_table=at_table,
        )  # fmt: skip
        _tell_invitee(office, meeting, row, event.id, at_table=at_table)
        office.session.expire(row.invitee, ["substitutes"])
        audit.record(office, actor, "decided", "meeting", meeting.id, said_of_word(row, at_table=at_table))
    if live is not None and changed:
        lock_live(office, meeting_id).version += 1  # whoever was agreed to sees the seat and its vote at once
    return changed


def _invited(office: Office, actor: Actor, meeting_id: int, invitee_id: int) -> tuple[Meeting, Invitee, datetime]:
    """The issued meeting, locked, and the invitee for whom the actor answers."""
    meeting = lock_meeting(office, meeting_id)
    invitee = next((one for one in policy.invited_as(actor, meeting) if one.id == invitee_id), None)
    if invitee is None or meeting.starts_at is None:
        raise NotFound
    if meeting.state == MeetingState.CANCELLED:
        refuse_if([Problem("cancelled", msg("Cuộc họp này đã hủy, không cần trả lời."))], NOT_ANSWERED)
    return meeting, invitee, meeting.starts_at


def _completed(office: Office, invitee: Invitee, given: SubstituteFacts) -> SubstituteFacts:
    """Name and post of one of the unit's own people are taken from the house, not from what was typed."""
    own = next((one for one in people_of(office, invitee) if one.id == given.person_id), None)
    name, post = (own.name, own.title) if own else (given.name, given.post)
    return SubstituteFacts(
        person_id=own.id if own else None, name=" ".join(name.split()), post=" ".join(post.split()),
        reason=" ".join(given.reason.split()), empowered=given.empowered,
    )  # fmt: skip


def _rows(
    office: Office, meeting: Meeting, substitutes: Sequence[int], leaves: Sequence[int]
) -> list[Substitute | EarlyLeave]:
    found: list[Substitute | EarlyLeave | None] = []
    found += [office.session.get(Substitute, one, populate_existing=True) for one in substitutes]
    found += [office.session.get(EarlyLeave, one, populate_existing=True) for one in leaves]
    if any(row is None or row.invitee.meeting_id != meeting.id for row in found):
        raise NotFound
    return [row for row in found if row is not None]


def _each_once(problems: Sequence[Problem]) -> list[Problem]:
    return list({problem.code: problem for problem in problems}.values())


def _tell_chair(office: Office, meeting: Meeting, key: str, message: Message) -> None:
    if meeting.chair_id is not None:
        tell_person(office, meeting.chair_id, key=key, kind="word", meeting_id=meeting.id, message=message)


def _tell_invitee(
    office: Office, meeting: Meeting, row: Substitute | EarlyLeave, event_id: int, *, at_table: bool
) -> None:
    """The unit or person invited is told of the chair's word, and the substitute who works here."""
    invitee, key, text = row.invitee, f"word:{event_id}", told_of_word(meeting, row, at_table=at_table)
    if invitee.person_id is not None:
        tell_person(office, invitee.person_id, key=key, kind="invitation", meeting_id=meeting.id, message=text)
    else:
        tell_unit(office, invitee.unit_id, key=key, kind="invitation", meeting_id=meeting.id, message=text)
    if isinstance(row, Substitute) and row.person_id is not None and row.state == Word.APPROVED:
        own = msg("Bạn được cử dự họp thay: %(subject)s", subject=meeting.purpose)
        tell_person(office, row.person_id, key=f"{key}:p", kind="invitation", meeting_id=meeting.id, message=own)


def _name(invitee: Invitee) -> str:
    unit = invitee.unit.short_name or invitee.unit.name
    return f"{invitee.person.name}, {unit}" if invitee.person else unit
