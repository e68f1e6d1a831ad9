"""Naming an object in a row and taking it out of the store exclude each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import event, func, inspect, select
from sqlalchemy.orm import Session

from e_office.core.problems import Problem, Refused, msg
from e_office.documents.models import ClaimedObject
from e_office.documents.places import keepers

WRITING_FILES = 0x0E0FF1CE
"""The advisory lock writers of such rows share on PostgreSQL; on SQLite one transaction writes at a time anyway."""

NOT_SAVED = msg("Chưa lưu")


def keep_writers_out(session: Session) -> None:
    """Wait for those who are writing rows that name objects, and let nobody begin until this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(WRITING_FILES)))


@event.listens_for(Session, "before_flush")
def _refuse_claimed(session: Session, _context: Any, _instances: Any) -> None:
    """No row names an object that is being taken out of the store, or was.

    :raises Refused: telling whoever held on to it to hand the file in again.
    """
    named = set(_named_now(session))
    if not named:
        return
    connection = session.connection()  # the session itself may not be asked while it is about to flush
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock_shared(WRITING_FILES)))
    keys = [key for key, _version in named]
    claimed = connection.execute(select(ClaimedObject.key, ClaimedObject.version).where(ClaimedObject.key.in_(keys)))
    if named & {(key, version) for key, version in claimed}:
        text = msg("Tệp đã để lâu không dùng nên không còn trong kho.")
        raise Refused([Problem("file_cleared", text, "files", msg("Chọn lại tệp trên máy rồi gửi lại."))], NOT_SAVED)


def _named_now(session: Session) -> Iterator[tuple[str, str | None]]:
    """Key and version of every object that this flush names for the first time."""
    for keeper in keepers():
        table = keeper.key.class_
        for row in (*session.new, *session.dirty):
            if isinstance(row, table) and inspect(row).attrs[keeper.key.key].history.added:
                key = getattr(row, keeper.key.key)
                if key is not None:
                    yield key, getattr(row, keeper.version.key)
