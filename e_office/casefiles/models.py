"""The yearly list of files, case files, what lies in them, who may see them, and their way into the archive."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.casefiles.rules import FileState, Level, retention_words
from e_office.core.db import Base, Code, Id, Instant, NfcString, ShortText
from e_office.core.problems import Message
from e_office.documents.models import Document
from e_office.people.models import Person, Unit
from search import fold


class FileList(Base):
    """The files an agency means to keep in a year (danh mục hồ sơ), NĐ 30/2020 Art. 28; a draft until approved.

    `approved_title` is the post by which it was approved; `in_place_of` who had delegated it (D5).
    """

    __tablename__ = "file_list"
    __table_args__ = (UniqueConstraint("unit_id", "year"),)
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_title: Mapped[ShortText] = mapped_column(default="")
    in_place_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    unit: Mapped[Unit] = relationship()
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
    in_place_of: Mapped[Person | None] = relationship(foreign_keys=[in_place_of_id])
    headings: Mapped[list[Heading]] = relationship(
        back_populates="list", order_by="Heading.position, Heading.id", cascade="all, delete-orphan"
    )

    @property
    def chapters(self) -> list[tuple[str, list[Heading]]]:
        """The lines under their big headings, each heading where its first line stands."""
        found: dict[str, list[Heading]] = {}
        for row in self.headings:
            found.setdefault(row.chapter, []).append(row)
        return list(found.items())


class Heading(Base):
    """A line of the list: a file that is to be kept, its code, title, retention (None: for ever) and keeper."""

    __tablename__ = "file_heading"
    __table_args__ = (UniqueConstraint("list_id", "notation"),)
    id: Mapped[Id]
    list_id: Mapped[int] = mapped_column(ForeignKey("file_list.id"))
    position: Mapped[int]
    chapter: Mapped[ShortText] = mapped_column(default="")
    """The big heading it stands under (đề mục)."""
    notation: Mapped[Code]
    title: Mapped[str]
    retention_years: Mapped[int | None]
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(default="")

    list: Mapped[FileList] = relationship(back_populates="headings")
    keeper: Mapped[Person | None] = relationship()
    casefile: Mapped[CaseFile | None] = relationship(back_populates="heading")

    @property
    def maintenance(self) -> Message:
        """How long it is kept, in words."""
        return retention_words(self.retention_years)


class CaseFile(Base):
    """A case file (hồ sơ công việc): everything on one matter, in the order of its course, by reference.

    FileCode is the agency's code, `year` (FileCatalog) and `notation` (FileNotation). `due_on` is the last day to
    hand it to the archive, set when it is closed; `handover` the act by which it goes there, from its offer on.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", "notation"),
        UniqueConstraint("heading_id"),
        Index(None, "unit_id", "state", "due_on"),
        Index(None, "keeper_id", "state"),
    )
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    notation: Mapped[Code]
    title: Mapped[str]
    heading_id: Mapped[int | None] = mapped_column(ForeignKey("file_heading.id"))
    outside_reason: Mapped[str] = mapped_column(default="")
    """Why it was opened though no line of the list names it."""
    retention_years: Mapped[int | None]
    language: Mapped[ShortText]
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    description: Mapped[str] = mapped_column(default="")
    construction: Mapped[bool] = mapped_column(default=False)
    """Of a building (xây dựng cơ bản): due three months after its settlement."""
    settled_on: Mapped[date | None]
    state: Mapped[FileState] = mapped_column(NfcString(12), default=FileState.OPEN)
    keeper_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[Instant]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    frozen_at: Mapped[datetime | None]
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    frozen_reason: Mapped[str] = mapped_column(default="")
    handover_id: Mapped[int | None] = mapped_column(ForeignKey("handover.id"), index=True)
    folded: Mapped[str] = mapped_column(default="")
    """Code and title without accents: what lists are narrowed by."""

    unit: Mapped[Unit] = relationship()
    heading: Mapped[Heading | None] = relationship(back_populates="casefile")
    keeper: Mapped[Person] = relationship(foreign_keys=[keeper_id])
    opened_by: Mapped[Person] = relationship(foreign_keys=[opened_by_id])
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id])
    frozen_by: Mapped[Person | None] = relationship(foreign_keys=[frozen_by_id])
    handover: Mapped[Handover | None] = relationship()
    rights: Mapped[list[Right]] = relationship(back_populates="casefile", order_by="Right.id")

    @property
    def state_label(self) -> Message:
        """The name of the state as people read it."""
        return FileState(self.state).label

    @property
    def maintenance(self) -> Message:
        """How long it is kept, in words (Maintenance)."""
        return retention_words(self.retention_years)


