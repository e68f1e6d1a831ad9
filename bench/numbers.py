"""Documents registered by eight writers at once, against a bare counter row raised and a line inserted.

A registration goes through the service as the clerk's form does: the actor is read, rules are judged, document,
file, readers, line, jobs for text and index, and the journal's link are written, and the number is the last lock
taken. The peer does only `UPDATE counter`, `INSERT line`, commit, in the same kind of database with the same
promises about the disk. Both take turns in the same eight processes.
"""

import multiprocessing
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from io import BytesIO
from multiprocessing.pool import Pool
from pathlib import Path

import psycopg
from sqlalchemy import select

from bench.rows import Row, at_least, at_most, median
from config import Settings
from e_office import create_app
from e_office.core.db import db
from e_office.core.office import Office
from e_office.documents.service import DocumentFacts, KeptFile, keep
from e_office.people.acting import actor_for
from e_office.people.queries import person_by_login
from e_office.registry.models import IncomingEntry
from e_office.registry.service import IncomingFacts, register_incoming
from tests.factories.world import make_world
from tests.servers import postgresql

WRITERS = 8
TURNS = 3
SECONDS = 4.0
AIM = 50
"""Numbers a second."""

Register = Callable[[int], None]


def run() -> list[Row]:
    """Measure on SQLite and on PostgreSQL."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="e-office-bench-") as folder:
        home = Path(folder)
        home.chmod(0o711)  # PostgreSQL runs as another user where we are root
        rows += _measure("SQLite", _settings(home, f"sqlite:///{home / 'office.sqlite'}"), str(home / "bare.sqlite"))
        (home / "postgresql").mkdir(mode=0o711)
        with postgresql.run(home / "postgresql", quick=False) as server:
            base = postgresql.PostgresServer(server["port"])
            office, bare = base.fresh_database("office"), base.fresh_database("bare")
            rows += _measure("PostgreSQL", _settings(home, office), bare.replace("+psycopg", ""))
    return rows


def _settings(home: Path, url: str) -> Settings:
    given = Settings(data_dir=home, database_url=url, store_url="memory:", search_url="memory:", testing=True)
    return replace(given, secret_key="b" * 40).completed()


def _measure(name: str, settings: Settings, bare: str) -> list[Row]:
    _prepare(settings, bare)
    ours, peer = [], []
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(WRITERS)
    with context.Pool(WRITERS, initializer=_start, initargs=(settings, bare, together)) as pool:
        _turn(pool, "service", 0.2)  # every writer has its application and its connections now
        _turn(pool, "bare", 0.2)
        for _ in range(TURNS):
            ours.append(_turn(pool, "service", SECONDS))
            peer.append(_turn(pool, "bare", SECONDS))
    wrong = _gaps_and_doubles(settings)
    what = f"numbers registered by {WRITERS} writers, {name}"
    row = at_least(what, median(ours), "a second", AIM, f"median of {TURNS} turns of {SECONDS:g} s")
    return [
        replace(row, peer=median(peer), peer_name="bare counter row and insert"),
        at_most(f"gaps and doubles among them, {name}", wrong, "", 0),
    ]


def _prepare(settings: Settings, bare: str) -> None:
    app = create_app(settings)
    with app.app_context():
        db.create_all()
        make_world(app.extensions["office"])
        db.session.remove()
        db.engine.dispose()
    with _bare_connection(bare) as execute:
        execute("CREATE TABLE counter (book INTEGER PRIMARY KEY, last INTEGER NOT NULL)")
        execute("CREATE TABLE line (number INTEGER PRIMARY KEY, subject TEXT NOT NULL)")
        execute("INSERT INTO counter VALUES (1, 0)")


def _gaps_and_doubles(settings: Settings) -> int:
    """How far the numbers given are from 1, 2, 3 … without gap and double."""
    app = create_app(settings)
    with app.app_context():
        numbers = sorted(db.session.scalars(select(IncomingEntry.number)))
        db.session.remove()
        db.engine.dispose()
    return sum(number != place for place, number in enumerate(numbers, 1))


def _turn(pool: Pool, how: str, seconds: float) -> float:
    """How many numbers a second all writers together gave themselves."""
    done = pool.map(_write, [(how, seconds)] * WRITERS, chunksize=1)
    first, last = min(start for start, _, _ in done), max(end for _, end, _ in done)
    return sum(count for _, _, count in done) / (last - first)


_hands: dict[str, Register] = {}
"""What this writer can do, by name; made once in each process."""
_together: list[object] = []


def _start(settings: Settings, bare: str, together: object) -> None:
    _hands["service"] = _service(settings)
    _hands["bare"] = _bare(bare)
    _together.append(together)


def _write(task: tuple[str, float]) -> tuple[float, float, int]:
    """Start, end and count of this writer; all begin together."""
    how, seconds = task
    register, count = _hands[how], 0
    _together[0].wait(120)  # type: ignore[attr-defined]
    start = time.monotonic()
    while time.monotonic() < start + seconds:
        register(count)
        count += 1
    return start, time.monotonic(), count


def _service(settings: Settings) -> Register:
    """Register an incoming document with its original, kept beforehand as always."""
    app = create_app(settings)
    context = app.app_context()
    context.push()
    office: Office = app.extensions["office"]
    file = keep(office, BytesIO(b"Noi dung cong van"), "công văn.txt")

    def register(count: int) -> None:
        _register(office, file, count)
        db.session.remove()

    return register


def _register(office: Office, file: KeptFile, count: int) -> None:
    person = person_by_login(office, "vanthu")
    assert person is not None
    actor = actor_for(office, person)
    (unit_id,) = actor.agency_ids()
    facts = DocumentFacts(
        owner_unit_id=unit_id, type_code="CV", subject=f"V/v đơn giá bồi thường lần {count}", code=f"{count}/UBND",
        issuer_name="UBND huyện Kỳ Anh", issued_on=date(2013, 11, 25),
    )  # fmt: skip
    incoming = IncomingFacts(unit_id=unit_id, document=facts, from_state_agency=True)  # the form always says
    with office.transaction():
        register_incoming(office, actor, incoming, [file])


def _bare(bare: str) -> Register:
    opened = _bare_connection(bare)
    execute = opened.__enter__()

    def register(count: int) -> None:
        execute("BEGIN IMMEDIATE" if "://" not in bare else "BEGIN")
        ((number,),) = execute("UPDATE counter SET last = last + 1 WHERE book = 1 RETURNING last")
        execute(f"INSERT INTO line VALUES ({int(number)}, 'V/v don gia boi thuong lan {count}')")
        execute("COMMIT")

    register.opened = opened  # type: ignore[attr-defined]  # or it would be closed here
    return register


@contextmanager
def _bare_connection(bare: str) -> Iterator[Callable[[str], list[tuple[int]]]]:
    """Something that executes one statement and gives its rows; commits are statements too."""
    if "://" in bare:
        with psycopg.connect(bare, autocommit=True) as connection:

            def on_postgresql(statement: str) -> list[tuple[int]]:
                cursor = connection.execute(statement.encode())
                return cursor.fetchall() if cursor.description else []

            yield on_postgresql
    else:
        file = sqlite3.connect(bare, isolation_level=None, timeout=15)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            file.execute(f"PRAGMA {pragma}")
        yield lambda statement: file.execute(statement).fetchall()
        file.close()
