"""Reads of rooms and bridge points: the list, who has which at a time, the conflicts of a meeting, a week."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.meetings import policy as meetings
from e_office.meetings.draft_facts import DraftFacts
from e_office.meetings.facts import as_kept
from e_office.meetings.models import Invitee, Meeting, MeetingState
from e_office.meetings.places import policy
from e_office.meetings.places.models import BridgeRoom, MeetingPlace, PlaceKind
from e_office.meetings.places.rules import Clash, PlaceFacts, Taken, clashes, is_too_small, places_named
from e_office.meetings.rules_form import IN_PERSON, LONGEST, Where
from e_office.meetings.rules_overlap import Spanning, end_of
from e_office.people.models import Unit
from e_office.people.queries import agency_of
from search import fold


@dataclass(frozen=True)
class Conflict:
    """Another meeting in the same place, as it may be told to the reader; `subject` is empty where it may not."""

    place: MeetingPlace
    starts_at: datetime
    ends_at: datetime
    ends_said: bool
    who: str
    hard: bool
    meeting_id: int
    subject: str = ""
    bridge: bool = False
    """Whether it is another agency's online meeting that has the room as bridge point."""


@dataclass(frozen=True)
class PlacesFound:
    """What is to be known of the places a meeting names: conflicts, rooms too small, places out of use."""

    conflicts: Sequence[Conflict] = ()
    small: Sequence[MeetingPlace] = ()
    ended: Sequence[MeetingPlace] = ()
    invited: int = 0

    @property
    def hard(self) -> list[Conflict]:
        """The conflicts with meetings that were issued."""
        return [one for one in self.conflicts if one.hard]

    @property
    def any(self) -> bool:
        """Whether there is anything to be told."""
        return bool(self.conflicts or self.small or self.ended)


@dataclass(frozen=True)
class Offered:
    """A place to choose: free at the hour, taken, wanted by a draft, or unknown while there is no hour."""

    place: MeetingPlace
    standing: str
    chosen: bool


def places_of(office: Office, agency_id: int, *, ended: bool = False) -> list[MeetingPlace]:
    """The rooms of an agency, then its bridge points, by name; with `ended` those out of use too."""
    query = select(MeetingPlace).filter_by(unit_id=agency_id)
    if not ended:
        query = query.where(MeetingPlace.ended_at.is_(None))
    return list(office.session.scalars(query.order_by(MeetingPlace.kind.desc(), MeetingPlace.name)))


def get_place(office: Office, actor: Actor, place_id: int) -> MeetingPlace:
    """A place of an agency whose list the actor keeps.

    :raises NotFound: for everybody else; nobody can tell whether there is one.
    """
    place = office.session.get(MeetingPlace, place_id)
    if place is None or not policy.may_keep(actor, place.unit_id):
        raise NotFound
    return place


def facts_of(place: MeetingPlace) -> PlaceFacts:
    """A row as the rules see it."""
    names = [name for name in (place.name, *place.other_names.splitlines()) if name.strip()]
    folded = tuple(" ".join(fold(name).split()) for name in names)
    return PlaceFacts(place.id, place.name, folded, place.seats, place.ended_at is None)


def used_by(said: DraftFacts, places: Iterable[MeetingPlace]) -> list[MeetingPlace]:
    """The places among these that an invitation names."""
    rows = {place.id: place for place in places}
    where = Where(said.form, fold(said.place), fold(said.bridge))
    return [rows[one.id] for one in places_named(where, map(facts_of, rows.values()))]


def found_for(office: Office, actor: Actor, meeting: Meeting, typed: DraftFacts | None = None) -> PlacesFound:
    """What is to be known of the places of a meeting, as it is kept or as it is `typed`."""
    said = typed or as_kept(meeting)
    rows = places_of(office, meeting.unit_id, ended=True)
    used = used_by(said, rows)
    if not used or meeting.state == MeetingState.CANCELLED:
        return PlacesFound()
    invited = len(meeting.invitees)
    return PlacesFound(
        _conflicts(office, actor, meeting, said, used, rows),
        [one for one in used if one.kind == PlaceKind.ROOM and is_too_small(one.seats, invited, said.form)],
        [one for one in used if one.ended_at is not None],
        invited,
    )


def rooms_taken(office: Office, actor: Actor, meeting: Meeting, said: DraftFacts) -> list[Conflict]:
    """Who else has the places of a meeting like this one, held as `said`; what became of this one does not matter."""
    rows = places_of(office, meeting.unit_id, ended=True)
    return _conflicts(office, actor, meeting, said, used_by(said, rows), rows)


def _conflicts(
    office: Office, actor: Actor, meeting: Meeting, said: DraftFacts, used: list[MeetingPlace], rows: list[MeetingPlace]
) -> list[Conflict]:
    mine = _taken(meeting, said, used)
    if mine is None:
        return []
    near = taken_between(office, meeting.unit_id, mine, rows)
    by_id = {place.id: place for place in used}
    return [
        told_of(actor, by_id[one.place_id], near[one.meeting_id][0], one, meeting.unit_id)
        for one in clashes(mine, [taken for _, taken in near.values()])
    ]


