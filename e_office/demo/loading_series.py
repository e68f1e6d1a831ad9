"""A series of the demonstration: the next meeting of one that was held, begun and waiting for its day and hour."""

from __future__ import annotations

from sqlalchemy import select

from e_office.demo.province import Cast
from e_office.demo.units import PROVINCE
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.series.service import begin_next


def begin_a_next_meeting(cast: Cast) -> None:
    """From the last one the province held; its writer begins the next."""
    office, province = cast.office, cast.units[PROVINCE]
    held = select(Meeting).where(Meeting.unit_id == province, Meeting.state == MeetingState.ISSUED)
    newest = held.where(Meeting.starts_at < cast.end).order_by(Meeting.starts_at.desc(), Meeting.id)
    last = office.session.scalars(newest.limit(1)).first()
    if last is not None:
        begin_next(office, cast.actor(cast.login_of(last.created_by_id)), last.id)
