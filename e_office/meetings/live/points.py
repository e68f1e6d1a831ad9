"""The places of a meeting with bridge points: what each is called, its code, and who sits there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from e_office.core.permission import Actor
from e_office.meetings.facts import where_of
from e_office.meetings.live.models import LiveMeeting
from e_office.meetings.live.policy import may_show_code, seats_of
from e_office.meetings.live.queries import Seat
from e_office.meetings.live.rules_points import HALL, Point, arranged_for, codes_of, expected_at, points_of
from e_office.meetings.models import Invitee, Meeting


@dataclass(frozen=True)
class Group:
    """Who is at one place, or expected there; without a name where the meeting has one place only."""

    name: str
    seats: Sequence[Seat]

    @property
    def present(self) -> int:
        """How many are there."""
        return sum(seat.present for seat in self.seats)


def points_at(meeting: Meeting) -> tuple[Point, ...]:
    """The places of a meeting; none where there is nothing to tell apart."""
    return points_of(where_of(meeting))


def codes_at(live: LiveMeeting) -> dict[str, str]:
    """Point key -> the code in force there."""
    return codes_of(live.code_seed, live.code, points_at(live.meeting), live.former_codes)


def place_of_code(live: LiveMeeting, typed: str) -> str:
    """The place whose code somebody typed; "" where the meeting has one place, or none of that code."""
    said, codes = "".join(typed.split()), codes_at(live)
    return next((point.name for point in points_at(live.meeting) if codes[point.key] == said), "")


def place_expected(meeting: Meeting, invitee: Invitee) -> str:
    """Where an invitee is expected: at the point arranged for their unit, else in the hall."""
    return expected_at(points_at(meeting), (invitee.unit.name, invitee.unit.short_name))


def hall_of(meeting: Meeting) -> str:
    """The hall's name where there are several places: the chair is expected there."""
    return next((point.name for point in points_at(meeting) if point.key == HALL), "")


def points_shown(actor: Actor, meeting: Meeting) -> list[Point]:
    """The bridge points whose walls the actor may open with their codes, as clerk of a unit they are arranged for."""
    points, own = points_at(meeting), seats_of(actor, meeting) if meeting.bridge else []
    units = [one.unit for one in own if may_show_code(actor, one)]
    return [one for one in (arranged_for(points, (unit.name, unit.short_name)) for unit in units) if one is not None]


def grouped(meeting: Meeting, seats: Sequence[Seat]) -> list[Group]:
    """The seats by place, in the order of the invitation; a place no longer in it comes after, the unknown last.

    Places where nobody sits or is expected are left out.
    """
    points = points_at(meeting)
    if not points:
        return [Group("", seats)]
    found: dict[str, list[Seat]] = {point.name: [] for point in points}
    for seat in seats:
        place = seat.row.place if seat.row is not None and seat.row.place else place_expected(meeting, seat.invitee)
        found.setdefault(place, []).append(seat)
    unknown = found.pop("", [])
    return [Group(name, there) for name, there in [*found.items(), ("", unknown)] if there]
