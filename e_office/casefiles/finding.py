"""Finding documents for a file: those of its chains of answers and its matter, or by number and words."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select

from e_office.casefiles.models import CaseFile, Item
from e_office.casefiles.rules import same_matter
from e_office.casefiles.suggesting import chain_of
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document
from e_office.documents.queries import visible_to
from search import fold

SHOWN = 30
LATELY = 500
"""Documents compared with the title of a file at most, the newest first."""
FOLLOWED = 20
"""Documents of a file whose answers are looked for at most, the newest first."""


@dataclass(frozen=True)
class Found:
    """A document that may be put into a file; `why`: chain, matter, or words."""

    document: Document
    why: str


def documents_for(office: Office, actor: Actor, file: CaseFile, words: str) -> list[Found]:
    """Documents the actor may read that are not in the file: by `words`, or those that seem to belong to it."""
    inside = select(Item.document_id).where(Item.casefile_id == file.id, Item.document_id.is_not(None))
    query = select(Document).where(visible_to(actor), Document.id.not_in(inside), Document.recalled_at.is_(None))
    query = query.order_by(Document.issued_on.desc(), Document.id.desc())
    if words:
        return [Found(row, "words") for row in office.session.scalars(query.where(_holds(words)).limit(SHOWN))]
    chain = _chains(office, file)
    found = [Found(row, "chain") for row in office.session.scalars(query.where(Document.id.in_(chain)).limit(SHOWN))]
    known = {one.document.id for one in found}
    near = query.where(Document.owner_unit_id == file.unit_id).limit(LATELY)
    for row in office.session.scalars(near):
        if row.id not in known and same_matter(file.title, row.subject):
            found.append(Found(row, "matter"))
    return found[:SHOWN]


def _holds(words: str) -> ColumnElement[bool]:
    wanted = fold(words)[:200].split()[:16]
    return and_(True, *(Document.folded.contains(word, autoescape=True) for word in wanted))


def _chains(office: Office, file: CaseFile) -> frozenset[int]:
    query = select(Item.document_id).where(Item.casefile_id == file.id, Item.document_id.is_not(None))
    ids = office.session.scalars(query.order_by(Item.position.desc()).limit(FOLLOWED))
    return frozenset(near for document_id in ids if document_id for near in chain_of(office, document_id))
