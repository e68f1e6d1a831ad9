"""Reading the registers: filtered lists, counts of the chips, the next number, possible duplicates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from e_office.core.asking import Anybody, only_for, shows
from e_office.core.clock import at
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document
from e_office.documents.queries import visible_to
from e_office.registry.issuers import issuer_key, names_of_units
from e_office.registry.models import IncomingEntry, OutgoingEntry
from e_office.registry.policy import REGISTRARS
from search import fold

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class RegisterFilter:
    """What a register is narrowed to; empty fields narrow nothing. Dates are the office's days, inclusive."""

    year: int
    chip: str = "all"
    words: str = ""
    type_code: str = ""
    issuer: str = ""
    issuer_names: tuple[str, ...] = ()
    """Every name under which that issuer stands in the register; empty: the name alone."""
    handler_unit_id: int | None = None
    first: date | None = None
    last: date | None = None
    page: int = 1


@dataclass(frozen=True)
class Page:
    """One page of a register, with how many lines there are in all."""

    rows: Sequence[Any]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def incoming_page(office: Office, actor: Actor, unit_id: int, wanted: RegisterFilter) -> Page:
    """A page of the incoming register, newest number first; only lines the actor may see."""
    query = _incoming(actor, unit_id, wanted.year).where(*_incoming_narrowing(office, wanted))
    return _page(office, query, (IncomingEntry.number.desc(),), wanted.page, _INCOMING_PARTS)


def outgoing_page(office: Office, actor: Actor, unit_id: int, wanted: RegisterFilter) -> Page:
    """A page of the outgoing register, newest first; only lines the actor may see."""
    query = _outgoing(actor, unit_id, wanted.year).where(*_outgoing_narrowing(office, wanted))
    order = (OutgoingEntry.issued_at.desc(), OutgoingEntry.id.desc())
    return _page(office, query, order, wanted.page, _OUTGOING_PARTS)


def incoming_book(office: Office, actor: Actor, unit_id: int, wanted: RegisterFilter) -> list[IncomingEntry]:
    """Every line of the filtered incoming register in the order of arrival, for print and export."""
    query = _incoming(actor, unit_id, wanted.year).where(*_incoming_narrowing(office, wanted))
    return list(office.session.scalars(query.options(*_INCOMING_PARTS).order_by(IncomingEntry.number)))


def outgoing_book(office: Office, actor: Actor, unit_id: int, wanted: RegisterFilter) -> list[OutgoingEntry]:
    """Every line of the filtered outgoing register in the order of issue, for print and export."""
    query = _outgoing(actor, unit_id, wanted.year).where(*_outgoing_narrowing(office, wanted))
    order = (OutgoingEntry.issued_at, OutgoingEntry.id)
    return list(office.session.scalars(query.options(*_OUTGOING_PARTS).order_by(*order)))


def incoming_chips(office: Office, actor: Actor, unit_id: int, wanted: RegisterFilter) -> dict[str, int]:
    """How many lines each quick filter would show beside the other filters in force."""
    names = ("all", "recent", "unforwarded", "due", "late", "urgent", "paper")
    counted = [func.count().filter(_incoming_chip(office, name)).label(name) for name in names]
    narrowing = _incoming_narrowing(office, replace(wanted, chip="all"))
    base = _incoming(actor, unit_id, wanted.year).where(*narrowing).with_only_columns(*counted).order_by(None)
    return dict(office.session.execute(base).one()._mapping)


def outgoing_chips(office: Office, actor: Actor, unit_id: int, wanted: RegisterFilter) -> dict[str, int]:
    """How many lines each quick filter would show beside the other filters in force."""
    names = ("all", "recent", "urgent", "paper")
    counted = [func.count().filter(_outgoing_chip(office, name)).label(name) for name in names]
    narrowing = _outgoing_narrowing(office, replace(wanted, chip="all"))
    base = _outgoing(actor, unit_id, wanted.year).where(*narrowing).with_only_columns(*counted).order_by(None)
    return dict(office.session.execute(base).one()._mapping)


