"""Keys that sign, what was signed with them, and how the signatures of files were judged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant, NfcString, ShortText
from e_office.documents.models import DocumentFile
from e_office.people.models import Person, Unit
from e_office.signatures.rules import Kind


class SigningKey(Base):
    """A certificate whose key signs here: a person's, or an agency's seal; the key itself is never in a row.

    `place`: where the key lies, `kept:<name>` for one kept encrypted in `data_dir`, `file:<name>` for one the
    administrator put into the folder of keys. `picture`: where the image of signature or seal is kept, and
    `width_mm` how wide it is in life. The certificate's own facts are public.
    """

    __tablename__ = "signing_key"
    __table_args__ = (
        CheckConstraint("(person_id is null) <> (unit_id is null)", name="one_of"),
        Index(None, "person_id", "ended_at"),
        Index(None, "unit_id", "ended_at"),
    )
    id: Mapped[Id]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    subject: Mapped[str]
    issuer: Mapped[str]
    serial: Mapped[ShortText]
    valid_from: Mapped[Instant]
    valid_until: Mapped[Instant]
    place: Mapped[ShortText]
    picture: Mapped[ShortText]
    width_mm: Mapped[int]
    registered_at: Mapped[Instant]
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    unit: Mapped[Unit | None] = relationship()

    @property
    def holder(self) -> str:
        """Whose it is."""
        return self.person.name if self.person else self.unit.name if self.unit else ""


class Signature(Base):
    """An act of signing here (ký số): which new file came of which, by whom, in which capacity, with which key."""

    __tablename__ = "signature"
    id: Mapped[Id]
    file_id: Mapped[int] = mapped_column(ForeignKey("document_file.id"), unique=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("document_file.id"), index=True)
    kind: Mapped[Kind] = mapped_column(NfcString(20))
    capacity: Mapped[Code] = mapped_column(default="")
    """Quyền hạn ký: "", TM., Q., KT., TL., TUQ. (NĐ 30/2020 Art. 13)."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("signing_key.id"))
    at: Mapped[Instant]
    stamped: Mapped[bool]
    """Whether an authority's time stamp came with it (PAdES B-T)."""

    file: Mapped[DocumentFile] = relationship(foreign_keys=[file_id])
    source: Mapped[DocumentFile] = relationship(foreign_keys=[source_id])
    person: Mapped[Person] = relationship()
    key: Mapped[SigningKey] = relationship()


class Examination(Base):
    """How the signatures of a content were judged; can be done again at any time, and is when trust changes.

    `signatures` is what the jail found of each, see `queries.Judged`; `trust` the fingerprint of the folder it was
    judged by, `good_until` when the first certificate that counts runs out.
    """

    __tablename__ = "examination"
    id: Mapped[Id]
    sha256: Mapped[str] = mapped_column(NfcString(64), unique=True)
    state: Mapped[Code]
    reason: Mapped[Code] = mapped_column(default="")
    signatures: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    trust: Mapped[Code]
    judged_at: Mapped[Instant]
    good_until: Mapped[datetime | None] = mapped_column(index=True)
