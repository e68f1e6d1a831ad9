"""The share of wholly electronic exchange: figures of a period, computed on every look and never stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from e_office.core.office import Office
from e_office.exchange.ratio_queries import Line, Scope, agencies_with_figures, cube
from e_office.exchange.rules import TARGET, Counts, Ratio, if_electronic_only, missing_documents, ratio
from e_office.people.models import Unit
from e_office.registry.types import TYPES
from e_office.reports.periods import Period, bounds

K = TypeVar("K")


@dataclass(frozen=True)
class TypeRow:
    """One document type: its counts, and by how many points the ratio would rise without its paper."""

    code: str
    name: str
    counts: Counts
    gain: float


@dataclass(frozen=True)
class UnitRow:
    """One agency in the ranking; `change` in points against the period before, None where it had none."""

    rank: int
    unit: Unit
    counts: Counts
    ratio: Ratio
    change: float | None


@dataclass(frozen=True)
class MonthRow:
    """One month, or the part of it that lies in the period: its first and last day counted."""

    first: date
    last: date
    counts: Counts

    @property
    def ratio(self) -> Ratio:
        """Its share."""
        return ratio(self.counts)

    @property
    def whole(self) -> bool:
        """Whether every day of the month is counted."""
        return self.first.day == 1 and (self.last + timedelta(days=1)).day == 1


@dataclass(frozen=True)
class Figures:
    """Everything the page, the XLSX and the report show.

    `months` are those of the period and add up to `counts`; `trend` begins in January at the latest.
    """

    scope: Scope
    period: Period
    unit: Unit | None
    counts: Counts
    ratio: Ratio
    missing: int
    types: tuple[TypeRow, ...]
    units: tuple[UnitRow, ...]
    months: tuple[MonthRow, ...]
    trend: tuple[MonthRow, ...]
    target: int = TARGET


@dataclass(frozen=True)
class WhatIf:
    """The ratio if some types had gone electronically only."""

    types: frozenset[str]
    counts: Counts
    ratio: Ratio
    changed: int


def figures(office: Office, scope: Scope, period: Period) -> Figures:
    """The figures of a scope; SQL counts, pure functions divide."""
    lines = cube(office, scope)
    by_type = _summed(lines, lambda line: line.type_code)
    total = sum(by_type.values(), Counts())
    months = months_of(lines, scope, trimmed=period.kind == "days")
    return Figures(
        scope=scope,
        period=period,
        unit=office.session.get(Unit, scope.unit_id) if scope.unit_id else None,
        counts=total,
        ratio=ratio(total),
        missing=missing_documents(total),
        types=_types(by_type, total),
        units=_units(office, scope, period, lines),
        months=months,
        trend=_trend(office, scope, months),
    )


def what_if(found: Figures, types: Iterable[str]) -> WhatIf:
    """What the figure would be if documents of `types` had gone electronically only; changes nothing."""
    by_type = {row.code: row.counts for row in found.types}
    wanted = frozenset(types) & frozenset(by_type)
    counts = if_electronic_only(by_type, wanted)
    return WhatIf(wanted, counts, ratio(counts), counts.electronic - found.counts.electronic)


def _summed(lines: Iterable[Line], key: Callable[[Line], K]) -> dict[K, Counts]:
    sums: dict[K, Counts] = {}
    for line in lines:
        sums[key(line)] = sums.get(key(line), Counts()) + line.counts
    return sums


def _types(by_type: dict[str, Counts], total: Counts) -> tuple[TypeRow, ...]:
    now = ratio(total).documents or 0
    rows = [
        TypeRow(
            code,
            TYPES[code].name_vi if code in TYPES else code,
            counts,
            (ratio(if_electronic_only(by_type, [code])).documents or 0) - now,
        )
        for code, counts in by_type.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.gain, row.name)))


def _units(office: Office, scope: Scope, period: Period, lines: list[Line]) -> tuple[UnitRow, ...]:
    """Agencies with the highest share first; more documents break a tie."""
    before = period.before()
    earlier_scope = replace(scope, first=before.first, last=before.last)
    earlier = _summed(cube(office, earlier_scope), lambda line: line.unit_id)
    units = agencies_with_figures(office, lines)
    sums = _summed(lines, lambda line: line.unit_id)
    order = sorted(sums, key=lambda unit: (-(ratio(sums[unit]).documents or 0), -sums[unit].documents))
    rows = []
    for rank, unit_id in enumerate(order, start=1):
        share = ratio(sums[unit_id])
        past = ratio(earlier.get(unit_id, Counts())).documents
        change = None if past is None or share.documents is None else share.documents - past
        rows.append(UnitRow(rank, units[unit_id], sums[unit_id], share, change))
    return tuple(rows)


def months_of(lines: Iterable[Line], scope: Scope, *, trimmed: bool = False) -> tuple[MonthRow, ...]:
    """Every month of the scope's days, the first and the last cut where those begin and end.

    `trimmed` leaves out the months before the first and after the last that has documents: anybody may ask
    for a thousand years.
    """
    sums = _summed(lines, lambda line: line.month)
    first, last = scope.first.replace(day=1), scope.last.replace(day=1)
    if trimmed and sums:
        first, last = max(first, min(sums)), min(last, max(sums))
    elif trimmed:
        return ()
    rows = []
    while first <= last:
        end = bounds("month", first)[1]
        rows.append(MonthRow(max(first, scope.first), min(end, scope.last), sums.get(first, Counts())))
        first = end + timedelta(days=1)
    return tuple(rows)


def _trend(office: Office, scope: Scope, months: tuple[MonthRow, ...]) -> tuple[MonthRow, ...]:
    """The months up to the end of the period, from January of its last year or its own first month if earlier."""
    january = date(scope.last.year, 1, 1)
    if months and months[0].first <= january:
        return months
    year = replace(scope, first=january)
    return months_of(cube(office, year), year)
