"""Reads of calendars: what a person, or a unit, has from one instant to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import selectinload

from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor
from e_office.meetings import policy
from e_office.meetings.answers.models import Attender, Substitute
from e_office.meetings.answers.queries import STILL_COMES
from e_office.meetings.calendar_entries.models import CalendarEntry
from e_office.meetings.calendars.rules import Item, Part, merged
from e_office.meetings.leadership.becoming import agreed_with, comes_by_consent
from e_office.meetings.leadership.gathering import SOURCE, marked_restricted, restricted_keys
from e_office.meetings.leadership.models import TypedEntry, WeekMark
from e_office.meetings.leadership.queries import told_in_weeks
from e_office.meetings.leadership.rules import LONGEST
from e_office.meetings.leadership.rules_week import Kind
from e_office.meetings.models import Answer, Invitee, Meeting, MeetingEvent, MeetingState
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.requests.rules_consent import RequestKind
from e_office.meetings.spans import LONGEST_MEETING, ends_at
from e_office.meetings.wording import spoken_place


def items_of(office: Office, actor: Actor, first: datetime, last: datetime, *, off: bool = False) -> list[Item]:
    """The own calendar: meetings one chairs, is invited or sent to, entries that name one; with `off` what fell away.

    A working session stands in it for the leader and for the head who asked for it (M17), a meeting that was agreed
    to for that leader and the officer in charge (M8). An invitation that was declined is not in it; a unit's own
    invitation is in its head's.
    """
    me = actor.person_id
    headed = actor.agency_ids(*LEADING_ROLES)
    invited = Meeting.invitees.any(or_(Invitee.person_id == me, _asks_head(headed)))
    stands_in = Meeting.invitees.any(Invitee.substitutes.any(and_(Substitute.person_id == me, _APPROVED)))
    sent = select(Invitee.meeting_id).join(Attender, Attender.invitee_id == Invitee.id)
    sent = sent.where(Attender.person_id == me, Attender.ended_at.is_(None), STILL_COMES)
    along = select(WeekMark.key).where(WeekMark.officer_id == me)
    keys = {key for key in office.session.scalars(along) if key.startswith("meeting:")}
    ids, agreed = {int(key.partition(":")[2]) for key in keys}, agreed_with(office, {me})
    whose = or_(Meeting.chair_id == me, invited, stands_in, Meeting.id.in_(sent), Meeting.id.in_({*ids, *agreed}))
    meetings = _meetings(office, whose, first, last, off=off)
    sent_to = set(office.session.scalars(sent.where(Invitee.meeting_id.in_([row.id for row in meetings]))))
    found = [
        (row, _part_of(row, me, headed, row.id in sent_to, row.id in ids) or _agreed_part(row, me, agreed))
        for row in meetings
    ]
    named = or_(CalendarEntry.leader_id == me, CalendarEntry.officer_id == me, _asked_by(me))
    entries = _entries(office, named, first, last, off=off)
    items = _from_meetings(office, [(row, part) for row, part in found if part])
    items += _from_entries(office, [(row, _entry_part(row, me)) for row in entries])
    return merged(items)


def unit_items_of(
    office: Office, actor: Actor, unit_id: int, first: datetime, last: datetime, *, off: bool = False
) -> list[Item]:
    """A unit's calendar: meetings it is invited to, prepares or holds, entries it prepares, inspections of it (M19).

    Nothing the actor may not open is in it: somebody of the unit need not know of each meeting it organises.
    """
    invited = Meeting.invitees.any(and_(Invitee.unit_id == unit_id, Invitee.person_id.is_(None)))
    whose = or_(invited, Meeting.preparing_unit_id == unit_id, Meeting.unit_id == unit_id)
    rows = _meetings(office, whose, first, last, off=off)
    found = [(row, _unit_part(row, unit_id)) for row in rows if _knows(actor, row)]
    entries = _entries(office, CalendarEntry.preparing_unit_id == unit_id, first, last, off=off)
    inspections = _inspections(office, unit_id, first, last, off=off)
    parts = [*((row, Part.PREPARES) for row in entries), *((row, Part.INSPECTED) for row in inspections)]
    return merged([*_from_meetings(office, found), *_from_entries(office, parts)])


_APPROVED = Substitute.state == "approved"
ABSENT = frozenset({Answer.ABSENT, Answer.SUBSTITUTE})


def _asks_head(headed: Collection[int]) -> ColumnElement[bool]:
    """An invitation of the unit itself, to its leader."""
    return and_(Invitee.person_id.is_(None), Invitee.leader, Invitee.unit_id.in_(headed))


def _asked_by(me: int) -> ColumnElement[bool]:
    """The entry of a working session somebody asked for (M17); who sends the unit's other requests is not there."""
    asked = select(MeetingRequest.id).filter_by(author_id=me, kind=RequestKind.SESSION)
    return and_(CalendarEntry.source == "request", CalendarEntry.source_id.in_(asked))


