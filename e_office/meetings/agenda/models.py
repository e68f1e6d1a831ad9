"""Items of the agenda in their order, and which papers belong to which."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Id, ShortText
from e_office.meetings.models import Meeting, Paper
from e_office.people.models import Unit


class AgendaItem(Base):
    """One item (nội dung) of a meeting: who prepares and reports it, how long it takes, what stands open (M15).

    `of_meeting_id` names the meeting whose minutes the item approves; None for every other item.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (Index(None, "meeting_id", "position"),)
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]
    title: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    minutes: Mapped[int | None]
    rapporteur: Mapped[ShortText] = mapped_column(default="")
    agreed: Mapped[str] = mapped_column(default="")
    not_agreed: Mapped[str] = mapped_column(default="")
    to_settle: Mapped[str] = mapped_column(default="")
    of_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)

    unit: Mapped[Unit | None] = relationship()
    meeting: Mapped[Meeting] = relationship(foreign_keys=[meeting_id])
    papers: Mapped[list[AgendaPaper]] = relationship(order_by="AgendaPaper.id", cascade="all, delete-orphan")


class AgendaPaper(Base):
    """A paper of an item; the first version stands for all that take its place."""

    __tablename__ = "agenda_paper"
    __table_args__ = (UniqueConstraint("item_id", "paper_id"),)
    id: Mapped[Id]
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), index=True)

    paper: Mapped[Paper] = relationship()
