"""The secret addresses that were given, and how often they were asked for lately."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant
from e_office.meetings.feeds.rules import FeedKind
from e_office.people.models import Person, Unit


class CalendarFeed(Base):
    """A calendar other programs read without a log-in; the address holds the token, the table its SHA-256 only.

    Made anew it has another token, and the old one is dead. `unit_id` is the unit, or the agency of the leadership.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (Index(None, "person_id", "revoked_at"),)
    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[Code]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    token_hash: Mapped[Code] = mapped_column(unique=True)
    made_at: Mapped[Instant]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    unit: Mapped[Unit | None] = relationship()

    @property
    def sort(self) -> FeedKind:
        """Whose calendar it is."""
        return FeedKind(self.kind)


class FeedFetch(Base):
    """One fetch, kept for as long as it counts against the next; `key` is the feed, or the network of unknown ones."""

    __tablename__ = "feed_fetch"
    __table_args__ = (Index(None, "key", "at"), Index(None, "at"))
    id: Mapped[Id]
    key: Mapped[Code]
    at: Mapped[Instant]
