"""The database: declarative base, column vocabulary, and writes that hold on SQLite and PostgreSQL."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Date, DateTime, Dialect, Integer, MetaData, Row, Select, String, Text, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, registry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from e_office.core import connections as connections  # what it listens for begins here
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


_INSERT: dict[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def write(session: Session, row: type[Base], **values: Any) -> int:
    """Write a row that nothing refers to before it is there; its id. Quicker than an object that the session keeps."""
    written: int = session.connection().execute(_insert(row), values).scalar_one()
    return written


@cache
def _insert(row: type[Base]) -> Any:
    return insert(row.__table__).returning(row.__table__.c.id)


def write_once(session: Session, row: type[Base], *unique: str, **values: Any) -> int | None:
    """Write a row unless one with the same `unique` columns is there; its id, or None where it was there.

    One statement: of two who write at the same moment the second waits, and finds the first's row.
    """
    session.flush()  # rows that it refers to
    connection = session.connection()
    missing = _insert_missing(connection.dialect.name, row, unique)
    written: int | None = connection.scalar(missing.returning(row.__table__.c.id), values)
    return written


def write_missing(session: Session, row: type[Base], rows: Sequence[dict[str, Any]]) -> int:
    """Write the rows that no unique constraint refuses, many at a time; how many they were."""
    if not rows:
        return 0
    session.flush()  # rows that they refer to
    connection = session.connection()
    missing = _insert_missing(connection.dialect.name, row, None)
    return connection.execute(missing, rows, execution_options={"preserve_rowcount": True}).rowcount


@cache
def _insert_missing(dialect: str, row: type[Base], unique: tuple[str, ...] | None) -> Any:
    """A statement that writes a row unless one is there; built once, for building it costs as much as asking."""
    return _INSERT[dialect](row.__table__).on_conflict_do_nothing(index_elements=unique)


def in_parts(session: Session, query: Select[Any], size: int = 1000) -> Iterator[Row[Any]]:
    """The rows of a query in the order of its first column, a key, with few of them in memory at a time."""
    key, last = query.selected_columns[0], None
    while rows := session.execute(_part(query, key, last).limit(size)).all():
        yield from rows
        last = rows[-1][0]


def _part(query: Select[Any], key: Any, last: int | None) -> Select[Any]:
    return (query if last is None else query.where(key > last)).order_by(key)


def for_update(session: Session) -> str:
    """The clause that locks a row; on SQLite the writing transaction is alone anyway."""
    return "" if session.get_bind().dialect.name == "sqlite" else " FOR UPDATE"
