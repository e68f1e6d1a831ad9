"""How a file can be looked at in the page: as a PDF, as a picture, as its words, or not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from e_office.core.office import Office
from e_office.documents.content_types import content_type
from e_office.documents.integrity import Place
from e_office.documents.models import Document, DocumentFile, TextState
from e_office.documents.queries import readable_as, rendition_of

PICTURES = frozenset({"png", "jpeg", "gif", "webp"})
FIRST_LETTERS = 30_000
"""How many letters of its words a page shows; the rest is on the page of the words."""


class How(StrEnum):
    """The way a file is shown; `WAITING` where its words are being drawn, `NONE` where there is nothing to show."""

    PDF = "pdf"
    PICTURE = "picture"
    WORDS = "words"
    WAITING = "waiting"
    NONE = "none"


@dataclass(frozen=True)
class Preview:
    """One file and how it is shown; `paragraphs` of its words, `more` where they go on."""

    file: DocumentFile
    how: How
    paragraphs: tuple[str, ...] = ()
    more: bool = False


@dataclass(frozen=True)
class Shown:
    """What the store has to give for a preview: an original, or the PDF made of it."""

    place: Place
    media_type: str
    is_original: bool


def choose(document: Document, file_id: int | None) -> DocumentFile | None:
    """The file asked for, else the first one."""
    asked = next((file for file in document.files if file.id == file_id), None)
    return asked or (document.files[0] if document.files else None)


def preview_of(office: Office, file: DocumentFile) -> Preview:
    """The best way to show `file`: itself, else its PDF, else its words."""
    if file.damaged_at is not None:
        return Preview(file, How.NONE)
    if file.type_code == "pdf":
        return Preview(file, How.PDF)
    if file.type_code in PICTURES:
        return Preview(file, How.PICTURE)
    made, text = readable_as(office, file, FIRST_LETTERS + 1)
    if made:
        return Preview(file, How.PDF)
    if file.text_state == TextState.WAITING:
        return Preview(file, How.WAITING)
    if not text:
        return Preview(file, How.NONE)
    lines = (line.strip() for line in text[:FIRST_LETTERS].split("\n"))
    return Preview(file, How.WORDS, tuple(line for line in lines if line), len(text) > FIRST_LETTERS)


def shown_object(office: Office, file: DocumentFile) -> Shown | None:
    """The object a preview of PDF or picture is made of; None for a file that is shown otherwise."""
    kind = content_type(file.type_code)
    if kind.inline:
        return Shown(Place(file.key, file.version, file.sha256, file.size), kind.media_type, True)
    made = rendition_of(office, file)
    if made is None:
        return None
    return Shown(Place(made.key, made.version, made.sha256, made.size), "application/pdf", False)
