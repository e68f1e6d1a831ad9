"""What rows say to the rules: the facts of an invitation, its papers, and the judge of the moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.problems import NotFound
from e_office.meetings.models import Meeting, MeetingState, Paper, PaperState
from e_office.meetings.rules import (
    CHAIR_BUSY,
    RULE_SETS,
    InvitationFacts,
    InviteeFacts,
    Judge,
    PaperFacts,
)
from e_office.people.queries import holidays

IN_FORCE = (PaperState.DRAFT, PaperState.SUBMITTED, PaperState.APPROVED, PaperState.DISTRIBUTED)
AGREED = (PaperState.APPROVED, PaperState.DISTRIBUTED)


def judge_of(office: Office, meeting: Meeting) -> Judge:
    """The server's instant, the meeting's rule set and the holiday table."""
    return Judge(office.clock.now(), RULE_SETS[meeting.rules], holidays(office))


def is_ordered(meeting: Meeting) -> bool:
    """Whether the chair's order for an extraordinary meeting is recorded (M9)."""
    return meeting.order_at is not None


def invitation_facts(office: Office, meeting: Meeting) -> InvitationFacts:
    """The invitation as the rules see it."""
    return InvitationFacts(
        purpose=meeting.purpose,
        chair=meeting.chair.name if meeting.chair else "",
        starts_at=meeting.starts_at,
        where=meeting.place or meeting.bridge,
        nature=str(meeting.nature) if meeting.nature else None,
        preparing_unit=meeting.preparing_unit.name if meeting.preparing_unit else "",
        signer=meeting.signer.name if meeting.signer else "",
        invitees=[InviteeFacts(invitee.unit.name, invitee.leader) for invitee in meeting.invitees],
        papers=[paper_facts(meeting, paper) for paper in papers_in_force(meeting)],
        other_starts=other_starts(office, meeting),
        ordered=is_ordered(meeting),
    )


def papers_in_force(meeting: Meeting) -> list[Paper]:
    """Papers that were not replaced by another."""
    return [paper for paper in meeting.papers if paper.state in IN_FORCE]


def papers_sent(meeting: Meeting) -> list[Paper]:
    """Papers the invitees have, in force."""
    return [paper for paper in meeting.papers if paper.state == PaperState.DISTRIBUTED]


def paper_facts(meeting: Meeting, paper: Paper) -> PaperFacts:
    """A paper as the rules see it; its place is counted among those in force."""
    in_force = papers_in_force(meeting)
    return PaperFacts(
        id=paper.id,
        place=in_force.index(paper) + 1 if paper in in_force else 0,
        title=paper.title,
        sha256=paper.file.sha256,
        agreed_sha256=paper.approved_sha256 if paper.state in AGREED else None,
        agreed_by_chair=paper.approved_by_id is not None and paper.approved_by_id == meeting.chair_id,
        submitted=paper.state == PaperState.SUBMITTED,
    )


def other_starts(office: Office, meeting: Meeting) -> list[datetime]:
    """When the chair's other issued meetings begin, near this one."""
    if meeting.chair_id is None or meeting.starts_at is None:
        return []
    near = CHAIR_BUSY + timedelta(minutes=1)
    query = select(Meeting.starts_at).where(
        Meeting.chair_id == meeting.chair_id,
        Meeting.state == MeetingState.ISSUED,
        Meeting.id != meeting.id,
        Meeting.starts_at.between(meeting.starts_at - near, meeting.starts_at + near),
    )
    return [start for start in office.session.scalars(query) if start is not None]


def lock_meeting(office: Office, meeting_id: int) -> Meeting:
    """The meeting, its row locked until the commit, as it is now.

    :raises NotFound: where there is none.
    """
    meeting = office.session.get(Meeting, meeting_id, with_for_update=True, populate_existing=True)
    if meeting is None:
        raise NotFound
    office.session.expire(meeting, ["invitees", "papers", "conclusion"])
    return meeting
