"""The registers of incoming and outgoing documents and the counters their numbers come from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant, NfcString, ShortText
from e_office.documents.models import Document
from e_office.people.models import Person, Unit


class RegisterCounter(Base):
    """The last number given in one book of one agency and year; updated in the registering transaction."""

    __tablename__ = "register_counter"
    __table_args__ = (
        CheckConstraint("last >= 0", name="last"),
        CheckConstraint("first > 0", name="first"),
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    book: Mapped[str] = mapped_column(NfcString(40), primary_key=True)
    """`in`; `out` or `out:<TYPE>`; `in:secret` and `out:secret`, the separate secret series (NĐ 30 Art. 15)."""
    year: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[int] = mapped_column(default=1)
    """The number the book begins with here: 1, or the next one of a book taken over from paper in mid-year."""
    last: Mapped[int] = mapped_column(default=0)


class IncomingEntry(Base):
    """A line of the register of incoming documents (sổ đăng ký văn bản đến), NĐ 30 Annex IV.

    `number` is the arrival number (số đến), without gap in the order of receipt within unit and year.
    """

    __tablename__ = "incoming_entry"
    __table_args__ = (
        UniqueConstraint("unit_id", "book", "year", "number"),
        UniqueConstraint("unit_id", "document_id"),
        CheckConstraint("number > 0", name="number"),
        Index(None, "unit_id", "arrived_at"),
    )
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    book: Mapped[str] = mapped_column(NfcString(40), default="in")
    year: Mapped[int]
    number: Mapped[int]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    arrived_at: Mapped[Instant]
    channel: Mapped[Code]
    """How it came: `electronic`, `both` or `paper`."""
    from_state_agency: Mapped[bool] = mapped_column(default=True)
    """Whether a state agency sent it; letters of citizens and enterprises are no exchange between agencies."""
    handler_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    forwarded_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    late_reason: Mapped[str] = mapped_column(default="")
    """Why it was finished after its day (D2)."""
    note: Mapped[str] = mapped_column(default="")
    recalled_at: Mapped[datetime | None]
    """Its sender recalled the document and the agency agreed: the line keeps its number and says only that."""
    recall_note: Mapped[str] = mapped_column(default="")
    dispatch_id: Mapped[int | None] = mapped_column(ForeignKey("dispatch.id", use_alter=True))
    """The exchange it came through, where it came from an agency of this installation."""
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    document: Mapped[Document] = relationship()
    handler_unit: Mapped[Unit | None] = relationship(foreign_keys=[handler_unit_id])
    handler: Mapped[Person | None] = relationship(foreign_keys=[handler_id])


class OutgoingEntry(Base):
    """A line of the register of outgoing documents (sổ đăng ký văn bản đi), NĐ 30 Annex IV."""

    __tablename__ = "outgoing_entry"
    __table_args__ = (
        UniqueConstraint("unit_id", "book", "year", "number"),
        UniqueConstraint("document_id"),
        CheckConstraint("number > 0", name="number"),
        Index(None, "unit_id", "issued_at"),
    )
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    book: Mapped[str] = mapped_column(NfcString(40))
    year: Mapped[int]
    number: Mapped[int]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    issued_at: Mapped[Instant]
    drafting_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    archive_keeper: Mapped[ShortText] = mapped_column(default="VT")
    copies: Mapped[int] = mapped_column(default=0)
    """Số lượng bản: paper copies made; 0 where it goes electronically only."""
    note: Mapped[str] = mapped_column(default="")
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    document: Mapped[Document] = relationship()
    drafting_unit: Mapped[Unit | None] = relationship(foreign_keys=[drafting_unit_id])


class WaitingFile(Base):
    """A file the clerk dropped that waits to be registered (tệp chờ vào sổ).

    Its bytes rest in the store already; `text` are the words drawn from it, from which the form is filled in.
    """

    __tablename__ = "waiting_file"
    __table_args__ = (Index(None, "unit_id", "registered_at"),)
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who dropped it; nobody, where it came by the unit's mailbox."""
    direction: Mapped[str] = mapped_column(NfcString(10))
    """`in` or `out`: which register it waits for."""
    door: Mapped[Code] = mapped_column(default="upload")
    """How it came in: `upload`, or `mailbox` (hộp thư)."""
    bundle: Mapped[Code] = mapped_column(default="", index=True)
    """Files of one mail have one name here: they become one document."""
    letter: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What the mail it came in says: sender, subject, day."""
    name: Mapped[str] = mapped_column(NfcString(255))
    type_code: Mapped[Code]
    media_type: Mapped[ShortText]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(NfcString(64))
    key: Mapped[ShortText]
    version: Mapped[str | None] = mapped_column(NfcString(200))
    text: Mapped[str] = mapped_column(default="")
    pages: Mapped[int | None]
    dropped_at: Mapped[Instant]
    registered_at: Mapped[datetime | None]
    """Set when it became part of a document or was put aside; the row then only tells that."""
