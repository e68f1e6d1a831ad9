"""Reads of the page of one paper, in few questions: at half past seven everybody in the province reads the same ones.

The statements are built once. What few meetings have is asked for only where there is any.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, exists, func, or_, select, true
from sqlalchemy.orm import joinedload, load_only
from sqlalchemy.orm.attributes import set_committed_value

from e_office.core.asking import Anybody, ask
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.documents.models import Document, Opening
from e_office.meetings import policy
from e_office.meetings.agenda.models import AgendaItem
from e_office.meetings.agenda.queries import first_version
from e_office.meetings.models import Invitee, Meeting, MeetingEvent, MeetingState, Paper, PaperReceipt
from e_office.meetings.preparing.models import WantedPaper
from e_office.meetings.queries import LARGEST_ID, mine
from e_office.meetings.remarks.models import MeetingRemark
from e_office.meetings.remarks.notes import note_on
from e_office.meetings.remarks.rules import joined_notes
from e_office.meetings.rules_late import EventKind

REJUDGING = (EventKind.MOVED, EventKind.TOOK_PLACE, EventKind.HANDED)
"""What judges anew what was sent before, bears marks of another meeting on, or has a mark of its own."""


def _papers(anybody: Anybody) -> Select[Any]:
    """The papers of a meeting with the meeting itself and all that is asked of the one that is read."""
    meeting, person = bindparam("meeting"), anybody.person_id
    receipt = exists().where(PaperReceipt.paper_id == bindparam("paper"), PaperReceipt.invitee_id == Invitee.id)
    owed = case((or_(Invitee.opened_at.is_(None), ~receipt), Invitee.id))
    own = (
        select(func.count(Invitee.id).label("own"), func.count(owed).label("owed"))
        .join(Invitee.meeting)
        .where(Invitee.meeting_id == meeting, mine(anybody), Meeting.state != MeetingState.DRAFT)
        .subquery()
    )
    judged, deadline = MeetingEvent.kind.in_((EventKind.INVITED, EventKind.PAPER)), MeetingEvent.facts["deadline"]
    of = select(Invitee.id).where(Invitee.meeting_id == meeting, mine(anybody))
    log = (
        select(
            func.max(MeetingEvent.at).label("reached"),
            func.min(deadline.as_string()).label("deadline"),
            func.count(case((or_(~judged, deadline.as_string().is_(None)), 1))).label("unsure"),
        )
        .where(MeetingEvent.meeting_id == meeting, or_(judged, MeetingEvent.kind.in_(REJUDGING)))
        .where(or_(MeetingEvent.invitee_id.is_(None), MeetingEvent.invitee_id.in_(of)))
        .subquery()
    )
    return (
        select(
            Paper,
            *log.c,
            *(own.c.own, own.c.owed),
            exists().where(Opening.file_id == Paper.file_id, Opening.person_id == person).label("opened"),
            exists().where(MeetingRemark.paper_id == Paper.id).label("remarks"),
            exists().where(AgendaItem.meeting_id == meeting).label("agenda"),
            exists().where(WantedPaper.meeting_id == meeting).label("wants"),
            note_on(anybody, Paper.id).label("note"),
        )
        .select_from(Paper)
        .join(own, true())
        .join(log, true())
        .where(Paper.meeting_id == meeting)
        .order_by(Paper.position, Paper.id)
        .options(
            joinedload(Paper.file, innerjoin=True),
            joinedload(Paper.meeting, innerjoin=True).options(
                load_only(*policy.JUDGED), joinedload(Meeting.document).load_only(Document.code)
            ),
        )
    )


@dataclass(frozen=True)
class Reading:
    """One paper before one reader.

    `invited`: whether the reader opens for an invitee. `noted`: whether another look at this version would add nothing,
    its opening and the receipts being there. `has_agenda`: whether the meeting has one; `has_remarks`: the paper any.
    `maybe_late`: whether the log may tell of something late: it reached the reader's side after the earliest deadline,
    or it was judged anew. `note`: what the reader has noted on any version of it, see `remarks.notes`.
    """

    meeting: Meeting
    paper: Paper
    invited: bool
    noted: bool
    has_agenda: bool
    has_remarks: bool
    maybe_late: bool
    note: str


def get_reading(office: Office, actor: Actor, meeting_id: int, paper_id: int) -> Reading:
    """A paper for those who are invited, once it was sent, and for those who work on the meeting.

    :raises NotFound: for everybody else; nobody can tell what there is.
    """
    if not (0 < meeting_id <= LARGEST_ID and 0 < paper_id <= LARGEST_ID):
        raise NotFound
    rows = ask(office, actor, _papers, meeting=meeting_id, paper=paper_id).all()
    found = next((row for row in rows if row[0].id == paper_id), None)
    if found is None:
        raise NotFound
    paper: Paper = found[0]
    meeting = paper.meeting
    set_committed_value(meeting, "papers", [row[0] for row in rows])
    if not found.wants:
        set_committed_value(meeting, "wanted", [])  # the policy looks at them; it need not ask for none
    if not (found.own and paper.distributed_at) and not policy.may_see_receipts(actor, meeting):
        raise NotFound
    noted = found.opened and not found.owed
    first = first_version(paper)
    notes = {row[0].id: row.note for row in rows if first_version(row[0]) is first}
    note = joined_notes(notes[version] for version in sorted(notes, reverse=True))
    unsure = not found.own or found.unsure or not found.deadline
    late = unsure or found.reached > datetime.fromisoformat(found.deadline)
    return Reading(meeting, paper, found.own > 0, noted, found.agenda, found.remarks, late, note)
