"""What documents leave for later: drawing words, making a PDF for the screen, writing the index.

Each job reads the present state and may run twice. A file that cannot be read is marked and stays kept;
it holds up nothing else.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from e_office.core.jobs import job
from e_office.core.office import Office
from e_office.documents import integrity
from e_office.documents.content_types import content_type
from e_office.documents.entries import BATCH, entries_of
from e_office.documents.integrity import Place, open_place, place_of
from e_office.documents.models import DocumentFile, FileText, Rendition, TextState
from e_office.documents.rendition import can_render, render_pdf
from e_office.documents.words import EXTRACTOR
from search import Entry
from storage import ObjectDamaged, ObjectMissing

log = logging.getLogger(__name__)

DRAWN_TOGETHER = 20
"""Files of one transaction; all of them together take less time than a worker's lease."""

DRAW_TEXT, INDEX_DOCUMENTS = "documents.draw_text", "documents.index_documents"
INDEXING = frozenset({DRAW_TEXT, INDEX_DOCUMENTS})
"""The kinds of jobs without which a document, or what its files say, is not found."""

STATES = {
    "drawn": TextState.DRAWN,
    "too_large": TextState.DRAWN,
    "none": TextState.NONE,
    "failed": TextState.FAILED,
}


@dataclass(frozen=True)
class Waiting:
    """A file whose words are to be drawn."""

    file_id: int
    type_code: str
    place: Place


@dataclass(frozen=True)
class Drawn:
    """What came of drawing one file; `whole` says whether the store gave the bytes that were put."""

    text: str
    state: TextState
    pages: int | None
    whole: bool = True


DAMAGED = Drawn("", TextState.FAILED, None, whole=False)


Listener = Callable[[Office, DocumentFile], None]

_listeners: list[Listener] = []


def when_drawn(listener: Listener) -> Listener:
    """Let a later room leave work of its own for each file whose words were drawn; called in that transaction."""
    _listeners.append(listener)
    return listener


@job(DRAW_TEXT, batch=DRAWN_TOGETHER)
def draw_text(office: Office, payloads: Sequence[dict[str, Any]]) -> None:
    """Draw the words of files in the jail and keep them in one transaction; then index their documents.

    A damaged or missing original is marked and not tried again: `fsck` names it.

    :raises StorageError: where the store is away for now, so that they are tried again.
    """
    waiting = files_to_draw(office, {payload["file_id"] for payload in payloads})
    office.session.rollback()  # nothing is read from the database while the words are drawn
    if drawn := draw_files(office, waiting):
        with office.transaction():
            keep_drawn(office, drawn)


def files_to_draw(office: Office, ids: Collection[int]) -> list[Waiting]:
    """What `draw_files` has to know of these files."""
    files = office.session.scalars(select(DocumentFile).where(DocumentFile.id.in_(ids)).order_by(DocumentFile.id))
    return [Waiting(file.id, file.type_code, place_of(file)) for file in files]


def draw_files(office: Office, waiting: Sequence[Waiting]) -> dict[int, Drawn]:
    """The words of files by file id; no transaction is needed, any thread may call. :raises StorageError:"""
    with ThreadPoolExecutor(EXTRACTOR.helpers) as hands:  # they only wait: for the store, and for the jail's processes
        return dict(hands.map(lambda one: (one.file_id, _draw(office, one)), waiting))


def _draw(office: Office, file: Waiting) -> Drawn:
    with _on_disk(office, file.file_id, file.place) as source:
        if source is None:
            return DAMAGED
        found = EXTRACTOR.extract(source, file.type_code)
    if found.reason:
        log.info("words of file %s: %s (%s)", file.file_id, found.state, found.reason)
    state = STATES[found.state] if found.text or found.state == "failed" else TextState.NONE
    return Drawn(found.text, state, found.pages)


