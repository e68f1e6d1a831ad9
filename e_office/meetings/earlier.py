"""Earlier meetings on the same matter and their conclusions (M16): found by the words of the purpose."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document, Kind
from e_office.documents.queries import visible_to
from e_office.meetings.matter_words import newest, pairs_of, shares_in, stored_in, words_of
from e_office.meetings.models import Conclusion, ConclusionItem, Meeting, MeetingState
from e_office.meetings.rules_matter import telling_runs
from e_office.meetings.tasks.models import ConclusionTask
from e_office.meetings.tasks.queries import tasks_of
from search import Query, SearchError

log = logging.getLogger(__name__)

MOST = 5
LOOKED_AT = 40
"""Hits looked at before the rows decide; most are of the meeting's own kind already."""
READ_WITHOUT_INDEX = 2000
"""The newest documents that are read one by one where the index is away: slow and plain."""

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
    tasks: tuple[ConclusionTask, ...] = ()
    """What became of the items of a conclusion of this installation."""
    said: str = ""
    """What a conclusion that gives no task says: its assessment, or its answers to proposals."""


def matters(office: Office, actor: Actor, meeting: Meeting, purpose: str | None = None) -> list[Matter]:
    """At most five, the best first; only what the reader may read, only what was before this meeting.

    `purpose` is what is typed and not kept yet. Nothing is on the matter by a word or two alone, see `rules_matter`.
    """
    before = meeting.issued_at or office.clock.now()
    words = meeting.purpose if purpose is None else purpose
    wanted = pairs_of(words)
    if not wanted:
        return []
    ids = _found(office, actor, words)
    rows = stored_in(office, ids) if ids is not None else newest(office, actor, READ_WITHOUT_INDEX)
    own = {meeting.document_id, meeting.conclusion.document_id if meeting.conclusion else None}
    shares = shares_in(office, [one for one in rows if one.id not in own], wanted)
    others = dict(islice(shares.items(), LOOKED_AT))
    found = _told(office, actor, others, before) if others else []
    if not found:
        return []
    given = tasks_of(office, [one.meeting.id for one in found if one.meeting and one.items])
    return [
        replace(one, tasks=tuple(given.get(one.meeting.id, ()))) if one.meeting and one.items else one for one in found
    ]


def _found(office: Office, actor: Actor, words: str) -> list[int] | None:
    """Ids by the index; None where it cannot answer, so that the database is asked."""
    kinds = frozenset({Kind.CONCLUSION.value, Kind.INVITATION.value})
    telling = " ".join(word.written for run in telling_runs(words_of(words)) for word in run)
    try:
        found = office.engine.find(
            Query(words=telling, filters={"kind": kinds}, readers=actor.readers(), limit=LOOKED_AT)
        )
    except SearchError as error:
        log.warning("earlier meetings without the index: %s", error)
        return None
    return [] if found.loosened else [hit.id for hit in found.hits]


def _told(office: Office, actor: Actor, shares: Mapping[int, float], before: datetime) -> list[Matter]:
    """The rows of the hits on the matter, the best first: conclusions with their meeting, invitations without one.

    A meeting that was called off has nothing to tell.
    """
    ids = list(shares)
    query = (
        select(Meeting, Conclusion)
        .outerjoin(Conclusion, Conclusion.meeting_id == Meeting.id)
        .where(or_(Meeting.document_id.in_(ids), Conclusion.document_id.in_(ids)))
        .where(Meeting.starts_at < before, Meeting.state == MeetingState.ISSUED)
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
    for document_id in sorted(documents, key=lambda one: (-shares[one], ids.index(one))):
        document = documents[document_id]
        if not _is_earlier(document, by_document, before):
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
    said = "" if conclusion.items else conclusion.assessment or conclusion.proposals
    return Matter(documents[conclusion.document_id], meeting, tuple(conclusion.items), own, said=said)
