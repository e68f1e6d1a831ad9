"""Which meeting follows which, and the groups that were invited, so that their changes can be told."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Id
from e_office.meetings.groups.models import InviteeGroup
from e_office.meetings.models import Meeting


class SeriesLink(Base):
    """A meeting follows another in a series (M18); the row stays whatever becomes of either.

    `planned_on`: the day of the rhythm it was planned for, wherever it was moved; None where it was begun alone.
    `told`: what could not be inherited, as the writer is told: names under "dropped", "groups", "posts".
    """

    __tablename__ = "series_link"
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    after_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    planned_on: Mapped[date | None]
    told: Mapped[dict[str, Any]] = mapped_column(JSON)

    meeting: Mapped[Meeting] = relationship(foreign_keys=[meeting_id])
    after: Mapped[Meeting] = relationship(foreign_keys=[after_id])


class InvitedGroup(Base):
    """A group that was invited by its button, with the units it had then."""

    __tablename__ = "invited_group"
    __table_args__ = (UniqueConstraint("meeting_id", "group_id"),)
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("invitee_group.id"))
    unit_ids: Mapped[list[int]] = mapped_column(JSON)

    group: Mapped[InviteeGroup] = relationship()
