"""The database: declarative base, column vocabulary, and transactions that hold on SQLite and PostgreSQL."""

from __future__ import annotations

import select
import sqlite3
import time
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any

import psycopg
from flask_sqlalchemy import SQLAlchemy
from psycopg.pq import ExecStatus, TransactionStatus
from sqlalchemy import BigInteger, Date, DateTime, Dialect, Engine, Integer, MetaData, String, Text, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry, Pool
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from e_office.core.clock import ZONE, local

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC, given back aware in UTC; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive instants: nobody could say later which hour they meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: give an aware one")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; everything in it is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class office_day(FunctionElement[date]):
    """In SQL, the office's calendar day an instant falls on: the twin of `core.clock.day_of`."""

    name = "office_day"
    type = Date()
    inherit_cache = True


@compiles(office_day, "postgresql")
def _day_on_postgresql(element: Any, compiler: SQLCompiler, **more: Any) -> str:
    return f"CAST(timezone('{ZONE.key}', {compiler.process(element.clauses, **more)}) AS DATE)"


@compiles(office_day, "sqlite")
def _day_on_sqlite(element: Any, compiler: SQLCompiler, **more: Any) -> str:
    """SQLite knows no zones; the office's has kept one distance from UTC since 1975.

    Its days are reckoned to the millisecond, which would round the last microsecond of a day into the next.
    """
    seconds = int(local(datetime(2000, 1, 1, tzinfo=UTC)).utcoffset().total_seconds())  # type: ignore[union-attr]
    return f"date(substr({compiler.process(element.clauses, **more)}, 1, 19), '{seconds:+d} seconds')"


class _Nfc:
    """Every text that enters is NFC and free of NUL, which PostgreSQL would refuse."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Normalise on the way in."""
        return None if value is None else unicodedata.normalize("NFC", value).replace("\x00", "")


class NfcString(_Nfc, TypeDecorator[str]):
    """A short NFC text."""

    impl = String
    cache_ok = True


class NfcText(_Nfc, TypeDecorator[str]):
    """A long NFC text."""

    impl = Text
    cache_ok = True


WHOLE = BigInteger().with_variant(Integer, "sqlite")
"""Every whole number, keys among them; SQLite counts up an INTEGER key only."""
Id = Annotated[int, mapped_column(WHOLE, primary_key=True)]
ShortText = Annotated[str, mapped_column(NfcString(200))]
Code = Annotated[str, mapped_column(NfcString(60))]
LongText = Annotated[str, mapped_column(NfcText)]
Instant = Annotated[datetime, mapped_column(UtcDateTime)]


class Base(DeclarativeBase):
    """What every row stands on."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcDateTime, str: NfcText, int: WHOLE},
    )
    metadata = registry.metadata


db = SQLAlchemy(model_class=Base)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL, foreign keys, and no transaction of the driver's own (see `_begin_sqlite`)."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=15000", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


LONG_REST = 30.0
"""Seconds after which something on the way may have forgotten a connection."""


class KeepsPlans(psycopg.Connection[Any]):
    """A connection whose plans outlive a rollback, with which everything ends that only read.

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
    connection = KeepsPlans.connect(*given, **named)
    connection.prepare_threshold, connection.prepared_max = 2, 400
    return connection


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
def _begin_sqlite(connection: Connection) -> None:
    """A writing transaction takes the write lock at its first step.

    A deferred one that reads and then writes fails with "database is locked" under load.
    """
    if connection.dialect.name == "sqlite":
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


_INSERT: dict[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def write_once(session: Session, row: type[Base], *unique: str, **values: Any) -> int | None:
    """Write a row unless one with the same `unique` columns is there; its id, or None where it was there.

    One statement: of two who write at the same moment the second waits, and finds the first's row.
    """
    session.flush()  # rows that it refers to
    connection = session.connection()
    insert = _insert_missing(connection.dialect.name, row, unique)
    written: int | None = connection.scalar(insert.returning(row.__table__.c.id), values)
    return written


def write_missing(session: Session, row: type[Base], rows: Sequence[dict[str, Any]]) -> int:
    """Write the rows that no unique constraint refuses, many at a time; how many they were."""
    if not rows:
        return 0
    session.flush()  # rows that they refer to
    connection = session.connection()
    insert = _insert_missing(connection.dialect.name, row, None)
    return connection.execute(insert, rows, execution_options={"preserve_rowcount": True}).rowcount


@cache
def _insert_missing(dialect: str, row: type[Base], unique: tuple[str, ...] | None) -> Any:
    """A statement that writes a row unless one is there; built once, for building it costs as much as asking."""
    return _INSERT[dialect](row.__table__).on_conflict_do_nothing(index_elements=unique)


def for_update(session: Session) -> str:
    """The clause that locks a row; on SQLite the writing transaction is alone anyway."""
    return "" if session.get_bind().dialect.name == "sqlite" else " FOR UPDATE"