def incoming_entry(office: Office, document_id: int, unit_ids: Collection[int]) -> IncomingEntry | None:
    """The line of a document in the incoming register of one of these agencies."""
    query = select(IncomingEntry).where(
        IncomingEntry.document_id == document_id, IncomingEntry.unit_id.in_(list(unit_ids))
    )
    return office.session.scalars(query.order_by(IncomingEntry.id)).first()


def _handed(actor: Actor) -> Select[tuple[IncomingEntry]]:
    return (
        select(IncomingEntry)
        .join(Document, IncomingEntry.document_id == Document.id)
        .where(visible_to(actor), IncomingEntry.closed_at.is_(None))
        .where(or_(IncomingEntry.handler_id == actor.person_id, _handed_to_units(actor)))
    )


@shows(_handed)
def handed_to(office: Office, actor: Actor, *, limit: int = 50) -> list[IncomingEntry]:
    """Documents passed on to the actor by name, or to a unit the actor works in, that are still open."""
    order = (IncomingEntry.due_on.is_(None), IncomingEntry.due_on, IncomingEntry.arrived_at.desc())
    return list(office.session.scalars(_handed(actor).options(*_INCOMING_PARTS).order_by(*order).limit(limit)))


def _handed_to_units(actor: Actor) -> ColumnElement[bool]:
    """To the unit of a post, where nobody is named; a handler named keeps it off everybody else's desk."""
    return and_(IncomingEntry.handler_id.is_(None), IncomingEntry.handler_unit_id.in_(actor.unit_ids()))


@only_for(*REGISTRARS)
def count_unforwarded(anybody: Anybody) -> Select[tuple[int]]:
    """How many documents of this year's register wait for a clerk to pass them on."""
    return (
        select(func.count())
        .select_from(IncomingEntry)
        .where(IncomingEntry.unit_id.in_(anybody.agency_ids(*REGISTRARS)), IncomingEntry.year == anybody.year())
        .where(IncomingEntry.forwarded_at.is_(None), IncomingEntry.closed_at.is_(None))
    )


def years_of(office: Office, model: type[IncomingEntry] | type[OutgoingEntry], unit_id: int) -> list[int]:
    """The years that have lines, newest first, this year always among them."""
    years = office.session.scalars(select(model.year).filter_by(unit_id=unit_id).distinct())
    return sorted({office.today().year, *years}, reverse=True)


def issuers_of(office: Office, unit_id: int, year: int) -> dict[str, tuple[str, ...]]:
    """Issuers that occur in the incoming register of a year, in alphabetical order, each with all its names there.

    "Sở TN&MT" and its long name are one issuer; the longest name stands for it.
    """
    query = (
        select(Document.issuer_name)
        .join(IncomingEntry, IncomingEntry.document_id == Document.id)
        .where(IncomingEntry.unit_id == unit_id, IncomingEntry.year == year)
        .distinct()
    )
    known, found = names_of_units(office), defaultdict[str, list[str]](list)
    for name in office.session.scalars(query):
        found[issuer_key(name, known)].append(name)
    issuers = {max(names, key=lambda name: (len(name), name)): tuple(names) for names in found.values()}
    return dict(sorted(issuers.items(), key=lambda pair: fold(pair[0])))


_INCOMING_PARTS = (
    joinedload(IncomingEntry.document),
    joinedload(IncomingEntry.handler_unit),
    joinedload(IncomingEntry.handler),
)
_OUTGOING_PARTS = (joinedload(OutgoingEntry.document), joinedload(OutgoingEntry.drafting_unit))


def _incoming(actor: Actor, unit_id: int, year: int) -> Select[Any]:
    return (
        select(IncomingEntry)
        .join(Document, IncomingEntry.document_id == Document.id)
        .where(IncomingEntry.unit_id == unit_id, IncomingEntry.year == year)
        .where(or_(visible_to(actor), _struck(actor)))
    )


