"""Rooms and bridge points that an agency keeps in its list, and those it gives to meetings of others."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Id, Instant, NfcString, ShortText
from e_office.meetings.models import Meeting
from e_office.people.models import Unit


class PlaceKind(StrEnum):
    """A room (phòng họp), or a bridge point of online meetings (điểm cầu)."""

    ROOM = "room"
    BRIDGE = "bridge"


class MeetingPlace(Base):
    """A room or bridge point of one agency.

    A meeting uses it by naming it: what its invitation says is what counts, `other_names` (one a line) too.
    """

    __tablename__ = "meeting_place"
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    """The agency whose list it is in."""
    kind: Mapped[PlaceKind] = mapped_column(NfcString(12))
    name: Mapped[ShortText]
    other_names: Mapped[str] = mapped_column(default="")
    seats: Mapped[int | None]
    equipment: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    """Since when it is out of use; None while it is in use."""
    version: Mapped[int] = mapped_column()
    """Grows with each change; two who write at once cannot overwrite each other."""
    created_at: Mapped[Instant]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])

    __mapper_args__ = {"version_id_col": version}


class BridgeRoom(Base):
    """The room of its own from which an agency takes part in another agency's online meeting (điểm cầu, M12).

    It is taken while that meeting stands, at whatever hour it is held; moved or called off, nothing is left to do.
    """

    __tablename__ = "meeting_bridge_room"
    __table_args__ = (UniqueConstraint("meeting_id", "unit_id"),)
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    """The agency that takes part."""
    place_id: Mapped[int] = mapped_column(ForeignKey("meeting_place.id"))
    chosen_at: Mapped[Instant]
    chosen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    meeting: Mapped[Meeting] = relationship()
    place: Mapped[MeetingPlace] = relationship()
