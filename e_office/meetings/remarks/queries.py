"""Reads of remarks: those a reader may see, by item and paper, and how many wait for an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings.agenda.models import AgendaItem
from e_office.meetings.agenda.queries import Turn, first_version
from e_office.meetings.models import Meeting, Paper
from e_office.meetings.policy import invited_as
from e_office.meetings.remarks import policy
from e_office.meetings.remarks.models import MeetingRemark, MeetingRemarkAnswer, RemarkKind
from e_office.meetings.remarks.rules import items_of_remark


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


@dataclass(frozen=True)
class Group:
    """Remarks under one heading: an item with its papers, a paper of no item, or with neither the whole meeting."""

    item: AgendaItem | None = None
    paper: Paper | None = None
    rows: list[MeetingRemark] = field(default_factory=list)


def grouped(remarks: Sequence[MeetingRemark], program: Sequence[Turn], papers: Sequence[Paper]) -> list[Group]:
    """Remarks by what they are on, in the order of the meeting; each once, under the first of several items.

    `papers`: those in force; what was said of an older version stands with the one in its place.
    """
    items = {turn.item.id: Group(turn.item) for turn in program}
    loose = {first_version(paper).id: Group(paper=paper) for paper in papers}
    whole, bound = Group(), _papers_of([turn.item for turn in program])
    for row in remarks:
        paper_id = first_version(row.paper).id if row.paper else 0
        found = items_of_remark(row.item_id, paper_id, bound)
        (items[found[0]] if found else loose.get(paper_id, whole)).rows.append(row)
    return [group for group in (*items.values(), *loose.values(), whole) if group.rows]


def remarks_at(office: Office, actor: Actor, meeting: Meeting, item: AgendaItem) -> list[MeetingRemark]:
    """The remarks on an item and on its papers that the actor may read, oldest first."""
    bound = _papers_of([item])
    rows = remarks_for(office, actor, meeting)
    return [row for row in rows if items_of_remark(row.item_id, first_version(row.paper).id if row.paper else 0, bound)]


def _papers_of(items: Sequence[AgendaItem]) -> Mapping[int, set[int]]:
    return {item.id: {row.paper_id for row in item.papers} for item in items}
