"""Reads of documents: the one visibility predicate, readers, openings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core import audit
from e_office.core.audit import JournalEntry
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.documents.models import Document, DocumentFile, FileText, Opening, Reader, Rendition
from e_office.documents.policy import may_see_whole_history
from e_office.people.models import Person, Post
from e_office.people.queries import path_to_agency

OPEN_VERBS = frozenset({"numbered", "sent", "recalled"})
"""Acts every reader may know of: they are how the document came."""

LARGEST_ID = 2**63 - 1
"""No row has a larger id; a database refuses to compare with more."""


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The clause on `Document` for those `actor` may know of: lists, pages, files, counts and hits all use it.

    A document is open to its readers: the units of the actor's posts up to their agency, or the person by name.
    """
    named = Document.id.in_(select(Reader.document_id).where(Reader.person_id == actor.person_id))
    through_unit = Document.id.in_(select(Reader.document_id).where(Reader.unit_id.in_(actor.reading_units())))
    return or_(through_unit, named)


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


def readers_of(office: Office, document: Document) -> list[Reader]:
    """Units and persons the document is open to, in the order they were admitted."""
    query = select(Reader).filter_by(document_id=document.id).order_by(Reader.since, Reader.id)
    return list(office.session.scalars(query.options(joinedload(Reader.unit), joinedload(Reader.person))))


def openings_of(office: Office, document: Document) -> list[Opening]:
    """First openings of its files, earliest first."""
    query = select(Opening).filter_by(document_id=document.id).order_by(Opening.at, Opening.id)
    return list(office.session.scalars(query.options(joinedload(Opening.person).selectinload(Person.posts))))


def has_opened(office: Office, actor: Actor, file: DocumentFile) -> bool:
    """Whether the actor's first opening of this file is noted."""
    query = select(Opening.id).filter_by(file_id=file.id, person_id=actor.person_id)
    return office.session.scalar(query) is not None


@dataclass(frozen=True)
class ReaderState:
    """A reader as the page shows it: whose name, in which unit or post, since when opened (None: not yet)."""

    name: str
    post: str
    opened_at: datetime | None


def reader_states(office: Office, actor: Actor, document: Document) -> list[ReaderState]:
    """Who has opened it, by the first opening of any of its files, then the readers where nobody has.

    A unit counts as opened once somebody who holds a post in it, or below it in its agency, has opened. Whoever
    may not see the whole history sees persons and units of the own agency only.
    """
    first: dict[int, Opening] = {}
    for opening in openings_of(office, document):
        first.setdefault(opening.person_id, opening)
    covered = {unit_id for opening in first.values() for unit_id in _units_of(opening.person)}
    own = None if may_see_whole_history(actor, document) else actor.reading_units()
    opened = [
        ReaderState(opening.person.name, _post_of(opening.person), opening.at)
        for opening in first.values()
        if own is None or own & _units_of(opening.person)
    ]
    return opened + [
        ReaderState(*_reader_name(reader), None)
        for reader in readers_of(office, document)
        if reader.person_id not in first and reader.unit_id not in covered and _is_shown(reader, own)
    ]


def _reader_name(reader: Reader) -> tuple[str, str]:
    """Name and post of a person; name and a short one of a unit."""
    if reader.person is not None:
        return reader.person.name, _post_of(reader.person)
    return (reader.unit.name, "") if reader.unit is not None else ("", "")


def _is_shown(reader: Reader, own: frozenset[int] | None) -> bool:
    if own is None:
        return True
    return reader.unit_id in own if reader.person is None else bool(own & _units_of(reader.person))


def history_of(office: Office, actor: Actor, document: Document) -> list[JournalEntry]:
    """What was done with a document, newest first, as far as the actor may see it; see `may_see_whole_history`."""
    entries = audit.history(office.session, "document", document.id)
    if may_see_whole_history(actor, document):
        return entries
    own = select(Post.person_id).where(Post.unit_id.in_(actor.reading_units()))
    colleagues = {actor.person_id, *office.session.scalars(own)}
    return [entry for entry in entries if entry.verb in OPEN_VERBS or entry.actor_id in colleagues]


def text_of(office: Office, file: DocumentFile) -> str | None:
    """The words drawn from a file; None where there are none yet."""
    row = office.session.get(FileText, file.id)
    return row.text if row else None


_READABLE: Select[Any] = (
    select(
        Rendition.file_id.is_not(None),
        case((Rendition.file_id.is_(None), func.substr(FileText.text, 1, bindparam("letters")))),
    )
    .select_from(DocumentFile)
    .outerjoin(Rendition, Rendition.file_id == DocumentFile.id)
    .outerjoin(FileText, FileText.file_id == DocumentFile.id)
    .where(DocumentFile.id == bindparam("file"))
)


def readable_as(office: Office, file: DocumentFile, letters: int) -> tuple[bool, str]:
    """Whether a PDF was made of a file; where none was, the first `letters` of its words."""
    made, text = office.session.execute(_READABLE, {"file": file.id, "letters": letters}).one()
    return made, text or ""


def rendition_of(office: Office, file: DocumentFile) -> Rendition | None:
    """The PDF made of an office file, where there is one."""
    return office.session.get(Rendition, file.id)


def _post_of(person: Person) -> str:
    return person.posts[0].title if person.posts else ""


def _units_of(person: Person) -> set[int]:
    """The units of a person's posts and those above them up to their agency."""
    return {unit.id for post in person.posts for unit in path_to_agency(post.unit)}