def taken_between(
    office: Office, agency_id: int, span: Spanning, places: Iterable[MeetingPlace]
) -> dict[int, tuple[Meeting, Taken]]:
    """Meeting id -> what it takes of an agency's places, for those that may be under way in a span.

    The agency's own meetings, and those of others that have one of its rooms as bridge point (M12).
    """
    first, last = span.starts_at, end_of(span.starts_at, span.ends_at)
    rows, found = list(places), dict[int, tuple[Meeting, Taken]]()
    for one in meetings_between(office, agency_id, first, last):
        if (taken := taken_by(one, rows)) is not None:
            found[one.id] = one, taken
    bridged = (
        select(Meeting, BridgeRoom.place_id)
        .join(BridgeRoom, BridgeRoom.meeting_id == Meeting.id)
        .where(BridgeRoom.unit_id == agency_id, Meeting.unit_id != agency_id)
        .where(Meeting.state == MeetingState.ISSUED, Meeting.form != IN_PERSON)
        .where(Meeting.starts_at > first - timedelta(minutes=LONGEST), Meeting.starts_at < last)
        .order_by(Meeting.starts_at, Meeting.id)
        .options(joinedload(Meeting.unit))
    )
    for one, place_id in office.session.execute(bridged).tuples():
        assert one.starts_at is not None, "asked for in the query"
        found[one.id] = one, Taken(one.id, str(one.state), one.starts_at, one.ends_at, frozenset({place_id}))
    return found


def taken_by(meeting: Meeting, places: Iterable[MeetingPlace]) -> Taken | None:
    """What a meeting takes of these places; None while it has no hour."""
    said = as_kept(meeting)
    return _taken(meeting, said, used_by(said, places))


def _taken(meeting: Meeting, said: DraftFacts, used: Iterable[MeetingPlace]) -> Taken | None:
    if said.starts_at is None:
        return None
    ends_at = said.starts_at + timedelta(minutes=said.length) if said.length else None
    return Taken(meeting.id, str(meeting.state), said.starts_at, ends_at, frozenset(one.id for one in used))


def told_of(actor: Actor, place: MeetingPlace, other: Meeting, clash: Clash, agency_id: int) -> Conflict:
    """A clash as the actor may be told of it; of another agency's meeting whoever may not know it learns no name."""
    assert other.starts_at is not None, "what has no hour takes no place"
    ends_at = end_of(other.starts_at, other.ends_at)
    bridge, knows = other.unit_id != agency_id, may_know(actor, other)
    who = (other.unit.name if knows else "") if bridge else other.contact or other.unit.name
    return Conflict(
        place, other.starts_at, ends_at, other.ends_at is not None, who, clash.hard, other.id,
        other.purpose if knows else "", bridge,
    )  # fmt: skip


def may_know(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor may be told what another meeting is about."""
    return meetings.may_see_receipts(actor, meeting) or bool(meetings.invited_as(actor, meeting))


def meetings_between(office: Office, agency_id: int, first: datetime, last: datetime) -> list[Meeting]:
    """The agency's meetings, issued or drafted, that may be under way between two instants, the earliest first."""
    query = (
        select(Meeting)
        .where(Meeting.unit_id == agency_id, Meeting.state.in_([MeetingState.ISSUED, MeetingState.DRAFT]))
        .where(Meeting.starts_at > first - timedelta(minutes=LONGEST), Meeting.starts_at < last)
        .order_by(Meeting.starts_at, Meeting.id)
        .options(joinedload(Meeting.document), joinedload(Meeting.chair))
    )
    return list(office.session.scalars(query))


def offered(office: Office, meeting: Meeting, said: DraftFacts) -> list[Offered]:
    """The places of the agency to choose from, each with how it stands at the hour of the meeting."""
    rows = places_of(office, meeting.unit_id)
    chosen = {place.id for place in used_by(said, rows)}
    every = _taken(meeting, said, rows)
    if every is None:
        return [Offered(place, "", place.id in chosen) for place in rows]
    return standing_at(office, meeting.unit_id, every, rows, chosen)


def standing_at(
    office: Office, agency_id: int, every: Taken, rows: Sequence[MeetingPlace], chosen: Collection[int]
) -> list[Offered]:
    """The places of an agency, each with how it stands while a meeting that would take all of them lasts."""
    near = taken_between(office, agency_id, every, rows)
    standing: dict[int, str] = {}
    for clash in clashes(every, [taken for _, taken in near.values()]):
        standing.setdefault(clash.place_id, "taken" if clash.hard else "wanted")
    return [Offered(place, standing.get(place.id, "free"), place.id in chosen) for place in rows]


def bridge_rooms(office: Office, meeting_id: int) -> list[BridgeRoom]:
    """The rooms that the agencies invited to a meeting take part from, with place and agency; one query for none."""
    chosen = select(BridgeRoom).where(BridgeRoom.meeting_id == meeting_id).order_by(BridgeRoom.unit_id)
    loaded = joinedload(BridgeRoom.place).joinedload(MeetingPlace.unit)
    rows = office.session.scalars(chosen.options(loaded)).all()
    if not rows:
        return []
    invited = select(Invitee.unit_id).where(Invitee.meeting_id == meeting_id)
    agencies = {agency_of(one).id for one in office.session.scalars(select(Unit).where(Unit.id.in_(invited)))}
    return [one for one in rows if one.unit_id in agencies]
