"""Rows of papers that were handed out at a meeting; none is ever changed but for the file that follows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Id, Instant
from e_office.meetings.models import Meeting, Paper, PaperState
from e_office.people.models import Person, Unit


class HandedPaper(Base):
    """A paper that somebody handed out at a meeting: what it was, whose, when and why so late (M1, M2, M16).

    `paper_id` is its electronic file, a meeting paper like any other; None while it is owed.
    """

    __tablename__ = "handed_paper"
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    title: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    """The unit whose paper it is, which owes the file."""
    handed_at: Mapped[Instant]
    reason: Mapped[str]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), unique=True)
    noted_at: Mapped[Instant]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    meeting: Mapped[Meeting] = relationship()
    unit: Mapped[Unit] = relationship()
    paper: Mapped[Paper | None] = relationship()
    noted_by: Mapped[Person] = relationship()

    @property
    def is_owed(self) -> bool:
        """Whether its electronic file has to be brought: there is none, or the chair has sent it back."""
        return self.paper is None or self.paper.state == PaperState.DRAFT

    @property
    def sent_at(self) -> datetime | None:
        """When its file went to everybody invited."""
        return self.paper.distributed_at if self.paper else None
