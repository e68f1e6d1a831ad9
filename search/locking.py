"""A lock between threads and processes that dies with its holder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from search.model import SearchError

WAIT_SECONDS = 120.0


@contextmanager
def held(path: Path, seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock of a file. Raises `SearchError` when it stays taken or cannot be made."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise SearchError(f"the index directory cannot be written: {error}") from error
    try:
        until = monotonic() + seconds
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if monotonic() >= until:
                    raise SearchError(f"{path.name} is held by another process") from error
                sleep(0.01)
        yield
    finally:
        os.close(handle)
