"""The papers somebody has to read for meetings that are near."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, Select, or_, select

from e_office.core.asking import Anybody, ask, shows
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import DocumentFile
from e_office.meetings import queries as meetings
from e_office.meetings.models import Invitee, Meeting, MeetingState, Paper, PaperReceipt, PaperState


@dataclass(frozen=True)
class Sheet:
    """A paper, and whether it was opened on behalf of an invitee the reader acts for; its size in bytes."""

    title: str
    size: int
    read: bool


@dataclass(frozen=True)
class Reading:
    """A meeting of the next two days with all its papers, of which the reader has not opened each."""

    meeting_id: int
    starts_at: datetime
    purpose: str
    papers: tuple[Sheet, ...]


NEAR = timedelta(days=2)


def attends(actor: Actor) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whose papers the actor has to read: invited, or in the chair."""
    return Meeting.id.in_(select(Invitee.meeting_id).where(meetings.mine(actor))), Meeting.chair_id == actor.person_id


def _read(actor: Actor) -> ColumnElement[bool]:
    receipts = select(PaperReceipt.id).join(Invitee, Invitee.id == PaperReceipt.invitee_id)
    return receipts.where(PaperReceipt.paper_id == Paper.id, meetings.mine(actor)).correlate(Paper).exists()


def _papers(anybody: Anybody) -> Select[tuple[int, datetime, str, str, int, bool]]:
    """The columns of `Reading` and of one paper each, meeting by meeting."""
    return (
        select(Meeting.id, Meeting.starts_at, Meeting.purpose, Paper.title, DocumentFile.size, _read(anybody))
        .join_from(Paper, Meeting, Paper.meeting_id == Meeting.id)
        .join(DocumentFile, Paper.file_id == DocumentFile.id)
        .where(Meeting.state == MeetingState.ISSUED, or_(*attends(anybody)), Paper.state == PaperState.DISTRIBUTED)
        .where(Meeting.starts_at >= anybody.now(), Meeting.starts_at < anybody.now(NEAR))
        .order_by(Meeting.starts_at, Meeting.id, Paper.position, Paper.id)
    )


@shows(lambda anybody: _papers(anybody).where(~_read(anybody)))
def reading_of(office: Office, actor: Actor) -> list[Reading]:
    """Papers to be read for the meetings of the next two days."""
    found = []
    for meeting, rows in groupby(ask(office, actor, _papers).tuples(), key=lambda row: row[:3]):
        papers = tuple(Sheet(*row[3:]) for row in rows)
        if not all(paper.read for paper in papers):
            found.append(Reading(*meeting, papers))
    return found
