"""Notices on the desk and the mails that went to unit mailboxes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from e_office.core.db import Base, Code, Id, Instant, NfcString
from e_office.core.problems import Message


class Notice(Base):
    """Something a unit or a person is told on the desk (thông báo), once per `key`."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("key"),
        Index(None, "unit_id", "created_at"),
        Index(None, "person_id", "created_at"),
    )
    id: Mapped[Id]
    key: Mapped[str] = mapped_column(NfcString(120))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[Code]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    text: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[Instant]

    @property
    def message(self) -> Message:
        """What is told, ready for translation."""
        return Message(self.text, self.facts)


class MailOut(Base):
    """One mail to one unit mailbox; `message_id` is stable, so a second sending is recognised (F-07)."""

    __tablename__ = "mail_out"
    id: Mapped[Id]
    message_id: Mapped[str] = mapped_column(NfcString(200), unique=True)
    template: Mapped[Code]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    address: Mapped[str] = mapped_column(NfcString(200))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[Instant]
    sent_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    error: Mapped[str | None]
