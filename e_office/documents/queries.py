"""Reads of documents: the one visibility predicate, readers, openings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.documents.models import Document, DocumentFile, FileText, Opening, Reader, Rendition
from e_office.documents.rules import SECRET_LEVELS
from e_office.people.models import Person

LARGEST_ID = 2**63 - 1
"""No row has a larger id; a database refuses to compare with more."""


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The clause on `Document` for those `actor` may know of: lists, pages, files, counts and hits all use it.

    A document is open to its readers: the units of the actor's posts up to their agency, or the person by name.
    A secret one is open to named persons only (T6).
    """
    named = Document.id.in_(select(Reader.document_id).where(Reader.person_id == actor.person_id))
    units = actor.reading_units()
    if not units:
        return named
    through_unit = Document.id.in_(select(Reader.document_id).where(Reader.unit_id.in_(units)))
    return or_(and_(through_unit, Document.secrecy.not_in(SECRET_LEVELS)), named)


def visible_ids(office: Office, actor: Actor, ids: Sequence[int]) -> frozenset[int]:
    """Those of `ids` the actor may know of; the second check of every hit of a search."""
    return frozenset(office.session.scalars(select(Document.id).where(Document.id.in_(ids), visible_to(actor))))


def find_visible(office: Office, actor: Actor, document_id: int) -> Document | None:
    """The document where the actor may know of it."""
    if not 0 < document_id <= LARGEST_ID:
        return None
    query = select(Document).where(Document.id == document_id, visible_to(actor))
    return office.session.scalars(query.options(selectinload(Document.files))).one_or_none()


def get_visible(office: Office, actor: Actor, document_id: int) -> Document:
    """The document.

    :raises NotFound: where it is absent or not open to the actor; nobody can tell which.
    """
    document = find_visible(office, actor, document_id)
    if document is None:
        raise NotFound
    return document


def get_visible_file(office: Office, actor: Actor, document_id: int, file_id: int) -> DocumentFile:
    """One file of a document.

    :raises NotFound: as `get_visible`, and for a file of another document.
    """
    document = get_visible(office, actor, document_id)
    file = next((file for file in document.files if file.id == file_id), None)
    if file is None:
        raise NotFound
    return file


def exists(office: Office, document_id: int) -> bool:
    """Whether there is such a document at all; for the journal of refused looks, never for an answer."""
    return 0 < document_id <= LARGEST_ID and office.session.get(Document, document_id) is not None


def readers_of(office: Office, document: Document) -> list[Reader]:
    """Units and persons the document is open to, in the order they were admitted."""
    query = select(Reader).filter_by(document_id=document.id).order_by(Reader.since, Reader.id)
    return list(office.session.scalars(query.options(joinedload(Reader.unit), joinedload(Reader.person))))


def openings_of(office: Office, document: Document) -> list[Opening]:
    """First openings of its files, earliest first."""
    query = select(Opening).filter_by(document_id=document.id).order_by(Opening.at, Opening.id)
    return list(office.session.scalars(query.options(joinedload(Opening.person).selectinload(Person.posts))))


@dataclass(frozen=True)
class ReaderState:
    """A reader as the page shows it: whose name, in which unit or post, since when opened (None: not yet)."""

    name: str
    post: str
    opened_at: datetime | None


def reader_states(office: Office, document: Document) -> list[ReaderState]:
    """Who has opened it, by the first opening of any of its files, then the readers where nobody has.

    A unit counts as opened once somebody who holds a post in it, or below it in its agency, has opened.
    """
    first: dict[int, Opening] = {}
    for opening in openings_of(office, document):
        first.setdefault(opening.person_id, opening)
    opened = [
        ReaderState(opening.person.name, _post_of(opening.person), opening.at) for opening in first.values()
    ]
    covered = {unit_id for opening in first.values() for unit_id in _units_above(opening.person)}
    waiting = []
    for reader in readers_of(office, document):
        if reader.unit is not None and reader.unit_id not in covered:
            waiting.append(ReaderState(reader.unit.name, "", None))
        if reader.person is not None and reader.person_id not in first:
            waiting.append(ReaderState(reader.person.name, _post_of(reader.person), None))
    return opened + waiting


def text_of(office: Office, file: DocumentFile) -> str | None:
    """The words drawn from a file; None where there are none yet."""
    row = office.session.get(FileText, file.id)
    return row.text if row else None


def rendition_of(office: Office, file: DocumentFile) -> Rendition | None:
    """The PDF made of an office file, where there is one."""
    return office.session.get(Rendition, file.id)


def _post_of(person: Person) -> str:
    return person.posts[0].title if person.posts else ""


def _units_above(person: Person) -> set[int]:
    found = set()
    for post in person.posts:
        unit = post.unit
        found.add(unit.id)
        while not unit.is_agency and unit.parent is not None and unit.parent_id not in found:
            unit = unit.parent
            found.add(unit.id)
    return found
