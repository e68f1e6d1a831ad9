"""Lines of the secret registers, a table of their own: what looks for documents can never come upon one."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant, NfcString, ShortText
from e_office.people.models import Person, Unit


class SecretEntry(Base):
    """A stub of a secret document: number, date, who sent it or gets it, level, and who keeps the paper.

    `number` runs without gap within unit, book and year, the books being `in:secret` and `out:secret` (NĐ 30
    Art. 15); `code` is number and notation as written. `entered_at` is the arrival of an incoming one and the
    numbering of an outgoing one.
    """

    __tablename__ = "secret_entry"
    __table_args__ = (
        UniqueConstraint("unit_id", "book", "year", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("level in ('confidential', 'secret', 'top_secret')", name="level"),
        CheckConstraint("level <> 'top_secret' or subject = '' or consent <> ''", name="consent"),
        Index(None, "custodian_id"),
    )
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    book: Mapped[str] = mapped_column(NfcString(40))
    year: Mapped[int]
    number: Mapped[int]
    entered_at: Mapped[Instant]
    level: Mapped[Code]
    code: Mapped[ShortText]
    issued_on: Mapped[date | None]
    correspondent: Mapped[str]
    """The sender of an incoming one; to whom an outgoing one goes, as written."""
    type_code: Mapped[Code] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    """Empty where it is not kept, which is the rule."""
    consent: Mapped[ShortText] = mapped_column(default="")
    """Who agreed that the subject of a top secret document (tuyệt mật) be kept."""
    custodian_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who keeps the paper (người giữ); None only in lines that are older than this register."""
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    unit: Mapped[Unit] = relationship()
    custodian: Mapped[Person | None] = relationship(foreign_keys=[custodian_id])
    readers: Mapped[list[SecretReader]] = relationship(cascade="all, delete-orphan", order_by="SecretReader.id")

    @property
    def incoming(self) -> bool:
        """Whether it came in."""
        return self.book.startswith("in:")


class SecretReader(Base):
    """A person named in a stub: may see that line."""

    __tablename__ = "secret_reader"
    __table_args__ = (UniqueConstraint("entry_id", "person_id"), Index(None, "person_id"))
    id: Mapped[Id]
    entry_id: Mapped[int] = mapped_column(ForeignKey("secret_entry.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    since: Mapped[datetime]

    person: Mapped[Person] = relationship()
