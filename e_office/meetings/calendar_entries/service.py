"""Writing entries of the calendar; whoever calls has asked who may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings.calendar_entries.models import CalendarEntry
from e_office.meetings.calendar_entries.queries import entry_of


@dataclass(frozen=True, kw_only=True)
class EntryFacts:
    """What an entry says; instants are aware."""

    unit_id: int
    leader_id: int | None
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    preparing_unit_id: int | None = None
    officer_id: int | None = None
    restricted: bool = False


def enter(office: Office, actor: Actor, source: str, source_id: int, facts: EntryFacts) -> CalendarEntry:
    """Put an entry into the calendar in the place of the one this source has there, which falls away."""
    now = office.clock.now()
    take_out(office, source, source_id)
    entry = CalendarEntry(
        source=source, source_id=source_id, created_at=now, created_by_id=actor.person_id, **vars(facts)
    )
    office.session.add(entry)
    office.session.flush()
    return entry


def take_out(office: Office, source: str, source_id: int) -> CalendarEntry | None:
    """Let the entry of this source fall away; it stays readable. None where there is none."""
    entry = entry_of(office, source, source_id)
    if entry is not None:
        entry.cancelled_at = office.clock.now()
    return entry
