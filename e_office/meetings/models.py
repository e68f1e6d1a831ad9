"""Meetings: the invitation, who is invited, the papers, the answers, the log of events, the conclusion."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant, NfcString, ShortText
from e_office.documents.models import Document, DocumentFile
from e_office.meetings.portfolios.models import Portfolio
from e_office.people.models import Person, Unit

if TYPE_CHECKING:
    from e_office.meetings.agenda.models import AgendaItem
    from e_office.meetings.answers.models import Substitute
    from e_office.meetings.preparing.models import WantedPaper


class MeetingState(StrEnum):
    """Where a meeting stands; an issued one is never a draft again."""

    DRAFT = "draft"
    ISSUED = "issued"
    CANCELLED = "cancelled"


class Nature(StrEnum):
    """The nature of a meeting (tính chất, M10): important invites leaders, ordinary the specialist section."""

    IMPORTANT = "important"
    ORDINARY = "ordinary"


class MeetingForm(StrEnum):
    """How people meet (hình thức họp, M12)."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    BOTH = "both"


class PaperState(StrEnum):
    """A paper's way to the invitees (M3)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    DISTRIBUTED = "distributed"
    REPLACED = "replaced"


class Answer(StrEnum):
    """What an invitee answers."""

    ATTEND = "attend"
    ABSENT = "absent"
    SUBSTITUTE = "substitute"
    """Somebody else comes, where the chair agrees (M5); see `answers.models.Substitute`."""


class Meeting(Base):
    """A meeting and its invitation (giấy mời). There is no paper channel in it anywhere (M1)."""

    __tablename__ = "meeting"
    __table_args__ = (Index(None, "unit_id", "starts_at"),)
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    """The agency that invites."""
    state: Mapped[MeetingState] = mapped_column(NfcString(12), default=MeetingState.DRAFT)
    purpose: Mapped[str]
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    chair_title: Mapped[ShortText] = mapped_column(default="")
    preparing_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    starts_at: Mapped[datetime | None]
    length: Mapped[int | None]
    """Minutes it is expected to last (thời lượng dự kiến); None where nobody has said."""
    form: Mapped[MeetingForm] = mapped_column(NfcString(12), default=MeetingForm.IN_PERSON)
    place: Mapped[ShortText] = mapped_column(default="")
    bridge: Mapped[str] = mapped_column(default="")
    """Bridge points or the link of an online meeting (điểm cầu, M12)."""
    nature: Mapped[Nature | None] = mapped_column(NfcString(12))
    consults: Mapped[bool] = mapped_column(default=False)
    """A conference that takes opinions on a scheme (hội nghị lấy ý kiến về đề án, O3)."""
    contact: Mapped[ShortText] = mapped_column(default="")
    requirements: Mapped[str] = mapped_column(default="")
    signer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signer_title: Mapped[ShortText] = mapped_column(default="")
    rules: Mapped[Code]
    """The rule set it is judged by, see `meetings.rules`."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    """The invitation as issued document of type GM."""
    sequence: Mapped[int] = mapped_column(default=0)
    """SEQUENCE of the calendar entry; grows with every change told to the invitees."""
    calendar_secret: Mapped[str | None] = mapped_column(NfcString(64), default=lambda: secrets.token_hex(16))
    """What the entry's UID is bound to its recipient with, see `calendar.uid_for`; None where sent before that."""
    version: Mapped[int] = mapped_column()
    """Grows with each change; two who write at once cannot overwrite each other."""
    issued_at: Mapped[datetime | None]
    order_reason: Mapped[str] = mapped_column(default="")
    """The chair's order for an extraordinary meeting (M9), recorded by the Chief of Office."""
    order_at: Mapped[datetime | None]
    order_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    order_for: Mapped[date | None]
    """The day of the meeting that was ordered; the order covers no other."""
    created_at: Mapped[Instant]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    preparing_unit: Mapped[Unit | None] = relationship(foreign_keys=[preparing_unit_id])
    chair: Mapped[Person | None] = relationship(foreign_keys=[chair_id])
    signer: Mapped[Person | None] = relationship(foreign_keys=[signer_id])
    order_by: Mapped[Person | None] = relationship(foreign_keys=[order_by_id])
    document: Mapped[Document | None] = relationship(foreign_keys=[document_id])
    invitees: Mapped[list[Invitee]] = relationship(back_populates="meeting", order_by="Invitee.position")
    papers: Mapped[list[Paper]] = relationship(back_populates="meeting", order_by="Paper.position, Paper.id")
    wanted: Mapped[list[WantedPaper]] = relationship(back_populates="meeting", order_by="WantedPaper.id")
    conclusion: Mapped[Conclusion | None] = relationship(back_populates="meeting")

    __mapper_args__ = {"version_id_col": version}

    @property
    def ends_at(self) -> datetime | None:
        """When it is expected to be over; None where start or length is not known."""
        return self.starts_at + timedelta(minutes=self.length) if self.starts_at and self.length else None


