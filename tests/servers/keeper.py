"""A process that keeps one server for all workers of a test run, and ends when the last of them is gone.

Every user holds a shared file lock; when the keeper gets it exclusively, nobody is left, however they died.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

START_SECONDS = 60.0


@contextmanager
def shared(kind: str) -> Iterator[dict[str, Any]]:
    """What `tests.servers.<kind>.run(directory)` yields (JSON), the server running as long as anybody uses it."""
    directory = _directory(kind)
    with _join(directory), open(directory.with_suffix(".start"), "a+b") as start:
        fcntl.flock(start, fcntl.LOCK_EX)
        state = directory.with_suffix(".json")
        if not state.exists():
            _start_keeper(kind, directory, state)
        said = json.loads(state.read_text(encoding="utf-8"))
        fcntl.flock(start, fcntl.LOCK_UN)
        yield said


def _join(directory: Path) -> BinaryIO:
    """The lock that makes us one of the users; a keeper just ending is waited for, its lock file not taken for ours."""
    path = directory.with_suffix(".users")
    while True:
        directory.parent.mkdir(exist_ok=True, mode=0o711)
        with suppress(FileNotFoundError):
            users = open(path, "a+b")  # noqa: SIM115 - the caller closes it
            fcntl.flock(users, fcntl.LOCK_SH)
            if path.exists() and os.fstat(users.fileno()).st_ino == path.stat().st_ino:
                return users
            users.close()


def _directory(kind: str) -> Path:
    """A directory that ordinary users may enter, one for a run: all xdist workers of a run know its id."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"pid-{os.getpid()}"
    name = hashlib.sha256(f"{run}-{os.getuid()}".encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"e-office-tests-{name}" / kind


def _start_keeper(kind: str, directory: Path, state: Path) -> None:
    log = directory.with_suffix(".log")
    with log.open("wb") as output:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.servers.keeper", kind, str(directory)],
            cwd=Path(__file__).resolve().parents[2],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while not state.exists():
        if keeper.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the {kind} server did not start:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.05)
    keeper.returncode = 0  # not ours to wait for: it outlives us where other workers still use it


def keep(kind: str, directory: Path) -> None:
    """Run the server until the last user is gone, then remove its files."""
    directory.mkdir(mode=0o711)
    state = directory.with_suffix(".json")
    server = importlib.import_module(f"tests.servers.{kind}")
    with open(directory.with_suffix(".users"), "a+b") as users:
        with server.run(directory) as said:
            fresh = state.with_suffix(".new")
            fresh.touch(mode=0o600)
            fresh.write_text(json.dumps(said), encoding="utf-8")
            fresh.replace(state)
            _wait_for_the_last(users.fileno())
            state.unlink()
        shutil.rmtree(directory, ignore_errors=True)
        _remove_if_last(directory)


def _wait_for_the_last(users: int) -> None:
    while True:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            time.sleep(0.25)


def _remove_if_last(directory: Path) -> None:
    """Remove the run's directory unless another keeper still works in it."""
    for suffix in (".users", ".start", ".log"):
        directory.with_suffix(suffix).unlink(missing_ok=True)
    if not any(directory.parent.iterdir()):
        directory.parent.rmdir()


if __name__ == "__main__":
    keep(sys.argv[1], Path(sys.argv[2]))
