"""What documents of earlier meetings are about, in words: their subjects, and what a conclusion says (M16)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import func, select

from e_office.core.office import Office
from e_office.documents.models import Document
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


def shares_in(office: Office, ids: Sequence[int], wanted: frozenset[Pair]) -> dict[int, float]:
    """Id -> how much of the matter a document shares, for those that are on it, in the order of `ids`.

    Mostly none is by its subject, so no row is read whole for nothing. A conclusion may also say something on the
    matter in a meeting that had another name: its stored words tell at once whether it is worth reading.
    """
    found: dict[int, float] = {}
    near: list[int] = []
    for row in _stored(office, ids):
        if is_same_matter(share := shared(wanted, pairs_of(row.subject))):
            found[row.id] = share
        elif row.words and holds_enough(wanted, f"{row.words} {row.given or ''}"):
            near.append(row.id)
    for document_id, text in _said(office, near):
        if is_same_matter(share := shared(wanted, pairs_of(text))):
            found[document_id] = max(found.get(document_id, 0.0), share * SAID)
    return {one: found[one] for one in ids if one in found}


def _stored(office: Office, ids: Sequence[int]) -> Iterable[object]:
    given = func.aggregate_strings(ConclusionTask.words, " ")
    tasks = select(given).where(ConclusionTask.meeting_id == Conclusion.meeting_id).scalar_subquery()
    query = select(Document.id, Document.subject, Conclusion.words, tasks.label("given"))
    query = query.outerjoin(Conclusion, Conclusion.document_id == Document.id).where(Document.id.in_(ids))
    return office.session.execute(query).all() if ids else ()


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
