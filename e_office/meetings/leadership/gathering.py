"""The lines of a leadership's week as they are now: issued meetings, entries of the calendar, what was typed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.meetings.calendar_entries.models import CalendarEntry
from e_office.meetings.leadership.models import TypedEntry, WeekMark, WeekRevision
from e_office.meetings.leadership.rules_week import Kind, Line, Who, as_json, bounds_of, ordered
from e_office.meetings.models import Answer, Invitee, Meeting, MeetingState
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.spans import LONGEST_MEETING, ends_at
from e_office.meetings.wording import spoken_place
from e_office.people.models import Person, Post, Unit
from e_office.people.queries import persons_holding, units_of_agency

SOURCE = "typed"
RANKS = (Role.CHAIRMAN, Role.VICE_CHAIRMAN, Role.LEADER, Role.CHIEF_OF_OFFICE)
"""Whose week it is, in the order in which their names stand."""


def leadership_of(office: Office, agency_id: int) -> list[Person]:
    """The leaders of an agency today, in the order of rank."""
    found = [person for role in RANKS for person in persons_holding(office, {role}, agency_id)]
    return list(dict.fromkeys(found))


def _last_revision(office: Office, agency_id: int, week: date) -> WeekRevision | None:
    query = select(WeekRevision).filter_by(unit_id=agency_id, week=week)
    return office.session.scalar(query.order_by(WeekRevision.number.desc()).limit(1))


def _settled_at(revision: WeekRevision | None, week: date) -> datetime | None:
    """When a published week is settled: at its end, or when it was published afterwards."""
    return max(bounds_of(week)[1], revision.published_at) if revision else None


def _leaders_in(office: Office, agency_id: int, week: date, revision: WeekRevision | None) -> set[int]:
    """Whose week it is: who leads on one of its days, and whom its last publication names, whatever became of them."""
    sunday = week + timedelta(days=6)
    held = and_(
        or_(Post.starts_on.is_(None), Post.starts_on <= sunday), or_(Post.ends_on.is_(None), Post.ends_on >= week)
    )
    posts = select(Post.person_id).join(Post.person).where(Person.active, held, Post.role.in_(RANKS))
    found = set(office.session.scalars(posts.where(Post.unit_id.in_(units_of_agency(office, agency_id)))))
    return found | {one.id for line in (revision.lines if revision else ()) for one in line.leaders}


def lines_of(office: Office, agency_id: int, week: date) -> tuple[Line, ...]:
    """The week from a Monday on, as it is now: what nobody left out, in order.

    A published week that is over stays as it stood then: nothing done later strikes out what was held.
    """
    revision = _last_revision(office, agency_id, week)
    leaders, settled = _leaders_in(office, agency_id, week, revision), _settled_at(revision, week)
    meetings = _meetings(office, leaders, week)
    entries, requests = _entries(office, agency_id, leaders, week, settled), _requests(office, meetings)
    doubled = {("request", row.id) for rows in requests.values() for row in rows}
    marks = marks_of(office, agency_id)
    lines = [_of_meeting(row, leaders, requests.get(row.id, []), marks) for row in meetings if _who_goes(row, leaders)]
    typed = _typed(office, entries)
    lines += [_of_entry(row, typed, marks) for row in entries if (row.source, row.source_id) not in doubled]
    hidden = marked_restricted(office, {line.key for line in lines})
    lines = [replace(line, restricted=line.restricted or line.key in hidden) for line in lines]
    out = {key for key, mark in marks.items() if mark.left_out and (settled is None or mark.at <= settled)}
    return ordered(line for line in lines if line.key not in out)


def left_out_of(office: Office, agency_id: int, week: date) -> tuple[Line, ...]:
    """What the Office left out of that week, so that it can be put back."""
    revision = _last_revision(office, agency_id, week)
    leaders = _leaders_in(office, agency_id, week, revision)
    out = {key for key, mark in marks_of(office, agency_id).items() if mark.left_out}
    meetings = _meetings(office, leaders, week)
    doubled = {("request", row.id) for rows in _requests(office, meetings).values() for row in rows}
    lines = [_of_meeting(row, leaders, [], {}) for row in meetings if _who_goes(row, leaders)]
    entries = _entries(office, agency_id, leaders, week, _settled_at(revision, week))
    typed = _typed(office, entries)
    lines += [_of_entry(row, typed, {}) for row in entries if (row.source, row.source_id) not in doubled]
    return ordered(line for line in lines if line.key in out)


def marks_of(office: Office, agency_id: int) -> dict[str, WeekMark]:
    """What the Office says of lines, by their keys."""
    query = select(WeekMark).filter_by(unit_id=agency_id).options(joinedload(WeekMark.officer))
    return {mark.key: mark for mark in office.session.scalars(query)}


def marked_restricted(office: Office, keys: Collection[str]) -> set[str]:
    """Those of these things that an Office has said to be restricted: of whatever agency, as all are to keep silent."""
    return set(office.session.scalars(select(WeekMark.key).where(WeekMark.restricted, WeekMark.key.in_(keys))))


def restricted_keys(office: Office, keys: Iterable[str]) -> frozenset[str]:
    """Those of these lines that are restricted by now, in a week still or not: left out, fallen away, called off."""
    asked = set(keys)
    found = marked_restricted(office, asked)
    numbers = {int(number) for _source, _, number in (key.partition(":") for key in asked)}
    entries = select(CalendarEntry).where(CalendarEntry.source_id.in_(numbers)).order_by(CalendarEntry.id)
    last = {f"{row.source}:{row.source_id}": row.restricted for row in office.session.scalars(entries)}
    found |= {key for key, restricted in last.items() if restricted and key in asked}
    requests = select(MeetingRequest.meeting_id).where(
        MeetingRequest.restricted, MeetingRequest.meeting_id.in_(numbers)
    )
    return frozenset(found | {f"meeting:{one}" for one in office.session.scalars(requests)} & asked)


def digest_of(lines: Sequence[Line]) -> str:
    """A few letters that stand still while the lines do."""
    return hashlib.sha256(json.dumps([as_json(line) for line in lines], sort_keys=True).encode()).hexdigest()[:16]


def _meetings(office: Office, leaders: set[int], week: date) -> list[Meeting]:
    """Issued meetings within the week that one of them chairs or is invited to by name, coming or not."""
    first, last = bounds_of(week)
    theirs = or_(Meeting.chair_id.in_(leaders), Meeting.invitees.any(Invitee.person_id.in_(leaders)))
    query = (
        select(Meeting)
        .where(Meeting.state == MeetingState.ISSUED, theirs)
        .where(Meeting.starts_at > first - LONGEST_MEETING, Meeting.starts_at < last)
        .options(joinedload(Meeting.chair), joinedload(Meeting.preparing_unit))
        .options(selectinload(Meeting.invitees).joinedload(Invitee.person))
    )
    rows = office.session.scalars(query.order_by(Meeting.starts_at, Meeting.id))
    return [row for row in rows if ends_at(row) > first]


def _who_goes(meeting: Meeting, leaders: set[int]) -> list[Person]:
    """The leaders who are there: the chair, and those invited by name who have not said that they do not come."""
    chair = [meeting.chair] if meeting.chair and meeting.chair_id in leaders else []
    invited = [
        invitee.person
        for invitee in meeting.invitees
        if invitee.person and invitee.person_id in leaders and invitee.answer not in {Answer.ABSENT, Answer.SUBSTITUTE}
    ]
    return list(dict.fromkeys([*chair, *invited]))


def _entries(
    office: Office, agency_id: int, leaders: set[int], week: date, settled: datetime | None
) -> list[CalendarEntry]:
    """Entries of the week in force, or that were so when it was settled."""
    first, last = bounds_of(week)
    in_force = CalendarEntry.cancelled_at.is_(None)
    if settled is not None:
        in_force = or_(in_force, and_(CalendarEntry.cancelled_at > settled, CalendarEntry.created_at <= settled))
    query = (
        select(CalendarEntry)
        .where(in_force, CalendarEntry.starts_at < last, CalendarEntry.ends_at > first)
        .where(or_(CalendarEntry.unit_id == agency_id, CalendarEntry.leader_id.in_(leaders)))
        .options(joinedload(CalendarEntry.leader), joinedload(CalendarEntry.officer))
        .options(joinedload(CalendarEntry.preparing_unit))
    )
    found: dict[tuple[str, int], CalendarEntry] = {}
    for row in office.session.scalars(query.order_by(CalendarEntry.id)):
        found.setdefault((row.source, row.source_id), row)
    return sorted(found.values(), key=lambda row: (row.starts_at, row.id))


def _requests(office: Office, meetings: Sequence[Meeting]) -> dict[int, list[MeetingRequest]]:
    """Meeting id -> the requests it was agreed to by: their entry is the same thing as the meeting."""
    query = select(MeetingRequest).where(MeetingRequest.meeting_id.in_([row.id for row in meetings]))
    found: dict[int, list[MeetingRequest]] = {}
    for row in office.session.scalars(query.options(joinedload(MeetingRequest.officer)).order_by(MeetingRequest.id)):
        if row.meeting_id is not None:
            found.setdefault(row.meeting_id, []).append(row)
    return found


def _typed(office: Office, entries: Sequence[CalendarEntry]) -> dict[int, TypedEntry]:
    ids = [row.source_id for row in entries if row.source == SOURCE]
    query = select(TypedEntry).where(TypedEntry.id.in_(ids)).options(joinedload(TypedEntry.inspected))
    return {row.id: row for row in office.session.scalars(query)}


def _of_meeting(
    meeting: Meeting, leaders: set[int], requests: Sequence[MeetingRequest], marks: dict[str, WeekMark]
) -> Line:
    key = f"meeting:{meeting.id}"
    mark, assigned = marks.get(key), [row.officer for row in requests]
    chair = meeting.chair if meeting.chair_id in leaders else None
    assert meeting.starts_at is not None, "an issued meeting has an hour"
    return Line(
        key=key, kind=Kind.MEETING, starts_at=meeting.starts_at, ends_at=ends_at(meeting), title=meeting.purpose,
        place=spoken_place(meeting.place, meeting.bridge),
        leaders=_persons(_who_goes(meeting, leaders)), presided=chair is not None,
        prepared_by=_unit(meeting.preparing_unit or meeting.unit),
        officers=_persons([mark.officer] if mark and mark.officer else assigned),
        restricted=any(row.restricted for row in requests),
    )  # fmt: skip


def _of_entry(entry: CalendarEntry, typed: dict[int, TypedEntry], marks: dict[str, WeekMark]) -> Line:
    key = f"{entry.source}:{entry.source_id}"
    mark = marks.get(key)
    own = typed.get(entry.source_id) if entry.source == SOURCE else None
    officer = mark.officer if mark and mark.officer else entry.officer
    return Line(
        key=key, kind=Kind(own.kind) if own else Kind.SESSION, starts_at=entry.starts_at, ends_at=entry.ends_at,
        title=entry.title, place=entry.place, leaders=_persons([entry.leader]),
        prepared_by=_unit(entry.preparing_unit), officers=_persons([officer]),
        inspected=_unit(own.inspected) if own else None,
        restricted=entry.restricted,
    )  # fmt: skip


def _persons(persons: Iterable[Person | None]) -> tuple[Who, ...]:
    return tuple(dict.fromkeys(Who(one.id, one.name) for one in persons if one is not None))


def _unit(unit: Unit | None) -> Who | None:
    return Who(unit.id, unit.short_name or unit.name) if unit else None
