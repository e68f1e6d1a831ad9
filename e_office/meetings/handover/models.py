"""Drafts of conclusion notices as they go to the Office and back."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Id, Instant, NfcString
from e_office.meetings.handover.rules import HandoverKind
from e_office.meetings.models import Meeting
from e_office.people.models import Person


class ConclusionHandover(Base):
    """A draft handed to the Office (chuyển Văn phòng phát hành) or given back, by whom and when; only ever added."""

    __tablename__ = "conclusion_handover"
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[HandoverKind] = mapped_column(NfcString(12))
    at: Mapped[Instant]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")
    """Why it was given back."""

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship()
