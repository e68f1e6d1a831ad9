"""Connections: transactions that hold on SQLite and PostgreSQL, and what lives on between them."""

from __future__ import annotations

import select
import sqlite3
import time
from functools import cached_property
from typing import Any

import psycopg
from psycopg.pq import ExecStatus, TransactionStatus
from sqlalchemy import Dialect, Engine, event
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.pool import ConnectionPoolEntry, Pool

WRITING = "writing"
"""The execution option of a connection whose transaction writes; a session without it only reads."""


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL, foreign keys, and no transaction of the driver's own (see `_begin`)."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=15000", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


LONG_REST = 30.0
"""Seconds after which something on the way may have forgotten a connection."""


class Columns:
    """What the columns of an answer are, told where somebody asks: SQLAlchemy knows it from the first time on."""

    def __init__(self, cursor: Answer) -> None:
        self._cursor = cursor

    def __len__(self) -> int:
        return len(self._told)

    def __getitem__(self, index: int) -> Any:
        return self._told[index]

    @cached_property
    def _told(self) -> Any:
        return psycopg.Cursor.description.__get__(self._cursor)


class Answer(psycopg.Cursor[Any]):
    """A cursor that describes no columns that nobody asks for; the description took longer than many a statement."""

    @property
    def description(self) -> Any:
        """The columns; None where the statement gives none."""
        return Columns(self) if self.pgresult and self.pgresult.nfields else None


class KeepsPlans(psycopg.Connection[Any]):
    """A connection whose plans outlive a rollback, with which everything ends that did not commit.

    Psycopg throws all of them away then, since a table made in the transaction may be gone; no table comes or goes
    while an office is open. Where a statement failed they are thrown away as ever.
    """

    def rollback(self) -> None:
        """Undo. :raises psycopg.Error: where the connection is lost."""
        with self.lock:
            if self.pgconn.transaction_status == TransactionStatus.INTRANS:
                self.pgconn.exec_(b"ROLLBACK")
        super().rollback()  # does nothing where nothing is left to undo

    def lives(self, rested: float) -> bool:
        """Whether the database is there after so many seconds of rest.

        It says so by itself when it ends; it is asked only where it said anything, or where the rest was long.
        """
        try:
            words = select.poll()
            words.register(self.fileno(), select.POLLIN)
            if rested < LONG_REST and not words.poll(0):
                return True
            with self.lock:
                return self.pgconn.exec_(b"").status == ExecStatus.EMPTY_QUERY
        except psycopg.Error:
            return False


@event.listens_for(Engine, "do_connect")
def _connect_postgresql(dialect: Dialect, _record: Any, given: Any, named: dict[str, Any]) -> Any:
    """Plans of statements are kept: the office asks some hundred different ones, psycopg would keep a hundred."""
    if dialect.name != "postgresql":
        return None
    connection = KeepsPlans.connect(*given, **named, cursor_factory=Answer)
    connection.prepare_threshold, connection.prepared_max = 2, 400
    return connection


@event.listens_for(Engine, "handle_error")
def _forget_plans(failure: ExceptionContext) -> None:
    """Plans are thrown away where a statement failed outside a transaction, as a rollback does it within one.

    One of them may be why it failed: the plan of a table that was changed since.
    """
    driver = failure.connection.connection.dbapi_connection if failure.connection else None
    if isinstance(driver, KeepsPlans) and driver.info.transaction_status == TransactionStatus.IDLE:
        driver.execute("DEALLOCATE ALL")  # psycopg sees it and forgets what it knew


@event.listens_for(Pool, "checkin")
def _rest(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = time.monotonic()


@event.listens_for(Pool, "checkout")
def _look_after(connection: Any, record: ConnectionPoolEntry, _taken: Any) -> None:
    """Nobody is handed a connection whose end is known: all are opened anew."""
    now = time.monotonic()
    if isinstance(connection, KeepsPlans) and not connection.lives(now - record.info.get("rests_since", now)):
        raise InvalidatePoolError


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """On SQLite a writing transaction takes the write lock at its first step.

    A deferred one that reads and then writes fails with "database is locked" under load.
    """
    driver = connection.connection.dbapi_connection
    if isinstance(driver, sqlite3.Connection):
        writing = connection.get_execution_options().get(WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
    elif isinstance(driver, KeepsPlans) and driver.autocommit:
        driver.autocommit = False


@event.listens_for(Session, "after_begin")
def _read_only(_session: Session, _began: SessionTransaction, connection: Connection) -> None:
    """On PostgreSQL a session that only reads begins nothing that somebody would have to end.

    Each statement sees what is committed when it is asked, in a transaction as well. A BEGIN and a ROLLBACK for each
    request are two more ways to the database and back, and a lock on its old rows as long as a page is made.
    """
    driver = connection.connection.dbapi_connection
    if isinstance(driver, KeepsPlans) and not connection.get_execution_options().get(WRITING, False):
        driver.autocommit = True
