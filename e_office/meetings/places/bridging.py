"""The room of its own from which an agency takes part in another agency's online meeting (điểm cầu, M12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, msg, refuse_if
from e_office.meetings import policy as meetings
from e_office.meetings.facts import judge_of, lock_meeting
from e_office.meetings.live.queries import live_of, lock_live
from e_office.meetings.log import log_event
from e_office.meetings.models import Meeting
from e_office.meetings.places import policy
from e_office.meetings.places.models import BridgeRoom, MeetingPlace
from e_office.meetings.places.queries import (
    Conflict,
    Offered,
    places_of,
    standing_at,
    taken_between,
    told_of,
)
from e_office.meetings.places.rules import Taken, bridge_problems, clashes, over_problems
from e_office.meetings.queries import get_meeting
from e_office.meetings.rules import EventKind
from e_office.people.queries import agency_of

NOT_CHOSEN = msg("Chưa chọn được phòng làm điểm cầu")


@dataclass(frozen=True)
class Bridging:
    """What an agency may choose from for a meeting, what it chose, and what else is there at that hour."""

    starts_at: datetime
    offered: Sequence[Offered]
    chosen: MeetingPlace | None
    conflicts: Sequence[Conflict]


def agency_taking_part(office: Office, actor: Actor, meeting: Meeting) -> int:
    """The agency for which the actor chooses a room: one invited whose list of places the actor keeps.

    :raises NotFound: for everybody else, and for the agency that holds the meeting.
    """
    agencies = {agency_of(one.unit).id for one in meetings.invited_as(actor, meeting)} - {meeting.unit_id}
    found = next((one for one in sorted(agencies) if policy.may_keep(actor, one)), None)
    if found is None:
        raise NotFound
    return found


def bridging_of(office: Office, actor: Actor, meeting_id: int, tried_id: int | None = None) -> tuple[Meeting, Bridging]:
    """The meeting, and the rooms its invited agency may take part from; one that was `tried` stands as the chosen one.

    :raises NotFound: for who may not choose one.
    """
    meeting = get_meeting(office, actor, meeting_id)
    agency_id = agency_taking_part(office, actor, meeting)
    row, rows = _row(office, meeting.id, agency_id), places_of(office, agency_id)
    chosen = next((one for one in rows if one.id == tried_id), row.place if row else None)
    if meeting.starts_at is None:
        raise NotFound
    every = Taken(meeting.id, str(meeting.state), meeting.starts_at, meeting.ends_at, frozenset(one.id for one in rows))
    offered = standing_at(office, agency_id, every, rows, {chosen.id} if chosen else ())
    conflicts = _conflicts(office, actor, meeting, agency_id, chosen) if chosen else []
    return meeting, Bridging(meeting.starts_at, offered, chosen, conflicts)


def choose_bridge(
    office: Office, actor: Actor, meeting_id: int, place_id: int | None, over: str = ""
) -> MeetingPlace | None:
    """Take part from a room of one's own, another one, or none; it stands in the week and in the way of others.

    A room that is taken at that hour takes the reason `over`, as it does where a meeting is issued into it.

    :raises NotFound: for who may not choose one; :raises Refused: naming every problem.
    """
    meeting = lock_meeting(office, meeting_id)
    agency_id = agency_taking_part(office, actor, meeting)
    place = next((one for one in places_of(office, agency_id) if one.id == place_id), None)
    wanted = place_id is not None
    refuse_if(
        bridge_problems(state=str(meeting.state), form=str(meeting.form), listed=place is not None or not wanted),
        NOT_CHOSEN,
    )
    row = _row(office, meeting.id, agency_id)
    if place is None:
        if row is not None:
            office.session.delete(row)
            _tell_pages(office, meeting)
            said = msg("thôi dùng %(name)s làm điểm cầu", name=row.place.name)
            audit.record(office, actor, "changed", "meeting", meeting.id, said)
        return None
    # Of a meeting issued into the room at the same moment, one sees the other.
    office.session.execute(select(MeetingPlace.id).where(MeetingPlace.id == place.id).with_for_update())
    hard: list[Conflict] = []
    if row is None or row.place_id != place.id:
        hard = [one for one in _conflicts(office, actor, meeting, agency_id, place) if one.hard]
        refuse_if(list(over_problems(hard, over)), NOT_CHOSEN)
    if row is None:
        row = BridgeRoom(meeting_id=meeting.id, unit_id=agency_id)
        office.session.add(row)
    row.place_id, row.chosen_at, row.chosen_by_id = place.id, office.clock.now(), actor.person_id
    _tell_pages(office, meeting)
    audit.record(office, actor, "changed", "meeting", meeting.id, msg("dùng %(name)s làm điểm cầu", name=place.name))
    if hard:
        _note_shared(office, actor, meeting, place, hard, " ".join(over.split()))
    return place


def _note_shared(
    office: Office, actor: Actor, meeting: Meeting, place: MeetingPlace, hard: list[Conflict], reason: str
) -> None:
    others = list(dict.fromkeys(one.meeting_id for one in hard))
    log_event(
        office, actor, meeting, EventKind.ROOM_SHARED, judge_of(office, meeting), places=place.name, others=others,
        reason=reason,
    )  # fmt: skip
    said = msg("vẫn họp tại %(names)s dù đã có cuộc họp khác: %(reason)s", names=place.name, reason=reason)
    audit.record(office, actor, "shared room", "meeting", meeting.id, said)


def _conflicts(office: Office, actor: Actor, meeting: Meeting, agency_id: int, place: MeetingPlace) -> list[Conflict]:
    """Who else has a room of the agency while a meeting lasts, as far as the actor may be told."""
    assert meeting.starts_at is not None, "an issued meeting has its hour"
    mine = Taken(meeting.id, str(meeting.state), meeting.starts_at, meeting.ends_at, frozenset({place.id}))
    near = taken_between(office, agency_id, mine, places_of(office, agency_id, ended=True))
    return [
        told_of(actor, place, near[one.meeting_id][0], one, agency_id)
        for one in clashes(mine, [taken for _, taken in near.values()])
    ]


def _tell_pages(office: Office, meeting: Meeting) -> None:
    """Pages of a meeting that is open hear that a place came, changed or went."""
    if live_of(office, meeting.id) is not None:
        lock_live(office, meeting.id).version += 1


def _row(office: Office, meeting_id: int, agency_id: int) -> BridgeRoom | None:
    return office.session.scalar(select(BridgeRoom).filter_by(meeting_id=meeting_id, unit_id=agency_id))
