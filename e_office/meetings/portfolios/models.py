"""Portfolios of an agency's leaders, kept as data."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Id, Instant, ShortText
from e_office.people.models import Person, Unit


class Portfolio(Base):
    """A field of work (lĩnh vực phụ trách, P6) that one leader of an agency answers for.

    A task keeps its field when the field changes hands: it is shown with whoever leads it today.
    """

    __tablename__ = "portfolio"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    """The agency whose work is divided."""
    name: Mapped[ShortText]
    leader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    position: Mapped[int]
    ended_on: Mapped[date | None]
    """Since which day it is not chosen any more; None while it is."""
    version: Mapped[int] = mapped_column()
    """Grows with each change; two who write at once cannot overwrite each other."""
    created_at: Mapped[Instant]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    leader: Mapped[Person] = relationship(foreign_keys=[leader_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        """The field and who leads it, as it is chosen and shown."""
        return f"{self.name} ({self.leader.name})"
