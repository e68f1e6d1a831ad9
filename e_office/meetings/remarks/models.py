"""Rows of remarks: comments and questions on items and papers, their answers, and notes only their writer reads."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Id, Instant, NfcString
from e_office.meetings.agenda.models import AgendaItem
from e_office.meetings.models import Meeting, Paper
from e_office.people.models import Person, Unit


class RemarkKind(StrEnum):
    """Whether an answer is asked for."""

    COMMENT = "comment"
    QUESTION = "question"


class MeetingRemark(Base):
    """A comment or question before the meeting (ý kiến, câu hỏi trước cuộc họp, M13): on an item, a paper or the whole.

    `to_all`: its author lets everybody invited read it, too. `item_title`: the item in words; where the item is taken
    off the agenda the remark is on the whole meeting, and they still tell what it was on.
    """

    __tablename__ = "meeting_remark"
    __table_args__ = (Index(None, "meeting_id", "id"),)
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True)
    item_title: Mapped[str] = mapped_column(default="")
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    """The unit invited for which it was made."""
    kind: Mapped[RemarkKind] = mapped_column(NfcString(12))
    text: Mapped[str]
    to_all: Mapped[bool]
    at: Mapped[Instant]

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    paper: Mapped[Paper | None] = relationship()
    author: Mapped[Person] = relationship()
    unit: Mapped[Unit] = relationship()
    answers: Mapped[list[MeetingRemarkAnswer]] = relationship(
        back_populates="remark", order_by="MeetingRemarkAnswer.id"
    )


class MeetingRemarkAnswer(Base):
    """An answer of the preparing side; whoever reads the remark reads it."""

    __tablename__ = "meeting_remark_answer"
    id: Mapped[Id]
    remark_id: Mapped[int] = mapped_column(ForeignKey("meeting_remark.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    at: Mapped[Instant]

    remark: Mapped[MeetingRemark] = relationship(back_populates="answers")
    person: Mapped[Person] = relationship()


class PrivateNote(Base):
    """What somebody notes on a paper for oneself (ghi chú riêng). Nobody else reads it, an administrator included.

    `paper_id`: the first version, which stands for all that take its place; notes of before that was so may stand on
    any. It is read in one place alone, `notes.note_on`, by the person who wrote it: no list, search, export, journal,
    command or check of the store knows it.
    """

    __tablename__ = "private_note"
    __table_args__ = (UniqueConstraint("person_id", "paper_id"),)
    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    text: Mapped[str]
    at: Mapped[Instant]
