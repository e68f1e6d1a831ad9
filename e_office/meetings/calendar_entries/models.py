"""The calendar of the leadership: one row is one entry; an entry that falls away stays and says since when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant, ShortText
from e_office.people.models import Person, Unit


class CalendarEntry(Base):
    """One entry (lịch công tác) of an agency's calendar: who, from when to when, what, where, with whom.

    `leader` is who is there, `officer` who goes along, `restricted` that its title is not for everybody. `source`
    and `source_id` say from what it came, such as "request" and the request's id.
    """

    __tablename__ = "calendar_entry"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index(None, "unit_id", "starts_at"),
        Index(None, "leader_id", "starts_at"),
        Index(None, "source", "source_id"),
    )
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    starts_at: Mapped[Instant]
    ends_at: Mapped[Instant]
    title: Mapped[str]
    place: Mapped[ShortText] = mapped_column(default="")
    preparing_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    restricted: Mapped[bool] = mapped_column(default=False)
    source: Mapped[Code]
    source_id: Mapped[int]
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[Instant]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    leader: Mapped[Person | None] = relationship(foreign_keys=[leader_id])
    preparing_unit: Mapped[Unit | None] = relationship(foreign_keys=[preparing_unit_id])
    officer: Mapped[Person | None] = relationship(foreign_keys=[officer_id])
