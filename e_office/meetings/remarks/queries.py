"""Reads of remarks: those a reader may see, by paper, and how many wait for an answer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings.models import Meeting
from e_office.meetings.policy import invited_as
from e_office.meetings.remarks import policy
from e_office.meetings.remarks.models import MeetingRemark, MeetingRemarkAnswer, RemarkKind


def remarks_for(office: Office, actor: Actor, meeting: Meeting, paper_id: int | None = None) -> list[MeetingRemark]:
    """The remarks on a meeting, or on one of its papers, that the actor may read, oldest first."""
    query = select(MeetingRemark).filter_by(meeting_id=meeting.id).order_by(MeetingRemark.id)
    if paper_id is not None:
        query = query.filter_by(paper_id=paper_id)
    parts = (joinedload(MeetingRemark.author), joinedload(MeetingRemark.unit), joinedload(MeetingRemark.paper))
    answers = selectinload(MeetingRemark.answers).joinedload(MeetingRemarkAnswer.person)
    rows = office.session.scalars(query.options(*parts, answers)).all()
    invited = any(row.to_all for row in rows) and bool(invited_as(actor, meeting))
    return [row for row in rows if policy.may_read(actor, row, invited=invited)]


def unanswered(remarks: Sequence[MeetingRemark]) -> int:
    """Questions among them that nobody has answered."""
    return sum(row.kind == RemarkKind.QUESTION and not row.answers for row in remarks)
