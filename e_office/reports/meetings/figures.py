"""The figures on meetings of a period, computed on every look: by unit, by month, beside the period before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from e_office.core.office import Office
from e_office.people.models import Unit
from e_office.reports.meetings.measures import MEASURES, Kind
from e_office.reports.meetings.paper_queries import paper_rows
from e_office.reports.meetings.queries import Row, Scope, meeting_rows, seat_rows
from e_office.reports.meetings.report_queries import report_rows
from e_office.reports.meetings.rules import Share, standing_out, worst_first
from e_office.reports.meetings.tally import Tally
from e_office.reports.periods import Period, bounds

ROWS = {
    Kind.PAPERS: paper_rows,
    Kind.SEATS: seat_rows,
    Kind.MEETINGS: meeting_rows,
    Kind.REPORTS: report_rows,
}
"""What the figures of a kind are counted from, and so the lists behind them."""

ORDERED_BY = {
    Kind.PAPERS: ("papers_own", "papers_late"),
    Kind.SEATS: ("unexcused", "wrong"),
    Kind.MEETINGS: ("overdue", "unwritten"),
    Kind.REPORTS: ("late_reports", "owed"),
}
"""What the units of each table are compared by."""

Found = dict[Kind, list[Row]]


@dataclass(frozen=True)
class UnitRow:
    """One unit; `before` are its figures of the period before, None where that had none of the kind."""

    unit: Unit
    tally: Tally
    before: Tally | None

    def change(self, key: str) -> float | None:
        """By how many points a share has changed; None where one of the two has nothing to count."""
        now, past = self.tally.share(key).percent, self.before.share(key).percent if self.before else None
        return None if now is None or past is None else now - past


@dataclass(frozen=True)
class MonthRow:
    """One month; `first` and `last` are its days within the scope."""

    first: date
    last: date
    tally: Tally


@dataclass(frozen=True)
class StandsOut:
    """A figure of one unit that stands out."""

    key: str
    unit: Unit
    share: Share


@dataclass(frozen=True)
class Figures:
    """Everything the page and the exports show; the rows of a kind add up to the total."""

    scope: Scope
    period: Period
    before_period: Period
    unit: Unit | None
    total: Tally
    before: Tally
    units: dict[Kind, tuple[UnitRow, ...]]
    months: tuple[MonthRow, ...]
    stands_out: tuple[StandsOut, ...]


def figures(office: Office, scope: Scope, period: Period, unit: Unit | None = None) -> Figures:
    """The figures of a scope; `unit` is the one it was narrowed to."""
    before_period = period.before()
    found = {kind: rows(office, scope) for kind, rows in ROWS.items()}
    earlier_scope = replace(scope, first=before_period.first, last=before_period.last)
    earlier = {kind: rows(office, earlier_scope) for kind, rows in ROWS.items()}
    by_unit = {kind: _by_unit(kind, rows) for kind, rows in found.items()}
    past = {kind: _by_unit(kind, rows) for kind, rows in earlier.items()}
    names = units_by_id(office, {unit_id for tallies in by_unit.values() for unit_id in tallies})
    return Figures(
        scope=scope,
        period=period,
        before_period=before_period,
        unit=unit,
        total=_tally(found),
        before=_tally(earlier),
        units={kind: _ordered(kind, by_unit[kind], past[kind], names) for kind in Kind},
        months=_months(found, scope),
        stands_out=_stands_out(by_unit, names),
    )


def _tally(found: Found) -> Tally:
    tally = Tally()
    for kind, rows in found.items():
        for fact, times in Counter(row.fact for row in rows).items():
            tally.add(kind, fact, times)
    return tally


def _by_unit(kind: Kind, rows: Iterable[Row]) -> dict[int, Tally]:
    sums: dict[int, Tally] = {}
    for (unit_id, fact), times in Counter((row.unit_id, row.fact) for row in rows).items():
        sums.setdefault(unit_id, Tally()).add(kind, fact, times)
    return sums


def _ordered(kind: Kind, sums: dict[int, Tally], past: dict[int, Tally], names: dict[int, Unit]) -> tuple[UnitRow, ...]:

    def place(unit_id: int) -> tuple[Any, ...]:
        return worst_first([sums[unit_id].share(key) for key in ORDERED_BY[kind]], names[unit_id].name)

    order = sorted(sums, key=place)
    return tuple(UnitRow(names[unit_id], sums[unit_id], past.get(unit_id)) for unit_id in order)


def _months(found: Found, scope: Scope) -> tuple[MonthRow, ...]:
    sums: dict[date, Tally] = {}
    for kind, rows in found.items():
        for (month, fact), times in Counter((row.day.replace(day=1), row.fact) for row in rows).items():
            sums.setdefault(month, Tally()).add(kind, fact, times)
    return tuple(MonthRow(*_days_within(month, scope), sums.get(month, Tally())) for month in _between(sums))


def _between(months: Collection[date]) -> Iterator[date]:
    """Every month from the first with meetings to the last, those without any too."""
    month = min(months, default=None)
    while month is not None and month <= max(months):
        yield month
        month = bounds("month", month)[1] + timedelta(days=1)


def _days_within(month: date, scope: Scope) -> tuple[date, date]:
    return max(month, scope.first), min(bounds("month", month)[1], scope.last)


def _stands_out(by_unit: dict[Kind, dict[int, Tally]], names: dict[int, Unit]) -> tuple[StandsOut, ...]:
    shares = [
        (key, unit_id, tally.share(key))
        for key, measure in MEASURES.items()
        if measure.bad
        for unit_id, tally in by_unit[measure.kind].items()
    ]
    return tuple(StandsOut(key, names[unit_id], share) for key, unit_id, share in standing_out(shares))


def units_by_id(office: Office, ids: Iterable[int]) -> dict[int, Unit]:
    """Units by id."""
    query = select(Unit).where(Unit.id.in_(set(ids)))
    return {unit.id: unit for unit in office.session.scalars(query)}
