"""Rows of closed periods: the figures as they were signed off, and each correction after that."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant, NfcString, ShortText
from e_office.exchange.rules import Counts
from e_office.exchange.rules_closing import Cell, as_cells, corrected, seal_of


class RatioSnapshot(Base):
    """The ratio of a closed period (kỳ đã khóa), of one agency or of all: never changed.

    `sha256` seals all other columns but the id; what was closed before there were agencies and lists has neither.
    """

    __tablename__ = "ratio_snapshot"
    __table_args__ = (UniqueConstraint("period", "direction", "unit_code"),)
    id: Mapped[Id]
    period: Mapped[Code]
    """2026, 2026-Q4 or 2026-11."""
    direction: Mapped[Code]
    """`out` or `in`."""
    unit_code: Mapped[Code] = mapped_column(default="")
    """Of the agency it is about; empty for the whole installation."""
    first: Mapped[date]
    last: Mapped[date]
    lines: Mapped[list[list[Any]]] = mapped_column(JSON)
    """Agency's code, type, month, then the counts E, M, P, pairs, wholly electronic pairs."""
    documents: Mapped[list[list[Any]] | None] = mapped_column(JSON, deferred=True)
    """The list behind: document's id, agency's code, day, class, pairs, wholly electronic pairs; as it was counted."""
    closed_at: Mapped[Instant]
    closed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    closed_by_name: Mapped[ShortText]
    sha256: Mapped[str] = mapped_column(NfcString(64))

    corrections: Mapped[list[RatioCorrection]] = relationship(
        back_populates="snapshot", order_by="RatioCorrection.position"
    )

    @property
    def name(self) -> str:
        """Which period it is, and whose where it is one agency's."""
        return f"{self.period} {self.unit_code}".strip()

    @property
    def cells(self) -> dict[Cell, Counts]:
        """What was closed."""
        return as_cells(self.lines)

    @property
    def standing(self) -> dict[Cell, Counts]:
        """What was closed, with the corrections since."""
        return corrected(self.cells, [one.lines for one in self.corrections])

    def seal(self) -> str:
        """The hash its columns give now."""
        names = ("period", "direction", "first", "last", "lines", "closed_at", "closed_by_id", "closed_by_name")
        later = {"unit_code": self.unit_code or None, "documents": self.documents}
        kept = {name: value for name, value in later.items() if value is not None}
        return seal_of({name: getattr(self, name) for name in names} | kept)


class RatioCorrection(Base):
    """A later correction of a closed period (đính chính): the cells as counted then, and why."""

    __tablename__ = "ratio_correction"
    __table_args__ = (UniqueConstraint("snapshot_id", "position"),)
    id: Mapped[Id]
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("ratio_snapshot.id"))
    position: Mapped[int]
    lines: Mapped[list[list[Any]]] = mapped_column(JSON)
    reason: Mapped[str]
    made_at: Mapped[Instant]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_by_name: Mapped[ShortText]
    sha256: Mapped[str] = mapped_column(NfcString(64))

    snapshot: Mapped[RatioSnapshot] = relationship(back_populates="corrections")

    def seal(self, before: str) -> str:
        """The hash its columns give now, on top of that of the entry before it."""
        names = ("position", "lines", "reason", "made_at", "made_by_id", "made_by_name")
        return seal_of({"before": before} | {name: getattr(self, name) for name in names})
