"""The tasks of issued conclusions as they are followed up, who co-operates, and every step taken with them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.clock import day_of
from e_office.core.db import Base, Id, Instant, NfcString
from e_office.documents.models import Document
from e_office.meetings.models import ConclusionItem, Meeting
from e_office.meetings.tasks.rules import StepKind, TaskState, is_late
from e_office.people.models import Person, Unit


class ConclusionTask(Base):
    """A task of an issued conclusion (nhiệm vụ theo kết luận, M14), made with the notice, once for each item.

    What it says stands in its item and never changes. `state` and `reported_at` repeat what its steps tell.
    """

    __tablename__ = "conclusion_task"
    __table_args__ = (Index(None, "lead_unit_id", "state"),)
    id: Mapped[Id]
    item_id: Mapped[int] = mapped_column(ForeignKey("conclusion_item.id"), unique=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    lead_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    due_on: Mapped[date | None]
    """The day before which it is to be done (xong trước ngày)."""
    state: Mapped[TaskState] = mapped_column(NfcString(12), default=TaskState.OPEN)
    reported_at: Mapped[datetime | None]
    """When what stands was reported; None while the task is open."""
    words: Mapped[str]
    """Task, item of the agenda and purpose without accents: what a search in the list compares, beside the notice's."""
    given_at: Mapped[Instant]

    item: Mapped[ConclusionItem] = relationship()
    meeting: Mapped[Meeting] = relationship()
    lead_unit: Mapped[Unit] = relationship()
    helpers: Mapped[list[ConclusionTaskUnit]] = relationship(order_by="ConclusionTaskUnit.id")
    steps: Mapped[list[ConclusionTaskStep]] = relationship(order_by="ConclusionTaskStep.id")

    def late(self, today: date) -> bool:
        """Whether it was reported too late, or is still open on or after its day."""
        return is_late(self.due_on, day_of(self.reported_at) if self.reported_at else None, today)


class ConclusionTaskUnit(Base):
    """A unit that co-operates in a task (phối hợp), as far as its name was recognised."""

    __tablename__ = "conclusion_task_unit"
    __table_args__ = (UniqueConstraint("task_id", "unit_id"),)
    id: Mapped[Id]
    task_id: Mapped[int] = mapped_column(ForeignKey("conclusion_task.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)


class ConclusionTaskStep(Base):
    """What was reported, confirmed or sent back, by whom and when; rows are only ever added."""

    __tablename__ = "conclusion_task_step"
    id: Mapped[Id]
    task_id: Mapped[int] = mapped_column(ForeignKey("conclusion_task.id"), index=True)
    kind: Mapped[StepKind] = mapped_column(NfcString(12))
    at: Mapped[Instant]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    """The document that proves what was reported, named by its number."""
    files_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    """The files taken in as proof, as a document."""

    person: Mapped[Person] = relationship()
    document: Mapped[Document | None] = relationship(foreign_keys=[document_id])
    files: Mapped[Document | None] = relationship(foreign_keys=[files_id])
