"""Reads of meetings that are over without a conclusion notice: the list with their age, and the word on one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from e_office.core.asking import shows
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings import policy
from e_office.meetings.closing.models import ConclusionWaived
from e_office.meetings.closing.rules import days_since, due_on, is_overdue
from e_office.meetings.handover.models import ConclusionHandover
from e_office.meetings.handover.queries import last_steps
from e_office.meetings.handover.rules import HandoverKind
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
    handed: ConclusionHandover | None = None
    """When its draft was handed to the Office, where it waits."""
    returned: ConclusionHandover | None = None
    """When and why the Office gave the draft back, where that was the last that was done with it."""
    issues: bool = True
    """Whether the reader issues it; a draft that waits with the Office leaves others nothing to do."""

    @property
    def to_do(self) -> bool:
        """Whether the reader has something to do with it."""
        return self.issues or self.handed is None


def _unwritten(actor: Actor, now: datetime) -> Select[tuple[Meeting]]:
    written = exists().where(Conclusion.meeting_id == Meeting.id, Conclusion.issued_at.is_not(None))
    waived = exists().where(ConclusionWaived.meeting_id == Meeting.id)
    held = (Meeting.state == MeetingState.ISSUED, Meeting.starts_at <= now)
    return select(Meeting).where(organised_by(actor), *held, ~written, or_(~waived, _handed()))


def _handed() -> ColumnElement[bool]:
    """The clause on `Meeting` for those whose draft waits with the Office: it is listed, although none was needed."""
    later = aliased(ConclusionHandover)
    after = exists().where(later.meeting_id == ConclusionHandover.meeting_id, later.id > ConclusionHandover.id)
    handed = ConclusionHandover.kind == HandoverKind.HANDED
    return exists().where(ConclusionHandover.meeting_id == Meeting.id, handed, ~after)


def unwritten(office: Office, actor: Actor) -> list[Unwritten]:
    """Those the actor works on, the oldest first."""
    query = _unwritten(actor, office.clock.now()).order_by(Meeting.starts_at, Meeting.id).limit(SHOWN)
    shown = (joinedload(Meeting.document), joinedload(Meeting.chair), joinedload(Meeting.conclusion))
    rows = office.session.scalars(query.options(*shown)).all()
    if not rows:
        return []
    table, today, found = holidays(office), office.today(), []
    steps = last_steps(office, [one.id for one in rows if one.conclusion is not None])
    for meeting in rows:
        step = steps.get(meeting.id)
        handed = step is not None and step.kind == HandoverKind.HANDED
        held_on = day_of(meeting.starts_at or meeting.created_at)
        due = due_on(held_on, meeting.rules, table)
        found.append(Unwritten(
            meeting, held_on, days_since(held_on, today), due, is_overdue(due, today),
            handed=step if handed else None, returned=None if handed else step,
            issues=policy.may_issue_conclusion(actor, meeting),
        ))  # fmt: skip
    return found


@shows(lambda anybody: _unwritten(anybody, anybody.now()))
def to_write(office: Office, actor: Actor) -> list[Unwritten]:
    """Those the actor has something to do with: what waits with the Office waits for nobody else."""
    return [one for one in unwritten(office, actor) if one.to_do]


def waived_of(office: Office, meeting_id: int) -> ConclusionWaived | None:
    """The word that this meeting needs no notice, if there is one."""
    return office.session.scalar(select(ConclusionWaived).filter_by(meeting_id=meeting_id))
