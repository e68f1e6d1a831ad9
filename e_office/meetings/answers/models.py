"""Rows of answers: substitutes with the chair's word, who comes for a unit, wishes to leave early."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Id, Instant, NfcString, ShortText
from e_office.meetings.answers.rules import Word
from e_office.meetings.models import Invitee
from e_office.people.models import Person


class Substitute(Base):
    """Somebody who is to come in an invitee's place (người dự thay, M5), one row each time one is named."""

    __tablename__ = "substitute"
    __table_args__ = (Index(None, "invitee_id", "id"), Index(None, "state"))
    id: Mapped[Id]
    invitee_id: Mapped[int] = mapped_column(ForeignKey("invitee.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Where the substitute works here: it then stands on the own desk."""
    name: Mapped[ShortText]
    post: Mapped[ShortText]
    reason: Mapped[str]
    empowered: Mapped[bool]
    """Whether empowered to decide (được ủy quyền quyết định, M7)."""
    asked_at: Mapped[Instant]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[Word] = mapped_column(NfcString(12), default=Word.WAITS)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decision_reason: Mapped[str] = mapped_column(default="")

    invitee: Mapped[Invitee] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])


class Attender(Base):
    """Who comes for a unit (người dự họp của đơn vị), named by its head; a later row ends the one before."""

    __tablename__ = "attender"
    __table_args__ = (Index(None, "invitee_id", "id"), Index(None, "person_id", "ended_at"))
    id: Mapped[Id]
    invitee_id: Mapped[int] = mapped_column(ForeignKey("invitee.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(default="")
    named_at: Mapped[Instant]
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]

    invitee: Mapped[Invitee] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    named_by: Mapped[Person | None] = relationship(foreign_keys=[named_by_id])


class EarlyLeave(Base):
    """A wish to leave before the end (xin về sớm), which needs the chair's consent (QĐ 45/2018 Art. 15)."""

    __tablename__ = "early_leave"
    __table_args__ = (Index(None, "invitee_id", "id"), Index(None, "state"))
    id: Mapped[Id]
    invitee_id: Mapped[int] = mapped_column(ForeignKey("invitee.id"))
    leaves_at: Mapped[Instant]
    reason: Mapped[str]
    asked_at: Mapped[Instant]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[Word] = mapped_column(NfcString(12), default=Word.WAITS)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decision_reason: Mapped[str] = mapped_column(default="")

    invitee: Mapped[Invitee] = relationship()
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
