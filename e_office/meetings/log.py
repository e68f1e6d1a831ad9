"""The log of a meeting's events: rows that are only ever added, and how they are read back for the rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, Text, and_, bindparam, case, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import DocumentFile
from e_office.meetings.models import Invitee, Meeting, MeetingEvent, Paper
from e_office.meetings.rules import RULE_SETS, Event, EventKind, Judge, latest_issue
from e_office.meetings.rules_late import TELLING, Item, Late, Told, late_papers, told_by
from e_office.meetings.rules_line import Names, carried
from e_office.people import queries as people
from e_office.people.rules import Holidays

JUDGED = frozenset({EventKind.ISSUED, EventKind.INVITED, EventKind.PAPER, EventKind.MOVED, EventKind.HANDED})
"""The events at which something reaches somebody or the hour changes: each keeps the deadline of its moment."""


TELLS = TELLING | {EventKind.TOOK_PLACE}
"""What `told_from` looks at."""

_KEPT = (
    *(MeetingEvent.id, MeetingEvent.meeting_id, MeetingEvent.at, MeetingEvent.kind, MeetingEvent.starts_at),
    *(MeetingEvent.invitee_id, MeetingEvent.paper_id, MeetingEvent.facts),
)
"""The columns of an event that tell what happened."""


def log_event(
    office: Office,
    actor: Actor | None,
    meeting: Meeting,
    kind: EventKind,
    judge: Judge,
    *,
    invitee_id: int | None = None,
    paper_id: int | None = None,
    **facts: Any,
) -> MeetingEvent:
    """Add an event at the instant of its judge, with the deadline that judge sees where it decides what is late.

    `actor` is None for what the office does by itself.
    """
    if kind in JUDGED and meeting.starts_at is not None:
        facts["deadline"] = latest_issue(meeting.starts_at, judge.rule_set, judge.holidays).isoformat()
    event = MeetingEvent(
        meeting_id=meeting.id,
        at=judge.now,
        kind=kind.value,
        starts_at=meeting.starts_at,
        invitee_id=invitee_id,
        paper_id=paper_id,
        actor_id=actor.person_id if actor else None,
        facts=facts,
    )
    office.session.add(event)
    office.session.flush()  # the id is the order of events
    return event


def instant_for(office: Office, meeting: Meeting) -> datetime:
    """The server's instant, or that of the last event where the clock stands behind it: it may jump back (A-104).

    An act takes it once, after the meeting's row is locked, and judges and records by it alone.
    """
    last = office.session.scalar(select(func.max(MeetingEvent.at)).filter_by(meeting_id=meeting.id))
    return max(filter(None, (office.clock.now(), last)))


def instant_from(now: ColumnElement[datetime], meeting_id: InstrumentedAttribute[int]) -> ScalarSelect[datetime]:
    """The same within a statement."""
    last = func.max(MeetingEvent.at)
    query = select(case((last > now, last), else_=now)).where(MeetingEvent.meeting_id == meeting_id)
    return query.scalar_subquery()


def events_of(office: Office, meeting_ids: Iterable[int]) -> dict[int, list[MeetingEvent]]:
    """The events of some meetings, in order."""
    found: dict[int, list[MeetingEvent]] = {meeting_id: [] for meeting_id in meeting_ids}
    query = select(MeetingEvent).where(MeetingEvent.meeting_id.in_(found)).order_by(MeetingEvent.id)
    for row in office.session.scalars(query):
        found[row.meeting_id].append(row)
    return found


_TOLD: Select[Any] = (
    select(*_KEPT)
    .where(MeetingEvent.meeting_id == bindparam("meeting"))
    .where(or_(MeetingEvent.invitee_id.is_(None), MeetingEvent.invitee_id.in_(bindparam("of", expanding=True))))
    .order_by(MeetingEvent.id)
)


def events_for(office: Office, meeting: Meeting, of: Collection[int]) -> Sequence[Any]:
    """The events of a meeting in order; of those about one invitee only the ones `of` these, where any are given."""
    if not of:
        return events_of(office, [meeting.id])[meeting.id]
    return office.session.execute(_TOLD, {"meeting": meeting.id, "of": of}).all()


def lateness_of(office: Office, meetings: Sequence[Meeting], holidays: Holidays) -> dict[int, dict[Item, Late]]:
    """What is late for whom in each of these meetings; `holidays` serves entries that carry no deadline."""
    return {meeting: dict(told.late) for meeting, told in told_of(office, meetings, holidays).items()}


def told_of(
    office: Office, meetings: Sequence[Meeting], holidays: Holidays, *, one_of_each: bool = False
) -> dict[int, Told]:
    """What the log of each of these meetings tells: what reached whom, and how late.

    A meeting that took the place of one that was called off bears that one's marks on, see `rules_line`; its log is
    always read whole. With `one_of_each` one invitee stands for all who were invited at one stroke: the same papers
    reached them at the same instants, so that as much is said of each paper, from a hundredth of the rows.
    """
    short = {meeting.id for meeting in meetings} - _took_a_place(office, meetings) if one_of_each else set()
    whole = {meeting.id for meeting in meetings} - short
    events = _telling(office, short, one_of_each=True) | _telling(office, whole, one_of_each=False)
    return {meeting.id: told_from(office, meeting, events[meeting.id], holidays) for meeting in meetings}


def told_from(office: Office, meeting: Meeting, events: Sequence[Any], holidays: Holidays) -> Told:
    """The same of one meeting from its events: of an invitee it needs those about that invitee and the whole."""
    found = told_by([as_event(row) for row in events], RULE_SETS[meeting.rules], holidays)
    for row in events:
        if row.kind == EventKind.TOOK_PLACE:
            before = office.session.get_one(Meeting, row.facts["of"])
            marks = told_of(office, [before], holidays)[before.id]
            found = carried(found, _names(office, meeting), marks, _names(office, before), row.id)
    return found


def late_papers_of(office: Office, meeting: Meeting, invitees: Collection[int]) -> dict[int, Late]:
    """Which papers were late for these of the meeting's invitees, for any of them where none is named."""
    events = events_for(office, meeting, invitees)
    return late_papers(told_from(office, meeting, events, holidays_for(office, events)).late, invitees)


