"""Requests to the leadership: what is asked, who examined it, what was decided; nothing of it is deleted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.clock import day_of
from e_office.core.db import Base, Code, Id, Instant, ShortText
from e_office.core.problems import Message
from e_office.meetings.models import Meeting
from e_office.meetings.requests.rules_consent import RequestKind, RequestState
from e_office.people.models import Person, Unit


class MeetingRequest(Base):
    """A request (đề nghị) of an agency to the leadership of the agency above it, and what became of it.

    `starts_at` is the hour wished for and, once consented, the hour agreed; `until` the last day a consent to invite
    reaches to. `registered_at` is the instant M8 judges by. `decided_for` is who had delegated the decision (D5).
    `end_reason` says why it was withdrawn or the consent taken back.
    """

    __tablename__ = "meeting_request"
    __table_args__ = (
        Index(None, "unit_id", "state"),
        Index(None, "to_unit_id", "state"),
        Index(None, "leader_id", "state"),
    )
    id: Mapped[Id]
    kind: Mapped[Code]
    state: Mapped[Code]
    state_at: Mapped[Instant]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    to_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    purpose: Mapped[str]
    why: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[Instant]
    minutes: Mapped[int]
    until: Mapped[date | None]
    place: Mapped[ShortText] = mapped_column(default="")
    restricted: Mapped[bool] = mapped_column(default=False)
    registered_at: Mapped[Instant]
    urgent_reason: Mapped[str] = mapped_column(default="")
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    advice: Mapped[str] = mapped_column(default="")
    examined_at: Mapped[datetime | None]
    examined_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    end_reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[Instant]
    version: Mapped[int] = mapped_column()

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    to_unit: Mapped[Unit] = relationship(foreign_keys=[to_unit_id])
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    leader: Mapped[Person | None] = relationship(foreign_keys=[leader_id])
    officer: Mapped[Person | None] = relationship(foreign_keys=[officer_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    decided_for: Mapped[Person | None] = relationship(foreign_keys=[decided_for_id])
    meeting: Mapped[Meeting | None] = relationship()
    units: Mapped[list[RequestedUnit]] = relationship(order_by="RequestedUnit.id", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def last_day(self) -> date:
        """The last day the consent reaches to."""
        return self.until or day_of(self.starts_at)

    @property
    def kind_label(self) -> Message:
        """What it asks, in words."""
        return RequestKind(self.kind).label

    @property
    def state_label(self) -> Message:
        """Where it stands, in words."""
        return RequestState(self.state).label


class RequestedUnit(Base):
    """An agency whose leaders a department wants to invite (M6)."""

    __tablename__ = "requested_unit"
    __table_args__ = (UniqueConstraint("request_id", "unit_id"),)
    id: Mapped[Id]
    request_id: Mapped[int] = mapped_column(ForeignKey("meeting_request.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))

    unit: Mapped[Unit] = relationship()
