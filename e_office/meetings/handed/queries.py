"""Reads of papers handed out at meetings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.meetings.handed import policy
from e_office.meetings.handed.models import HandedPaper
from e_office.meetings.late_queries import papers_by_id
from e_office.meetings.minutes.models import Minutes
from e_office.meetings.minutes.queries import find_meeting, minutes_of
from e_office.meetings.models import Meeting, MeetingEvent, MeetingState, Paper, PaperState
from e_office.meetings.queries import LARGEST_ID
from e_office.meetings.rules_late import EventKind, Handed, Thing
from e_office.people.models import Person, Unit
from e_office.people.queries import agency_of


def handed_at(office: Office, meeting_id: int) -> list[HandedPaper]:
    """What was handed out at a meeting, in the order of its hour."""
    query = select(HandedPaper).where(HandedPaper.meeting_id == meeting_id)
    shown = query.options(joinedload(HandedPaper.unit), joinedload(HandedPaper.paper), joinedload(HandedPaper.noted_by))
    return list(office.session.scalars(shown.order_by(HandedPaper.handed_at, HandedPaper.id)))


@dataclass(frozen=True)
class Seen:
    """What was handed out at a meeting, as far as one reader may see it; whether they may know of the meeting."""

    meeting: Meeting
    rows: list[HandedPaper]
    knows: bool


def seen(office: Office, actor: Actor, meeting_id: int) -> Seen:
    """What of it the actor may see: the unit that owes a file sees that, even of a meeting it knows nothing else of.

    :raises NotFound: where that is nothing the actor may know of.
    """
    if not 0 < meeting_id <= LARGEST_ID:
        raise NotFound
    meeting, written = _known(office, actor, meeting_id), minutes_of(office, meeting_id)
    rows = [row for row in handed_at(office, meeting_id) if policy.may_see(actor, row, written)]
    if meeting is not None and (rows or policy.may_record(actor, meeting, written)):
        return Seen(meeting, rows, knows=True)
    if not rows:
        raise NotFound
    return Seen(rows[0].meeting, rows, knows=False)


def _known(office: Office, actor: Actor, meeting_id: int) -> Meeting | None:
    try:
        return find_meeting(office, actor, meeting_id)
    except NotFound:
        return None


def units_to_name(office: Office, actor: Actor, meeting: Meeting, written: Minutes | None) -> list[Unit]:
    """The units of `units_there` that the actor may name."""
    return [unit for unit in units_there(office, meeting) if policy.may_name(actor, meeting, written, unit.id)]


def units_there(office: Office, meeting: Meeting) -> list[Unit]:
    """The units whose paper it can be: of those invited, of those asked for papers, the preparing and the inviting."""
    named = [meeting.unit, meeting.preparing_unit, *(one.unit for one in meeting.wanted)]
    units = [unit for unit in named if unit is not None]
    units += [one.unit if one.person_id is None else agency_of(one.unit) for one in meeting.invitees]
    return list(dict.fromkeys(units))


def things_by_key(office: Office, keys: Iterable[Thing]) -> dict[Thing, Paper | HandedPaper]:
    """Papers, and what was only handed out, by what the rules of lateness call them."""
    known = set(keys)
    found: dict[Thing, Paper | HandedPaper] = dict(papers_by_id(office, {key for key in known if isinstance(key, int)}))
    ids = {key.id for key in known if isinstance(key, Handed)}
    if ids:
        rows = office.session.scalars(select(HandedPaper).where(HandedPaper.id.in_(ids)))
        found |= {Handed(row.id): row for row in rows}
    return found


def units_of_handed(office: Office, meetings: Select[tuple[int]]) -> dict[int, dict[Thing, int]]:
    """Of some meetings: id -> what was handed out there, with or without its file -> the unit whose paper it is."""
    found: dict[int, dict[Thing, int]] = {}
    query = select(HandedPaper.meeting_id, HandedPaper.id, HandedPaper.paper_id, HandedPaper.unit_id)
    for meeting, row, paper, unit in office.session.execute(query.where(HandedPaper.meeting_id.in_(meetings))).tuples():
        own = found.setdefault(meeting, {})
        own[Handed(row)] = unit
        if paper is not None:
            own[paper] = unit
    return found


@dataclass(frozen=True)
class Voided:
    """Who struck a record out as written by mistake, when and why."""

    at: datetime
    by: str
    reason: str


def voided_at(office: Office, meeting_id: int) -> dict[int, Voided]:
    """Id of what was written down as handed out at a meeting by mistake -> the word against it."""
    query = (
        select(MeetingEvent.facts, MeetingEvent.at, Person.name)
        .join(Person, Person.id == MeetingEvent.actor_id)
        .where(MeetingEvent.meeting_id == meeting_id, MeetingEvent.kind == EventKind.HANDED_VOIDED)
    )
    rows = office.session.execute(query).tuples()
    return {facts["handed"]: Voided(at, name, facts["reason"]) for facts, at, name in rows}


def owed() -> ColumnElement[bool]:
    """The clause on `HandedPaper` for what owes its electronic file: it has none that stands, and was no mistake."""
    void = exists().where(
        MeetingEvent.meeting_id == HandedPaper.meeting_id, MeetingEvent.kind == EventKind.HANDED_VOIDED,
        MeetingEvent.facts["handed"].as_integer() == HandedPaper.id,
    )  # fmt: skip
    sent_back = HandedPaper.paper.has(Paper.state == PaperState.DRAFT)
    return and_(or_(HandedPaper.paper_id.is_(None), sent_back), ~void)


def files_owed(office: Office) -> list[HandedPaper]:
    """What was handed out and has no electronic file yet, the oldest first."""
    query = (
        select(HandedPaper)
        .join(HandedPaper.meeting)
        .where(Meeting.state == MeetingState.ISSUED, owed())
        .options(joinedload(HandedPaper.meeting), joinedload(HandedPaper.unit))
    )
    return list(office.session.scalars(query.order_by(HandedPaper.handed_at, HandedPaper.id)))
