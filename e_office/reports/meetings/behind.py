"""The rows behind a figure on meetings: the very rows it was counted from, a page of them with their names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings.answers.models import Substitute
from e_office.meetings.answers.rules import Word
from e_office.meetings.handed.models import HandedPaper
from e_office.meetings.handed.queries import things_by_key
from e_office.meetings.late_queries import invitees_by_id, readable_documents
from e_office.meetings.minutes.models import Attendance, Attended
from e_office.meetings.models import Invitee, Meeting, Paper
from e_office.meetings.reports_back.models import ReportBack
from e_office.meetings.rules_late import Handed
from e_office.people.models import Unit
from e_office.reports.meetings.figures import ROWS, units_by_id
from e_office.reports.meetings.measures import MEASURES, Kind
from e_office.reports.meetings.queries import Row, Scope, of_substitute
from e_office.reports.meetings.report_queries import reports_by_id


class Instead(NamedTuple):
    """A place that was not filled by who was invited: whom the chair agreed to and who came, "" where nobody."""

    agreed: str
    came: str


@dataclass(frozen=True)
class Line:
    """A row with its names; what it is about is shown to those only who may read the invitation.

    `thing` is the paper, the invitee or the report, or the meeting once more; `unit` is the one whose figure it is.
    `instead`: of a place that somebody else was to fill, or filled.
    """

    meeting: Meeting
    unit: Unit
    thing: Paper | HandedPaper | Invitee | Meeting | ReportBack
    fact: Any
    readable: bool
    instead: Instead | None = None


def behind(
    office: Office, actor: Actor, scope: Scope, figure: str, *, page: int = 1, size: int = 50
) -> tuple[list[Line], int]:
    """A page of the rows of a figure, and how many there are."""
    measure = MEASURES[figure]
    rows = [row for row in ROWS[measure.kind](office, scope) if measure.takes(row.fact)]
    rows.sort(key=_ORDER[measure.kind])
    shown = rows[size * (page - 1) : size * page]
    return _named(office, actor, measure.kind, shown), len(rows)


def _papers(row: Row) -> tuple[Any, ...]:
    what = row.thing_id
    place = (1, what.id) if isinstance(what, Handed) else (0, what)
    return (-(row.fact.by or timedelta()), -row.day.toordinal(), *place)


def _seats(row: Row) -> tuple[Any, ...]:
    return (-row.day.toordinal(), -row.meeting_id, row.thing_id)


def _meetings(row: Row) -> tuple[Any, ...]:
    return (-(row.fact.waiting or 0), -(row.fact.age or 0), -row.day.toordinal(), -row.meeting_id)


def _reports(row: Row) -> tuple[Any, ...]:
    return (row.fact.given_on is not None, row.fact.due, row.thing_id)


_ORDER: dict[Kind, Callable[[Row], tuple[Any, ...]]] = {
    Kind.PAPERS: _papers,
    Kind.SEATS: _seats,
    Kind.MEETINGS: _meetings,
    Kind.REPORTS: _reports,
}
"""The latest paper first, the latest meeting first, the conclusion waited for longest (then that which took longest),
the report owed longest."""


def _named(office: Office, actor: Actor, kind: Kind, rows: Sequence[Row]) -> list[Line]:
    meetings = _meetings_by_id(office, {row.meeting_id for row in rows})
    units = units_by_id(office, {row.unit_id for row in rows})
    finders: dict[Kind, Callable[..., Any]] = {
        Kind.PAPERS: things_by_key,
        Kind.SEATS: invitees_by_id,
        Kind.MEETINGS: lambda _office, _ids: meetings,
        Kind.REPORTS: reports_by_id,
    }
    things = finders[kind](office, {row.thing_id for row in rows})
    documents = {one.document_id for one in meetings.values() if one.document_id is not None}
    readable = readable_documents(office, actor, documents)
    instead = _instead_of(office, list(things)) if kind is Kind.SEATS else {}
    return [
        Line(
            meetings[row.meeting_id],
            units[row.unit_id],
            things[row.thing_id],
            row.fact,
            meetings[row.meeting_id].document_id in readable,
            instead.get(row.thing_id),
        )
        for row in rows
    ]


def _instead_of(office: Office, invitee_ids: Collection[int]) -> dict[int, Instead]:
    """Whom the chair agreed to and who came, by invitee; of those alone in whose place somebody was noted or sent."""
    query = (
        select(
            Invitee.id,
            of_substitute(Substitute.state),
            of_substitute(Substitute.name),
            Attendance.state,
            Attendance.name,
        )
        .outerjoin(Attendance, Attendance.invitee_id == Invitee.id)
        .where(Invitee.id.in_(invitee_ids))
    )
    found = {}
    for invitee_id, word, sent, attended, came in office.session.execute(query).tuples():
        agreed = sent if word == Word.APPROVED else ""
        if attended == Attended.SUBSTITUTE or sent:
            found[invitee_id] = Instead(agreed, came if attended == Attended.SUBSTITUTE else "")
    return found


def _meetings_by_id(office: Office, ids: Iterable[int]) -> dict[int, Meeting]:
    query = select(Meeting).where(Meeting.id.in_(set(ids)))
    shown = query.options(joinedload(Meeting.unit), joinedload(Meeting.document), joinedload(Meeting.conclusion))
    return {row.id: row for row in office.session.scalars(shown)}