def _struck(actor: Actor) -> ColumnElement[bool]:
    """Lines of recalled documents: nobody here may know the document any more, but the number stays explained."""
    return and_(IncomingEntry.recalled_at.is_not(None), IncomingEntry.unit_id.in_(actor.agency_ids()))


def _outgoing(actor: Actor, unit_id: int, year: int) -> Select[Any]:
    return (
        select(OutgoingEntry)
        .join(Document, OutgoingEntry.document_id == Document.id)
        .where(OutgoingEntry.unit_id == unit_id, OutgoingEntry.year == year, visible_to(actor))
    )


def _page(office: Office, query: Select[Any], order: tuple[Any, ...], page: int, parts: tuple[Any, ...]) -> Page:
    total = office.session.scalar(query.with_only_columns(func.count()).order_by(None)) or 0
    page = min(max(1, page), max(1, -(-total // PAGE)))
    rows = office.session.scalars(query.options(*parts).order_by(*order).limit(PAGE).offset(PAGE * (page - 1)))
    return Page(list(rows), total, page)


def _incoming_chip(office: Office, chip: str) -> ColumnElement[bool]:
    today, row = office.today(), IncomingEntry
    open_ = row.closed_at.is_(None)
    chips: dict[str, ColumnElement[bool]] = {
        "recent": row.arrived_at >= _start(today - timedelta(days=1)),
        "unforwarded": and_(row.forwarded_at.is_(None), open_),
        "due": and_(row.due_on == today, open_),
        "late": and_(row.due_on < today, open_),
        "urgent": Document.urgency != "normal",
        "paper": row.channel != "electronic",
    }
    return chips.get(chip, row.id.is_not(None))


def _outgoing_chip(office: Office, chip: str) -> ColumnElement[bool]:
    row = OutgoingEntry
    chips: dict[str, ColumnElement[bool]] = {
        "recent": row.issued_at >= _start(office.today() - timedelta(days=1)),
        "urgent": Document.urgency != "normal",
        "paper": row.copies > 0,
    }
    return chips.get(chip, row.id.is_not(None))


def _incoming_narrowing(office: Office, wanted: RegisterFilter) -> list[ColumnElement[bool]]:
    clauses = [_incoming_chip(office, wanted.chip), *_document_narrowing(wanted)]
    if wanted.words.strip():  # words of a recalled document find nothing, or they would tell what it said
        clauses[-1] = and_(clauses[-1], IncomingEntry.recalled_at.is_(None))
    if wanted.words.strip().isdecimal():
        number = int(wanted.words)
        clauses[-1:] = [or_(clauses[-1], IncomingEntry.number == number)] if number < 2**31 else clauses[-1:]
    if wanted.issuer:
        clauses.append(Document.issuer_name.in_(wanted.issuer_names or (wanted.issuer,)))
    if wanted.handler_unit_id:
        clauses.append(IncomingEntry.handler_unit_id == wanted.handler_unit_id)
    return clauses + _days(IncomingEntry.arrived_at, wanted)


def _outgoing_narrowing(office: Office, wanted: RegisterFilter) -> list[ColumnElement[bool]]:
    return [_outgoing_chip(office, wanted.chip), *_document_narrowing(wanted), *_days(OutgoingEntry.issued_at, wanted)]


def _document_narrowing(wanted: RegisterFilter) -> list[ColumnElement[bool]]:
    """Type, then words as the last clause: each word must occur in number, issuer or subject, accents or not."""
    clauses: list[ColumnElement[bool]] = []
    if wanted.type_code:
        clauses.append(Document.type_code == wanted.type_code)
    words = fold(wanted.words)[:200].split()[:16]
    clauses.append(and_(True, *(Document.folded.contains(word, autoescape=True) for word in words)))
    return clauses


def _days(column: Any, wanted: RegisterFilter) -> list[ColumnElement[bool]]:
    clauses = []
    if wanted.first:
        clauses.append(column >= _start(wanted.first))
    if wanted.last:
        clauses.append(column < _start(wanted.last + timedelta(days=1)))
    return clauses


def _start(day: date) -> datetime:
    return at(day, time.min)
