"""Duties to report back, the reports that met them, and what was given to whom."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.clock import day_of
from e_office.core.db import Base, Id, Instant, ShortText
from e_office.meetings.models import Meeting
from e_office.meetings.reports_back.rules import is_late
from e_office.meetings.tasks.models import ConclusionTask
from e_office.people.models import Person, Unit


class ReportBack(Base):
    """What an agency owes after a meeting it attended (báo cáo lại sau họp, O9), and what it reported; once.

    `delegate`: who was there for it, in words. `nothing_to_do`: the meeting gave the agency nothing to do.
    """

    __tablename__ = "report_back"
    __table_args__ = (UniqueConstraint("meeting_id", "unit_id"), Index(None, "unit_id", "reported_at"))
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    delegate: Mapped[ShortText] = mapped_column(default="")
    opened_at: Mapped[Instant]
    due_on: Mapped[date]
    reported_at: Mapped[datetime | None]
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    concluded: Mapped[str] = mapped_column(default="")
    nothing_to_do: Mapped[bool] = mapped_column(default=False)

    meeting: Mapped[Meeting] = relationship()
    unit: Mapped[Unit] = relationship()
    reported_by: Mapped[Person | None] = relationship()
    given: Mapped[list[ReportBackGiven]] = relationship(back_populates="report", order_by="ReportBackGiven.id")

    def late(self, today: date) -> bool:
        """Whether it came too late, or is still owed after its day."""
        return is_late(self.due_on, day_of(self.reported_at) if self.reported_at else None, today)


class ReportBackGiven(Base):
    """Something the unit has to do, given to one of its people; `task` where the conclusion makes it one."""

    __tablename__ = "report_back_given"
    id: Mapped[Id]
    report_id: Mapped[int] = mapped_column(ForeignKey("report_back.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    words: Mapped[str]
    task_id: Mapped[int | None] = mapped_column(ForeignKey("conclusion_task.id"), index=True)
    at: Mapped[Instant]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    report: Mapped[ReportBack] = relationship(back_populates="given")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    task: Mapped[ConclusionTask | None] = relationship()
