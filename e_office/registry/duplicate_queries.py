"""Documents that could be the one before the clerk: same number, issuer and year, or the same file (L-06)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document, DocumentFile
from e_office.documents.queries import visible_to
from e_office.registry.issuers import issuer_key, names_of_units
from e_office.registry.notation import normal_form
from e_office.registry.rules import Duplicate, Known, duplicates

SHOWN = 5
"""How many are set before the clerk, the newest first; nobody compares with more."""


def find_duplicates(
    office: Office, actor: Actor, *, issuer: str, code: str, year: int | None, hashes: frozenset[str]
) -> list[tuple[Duplicate, Document]]:
    """Documents the actor may see that could be the same; what is hidden is never hinted at (A-07).

    `year` is that of the document's date, None where it has none. However many agencies gave a document the same
    number in that year, the one of this issuer is found.
    """
    names = names_of_units(office)
    key, wanted = normal_form(code) if code.strip() else "", issuer_key(issuer, names)
    numbered = _same_number(office, actor, key, year) if key else []
    ids = [row_id for row_id, issued_by in numbered if issuer_key(issued_by, names) == wanted]
    rows = _documents(office, [*ids[:SHOWN], *_same_file(office, actor, hashes)])
    known = [
        Known(
            row.id,
            issuer_key(row.issuer_name, names),
            row.code_key,
            row.year,
            frozenset(file.sha256 for file in row.files),
        )
        for row in rows
    ]
    by_id = {row.id: row for row in rows}
    found = duplicates(issuer=wanted, code_key=key, year=year, hashes=hashes, known=known)
    return [(one, by_id[one.document_id]) for one in found][:SHOWN]


def _same_number(office: Office, actor: Actor, key: str, year: int | None) -> Sequence[tuple[int, str]]:
    """Id and issuer of everything with that number in that year, newest first: one a an issuer, so not many."""
    query = select(Document.id, Document.issuer_name).where(visible_to(actor), Document.code_key == key, _of(year))
    return office.session.execute(query.order_by(Document.id.desc())).tuples().all()


def _same_file(office: Office, actor: Actor, hashes: frozenset[str]) -> Sequence[int]:
    if not hashes:
        return []
    holders = select(DocumentFile.document_id).where(DocumentFile.sha256.in_(hashes))
    query = select(Document.id).where(visible_to(actor), Document.id.in_(holders))
    return office.session.scalars(query.order_by(Document.id.desc()).limit(SHOWN)).all()


def _documents(office: Office, ids: Sequence[int]) -> Sequence[Document]:
    if not ids:
        return []
    query = select(Document).where(Document.id.in_(ids)).options(selectinload(Document.files))
    return office.session.scalars(query.order_by(Document.id.desc())).all()


def _of(year: int | None) -> ColumnElement[bool]:
    if year is None:
        return Document.issued_on.is_(None)
    return Document.issued_on.between(date(year, 1, 1), date(year, 12, 31))
