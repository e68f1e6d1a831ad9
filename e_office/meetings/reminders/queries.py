"""Reads of who owes an opening or an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from e_office.core.office import Office
from e_office.meetings.models import Invitee, Meeting, MeetingEvent, MeetingState
from e_office.meetings.queries import opened_at
from e_office.meetings.rules import EventKind


def owing(office: Office, *, before: datetime | None = None, meeting_id: int | None = None) -> list[Invitee]:
    """Invitees of meetings to come who have not opened or not answered, the nearest meeting first.

    `before`: of meetings that begin by this instant; `meeting_id`: of this one alone.
    """
    query = (
        select(Invitee)
        .join(Invitee.meeting)
        .where(Meeting.state == MeetingState.ISSUED, Meeting.starts_at > office.clock.now())
        .where(Invitee.delivered_at.is_not(None), or_(Invitee.answer.is_(None), opened_at().is_(None)))
        .options(contains_eager(Invitee.meeting), joinedload(Invitee.unit))
        .order_by(Meeting.starts_at, Meeting.id, Invitee.position)
    )
    if before is not None:
        query = query.where(Meeting.starts_at <= before)
    if meeting_id is not None:
        query = query.where(Meeting.id == meeting_id)
    return list(office.session.scalars(query))


def reminded_by(office: Office, meeting: Meeting, mark: str) -> set[int]:
    """The invitees the office has reminded under a mark."""
    query = select(MeetingEvent).filter_by(meeting_id=meeting.id, kind=EventKind.REMINDED.value, actor_id=None)
    rows: Sequence[MeetingEvent] = office.session.scalars(query).all()
    return {invitee for row in rows if row.facts.get("mark") == mark for invitee in row.facts.get("invitees", [])}
