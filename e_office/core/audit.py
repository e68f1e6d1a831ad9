"""The hash-chained journal (nhật ký): who did what to which thing, never changed, checked by one command.

NĐ 30/2020 Annex VI asks for the whole handling history, the views among it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Connection, ForeignKey, Index, Insert, Text, bindparam, func, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from e_office.core.db import Base, Code, Id, Instant, ShortText, in_parts, write_once
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
    if len(entries) > 1 or connection.dialect.name != "postgresql" or not _link(connection, entries[0]):
        _chain(session, entries)


def _chain(session: Session, entries: list[dict[str, Any]]) -> None:
    """Add entries to the chain step by step; of two who begin it at once the second waits for the first's head."""
    connection, locked = session.connection(), select(JournalHead.seq, JournalHead.hash).with_for_update()
    head = connection.execute(locked).one_or_none()
    if head is None:
        write_once(session, JournalHead, "id", id=1, seq=0, hash=GENESIS)
        head = connection.execute(locked).one()
    seq, previous = head
    links = []
    for entry in entries:
        seq, digest = seq + 1, _digest(entry, previous)
        links.append(entry | {"seq": seq, "previous": previous, "hash": digest})
        previous = digest
    connection.execute(insert(JournalEntry), links)
    connection.execute(update(JournalHead).values(seq=seq, hash=previous))


def _link(connection: Connection, entry: dict[str, Any]) -> bool:
    """Add one entry in one statement, as most acts do; False where there is no head yet.

    Nearly every act of the office waits at the head. Step by step it is held as long as this process is busy with
    something else between the steps: at half past seven half of the time goes by in that.
    """
    counted = {"preserve_rowcount": True}
    return connection.execute(_linking(), entry | {"rest": _rest(entry)}, execution_options=counted).rowcount == 1


@cache
def _linking() -> Insert:
    """The statement of `_link`: it locks the head, hashes like `_digest`, and moves the head on."""
    head = select(JournalHead).with_for_update().cte("head")
    text = func.concat('["', head.c.hash, '", ', bindparam("rest", type_=Text))
    digest = func.encode(func.sha256(func.convert_to(text, "UTF8")), "hex")
    link = select(head.c.id, (head.c.seq + 1).label("seq"), head.c.hash.label("previous"), digest.label("hash")).cte(
        "link"
    )
    moved = update(JournalHead).values(seq=link.c.seq, hash=link.c.hash).where(JournalHead.id == link.c.id)
    made = {"seq": link.c.seq, "previous": link.c.previous, "hash": link.c.hash}
    columns = JournalEntry.__table__.columns
    values = [made.get(column.name, bindparam(column.name, type_=column.type)) for column in columns]
    return insert(JournalEntry).from_select(list(columns), select(*values)).add_cte(moved.cte("moved"))


def history(session: Session, thing_type: str, thing_id: int) -> list[JournalEntry]:
    """What happened to one thing, newest first."""
    query = select(JournalEntry).filter_by(thing_type=thing_type, thing_id=thing_id)
    return list(session.scalars(query.order_by(JournalEntry.seq.desc())))


def broken_links(session: Session) -> Iterator[int]:
    """The sequence numbers at which the chain does not hold; none where nobody touched it."""
    previous, expected = GENESIS, 0
    for _seq, row in in_parts(session, select(JournalEntry.seq, JournalEntry)):
        expected += 1
        entry = {name: getattr(row, name) for name in _FIELDS}
        if row.seq != expected or row.previous != previous or row.hash != _digest(entry, previous):
            yield row.seq
            expected = row.seq
        previous = row.hash
    head = session.get(JournalHead, 1)
    if (head.seq, head.hash) != (expected, previous) if head else expected:
        yield expected + 1


_FIELDS = ("at", "actor_id", "actor_name", "verb", "thing_type", "thing_id", "text", "facts")


def _digest(entry: dict[str, Any], previous: str) -> str:
    return hashlib.sha256(f'["{previous}", {_rest(entry)}'.encode()).hexdigest()


def _rest(entry: dict[str, Any]) -> str:
    """What is hashed behind the link before: with that it is one list in JSON."""
    return json.dumps([_plain(entry[name]) for name in _FIELDS], ensure_ascii=False, sort_keys=True)[1:]


def _plain(value: Any) -> Any:
    """JSON's own types, the same before and after the database."""
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | dict | type(None)) else str(value)
