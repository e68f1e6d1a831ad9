"""Reads for the figures on meetings: the facts of papers, of places and of meetings in a scope, set by set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Subquery, and_, case, exists, func, or_, select

from e_office.core.clock import at, day_of
from e_office.core.office import Office
from e_office.meetings.agenda.models import AgendaItem
from e_office.meetings.answers.models import Substitute
from e_office.meetings.answers.rules import OPEN_WORDS, Word, is_agreed_one
from e_office.meetings.closing.models import ConclusionWaived
from e_office.meetings.closing.rules import due_on, is_overdue
from e_office.meetings.matter_words import pairs_of
from e_office.meetings.minutes.models import Attendance, Minutes
from e_office.meetings.models import Answer, Conclusion, Invitee, Meeting, MeetingState, Paper, PaperReceipt, PaperState
from e_office.meetings.queries import opened_at
from e_office.meetings.rules_late import Thing
from e_office.meetings.rules_order import order_covers
from e_office.meetings.series.queries import firsts
from e_office.people.models import Unit
from e_office.people.queries import holidays
from e_office.people.rules import Holidays, working_days_between
from e_office.reports.meetings.measures import MeetingFact, SeatFact
from e_office.reports.meetings.rules import AGAIN_WITHIN, Sitting, came_as, length_of, repeats

READ_AT_ONCE = 1000
"""Meetings whose logs are read together."""
PROVINCE = "province"


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Which meetings: their days inclusive; `units` are those whose papers, places and meetings count, None all."""

    first: date
    last: date
    units: frozenset[int] | None = None

    def takes(self, unit_id: int) -> bool:
        """Whether a unit's figures count."""
        return self.units is None or unit_id in self.units


class Row(NamedTuple):
    """One thing a figure counts: the paper, invitee or meeting, whose figure it is, the day of its meeting."""

    meeting_id: int
    thing_id: Thing
    unit_id: int
    day: date
    fact: Any


def leading_agencies(office: Office) -> frozenset[int]:
    """The agencies of the province itself."""
    query = select(Unit.id).where(Unit.level_code == PROVINCE, Unit.is_agency)
    return frozenset(office.session.scalars(query))


def in_days(first: date, last: date) -> ColumnElement[bool]:
    """Meetings whose invitation went out and whose hour lies on these days of the office."""
    begins, ends = at(first, time.min), at(last + timedelta(days=1), time.min)
    return and_(Meeting.issued_at.is_not(None), Meeting.starts_at >= begins, Meeting.starts_at < ends)


def begun(office: Office) -> ColumnElement[bool]:
    """Meetings that were not called off and have begun."""
    return and_(Meeting.state == MeetingState.ISSUED, Meeting.starts_at <= office.clock.now())


def seat_rows(office: Office, scope: Scope) -> list[Row]:
    """Every invitee of meetings that have begun, with what was done before the start and how the place was filled.

    A word the chair gave at the meeting comes too late for it: the substitute came without consent (M5).
    """
    given, read = _papers_given(office, scope), _papers_read(office, scope)
    word = case((Substitute.decided_at < Meeting.starts_at, Substitute.state), else_=Word.WAITS.value)
    said = and_(Invitee.answer == Answer.ABSENT, Invitee.answer_reason != "")
    query = (
        select(
            Invitee.meeting_id, Invitee.id, Invitee.unit_id,
            _is(opened_at() < Meeting.starts_at), _is(Invitee.answered_at < Meeting.starts_at),
            _is(given.c.papers > 0), _is(read.c.papers >= given.c.papers),
            Invitee.answer, of_substitute(word), Attendance.state,
            _is(or_(said, func.coalesce(Attendance.reason, "") != "")),
            Attendance.name, of_substitute(Substitute.name),
        )
        .join(Invitee.meeting)
        .outerjoin(Attendance, Attendance.invitee_id == Invitee.id)
        .outerjoin(given, given.c.meeting_id == Invitee.meeting_id)
        .outerjoin(read, read.c.invitee_id == Invitee.id)
        .where(in_days(scope.first, scope.last), begun(office))
    )  # fmt: skip
    if scope.units is not None:
        query = query.where(Invitee.unit_id.in_(scope.units))
    days, judge = _days(office, scope), _seat_judge()
    return [
        Row(row[0], row[1], row[2], days[row[0]], judge(*row[3:11], is_agreed_one(row[11] or "", row[12] or "")))
        for row in office.session.execute(query)
    ]


def of_substitute(column: Any) -> ColumnElement[Any]:
    """Something of the substitute an invitee stands by; nothing where the answer is another."""
    last = select(column).where(Substitute.invitee_id == Invitee.id, Substitute.state.in_(OPEN_WORDS))
    only = last.order_by(Substitute.id.desc()).limit(1).correlate(Invitee, Meeting).scalar_subquery()
    return case((Invitee.answer == Answer.SUBSTITUTE, only))


def _seat_judge() -> Callable[..., SeatFact]:
    """The fact of a place; there are few different ones, each is judged once."""
    known: dict[tuple[Any, ...], SeatFact] = {}

    def judge(*said: Any) -> SeatFact:
        if said not in known:
            opened, answered, papers, read, answer, word, attended, reason, same = said
            came = came_as(answer=answer, word=word, attended=attended, reason=bool(reason), agreed_one=same)
            known[said] = SeatFact(bool(opened), bool(answered), bool(papers), bool(papers and read), came)
        return known[said]

    return judge


