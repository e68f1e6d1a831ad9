"""Reads of the agenda: the items of a meeting, each with its papers in force and the hour of its turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.office import Office
from e_office.meetings.agenda import rules
from e_office.meetings.agenda.models import AgendaItem
from e_office.meetings.agenda.rules import starts_of
from e_office.meetings.models import Meeting, MeetingEvent, MeetingState, Paper
from e_office.meetings.rules_late import EventKind


@dataclass(frozen=True)
class Turn:
    """An item as the program shows it: the hour of its turn, its papers among those shown."""

    item: AgendaItem
    at: datetime | None
    papers: Sequence[Paper]


def items_of(office: Office, meeting: Meeting) -> list[AgendaItem]:
    """The items in order."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    query = query.options(joinedload(AgendaItem.unit), selectinload(AgendaItem.papers))
    return list(office.session.scalars(query.order_by(AgendaItem.position, AgendaItem.id)))


def is_printed(office: Office, meeting: Meeting) -> bool:
    """Whether the issued invitation has the items as its program; those added since are in the log."""
    if meeting.state == MeetingState.DRAFT:
        return False
    query = select(MeetingEvent.facts).filter_by(meeting_id=meeting.id, kind=EventKind.AGENDA)
    added = {facts.get("added") for facts in office.session.scalars(query)}
    return rules.is_printed(sum(one.id not in added for one in items_of(office, meeting)))


def program_of(office: Office, meeting: Meeting, papers: Sequence[Paper]) -> list[Turn]:
    """The items with the hour of their turn and those of `papers` that belong to them, whatever version is in force."""
    items = items_of(office, meeting)
    times = starts_of(meeting.starts_at, [one.minutes for one in items]) if meeting.starts_at else [None] * len(items)
    turns = []
    for item, at in zip(items, times, strict=True):
        wanted = {row.paper_id for row in item.papers}
        turns.append(Turn(item, at, [paper for paper in papers if first_version(paper).id in wanted]))
    return turns


def first_version(paper: Paper) -> Paper:
    """The version that stands for all that took its place."""
    while paper.replaces is not None:
        paper = paper.replaces
    return paper
