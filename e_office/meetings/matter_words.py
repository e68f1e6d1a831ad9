"""What documents of earlier meetings are about, in words: their subjects, and what a conclusion says (M16)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document, Kind
from e_office.documents.queries import visible_to
from e_office.meetings.agenda.models import AgendaItem
from e_office.meetings.models import Conclusion, ConclusionItem
from e_office.meetings.rules_matter import Pair, Word, holds_enough, is_same_matter, shared, telling_pairs
from e_office.meetings.tasks.models import ConclusionTask
from search import fold

TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
"""A word, or one of the signs between words."""

SAID = 0.5
"""What a share counts where not the subject is on the matter but something the notice says."""


def pairs_of(text: str) -> frozenset[Pair]:
    """What a purpose or a subject tells, as `rules_matter` compares it."""
    return telling_pairs(words_of(text))


def words_of(text: str) -> list[Word]:
    """The words of a text and the signs between them."""
    return [Word(token.lower(), fold(token)) for token in TOKEN.findall(text)]


class Stored(NamedTuple):
    """A document's subject and, of a conclusion, its words and those of the tasks it gave, without accents."""

    id: int
    subject: str
    words: str | None
    given: str | None


def stored_in(office: Office, ids: Sequence[int]) -> list[Stored]:
    """The documents of these ids that are there, in that order."""
    rows = {row.id: row for row in _stored(office, _STORED.where(Document.id.in_(ids)))} if ids else {}
    return [rows[one] for one in ids if one in rows]


def newest(office: Office, actor: Actor, most: int) -> list[Stored]:
    """The newest invitations and conclusions the actor may read: for when the index is away."""
    kinds = Document.kind.in_([Kind.CONCLUSION, Kind.INVITATION])
    return _stored(office, _STORED.where(visible_to(actor), kinds).order_by(Document.id.desc()).limit(most))


def shares_in(office: Office, rows: Sequence[Stored], wanted: frozenset[Pair]) -> dict[int, float]:
    """Id -> how much of the matter a document shares, for those that are on it, in the order of `rows`.

    Mostly none is by its subject, so no row is read whole for nothing. A conclusion may also say something on the
    matter in a meeting that had another name: its stored words tell at once whether it is worth reading.
    """
    found: dict[int, float] = {}
    near: list[int] = []
    for row in rows:
        if is_same_matter(share := shared(wanted, pairs_of(row.subject))):
            found[row.id] = share
        elif row.words and holds_enough(wanted, f"{row.words} {row.given or ''}"):
            near.append(row.id)
    for document_id, text in _said(office, near):
        if is_same_matter(share := shared(wanted, pairs_of(text))):
            found[document_id] = max(found.get(document_id, 0.0), share * SAID)
    return {row.id: found[row.id] for row in rows if row.id in found}


_GIVEN = select(func.aggregate_strings(ConclusionTask.words, " ")).where(
    ConclusionTask.meeting_id == Conclusion.meeting_id
)
_STORED = select(
    Document.id, Document.subject, Conclusion.words, _GIVEN.correlate(Conclusion).scalar_subquery()
).outerjoin(Conclusion, Conclusion.document_id == Document.id)


def _stored(office: Office, query: Select[Any]) -> list[Stored]:
    return [Stored(*row) for row in office.session.execute(query)]


def _said(office: Office, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Document id and each thing its notice says: a line of the assessment, an answer, a task, the item of one."""
    if not ids:
        return
    query = select(Conclusion.document_id, Conclusion.assessment, Conclusion.proposals)
    for document_id, *texts in office.session.execute(query.where(Conclusion.document_id.in_(ids))):
        yield from ((document_id, line) for text in texts for line in text.splitlines())
    tasks = (
        select(Conclusion.document_id, ConclusionItem.text, AgendaItem.title)
        .join(ConclusionItem.conclusion)
        .outerjoin(AgendaItem, AgendaItem.id == ConclusionItem.agenda_item_id)
        .where(Conclusion.document_id.in_(ids))
    )
    for document_id, *texts in office.session.execute(tasks):
        yield from ((document_id, text) for text in texts if text)
