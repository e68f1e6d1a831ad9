"""What is dear to make and the same for every test: made once in a process, and handed on as if it were new.

A database with every table, and one with the small province in it, are kept to be copied. The application is one for
all tests whose settings are the usual: what it knows of statements and templates stays known; the database behind it,
the office and whatever a test did to it are put back.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import event, text

from config import Settings
from e_office import create_app
from e_office.core.checks import newest_schema
from e_office.core.db import Base, db
from tests.factories.world import make_world
from tests.servers import PostgresServer

COMPILED = Path(tempfile.gettempdir()) / f"e-office-templates-{os.getuid()}"
"""Where compiled templates are kept for the next run."""


def settings_of(data: Path, url: str) -> Settings:
    """The usual settings of a test whose files lie in `data`."""
    return Settings(
        data_dir=data,
        database_url=url,
        store_url="memory:",
        search_url=f"whoosh://{data / 'index'}",
        testing=True,
        base_url="http://localhost",
        secret_key="test-only-" + "k" * 40,
    ).completed()


def make_tables() -> None:
    """Every table as the models have it.

    A key that closes a circle of tables is made with ALTER on PostgreSQL. SQLAlchemy leaves it out of every later
    CREATE TABLE of the process then, on SQLite too, which knows no such ALTER.
    """
    db.create_all()
    for table in Base.metadata.tables.values():
        for key in table.foreign_key_constraints:
            key._create_rule = None


@dataclass
class Databases:
    """The one database of this process at `url`, and how it becomes like new: `empty`, or with the province."""

    folder: Path
    server: PostgresServer | None = None
    """The PostgreSQL it lies in; None for a file of SQLite."""
    _province: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it is, always the same."""
        return self._url_of("office")

    def renew(self, *, province: bool) -> dict[str, dict[str, int]]:
        """Put a fresh copy there, nobody being connected; gives what `World` wants to know of the province."""
        if not self._province:
            self._make_templates()
        self._copy("province" if province else "empty", "office")
        return {of: dict(ids) for of, ids in self._province.items()} if province else {}

    def empty_at(self, path: Path) -> str:
        """The address of a file with an empty database, for one more office beside that of the test."""
        if not self._province:
            self._make_templates()
        shutil.copyfile(self._path_of("empty"), path)
        return f"sqlite:///{path}"

    def _make_templates(self) -> None:
        """Every table as the models have it, marked as the newest schema: quicker than the migrations."""
        if self.server:
            self.server.fresh_database(self._name_of("empty"))
        with create_app(settings_of(self.folder, self._url_of("empty"))).app_context():
            make_tables()
            db.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
            db.session.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest_schema()})
            db.session.commit()
            db.session.remove()
            db.engine.dispose()
        self._copy("empty", "province")
        app = create_app(settings_of(self.folder, self._url_of("province")))
        with app.app_context():
            world = make_world(app.extensions["office"])
            self._province = {"units": world.units, "persons": world.persons}
            db.session.remove()
            db.engine.dispose()

    def _copy(self, template: str, to: str) -> None:
        if self.server:
            self.server.fresh_database(self._name_of(to), template=self._name_of(template))
            return
        for end in ("", "-wal", "-shm"):  # of another file, though it bears the same name
            self._path_of(to + end).unlink(missing_ok=True)
        shutil.copyfile(self._path_of(template), self._path_of(to))

    def _url_of(self, name: str) -> str:
        return self.server.url_of(self._name_of(name)) if self.server else f"sqlite:///{self._path_of(name)}"

    def _name_of(self, name: str) -> str:
        return f"{name}_{os.getpid()}"

    def _path_of(self, name: str) -> Path:
        return self.folder / name


class CompiledTemplates(FileSystemBytecodeCache):
    """On the disk for the next run, in memory for the next application of this process."""

    codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get((bucket.key, bucket.checksum))
        if bucket.code is None:
            super().load_bytecode(bucket)
            self._remember(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        super().dump_bytecode(bucket)
        self._remember(bucket)

    def _remember(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self.codes[bucket.key, bucket.checksum] = bucket.code


def make_app(settings: Settings) -> Flask:
    """An application that finds its templates compiled."""
    app = create_app(settings)
    COMPILED.mkdir(mode=0o700, exist_ok=True)
    app.jinja_env.bytecode_cache = CompiledTemplates(str(COMPILED))
    with app.app_context():
        event.listen(db.engine, "connect", _in_no_hurry_to_the_disk)
    return app


def _in_no_hurry_to_the_disk(connection: Any, _record: Any) -> None:
    """What is committed may be lost with the machine; tests do not mind. Processes they kill lose nothing by it."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


_shared: dict[str, Flask] = {}


@contextmanager
def application(settings: Settings, *, own: bool) -> Iterator[Flask]:
    """The application of these settings; an `own` one where they, or what the test does with it, are unusual."""
    usual = settings == settings_of(settings.data_dir, settings.database_url)
    if own or not usual:
        yield make_app(settings)
        return
    if settings.database_url not in _shared:
        _shared[settings.database_url] = make_app(settings)
    app = _shared[settings.database_url]
    kept = [(each, dict(each)) for each in (app.config, app.extensions)]
    try:
        yield app
    finally:
        for each, before in kept:
            each.clear()
            each.update(before)
