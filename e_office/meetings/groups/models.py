"""Named groups of units that an agency invites again and again, kept as data."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Id, Instant, ShortText
from e_office.people.models import Unit


class InviteeGroup(Base):
    """A group of units of one agency (nhóm đơn vị mời), such as the steering committee on new rural areas.

    It is expanded when it is chosen: an invitation names the units, and a later change of the group changes none.
    """

    __tablename__ = "invitee_group"
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    """The agency whose group it is."""
    name: Mapped[ShortText]
    version: Mapped[int] = mapped_column()
    """Grows with each change; two who write at once cannot overwrite each other."""
    created_at: Mapped[Instant]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    members: Mapped[list[InviteeGroupUnit]] = relationship(
        order_by="InviteeGroupUnit.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class InviteeGroupUnit(Base):
    """One unit of a group."""

    __tablename__ = "invitee_group_unit"
    __table_args__ = (UniqueConstraint("group_id", "unit_id"),)
    id: Mapped[Id]
    group_id: Mapped[int] = mapped_column(ForeignKey("invitee_group.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    position: Mapped[int] = mapped_column(default=0)

    unit: Mapped[Unit] = relationship()
