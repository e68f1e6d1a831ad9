"""A gate before a remote store: so many calls at once, and none for a while after it failed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .contract import StorageError, StoreUnavailable

TRIAL = 15.0
"""Seconds that one trial call may take before the next is let through."""


class Closed(StoreUnavailable):
    """Refused by the gate itself; says nothing new about the store."""


class Gate:
    """Bulkhead and circuit breaker in one, so that a hanging store cannot take every thread with it.

    :param calls: how many calls may be under way at once.
    :param wait: seconds a call waits for a place.
    :param pause: seconds after a failure in which calls fail at once; then one goes through as a trial.
    """

    def __init__(self, *, calls: int, wait: float = 1.0, pause: float = 2.0) -> None:
        self._places = threading.BoundedSemaphore(calls)
        self._wait, self._pause = wait, pause
        self._lock = threading.Lock()
        self._closed_until = 0.0
        self._tripped = False

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Do one call inside. :raises StoreUnavailable: at once while closed, or where no place came free."""
        self._admit(trial=False)
        if not self._places.acquire(timeout=self._wait):
            raise Closed("the store is busy: every place is taken")
        try:
            self._admit(trial=True)
            yield
        except Closed:
            raise
        except StoreUnavailable:
            self.trip()
            raise
        except StorageError:
            self._recover()
            raise
        else:
            self._recover()
        finally:
            self._places.release()

    def trip(self) -> None:
        """Close the gate for the pause; also called where a read under way broke off."""
        with self._lock:
            self._tripped = True
            self._closed_until = time.monotonic() + self._pause

    def _admit(self, *, trial: bool) -> None:
        with self._lock:
            if not self._tripped:
                return
            now = time.monotonic()
            if now < self._closed_until:
                raise Closed("the store failed a moment ago and is given time to recover")
            if trial:
                self._closed_until = now + TRIAL

    def _recover(self) -> None:
        with self._lock:
            self._tripped = False
