"""What absent agencies were sent and asked, and what they answered; rows are only added."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.clock import day_of
from e_office.core.db import Base, Id, Instant, NfcString
from e_office.documents.models import Document
from e_office.meetings.absent.rules import Standing, standing
from e_office.meetings.models import Meeting
from e_office.people.models import Person, Unit
from e_office.submissions.rules_opinions import Answer


class AbsentAsk(Base):
    """The part of a conclusion sent to an agency that was absent, with the day of its written answer (O5).

    `parts` are the words as they were sent: {"key", "title", "text"} each. `consultation`: opinions on a scheme were
    taken there, so that silence after the day is consent (O7). `opened_at` proves the receipt (O8).
    """

    __tablename__ = "absent_ask"
    __table_args__ = (UniqueConstraint("meeting_id", "unit_id"),)
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    due_on: Mapped[date]
    """The last day on which the answer is in time."""
    consultation: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[Instant]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime | None]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship()
    unit: Mapped[Unit] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    opened_by: Mapped[Person | None] = relationship(foreign_keys=[opened_by_id])
    answers: Mapped[list[AbsentAnswer]] = relationship(back_populates="ask", order_by="AbsentAnswer.id")
    changes: Mapped[list[AbsentChange]] = relationship(back_populates="ask", order_by="AbsentChange.id")

    def standing(self, today: date) -> Standing:
        """Where it stands on that day; without a row of an answer it is never answered."""
        return standing(
            answered_on=day_of(self.answers[0].at) if self.answers else None,
            due_on=self.due_on,
            today=today,
            received_on=day_of(self.opened_at) if self.opened_at else None,
            consultation=self.consultation,
            withdrawn=self.withdrawn_at is not None,
        )


class AbsentChange(Base):
    """What became of a request: another day for the answer, or none any more; why, and who said so."""

    __tablename__ = "absent_change"
    id: Mapped[Id]
    ask_id: Mapped[int] = mapped_column(ForeignKey("absent_ask.id"), index=True)
    due_before: Mapped[date]
    due_on: Mapped[date | None]
    """The new day; None where the request was withdrawn."""
    reason: Mapped[str]
    at: Mapped[Instant]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    ask: Mapped[AbsentAsk] = relationship(back_populates="changes")
    person: Mapped[Person] = relationship()


class AbsentAnswer(Base):
    """A written answer; a later one completes the first, whose day counts."""

    __tablename__ = "absent_answer"
    id: Mapped[Id]
    ask_id: Mapped[int] = mapped_column(ForeignKey("absent_ask.id"), index=True)
    stance: Mapped[Answer] = mapped_column(NfcString(12))
    words: Mapped[str] = mapped_column(default="")
    numbered_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    """The outgoing document that is the answer, named by its number."""
    files_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    """The files taken in with it, as a document."""
    at: Mapped[Instant]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    ask: Mapped[AbsentAsk] = relationship(back_populates="answers")
    numbered: Mapped[Document | None] = relationship(foreign_keys=[numbered_id])
    files: Mapped[Document | None] = relationship(foreign_keys=[files_id])
    person: Mapped[Person] = relationship()

    @property
    def stance_label(self) -> Any:
        """The word people read, a `Message`."""
        return Answer(self.stance).label
