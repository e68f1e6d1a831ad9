"""Who may remark on a meeting's papers, read what others remarked, and answer."""

from __future__ import annotations

from e_office.core.permission import Actor
from e_office.meetings import policy
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.remarks.models import MeetingRemark


def may_remark(actor: Actor, meeting: Meeting) -> bool:
    """Whoever is invited, once the invitation is out."""
    return meeting.state == MeetingState.ISSUED and bool(policy.invited_as(actor, meeting))


def reads_all(actor: Actor, meeting: Meeting) -> bool:
    """The chair, the organisers with the secretary among them, and the unit that prepares the content."""
    return meeting.chair_id == actor.person_id or policy.may_prepare_content(actor, meeting)


def may_read(actor: Actor, remark: MeetingRemark, *, invited: bool) -> bool:
    """Those, its author, and everybody invited where the author chose so; `invited`: whether the actor is."""
    return remark.author_id == actor.person_id or reads_all(actor, remark.meeting) or (remark.to_all and invited)


def may_answer(actor: Actor, meeting: Meeting) -> bool:
    """The preparing side: the unit that prepares the content, and the organisers."""
    return policy.may_prepare_content(actor, meeting)
