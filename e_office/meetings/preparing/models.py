"""Rows of preparing: the papers a unit was asked for, and every step a paper has taken."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Id, Instant, NfcString
from e_office.meetings.models import Meeting, Paper
from e_office.people.models import Person, Unit


class StepKind(StrEnum):
    """What was done with a paper on its way to the invitees (M3)."""

    PUT = "put"
    SUBMITTED = "submitted"
    AGREED = "agreed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    SENT = "sent"


class WantedPaper(Base):
    """A paper that a unit has to prepare (tài liệu phải chuẩn bị) for a meeting, asked for by the organisers.

    `paper_id` is the first version put in for it; what replaces that one answers it too. One that was given up
    keeps its row.
    """

    __tablename__ = "wanted_paper"
    __table_args__ = (Index(None, "unit_id", "meeting_id"),)
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), unique=True)
    asked_at: Mapped[Instant]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_up_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship(back_populates="wanted")
    unit: Mapped[Unit] = relationship()
    paper: Mapped[Paper | None] = relationship()


class PaperStep(Base):
    """One step of a paper; rows are only added, and go only with a paper that nobody was ever sent.

    `words`: what has changed since the version before, or why the chair sent it back. `sha256`: the file it was
    about.
    """

    __tablename__ = "paper_step"
    id: Mapped[Id]
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), index=True)
    kind: Mapped[StepKind] = mapped_column(NfcString(12))
    at: Mapped[Instant]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(NfcString(64))

    person: Mapped[Person | None] = relationship()
