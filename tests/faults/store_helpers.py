"""Helpers of the store's fault tests: open, read, wait, look at a process."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from storage import ObjectStore, StoredObject, open_store
from storage.embedded import EmbeddedStore


@contextmanager
def server_in(directory: Path) -> Iterator[EmbeddedStore]:
    """A store server that is killed at the end, which is quicker than stopping it."""
    with EmbeddedStore(directory) as server:
        yield server
        if server.pid and server.alive():
            os.killpg(server.pid, signal.SIGKILL)


@contextmanager
def opened(url: str) -> Iterator[ObjectStore]:
    store = open_store(url)
    try:
        yield store
    finally:
        store.close()


def read(store: ObjectStore, kept: StoredObject) -> bytes:
    with store.open(kept.key, kept.version, sha256=kept.sha256, size=kept.size) as reader:
        return reader.read()


def wait_until(true: Callable[[], bool], *, patience: float = 10.0) -> None:
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def thread_states(pid: int | None) -> list[str]:
    """The kernel's letter for each thread of a process."""
    stats = [path.read_text(encoding="ascii") for path in Path(f"/proc/{pid}/task").glob("*/stat")]
    return [text.rsplit(")", 1)[1].split()[0] for text in stats]
