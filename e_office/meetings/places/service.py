"""Keeping rooms and bridge points; noting in the log that a meeting goes on in a place another has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.meetings.draft_facts import DraftFacts
from e_office.meetings.facts import as_kept
from e_office.meetings.log import log_event
from e_office.meetings.models import Meeting
from e_office.meetings.places import policy
from e_office.meetings.places.models import MeetingPlace, PlaceKind
from e_office.meetings.places.queries import facts_of, found_for, get_place, places_of, used_by
from e_office.meetings.places.rules import over_problems, place_problems
from e_office.meetings.rules import EventKind, Judge
from search import fold

NOT_KEPT = msg("Chưa lưu được")


@dataclass(frozen=True, kw_only=True)
class PlaceWanted:
    """What the form of a room or bridge point says; `seats` is None where nobody has counted them."""

    kind: str = PlaceKind.ROOM
    name: str = ""
    other_names: str = ""
    seats: int | None = None
    equipment: str = ""


def make_place(office: Office, actor: Actor, agency_id: int, wanted: PlaceWanted) -> MeetingPlace:
    """Put a room or bridge point into an agency's list; meetings that name it use it from now on.

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    require(policy.may_keep(actor, agency_id), "keep place")
    refuse_if(_problems(office, agency_id, wanted), NOT_KEPT)
    place = MeetingPlace(unit_id=agency_id, created_at=office.clock.now(), created_by_id=actor.person_id)
    _write(place, wanted)
    office.session.add(place)
    office.session.flush()
    said = msg("ghi %(name)s vào danh sách phòng họp, điểm cầu", name=place.name)
    audit.record(office, actor, "made", "meeting_place", place.id, said)
    return place


def change_place(
    office: Office, actor: Actor, place_id: int, wanted: PlaceWanted, *, version: int | None = None
) -> MeetingPlace:
    """Change what the list says of a place; under another name it is still found by the one before.

    :raises NotFound: :raises Refused: naming every problem; where somebody else changed it after `version`.
    """
    place = get_place(office, actor, place_id)
    problems = list(_problems(office, place.unit_id, wanted, but=place.id))
    if version is not None and version != place.version:
        problems = [Problem("changed_meanwhile", msg("Người khác vừa sửa dòng này. Mở lại trang rồi làm tiếp."))]
    refuse_if(problems, NOT_KEPT)
    before = place.name
    _write(place, wanted)
    if fold(before) != fold(place.name) and fold(before) not in map(fold, place.other_names.splitlines()):
        place.other_names = "\n".join(filter(None, (place.other_names, before)))
    said = msg("sửa %(name)s trong danh sách phòng họp, điểm cầu", name=place.name)
    audit.record(office, actor, "changed", "meeting_place", place.id, said)
    return place


def set_in_use(office: Office, actor: Actor, place_id: int, in_use: bool) -> MeetingPlace:
    """Take a place out of use, or into it again; meetings that name it keep it, and are told so.

    :raises NotFound: :raises Refused: where another has taken its name meanwhile.
    """
    place = get_place(office, actor, place_id)
    if in_use and place.ended_at is not None:
        wanted = PlaceWanted(kind=place.kind, name=place.name, seats=place.seats)
        refuse_if(_problems(office, place.unit_id, wanted, but=place.id), NOT_KEPT)
        place.ended_at = None
        said = msg("dùng lại %(name)s", name=place.name)
    else:
        place.ended_at = place.ended_at or office.clock.now()
        said = msg("thôi dùng %(name)s", name=place.name)
    audit.record(office, actor, "changed", "meeting_place", place.id, said)
    return place


def sharing_problems(
    office: Office, actor: Actor, meeting: Meeting, over: str, typed: DraftFacts | None = None
) -> list[Problem]:
    """What is missing where a meeting goes out, or is moved as `typed`, although its place is taken.

    Its places are locked until the commit: of two meetings issued at once the second sees the first.
    """
    ids = [place.id for place in used_by(typed or as_kept(meeting), places_of(office, meeting.unit_id))]
    query = select(MeetingPlace.id).where(MeetingPlace.id.in_(ids)).order_by(MeetingPlace.id)
    if ids:
        office.session.execute(query.with_for_update())
    return list(over_problems(found_for(office, actor, meeting, typed).hard, over))


def note_shared(office: Office, actor: Actor, meeting: Meeting, judge: Judge, reason: str) -> None:
    """Keep in the log that a meeting goes on although its place is taken, with whom it shares it, and why."""
    hard = found_for(office, actor, meeting).hard
    if not hard:
        return
    names = ", ".join(dict.fromkeys(one.place.name for one in hard))
    reason = " ".join(reason.split())
    others = list(dict.fromkeys(one.meeting_id for one in hard))
    log_event(office, actor, meeting, EventKind.ROOM_SHARED, judge, places=names, others=others, reason=reason)
    said = msg("vẫn họp tại %(names)s dù đã có cuộc họp khác: %(reason)s", names=names, reason=reason)
    audit.record(office, actor, "shared room", "meeting", meeting.id, said)


def _problems(office: Office, agency_id: int, wanted: PlaceWanted, *, but: int = 0) -> Iterable[Problem]:
    said = {" ".join(fold(one).split()) for one in (wanted.name, *wanted.other_names.splitlines()) if one.strip()}
    others = [facts_of(one) for one in places_of(office, agency_id) if one.id != but]
    return place_problems(
        name=wanted.name, seats=wanted.seats, taken=any(said.intersection(other.names) for other in others)
    )


def _write(place: MeetingPlace, wanted: PlaceWanted) -> None:
    place.kind, place.name = PlaceKind(wanted.kind), " ".join(wanted.name.split())
    place.other_names = "\n".join(line.strip() for line in wanted.other_names.splitlines() if line.strip())
    place.seats, place.equipment = wanted.seats, " ".join(wanted.equipment.split())
