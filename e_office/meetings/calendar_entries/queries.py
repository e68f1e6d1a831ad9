"""Reads of calendar entries: what a leader has on a day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from e_office.core.clock import at
from e_office.core.office import Office
from e_office.meetings.calendar_entries.models import CalendarEntry


def entry_of(office: Office, source: str, source_id: int) -> CalendarEntry | None:
    """The entry in force that came from this source, or None."""
    query = select(CalendarEntry).filter_by(source=source, source_id=source_id, cancelled_at=None)
    return office.session.scalars(query.order_by(CalendarEntry.id.desc())).first()


def entries_on(office: Office, leader_id: int, day: date) -> list[CalendarEntry]:
    """A leader's entries in force that touch a day of the office, in their order."""
    first, last = at(day, time.min), at(day + timedelta(days=1), time.min)
    return entries_between(office, leader_id, first, last)


def entries_between(office: Office, leader_id: int, first: datetime, last: datetime) -> list[CalendarEntry]:
    """A leader's entries in force that overlap the time from `first` on and before `last`."""
    query = (
        select(CalendarEntry)
        .where(CalendarEntry.leader_id == leader_id, CalendarEntry.cancelled_at.is_(None))
        .where(CalendarEntry.starts_at < last, CalendarEntry.ends_at > first)
        .options(joinedload(CalendarEntry.preparing_unit))
    )
    return list(office.session.scalars(query.order_by(CalendarEntry.starts_at, CalendarEntry.id)))