def _entry_part(entry: CalendarEntry, me: int) -> Part:
    if entry.leader_id == me:
        return Part.LEADS
    return Part.ACCOMPANIES if entry.officer_id == me else Part.WORKS


def _knows(actor: Actor, meeting: Meeting) -> bool:
    return policy.may_see_receipts(actor, meeting) or bool(policy.invited_as(actor, meeting))


def _part_of(meeting: Meeting, me: int, headed: Collection[int], sent: bool, along: bool) -> Part | None:
    """What somebody does in a meeting; None for who has declined it."""
    if meeting.chair_id == me:
        return Part.CHAIRS
    if any(one.person_id == me and one.state == "approved" for row in meeting.invitees for one in row.substitutes):
        return Part.STANDS_IN
    if sent:
        return Part.COMES
    own = [row for row in meeting.invitees if row.person_id == me]
    own += [row for row in meeting.invitees if row.person_id is None and row.leader and row.unit_id in headed]
    answers = [row.answer for row in own if row.answer not in ABSENT]
    if answers:
        return Part.COMES if Answer.ATTEND in answers else Part.INVITED
    return Part.ACCOMPANIES if along else None


def _agreed_part(meeting: Meeting, me: int, agreed: Mapping[int, Sequence[MeetingRequest]]) -> Part | None:
    """What somebody does in a meeting by a request it was issued by, who is not in it otherwise."""
    parts = set[Part]()
    for one in agreed.get(meeting.id, ()):
        if one.leader_id == me and comes_by_consent(meeting, one):
            parts.add(Part.LEADS)
        if one.author_id == me and one.kind == RequestKind.SESSION:
            parts.add(Part.WORKS)
        if one.officer_id == me:
            parts.add(Part.ACCOMPANIES)
    return min(parts, key=list(Part).index, default=None)


def _unit_part(meeting: Meeting, unit_id: int) -> Part:
    own = [row for row in meeting.invitees if row.unit_id == unit_id and row.person_id is None]
    if own:
        return Part.COMES if any(row.answer == Answer.ATTEND for row in own) else Part.INVITED
    return Part.PREPARES if meeting.preparing_unit_id == unit_id else Part.HOLDS


def _meetings(
    office: Office, whose: ColumnElement[bool], first: datetime, last: datetime, *, off: bool
) -> list[Meeting]:
    states = (MeetingState.ISSUED, MeetingState.CANCELLED) if off else (MeetingState.ISSUED,)
    query = (
        select(Meeting)
        .where(Meeting.state.in_(states), Meeting.issued_at.is_not(None), whose)
        .where(Meeting.starts_at > first - LONGEST_MEETING, Meeting.starts_at < last)
        .options(selectinload(Meeting.invitees).selectinload(Invitee.substitutes), selectinload(Meeting.wanted))
    )
    rows = office.session.scalars(query.order_by(Meeting.starts_at, Meeting.id))
    return [row for row in rows if ends_at(row) > first]


