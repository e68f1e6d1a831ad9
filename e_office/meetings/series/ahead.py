"""Reads for planning a series ahead (M18): the days of a rhythm, what the series has already, conflicts of each day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from sqlalchemy import select

from e_office.core.clock import at, day_of
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Problem
from e_office.meetings.conflicts.warnings import Conflict as Busy
from e_office.meetings.conflicts.warnings import of_meeting
from e_office.meetings.facts import as_kept
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.places.queries import Conflict as RoomTaken
from e_office.meetings.places.queries import rooms_taken
from e_office.meetings.series.models import SeriesLink
from e_office.meetings.series.queries import first_of, ids_of_series, link_of
from e_office.meetings.series.rules_ahead import (
    DayOff,
    PlannedDay,
    Rhythm,
    Standing,
    days_within,
    plan,
    plan_problems,
)
from e_office.people.models import Holiday
from e_office.people.queries import holidays


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the form of planning says; everything may still be missing."""

    rhythm: Rhythm = Rhythm.WEEKLY
    hour: time | None = None
    off: DayOff = DayOff.MOVE
    last: date | None = None
    number: int | None = None


@dataclass
class SeriesDays:
    """The days a series meets on, earliest first, and those of its rhythm that its meetings were planned for."""

    meetings: list[tuple[date, int, Meeting]]
    planned: set[date] = field(default_factory=set)
    called_off: set[int] = field(default_factory=set)

    @property
    def there(self) -> set[date]:
        """The days nothing more is planned for; one whose meeting was called off may be planned anew."""
        return self.planned | {day for day, number, _ in self.meetings if number not in self.called_off}

    def latest_before(self, day: date) -> Meeting | None:
        """Which meeting one on that day follows: the last before it, one called off on the same day among them."""
        before = [one for one in self.meetings if one[0] <= day]
        return before[-1][2] if before else None

    def note(self, meeting: Meeting) -> None:
        """One more draft, so that the next one follows it."""
        assert meeting.starts_at is not None, "planned for a day"
        self.meetings.append((day_of(meeting.starts_at), meeting.id, meeting))
        self.meetings.sort(key=lambda one: one[:2])


@dataclass(frozen=True)
class Shown:
    """One day as the preview shows it: why its own day is none, what is in the way at that hour."""

    planned: PlannedDay
    starts_at: datetime
    holiday: str = ""
    rooms: Sequence[RoomTaken] = ()
    busy: Sequence[Busy] = ()


def standing_in(office: Office, meeting: Meeting) -> SeriesDays:
    """The days of a meeting's series, without drafts that were given up."""
    ids = ids_of_series(office, first_of(office, meeting.id))
    given_up = (Meeting.state == MeetingState.CANCELLED) & Meeting.issued_at.is_(None)
    query = (
        select(Meeting, SeriesLink.planned_on)
        .outerjoin(SeriesLink, SeriesLink.meeting_id == Meeting.id)
        .where(Meeting.id.in_(ids), Meeting.starts_at.is_not(None), ~given_up)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    found = SeriesDays([])
    for one, planned_on in office.session.execute(query).tuples():
        assert one.starts_at is not None, "asked for in the query"
        found.meetings.append((day_of(one.starts_at), one.id, one))
        if one.state == MeetingState.CANCELLED:
            found.called_off.add(one.id)
        elif planned_on is not None:
            found.planned.add(planned_on)
    return found


def anchor_of(office: Office, meeting: Meeting) -> date | None:
    """The day its rhythm is reckoned from: the one it was planned for, however it was moved, else its own."""
    link = link_of(office, meeting.id)
    if link is not None and link.planned_on is not None:
        return link.planned_on
    return day_of(meeting.starts_at) if meeting.starts_at else None


def problems_of(office: Office, meeting: Meeting, wish: Wish) -> Iterator[Problem]:
    """What keeps a series from being planned as wished."""
    return plan_problems(
        dated=meeting.starts_at is not None,
        given_up=meeting.state == MeetingState.CANCELLED and meeting.issued_at is None,
        hour=wish.hour, last=wish.last, number=wish.number, today=office.today(),
    )  # fmt: skip


def planned_days(office: Office, meeting: Meeting, wish: Wish) -> list[PlannedDay]:
    """What becomes of each day of the rhythm; see `rules_ahead.plan`."""
    anchor = anchor_of(office, meeting)
    if anchor is None:
        return []
    days = days_within(anchor, wish.rhythm, after=office.today(), last=wish.last, number=wish.number)
    there: Collection[date] = standing_in(office, meeting).there
    return plan(days, holidays=holidays(office), off=wish.off, there=there)


def preview(office: Office, actor: Actor, meeting: Meeting, wish: Wish) -> list[Shown]:
    """The days planned, with what else has the room, the chair and who is invited by name at the hour of each."""
    assert wish.hour is not None, "refused before"
    days = planned_days(office, meeting, wish)
    names, said, shown = _holiday_names(office, days), as_kept(meeting), []
    for one in days:
        starts_at = at(one.day, wish.hour)
        if one.standing != Standing.NEW:
            shown.append(Shown(one, starts_at, names.get(one.by_rule, "")))
            continue
        then = replace(said, starts_at=starts_at)
        rooms, busy = rooms_taken(office, actor, meeting, then), of_meeting(office, actor, meeting, then)
        shown.append(Shown(one, starts_at, names.get(one.by_rule, ""), rooms, busy))
    return shown


def _holiday_names(office: Office, days: Sequence[PlannedDay]) -> Mapping[date, str]:
    query = select(Holiday.day, Holiday.name).where(Holiday.day.in_([one.by_rule for one in days]), ~Holiday.working)
    return dict(office.session.execute(query).tuples().all())
