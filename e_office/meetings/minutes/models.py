"""The minutes, their parts with every text ever saved, who was there, remarks, signatures and annexes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Id, Instant, NfcString, ShortText
from e_office.documents.models import Document
from e_office.meetings.models import Invitee, Meeting
from e_office.people.models import Person


class MinutesState(StrEnum):
    """Where the minutes stand; signed ones are locked, corrections are annexes."""

    WRITING = "writing"
    CIRCULATED = "circulated"
    SIGNED = "signed"


class PartKey(StrEnum):
    """The parts that are written as text, in the order of sample 1.9 of NĐ 30/2020."""

    COURSE = "course"
    OPINIONS = "opinions"
    VOTES = "votes"
    CONCLUSION = "conclusion"


class Attended(StrEnum):
    """How an invitee was there."""

    PRESENT = "present"
    SUBSTITUTE = "substitute"
    ABSENT = "absent"


class Signs(StrEnum):
    """In what part somebody signs (O4): as the secretary or as the chair."""

    SECRETARY = "secretary"
    CHAIR = "chair"


class Minutes(Base):
    """The minutes of one meeting (biên bản họp). They need no number; `document_id` is what both have signed."""

    __tablename__ = "minutes"
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[MinutesState] = mapped_column(NfcString(12), default=MinutesState.WRITING)
    secretary_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    secretary_title: Mapped[ShortText] = mapped_column(default="")
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    circulated_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    created_at: Mapped[Instant]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    meeting: Mapped[Meeting] = relationship()
    secretary: Mapped[Person] = relationship(foreign_keys=[secretary_id])
    document: Mapped[Document | None] = relationship()
    parts: Mapped[list[MinutesPart]] = relationship(back_populates="minutes", order_by="MinutesPart.id")
    signatures: Mapped[list[MinutesSignature]] = relationship(order_by="MinutesSignature.id")
    annexes: Mapped[list[MinutesAnnex]] = relationship(order_by="MinutesAnnex.number")
    remarks: Mapped[list[MinutesRemark]] = relationship(order_by="MinutesRemark.id")

    def part(self, key: str) -> MinutesPart:
        """The part of that key; every minutes have them all."""
        return next(part for part in self.parts if part.key == key)

    def text(self, key: str) -> str:
        """The words of a part as they are now."""
        return self.part(key).text


class MinutesPart(Base):
    """One part of the minutes as it is now; `revision` is the newest of its texts, 0 for an empty one."""

    __tablename__ = "minutes_part"
    __table_args__ = (UniqueConstraint("minutes_id", "key"),)
    id: Mapped[Id]
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    key: Mapped[PartKey] = mapped_column(NfcString(12))
    text: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=0)

    minutes: Mapped[Minutes] = relationship(back_populates="parts")


class MinutesRevision(Base):
    """A text that was saved. `typed` is what its author sent, `text` what came of it beside others' changes."""

    __tablename__ = "minutes_revision"
    __table_args__ = (UniqueConstraint("part_id", "number"),)
    id: Mapped[Id]
    part_id: Mapped[int] = mapped_column(ForeignKey("minutes_part.id"))
    number: Mapped[int]
    text: Mapped[str]
    typed: Mapped[str]
    at: Mapped[Instant]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    author: Mapped[Person] = relationship()


class Attendance(Base):
    """Whether an invitee was there, and who came; noted by the clerk, or by the one who checked in."""

    __tablename__ = "attendance"
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    invitee_id: Mapped[int] = mapped_column(ForeignKey("invitee.id"), unique=True)
    state: Mapped[Attended] = mapped_column(NfcString(12))
    name: Mapped[ShortText] = mapped_column(default="")
    post: Mapped[ShortText] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    place: Mapped[ShortText] = mapped_column(default="")
    """The room or bridge point where they sat; "" where the meeting had one place only."""
    left_at: Mapped[datetime | None]
    """When they left before the end (rời họp); None for who stayed, or came back."""
    noted_at: Mapped[Instant]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    invitee: Mapped[Invitee] = relationship()


class OtherAttendance(Base):
    """Who else was there: the chair, or who presided instead, and who came without being invited.

    None of them is an invitee: they stand beside the attendance and count in none of its figures.
    """

    __tablename__ = "other_attendance"
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    chair_of: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), unique=True)
    """The meeting whose chair it is: there is one. None for somebody who came uninvited."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who presided instead, where it is one of those who may chair: they sign the minutes (O4)."""
    state: Mapped[Attended] = mapped_column(NfcString(12), default=Attended.PRESENT)
    name: Mapped[ShortText] = mapped_column(default="")
    post: Mapped[ShortText] = mapped_column(default="")
    unit: Mapped[ShortText] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    """Why they came or are away; of a chair who is there, who presided before them (`others.presided_before`)."""
    place: Mapped[ShortText] = mapped_column(default="")
    left_at: Mapped[datetime | None]
    noted_at: Mapped[Instant]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])


class MinutesRemark(Base):
    """What somebody who was invited says about circulated minutes, and what the secretary made of it."""

    __tablename__ = "minutes_remark"
    id: Mapped[Id]
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    at: Mapped[Instant]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]

    minutes: Mapped[Minutes] = relationship(back_populates="remarks")
    author: Mapped[Person] = relationship()


class MinutesAnnex(Base):
    """A correction of signed minutes (phụ lục): a sheet of its own, signed by both again."""

    __tablename__ = "minutes_annex"
    __table_args__ = (UniqueConstraint("minutes_id", "number"),)
    id: Mapped[Id]
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    number: Mapped[int]
    text: Mapped[str]
    reason: Mapped[str]
    at: Mapped[Instant]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))

    minutes: Mapped[Minutes] = relationship(back_populates="annexes")
    document: Mapped[Document | None] = relationship()
    author: Mapped[Person] = relationship()


class MinutesSignature(Base):
    """Who signed which sheet: `annex` 0 for the minutes, else the number of the annex; `sha256` of its bytes."""

    __tablename__ = "minutes_signature"
    __table_args__ = (UniqueConstraint("minutes_id", "annex", "signs"),)
    id: Mapped[Id]
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    annex: Mapped[int] = mapped_column(default=0)
    signs: Mapped[Signs] = mapped_column(NfcString(12))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[Instant]
    sha256: Mapped[str] = mapped_column(NfcString(64))

    person: Mapped[Person] = relationship()