def _papers_given(office: Office, scope: Scope) -> Subquery:
    """Per meeting, how many papers in force were sent before the start."""
    query = select(Paper.meeting_id, func.count().label("papers")).join(Paper.meeting)
    return query.where(*_given(office, scope)).group_by(Paper.meeting_id).subquery()


def _papers_read(office: Office, scope: Scope) -> Subquery:
    """Per invitee, how many of those were opened before the start."""
    query = (
        select(PaperReceipt.invitee_id, func.count().label("papers"))
        .join(Paper, Paper.id == PaperReceipt.paper_id)
        .join(Paper.meeting)
    )
    before = PaperReceipt.at < Meeting.starts_at
    return query.where(*_given(office, scope), before).group_by(PaperReceipt.invitee_id).subquery()


def _given(office: Office, scope: Scope) -> tuple[ColumnElement[bool], ...]:
    sent = and_(Paper.state == PaperState.DISTRIBUTED, Paper.distributed_at < Meeting.starts_at)
    return in_days(scope.first, scope.last), begun(office), sent


def _is(clause: ColumnElement[bool]) -> ColumnElement[int]:
    return case((clause, 1), else_=0)


def _days(office: Office, scope: Scope) -> dict[int, date]:
    query = select(Meeting.id, Meeting.starts_at).where(in_days(scope.first, scope.last))
    return {meeting_id: day_in(starts_at) for meeting_id, starts_at in office.session.execute(query).tuples()}


def meeting_rows(office: Office, scope: Scope) -> list[Row]:
    """Every meeting whose invitation went out, by the agency that invites, with what became of it (M11, M14)."""
    table, today, now = holidays(office), office.today(), office.clock.now()
    again, found = repeated_in(office, scope), []
    since = cache(lambda day: working_days_between(day, today, table))
    for row in _meetings(office, scope):
        day, held = day_in(row.starts_at), row.state == MeetingState.ISSUED and row.starts_at <= now
        waived = held and bool(row.waived)
        noted = row.ended_at - row.started_at if row.started_at and row.ended_at else None
        fact = MeetingFact(
            held=held, called_off=row.state == MeetingState.CANCELLED,
            ordered=order_covers(row.order_for, row.starts_at), again=row.id in again, invited=row.invited or 0,
            length=length_of(noted=noted, expected=row.length, agenda=row.minutes), waived=waived,
            **_conclusion(row, day, today, table, since(day) if held and not waived else None),
        )  # fmt: skip
        found.append(Row(row.id, row.id, row.unit_id, day, fact))
    return found


def _conclusion(row: Any, day: date, today: date, table: Holidays, waited: int | None) -> dict[str, Any]:
    """When the notice came out, how old it was, or how long it has been waited for; what was waived is not due."""
    out = day_of(row.concluded_at) if row.concluded_at else None
    due = due_on(day, row.rules, table) if out or waited is not None else None
    age = max(0, working_days_between(day, out, table)) if out else None
    past = out is None and is_overdue(due, today)
    return {"concluded_on": out, "age": age, "waiting": None if out else waited, "due": due, "past_due": past}


def _meetings(office: Office, scope: Scope) -> Iterator[Any]:
    """One light row a meeting, the latest first."""
    invited = select(Invitee.meeting_id, func.count().label("n")).join(Invitee.meeting)
    invited_of = invited.where(in_days(scope.first, scope.last)).group_by(Invitee.meeting_id).subquery()
    agenda = select(AgendaItem.meeting_id, func.sum(AgendaItem.minutes).label("n")).group_by(AgendaItem.meeting_id)
    agenda_of = agenda.subquery()
    waived = exists().where(ConclusionWaived.meeting_id == Meeting.id)
    query = (
        select(
            Meeting.id, Meeting.unit_id, Meeting.starts_at, Meeting.state, Meeting.order_for, Meeting.rules,
            Meeting.length, invited_of.c.n.label("invited"), agenda_of.c.n.label("minutes"),
            _is(waived).label("waived"), Minutes.started_at, Minutes.ended_at,
            Conclusion.issued_at.label("concluded_at"),
        )
        .outerjoin(invited_of, invited_of.c.meeting_id == Meeting.id)
        .outerjoin(agenda_of, agenda_of.c.meeting_id == Meeting.id)
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .outerjoin(Conclusion, Conclusion.meeting_id == Meeting.id)
        .where(in_days(scope.first, scope.last))
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    )  # fmt: skip
    if scope.units is not None:
        query = query.where(Meeting.unit_id.in_(scope.units))
    return iter(office.session.execute(query))


def repeated_in(office: Office, scope: Scope) -> frozenset[int]:
    """The meetings held in the scope that repeat one before, which may lie before the scope."""
    query = select(Meeting.id, Meeting.unit_id, Meeting.starts_at, Meeting.purpose)
    query = query.where(in_days(max(date.min + AGAIN_WITHIN, scope.first) - AGAIN_WITHIN, scope.last), begun(office))
    if scope.units is not None:
        query = query.where(Meeting.unit_id.in_(scope.units))
    series = firsts(office)
    return repeats(
        Sitting(meeting_id, unit_id, day_in(starts_at), pairs_of(purpose), series.get(meeting_id))
        for meeting_id, unit_id, starts_at, purpose in office.session.execute(query).tuples()
    )


def day_in(starts_at: datetime | None) -> date:
    """The day of an issued meeting."""
    assert starts_at is not None, "an issued meeting has an hour"
    return day_of(starts_at)
