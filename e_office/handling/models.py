"""The handling of incoming documents: who was given which part of it by whom, and what became of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant, NfcString, ShortText
from e_office.core.problems import Message
from e_office.documents.models import Document
from e_office.handling.rules import OPEN, Part, RemarkKind, State
from e_office.people.models import Person, Unit
from e_office.registry.models import IncomingEntry


class Assignment(Base):
    """One part of the handling given to a unit or a person (phân công xử lý), with words and a day.

    Those of the leader's direction (bút phê) have no `parent`; what a unit's head passes on within the unit hangs
    below the unit's own. `given_by` is who decided; `in_place_of` who had delegated it (D5), and stays named;
    `entered_by` the clerk who wrote down what the leader decided, until `confirmed_at` only on the clerk's word.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("(unit_id is null) <> (person_id is null)", name="one_of"),
        Index(None, "unit_id", "state"),
        Index(None, "person_id", "state"),
        Index(None, "state", "due_on"),
    )
    id: Mapped[Id]
    entry_id: Mapped[int] = mapped_column(ForeignKey("incoming_entry.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    part: Mapped[Part] = mapped_column(NfcString(10))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    """The last day on which it is in time, inclusive."""
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_title: Mapped[ShortText] = mapped_column(default="")
    in_place_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[Instant]
    confirmed_at: Mapped[datetime | None]
    state: Mapped[State] = mapped_column(NfcString(12), default=State.GIVEN)
    taken_at: Mapped[datetime | None]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    result: Mapped[str] = mapped_column(default="")
    """How it was closed, or why it was handed back or taken back, in words."""
    late_reason: Mapped[str] = mapped_column(default="")
    """Why it was closed after its day (D2)."""
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    """The outgoing document that answers (ResponseFor)."""

    entry: Mapped[IncomingEntry] = relationship()
    unit: Mapped[Unit | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    given_by: Mapped[Person] = relationship(foreign_keys=[given_by_id])
    in_place_of: Mapped[Person | None] = relationship(foreign_keys=[in_place_of_id])
    entered_by: Mapped[Person | None] = relationship(foreign_keys=[entered_by_id])
    taken_by: Mapped[Person | None] = relationship(foreign_keys=[taken_by_id])
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id])
    answer: Mapped[Document | None] = relationship()
    requests: Mapped[list[TimeRequest]] = relationship(back_populates="assignment", order_by="TimeRequest.id")
    replies: Mapped[list[Reply]] = relationship(back_populates="assignment", order_by="Reply.id")

    @property
    def part_label(self) -> Message:
        """The name of the part as people read it."""
        return Part(self.part).label

    @property
    def state_label(self) -> Message:
        """The name of the state as people read it."""
        return State(self.state).label

    @property
    def asking(self) -> Reply | None:
        """The issued answer of which its holder is asked whether that is all ("đã trả lời đủ?")."""
        waiting = (row for row in self.replies if row.enough is None and row.document.recalled_at is None)
        return next(waiting, None) if self.state in OPEN else None

    @property
    def holder(self) -> str:
        """Whom it was given to, as lists show it."""
        if self.person is not None:
            return self.person.name
        return (self.unit.short_name or self.unit.name) if self.unit else ""


class TimeRequest(Base):
    """Asking for more time (xin gia hạn) and the answer; every one is kept."""

    __tablename__ = "time_request"
    id: Mapped[Id]
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[Instant]
    due_before: Mapped[date | None]
    wanted_on: Mapped[date]
    reason: Mapped[str]
    agreed: Mapped[bool | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(default="")

    assignment: Mapped[Assignment] = relationship(back_populates="requests")
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])


class Remark(Base):
    """An opinion on the matter (ý kiến) of somebody who handles it, with files of its own where it has any."""

    __tablename__ = "remark"
    id: Mapped[Id]
    entry_id: Mapped[int] = mapped_column(ForeignKey("incoming_entry.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    title: Mapped[ShortText] = mapped_column(default="")
    at: Mapped[Instant]
    text: Mapped[str]
    kind: Mapped[Code] = mapped_column(default=RemarkKind.OPINION)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    """An internal document that holds the files handed in with it."""

    person: Mapped[Person] = relationship()
    document: Mapped[Document | None] = relationship()


class Reply(Base):
    """An outgoing document issued in answer to an incoming one (văn bản trả lời, ResponseFor).

    `enough` says whether it ended the handling it is of: by itself, or by the word of whoever has the part; None
    where nobody has said. `assignment` is that part, or nothing where nobody had directed.
    """

    __tablename__ = "reply"
    __table_args__ = (UniqueConstraint("entry_id", "document_id"),)
    id: Mapped[Id]
    entry_id: Mapped[int] = mapped_column(ForeignKey("incoming_entry.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    enough: Mapped[bool | None]
    noted_at: Mapped[Instant]

    entry: Mapped[IncomingEntry] = relationship()
    document: Mapped[Document] = relationship()
    assignment: Mapped[Assignment | None] = relationship(back_populates="replies")


class UsualDeadline(Base):
    """How many working days an answer usually takes in an agency, by type and urgency; empty ones mean any."""

    __tablename__ = "usual_deadline"
    __table_args__ = (
        UniqueConstraint("unit_id", "type_code", "urgency"),
        CheckConstraint("days >= 0 and days <= 365", name="days"),
    )
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    type_code: Mapped[Code] = mapped_column(default="")
    urgency: Mapped[Code] = mapped_column(default="")
    days: Mapped[int]
