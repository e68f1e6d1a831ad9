"""Checks of the installation (`doctor`) and of what it keeps (`fsck`); each room adds its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy.exc import DBAPIError

from storage import StorageError

if TYPE_CHECKING:
    from e_office.core.office import Office


class Level(StrEnum):
    """How bad a finding is; only `BAD` makes the command fail."""

    OK = "ok"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """What a check found, in English, for the administrator's terminal."""

    check: str
    level: Level
    text: str


Check = Callable[["Office", bool], Iterable[Finding]]
"""Called with the office and whether to look deep (read every byte)."""

_doctor: dict[str, Check] = {}
_fsck: dict[str, Check] = {}


def doctor_check(name: str) -> Callable[[Check], Check]:
    """Make a function a check of the installation: drivers, settings, versions."""
    return lambda check: _doctor.setdefault(name, check)


def fsck_check(name: str) -> Callable[[Check], Check]:
    """Make a function a check of the data: database against objects, index and numbers."""
    return lambda check: _fsck.setdefault(name, check)


def run_doctor(office: Office) -> Iterator[Finding]:
    """Every check of the installation."""
    yield from _run(_doctor, office, False)


def run_fsck(office: Office, deep: bool) -> Iterator[Finding]:
    """Every check of the data; `deep` reads every original."""
    yield from _run(_fsck, office, deep)


def _run(checks: dict[str, Check], office: Office, deep: bool) -> Iterator[Finding]:
    for name, check in checks.items():
        try:
            yield from check(office, deep)
        except DBAPIError as error:
            yield Finding(name, Level.BAD, database_words(error))
        except StorageError as error:
            yield Finding(name, Level.BAD, f"the store cannot be used: {error}")
        except Exception as error:  # noqa: BLE001 - a check that breaks is itself a finding
            yield Finding(name, Level.BAD, f"{type(error).__name__}: {error}")
        finally:
            office.session.rollback()  # what one check broke off must not fail the next


def database_words(error: DBAPIError) -> str:
    """What the database itself said, on one line, and what helps where it was never made."""
    said = " ".join(str(error.orig).split("\n", 1)[0].split())
    unmade = any(words in said for words in ("no such table", "unable to open", "does not exist"))
    return f"{said}: has `init` been run?" if unmade else said


def newest_schema() -> str:
    """The name of the schema this version of the product works with."""
    config = current_app.extensions["migrate"].migrate.get_config()
    return ", ".join(sorted(ScriptDirectory.from_config(config).get_heads()))


@doctor_check("database")
def database(office: Office, _deep: bool) -> Iterator[Finding]:
    """Whether the database answers and has the schema of this version."""
    engine, newest = office.db.engine, newest_schema()
    with engine.connect() as connection:
        schema = MigrationContext.configure(connection).get_current_revision()
    if schema != newest:
        text = f"schema {schema or 'none'}, this version needs {newest}: stop the office, back up, run `init`"
        yield Finding("database", Level.BAD, text)
    else:
        where = engine.url.render_as_string(hide_password=True)
        yield Finding("database", Level.OK, f"{where}, schema {schema}")
