"""Reads of drafts handed to the Office: the last step of each, and whether it waits there."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from e_office.core.office import Office
from e_office.meetings.handover.models import ConclusionHandover
from e_office.meetings.handover.rules import HandoverKind, is_waiting
from e_office.meetings.models import Meeting


def last_steps(office: Office, meeting_ids: Collection[int]) -> dict[int, ConclusionHandover]:
    """Meeting id -> what was last done with its draft; those never handed over are missing."""
    if not meeting_ids:
        return {}
    last = select(func.max(ConclusionHandover.id)).where(ConclusionHandover.meeting_id.in_(meeting_ids))
    query = select(ConclusionHandover).where(ConclusionHandover.id.in_(last.group_by(ConclusionHandover.meeting_id)))
    rows = office.session.scalars(query.options(joinedload(ConclusionHandover.person)))
    return {row.meeting_id: row for row in rows}


def last_step(office: Office, meeting: Meeting) -> ConclusionHandover | None:
    """What was last done with the draft of this meeting's notice."""
    return last_steps(office, [meeting.id]).get(meeting.id)


def waits(office: Office, meeting: Meeting) -> bool:
    """Whether the draft of this meeting's notice waits with the Office."""
    last = last_step(office, meeting)
    issued = meeting.conclusion is not None and meeting.conclusion.issued_at is not None
    return is_waiting([HandoverKind(last.kind)] if last else [], issued=issued)
