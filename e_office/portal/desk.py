"""What the desk shows: the week, and everything that waits for this person or this person's unit."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import Select, bindparam, select

from e_office.core.asking import Anybody, Waiting, ask, numbers
from e_office.core.clock import at, day_of
from e_office.core.db import UtcDateTime
from e_office.core.office import Office
from e_office.core.permission import Actor, Role
from e_office.exchange.arriving import Arriving, arriving, count_arriving
from e_office.exchange.changing.models import DocumentChange
from e_office.exchange.changing.queries import asked_of
from e_office.exchange.models import Dispatch
from e_office.exchange.queries import came_back
from e_office.handling import queries as handling
from e_office.handling.models import Assignment, TimeRequest
from e_office.meetings import queries as meetings
from e_office.meetings.minutes.models import Minutes
from e_office.meetings.minutes.queries import to_sign
from e_office.meetings.models import Invitee, Meeting, Paper
from e_office.meetings.preparing.queries import PaperSet, owed
from e_office.notices.models import Notice
from e_office.notices.queries import notices_for
from e_office.portal import desk_after, desk_dossiers, desk_drafts, desk_files, desk_meetings, desk_work
from e_office.portal.desk_after import After, after_meetings
from e_office.portal.desk_dossiers import Dossiers, dossiers_of, in_view
from e_office.portal.desk_drafts import Drafts, drafts_of
from e_office.portal.desk_files import Files, files_of
from e_office.portal.desk_meetings import Answering, answering_of
from e_office.portal.desk_reading import Reading, attends, between, reading_of
from e_office.portal.desk_work import Work, work_of
from e_office.portal.loads import Load, dues_of, load_of
from e_office.registry.models import IncomingEntry
from e_office.registry.queries import count_unforwarded, handed_to
from e_office.submissions.queries import rounds_among

SHOWN = 6
"""Rows of a section of the desk; the rest stands behind its link."""


@dataclass(frozen=True)
class Event:
    """A meeting in the week's strip."""

    meeting: Meeting
    chaired: bool
    invited: bool
    unopened: bool


@dataclass(frozen=True)
class WeekDay:
    """One day of the strip: today and those after it, Sundays left out."""

    day: date
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Desk:
    """The sections of the desk; empty ones are not drawn. The loads count by name and for the unit."""

    week: tuple[WeekDay, ...]
    unopened: Sequence[tuple[Meeting, bool]]
    reading: Sequence[Reading]
    arrivals: Sequence[Arriving]
    arrivals_total: int
    unforwarded: int
    came_back: Sequence[Dispatch]
    asked: Sequence[tuple[Dispatch, DocumentChange]]
    handed: Sequence[IncomingEntry]
    to_direct: Sequence[IncomingEntry]
    to_confirm: Sequence[Assignment]
    requests: Sequence[TimeRequest]
    parts: Sequence[tuple[Assignment, bool]]
    consents: Sequence[Paper]
    preparing: Sequence[PaperSet]
    minutes: Sequence[Minutes]
    answering: Answering
    after: After
    drafts: Drafts
    files: Files
    dossiers: Dossiers
    news: Sequence[Notice]
    load_named: Load
    load_unit: Load
    """The two side by side, whatever the view shows: named things get lost where only the unit's are counted."""

    @property
    def named(self) -> int:
        """What waits for the person by name."""
        return self.load_named.waiting

    @property
    def for_unit(self) -> int:
        """What waits for the unit."""
        return self.load_unit.waiting

    @property
    def total(self) -> int:
        """Everything that waits."""
        return self.named + self.for_unit


READS = (
    meetings.unopened, meetings.awaiting_consent, handed_to, to_sign, owed, reading_of, *desk_work.READS,
    *desk_drafts.READS, *desk_files.READS, *desk_dossiers.READS, *desk_meetings.READS, *desk_after.READS,
)  # fmt: skip
"""For most people most sections are empty: all are asked at once whether they have anything."""


