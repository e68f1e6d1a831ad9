"""Reads of meetings that are over without a conclusion notice: the list with their age, and the word on one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload

from e_office.core.asking import shows
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings.closing.models import ConclusionWaived
from e_office.meetings.closing.rules import days_since, due_on, is_overdue
from e_office.meetings.models import Conclusion, Meeting, MeetingState
from e_office.meetings.queries import organised_by
from e_office.people.queries import holidays

SHOWN = 200


@dataclass(frozen=True)
class Unwritten:
    """A meeting that is over and has neither notice nor "not needed"; `due` where its rule set names a day."""

    meeting: Meeting
    held_on: date
    days: int
    due: date | None
    overdue: bool


def _unwritten(actor: Actor, now: datetime) -> Select[tuple[Meeting]]:
    written = exists().where(Conclusion.meeting_id == Meeting.id, Conclusion.issued_at.is_not(None))
    waived = exists().where(ConclusionWaived.meeting_id == Meeting.id)
    held = (Meeting.state == MeetingState.ISSUED, Meeting.starts_at <= now)
    return select(Meeting).where(organised_by(actor), *held, ~written, ~waived)


@shows(lambda anybody: _unwritten(anybody, anybody.now()))
def unwritten(office: Office, actor: Actor) -> list[Unwritten]:
    """Those the actor works on, the oldest first."""
    query = _unwritten(actor, office.clock.now()).order_by(Meeting.starts_at, Meeting.id).limit(SHOWN)
    shown = (joinedload(Meeting.document), joinedload(Meeting.chair), joinedload(Meeting.conclusion))
    rows = office.session.scalars(query.options(*shown)).all()
    if not rows:
        return []
    table, today, found = holidays(office), office.today(), []
    for meeting in rows:
        held_on = day_of(meeting.starts_at or meeting.created_at)
        due = due_on(held_on, meeting.rules, table)
        found.append(Unwritten(meeting, held_on, days_since(held_on, today), due, is_overdue(due, today)))
    return found


def waived_of(office: Office, meeting_id: int) -> ConclusionWaived | None:
    """The word that this meeting needs no notice, if there is one."""
    return office.session.scalar(select(ConclusionWaived).filter_by(meeting_id=meeting_id))