def holidays_for(office: Office, events: Sequence[Any]) -> Holidays:
    """The holiday table for `told_from`, read only where an entry is judged by it that carries no deadline."""
    bare = any(row.kind in JUDGED and "deadline" not in row.facts for row in events)
    needed = bare or any(row.kind == EventKind.TOOK_PLACE for row in events)
    return people.holidays(office) if needed else Holidays()


def _took_a_place(office: Office, meetings: Sequence[Meeting]) -> set[int]:
    """Those that took the place of another."""
    ids = [meeting.id for meeting in meetings]
    taken = MeetingEvent.kind == EventKind.TOOK_PLACE
    return set(office.session.scalars(select(MeetingEvent.meeting_id).where(MeetingEvent.meeting_id.in_(ids), taken)))


def _telling(office: Office, ids: Collection[int], *, one_of_each: bool) -> dict[int, list[Any]]:
    """Meeting id -> the entries that tell, in order; of a run of invitations with one instant the first alone."""
    query = select(*_KEPT).where(MeetingEvent.meeting_id.in_(ids), MeetingEvent.kind.in_(TELLS))
    if one_of_each:
        stroke = (MeetingEvent.kind, MeetingEvent.at, MeetingEvent.starts_at, cast(MeetingEvent.facts, Text))
        same = [
            part == func.lag(part).over(partition_by=MeetingEvent.meeting_id, order_by=MeetingEvent.id)
            for part in stroke
        ]
        follows = and_(MeetingEvent.kind == EventKind.INVITED, *same)
        rows = query.add_columns(case((follows, 1), else_=0).label("follows")).subquery()
        query = select(*(rows.c[column.key] for column in _KEPT)).where(rows.c.follows == 0).order_by(rows.c.id)
    else:
        query = query.order_by(MeetingEvent.id)
    found: dict[int, list[Any]] = {meeting_id: [] for meeting_id in ids}
    for row in office.session.execute(query) if ids else ():
        found[row.meeting_id].append(row)
    return found


