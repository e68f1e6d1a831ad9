"""Reads of the invitation's page, in few questions: at half past seven everybody in the province opens the same one.

The statements are built once, and ask together what the page shows together. What few meetings have (an agenda,
minutes, substitutes …) is asked for only where there is any.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from e_office.core.asking import Anybody, ask
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.documents.models import Document, DocumentFile
from e_office.meetings import policy
from e_office.meetings.absent.models import AbsentAsk
from e_office.meetings.agenda.models import AgendaItem
from e_office.meetings.answers.models import Attender, EarlyLeave, Substitute
from e_office.meetings.handed.models import HandedPaper
from e_office.meetings.handed.queries import owed
from e_office.meetings.live.models import LiveMeeting
from e_office.meetings.minutes.models import Minutes
from e_office.meetings.models import Conclusion, Invitee, Meeting, MeetingState, Paper, PaperReceipt
from e_office.meetings.preparing.models import WantedPaper
from e_office.meetings.queries import LARGEST_ID, mine
from e_office.meetings.reading.models import PaperCopy, PaperPackage
from e_office.meetings.tasks.models import ConclusionTask
from e_office.people.models import Person, Unit

OF_MEETING = (WantedPaper, AgendaItem, PaperPackage, Minutes, AbsentAsk, ConclusionTask, Conclusion, LiveMeeting)
OF_INVITEE = (Substitute, Attender, EarlyLeave)
"""What stands beside the answer of an invitee; see `answers.queries.answers_of`."""


def _invitation(anybody: Anybody) -> Select[Any]:
    """A meeting beside each invitee the actor opens and answers for, and what there is of it; see `get_invitation`."""
    beside = or_(*(exists().where(row.invitee_id == Invitee.id) for row in OF_INVITEE))
    has = (exists().where(row.meeting_id == Meeting.id) for row in OF_MEETING)
    of_own = exists().where(HandedPaper.meeting_id == Meeting.id, HandedPaper.unit_id.in_(anybody.reading_units()))
    return (
        select(
            Meeting,
            Invitee,
            beside.label("beside"),
            of_own.where(owed()).label("owing"),
            *has,
        )
        .outerjoin(Invitee, and_(Invitee.meeting_id == Meeting.id, mine(anybody)))
        .where(Meeting.id == bindparam("meeting"))
        .order_by(Invitee.position)
        .options(
            joinedload(Meeting.document).load_only(Document.code),
            joinedload(Meeting.chair).load_only(Person.name),
            joinedload(Meeting.preparing_unit).load_only(Unit.name),
            joinedload(Invitee.unit).load_only(Unit.name, Unit.short_name),
            joinedload(Invitee.person).load_only(Person.name),
            joinedload(Invitee.answered_by).load_only(Person.name),
        )
    )


_OWN = bindparam("own", expanding=True)
_PAPERS: Select[Any] = (
    select(
        Paper,
        exists().where(PaperReceipt.paper_id == Paper.id, PaperReceipt.invitee_id.in_(_OWN)),
        exists().where(PaperCopy.paper_id == Paper.id, PaperCopy.invitee_id.in_(_OWN)),
    )
    .where(Paper.meeting_id == bindparam("meeting"))
    .order_by(Paper.position, Paper.id)
    .options(
        joinedload(Paper.file).load_only(DocumentFile.name, DocumentFile.size, DocumentFile.sha256, DocumentFile.pages)
    )
)


@dataclass(frozen=True)
class Invitation:
    """An issued invitation before one reader.

    `own`: the invitees the reader opens and answers for, as `policy.invited_as` gives them. `has`: which of
    `OF_MEETING` the meeting has at all. `answered_beside`: whether there is any of `OF_INVITEE` for one of `own`.
    `owes_handed`: whether the reader's unit owes the file of what it handed out there.
    """

    meeting: Meeting
    own: list[Invitee]
    organises: bool
    has: frozenset[type]
    answered_beside: bool
    owes_handed: bool


@dataclass(frozen=True)
class Looked:
    """Ids of papers that somebody of the reader's side has opened, and of those a copy was taken of."""

    read: frozenset[int]
    taken: frozenset[int]


def get_invitation(office: Office, actor: Actor, meeting_id: int) -> Invitation:
    """The invitation for those who work on the meeting or are invited.

    :raises NotFound: for everybody else, and for one that is not issued.
    """
    rows = ask(office, actor, _invitation, meeting=meeting_id).all() if 0 < meeting_id <= LARGEST_ID else ()
    meeting: Meeting | None = rows[0].Meeting if rows else None
    if meeting is None or meeting.state == MeetingState.DRAFT or meeting.document_id is None:
        raise NotFound
    has = frozenset(model for model, there in zip(OF_MEETING, rows[0][4:], strict=True) if there)
    if WantedPaper not in has:
        set_committed_value(meeting, "wanted", [])  # the policy looks at them; it need not ask for none
    if Conclusion not in has:
        set_committed_value(meeting, "conclusion", None)
    own = [row.Invitee for row in rows if row.Invitee is not None]
    organises = policy.may_see_receipts(actor, meeting)
    if not own and not organises:
        raise NotFound
    return Invitation(meeting, own, organises, has, any(row.beside for row in rows), rows[0].owing)


def read_papers(office: Office, seen: Invitation) -> Looked:
    """Read every version of the meeting's papers with its file, and which of them the reader's side looked at."""
    asked = {"meeting": seen.meeting.id, "own": [one.id for one in seen.own]}
    rows = office.session.execute(_PAPERS, asked).all()
    set_committed_value(seen.meeting, "papers", [paper for paper, _, _ in rows])
    read = frozenset(paper.id for paper, opened, _ in rows if opened)
    return Looked(read, frozenset(paper.id for paper, _, copied in rows if copied))
