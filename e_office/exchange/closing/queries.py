"""Reads of closed periods: beside what is counted now, and whether every seal holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from e_office.core.office import Office
from e_office.exchange.closing.models import RatioSnapshot
from e_office.exchange.ratio_queries import Scope, agencies_with_figures, cube
from e_office.exchange.rules import Counts
from e_office.exchange.rules_closing import Cell


def snapshots(office: Office) -> list[RatioSnapshot]:
    """Every closed period with its corrections, the latest first."""
    query = select(RatioSnapshot).options(selectinload(RatioSnapshot.corrections))
    order = (RatioSnapshot.last.desc(), RatioSnapshot.first.desc(), RatioSnapshot.direction.desc())
    return list(office.session.scalars(query.order_by(*order)))


def find_snapshot(office: Office, snapshot_id: int) -> RatioSnapshot | None:
    """One closed period, or None."""
    query = select(RatioSnapshot).where(RatioSnapshot.id == min(snapshot_id, 2**63 - 1))
    return office.session.scalars(query.options(selectinload(RatioSnapshot.corrections))).one_or_none()


def closed_period(office: Office, first: date, last: date, direction: str) -> RatioSnapshot | None:
    """The snapshot of exactly these days, or None."""
    query = select(RatioSnapshot).filter_by(first=first, last=last, direction=direction)
    return office.session.scalars(query.options(selectinload(RatioSnapshot.corrections))).first()


def counted_now(office: Office, first: date, last: date, direction: str) -> dict[Cell, Counts]:
    """The cells of a period as they are counted at this moment, agencies by their code."""
    lines = cube(office, Scope(first=first, last=last, direction=direction))
    units = agencies_with_figures(office, lines)
    cells: dict[Cell, Counts] = {}
    for line in lines:
        cell = (units[line.unit_id].code, line.type_code, f"{line.month:%Y-%m}")
        cells[cell] = cells.get(cell, Counts()) + line.counts
    return cells


def broken_seals(office: Office) -> Iterator[str]:
    """Each closed period whose figures or corrections are not those that were sealed, by name."""
    for snapshot in snapshots(office):
        before = snapshot.sha256
        if snapshot.seal() != before:
            yield f"{snapshot.period} {snapshot.direction}"
        for number, one in enumerate(snapshot.corrections, start=1):
            if one.position != number or one.seal(before) != one.sha256:
                yield f"{snapshot.period} {snapshot.direction}, correction {one.position}"
            before = one.sha256
