"""The places of a meeting with bridge points: what each is called, its code, and who sits there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings.facts import where_of
from e_office.meetings.live.models import LiveMeeting
from e_office.meetings.live.policy import may_show_code, seats_of
from e_office.meetings.live.queries import Seat
from e_office.meetings.live.rules_points import (
    HALL,
    OwnRoom,
    Point,
    arranged_for,
    codes_of,
    expected_at,
    points_of,
)
from e_office.meetings.models import Invitee, Meeting
from e_office.meetings.places.queries import bridge_rooms
from e_office.meetings.rules_form import IN_PERSON
from e_office.people.queries import agency_of


@dataclass(frozen=True)
class Group:
    """Who is at one place, or expected there; without a name where the meeting has one place only."""

    name: str
    seats: Sequence[Seat]

    @property
    def present(self) -> int:
        """How many are there."""
        return sum(seat.present for seat in self.seats)


def points_at(office: Office, meeting: Meeting) -> tuple[Point, ...]:
    """The places of a meeting, the rooms that agencies chose among them; none where there is nothing to tell apart."""
    rooms = bridge_rooms(office, meeting.id) if meeting.form != IN_PERSON else []
    own = [OwnRoom(one.unit_id, one.place.name, one.place.unit.name, one.place.unit.short_name) for one in rooms]
    return points_of(where_of(meeting), own)


def codes_at(live: LiveMeeting, points: Sequence[Point]) -> dict[str, str]:
    """Point key -> the code in force there."""
    return codes_of(live.code_seed, live.code, points, live.former_codes)


def place_of_code(live: LiveMeeting, points: Sequence[Point], typed: str) -> str:
    """The place whose code somebody typed; "" where the meeting has one place, or none of that code."""
    said, codes = "".join(typed.split()), codes_at(live, points)
    return next((point.name for point in points if codes[point.key] == said), "")


def place_expected(points: Sequence[Point], invitee: Invitee) -> str:
    """Where an invitee is expected: at the point of their agency or arranged for their unit, else in the hall."""
    return expected_at(points, *_unit_of(points, invitee))


def hall_of(points: Sequence[Point]) -> str:
    """The hall's name where there are several places: the chair is expected there."""
    return next((point.name for point in points if point.key == HALL), "")


def points_shown(actor: Actor, meeting: Meeting, points: Sequence[Point]) -> list[Point]:
    """The bridge points whose walls the actor may open with their codes, as clerk of a unit they are arranged for."""
    own = seats_of(actor, meeting) if points else []
    found = [arranged_for(points, *_unit_of(points, one)) for one in own if may_show_code(actor, one)]
    return [one for one in found if one is not None]


def _unit_of(points: Sequence[Point], invitee: Invitee) -> tuple[tuple[str, str], int | None]:
    """The names of an invitee's unit, and its agency where one has a point of its own."""
    unit = invitee.unit
    chosen = any(one.agency_id is not None for one in points)
    return (unit.name, unit.short_name), agency_of(unit).id if chosen else None


def grouped(points: Sequence[Point], seats: Sequence[Seat]) -> list[Group]:
    """The seats by place, in the order of the invitation; a place no longer in it comes after, the unknown last.

    Places where nobody sits or is expected are left out.
    """
    if not points:
        return [Group("", seats)]
    found: dict[str, list[Seat]] = {point.name: [] for point in points}
    for seat in seats:
        place = seat.row.place if seat.row is not None and seat.row.place else place_expected(points, seat.invitee)
        found.setdefault(place, []).append(seat)
    unknown = found.pop("", [])
    return [Group(name, there) for name, there in [*found.items(), ("", unknown)] if there]
