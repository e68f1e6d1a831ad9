"""The use case of a meeting that needs no conclusion notice: recorded once, with the reason."""

from __future__ import annotations

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import msg, refuse_if
from e_office.meetings import policy
from e_office.meetings.closing.models import ConclusionWaived
from e_office.meetings.closing.queries import waived_of
from e_office.meetings.closing.rules import waiving_problems
from e_office.meetings.facts import lock_meeting
from e_office.meetings.handover.queries import waits
from e_office.meetings.models import MeetingState


def waive_conclusion(office: Office, actor: Actor, meeting_id: int, reason: str) -> ConclusionWaived:
    """Record that the chair needs no conclusion notice (M14).

    :raises NotAllowed: for anybody but the organisers; :raises Refused: naming every problem.
    """
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_issue_conclusion(actor, meeting), "close without conclusion", meeting)
    now = office.clock.now()
    problems = waiving_problems(
        reason=reason,
        held=meeting.state == MeetingState.ISSUED and meeting.starts_at is not None and meeting.starts_at <= now,
        concluded=meeting.conclusion is not None and meeting.conclusion.issued_at is not None,
        waived=waived_of(office, meeting_id) is not None,
        handed=waits(office, meeting),
    )
    refuse_if(problems, msg("Chưa ghi được"))
    row = ConclusionWaived(meeting=meeting, reason=reason.strip(), at=now, person_id=actor.person_id)
    office.session.add(row)
    office.session.flush()
    audit.record(office, actor, "waived conclusion", "meeting", meeting.id, msg("ghi không cần thông báo kết luận"))
    return row