def desk_of(office: Office, actor: Actor, view: str) -> Desk:
    """The desk of an actor; `view` is `named`, `unit` or anything else for both."""
    found = Waiting(office, actor, READS)
    unopened = found.read(meetings.unopened)
    work = work_of(found)
    handed = _handed(office, found.read(handed_to), work)
    consents, drafts = found.read(meetings.awaiting_consent), drafts_of(office, found)
    minutes = found.read(to_sign)
    files, dossiers = files_of(found), dossiers_of(found)
    preparing = found.read(owed)
    answering, after = answering_of(found), after_meetings(found)
    agencies = actor.agency_ids(Role.CLERK)
    waiting = count_arriving(office, agencies)
    unforwarded = numbers(office, actor, [count_unforwarded])[count_unforwarded]
    back, asked = came_back(office, agencies), asked_of(office, agencies)
    dues = dues_of(actor, work.parts, handed, work.to_direct)
    by_name = [by_name for _meeting, by_name in unopened]
    named_handed = sum(entry.handler_id == actor.person_id for entry in handed)
    named = sum(by_name) + named_handed + len(consents) + work.named + drafts.named + files.named
    named += dossiers.named + answering.named + len(minutes)
    unit = len(by_name) - sum(by_name) + len(handed) - named_handed + waiting + unforwarded + work.for_unit
    unit += answering.for_unit + len(preparing) + len(drafts.to_issue) + len(back) + len(asked) + files.for_unit
    unit += dossiers.for_unit + after.for_unit
    return Desk(
        week=_week(office, actor, {meeting.id for meeting, _named in unopened}),
        unopened=[pair for pair in unopened if _in_view(pair[1], view)],
        reading=found.read(reading_of),
        arrivals=arriving(office, agencies, limit=SHOWN) if view != "named" else [],
        arrivals_total=waiting if view != "named" else 0,
        unforwarded=unforwarded if view != "named" else 0,
        came_back=back if view != "named" else [],
        asked=asked if view != "named" else [],
        handed=[entry for entry in handed if _in_view(entry.handler_id == actor.person_id, view)],
        to_direct=work.to_direct if view != "unit" else [],
        to_confirm=work.to_confirm if view != "unit" else [],
        requests=work.requests if view != "unit" else [],
        parts=[pair for pair in work.parts if _in_view(pair[1], view)],
        consents=consents if view != "unit" else [],
        preparing=preparing if view != "named" else [],
        minutes=minutes if view != "unit" else [],
        answering=answering.seen(view),
        after=after.seen(view),
        drafts=drafts.seen(view),
        files=files.seen(view),
        dossiers=in_view(dossiers, view),
        news=notices_for(office, actor, 8),
        load_named=load_of(named, dues[True], office.today()),
        load_unit=load_of(unit, dues[False], office.today()),
    )


def _handed(office: Office, rows: Sequence[IncomingEntry], work: Work) -> list[IncomingEntry]:
    """Documents the clerk passed on that are no part of a direction and wait for none: told once, not twice."""
    if not rows:
        return []
    directed = set(handling.parts_of(office, [row.id for row in rows])) | {row.id for row in work.to_direct}
    told = directed | rounds_among(office, [row.id for row in rows])  # dossiers have sections of their own
    return [row for row in rows if row.id not in told]


def _in_view(by_name: bool, view: str) -> bool:
    return by_name if view == "named" else not by_name if view == "unit" else True


def _coming(anybody: Anybody) -> Select[tuple[Meeting, bool]]:
    """The meetings the actor goes to or answers for, with whether the actor's side is invited."""
    first, last = bindparam("first", type_=UtcDateTime()), bindparam("last", type_=UtcDateTime())
    invited = Meeting.id.in_(select(Invitee.meeting_id).where(meetings.mine(anybody)))
    return between(first, last, *attends(anybody), meetings.organised_by(anybody)).add_columns(invited)


def _week(office: Office, actor: Actor, unopened: Set[int]) -> tuple[WeekDay, ...]:
    """The days to come with the meetings the actor goes to or answers for."""
    strip = strip_days(office.today())
    first, last = at(strip[0], time.min), at(strip[-1] + timedelta(days=1), time.min)
    days: dict[date, list[Event]] = {day: [] for day in strip}
    for row, invited in ask(office, actor, _coming, first=first, last=last).tuples():
        event = Event(row, row.chair_id == actor.person_id, invited, row.id in unopened)
        days.get(day_of(row.starts_at), []).append(event)
    return tuple(WeekDay(day, tuple(events)) for day, events in days.items())


def strip_days(today: date) -> list[date]:
    """Today and the days after it, six in all, Sundays left out: what is over needs no place."""
    week = (today + timedelta(days=n) for n in range(7))
    return [day for day in week if day.weekday() != 6][:6]