@event.listens_for(CaseFile, "before_insert")
@event.listens_for(CaseFile, "before_update")
def _fold(_mapper: Any, _connection: Any, row: CaseFile) -> None:
    """Keep `folded` true to the columns it is made of."""
    row.folded = fold(f"{row.notation} {row.title}")


class Item(Base):
    """One thing in a file: a document, or something else of the house by its kind and id; never a copy.

    `pages` is what somebody counted where the files do not tell; `note` may say where the paper lies.
    """

    __tablename__ = "case_file_item"
    __table_args__ = (
        UniqueConstraint("casefile_id", "document_id"),
        UniqueConstraint("casefile_id", "thing_kind", "thing_id"),
        CheckConstraint("(document_id is null) <> (thing_id is null)", name="one_of"),
        Index(None, "document_id"),
    )
    id: Mapped[Id]
    casefile_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    position: Mapped[int]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    thing_kind: Mapped[str | None] = mapped_column(NfcString(20))
    thing_id: Mapped[int | None]
    pages: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
    added_at: Mapped[Instant]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    document: Mapped[Document | None] = relationship()
    added_by: Mapped[Person] = relationship()


class Right(Base):
    """A unit or a person to whom a file is open, and what they may do with it (Rights)."""

    __tablename__ = "case_file_right"
    __table_args__ = (
        UniqueConstraint("casefile_id", "unit_id"),
        UniqueConstraint("casefile_id", "person_id"),
        CheckConstraint("(unit_id is null) <> (person_id is null)", name="one_of"),
        Index(None, "unit_id", "casefile_id"),
        Index(None, "person_id", "casefile_id"),
    )
    id: Mapped[Id]
    casefile_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    level: Mapped[Level] = mapped_column(NfcString(10))
    since: Mapped[Instant]

    casefile: Mapped[CaseFile] = relationship(back_populates="rights")
    unit: Mapped[Unit | None] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def holder(self) -> str:
        """Whose right it is, as lists show it."""
        return holder_name(self.unit, self.person)


class RightChange(Base):
    """A change of rights and whether a competent person confirmed it (L-07); `agreed` None: it waits.

    `level` None takes the right away: that holds at once, and is put back (`level_before`) where it is refused. A
    right that is given begins when it is confirmed.
    """

    __tablename__ = "right_change"
    __table_args__ = (
        CheckConstraint("(unit_id is null) <> (person_id is null)", name="one_of"),
        Index(None, "casefile_id", "agreed"),
    )
    id: Mapped[Id]
    casefile_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    level: Mapped[Level | None] = mapped_column(NfcString(10))
    level_before: Mapped[Level | None] = mapped_column(NfcString(10))
    reason: Mapped[str]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[Instant]
    agreed: Mapped[bool | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    casefile: Mapped[CaseFile] = relationship()
    unit: Mapped[Unit | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    @property
    def holder(self) -> str:
        """Whose right it is about, as lists show it."""
        return holder_name(self.unit, self.person)


class Handover(Base):
    """Handing files to the agency's archive (nộp lưu): offered by one, taken or sent back by another."""

    __tablename__ = "handover"
    __table_args__ = (Index(None, "unit_id", "taken"),)
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    offered_at: Mapped[Instant]
    offered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    offered_title: Mapped[ShortText]
    note: Mapped[str] = mapped_column(default="")
    taken: Mapped[bool | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_title: Mapped[ShortText] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")

    unit: Mapped[Unit] = relationship()
    offered_by: Mapped[Person] = relationship(foreign_keys=[offered_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])


class HandoverFile(Base):
    """A file of a handover; it stays on the record where the archive sent it back."""

    __tablename__ = "handover_file"
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"), primary_key=True)
    casefile_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True)

    casefile: Mapped[CaseFile] = relationship()


def holder_name(unit: Unit | None, person: Person | None) -> str:
    """The name of a person, or the short one of a unit."""
    if person is not None:
        return person.name
    return (unit.short_name or unit.name) if unit else ""
