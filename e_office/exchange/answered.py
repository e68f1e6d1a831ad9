"""What a document answers (ResponseFor): the rooms where answers are written know it, and messages say it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from e_office.core.office import Office
from e_office.documents.models import Document

AnswerSource = Callable[[Office, int], Iterable[Document]]

_sources: list[AnswerSource] = []


def answer_source(source: AnswerSource) -> AnswerSource:
    """Have `source(office, document_id)` asked which documents that one answers; it only reads. Called at import."""
    _sources.append(source)
    return source


def answered_by(office: Office, document_id: int) -> list[Document]:
    """The documents that one answers, each once."""
    found = {one.id: one for source in _sources for one in source(office, document_id)}
    return list(found.values())
