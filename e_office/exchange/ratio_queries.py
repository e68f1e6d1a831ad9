"""The counts of the ratio: pairs of document and recipient in scope, the class of each document, and the lists."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from e_office.core.clock import at
from e_office.core.db import office_day
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document
from e_office.documents.queries import visible_to
from e_office.exchange.models import Dispatch
from e_office.exchange.rules import Class, Counts
from e_office.people.models import Unit
from e_office.registry.models import IncomingEntry, OutgoingEntry


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What is counted: days inclusive (of issue, or of arrival), a unit or all, a type or all, a direction."""

    first: date
    last: date
    unit_id: int | None = None
    type_code: str | None = None
    direction: str = "out"


@dataclass(frozen=True)
class Line:
    """Counts of one cell of the cube: an agency, a type, a month."""

    unit_id: int
    type_code: str
    month: date
    counts: Counts


def cube(office: Office, scope: Scope) -> list[Line]:
    """Counts by agency, type and month of everything in scope; all sums of the page are made from it."""
    rows = classified(scope).subquery()
    cell = (rows.c.unit_id, rows.c.type_code, rows.c.day)
    query = select(
        *cell,
        *(func.sum(case((rows.c.klass == klass.value, 1), else_=0)) for klass in Class),
        func.sum(rows.c.pairs),
        func.sum(rows.c.electronic_pairs),
    ).group_by(*cell)
    lines: dict[tuple[int, str, date], Counts] = {}
    for unit_id, type_code, day, *counted in office.session.execute(query):
        key = (unit_id, type_code, day.replace(day=1))
        lines[key] = lines.get(key, Counts()) + Counts(*map(int, counted))
    return [Line(*key, counts) for key, counts in sorted(lines.items())]


def classified(scope: Scope) -> Select[Any]:
    """One row a document in scope: document_id, unit_id, type_code, day, klass, pairs, electronic_pairs.

    The twin of `rules.classify` in SQL: E where every pair is wholly electronic, P where none has an
    electronic copy, M otherwise.
    """
    rows = pairs(scope).subquery()
    document = (rows.c.document_id, rows.c.unit_id, rows.c.type_code, rows.c.day)
    wholly = func.sum(case((is_wholly_electronic(rows.c), 1), else_=0))
    klass = case(
        (wholly == func.count(), Class.ELECTRONIC.value),
        (func.sum(rows.c.electronic) == 0, Class.PAPER.value),
        else_=Class.MIXED.value,
    )
    counted = (klass.label("klass"), func.count().label("pairs"), wholly.label("electronic_pairs"))
    return select(*document, *counted).group_by(*document)


def pairs(scope: Scope) -> Select[Any]:
    """One row a pair in scope: pair_id, document_id, unit_id, type_code, day, other, electronic, paper.

    Outgoing, a pair is a document and a state agency other than the issuer that was sent it; incoming, a
    document a state agency sent, by the day of its arrival and the way it came. Recalled and internal
    documents are outside (`domain.md` 3). `unit_id` is the agency whose figure it is, `other` the one at the
    other end; `electronic` and `paper` are 1 or 0.
    """
    query = _received(scope) if scope.direction == "in" else _sent(scope)
    query = query.where(Document.recalled_at.is_(None), Document.internal.is_(False))
    return query.where(Document.type_code == scope.type_code) if scope.type_code else query


def is_wholly_electronic(pair: Any) -> ColumnElement[bool]:
    """Whether a row of `pairs` was exchanged wholly electronically."""
    return and_(pair.electronic == 1, pair.paper == 0)


def _sent(scope: Scope) -> Select[Any]:
    on_paper = or_(Dispatch.channel != "electronic", Dispatch.paper_received_at.is_not(None))
    query = (
        select(
            Dispatch.id.label("pair_id"),
            Document.id.label("document_id"),
            OutgoingEntry.unit_id,
            Document.type_code,
            Document.issued_on.label("day"),
            Dispatch.name.label("other"),
            case((Dispatch.channel != "paper", 1), else_=0).label("electronic"),
            case((on_paper, 1), else_=0).label("paper"),
        )
        .join(OutgoingEntry, OutgoingEntry.document_id == Document.id)
        .join(Dispatch, Dispatch.document_id == Document.id)
        .where(Document.issued_on >= scope.first, Document.issued_on <= scope.last)
        .where(Dispatch.state_agency.is_(True))
        .where(or_(Dispatch.unit_id.is_(None), Dispatch.unit_id != OutgoingEntry.unit_id))
    )
    return query.where(OutgoingEntry.unit_id == scope.unit_id) if scope.unit_id else query


