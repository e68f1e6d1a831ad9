"""Rows of the exchange with other systems: each message with its original, and the states told of each dispatch."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant, NfcString, ShortText
from e_office.core.problems import Message as Text
from e_office.documents.models import Document
from e_office.people.models import Unit


class Direction(StrEnum):
    """Whether a message came or goes."""

    IN = "in"
    OUT = "out"


class MessageKind(StrEnum):
    """What a message is: a document, the state of one, or nothing that could be read."""

    DOCUMENT = "document"
    STATUS = "status"
    UNKNOWN = "unknown"


class MessageState(StrEnum):
    """How far a message is. Out: `waiting`, `sent`, `failed`. In: `taken`, `asked`, `aside`, `settled`."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    """The other side refuses it, or was not there for days; nobody tries again by itself."""
    TAKEN = "taken"
    ASKED = "asked"
    """A recall or an update that waits for the clerk's answer."""
    ASIDE = "aside"
    """Kept aside with its reason; it became nothing."""
    SETTLED = "settled"
    """It was kept aside or asked about, and that is dealt with."""


class ExchangeMessage(Base):
    """One message of QCVN 102:2016 that came or goes (thông điệp); its original rests in the store.

    `key` is what makes a second import harmless: unit, kind and DocumentId. `organ_id` and `organ_name` are the
    other side's: the sender of what came, the recipients of what goes. `unit_id` is ours, None where nobody
    here is meant. `problems` and `warnings` are told in the reader's language, see `texts`.
    """

    __tablename__ = "exchange_message"
    __table_args__ = (UniqueConstraint("key"), Index(None, "unit_id", "at"), Index(None, "direction", "state"))
    id: Mapped[Id]
    key: Mapped[str] = mapped_column(NfcString(400))
    direction: Mapped[Direction] = mapped_column(NfcString(3))
    kind: Mapped[MessageKind] = mapped_column(NfcString(10))
    state: Mapped[MessageState] = mapped_column(NfcString(10))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    edxml_id: Mapped[str] = mapped_column(NfcString(200), default="", index=True)
    """The DocumentId of the document it brings, or tells of."""
    organ_id: Mapped[str] = mapped_column(NfcString(200), default="")
    organ_name: Mapped[str] = mapped_column(default="")
    business: Mapped[int | None]
    status_code: Mapped[str] = mapped_column(NfcString(10), default="")
    code: Mapped[ShortText] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    head: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What else its head says, for people to read."""
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    warnings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    seal: Mapped[Code] = mapped_column(default="none")
    """How its signature was judged, see `edxml.signatures.Seal`."""
    signed_by: Mapped[str] = mapped_column(default="")
    seal_note: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("exchange_message.id"), index=True)
    """The message that came which a state of ours answers."""
    name: Mapped[str] = mapped_column(NfcString(255), default="")
    """What the file was called."""
    raw_key: Mapped[ShortText] = mapped_column(default="")
    raw_version: Mapped[str | None] = mapped_column(NfcString(200))
    raw_size: Mapped[int | None]
    raw_sha256: Mapped[str] = mapped_column(NfcString(64), default="", index=True)
    at: Mapped[Instant]
    """When it came, or was left to be sent."""
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None]
    """What the way to other systems said last, in its own words."""

    unit: Mapped[Unit | None] = relationship()
    document: Mapped[Document | None] = relationship()
    answers: Mapped[ExchangeMessage | None] = relationship(remote_side="ExchangeMessage.id")

    @property
    def reasons(self) -> list[Text]:
        """Why it was not taken, ready for translation."""
        return [Text(row["text"], row["values"]) for row in self.problems]

    @property
    def remarks(self) -> list[Text]:
        """What was odd about it, ready for translation."""
        return [Text(row["text"], row["values"]) for row in self.warnings]

    @property
    def on_seal(self) -> list[Text]:
        """Why its signature is not valid, ready for translation."""
        return [Text(row["text"], row["values"]) for row in self.seal_note]


class DispatchEvent(Base):
    """One state told of a dispatch: when, by whom, in what words; states that came late are kept as well."""

    __tablename__ = "dispatch_event"
    id: Mapped[Id]
    dispatch_id: Mapped[int] = mapped_column(ForeignKey("dispatch.id"), index=True)
    state: Mapped[str] = mapped_column(NfcString(10))
    at: Mapped[Instant]
    """When it happened, as whoever tells it says."""
    noted_at: Mapped[Instant]
    by: Mapped[ShortText] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    ground: Mapped[Code] = mapped_column(default="")
    message_id: Mapped[int | None] = mapped_column(ForeignKey("exchange_message.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
