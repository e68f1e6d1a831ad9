"""The papers somebody has to read for meetings that are near."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.asking import Anybody, ask, shows
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings import queries as meetings
from e_office.meetings.models import Invitee, Meeting, MeetingState, Paper, PaperReceipt, PaperState


@dataclass(frozen=True)
class Reading:
    """A meeting of the next two days with the papers the reader has or has not opened."""

    meeting: Meeting
    papers: tuple[tuple[Paper, bool], ...]


NEAR = timedelta(days=2)


def between(first: datetime, last: datetime, *whose: ColumnElement[bool]) -> Select[tuple[Meeting]]:
    """Issued meetings that begin from `first` on and before `last`, of any of these kinds."""
    query = select(Meeting).where(Meeting.state == MeetingState.ISSUED, or_(*whose))
    return query.where(Meeting.starts_at >= first, Meeting.starts_at < last).order_by(Meeting.starts_at)


def attends(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Whose papers the actor has to read: invited, or in the chair."""
    return Meeting.id.in_(select(Invitee.meeting_id).where(meetings.mine(actor))), Meeting.chair_id == actor.person_id


def _near(anybody: Anybody) -> Select[tuple[Meeting]]:
    return between(anybody.now(), anybody.now(NEAR), *attends(anybody)).options(joinedload(Meeting.document))


@shows(_near)
def reading_of(office: Office, actor: Actor) -> list[Reading]:
    """Papers to be read for the meetings of the next two days."""
    found = []
    for meeting in ask(office, actor, _near).scalars().all():
        papers = _papers(office, meeting)
        read = _read_by(office, actor, [paper.id for paper in papers])
        if any(paper.id not in read for paper in papers):
            found.append(Reading(meeting, tuple((paper, paper.id in read) for paper in papers)))
    return found


def _papers(office: Office, meeting: Meeting) -> list[Paper]:
    query = select(Paper).where(Paper.meeting_id == meeting.id, Paper.state == PaperState.DISTRIBUTED)
    query = query.options(joinedload(Paper.file), selectinload(Paper.document)).order_by(Paper.position, Paper.id)
    return list(office.session.scalars(query))


def _read_by(office: Office, actor: Actor, paper_ids: list[int]) -> set[int]:
    """The papers opened on behalf of the invitees the actor acts for."""
    query = (
        select(PaperReceipt.paper_id)
        .join(Invitee, Invitee.id == PaperReceipt.invitee_id)
        .where(PaperReceipt.paper_id.in_(paper_ids), meetings.mine(actor))
    )
    return set(office.session.scalars(query))