@job("documents.make_rendition")
def make_rendition(office: Office, file_id: int) -> None:
    """Make the PDF of an office file for the screen, where LibreOffice is installed; once is enough."""
    file = office.session.get(DocumentFile, file_id)
    if file is None or not can_render(content_type(file.type_code)):
        return
    if office.session.get(Rendition, file_id) is not None:
        return
    kind, place = content_type(file.type_code), place_of(file)
    office.session.rollback()  # nothing is read from the database while the PDF is made
    with _on_disk(office, file_id, place) as source, tempfile.TemporaryDirectory(prefix="e-office-") as folder:
        integrity.note(office, file_id, whole=source is not None)
        office.session.rollback()
        if source is None:
            return
        made = render_pdf(source, Path(folder) / "made.pdf", content_type=kind, extractor=EXTRACTOR)
        if made is None:
            log.info("no rendition of file %s", file_id)
            return
        with made.path.open("rb") as pdf:
            stored = office.store.put(pdf)
    with office.transaction() as session:
        if session.get(Rendition, file_id):
            return
        session.add(
            Rendition(
                file_id=file_id,
                key=stored.key,
                version=stored.version,
                size=stored.size,
                sha256=stored.sha256,
                pages=made.pages,
            )
        )
        if made.pages and (row := session.get(DocumentFile, file_id)) and row.pages is None:
            row.pages = made.pages


@job(INDEX_DOCUMENTS, batch=BATCH)
def index_documents(office: Office, payloads: Sequence[dict[str, Any]]) -> None:
    """Bring documents into the index as they are now, in one commit; what may not be found is taken out.

    Where the engine refuses a whole batch, each document is tried alone, so that one cannot hold up the others.
    """
    ids = sorted({payload["document_id"] for payload in payloads})
    entries = entries_of(office, ids)
    office.session.rollback()  # no reading snapshot is held while the index is written
    _index(office, entries)
    if gone := set(ids) - {entry.id for entry in entries}:
        office.engine.remove(gone)


def _index(office: Office, entries: list[Entry]) -> None:
    try:
        office.engine.index(entries)
    except (ValueError, TypeError, KeyError, AttributeError):
        if len(entries) < 2:
            raise
        log.exception("a batch of %s entries was refused, each is tried alone", len(entries))
        for entry in entries:
            try:
                office.engine.index([entry])
            except (ValueError, TypeError, KeyError, AttributeError):
                log.exception("document %s cannot be indexed", entry.id)


def keep_drawn(office: Office, drawn: Mapping[int, Drawn]) -> None:
    """Write what was drawn, and leave the index and PDFs for later; the same words twice are one row."""
    session, now = office.session, office.clock.now()
    texts = {row.file_id: row for row in session.scalars(select(FileText).where(FileText.file_id.in_(drawn)))}
    for file in session.scalars(select(DocumentFile).where(DocumentFile.id.in_(drawn))).all():
        found = drawn[file.id]
        integrity.mark(file, now, whole=found.whole)
        file.text_state, file.pages = found.state, found.pages if found.pages is not None else file.pages
        if file.id in texts:
            texts[file.id].text = found.text
        elif found.text:
            session.add(FileText(file_id=file.id, text=found.text))
        office.later(index_documents, dedupe=str(file.document_id), document_id=file.document_id)
        if found.whole and can_render(content_type(file.type_code)):
            office.later(make_rendition, dedupe=str(file.id), file_id=file.id)
        for listener in _listeners:
            listener(office, file)


@contextmanager
def _on_disk(office: Office, file_id: int, place: Place) -> Iterator[Path | None]:
    """The verified bytes of a file in a temporary one, with no transaction open; None where they are not to be had.

    :raises StorageError: where the store is away for now, so that the job is tried again.
    """
    with tempfile.NamedTemporaryFile(prefix="e-office-") as copy:
        path: Path | None = Path(copy.name)
        try:
            for chunk in open_place(office, place):
                copy.write(chunk)
            copy.flush()
        except (ObjectDamaged, ObjectMissing) as error:
            log.error("original of file %s: %s", file_id, error)
            path = None
        yield path
