"""Rows of reading: the bound PDF of each state of a set, and who has taken copies with them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Id, Instant, NfcString, ShortText
from e_office.documents.places import keeps_objects
from e_office.meetings.models import Paper
from e_office.people.models import Person


class Taken(StrEnum):
    """How a paper was taken along: in the package, in the bound PDF, or on paper."""

    ZIP = "zip"
    PDF = "pdf"
    PRINT = "print"


class PaperPackage(Base):
    """All papers of a meeting as one PDF (gói tài liệu), made once for each state of the set; can be made again.

    `digest` names the papers, their order and their bytes: another set has another package. `left_out` are the ids
    of papers of which there was no PDF.
    """

    __tablename__ = "paper_package"
    __table_args__ = (UniqueConstraint("meeting_id", "digest"),)
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    digest: Mapped[str] = mapped_column(NfcString(64))
    key: Mapped[ShortText]
    version: Mapped[str | None] = mapped_column(NfcString(200))
    sha256: Mapped[str] = mapped_column(NfcString(64))
    size: Mapped[int]
    pages: Mapped[int]
    left_out: Mapped[list[int]] = mapped_column(JSON)
    made_at: Mapped[Instant]


class PaperCopy(Base):
    """A copy of a paper that somebody took along; every time is kept, for each invitee the person acts for."""

    __tablename__ = "paper_copy"
    __table_args__ = (Index(None, "invitee_id", "paper_id"),)
    id: Mapped[Id]
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), index=True)
    invitee_id: Mapped[int | None] = mapped_column(ForeignKey("invitee.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    how: Mapped[Taken] = mapped_column(NfcString(10))
    at: Mapped[Instant]

    paper: Mapped[Paper] = relationship()
    person: Mapped[Person] = relationship()


LastCopies = dict[tuple[int, int], datetime]
"""(invitee, paper) -> when a copy was first taken on the invitee's behalf."""

keeps_objects(
    "package", PaperPackage.id, (PaperPackage.key, PaperPackage.version, PaperPackage.sha256, PaperPackage.size)
)
