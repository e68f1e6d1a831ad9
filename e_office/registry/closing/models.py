"""Rows of closed registers: the book as it stood with its hash, its lines, and what was corrected afterwards."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Id, Instant, NfcString
from e_office.people.models import Person, Unit


class ClosedBook(Base):
    """A register of one agency and year that was closed (sổ đã khóa): `incoming` or `outgoing`, all its series.

    `sha256` is over the lines as they stood, see `rules.digest`; the journal has it too, so that neither can be
    changed without the other telling.
    """

    __tablename__ = "closed_book"
    __table_args__ = (
        UniqueConstraint("unit_id", "direction", "year"),
        CheckConstraint("direction in ('incoming', 'outgoing')", name="direction"),
    )
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    direction: Mapped[str] = mapped_column(NfcString(10))
    year: Mapped[int]
    closed_at: Mapped[Instant]
    closed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    count: Mapped[int]
    sha256: Mapped[str] = mapped_column(NfcString(64))

    unit: Mapped[Unit] = relationship()
    closed_by: Mapped[Person] = relationship()
    lines: Mapped[list[ClosedLine]] = relationship(order_by="ClosedLine.position")
    corrections: Mapped[list[BookCorrection]] = relationship(order_by="BookCorrection.id")


class ClosedLine(Base):
    """A line of a closed register as it stood: its series and number, and its ten columns as printed."""

    __tablename__ = "closed_line"
    __table_args__ = (
        UniqueConstraint("closed_book_id", "position"),
        UniqueConstraint("closed_book_id", "book", "number"),
    )
    id: Mapped[Id]
    closed_book_id: Mapped[int] = mapped_column(ForeignKey("closed_book.id"))
    position: Mapped[int]
    book: Mapped[str] = mapped_column(NfcString(40))
    number: Mapped[int]
    cells: Mapped[list[str]] = mapped_column(JSON)


class BookCorrection(Base):
    """An entry that corrects one column of a closed line (đính chính); the line itself stays as it was."""

    __tablename__ = "book_correction"
    __table_args__ = (CheckConstraint("place >= 0 and place < 10", name="place"),)
    id: Mapped[Id]
    closed_book_id: Mapped[int] = mapped_column(ForeignKey("closed_book.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("closed_line.id"), index=True)
    column: Mapped[int] = mapped_column("place")
    """Which of the ten columns, from 0."""
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str]
    at: Mapped[Instant]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    line: Mapped[ClosedLine] = relationship()
    by: Mapped[Person] = relationship()
