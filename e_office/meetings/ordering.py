"""The chair's order for an extraordinary meeting (lệnh họp cấp bách, M9): recorded, and void once it fits no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from e_office.core import audit
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, Problem, msg, refuse_if
from e_office.meetings import policy
from e_office.meetings.facts import judge_of, lock_meeting
from e_office.meetings.log import log_event
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.rules import EventKind, Judge
from e_office.meetings.rules_order import ENDS, Ordered, order_ends, order_problems
from e_office.notices.service import tell_person


def record_order(office: Office, actor: Actor, meeting_id: int, reason: str, day: date | None) -> Meeting:
    """Record the chair's order for an extraordinary meeting: it lifts the rule of time, and marks for ever.

    It holds for the chair and the matter of this moment and for a meeting on that one `day`. For another day a new
    one may be recorded over it, as before a meeting is brought forward.

    :raises NotAllowed: for anybody but the Chief of Office; :raises Refused: naming every problem.
    """
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_order(actor, meeting), "record order", meeting)
    judge = judge_of(office, meeting)
    chair = meeting.chair.name if meeting.chair else ""
    problems = list(
        order_problems(
            reason=reason,
            chair=chair,
            purpose=meeting.purpose,
            day=day,
            today=day_of(judge.now),
            standing=meeting.order_for,
        )
    )
    if meeting.state == MeetingState.CANCELLED:
        problems.append(Problem("cancelled", msg("Cuộc họp này đã hủy.")))
    refuse_if(problems, msg("Chưa ghi được lệnh"))
    assert day is not None, "refused above"
    meeting.order_reason, meeting.order_by_id = " ".join(reason.split()), actor.person_id
    meeting.order_at, meeting.order_for = judge.now, day
    log_event(
        office, actor, meeting, EventKind.ORDERED, judge, reason=meeting.order_reason, chair=chair, day=day.isoformat()
    )
    said = msg(
        "ghi lệnh họp cấp bách của %(chair)s cho ngày %(day)s: %(reason)s",
        chair=chair,
        day=f"{day:%d/%m/%Y}",
        reason=meeting.order_reason,
    )
    audit.record(office, actor, "ordered", "meeting", meeting.id, said)
    return meeting


def ordered_as(meeting: Meeting) -> Ordered:
    """What an order of this moment would be for."""
    return Ordered(meeting.chair_id, meeting.purpose, meeting.starts_at)


def end_order(office: Office, actor: Actor, meeting: Meeting, before: Ordered, judge: Judge) -> list[str]:
    """Take the order away where the meeting is no longer what was ordered; gives why, as codes of `ENDS`.

    Nobody extends an order by writing another chair, matter or day under it. It stays in the log and the history,
    and whoever recorded it is told.
    """
    ends = order_ends(before, ordered_as(meeting), meeting.order_for) if meeting.order_at else []
    if not ends:
        return []
    reason, recorded_by = meeting.order_reason, meeting.order_by_id
    meeting.order_reason, meeting.order_by_id = "", None
    meeting.order_at = meeting.order_for = None
    event = log_event(office, actor, meeting, EventKind.ORDER_ENDED, judge, reason=reason, why=ends)
    why = said_ends(ends)
    said = msg("làm lệnh họp cấp bách hết hiệu lực (%(why)s): %(reason)s", why=why, reason=reason)
    audit.record(office, actor, "order ended", "meeting", meeting.id, said)
    if recorded_by is not None and recorded_by != actor.person_id:
        tell_person(
            office,
            recorded_by,
            key=f"order-ended:{event.id}",
            kind="meeting",
            meeting_id=meeting.id,
            message=msg("Lệnh họp cấp bách hết hiệu lực (%(why)s): %(subject)s", why=why, subject=meeting.purpose),
        )
    return ends


def said_ends(ends: Sequence[str]) -> Message:
    """The reasons in words, one after the other."""
    texts = [ENDS[code] for code in ends if code in ENDS]
    return texts[0] if len(texts) == 1 else msg("%(first)s, %(rest)s", first=texts[0], rest=said_ends(ends[1:]))
