"""What the database alone can say while the index is away: number, issuer and subject, with every filter (P-23)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, extract, func, or_, select

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document
from e_office.documents.queries import LARGEST_ID, visible_to
from e_office.portal import directions
from e_office.portal.directions import Place
from search import fold

MOST_WORDS = 16

Values = frozenset[str]


@dataclass(frozen=True)
class InDatabase:
    """One page of documents, newest first, how many there are in all, and how many of each kind."""

    rows: Sequence[Document]
    total: int
    kinds: Mapping[str, int]


def find_in_database(
    office: Office, actor: Actor, words: str, filters: Mapping[str, Values], *, size: int, page: int
) -> InDatabase:
    """The documents that hold every word and pass every filter; kinds are counted without the filter by kind."""
    places = directions.places_of(office, actor) if filters.get("direction") else []
    clauses = [visible_to(actor), Document.recalled_at.is_(None), *_narrowing(filters, places)]
    clauses += [Document.folded.contains(word, autoescape=True) for word in fold(words).split()[:MOST_WORDS]]
    counted = select(Document.kind, func.count()).where(and_(*clauses)).group_by(Document.kind)
    kinds = {str(kind): n for kind, n in office.session.execute(counted).tuples()}
    wanted = filters.get("kind") or frozenset(kinds)
    query = select(Document).where(*clauses, Document.kind.in_(wanted))
    query = query.order_by(Document.issued_on.desc(), Document.id.desc()).limit(size).offset(size * (page - 1))
    return InDatabase(list(office.session.scalars(query)), sum(kinds.get(kind, 0) for kind in wanted), kinds)


def _narrowing(filters: Mapping[str, Values], places: Sequence[Place]) -> Iterator[ColumnElement[bool]]:
    """The clause of each filter but the kind's; a value that cannot be one narrows to nothing, as in the index."""
    clauses: dict[str, Callable[[Values], ColumnElement[bool]]] = {
        "doc_type": Document.type_code.in_,
        "year": lambda values: extract("year", Document.issued_on).in_(_numbers(values)),
        "unit": _issued_by,
        "direction": lambda values: or_(*(directions.is_of(places, value) for value in sorted(values))),
    }
    for name, values in filters.items():
        if values and name != "kind":
            yield clauses[name](values)


def _issued_by(values: Values) -> ColumnElement[bool]:
    """Units by id, everybody else by the name as written."""
    names = [value for value in values if not value.isdecimal()]
    outside = and_(Document.issuer_unit_id.is_(None), Document.issuer_name.in_(names))
    return or_(Document.issuer_unit_id.in_(_numbers(values)), outside)


def _numbers(values: Values) -> list[int]:
    return [int(value) for value in values if value.isdecimal() and len(value) < 20 and int(value) <= LARGEST_ID]
