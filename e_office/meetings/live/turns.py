"""Reads of the running order: each item with what the agenda says of it, or, where it was added, what was said then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.office import Office
from e_office.meetings.agenda.models import AgendaItem
from e_office.meetings.agenda.queries import first_version, items_of, program_of
from e_office.meetings.facts import papers_sent
from e_office.meetings.live.models import LiveItem, LiveMeeting
from e_office.meetings.models import Meeting, Paper
from e_office.people.models import Unit


@dataclass(frozen=True)
class Turn:
    """An item of the running order with what the agenda says of it; of an added one the row itself says it."""

    row: LiveItem
    item: AgendaItem | None
    papers: Sequence[Paper]

    @property
    def unit(self) -> Unit | None:
        """Who prepares and reports it."""
        return self.item.unit if self.item else self.row.unit if self.row.added else None


def turns_of(office: Office, meeting: Meeting, live: LiveMeeting) -> tuple[list[Turn], list[Paper]]:
    """The items in order, and the papers that belong to none."""
    sent = papers_sent(meeting)
    program = {turn.item.id: turn for turn in program_of(office, meeting, sent)}
    own = _papers_of_added(office, live, sent)
    found = [(row, program.get(row.item_id) if row.item_id else None) for row in live.running_order]
    turns = [
        Turn(row, turn.item if turn else None, turn.papers if turn else own.get(row.id, ())) for row, turn in found
    ]
    bound = {paper.id for turn in (*program.values(), *turns) for paper in turn.papers}
    return turns, [paper for paper in sent if paper.id not in bound]


def _papers_of_added(office: Office, live: LiveMeeting, sent: Sequence[Paper]) -> dict[int, list[Paper]]:
    """Added item -> its papers in force; nothing is asked where none was added."""
    added = [row.id for row in live.running_order if row.added]
    if not added:
        return {}
    loaded = selectinload(LiveItem.papers), joinedload(LiveItem.unit)
    rows = office.session.scalars(select(LiveItem).where(LiveItem.id.in_(added)).options(*loaded))
    wanted = {row.id: {one.paper_id for one in row.papers} for row in rows}
    return {item: [paper for paper in sent if first_version(paper).id in ids] for item, ids in wanted.items()}


def agenda_rows(office: Office, meeting: Meeting) -> list[tuple[int | None, str]]:
    """The items a meeting begins with: those of its agenda, else the meeting's purpose as the only one."""
    items = items_of(office, meeting)
    return [(one.id, one.title) for one in items] or [(None, meeting.purpose)]
