"""Rows of what was fetched from units' mailboxes: each mail once, with why it was not taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant, NfcString, ShortText
from e_office.core.problems import Message
from e_office.people.models import Unit


class FetchedMail(Base):
    """A mail of a unit's mailbox that was looked at (thư đã lấy); the mail itself stays in the box.

    `validity` and `uid` are the box's own name for it; `message_key` its Message-ID, or the hash of a mail without.
    `state`: `taken` (its files wait for the clerk), `repeated` (it was here already), `answered` (a calendar's
    answer that was counted), `refused` with `problems`.
    """

    __tablename__ = "fetched_mail"
    __table_args__ = (
        UniqueConstraint("unit_id", "validity", "uid"),
        Index(None, "unit_id", "message_key"),
        Index(None, "unit_id", "state"),
    )
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    validity: Mapped[int]
    uid: Mapped[int]
    message_key: Mapped[str] = mapped_column(NfcString(400), default="")
    state: Mapped[Code]
    sender: Mapped[ShortText] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
    size: Mapped[int]
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    fetched_at: Mapped[Instant]

    unit: Mapped[Unit] = relationship()

    @property
    def reasons(self) -> list[Message]:
        """Why it was not taken, ready for translation."""
        return [Message(row["text"], row["values"]) for row in self.problems]
