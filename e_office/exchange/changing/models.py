"""Rows of recall, update and replacement: what was asked, by whose consent, and the document that comes instead."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Id, Instant
from e_office.documents.models import Document
from e_office.exchange.rules_change import Change
from e_office.people.models import Person


class DocumentChange(Base):
    """A recall, update or replacement of a document sent before (thu hồi, cập nhật, thay thế).

    `successor_id` is the document that comes in its place, None for a recall. The answers stand on the dispatches.
    """

    __tablename__ = "document_change"
    __table_args__ = (
        UniqueConstraint("document_id", "business"),
        CheckConstraint("(business = 1) = (successor_id is null)", name="successor"),
    )
    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    business: Mapped[int]
    reason: Mapped[str]
    consented_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """The leader who agreed to it (lãnh đạo đồng ý)."""
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[Instant]

    document: Mapped[Document] = relationship(foreign_keys=[document_id])
    successor: Mapped[Document | None] = relationship(foreign_keys=[successor_id])
    consented_by: Mapped[Person] = relationship(foreign_keys=[consented_by_id])
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])

    @property
    def change(self) -> Change:
        """Its kind, for its name."""
        return Change(self.business)
