"""Dispatch of issued documents to recipients, a channel each, with the receipts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant, NfcString, ShortText
from e_office.documents.models import Document
from e_office.exchange.messages.models import ExchangeMessage
from e_office.exchange.rules_status import State
from e_office.people.models import Person, Unit


class Channel(StrEnum):
    """How a recipient gets a document (kênh gửi)."""

    ELECTRONIC = "electronic"
    PAPER = "paper"
    BOTH = "both"


class Dispatch(Base):
    """One document sent to one recipient (lượt gửi): unique, so that a double click cannot send twice.

    `sent_at` is the server's instant at which an electronic copy entered the recipient's desk
    (NĐ 64/2007 Art. 36); `opened_at` the first opening, which wins. A recipient outside has a name, and an
    `organ_id` (mã định danh) where it is reached through the axis.
    """

    __tablename__ = "dispatch"
    __table_args__ = (
        UniqueConstraint("document_id", "recipient_key"),
        Index(None, "unit_id", "sent_at"),
    )
    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    recipient_key: Mapped[ShortText]
    """`u<unit id>`, or the folded name of an outside recipient."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[ShortText]
    state_agency: Mapped[bool] = mapped_column(default=True)
    channel: Mapped[Channel] = mapped_column(NfcString(12))
    paper_reason: Mapped[str] = mapped_column(default="")
    """Why paper is sent at all (T2)."""
    sent_at: Mapped[Instant]
    opened_at: Mapped[datetime | None]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    registered_at: Mapped[datetime | None]
    paper_received_at: Mapped[datetime | None]
    """The recipient's clerk saw paper come as well: demotes the document from wholly electronic."""
    paper_received_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organ_id: Mapped[Code] = mapped_column(default="")
    state: Mapped[State] = mapped_column(NfcString(10), default=State.SENT)
    """What the recipient told last; changed by `states.note_state` alone."""
    state_at: Mapped[datetime | None]
    state_note: Mapped[str] = mapped_column(default="")
    ground: Mapped[Code] = mapped_column(default="")
    """Of a refusal: which ground it has, see `rules_refusal.Ground`."""
    reminded_at: Mapped[datetime | None]
    """When the sender last reminded a recipient that has not taken it."""
    change_id: Mapped[int | None] = mapped_column(ForeignKey("document_change.id"), index=True)
    """The recall, update or replacement its sender asks for."""
    message_id: Mapped[int | None] = mapped_column(ForeignKey("exchange_message.id"), index=True)
    """The message of another system it came with, or goes out with."""

    document: Mapped[Document] = relationship()
    unit: Mapped[Unit | None] = relationship()
    opened_by: Mapped[Person | None] = relationship(foreign_keys=[opened_by_id])
    message: Mapped[ExchangeMessage | None] = relationship()

    @property
    def told(self) -> State:
        """The state as one of the regulation's, for its name and its sign."""
        return State(self.state)
