"""How migrations run: on the application's own engine, one transaction each, types written plainly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

from e_office.core.db import NfcString, NfcText, UtcDateTime

db = current_app.extensions["migrate"].db


def render_item(kind: str, thing: Any, _context: Any) -> str | bool:
    """Write column types as the database's own: a migration must not change when the code does."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, NfcString):
        return f"sa.String(length={thing.impl.length})"
    if kind == "type" and isinstance(thing, NfcText):
        return "sa.Text()"
    return False


def same_type(_context: Any, _inspected: Any, _metadata: Any, inspected_type: Any, metadata_type: Any) -> bool | None:
    """Compare what the database is told, not our decorators; None leaves it to Alembic."""
    if isinstance(metadata_type, UtcDateTime):
        return not isinstance(inspected_type, sa.DateTime)
    if isinstance(metadata_type, NfcText):
        return not isinstance(inspected_type, sa.Text)
    return None


@contextmanager
def keys_asleep(connection: sa.Connection) -> Iterator[None]:
    """Let SQLite rebuild a table that others point to: dropping the old one would count as losing its rows.

    The switch works outside a transaction only, so it is set on the driver's connection, and set back.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if broken := driver.execute("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError(f"rows point to nothing after the migration: {broken[:5]}")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def run() -> None:
    """Bring the schema to the wanted revision."""
    with db.engine.connect().execution_options(writing=True) as connection, keys_asleep(connection):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_item,
            compare_type=same_type,
            render_as_batch=connection.dialect.name == "sqlite",
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
