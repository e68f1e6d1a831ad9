"""Reading the exchange: what waits to be registered, who got a document, and the counts of the ratio."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document
from e_office.documents.queries import visible_to
from e_office.exchange.models import Dispatch
from e_office.exchange.rules import Class, Counts
from e_office.people.models import Unit
from e_office.registry.models import IncomingEntry, OutgoingEntry


def arrivals(office: Office, unit_ids: Iterable[int], *, limit: int = 100) -> list[Dispatch]:
    """Electronic arrivals that wait for the clerk (chờ vào sổ), urgent and oldest first."""
    query = _arrivals(unit_ids).options(joinedload(Dispatch.document).joinedload(Document.issuer_unit))
    urgent = case((Document.urgency == "normal", 1), else_=0)
    return list(office.session.scalars(query.order_by(urgent, Dispatch.sent_at, Dispatch.id).limit(limit)))


def count_arrivals(office: Office, unit_ids: Iterable[int]) -> int:
    """How many electronic arrivals wait for the clerk."""
    return office.session.scalar(_arrivals(unit_ids).with_only_columns(func.count())) or 0


def dispatches_of(office: Office, document_id: int) -> list[Dispatch]:
    """Every recipient of a document with its receipt, in the order of sending."""
    query = select(Dispatch).filter_by(document_id=document_id).options(joinedload(Dispatch.opened_by))
    return list(office.session.scalars(query.order_by(Dispatch.id)))


def dispatch_to(office: Office, document_id: int, unit_ids: Iterable[int]) -> Dispatch | None:
    """The dispatch by which one of these agencies got a document."""
    query = select(Dispatch).where(Dispatch.document_id == document_id, Dispatch.unit_id.in_(list(unit_ids)))
    return office.session.scalars(query.order_by(Dispatch.id)).first()


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
    per_document = classified(scope).subquery()
    month = per_document.c.issued_on
    query = select(
        per_document.c.unit_id,
        per_document.c.type_code,
        month,
        *(func.sum(case((per_document.c.klass == klass.value, 1), else_=0)) for klass in Class),
        func.sum(per_document.c.pairs),
        func.sum(per_document.c.electronic_pairs),
    ).group_by(per_document.c.unit_id, per_document.c.type_code, month)
    lines: dict[tuple[int, str, date], Counts] = {}
    for unit_id, type_code, day, electronic, mixed, paper, pairs, electronic_pairs in office.session.execute(query):
        key = (unit_id, type_code, day.replace(day=1))
        counts = Counts(int(electronic), int(mixed), int(paper), int(pairs), int(electronic_pairs))
        lines[key] = lines.get(key, Counts()) + counts
    return [Line(*key, counts) for key, counts in sorted(lines.items())]


def classified(scope: Scope) -> Select[tuple[int, int, str, date, str, int, int]]:
    """One row a document in scope: id, agency, type, day, class, pairs, wholly electronic pairs.

    In scope are documents with at least one recipient that is a state agency other than the issuer, not
    secret, not recalled, not internal (`domain.md` 3). Incoming ones count by the way they came.
    """
    return _received(scope) if scope.direction == "in" else _sent(scope)


def behind(
    office: Office, actor: Actor, scope: Scope, klass: Class | None, *, page: int = 1, size: int = 50
) -> tuple[list[tuple[Document, str, int, int, bool]], int]:
    """The documents behind a figure: (document, class, pairs, electronic pairs, may be opened), and how many.

    Everybody may see that a document was counted; what it says only those who may read it.
    """
    rows = classified(scope).subquery()
    narrowed = select(rows) if klass is None else select(rows).where(rows.c.klass == klass.value)
    counted = narrowed.subquery()
    total = office.session.scalar(select(func.count()).select_from(counted)) or 0
    readable = case((visible_to(actor), 1), else_=0)
    query = (
        select(Document, counted.c.klass, counted.c.pairs, counted.c.electronic_pairs, readable)
        .join(counted, counted.c.document_id == Document.id)
        .order_by(counted.c.issued_on.desc(), Document.id.desc())
        .limit(size)
        .offset(size * (page - 1))
    )
    found = office.session.execute(query)
    return [(row[0], row[1], int(row[2]), int(row[3]), bool(row[4])) for row in found], total


def agencies_with_figures(office: Office, lines: Sequence[Line]) -> dict[int, Unit]:
    """The agencies that occur in a cube."""
    ids = {line.unit_id for line in lines}
    return {unit.id: unit for unit in office.session.scalars(select(Unit).where(Unit.id.in_(ids)))}


def _arrivals(unit_ids: Iterable[int]) -> Select[tuple[Dispatch]]:
    registered = select(IncomingEntry.id).where(
        IncomingEntry.unit_id == Dispatch.unit_id, IncomingEntry.document_id == Dispatch.document_id
    )
    return (
        select(Dispatch)
        .join(Document, Dispatch.document_id == Document.id)
        .where(Dispatch.unit_id.in_(list(unit_ids)), Dispatch.channel != "paper", Document.recalled_at.is_(None))
        .where(Dispatch.registered_at.is_(None), ~registered.exists())
    )


def _counted(day: ColumnElement[date], scope: Scope) -> list[ColumnElement[bool]]:
    clauses = [
        Document.secrecy == "none",
        Document.recalled_at.is_(None),
        Document.internal.is_(False),
        day >= scope.first,
        day <= scope.last,
    ]
    if scope.type_code:
        clauses.append(Document.type_code == scope.type_code)
    return clauses


def _sent(scope: Scope) -> Select[tuple[int, int, str, date, str, int, int]]:
    on_paper = or_(Dispatch.channel != "electronic", Dispatch.paper_received_at.is_not(None))
    electronically = Dispatch.channel != "paper"
    wholly = and_(electronically, ~on_paper)
    pairs, electronic_pairs = func.count(Dispatch.id), func.sum(case((wholly, 1), else_=0))
    klass = case(
        (electronic_pairs == pairs, Class.ELECTRONIC.value),
        (func.sum(case((electronically, 1), else_=0)) == 0, Class.PAPER.value),
        else_=Class.MIXED.value,
    )
    query = (
        select(
            Document.id.label("document_id"),
            OutgoingEntry.unit_id,
            Document.type_code,
            Document.issued_on,
            klass.label("klass"),
            pairs.label("pairs"),
            electronic_pairs.label("electronic_pairs"),
        )
        .join(OutgoingEntry, OutgoingEntry.document_id == Document.id)
        .join(Dispatch, Dispatch.document_id == Document.id)
        .where(*_counted(Document.issued_on, scope), Dispatch.state_agency.is_(True))
        .where(or_(Dispatch.unit_id.is_(None), Dispatch.unit_id != OutgoingEntry.unit_id))
        .group_by(Document.id, OutgoingEntry.unit_id, Document.type_code, Document.issued_on)
    )
    return query.where(OutgoingEntry.unit_id == scope.unit_id) if scope.unit_id else query


def _received(scope: Scope) -> Select[tuple[int, int, str, date, str, int, int]]:
    classes = {"electronic": Class.ELECTRONIC, "both": Class.MIXED, "paper": Class.PAPER}
    klass = case({channel: value.value for channel, value in classes.items()}, value=IncomingEntry.channel)
    query = (
        select(
            Document.id.label("document_id"),
            IncomingEntry.unit_id,
            Document.type_code,
            Document.issued_on,
            klass.label("klass"),
            case((Document.id > 0, 1)).label("pairs"),
            case((IncomingEntry.channel == "electronic", 1), else_=0).label("electronic_pairs"),
        )
        .join(IncomingEntry, IncomingEntry.document_id == Document.id)
        .where(*_counted(Document.issued_on, scope))
    )
    return query.where(IncomingEntry.unit_id == scope.unit_id) if scope.unit_id else query
