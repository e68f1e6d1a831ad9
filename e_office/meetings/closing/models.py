"""Meetings of which the organiser has recorded that they need no conclusion notice."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Id, Instant
from e_office.meetings.models import Meeting
from e_office.people.models import Person


class ConclusionWaived(Base):
    """No conclusion notice is needed (không cần thông báo kết luận, M14), and why; a notice may still be written."""

    __tablename__ = "conclusion_waived"
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    reason: Mapped[str]
    at: Mapped[Instant]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship()
