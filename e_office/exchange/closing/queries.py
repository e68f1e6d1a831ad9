"""Reads of closed periods: beside what is counted now, and whether every seal holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import selectinload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document
from e_office.documents.queries import visible_to
from e_office.exchange.closing.models import RatioSnapshot
from e_office.exchange.ratio_queries import Scope, agencies_with_figures, classified, cube
from e_office.exchange.rules import Counts
from e_office.exchange.rules_closing import Cell
from e_office.people.models import Unit
from e_office.people.queries import unit_by_code


def snapshots(office: Office) -> list[RatioSnapshot]:
    """Every closed period with its corrections, the latest first."""
    query = select(RatioSnapshot).options(selectinload(RatioSnapshot.corrections))
    order = (RatioSnapshot.last.desc(), RatioSnapshot.first.desc(), RatioSnapshot.direction.desc())
    return list(office.session.scalars(query.order_by(*order)))


def find_snapshot(office: Office, snapshot_id: int) -> RatioSnapshot | None:
    """One closed period, or None."""
    query = select(RatioSnapshot).where(RatioSnapshot.id == min(snapshot_id, 2**63 - 1))
    return office.session.scalars(query.options(selectinload(RatioSnapshot.corrections))).one_or_none()


def closed_period(office: Office, first: date, last: date, direction: str, unit_code: str = "") -> RatioSnapshot | None:
    """The snapshot of exactly these days, of an agency or of all, or None."""
    query = select(RatioSnapshot).filter_by(first=first, last=last, direction=direction, unit_code=unit_code)
    return office.session.scalars(query.options(selectinload(RatioSnapshot.corrections))).first()


def scope_of(office: Office, first: date, last: date, direction: str, unit_code: str) -> Scope:
    """What is counted in a period, of an agency or of all."""
    unit = unit_by_code(office, unit_code) if unit_code else None
    return Scope(first=first, last=last, direction=direction, unit_id=unit.id if unit else None)


def counted_now(office: Office, scope: Scope) -> dict[Cell, Counts]:
    """The cells of a period as they are counted at this moment, agencies by their code."""
    lines = cube(office, scope)
    units = agencies_with_figures(office, lines)
    cells: dict[Cell, Counts] = {}
    for line in lines:
        cell = (units[line.unit_id].code, line.type_code, f"{line.month:%Y-%m}")
        cells[cell] = cells.get(cell, Counts()) + line.counts
    return cells


def listed_now(office: Office, scope: Scope) -> list[list[Any]]:
    """The documents of a period as they are counted at this moment, as a snapshot keeps them."""
    rows = classified(scope).subquery()
    query = select(rows.c.document_id, Unit.code, rows.c.day, rows.c.klass, rows.c.pairs, rows.c.electronic_pairs).join(
        Unit, Unit.id == rows.c.unit_id
    )
    found = office.session.execute(query.order_by(rows.c.day, rows.c.document_id, Unit.code))
    return [[row[0], row[1], row[2].isoformat(), str(row[3]), int(row[4]), int(row[5])] for row in found]


@dataclass(frozen=True)
class Listed:
    """A document behind a closed figure, as it was counted then; its words for those alone who may read it."""

    document: Document | None
    day: date
    klass: str
    pairs: int
    electronic_pairs: int
    readable: bool


def behind_closed(office: Office, actor: Actor, snapshot: RatioSnapshot, page: int, size: int) -> list[Listed]:
    """A page of the list behind a closed period, in the order it was kept."""
    rows = (snapshot.documents or [])[size * (page - 1) : size * page]
    ids = [row[0] for row in rows]
    query = select(Document, case((visible_to(actor), 1), else_=0)).where(Document.id.in_(ids))
    found = {document.id: (document, bool(readable)) for document, readable in office.session.execute(query)}
    listed = []
    for document_id, _unit, day, klass, pairs, wholly in rows:
        document, readable = found.get(document_id, (None, False))
        listed.append(Listed(document, date.fromisoformat(day), klass, pairs, wholly, readable))
    return listed


def broken_seals(office: Office) -> Iterator[str]:
    """Each closed period whose figures or corrections are not those that were sealed, by name."""
    for snapshot in snapshots(office):
        before = snapshot.sha256
        if snapshot.seal() != before:
            yield f"{snapshot.period} {snapshot.direction} {snapshot.unit_code}".strip()
        for number, one in enumerate(snapshot.corrections, start=1):
            if one.position != number or one.seal(before) != one.sha256:
                yield f"{snapshot.period} {snapshot.direction}, correction {one.position}"
            before = one.sha256
