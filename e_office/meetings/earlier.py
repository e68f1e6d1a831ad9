"""Earlier meetings on the same matter and their conclusions (M16): found by the words of the purpose."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document, Kind
from e_office.documents.queries import visible_to
from e_office.meetings.models import Conclusion, ConclusionItem, Meeting
from search import Query, SearchError, fold

log = logging.getLogger(__name__)

MOST = 5
LOOKED_AT = 40
"""Hits looked at before the rows decide; most are of the meeting's own kind already."""

COMMON = frozenset({
    "hop", "nghe", "bao", "cao", "ve", "viec", "cac", "cua", "va", "cho", "tai", "cuoc", "hoi", "nghi", "trien",
    "khai", "cong", "tac", "thang", "nam", "ubnd",
})  # fmt: skip
"""Words every invitation has: they say nothing of the matter."""


Held = dict[int, tuple[Meeting, Conclusion | None]]
"""Document id -> the meeting it belongs to, and that meeting's conclusion."""


@dataclass(frozen=True)
class Matter:
    """An earlier document on the matter: a conclusion with its items, or an invitation without one."""

    document: Document
    meeting: Meeting | None
    items: tuple[ConclusionItem, ...] = ()
    own: tuple[ConclusionItem, ...] = ()
    """The items led by a unit of the reader."""


def matters(office: Office, actor: Actor, meeting: Meeting) -> list[Matter]:
    """At most five, the best first; only what the reader may read, only what was before this meeting."""
    before = meeting.issued_at or office.clock.now()
    ids = _found(office, actor, meeting.purpose)
    if ids is None:
        ids = _from_database(office, actor, meeting.purpose)
    own = {meeting.document_id, meeting.conclusion.document_id if meeting.conclusion else None}
    return _told(office, actor, [one for one in ids if one not in own], before)


def _found(office: Office, actor: Actor, words: str) -> list[int] | None:
    """Ids by the index; None where it cannot answer, so that the database is asked."""
    kinds = frozenset({Kind.CONCLUSION.value, Kind.INVITATION.value})
    wanted = Query(words=_telling(words), filters={"kind": kinds}, readers=actor.readers(), limit=LOOKED_AT)
    if not wanted.words:
        return []
    try:
        return [hit.id for hit in office.engine.find(wanted).hits]
    except SearchError as error:
        log.warning("earlier meetings without the index: %s", error)
        return None


def _from_database(office: Office, actor: Actor, words: str) -> list[int]:
    """Documents whose subject holds a good part of the words; slow and plain, for when the index is away."""
    telling = set(fold(_telling(words)).split())
    query = select(Document.id, Document.subject).where(
        visible_to(actor), Document.kind.in_([Kind.CONCLUSION, Kind.INVITATION])
    )
    recent = office.session.execute(query.order_by(Document.id.desc()).limit(2000)).tuples()
    scored = [(len(telling & set(fold(subject).split())), document_id) for document_id, subject in recent]
    return [one for score, one in sorted(scored, reverse=True) if telling and score * 2 >= len(telling)][:LOOKED_AT]


def _told(office: Office, actor: Actor, ids: Sequence[int], before: datetime) -> list[Matter]:
    """The rows of the hits: conclusions with their meeting, invitations that led to no conclusion."""
    query = (
        select(Meeting, Conclusion)
        .outerjoin(Conclusion, Conclusion.meeting_id == Meeting.id)
        .where(or_(Meeting.document_id.in_(ids), Conclusion.document_id.in_(ids)), Meeting.starts_at < before)
        .options(joinedload(Meeting.document), joinedload(Meeting.chair), selectinload(Conclusion.items))
    )
    by_document: Held = {}
    for meeting, conclusion in office.session.execute(query).tuples():
        for document_id in (meeting.document_id, conclusion.document_id if conclusion else None):
            if document_id is not None:
                by_document[document_id] = (meeting, conclusion)
    allowed = select(Document).where(Document.id.in_(ids), visible_to(actor), Document.issued_on.is_not(None))
    documents = {row.id: row for row in office.session.scalars(allowed)}
    found: dict[int, Matter] = {}
    for document_id in ids:
        document = documents.get(document_id)
        if document is None or not _is_earlier(document, by_document, before):
            continue
        held, ended = by_document.get(document_id, (None, None))
        key = held.id if held else -document_id
        if key not in found:
            found[key] = _matter(actor, document, held, ended, documents)
    return list(found.values())[:MOST]


def _is_earlier(document: Document, by_document: Held, before: datetime) -> bool:
    """A meeting of this installation counts by its hour, a conclusion registered from outside by its day."""
    if document.id in by_document:
        return True
    return document.kind == Kind.CONCLUSION and document.issued_on is not None and document.issued_on <= before.date()


def _matter(
    actor: Actor,
    document: Document,
    meeting: Meeting | None,
    conclusion: Conclusion | None,
    documents: dict[int, Document],
) -> Matter:
    issued = conclusion is not None and conclusion.document_id in documents
    if conclusion is None or not issued or conclusion.document_id is None:
        return Matter(document, meeting)
    own = tuple(item for item in conclusion.items if item.lead_unit_id in actor.reading_units())
    return Matter(documents[conclusion.document_id], meeting, tuple(conclusion.items), own)


def _telling(words: str) -> str:
    return " ".join(word for word in words.split() if fold(word) not in COMMON)
