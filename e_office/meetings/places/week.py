"""The week of an agency's rooms and bridge points: which meeting has which, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from e_office.core.clock import at, day_of
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings.models import Meeting
from e_office.meetings.places.models import MeetingPlace
from e_office.meetings.places.queries import may_know, places_of, taken_between
from e_office.meetings.places.rules import Taken, clashes
from e_office.meetings.rules_overlap import Span, end_of

WORKING = 5
"""Days of a week that are always shown; Saturday and Sunday where something is on."""


@dataclass(frozen=True)
class Booked:
    """One meeting in a place; `subject` is empty where the reader may not know it."""

    meeting_id: int
    starts_at: datetime
    ends_at: datetime
    ends_said: bool
    draft: bool
    clash: bool
    subject: str
    who: str
    bridge: bool = False
    """Whether it is another agency's online meeting that has the room as bridge point."""


@dataclass(frozen=True)
class PlaceWeek:
    """A place with what is on, a list for each day shown."""

    place: MeetingPlace
    days: Sequence[Sequence[Booked]]


@dataclass(frozen=True)
class Week:
    """The days shown, Monday first, and the places."""

    days: Sequence[date]
    places: Sequence[PlaceWeek]


def week_of(office: Office, actor: Actor, agency_id: int, day: date) -> Week:
    """The week that holds a day."""
    monday = day - timedelta(days=day.weekday())
    first, last = at(monday, time()), at(monday + timedelta(days=7), time())
    places = places_of(office, agency_id, ended=True)
    found = taken_between(office, agency_id, Span(first, last), places)
    taken = [one for _, one in found.values() if _within(one, first, last)]
    taken.sort(key=lambda one: (one.starts_at, one.meeting_id))
    shared = {(clash.place_id, one.meeting_id) for one in taken for clash in clashes(one, taken)}
    used = {place for one in taken for place in one.places}
    weekend = any(day_of(one.starts_at) >= monday + timedelta(days=WORKING) for one in taken if one.places)
    days = [monday + timedelta(days=step) for step in range(7 if weekend else WORKING)]
    shown = [place for place in places if place.ended_at is None or place.id in used]
    return Week(days, [
        PlaceWeek(place, [
            [
                _booked(actor, found[one.meeting_id][0], one, (place.id, one.meeting_id) in shared, agency_id)
                for one in taken
                if place.id in one.places and day_of(one.starts_at) == each
            ]
            for each in days
        ])
        for place in shown
    ])  # fmt: skip


def _within(taken: Taken, first: datetime, last: datetime) -> bool:
    return first <= taken.starts_at < last


def _booked(actor: Actor, meeting: Meeting, taken: Taken, clash: bool, agency_id: int) -> Booked:
    bridge, knows = meeting.unit_id != agency_id, may_know(actor, meeting)
    who = meeting.contact or (meeting.chair.name if meeting.chair else "")
    return Booked(
        meeting.id, taken.starts_at, end_of(taken.starts_at, taken.ends_at), taken.ends_at is not None,
        taken.state == "draft", clash, meeting.purpose if knows else "",
        (meeting.unit.name if knows else "") if bridge else who, bridge,
    )  # fmt: skip
