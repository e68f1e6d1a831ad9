"""Documents, their electronic originals, who may read them and who has opened them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant, NfcString, ShortText
from e_office.core.problems import Message, msg
from e_office.people.models import Person, Unit
from search import fold


class Kind(StrEnum):
    """What a document is to somebody who searches (nhóm)."""

    REGISTER = "register"
    INVITATION = "invitation"
    PAPER = "paper"
    CONCLUSION = "conclusion"
    DRAFT = "draft"

    @property
    def label(self) -> Message:
        """The name people read."""
        return _KINDS[self]


_KINDS = {
    Kind.CONCLUSION: msg("Kết luận"),
    Kind.DRAFT: msg("Dự thảo"),
    Kind.INVITATION: msg("Giấy mời"),
    Kind.PAPER: msg("Tài liệu họp"),
    Kind.REGISTER: msg("Văn bản trong sổ"),
}


class TextState(StrEnum):
    """What is known of a file's words; `NONE` is shown as "chưa có lớp chữ"."""

    WAITING = "waiting"
    DRAWN = "drawn"
    NONE = "none"
    FAILED = "failed"


class Document(Base):
    """A document (văn bản): its number, dates and subject; its files are its electronic originals.

    `code` is number and notation as written ("05/GM-UBND"), `code_key` its normal form for duplicate checks.
    `owner_unit_id` is the agency that keeps it: the issuer for an outgoing one, the receiver for an incoming.
    None is secret (Mật and above): such a one is no document of this house but a line of the secret register (T6).
    """

    __tablename__ = "document"
    __table_args__ = (
        Index(None, "owner_unit_id", "issued_on"),
        Index(None, "code_key", "issued_on"),
        Index(None, "issued_on", "id"),
    )
    id: Mapped[Id]
    kind: Mapped[Kind] = mapped_column(NfcString(20), default=Kind.REGISTER)
    type_code: Mapped[Code]
    number: Mapped[int | None]
    code: Mapped[ShortText] = mapped_column(default="")
    code_key: Mapped[ShortText] = mapped_column(default="")
    issued_on: Mapped[date | None]
    issuer_name: Mapped[ShortText] = mapped_column(default="")
    issuer_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    owner_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    subject: Mapped[str]
    signer: Mapped[ShortText] = mapped_column(default="")
    signer_title: Mapped[ShortText] = mapped_column(default="")
    recipients: Mapped[str] = mapped_column(default="")
    """Nơi nhận, one a line, as written on the document."""
    urgency: Mapped[Code] = mapped_column(default="normal")
    folded: Mapped[str] = mapped_column(default="")
    """Number, issuer and subject without accents: what registers and pick lists are narrowed by."""
    internal: Mapped[bool] = mapped_column(default=False)
    recalled_at: Mapped[datetime | None]
    created_at: Mapped[Instant]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    issuer_unit: Mapped[Unit | None] = relationship(foreign_keys=[issuer_unit_id])
    owner_unit: Mapped[Unit] = relationship(foreign_keys=[owner_unit_id])
    files: Mapped[list[DocumentFile]] = relationship(
        back_populates="document", order_by="DocumentFile.position, DocumentFile.id"
    )

    @property
    def year(self) -> int | None:
        """The year of its date."""
        return self.issued_on.year if self.issued_on else None


@event.listens_for(Document, "before_insert")
@event.listens_for(Document, "before_update")
def _fold(_mapper: Any, _connection: Any, row: Document) -> None:
    """Keep `folded` true to the columns it is made of."""
    row.folded = fold(" ".join((row.code, row.issuer_name, row.subject)))


class DocumentFile(Base):
    """One file of an original (tệp gốc): the name as typed (NFC), and where its bytes rest; never changed.

    `key` and `version` are the store's; `sha256` was computed while streaming.
    """

    __tablename__ = "document_file"
    __table_args__ = (CheckConstraint("size >= 0", name="size"),)
    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(NfcString(255))
    type_code: Mapped[Code]
    """The type decided by content, see `documents.content_types`."""
    media_type: Mapped[ShortText]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(NfcString(64), index=True)
    key: Mapped[ShortText]
    version: Mapped[str | None] = mapped_column(NfcString(200))
    text_state: Mapped[TextState] = mapped_column(NfcString(10), default=TextState.WAITING)
    pages: Mapped[int | None]
    created_at: Mapped[Instant]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verified_at: Mapped[datetime | None]
    """When its bytes were last read to the end and found the same."""
    damaged_at: Mapped[datetime | None]
    """When the store was found not to give the same bytes any more."""

    document: Mapped[Document] = relationship(back_populates="files")


class FileText(Base):
    """The words drawn from a file; can be drawn again at any time."""

    __tablename__ = "file_text"
    file_id: Mapped[int] = mapped_column(ForeignKey("document_file.id"), primary_key=True)
    text: Mapped[str]


class Rendition(Base):
    """A PDF made of an office file for reading on a screen; can be made again at any time."""

    __tablename__ = "rendition"
    file_id: Mapped[int] = mapped_column(ForeignKey("document_file.id"), primary_key=True)
    key: Mapped[ShortText]
    version: Mapped[str | None] = mapped_column(NfcString(200))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(NfcString(64))
    pages: Mapped[int | None]


class ClaimedObject(Base):
    """A version of an object that is being taken out of the store because it belonged to nothing, or was.

    While the row is here no row of a file may name that version, see `documents.claims`.
    """

    __tablename__ = "claimed_object"
    __table_args__ = (UniqueConstraint("key", "version"),)
    id: Mapped[Id]
    key: Mapped[ShortText]
    version: Mapped[str] = mapped_column(NfcString(200))
    size: Mapped[int]
    claimed_at: Mapped[Instant]
    removed_at: Mapped[datetime | None]


class Reader(Base):
    """A unit or a person a document is open to (người được đọc), since when and why."""

    __tablename__ = "reader"
    __table_args__ = (
        UniqueConstraint("document_id", "unit_id"),
        UniqueConstraint("document_id", "person_id"),
        CheckConstraint("(unit_id is null) <> (person_id is null)", name="one_of"),
        Index(None, "unit_id", "document_id"),
        Index(None, "person_id", "document_id"),
    )
    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    since: Mapped[Instant]
    why: Mapped[Code]

    unit: Mapped[Unit | None] = relationship()
    person: Mapped[Person | None] = relationship()


class Opening(Base):
    """The first deliberate opening of a file by a person; it stands for ever (L-08)."""

    __tablename__ = "opening"
    __table_args__ = (UniqueConstraint("file_id", "person_id"),)
    id: Mapped[Id]
    file_id: Mapped[int] = mapped_column(ForeignKey("document_file.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[Instant]

    person: Mapped[Person] = relationship()
