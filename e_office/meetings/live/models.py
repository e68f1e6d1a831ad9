"""Rows of a meeting while it is held: its running order, its log, requests to speak, votes and their ballots."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant, NfcString, ShortText
from e_office.meetings.live.rules import ItemState, SpeechState
from e_office.meetings.live.rules_vote import Majority
from e_office.meetings.models import Invitee, Meeting, Paper
from e_office.people.models import Person, Unit


class LiveMeeting(Base):
    """A meeting that was opened in the hall. `version` grows with everything its pages show; its row is the lock."""

    __tablename__ = "live_meeting"
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    code: Mapped[Code]
    """What delegates type to check in; shown on the wall, another for each meeting."""
    code_seed: Mapped[Code] = mapped_column(default=lambda: secrets.token_hex(16))
    """What the codes of bridge points come of, see `rules_points.codes_of`."""
    former_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Codes that were changed while the meeting ran: who types one is told so."""
    opened_at: Mapped[Instant]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship()
    # `items` in templates is a method of every mapping, hence the longer name
    running_order: Mapped[list[LiveItem]] = relationship(back_populates="live", order_by="LiveItem.position")
    speeches: Mapped[list[Speech]] = relationship(back_populates="live", order_by="Speech.asked_at, Speech.id")
    votes: Mapped[list[LiveVote]] = relationship(back_populates="live", order_by="LiveVote.id")


class LiveItem(Base):
    """An item in the order in which it is really taken; `item_id` names it in the agenda of the invitation.

    `added` on the panel while the meeting is held: no agenda says its unit and its papers, so they stand here.
    """

    __tablename__ = "live_item"
    __table_args__ = (Index(None, "live_id", "position"),)
    id: Mapped[Id]
    live_id: Mapped[int] = mapped_column(ForeignKey("live_meeting.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    position: Mapped[int]
    title: Mapped[str]
    state: Mapped[ItemState] = mapped_column(NfcString(12), default=ItemState.WAITING)
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    added: Mapped[bool] = mapped_column(default=False)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))

    live: Mapped[LiveMeeting] = relationship(back_populates="running_order")
    unit: Mapped[Unit | None] = relationship()
    papers: Mapped[list[LiveItemPaper]] = relationship(order_by="LiveItemPaper.id", cascade="all, delete-orphan")


class LiveItemPaper(Base):
    """A paper of an added item; the first version stands for all that take its place."""

    __tablename__ = "live_item_paper"
    __table_args__ = (UniqueConstraint("item_id", "paper_id"),)
    id: Mapped[Id]
    item_id: Mapped[int] = mapped_column(ForeignKey("live_item.id"))
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), index=True)

    paper: Mapped[Paper] = relationship()


class LiveEvent(Base):
    """One line of the course of a meeting, only ever added; `noted` once it stands in the minutes."""

    __tablename__ = "live_event"
    __table_args__ = (Index(None, "live_id", "id"),)
    id: Mapped[Id]
    live_id: Mapped[int] = mapped_column(ForeignKey("live_meeting.id"))
    at: Mapped[Instant]
    kind: Mapped[Code]
    """A value of `lines.Kind`."""
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    noted: Mapped[bool] = mapped_column(default=False)


class CodeTry(Base):
    """A wrong code typed at check-in, see `rules_present.tries_problems`."""

    __tablename__ = "code_try"
    __table_args__ = (Index(None, "live_id", "person_id"),)
    id: Mapped[Id]
    live_id: Mapped[int] = mapped_column(ForeignKey("live_meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[Instant]


class Speech(Base):
    """A request to speak (xin phát biểu) on an item. `open_for` is the delegate while it is open: one at a time."""

    __tablename__ = "speech"
    __table_args__ = (UniqueConstraint("live_id", "open_for"),)
    id: Mapped[Id]
    live_id: Mapped[int] = mapped_column(ForeignKey("live_meeting.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("live_item.id"))
    invitee_id: Mapped[int] = mapped_column(ForeignKey("invitee.id"), index=True)
    open_for: Mapped[int | None]
    name: Mapped[ShortText]
    state: Mapped[SpeechState] = mapped_column(NfcString(12), default=SpeechState.WAITING)
    asked_at: Mapped[Instant]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    live: Mapped[LiveMeeting] = relationship(back_populates="speeches")
    item: Mapped[LiveItem | None] = relationship()
    invitee: Mapped[Invitee] = relationship()


class LiveVote(Base):
    """A vote (biểu quyết) or an opinion poll on an item. Figures and outcome are written once, when it closes."""

    __tablename__ = "live_vote"
    id: Mapped[Id]
    live_id: Mapped[int] = mapped_column(ForeignKey("live_meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("live_item.id"))
    question: Mapped[str]
    choices: Mapped[list[str]] = mapped_column(JSON)
    secret: Mapped[bool]
    rule: Mapped[Majority] = mapped_column(NfcString(24))
    opened_at: Mapped[Instant]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    present: Mapped[int | None]
    counts: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    carried: Mapped[bool | None]

    live: Mapped[LiveMeeting] = relationship(back_populates="votes")
    item: Mapped[LiveItem | None] = relationship()
    voters: Mapped[list[LiveVoter]] = relationship(back_populates="vote", order_by="LiveVoter.id")


class LiveVoter(Base):
    """Who has the right to vote on a question, and whether they did; `choice` of open votes alone.

    `entered_by_id` and `entered_at`: who ran the meeting noted a raised hand; None where the delegate voted.
    """

    __tablename__ = "live_voter"
    __table_args__ = (UniqueConstraint("vote_id", "key"),)
    id: Mapped[Id]
    vote_id: Mapped[int] = mapped_column(ForeignKey("live_vote.id"))
    key: Mapped[Code]
    """`i<invitee id>`, or `p<person id>` for the one in the chair."""
    invitee_id: Mapped[int | None] = mapped_column(ForeignKey("invitee.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[ShortText]
    voted: Mapped[bool] = mapped_column(default=False)
    choice: Mapped[int | None]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime | None]

    vote: Mapped[LiveVote] = relationship(back_populates="voters")
    invitee: Mapped[Invitee | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    entered_by: Mapped[Person | None] = relationship(foreign_keys=[entered_by_id])


class LiveBallot(Base):
    """One ballot of a secret vote: nothing in it, its number or its place tells whose it is, see `ballots.put_in`."""

    __tablename__ = "live_ballot"
    id: Mapped[Id]
    vote_id: Mapped[int] = mapped_column(ForeignKey("live_vote.id"), index=True)
    choice: Mapped[int]
