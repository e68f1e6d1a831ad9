"""What reached invitees too late: figures of a period, computed on every look from the logs of its meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings.handed.models import HandedPaper
from e_office.meetings.handed.queries import things_by_key
from e_office.meetings.late_queries import invitees_by_id, issued_meetings, readable_documents
from e_office.meetings.log import told_of
from e_office.meetings.models import Invitee, Meeting, Paper
from e_office.meetings.rules_late import Handed, Item, Late, Told
from e_office.people.models import Unit
from e_office.people.queries import holidays
from e_office.reports.periods import bounds
from e_office.reports.tally import Narrowed, Tally, tally_of, total

K = TypeVar("K")
Logs = Sequence[tuple[Meeting, Told]]


@dataclass(frozen=True, kw_only=True)
class LatenessScope:
    """Which meetings: their days inclusive, a unit or all; `preparing` names the unit that prepares the content."""

    first: date
    last: date
    unit_id: int | None = None
    preparing: bool = False


@dataclass(frozen=True)
class UnitRow:
    """One convening or preparing unit."""

    unit: Unit
    tally: Tally


@dataclass(frozen=True)
class MonthRow:
    """One month with meetings; `first` and `last` are its days within the scope."""

    first: date
    last: date
    tally: Tally


@dataclass(frozen=True)
class Lateness:
    """Everything the page and the exports show; rows of either kind add up to the total."""

    scope: LatenessScope
    unit: Unit | None
    total: Tally
    units: tuple[UnitRow, ...]
    months: tuple[MonthRow, ...]


def figures(office: Office, scope: LatenessScope) -> Lateness:
    """The figures of a scope."""
    logs = _logs(office, scope)
    units = _summed(logs, lambda meeting: unit_of(meeting, scope.preparing))
    months = _summed(logs, lambda meeting: _day(meeting).replace(day=1))
    order = sorted(units, key=lambda unit: (-units[unit].things.late, -units[unit].meetings, unit.name))
    return Lateness(
        scope=scope,
        unit=office.session.get(Unit, scope.unit_id) if scope.unit_id else None,
        total=total(units.values()),
        units=tuple(UnitRow(unit, units[unit]) for unit in order),
        months=tuple(MonthRow(*_days_within(month, scope), months[month]) for month in sorted(months)),
    )


def unit_of(meeting: Meeting, preparing: bool) -> Unit:
    """The unit a meeting is counted for; where none prepares the content, the one that invites does."""
    return (meeting.preparing_unit or meeting.unit) if preparing else meeting.unit


@dataclass(frozen=True)
class MeetingLine:
    """A meeting behind a figure; what it is about is shown to those only who may read its invitation."""

    meeting: Meeting
    tally: Tally
    readable: bool


def meetings_behind(
    office: Office, actor: Actor, scope: LatenessScope, late: bool | None, *, page: int = 1, size: int = 50
) -> tuple[list[MeetingLine], int]:
    """A page of the meetings behind a figure, the latest first, and how many there are."""
    lines = [(meeting, tally_of(told)) for meeting, told in _logs(office, scope)]
    chosen = [(meeting, tally) for meeting, tally in lines if late in (None, bool(tally.late_meetings))]
    shown = chosen[size * (page - 1) : size * page]
    readable = _readable(office, actor, [meeting for meeting, _tally in shown])
    return [MeetingLine(meeting, tally, meeting.document_id in readable) for meeting, tally in shown], len(chosen)


@dataclass(frozen=True)
class ThingLine:
    """An invitation (`paper` None) or a paper that reached an invitee, or was handed out; `late` None: in time."""

    meeting: Meeting
    invitee: Invitee
    paper: Paper | HandedPaper | None
    late: Late | None
    readable: bool


def things_behind(
    office: Office, actor: Actor, scope: LatenessScope, narrowed: Narrowed, *, page: int = 1, size: int = 50
) -> tuple[list[ThingLine], int]:
    """A page of what reached invitees, the latest meeting first and what was worst in it, and how many there are."""
    chosen = [thing for meeting, told in _logs(office, scope) for thing in _things(meeting, told, narrowed)]
    shown = chosen[size * (page - 1) : size * page]
    invitees = invitees_by_id(office, {item[0] for _meeting, item, _late in shown})
    papers = things_by_key(office, {item[1] for _meeting, item, _late in shown if item[1] is not None})
    readable = _readable(office, actor, [meeting for meeting, _item, _late in shown])
    lines = [
        ThingLine(
            meeting,
            invitees[item[0]],
            papers[item[1]] if item[1] is not None else None,
            late,
            meeting.document_id in readable,
        )
        for meeting, item, late in shown
    ]
    return lines, len(chosen)


def _things(meeting: Meeting, told: Told, narrowed: Narrowed) -> Iterator[tuple[Meeting, Item, Late | None]]:
    def order(item: Item) -> tuple[float, int, int, int]:
        late, (who, what) = told.late.get(item), item
        place = (1, what.id) if isinstance(what, Handed) else (0, what or 0)
        return (-late.by.total_seconds() if late else 0.0, who, *place)

    for item in sorted(told.reached, key=order):
        late = told.late.get(item)
        if narrowed.takes(item[1] is not None, late):
            yield meeting, item, late


def _logs(office: Office, scope: LatenessScope) -> Logs:
    meetings = issued_meetings(office, scope.first, scope.last, unit_id=scope.unit_id, preparing=scope.preparing)
    told = told_of(office, meetings, holidays(office))
    return [(meeting, told[meeting.id]) for meeting in meetings]


def _summed(logs: Logs, key: Callable[[Meeting], K]) -> dict[K, Tally]:
    sums: dict[K, Tally] = {}
    for meeting, told in logs:
        sums[key(meeting)] = sums.get(key(meeting), Tally()) + tally_of(told)
    return sums


def _readable(office: Office, actor: Actor, meetings: Sequence[Meeting]) -> frozenset[int]:
    ids = {meeting.document_id for meeting in meetings if meeting.document_id is not None}
    return readable_documents(office, actor, ids)


def _day(meeting: Meeting) -> date:
    assert meeting.starts_at is not None, "an issued meeting has an hour"
    return day_of(meeting.starts_at)


def _days_within(month: date, scope: LatenessScope) -> tuple[date, date]:
    return max(month, scope.first), min(bounds("month", month)[1], scope.last)
