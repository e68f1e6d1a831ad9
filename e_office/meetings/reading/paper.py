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

_MEETING: Select[Any] = (
    select(
        Meeting,
        exists().where(WantedPaper.meeting_id == Meeting.id).label("wants"),
        exists().where(AgendaItem.meeting_id == Meeting.id).label("agenda"),
        exists().where(MeetingRemark.paper_id == bindparam("paper")).label("remarks"),
    )
    .where(Meeting.id == bindparam("meeting"))
    .options(joinedload(Meeting.document).load_only(Document.code))
)
_PAPERS: Select[Any] = (
    select(Paper, exists().where(Opening.file_id == Paper.file_id, Opening.person_id == bindparam("person")))
    .where(Paper.meeting_id == bindparam("meeting"))
    .order_by(Paper.position, Paper.id)
    .options(joinedload(Paper.file, innerjoin=True))
)


@dataclass(frozen=True)
class Reading:
    """One paper before one reader.

    `own`: the invitees the reader opens for. `noted`: whether another look at this version would add nothing, its
    opening and the receipts being there. `has_agenda`, `has_remarks`: whether there is any, of this paper.
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
    asked = {"meeting": meeting_id, "paper": paper_id, "person": actor.person_id}
    if not (0 < meeting_id <= LARGEST_ID and 0 < paper_id <= LARGEST_ID):
        raise NotFound
    row = office.session.execute(_MEETING, asked).one_or_none()
    if row is None:
        raise NotFound
    meeting: Meeting = row[0]
    if not row.wants:
        set_committed_value(meeting, "wanted", [])  # the policy looks at them; it need not ask for none
    own = own_receipts(office, actor, meeting, paper_id)
    if not own and not policy.may_see_receipts(actor, meeting):
        raise NotFound
    papers = office.session.execute(_PAPERS, asked).tuples().all()
    set_committed_value(meeting, "papers", [paper for paper, _ in papers])
    found = next(((paper, opened) for paper, opened in papers if paper.id == paper_id), None)
    if found is None or (found[0].distributed_at is None and not policy.may_see_receipts(actor, meeting)):
        raise NotFound
    noted = found[1] and all(kept and invitee.opened_at for invitee, kept in own)
    return Reading(meeting, found[0], [invitee for invitee, _ in own], noted, row.agenda, row.remarks)