def _received(scope: Scope) -> Select[Any]:
    arrived = IncomingEntry.arrived_at
    query = (
        select(
            IncomingEntry.id.label("pair_id"),
            Document.id.label("document_id"),
            IncomingEntry.unit_id,
            Document.type_code,
            office_day(arrived).label("day"),
            Document.issuer_name.label("other"),
            case((IncomingEntry.channel != "paper", 1), else_=0).label("electronic"),
            case((IncomingEntry.channel != "electronic", 1), else_=0).label("paper"),
        )
        .join(IncomingEntry, IncomingEntry.document_id == Document.id)
        .where(arrived >= _start(scope.first), arrived < _start(scope.last + timedelta(days=1)))
        .where(IncomingEntry.from_state_agency.is_(True), IncomingEntry.recalled_at.is_(None))
    )
    return query.where(IncomingEntry.unit_id == scope.unit_id) if scope.unit_id else query


def _start(day: date) -> datetime:
    return at(day, time.min)


@dataclass(frozen=True)
class Counted:
    """A document behind a figure; what it says is shown to those only who may read it."""

    document: Document
    day: date
    klass: Class
    pairs: int
    electronic_pairs: int
    readable: bool


def behind(
    office: Office, actor: Actor, scope: Scope, klasses: Collection[Class] = (), *, page: int = 1, size: int = 50
) -> tuple[list[Counted], int]:
    """A page of the documents of some classes (of all where none is named), the latest first, and how many there are.

    Everybody may see that a document was counted; what it says only those who may read it.
    """
    rows = classified(scope).subquery()
    narrowed = select(rows).where(rows.c.klass.in_(klasses)) if klasses else select(rows)
    counted = narrowed.subquery()
    total = office.session.scalar(select(func.count()).select_from(counted)) or 0
    figures = (counted.c.day, counted.c.klass, counted.c.pairs, counted.c.electronic_pairs)
    query = (
        select(Document, *figures, _readable(actor))
        .join(counted, counted.c.document_id == Document.id)
        .order_by(counted.c.day.desc(), Document.id.desc(), counted.c.unit_id)
        .limit(size)
        .offset(size * (page - 1))
    )
    found = office.session.execute(query).all()
    return [Counted(row[0], row[1], Class(row[2]), int(row[3]), int(row[4]), bool(row[5])) for row in found], total


@dataclass(frozen=True)
class Pair:
    """A document and its recipient (or, incoming, its sender) behind the second figure."""

    document: Document
    day: date
    other: str
    electronic: bool
    paper: bool
    readable: bool


def pairs_behind(
    office: Office, actor: Actor, scope: Scope, wholly: bool | None, *, page: int = 1, size: int = 50
) -> tuple[list[Pair], int]:
    """A page of the pairs behind the second figure and how many there are; `wholly` narrows to a class of pairs."""
    rows = pairs(scope).subquery()
    narrowed = select(rows)
    if wholly is not None:
        narrowed = narrowed.where(is_wholly_electronic(rows.c) if wholly else ~is_wholly_electronic(rows.c))
    counted = narrowed.subquery()
    total = office.session.scalar(select(func.count()).select_from(counted)) or 0
    query = (
        select(Document, counted.c.day, counted.c.other, counted.c.electronic, counted.c.paper, _readable(actor))
        .join(counted, counted.c.document_id == Document.id)
        .order_by(counted.c.day.desc(), Document.id.desc(), counted.c.pair_id)
        .limit(size)
        .offset(size * (page - 1))
    )
    found = office.session.execute(query).all()
    return [Pair(row[0], row[1], row[2], bool(row[3]), bool(row[4]), bool(row[5])) for row in found], total


def agencies_with_figures(office: Office, lines: Sequence[Line]) -> dict[int, Unit]:
    """The agencies that occur in a cube."""
    ids = {line.unit_id for line in lines}
    return {unit.id: unit for unit in office.session.scalars(select(Unit).where(Unit.id.in_(ids)))}


def _readable(actor: Actor) -> ColumnElement[int]:
    return case((visible_to(actor), 1), else_=0)
