"""Which files a document belongs to: those of its chain of answers first, then those of the same matter."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from e_office.casefiles import policy
from e_office.casefiles.models import CaseFile, Item
from e_office.casefiles.queries import visible_files
from e_office.casefiles.rules import FileState, same_matter
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document
from e_office.drafting.models import Draft
from e_office.handling.models import Assignment, Remark
from e_office.registry.models import IncomingEntry
from search import fold

SHOWN = 3
FAR = 4
"""Answers to answers are followed so far; what lies further is another matter by then."""
MANY = 400
"""Open files of the reader that are compared with a subject at most, the newest first."""


@dataclass(frozen=True)
class Suggestion:
    """A file that a document may belong to; `chain`: a document of the same chain of answers lies in it."""

    file: CaseFile
    chain: bool


def files_with(office: Office, actor: Actor, document: Document) -> list[CaseFile]:
    """The files a document lies in, as far as the actor may know of them."""
    query = select(CaseFile).join(Item, Item.casefile_id == CaseFile.id).where(Item.document_id == document.id)
    return list(office.session.scalars(query.where(visible_files(actor)).order_by(CaseFile.year, CaseFile.notation)))


def suggestions(office: Office, actor: Actor, document: Document) -> list[Suggestion]:
    """Open files the actor may add to and in which the document does not lie, the likeliest first."""
    chain = chain_of(office, document.id) - {document.id}
    inside = select(Item.casefile_id).where(Item.document_id == document.id)
    query = open_files(actor).where(CaseFile.id.not_in(inside))
    linked = (
        query.where(CaseFile.id.in_(select(Item.casefile_id).where(Item.document_id.in_(chain)))) if chain else None
    )
    of_chain = list(office.session.scalars(linked.limit(SHOWN))) if linked is not None else []
    found = [Suggestion(file, True) for file in of_chain if policy.may_add(actor, file)]
    known = {one.file.id for one in found}
    for file in office.session.scalars(query.limit(MANY)):
        if len(found) >= SHOWN:
            break
        if file.id not in known and same_matter(file.title, document.subject) and policy.may_add(actor, file):
            found.append(Suggestion(file, False))
    return found[:SHOWN]


def chain_of(office: Office, document_id: int) -> frozenset[int]:
    """A document with those it answers and those that answer it (ResponseFor), and opinions' papers, step by step."""
    found, edge = {document_id}, {document_id}
    for _step in range(FAR):
        edge = _neighbours(office, edge) - found
        if not edge:
            break
        found |= edge
    return frozenset(found)


def _neighbours(office: Office, ids: Collection[int]) -> set[int]:
    answered = select(IncomingEntry.document_id, Assignment.answer_id).join(
        Assignment, Assignment.entry_id == IncomingEntry.id
    )
    answered = answered.where(Assignment.answer_id.is_not(None))
    opinions = select(IncomingEntry.document_id, Remark.document_id).join(Remark, Remark.entry_id == IncomingEntry.id)
    opinions = opinions.where(Remark.document_id.is_not(None))
    drafted = select(IncomingEntry.document_id, Draft.issued_id).join(Draft, Draft.answers_id == IncomingEntry.id)
    drafted = drafted.where(Draft.issued_id.is_not(None))
    near: set[int] = set()
    ways = (answered, Assignment.answer_id), (opinions, Remark.document_id), (drafted, Draft.issued_id)
    for pairs, other in ways:
        rows = office.session.execute(pairs.where(IncomingEntry.document_id.in_(ids) | other.in_(ids))).tuples()
        near |= {document_id for row in rows for document_id in row if document_id is not None}
    return near


def files_to_add_to(office: Office, actor: Actor, words: str, *, limit: int = 20) -> list[CaseFile]:
    """Open files the actor may add to whose code or title holds every word, accents or not; own ones first."""
    query = open_files(actor)
    for word in fold(words)[:200].split()[:16]:
        query = query.where(CaseFile.folded.contains(word, autoescape=True))
    rows = [file for file in office.session.scalars(query.limit(MANY)) if policy.may_add(actor, file)]
    return sorted(rows, key=lambda file: not policy.keeps(actor, file))[:limit]


def open_files(actor: Actor) -> Select[CaseFile]:
    """Open files the actor may know of, the newest first; whether one may add to them the policy says."""
    return (
        select(CaseFile)
        .where(visible_files(actor), CaseFile.state == FileState.OPEN, CaseFile.frozen_at.is_(None))
        .options(joinedload(CaseFile.keeper), selectinload(CaseFile.rights))
        .order_by(CaseFile.opened_at.desc(), CaseFile.id.desc())
    )
