"""Which way a document went, seen from whoever asks: an agency of his issued it (đi), or it reached him (đến).

The same document is outgoing for its issuer and incoming for every agency it was sent to (NĐ 30/2020 Art. 3.5,
3.6), so the direction is no fact of the document: it is found out for each question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, not_, or_, select

from e_office.core.office import Office
from e_office.core.permission import CONTENT_ROLES, Actor
from e_office.documents.models import Document, Reader
from e_office.people.queries import units_of_agency
from search import Seat

INCOMING = "incoming"
OUTGOING = "outgoing"


@dataclass(frozen=True)
class Place:
    """An agency somebody works in: the ids of its parts, and of the units whose documents he reads through it."""

    units: frozenset[int]
    reading: frozenset[int]

    def as_seat(self) -> Seat:
        """The same in the tokens of the index."""
        return Seat(frozenset(map(str, self.units)), frozenset(f"u{unit}" for unit in self.reading))


def places_of(office: Office, actor: Actor) -> list[Place]:
    """The agencies of the actor's posts; a post without right to content reads nothing but tells what is own."""
    reading: dict[int, set[int]] = {}
    for post in actor.posts:
        reading.setdefault(post.agency_id, set()).update(post.path if post.role in CONTENT_ROLES else ())
    return [Place(units_of_agency(office, agency), frozenset(units)) for agency, units in reading.items()]


def is_of(places: Sequence[Place], direction: str) -> ColumnElement[bool]:
    """The clause on `Document` for one direction, as the index decides it; no document has an unknown one."""
    own = Document.issuer_unit_id.in_(frozenset().union(*(place.units for place in places)))
    if direction == OUTGOING:
        return own
    if direction != INCOMING:
        return false()
    return or_(Document.issuer_unit_id.is_(None), not_(own), *_received(places))


def _received(places: Sequence[Place]) -> Iterator[ColumnElement[bool]]:
    """What one agency of the actor issued and another received: somebody of both finds it both ways."""
    for place in places if len(places) > 1 else ():
        readable = select(Reader.document_id).where(Reader.unit_id.in_(place.reading))
        yield Document.issuer_unit_id.not_in(place.units) & Document.id.in_(readable)