def _entries(
    office: Office, whose: ColumnElement[bool], first: datetime, last: datetime, *, off: bool
) -> list[CalendarEntry]:
    """The last entry of each source; one whose meeting is issued is that meeting, for whom it has (`agreed_with`)."""
    query = select(CalendarEntry).where(whose, CalendarEntry.starts_at < last, CalendarEntry.ends_at > first)
    if not off:
        query = query.where(CalendarEntry.cancelled_at.is_(None))
    rows = {(row.source, row.source_id): row for row in office.session.scalars(query.order_by(CalendarEntry.id))}
    asked = [source_id for source, source_id in rows if source == "request"]
    issued = select(MeetingRequest.id).join(MeetingRequest.meeting)
    issued = issued.where(MeetingRequest.id.in_(asked), Meeting.issued_at.is_not(None))
    doubled = {("request", row_id) for row_id in office.session.scalars(issued)}
    return [row for key, row in rows.items() if key not in doubled]


def _inspections(office: Office, unit_id: int, first: datetime, last: datetime, *, off: bool) -> list[CalendarEntry]:
    """Inspections of a unit that were published, not restricted ones: those may come unannounced."""
    typed = select(TypedEntry.id).where(TypedEntry.inspected_id == unit_id, TypedEntry.kind == Kind.INSPECTION)
    whose = and_(CalendarEntry.source == SOURCE, CalendarEntry.source_id.in_(typed))
    rows = {f"{SOURCE}:{row.source_id}": row for row in _entries(office, whose, first, last, off=off)}
    told = told_in_weeks(office, {row.unit_id for row in rows.values()}, first - LONGEST, last)
    return [row for key, row in rows.items() if key in told - restricted_keys(office, rows)]


def _from_meetings(office: Office, found: Sequence[tuple[Meeting, Part]]) -> list[Item]:
    ids = [row.id for row, _part in found]
    changed = dict(office.session.execute(
        select(MeetingEvent.meeting_id, func.max(MeetingEvent.at)).where(MeetingEvent.meeting_id.in_(ids))
        .group_by(MeetingEvent.meeting_id)
    ).tuples().all())  # fmt: skip
    hidden = select(MeetingRequest.meeting_id).where(MeetingRequest.meeting_id.in_(ids), MeetingRequest.restricted)
    restricted, keys = set(office.session.scalars(hidden)), marked_restricted(office, [f"meeting:{one}" for one in ids])
    return [
        Item(
            key=f"meeting:{row.id}", starts_at=row.starts_at, ends_at=ends_at(row), title=row.purpose,
            place=spoken_place(row.place, row.bridge), part=part, sequence=row.sequence,
            changed_at=changed.get(row.id) or row.created_at, off=row.state == MeetingState.CANCELLED,
            restricted=row.id in restricted or f"meeting:{row.id}" in keys,
        )
        for row, part in found if row.starts_at is not None
    ]  # fmt: skip


def _from_entries(office: Office, found: Iterable[tuple[CalendarEntry, Part]]) -> list[Item]:
    pairs = list(found)
    counts = entry_counts(office, [row for row, _part in pairs])
    marked = marked_restricted(office, [f"{row.source}:{row.source_id}" for row, _part in pairs])
    return [
        Item(
            key=f"{row.source}:{row.source_id}", starts_at=row.starts_at, ends_at=row.ends_at, title=row.title,
            place=row.place, part=part, off=row.cancelled_at is not None,
            restricted=row.restricted or f"{row.source}:{row.source_id}" in marked,
            sequence=counts[row.source, row.source_id] - 1 + (row.cancelled_at is not None),
            changed_at=row.cancelled_at or row.created_at,
        )
        for row, part in pairs
    ]  # fmt: skip


def entry_counts(office: Office, rows: Sequence[CalendarEntry]) -> Counter[tuple[str, int]]:
    """How often each source was written into the calendar: what it has been changed since."""
    query = select(CalendarEntry.source, CalendarEntry.source_id).where(
        CalendarEntry.source_id.in_([row.source_id for row in rows])
    )
    return Counter(office.session.execute(query).tuples().all())
