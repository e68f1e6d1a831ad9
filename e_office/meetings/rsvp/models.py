"""Rows of calendars' replies: each with what it said and whether it counted; only ever added."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from e_office.core.db import Base, Code, Id, Instant, NfcString, ShortText
from e_office.core.problems import Message


class CalendarReply(Base):
    """A reply of a calendar that reached the agency (trả lời qua lịch thư): counted, or refused with its reasons.

    `brought_by_id`: who dropped the mail as a file; None where the mailbox was fetched.
    """

    __tablename__ = "calendar_reply"
    id: Mapped[Id]
    at: Mapped[Instant]
    agency_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    brought_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    message_key: Mapped[str] = mapped_column(NfcString(400))
    sender: Mapped[ShortText]
    uid: Mapped[str] = mapped_column(NfcString(300))
    sequence: Mapped[int]
    address: Mapped[ShortText]
    partstat: Mapped[Code]
    comment: Mapped[str]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    invitee_id: Mapped[int | None] = mapped_column(ForeignKey("invitee.id"))
    counted: Mapped[bool]
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    @property
    def reasons(self) -> list[Message]:
        """Why it does not count, ready for translation."""
        return [Message(one["text"], one["values"]) for one in self.problems]
