"""Use cases of originals: keeping bytes, making documents of them, opening them to readers, noting who looked."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import BinaryIO

from sqlalchemy import delete, or_

from e_office.core import audit
from e_office.core.db import write_missing, write_once
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Refused, msg, refuse_if
from e_office.documents import jobs, rules
from e_office.documents.content_types import HEAD_SIZE, ContentType, content_type, detect
from e_office.documents.extraction import Extracted
from e_office.documents.file_names import safe_display_name
from e_office.documents.models import Document, DocumentFile, Kind, Opening, Reader, TextState
from e_office.documents.queries import rendition_of
from e_office.documents.rendition import can_render
from e_office.documents.stamps import secrecy_stamp
from e_office.documents.words import EXTRACTOR
from storage import TooLarge

NOT_KEPT = msg("Chưa nhận tệp")


@dataclass(frozen=True, kw_only=True)
class KeptFile:
    """A file whose bytes rest in the store already and no row knows of yet; `size` in bytes."""

    name: str
    type_code: str
    media_type: str
    size: int
    sha256: str
    key: str
    version: str | None


@dataclass(frozen=True, kw_only=True)
class DocumentFacts:
    """What is known of a document before it is one; the columns of `Document`, see there."""

    owner_unit_id: int
    type_code: str
    subject: str
    kind: Kind = Kind.REGISTER
    number: int | None = None
    code: str = ""
    code_key: str = ""
    issued_on: date | None = None
    issuer_name: str = ""
    issuer_unit_id: int | None = None
    signer: str = ""
    signer_title: str = ""
    recipients: str = ""
    urgency: str = "normal"
    internal: bool = False


class SecretFile(Refused):
    """A file was refused for its stamp of secrecy; `text` are its words, to fill in a form with and then forget."""

    def __init__(self, name: str, level: str, text: str) -> None:
        self.name = name
        self.level = level
        self.text = text
        super().__init__(rules.stamp_problems(name, level), NOT_KEPT)


def keep(office: Office, stream: BinaryIO, filename: str) -> KeptFile:
    """Keep a file that comes into the house, see `keep_and_read`; every door uses one of the two."""
    return keep_and_read(office, stream, filename)[0]


def keep_and_read(office: Office, stream: BinaryIO, filename: str) -> tuple[KeptFile, Extracted]:
    """Read a file that comes into the house, then stream it to the store; call it before the transaction.

    `stream` is read from its beginning and must be one that can be rewound. The store verifies what it wrote.
    The original of what is issued rests there as well, in the issuing agency's own system (NĐ 30/2020 Art. 19.2).

    :raises SecretFile: where its words carry a stamp of secrecy; no byte of it reaches the store (T6, A-112).
    :raises Refused: for an empty file, or one above the limit of the settings.
    :raises StorageError: where the store does not take it.
    """
    kind = _kind_of(office, stream, filename)
    read = EXTRACTOR.extract(stream, kind)
    if stamp := secrecy_stamp(read.text):
        raise SecretFile(safe_display_name(filename), stamp.level, read.text)
    return _put(office, stream, filename, kind), read


def keep_made(office: Office, content: bytes, filename: str) -> KeptFile:
    """Keep a sheet that the house made itself of what it holds: nothing comes in, so nothing is read for a stamp."""
    stream = io.BytesIO(content)
    return _put(office, stream, filename, _kind_of(office, stream, filename))


def _kind_of(office: Office, stream: BinaryIO, filename: str) -> ContentType:
    if not stream.seekable():
        raise io.UnsupportedOperation("an original is read several times: to see what it is, then to keep it")
    stream.seek(0)
    head = stream.read(HEAD_SIZE)
    limit = office.settings.upload_limit_mb * rules.MEGABYTE
    refuse_if(rules.file_problems(safe_display_name(filename), len(head), limit), NOT_KEPT)
    return detect(head, lambda: stream)


def _put(office: Office, stream: BinaryIO, filename: str, kind: ContentType) -> KeptFile:
    name, limit = safe_display_name(filename), office.settings.upload_limit_mb * rules.MEGABYTE
    stream.seek(0)
    try:
        stored = office.store.put(stream, limit=limit)
    except TooLarge as error:
        raise Refused([rules.too_large(name, limit)], NOT_KEPT) from error
    return KeptFile(
        name=name,
        type_code=kind.code,
        media_type=kind.media_type,
        size=stored.size,
        sha256=stored.sha256,
        key=stored.key,
        version=stored.version,
    )


def add_document(
    office: Office,
    actor: Actor | None,
    facts: DocumentFacts,
    files: Sequence[KeptFile],
    *,
    units: Collection[int] = (),
    persons: Collection[int] = (),
    why: str = "registered",
) -> Document:
    """Make a document of facts and kept files; the caller has asked its own policy.

    The agency that keeps it may read it. Without an actor it came by itself, through the exchange. A secret
    document is none: its stub is the register's, and has no file.
    """
    document = Document(**asdict(facts), files=[], created_at=office.clock.now(), created_by_id=_id(actor))
    office.session.add(document)
    _add_files(office, actor, document, files)  # it flushes: readers and jobs carry the document's id
    _open_to(office, document, _pairs({facts.owner_unit_id, *units}, persons), why)
    touch(office, document)
    return document


def attach(office: Office, actor: Actor, document: Document, files: Sequence[KeptFile]) -> list[DocumentFile]:
    """Add files to a document that is there already; nothing that was in it changes.

    The caller has asked its own policy. :raises Refused: where the document was recalled, and so is frozen.
    """
    refuse_if(rules.frozen_problems(recalled=document.recalled_at is not None), NOT_KEPT)
    added = _add_files(office, actor, document, files)
    touch(office, document)
    for file in added:
        message = msg("thêm tệp %(name)s", name=file.name)
        audit.record(office, actor, "attached", "document", document.id, message)
    return added


def admit(
    office: Office, document: Document, *, units: Collection[int] = (), persons: Collection[int] = (), why: str
) -> None:
    """Open a document to units and persons; who may read it already is left alone."""
    if _open_to(office, document, _pairs(units, persons), why):
        _index_later(office, document)


def shut(office: Office, document: Document, *, units: Collection[int] = (), persons: Collection[int] = ()) -> None:
    """Close a document to units and persons: their copy was recalled or sent back (NĐ 30/2020 Art. 18.4, 21.2).

    The caller has asked its own policy. Whoever else may read it is left alone.
    """
    of_them = or_(Reader.unit_id.in_(units), Reader.person_id.in_(persons))
    office.session.execute(delete(Reader).where(Reader.document_id == document.id, of_them))
    _index_later(office, document)


def touch(office: Office, document: Document) -> None:
    """Leave for later what follows from a change: drawing words that are not drawn yet, and the index."""
    office.session.flush()  # jobs carry ids
    for file in document.files:
        if file.text_state == TextState.WAITING:
            office.later(jobs.draw_text, dedupe=str(file.id), file_id=file.id)
    _index_later(office, document)


def note_opening(office: Office, actor: Actor, file: DocumentFile) -> bool:
    """Note a deliberate opening; the first one of a person stands for ever (L-08). Gives whether it was the first.

    The caller has made sure that the actor may read it, and that somebody meant to open it (A-107).
    """
    seen = {"file_id": file.id, "document_id": file.document_id, "person_id": actor.person_id}
    if not write_once(office.session, Opening, "file_id", "person_id", **seen, at=office.clock.now()):
        return False
    audit.record(office, actor, "opened", "document", file.document_id, msg("mở lần đầu: %(name)s", name=file.name))
    return True


def want_rendition(office: Office, file: DocumentFile) -> None:
    """Leave the PDF for the screen to the worker, where there can be one and is none: the next look shows it."""
    if can_render(content_type(file.type_code)) and rendition_of(office, file) is None:
        office.later(jobs.make_rendition, dedupe=str(file.id), file_id=file.id)


def _add_files(
    office: Office, actor: Actor | None, document: Document, files: Sequence[KeptFile]
) -> list[DocumentFile]:
    taken = [file.name for file in document.files]
    names = rules.distinct_names([file.name for file in files], taken)
    now = office.clock.now()
    added = [
        DocumentFile(
            **(asdict(file) | {"name": name}),
            position=position,
            created_at=now,
            verified_at=now,
            created_by_id=_id(actor),
        )
        for position, (file, name) in enumerate(zip(files, names, strict=True), start=len(taken))
    ]
    document.files.extend(added)
    office.session.flush()
    return added


def _pairs(units: Collection[int], persons: Collection[int]) -> list[tuple[int | None, int | None]]:
    """Readers as (unit, None) and (None, person), in a fixed order."""
    return [(unit, None) for unit in sorted(set(units))] + [(None, person) for person in sorted(set(persons))]


def _open_to(office: Office, document: Document, pairs: list[tuple[int | None, int | None]], why: str) -> int:
    """Write the readers who are not there yet; gives how many."""
    same = {"document_id": document.id, "since": office.clock.now(), "why": why}
    rows = [{"unit_id": unit, "person_id": person} | same for unit, person in pairs]
    return write_missing(office.session, Reader, rows)


def _id(actor: Actor | None) -> int | None:
    return actor.person_id if actor else None


def _index_later(office: Office, document: Document) -> None:
    office.later(jobs.index_documents, dedupe=str(document.id), document_id=document.id)
