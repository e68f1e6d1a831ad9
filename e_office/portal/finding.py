"""Finding documents for a reader: the engine proposes, the database decides, and answers alone where it must."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from e_office.core import jobs
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.jobs import INDEXING
from e_office.documents.models import Document, DocumentFile, FileText
from e_office.documents.queries import visible_to
from e_office.portal.directions import places_of
from e_office.portal.fallback import find_in_database
from search import FACETS, LIMIT, Found, Query, SearchError
from search.vietnamese import Segments, highlight, snippet

log = logging.getLogger(__name__)

PAGE = 20
BEHIND_TELLS = 20
"""From so many on that wait for the index the page says so at once."""
MOMENT = timedelta(minutes=1)
"""Whoever has just saved a document knows that it takes a moment; after this the worker is late, or not on."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for: words, the values ticked per filter, the order, the page from 1."""

    words: str = ""
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    newest: bool = False
    page: int = 1


@dataclass(frozen=True)
class Result:
    """One document found, with title and passage cut into (text, is it a hit) pieces."""

    document: Document
    title: Segments
    passage: Segments
    score: float = 0.0


@dataclass(frozen=True)
class Answer:
    """A page of results. `from_database`: the index could not be asked; `behind`: documents and files it lacks."""

    results: tuple[Result, ...]
    total: int
    exact: bool
    counts: Mapping[str, Mapping[str, int]]
    partial: bool = False
    loosened: bool = False
    accented: bool = False
    from_database: bool = False
    behind: int = 0


def search(office: Office, actor: Actor, wanted: Wanted, *, size: int = PAGE) -> Answer:
    """Find documents the actor may read; never fails for what is in the index or in the words."""
    size = max(1, min(size, LIMIT))
    query = Query(
        words=wanted.words,
        filters={name: values for name, values in wanted.filters.items() if values},
        readers=actor.readers(),
        seats=tuple(place.as_seat() for place in places_of(office, actor)),
        sort="newest" if wanted.newest else "best",
        limit=size,
        offset=size * (wanted.page - 1),
    )
    try:
        found = office.engine.find(query)
    except SearchError as error:
        log.warning("the index cannot be asked: %s", error)
        return _from_database(office, actor, wanted, size)
    return _answer(office, actor, wanted.words, found, waiting_for_index(office))


def waiting_for_index(office: Office) -> int:
    """How many documents and files the index lacks, where that is worth saying: many, or one for longer than a moment.

    A file whose words wait to be drawn counts as much as a document that waits for the index: its content is
    not found either. What failed for good (parked) is lacking as well.
    """
    query = select(func.count(), func.min(jobs.Job.created_at))
    lacking, since = office.session.execute(query.where(jobs.Job.kind.in_(INDEXING), jobs.Job.done_at.is_(None))).one()
    late = since is not None and office.clock.now() - since > MOMENT
    return lacking if late or lacking >= BEHIND_TELLS else 0


def _answer(office: Office, actor: Actor, words: str, found: Found, behind: int) -> Answer:
    """Every hit is checked against the one predicate before its title is shown (P-10)."""
    ids = [hit.id for hit in found.hits]
    readable = _documents(office, actor, Document.id.in_(ids))
    scores = {hit.id: hit.score for hit in found.hits}
    results = _results(office, [readable[number] for number in ids if number in readable], words, scores)
    return Answer(
        results=results,
        total=found.total - (len(ids) - len(results)),
        exact=found.total_is_exact,
        counts=found.counts,
        partial=found.partial,
        loosened=found.loosened,
        accented=found.how.accented,
        behind=behind,
    )


def _documents(office: Office, actor: Actor, clause: ColumnElement[bool]) -> dict[int, Document]:
    query = select(Document).where(visible_to(actor), clause, Document.recalled_at.is_(None))
    return {row.id: row for row in office.session.scalars(query.options(selectinload(Document.files)))}


def _results(
    office: Office, documents: Sequence[Document], words: str, scores: Mapping[int, float]
) -> tuple[Result, ...]:
    texts = _texts(office, [document.id for document in documents])
    return tuple(
        Result(
            document,
            highlight(document.subject, words),
            snippet(texts.get(document.id, ""), words) if texts.get(document.id) else [],
            scores.get(document.id, 0.0),
        )
        for document in documents
    )


def _texts(office: Office, ids: Sequence[int]) -> dict[int, str]:
    query = (
        select(DocumentFile.document_id, func.substr(FileText.text, 1, 100_000))
        .join(FileText, FileText.file_id == DocumentFile.id)
        .where(DocumentFile.document_id.in_(ids))
        .order_by(DocumentFile.position)
    )
    texts: dict[int, str] = {}
    for document_id, text in office.session.execute(query):
        texts[document_id] = f"{texts[document_id]}\n\n{text}" if document_id in texts else text
    return texts


def _from_database(office: Office, actor: Actor, wanted: Wanted, size: int) -> Answer:
    found = find_in_database(office, actor, wanted.words, wanted.filters, size=size, page=wanted.page)
    counts = {name: found.kinds if name == "kind" else {} for name in FACETS}
    return Answer(_results(office, found.rows, wanted.words, {}), found.total, True, counts, from_database=True)
