"""The meetings of the desk: those of the days to come, and the invitations nobody has opened yet; one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, and_, bindparam, or_, select

from e_office.core.asking import Anybody, ask
from e_office.core.clock import at, day_of
from e_office.core.db import UtcDateTime
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document
from e_office.meetings import queries as meetings
from e_office.meetings.models import Meeting, MeetingState
from e_office.people.models import Person
from e_office.portal.desk_reading import attends


@dataclass(frozen=True)
class Event:
    """A meeting as the desk shows it."""

    meeting_id: int
    starts_at: datetime
    purpose: str
    place: str
    code: str | None
    """Number and notation of the invitation, where it has a document."""
    chair: str | None
    chaired: bool
    """By the actor."""
    invited: bool
    """Whether the actor's side is."""
    named: bool
    """Whether the actor is invited by name."""
    unopened: bool


@dataclass(frozen=True)
class WeekDay:
    """One day of the strip: today and those after it, Sundays left out."""

    day: date
    events: tuple[Event, ...]


def events_of(office: Office, actor: Actor) -> list[Event]:
    """Meetings of the strip's days that the actor goes to or answers for, and unopened invitations; nearest first."""
    today = office.today()
    since, until = (at(day, time.min) for day in (today, strip_days(today)[-1] + timedelta(days=1)))
    return [Event(*row) for row in ask(office, actor, _events, since=since, until=until)]


def week_of(today: date, events: Sequence[Event]) -> tuple[WeekDay, ...]:
    """The strip of days with their meetings."""
    days: dict[date, list[Event]] = {day: [] for day in strip_days(today)}
    for event in events:
        days.get(day_of(event.starts_at), []).append(event)
    return tuple(WeekDay(day, tuple(found)) for day, found in days.items())


def strip_days(today: date) -> list[date]:
    """Today and the days after it, six in all, Sundays left out: what is over needs no place."""
    week = (today + timedelta(days=n) for n in range(7))
    return [day for day in week if day.weekday() != 6][:6]


def _events(anybody: Anybody) -> Select[tuple[object, ...]]:
    """The columns of `Event`; `since` is the beginning of the day, which no unopened invitation is before."""
    since, until = bindparam("since", type_=UtcDateTime()), bindparam("until", type_=UtcDateTime())
    invited, chaired = attends(anybody)
    unopened = Meeting.id.in_(meetings.unopened_ids(anybody))
    goes = or_(invited, chaired, meetings.organised_by(anybody))
    return (
        select(
            Meeting.id, Meeting.starts_at, Meeting.purpose, Meeting.place, Document.code, Person.name,
            chaired, invited, meetings.by_name(anybody), unopened,
        )
        .select_from(Meeting)
        .outerjoin(Meeting.document)
        .outerjoin(Meeting.chair)
        .where(Meeting.state == MeetingState.ISSUED, Meeting.starts_at >= since)
        .where(or_(and_(Meeting.starts_at < until, goes), unopened))
        .order_by(Meeting.starts_at, Meeting.id)
    )  # fmt: skip
