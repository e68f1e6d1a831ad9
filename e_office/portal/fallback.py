"""What the database alone can say while the index is away: number, issuer and subject, with every filter (P-23)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

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


def found_in_database(
    office: Office, actor: Actor, words: str, filters: Mapping[str, Values], *, size: int, page: int
) -> tuple[Sequence[Document], int]:
    """One page of documents that hold every word, newest first, and how many there are in all."""
    places = directions.places_of(office, actor) if filters.get("direction") else []
    clauses = [visible_to(actor), Document.recalled_at.is_(None), *_narrowing(filters, places)]
    clauses += [Document.folded.contains(word, autoescape=True) for word in fold(words).split()[:MOST_WORDS]]
    where = and_(*clauses)
    total = office.session.scalar(select(func.count(Document.id)).where(where)) or 0
    query = select(Document).where(where).order_by(Document.issued_on.desc(), Document.id.desc())
    return list(office.session.scalars(query.limit(size).offset(size * (page - 1)))), total


def _narrowing(filters: Mapping[str, Values], places: Sequence[Place]) -> Iterator[ColumnElement[bool]]:
    """The clause of each filter that is set; a value that cannot be one narrows to nothing, as in the index."""
    clauses: dict[str, Callable[[Values], ColumnElement[bool]]] = {
        "kind": Document.kind.in_,
        "doc_type": Document.type_code.in_,
        "year": lambda values: extract("year", Document.issued_on).in_(_numbers(values)),
        "unit": _issued_by,
        "direction": lambda values: or_(*(directions.is_of(places, value) for value in sorted(values))),
    }
    for name, values in filters.items():
        if values:
            yield clauses[name](values)


def _issued_by(values: Values) -> ColumnElement[bool]:
    return Document.issuer_unit_id.in_(_numbers(values))


def _numbers(values: Values) -> list[int]:
    return [int(value) for value in values if value.isdecimal() and len(value) < 20 and int(value) <= LARGEST_ID]
