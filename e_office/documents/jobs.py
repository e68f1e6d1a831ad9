"""What documents leave for later: drawing words, making a PDF for the screen, writing the index.

Each job reads the present state and may run twice. A file that cannot be read is marked and stays kept;
it holds up nothing else.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from e_office.core.jobs import job
from e_office.core.office import Office
from e_office.documents import integrity
from e_office.documents.content_types import content_type
from e_office.documents.entries import BATCH, entries_of
from e_office.documents.integrity import Place, open_place
from e_office.documents.models import DocumentFile, FileText, Rendition, TextState
from e_office.documents.rendition import can_render, render_pdf
from e_office.documents.words import EXTRACTOR
from search import Entry
from storage import ObjectDamaged, ObjectMissing

log = logging.getLogger(__name__)

STATES = {
    "drawn": TextState.DRAWN,
    "too_large": TextState.DRAWN,
    "none": TextState.NONE,
    "failed": TextState.FAILED,
}


@job("documents.draw_text")
def draw_text(office: Office, file_id: int) -> None:
    """Draw the words of a file in the jail and keep them; then index its document, and make its PDF.

    A damaged or missing original is marked and not tried again: `fsck` names it.
    """
    file = office.session.get(DocumentFile, file_id)
    if file is None:
        return
    code = file.type_code
    with _on_disk(office, file) as source:
        if source is None:
            _keep_text(office, file_id, "", TextState.FAILED, None)
            return
        drawn = EXTRACTOR.extract(source, code)
    state = STATES[drawn.state] if drawn.text or drawn.state == "failed" else TextState.NONE
    if drawn.reason:
        log.info("words of file %s: %s (%s)", file_id, drawn.state, drawn.reason)
    _keep_text(office, file_id, drawn.text, state, drawn.pages)


@job("documents.make_rendition")
def make_rendition(office: Office, file_id: int) -> None:
    """Make the PDF of an office file for the screen, where LibreOffice is installed; once is enough."""
    file = office.session.get(DocumentFile, file_id)
    if file is None or not can_render(content_type(file.type_code)):
        return
    if office.session.get(Rendition, file_id) is not None:
        return
    kind = content_type(file.type_code)
    with _on_disk(office, file) as source, tempfile.TemporaryDirectory(prefix="e-office-") as folder:
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


@job("documents.index_documents", batch=BATCH)
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


def _keep_text(office: Office, file_id: int, text: str, state: TextState, pages: int | None) -> None:
    """Write what was drawn, and leave the index for later; the same words twice are one row."""
    with office.transaction() as session:
        file = session.get_one(DocumentFile, file_id)
        file.text_state, file.pages = state, pages if pages is not None else file.pages
        row = session.get(FileText, file_id)
        if row is not None:
            row.text = text
        elif text:
            session.add(FileText(file_id=file_id, text=text))
        office.later(index_documents, dedupe=str(file.document_id), document_id=file.document_id)
        if can_render(content_type(file.type_code)):
            office.later(make_rendition, dedupe=str(file_id), file_id=file_id)


@contextmanager
def _on_disk(office: Office, file: DocumentFile) -> Iterator[Path | None]:
    """The verified bytes of a file in a temporary one, with no transaction open; None where they are not to be had.

    :raises StorageError: where the store is away for now, so that the job is tried again.
    """
    file_id, place = file.id, Place(file.key, file.version, file.sha256, file.size)
    office.session.rollback()
    with tempfile.NamedTemporaryFile(prefix="e-office-") as copy:
        path: Path | None = Path(copy.name)
        try:
            for chunk in open_place(office, place):
                copy.write(chunk)
            copy.flush()
        except (ObjectDamaged, ObjectMissing) as error:
            log.error("original of file %s: %s", file_id, error)
            path = None
        integrity.note(office, file_id, whole=path is not None)
        office.session.rollback()  # nothing is read from the database while the words are drawn
        yield path