def _names(office: Office, meeting: Meeting) -> Names:
    """Who was invited and what the papers are, whatever the ids: the same in two meetings."""
    invitees = select(Invitee.id, Invitee.unit_id, Invitee.person_id).filter_by(meeting_id=meeting.id)
    papers = select(Paper.id, DocumentFile.sha256).join(Paper.file).where(Paper.meeting_id == meeting.id)
    return Names(
        {
            row_id: f"p{person_id}" if person_id else f"u{unit_id}"
            for row_id, unit_id, person_id in office.session.execute(invitees).tuples()
        },
        dict(office.session.execute(papers).tuples().all()),
    )


@dataclass(frozen=True)
class Move:
    """How hour, place or expected length changed: told `at`, to `starts_at`; `before` is the start that is no more."""

    id: int
    kind: str
    at: datetime
    starts_at: datetime | None
    before: datetime | None
    facts: dict[str, Any]


def moves_of(events: Sequence[Any]) -> list[Move]:
    """The events by which the hour, the place or the expected length changed."""
    rows = [row for row in events if row.kind in {EventKind.MOVED, EventKind.RELOCATED, EventKind.LENGTH}]
    return [Move(row.id, row.kind, row.at, row.starts_at, _before(row.facts), row.facts) for row in rows]


def _before(facts: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(facts["before"]) if facts.get("before") else None


def call_off_reason(events: Sequence[MeetingEvent]) -> str:
    """Why the meeting was called off, in the organisers' words; empty where it was not."""
    return next((str(row.facts.get("reason", "")) for row in reversed(events) if row.kind == EventKind.CANCELLED), "")


def last_moves(events: Sequence[Any]) -> list[Move]:
    """The last change of the hour, of the place alone, of the length alone: what an invitee has to know."""
    return sorted({row.kind: row for row in moves_of(events)}.values(), key=lambda row: row.id)


def earlier_answers(events: Sequence[MeetingEvent]) -> dict[int, list[MeetingEvent]]:
    """Invitee id -> what was answered before the answer that counts, oldest first; all are kept (A-109)."""
    found: dict[int, list[MeetingEvent]] = {}
    for row in events:
        if row.kind == EventKind.ANSWERED and row.invitee_id is not None:
            found.setdefault(row.invitee_id, []).append(row)
    return {invitee_id: rows[:-1] for invitee_id, rows in found.items()}


def answer_sources(events: Sequence[MeetingEvent]) -> dict[int, str]:
    """Invitee id -> the address from which the answer that counts came by a calendar's reply."""
    last = {row.invitee_id: row for row in events if row.kind == EventKind.ANSWERED and row.invitee_id is not None}
    return {invitee_id: str(row.facts["address"]) for invitee_id, row in last.items() if row.facts.get("address")}


def ended_order(events: Sequence[MeetingEvent]) -> MeetingEvent | None:
    """The event by which the last order (M9) ended; None where one stands or there never was any."""
    last = next((row for row in reversed(events) if row.kind in {EventKind.ORDERED, EventKind.ORDER_ENDED}), None)
    return last if last is not None and last.kind == EventKind.ORDER_ENDED else None


def as_event(row: Any) -> Event:
    """A row, whole or its telling columns alone, as the rules take it."""
    deadline, handed_at = row.facts.get("deadline"), row.facts.get("handed_at")
    return Event(
        seq=row.id,
        at=row.at,
        kind=row.kind,
        starts_at=row.starts_at,
        invitee=row.invitee_id,
        paper=row.paper_id,
        replaces=row.facts.get("replaces"),
        deadline=datetime.fromisoformat(deadline) if deadline else None,
        content=row.facts.get("sha256", ""),
        handed=row.facts.get("handed"),
        handed_at=datetime.fromisoformat(handed_at) if handed_at else None,
    )
