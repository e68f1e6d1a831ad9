"""What an import has taken in already."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from e_office.core.db import Base, Id, Instant, NfcString


class ImportedFile(Base):
    """A file of an imported folder, by the agency that keeps it, its path and its bytes (nhập sau)."""

    __tablename__ = "imported_file"
    __table_args__ = (UniqueConstraint("unit_id", "path", "sha256"),)
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    path: Mapped[str] = mapped_column(NfcString(500))
    sha256: Mapped[str] = mapped_column(NfcString(64))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    at: Mapped[Instant]