class Invitee(Base):
    """Who is invited (thành phần): a unit in the capacity asked for, or a person by name.

    `delivered_at` is the instant of the server at which the invitation reached the desk and mailbox queue;
    `opened_at` the first deliberate opening by somebody of the unit, or by the person named.
    """

    __tablename__ = "invitee"
    __table_args__ = (UniqueConstraint("meeting_id", "key"), Index(None, "unit_id", "meeting_id"))
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    key: Mapped[ShortText]
    """`u<unit id>:<folded capacity>` or `p<person id>`: nobody is invited twice."""
    position: Mapped[int] = mapped_column(default=0)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[ShortText]
    leader: Mapped[bool] = mapped_column(default=True)
    """Whether the capacity asked for is a leader's (M10)."""
    in_charge_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    in_charge: Mapped[ShortText] = mapped_column(default="")
    """Name and title of the leader in charge of the field the capacity names, as it was when it went out."""
    added_at: Mapped[Instant]
    delivered_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[Answer | None] = mapped_column(NfcString(12))
    answer_reason: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reminded_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship(back_populates="invitees")
    unit: Mapped[Unit] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    opened_by: Mapped[Person | None] = relationship(foreign_keys=[opened_by_id])
    substitutes: Mapped[list[Substitute]] = relationship(viewonly=True, order_by="Substitute.id")
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])


class Paper(Base):
    """A meeting paper (tài liệu họp), one file; a replacement is a new row with a clock of its own.

    The chair's consent (M3) is bound to `approved_sha256`: another file needs another consent.
    """

    __tablename__ = "paper"
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]
    state: Mapped[PaperState] = mapped_column(NfcString(12), default=PaperState.DRAFT)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("document_file.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))
    submitted_at: Mapped[datetime | None]
    approved_sha256: Mapped[str | None] = mapped_column(NfcString(64))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    distributed_at: Mapped[datetime | None]
    created_at: Mapped[Instant]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    meeting: Mapped[Meeting] = relationship(back_populates="papers")
    document: Mapped[Document] = relationship()
    file: Mapped[DocumentFile] = relationship()
    replaces: Mapped[Paper | None] = relationship(remote_side="Paper.id")
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])


class PaperReceipt(Base):
    """The first opening of one paper on behalf of one invitee; it stands for ever."""

    __tablename__ = "paper_receipt"
    __table_args__ = (UniqueConstraint("paper_id", "invitee_id"),)
    id: Mapped[Id]
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    invitee_id: Mapped[int] = mapped_column(ForeignKey("invitee.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[Instant]


class MeetingEvent(Base):
    """One entry of the log that lateness is computed from: issued, moved, invitee or paper added …

    Rows are only ever added. `starts_at` is the start in force after the event.
    """

    __tablename__ = "meeting_event"
    __table_args__ = (Index(None, "meeting_id", "id"),)
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    at: Mapped[Instant]
    kind: Mapped[Code]
    """A value of `meetings.rules.EventKind`."""
    starts_at: Mapped[datetime | None]
    invitee_id: Mapped[int | None] = mapped_column(ForeignKey("invitee.id"))
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class Conclusion(Base):
    """A conclusion notice (thông báo kết luận, M14): who concluded what, as a numbered document of its own."""

    __tablename__ = "conclusion"
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    assessment: Mapped[str] = mapped_column(default="")
    proposals: Mapped[str] = mapped_column(default="")
    present: Mapped[str] = mapped_column(default="")
    reported_by: Mapped[str] = mapped_column(default="")
    signer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signer_title: Mapped[ShortText] = mapped_column(default="")
    version: Mapped[int] = mapped_column()
    issued_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(default="")
    """What an issued one says and the purpose of the meeting, without accents: what a search in the list compares."""
    created_at: Mapped[Instant]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    meeting: Mapped[Meeting] = relationship(back_populates="conclusion")
    document: Mapped[Document | None] = relationship()
    signer: Mapped[Person | None] = relationship(foreign_keys=[signer_id])
    items: Mapped[list[ConclusionItem]] = relationship(
        back_populates="conclusion", order_by="ConclusionItem.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class ConclusionItem(Base):
    """One task of a conclusion: what, who leads, who co-operates, by when, of which leader's field (P6).

    `agenda_item_id`: the item of the agenda it was decided on; None where it is of the whole meeting.
    """

    __tablename__ = "conclusion_item"
    id: Mapped[Id]
    conclusion_id: Mapped[int] = mapped_column(ForeignKey("conclusion.id"), index=True)
    position: Mapped[int]
    text: Mapped[str]
    lead_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    with_units: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    portfolio_id: Mapped[int | None] = mapped_column(ForeignKey("portfolio.id"), index=True)
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True)

    conclusion: Mapped[Conclusion] = relationship(back_populates="items")
    lead_unit: Mapped[Unit | None] = relationship()
    portfolio: Mapped[Portfolio | None] = relationship()
    agenda_item: Mapped[AgendaItem | None] = relationship("AgendaItem")


from e_office.meetings.agenda import models as _of_agenda  # noqa: E402, F401 - a conclusion's task names its item
from e_office.meetings.preparing import models as _of_preparing  # noqa: E402, F401 - a meeting names its wanted papers
