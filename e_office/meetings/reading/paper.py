"""Reads of the page of one paper, in few questions: at half past seven everybody in the province reads the same ones.

The statements are built once. What few meetings have is asked for only where there is any.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.documents.models import Document, Opening
from e_office.meetings import policy
from e_office.meetings.agenda.models import AgendaItem
from e_office.meetings.models import Invitee, Meeting, Paper
from e_office.meetings.preparing.models import WantedPaper
from e_office.meetings.queries import LARGEST_ID
from e_office.meetings.receipts import own_receipts
from e_office.meetings.remarks.models import MeetingRemark

_PAPERS: Select[Any] = (
    select(
        Paper,
        exists().where(Opening.file_id == Paper.file_id, Opening.person_id == bindparam("person")).label("opened"),
        exists().where(MeetingRemark.paper_id == Paper.id).label("remarks"),
        exists().where(AgendaItem.meeting_id == Paper.meeting_id).label("agenda"),
        exists().where(WantedPaper.meeting_id == Paper.meeting_id).label("wants"),
    )
    .where(Paper.meeting_id == bindparam("meeting"))
    .order_by(Paper.position, Paper.id)
    .options(
        joinedload(Paper.file, innerjoin=True),
        joinedload(Paper.meeting, innerjoin=True).joinedload(Meeting.document).load_only(Document.code),
    )
)
"""The papers of a meeting with the meeting itself, in one question."""


@dataclass(frozen=True)
class Reading:
    """One paper before one reader.

    `own`: the invitees the reader opens for. `noted`: whether another look at this version would add nothing, its
    opening and the receipts being there. `has_agenda`: whether the meeting has one; `has_remarks`: the paper any.
    """

    meeting: Meeting
    paper: Paper
    own: list[Invitee]
    noted: bool
    has_agenda: bool
    has_remarks: bool


def get_reading(office: Office, actor: Actor, meeting_id: int, paper_id: int) -> Reading:
    """A paper for those who are invited, once it was sent, and for those who work on the meeting.

    :raises NotFound: for everybody else; nobody can tell what there is.
    """
    if not 0 < meeting_id <= LARGEST_ID:
        raise NotFound
    rows = office.session.execute(_PAPERS, {"meeting": meeting_id, "person": actor.person_id}).all()
    found = next((row for row in rows if row[0].id == paper_id), None)
    if found is None:
        raise NotFound
    paper: Paper = found[0]
    meeting = paper.meeting
    set_committed_value(meeting, "papers", [row[0] for row in rows])
    if not found.wants:
        set_committed_value(meeting, "wanted", [])  # the policy looks at them; it need not ask for none
    own = own_receipts(office, actor, meeting, paper_id)
    if not (own and paper.distributed_at) and not policy.may_see_receipts(actor, meeting):
        raise NotFound
    noted = found.opened and all(kept and invitee.opened_at for invitee, kept in own)
    return Reading(meeting, paper, [invitee for invitee, _ in own], noted, found.agenda, found.remarks)
