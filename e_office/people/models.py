"""Units in a tree, persons, the posts they hold, and the log-ins that are open."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant, NfcString, ShortText
from e_office.core.permission import Role


class UnitLevel(Base):
    """A level of the tree (cấp): data, because districts were abolished in 2025."""

    __tablename__ = "unit_level"
    code: Mapped[str] = mapped_column(NfcString(30), primary_key=True)
    name: Mapped[ShortText]
    rank: Mapped[int]


class Unit(Base):
    """A unit (đơn vị): an agency with its own registers, or a part of one.

    `code` is the OrganId of QĐ 20/2020 (at most 35 characters), `notation` what its documents carry ("SNV"),
    `mailbox` the unit's own address (M1), `place` the place name on its documents.
    """

    __tablename__ = "unit"
    __table_args__ = (CheckConstraint("length(code) <= 35", name="code_length"),)
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(NfcString(35), unique=True)
    name: Mapped[ShortText]
    short_name: Mapped[ShortText]
    notation: Mapped[Code]
    level_code: Mapped[str] = mapped_column(ForeignKey("unit_level.code"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    is_agency: Mapped[bool] = mapped_column(default=True)
    is_state_agency: Mapped[bool] = mapped_column(default=True)
    place: Mapped[ShortText] = mapped_column(default="")
    mailbox: Mapped[str | None] = mapped_column(NfcString(200))
    position: Mapped[int] = mapped_column(default=0)
    one_sequence: Mapped[bool] = mapped_column(default=False)
    """Whether all its outgoing types share one number sequence (NĐ 30 Art. 15.1c); else one a type."""
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    level: Mapped[UnitLevel] = relationship()
    parent: Mapped[Unit | None] = relationship(remote_side="Unit.id")


class Person(Base):
    """Somebody who works here. `login` is folded to lower case; `password_hash` is Argon2id."""

    __tablename__ = "person"
    id: Mapped[Id]
    login: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[ShortText]
    email: Mapped[str | None] = mapped_column(NfcString(200))
    phone: Mapped[str | None] = mapped_column(NfcString(40))
    password_hash: Mapped[str | None]
    must_change_password: Mapped[bool] = mapped_column(default=True)
    password_changed_at: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(NfcString(5), default="vi")
    theme: Mapped[str] = mapped_column(NfcString(10), default="auto")
    shortcuts: Mapped[bool] = mapped_column(default=True)
    """Single-letter keys on the screens; may be switched off (WCAG 2.1.4)."""

    posts: Mapped[list[Post]] = relationship(back_populates="person", order_by="Post.position")


class Post(Base):
    """A post (chức vụ) a person holds in a unit, from a day to a day, both inclusive."""

    __tablename__ = "post"
    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    role: Mapped[Role] = mapped_column(
        Enum(Role, native_enum=False, length=20, values_callable=lambda roles: [role.value for role in roles])
    )
    title: Mapped[ShortText]
    position: Mapped[int] = mapped_column(default=0)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    sees_secrets: Mapped[bool] = mapped_column(default=False)
    """Whether the agency's register of secret documents is open to its holder (được xem sổ văn bản mật)."""

    person: Mapped[Person] = relationship(back_populates="posts")
    unit: Mapped[Unit] = relationship()


class Delegation(Base):
    """The powers of a post given to somebody else for some days (ủy nhiệm, D5), both days inclusive.

    The delegator stays answerable and is named in whatever the deputy does with them.
    """

    __tablename__ = "delegation"
    __table_args__ = (Index(None, "deputy_id", "ends_on"), Index(None, "person_id", "ends_on"))
    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    deputy_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reason: Mapped[str]
    created_at: Mapped[Instant]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    deputy: Mapped[Person] = relationship(foreign_keys=[deputy_id])


class LoginSession(Base):
    """An open log-in (phiên đăng nhập); the cookie holds the token, the table its SHA-256 only."""

    __tablename__ = "login_session"
    id: Mapped[Id]
    token_hash: Mapped[Code] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[Instant]
    seen_at: Mapped[Instant]
    network: Mapped[Code]
    agent: Mapped[ShortText]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class LoginAttempt(Base):
    """A failed log-in, kept to slow down guessing per account and network."""

    __tablename__ = "login_attempt"
    __table_args__ = (Index(None, "login", "network", "at"), Index(None, "network", "at"))
    id: Mapped[Id]
    login: Mapped[Code]
    network: Mapped[Code]
    at: Mapped[Instant]


class Holiday(Base):
    """A day that is not a working day though its weekday is, or the other way round (ngày nghỉ, ngày làm bù)."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("day"),)
    id: Mapped[Id]
    day: Mapped[date]
    name: Mapped[ShortText]
    working: Mapped[bool] = mapped_column(default=False)
    """True: a Saturday or Sunday on which offices work (làm bù)."""
