"""What the search index knows of a document, built from its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from e_office.core.office import Office
from e_office.documents.models import Document, DocumentFile, FileText, Kind, Reader
from search import Entry

BATCH = 200
"""Documents read from the database at a time; a rebuild must not hold the house's whole text in memory."""

CONCLUSION_TAG = "conclusion"


def all_entries(office: Office, after_id: int = 0) -> Iterator[Entry]:
    """Every entry the index should have, in the order of ids, from the first id above `after_id`.

    Reads in batches, each in a transaction of its own; a rebuild that was stopped goes on after the last id.
    """
    while ids := _next_ids(office, after_id):
        entries = entries_of(office, ids)
        office.session.rollback()  # no reading snapshot is held while the engine works
        office.session.expunge_all()
        yield from entries
        after_id = ids[-1]


def entries_of(office: Office, ids: Sequence[int]) -> list[Entry]:
    """The entries of these documents, in the order of ids; absent ones have none."""
    query = select(Document).where(Document.id.in_(ids)).order_by(Document.id)
    documents = office.session.scalars(query.options(selectinload(Document.files))).all()
    readers, texts = _readers(office, ids), _texts(office, ids)
    return [_entry(row, frozenset(readers.get(row.id, ())), texts) for row in documents]


def _entry(document: Document, readers: frozenset[str], texts: dict[int, str]) -> Entry:
    words = [texts[file.id] for file in document.files if file.id in texts]
    names = [file.name for file in document.files]
    return Entry(
        id=document.id,
        title=document.subject,
        body="\n\n".join([*words, document.issuer_name, document.signer, *names]),
        number=document.code,
        doc_type=document.type_code,
        unit=_issuer(document),
        year=document.year or 0,
        kind=document.kind,
        tags=frozenset({CONCLUSION_TAG}) if document.kind == Kind.CONCLUSION else frozenset(),
        issued_on=document.issued_on,
        readers=readers,
    )


def _issuer(document: Document) -> str:
    """The unit that issued it by its id; somebody outside the installation by the name as written."""
    if document.issuer_unit_id is not None:
        return str(document.issuer_unit_id)
    return "" if document.issuer_name.isdecimal() else document.issuer_name


def _next_ids(office: Office, after_id: int) -> list[int]:
    query = select(Document.id).where(Document.id > after_id).order_by(Document.id).limit(BATCH)
    return list(office.session.scalars(query))


def _readers(office: Office, ids: Sequence[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    query = select(Reader.document_id, Reader.unit_id, Reader.person_id).where(Reader.document_id.in_(ids))
    for document_id, unit_id, person_id in office.session.execute(query):
        found.setdefault(document_id, set()).add(f"u{unit_id}" if unit_id is not None else f"p{person_id}")
    return found


def _texts(office: Office, ids: Sequence[int]) -> dict[int, str]:
    query = (
        select(FileText.file_id, FileText.text)
        .join(DocumentFile, DocumentFile.id == FileText.file_id)
        .where(DocumentFile.document_id.in_(ids))
    )
    return {row.file_id: row.text for row in office.session.execute(query)}
