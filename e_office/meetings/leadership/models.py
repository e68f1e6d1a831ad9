"""What the Office typed, what it says of lines that came of their own, and the weeks as they were published."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant
from e_office.meetings.leadership.rules_week import Line, from_json
from e_office.people.models import Person, Unit


class TypedEntry(Base):
    """Something the Office typed into the calendar by hand: a trip, an inspection, a reception, a duty.

    Who, when and where stand in its entry of the calendar (source "typed"); `inspected_id` is the unit an
    inspection goes to (M19).
    """

    __tablename__ = "typed_entry"
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[Code]
    inspected_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    ended_at: Mapped[datetime | None]
    created_at: Mapped[Instant]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column()

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    inspected: Mapped[Unit | None] = relationship(foreign_keys=[inspected_id])

    __mapper_args__ = {"version_id_col": version}


class WeekMark(Base):
    """What an agency's Office says of a line that came of its own: restricted, left out, accompanied by whom."""

    __tablename__ = "week_mark"
    __table_args__ = (UniqueConstraint("unit_id", "key"),)
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    key: Mapped[Code]
    restricted: Mapped[bool] = mapped_column(default=False)
    left_out: Mapped[bool] = mapped_column(default=False)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[Instant]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    officer: Mapped[Person | None] = relationship(foreign_keys=[officer_id])


class WeekRevision(Base):
    """A week of an agency's leadership as it was published, the first time and each time again; rows are only added.

    `week` is its Monday, `lines` what stood in it, see `leadership.rules_week.Line`.
    """

    __tablename__ = "week_revision"
    __table_args__ = (UniqueConstraint("unit_id", "week", "number"),)
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    week: Mapped[date]
    number: Mapped[int]
    kept: Mapped[list[dict[str, Any]]] = mapped_column("lines", JSON)
    published_at: Mapped[Instant]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    unit: Mapped[Unit] = relationship()
    published_by: Mapped[Person | None] = relationship()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What stood in it, in order."""
        return tuple(from_json(line) for line in self.kept)
