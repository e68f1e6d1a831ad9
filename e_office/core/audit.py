"""The hash-chained journal (nhật ký): who did what to which thing, never changed, checked by one command.

NĐ 30/2020 Annex VI asks for the whole handling history, the views among it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, bindparam, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from e_office.core.db import Base, Code, Id, Instant, ShortText
from e_office.core.permission import Actor
from e_office.core.problems import Message

if TYPE_CHECKING:
    from e_office.core.office import Office

PENDING = "journal"
GENESIS = "0" * 64


class JournalHead(Base):
    """The last link of the chain; locked while a link is added, or the chain would fork."""

    __tablename__ = "journal_head"
    id: Mapped[Id]
    seq: Mapped[int]
    hash: Mapped[str]


class JournalEntry(Base):
    """One act: when, who, which verb, on which thing, told as a message of the catalogue."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index(None, "thing_type", "thing_id"),)
    seq: Mapped[Id]
    at: Mapped[Instant]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor_name: Mapped[ShortText]
    verb: Mapped[Code]
    thing_type: Mapped[Code]
    thing_id: Mapped[int | None]
    text: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column("facts", JSON)
    previous: Mapped[str]
    hash: Mapped[str]

    @property
    def message(self) -> Message:
        """What was done, ready for translation."""
        return Message(self.text, self.facts)


def record(
    office: Office, actor: Actor | None, verb: str, thing_type: str, thing_id: int | None, message: Message
) -> None:
    """Keep an act for the journal; it is chained and written when the transaction commits.

    `thing_type` is the row's table, `message` what the history shows after the actor's name.
    """
    entry = {
        "at": office.clock.now(),
        "actor_id": actor.person_id if actor else None,
        "actor_name": actor.name if actor else "",
        "verb": verb,
        "thing_type": thing_type,
        "thing_id": thing_id,
        "text": message.text,
        "facts": {name: _plain(value) for name, value in message.values.items()},
    }
    office.session.info.setdefault(PENDING, []).append(entry)


def seal(session: Session) -> None:
    """Chain and write what `record` kept; the last step before the commit, so the head is locked briefly."""
    entries = session.info.pop(PENDING, [])
    if not entries:
        return
    session.flush()  # rows first: the head must be the last lock taken
    connection = session.connection()
    head = connection.execute(_READ_HEAD).one_or_none()
    seq, previous = head or (0, GENESIS)
    links = []
    for entry in entries:
        seq, digest = seq + 1, _digest(entry, previous)
        links.append(entry | {"seq": seq, "previous": previous, "hash": digest})
        previous = digest
    connection.execute(_ADD_LINKS, links)
    connection.execute(_MOVE_HEAD if head else _BEGIN_HEAD, {"last_seq": seq, "last_hash": previous})


def history(session: Session, thing_type: str, thing_id: int) -> list[JournalEntry]:
    """What happened to one thing, newest first."""
    query = select(JournalEntry).filter_by(thing_type=thing_type, thing_id=thing_id)
    return list(session.scalars(query.order_by(JournalEntry.seq.desc())))


def broken_links(session: Session) -> Iterator[int]:
    """The sequence numbers at which the chain does not hold; none where nobody touched it."""
    previous, expected = GENESIS, 0
    for row in session.scalars(select(JournalEntry).order_by(JournalEntry.seq).execution_options(yield_per=500)):
        expected += 1
        entry = {name: getattr(row, name) for name in _FIELDS}
        if row.seq != expected or row.previous != previous or row.hash != _digest(entry, previous):
            yield row.seq
            expected = row.seq
        previous = row.hash
    head = session.get(JournalHead, 1)
    if (head.seq, head.hash) != (expected, previous) if head else expected:
        yield expected + 1


# Built once, for nearly every act of the office waits at the head: it is to be held as shortly as can be.
_READ_HEAD = select(JournalHead.seq, JournalHead.hash).with_for_update()
_ADD_LINKS = insert(JournalEntry)
_LAST: dict[str, Any] = {"seq": bindparam("last_seq"), "hash": bindparam("last_hash")}
_BEGIN_HEAD = insert(JournalHead).values(id=1, **_LAST)
_MOVE_HEAD = update(JournalHead).values(**_LAST)

_FIELDS = ("at", "actor_id", "actor_name", "verb", "thing_type", "thing_id", "text", "facts")


def _digest(entry: dict[str, Any], previous: str) -> str:
    text = json.dumps([previous, *(_plain(entry[name]) for name in _FIELDS)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """JSON's own types, the same before and after the database."""
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | dict | type(None)) else str(value)
