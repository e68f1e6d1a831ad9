"""Reads of what takes people's time, and units': issued meetings, entries of the calendar, inspections."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.office import Office
from e_office.meetings.answers.models import Attender, Substitute
from e_office.meetings.answers.queries import STILL_COMES
from e_office.meetings.calendar_entries.models import CalendarEntry
from e_office.meetings.conflicts.rules import Engagement
from e_office.meetings.leadership.becoming import NOT_THERE, agreed_with, comes_by_consent
from e_office.meetings.leadership.gathering import SOURCE
from e_office.meetings.leadership.models import TypedEntry, WeekMark
from e_office.meetings.leadership.rules_week import Kind, Who
from e_office.meetings.models import Answer, Invitee, Meeting, MeetingState
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.spans import LONGEST_MEETING, ends_at
from e_office.people.models import Person, Unit


def busy_of(office: Office, persons: Collection[int], first: datetime, last: datetime) -> list[Engagement]:
    """What these persons have from `first` on and before `last`.

    As chair, invited by name, substitute, sent, going along, and by a request that was agreed to.
    """
    found = [
        Engagement(key=f"meeting:{row.id}", whose=who, starts_at=row.starts_at, ends_at=ends_at(row))
        for row, marked in _meetings_of(office, persons, first, last)
        for who in _there(row, marked)
        if who.id in persons and row.starts_at is not None
    ]
    of_persons = or_(CalendarEntry.leader_id.in_(persons), CalendarEntry.officer_id.in_(persons))
    for entry in _entries(office, first, last, of_persons):
        for person in filter(None, (entry.leader, entry.officer)):
            found.append(_of_entry(entry, Who(person.id, person.name)))
    return [one for one in found if one.whose.id in persons]


def asked_of(office: Office, units: Collection[int], first: datetime, last: datetime) -> list[Engagement]:
    """What these units have then: inspections of them, and meetings they are asked to or prepare (M19)."""
    inspected = select(TypedEntry.id).where(TypedEntry.inspected_id.in_(units), TypedEntry.ended_at.is_(None))
    inspected = inspected.where(TypedEntry.kind == Kind.INSPECTION)
    entries = _entries(
        office, first, last, and_(CalendarEntry.source == SOURCE, CalendarEntry.source_id.in_(inspected))
    )
    rows = select(TypedEntry).where(TypedEntry.id.in_([one.source_id for one in entries]))
    typed = {row.id: row for row in office.session.scalars(rows.options(joinedload(TypedEntry.inspected)))}
    found = [
        _of_entry(one, Who(unit.id, unit.short_name or unit.name), inspects=True)
        for one in entries
        if (unit := typed[one.source_id].inspected) is not None
    ]
    asked = Meeting.invitees.any(and_(Invitee.unit_id.in_(units), Invitee.person_id.is_(None)))
    query = _issued(first, last).where(or_(asked, Meeting.preparing_unit_id.in_(units)))
    for row in office.session.scalars(query.options(joinedload(Meeting.preparing_unit))):
        theirs: Iterable[Unit | None] = [one.unit for one in row.invitees if one.person_id is None]
        for unit in {one.id: one for one in (*theirs, row.preparing_unit) if one is not None}.values():
            if unit.id in units and row.starts_at is not None and ends_at(row) > first:
                whose = Who(unit.id, unit.short_name or unit.name)
                found.append(
                    Engagement(key=f"meeting:{row.id}", whose=whose, starts_at=row.starts_at, ends_at=ends_at(row))
                )
    return found


def _there(meeting: Meeting, marked: Iterable[Person]) -> set[Who]:
    """Everybody who is in a meeting by name."""
    persons = {meeting.chair, *marked}
    for invitee in meeting.invitees:
        if invitee.answer not in NOT_THERE:
            persons.add(invitee.person)
        elif invitee.answer == Answer.SUBSTITUTE:
            persons |= {one.person for one in invitee.substitutes if one.state == "approved"}
    return {Who(one.id, one.name) for one in persons if one is not None}


def _meetings_of(
    office: Office, persons: Collection[int], first: datetime, last: datetime
) -> list[tuple[Meeting, list[Person]]]:
    """Issued meetings with one of them, each with those who were sent to it, go along or agreed to come (M8)."""
    invited = Meeting.invitees.any(Invitee.person_id.in_(persons))
    stands_in = Meeting.invitees.any(Invitee.substitutes.any(Substitute.person_id.in_(persons)))
    sent = select(Invitee.meeting_id, Attender).join(Attender, Attender.invitee_id == Invitee.id)
    sent = sent.where(Attender.person_id.in_(persons), Attender.ended_at.is_(None), STILL_COMES)
    sent = sent.options(joinedload(Attender.person))
    more: dict[int, list[Person]] = {}
    for meeting_id, attender in office.session.execute(sent).tuples():
        more.setdefault(meeting_id, []).append(attender.person)
    marks = select(WeekMark).where(WeekMark.officer_id.in_(persons)).options(joinedload(WeekMark.officer))
    for mark in office.session.scalars(marks):
        source, _, number = mark.key.partition(":")
        if source == "meeting" and mark.officer:
            more.setdefault(int(number), []).append(mark.officer)
    agreed = agreed_with(office, persons)
    by_id = Meeting.id.in_({*more, *agreed})
    query = _issued(first, last).where(or_(Meeting.chair_id.in_(persons), invited, stands_in, by_id))
    rows = office.session.scalars(query.options(joinedload(Meeting.chair)))
    return [
        (row, [*more.get(row.id, ()), *_agreed(row, agreed.get(row.id, ()))]) for row in rows if ends_at(row) > first
    ]


def _agreed(meeting: Meeting, requests: Iterable[MeetingRequest]) -> Iterator[Person]:
    """The officers of requests a meeting was issued by, and the leaders who are there by their word alone."""
    for request in requests:
        if request.officer is not None:
            yield request.officer
        if request.leader is not None and comes_by_consent(meeting, request):
            yield request.leader


def _issued(first: datetime, last: datetime) -> Select[tuple[Meeting]]:
    return (
        select(Meeting)
        .where(Meeting.state == MeetingState.ISSUED)
        .where(Meeting.starts_at > first - LONGEST_MEETING, Meeting.starts_at < last)
        .options(selectinload(Meeting.invitees).joinedload(Invitee.person))
        .options(selectinload(Meeting.invitees).joinedload(Invitee.unit))
        .options(selectinload(Meeting.invitees).selectinload(Invitee.substitutes).joinedload(Substitute.person))
        .order_by(Meeting.starts_at, Meeting.id)
    )


def _entries(office: Office, first: datetime, last: datetime, whose: ColumnElement[bool]) -> list[CalendarEntry]:
    """Entries in force; one whose meeting is issued is that meeting, for whom it has (`agreed_with`)."""
    query = (
        select(CalendarEntry)
        .where(CalendarEntry.cancelled_at.is_(None), CalendarEntry.starts_at < last, CalendarEntry.ends_at > first)
        .where(whose)
        .options(joinedload(CalendarEntry.leader), joinedload(CalendarEntry.officer))
        .order_by(CalendarEntry.starts_at, CalendarEntry.id)
    )
    rows = list(office.session.scalars(query))
    asked = [row.source_id for row in rows if row.source == "request"]
    issued = select(MeetingRequest.id).join(MeetingRequest.meeting)
    issued = issued.where(MeetingRequest.id.in_(asked), Meeting.state == MeetingState.ISSUED)
    doubled = set(office.session.scalars(issued))
    return [row for row in rows if row.source != "request" or row.source_id not in doubled]


def _of_entry(entry: CalendarEntry, whose: Who, *, inspects: bool = False) -> Engagement:
    key = f"{entry.source}:{entry.source_id}"
    return Engagement(key=key, whose=whose, starts_at=entry.starts_at, ends_at=entry.ends_at, inspects=inspects)
