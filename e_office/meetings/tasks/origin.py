"""Where a conclusion's task comes from, as far as one reader may know: item of the agenda, papers, notice, meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document
from e_office.documents.queries import find_visible, visible_to
from e_office.meetings import policy
from e_office.meetings.agenda.models import AgendaItem
from e_office.meetings.agenda.queries import first_version
from e_office.meetings.facts import papers_sent
from e_office.meetings.models import Conclusion, Meeting, Paper
from e_office.meetings.rules_conclusion import proposals_in
from e_office.meetings.tasks.models import ConclusionTask


@dataclass(frozen=True)
class Origin:
    """What led to a task; what the reader may not know of is missing, and nothing tells that it is there.

    `organises` and `invited`: by which pages the reader has the meeting itself. `notice` is None for those who follow
    the task and may not read the notice, and then nothing of what it says is here.
    """

    organises: bool
    invited: bool
    notice: Document | None = None
    item: AgendaItem | None = None
    papers: Sequence[Paper] = ()
    assessment: Sequence[str] = ()
    proposals: Sequence[tuple[str, str]] = ()


def origin_of(office: Office, actor: Actor, task: ConclusionTask) -> Origin:
    """The task's way back: papers of its item, or of the whole meeting where it is of none, each if it may be read."""
    meeting, written = task.meeting, task.meeting.conclusion
    organises, invited = policy.may_see_receipts(actor, meeting), bool(policy.invited_as(actor, meeting))
    notice = _notice(office, actor, written)
    knows = organises or invited or notice is not None
    item = task.item.agenda_item if knows else None
    papers = _papers(office, actor, meeting, task.item.agenda_item)
    if written is None or not (notice or organises):
        return Origin(organises, invited, item=item, papers=papers)
    said = tuple(line for line in written.assessment.splitlines() if line.strip())
    return Origin(organises, invited, notice, item, papers, said, tuple(proposals_in(written.proposals)))


def _notice(office: Office, actor: Actor, written: Conclusion | None) -> Document | None:
    return find_visible(office, actor, written.document_id) if written and written.document_id else None


def _papers(office: Office, actor: Actor, meeting: Meeting, item: AgendaItem | None) -> list[Paper]:
    """Those sent and in force that the reader may read."""
    papers = papers_sent(meeting)
    if item is not None:
        wanted = {row.paper_id for row in item.papers}
        papers = [paper for paper in papers if first_version(paper).id in wanted]
    ids = [paper.document_id for paper in papers]
    readable = select(Document.id).where(Document.id.in_(ids), visible_to(actor))
    seen = set(office.session.scalars(readable)) if ids else set()
    return [paper for paper in papers if paper.document_id in seen]
