"""The channel laid down for a type and a level, as data the Office keeps."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant
from e_office.exchange.rules_channel import Usual
from e_office.people.models import Person


class ChannelRule(Base):
    """How documents of a type ("" any) go to agencies of a level ("" any) (quy định cách gửi, T3)."""

    __tablename__ = "channel_rule"
    __table_args__ = (
        UniqueConstraint("type_code", "level_code"),
        CheckConstraint("channel in ('electronic', 'both')", name="channel"),
    )
    id: Mapped[Id]
    type_code: Mapped[Code] = mapped_column(default="")
    level_code: Mapped[Code] = mapped_column(default="")
    channel: Mapped[Code]
    reason: Mapped[str]
    changed_at: Mapped[Instant]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    changed_by: Mapped[Person | None] = relationship()

    @property
    def usual(self) -> Usual:
        """The facts of it, for the rules."""
        return Usual(self.type_code, self.level_code, self.channel, self.reason)
