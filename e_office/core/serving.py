"""What a process that serves pages with many threads needs: a gate before the database, and word of its end.

Listeners of live pages hold a thread each, for hours, and no connection of the database. All other requests pass the
gate: however many threads there are, no more of them are at work than the pool has connections, some of which stay
for the watcher and the listeners' own looks at their rights. Who does not get in stands in line and holds nothing; who
came first is let in first. Of those within few have a hand at a time, since one processor does the work of one: more
would only wait for each other, each with a connection whose plans are cold. A hand that is held for longer than a
second passes to the next: who held it is waiting for a slow client or a store that hangs. While a process is busy it
lets the others take whoever comes to the door.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

PLACES, CONNECTIONS = 12, 15
"""Requests at work at once in a process, and connections of its pool."""
HANDS, PATIENCE = 2, 1.0
"""Requests that are worked on at once, and the seconds after which one of them makes room for another."""
BUSY, FRESH = 4, 1.0
"""So many requests let in during the last second make a process busy; one that takes longer waits for its client."""
LISTENERS = 256
"""Threads a process has for listeners beside those for pages."""

_ending = threading.Event()
_let_in: dict[int, float] = {}
"""When each request that is at work in this process was let in."""


def end_streams() -> None:
    """The process is asked to stop: whatever waits for news gives up; safe in a handler of signals."""
    _ending.set()


def is_ending() -> bool:
    """Whether the process was asked to stop."""
    return _ending.is_set()


def is_busy() -> bool:
    """Whether this process has enough to do for now, so that another had better take the next caller."""
    since = time.monotonic() - FRESH
    return sum(begun > since for begun in list(_let_in.values())) >= BUSY


class Gate:
    """Lets `places` requests work at once; a stream has left it by the time it waits for its first news."""

    def __init__(self, app: Callable[..., Iterable[bytes]], places: int = PLACES) -> None:
        self.app = app
        self._line, self._hands = Line(places), Hands(HANDS)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request; its place is given back with the last byte, at once for a stream or a plain file."""
        if not environ.get("wsgi.multithread"):
            return self.app(environ, start_response)
        place = _Place(self._line)

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            kinds = (value for name, value in headers if name.lower() == "content-type")
            if next(kinds, "").startswith("text/event-stream"):
                place.leave()
            return start_response(status, headers, *more)

        self._hands.take(place)
        try:
            body = self.app(environ, start)
        except BaseException:
            place.leave()
            raise
        finally:
            self._hands.give_back(place)
        plain = environ.get("wsgi.file_wrapper")
        if isinstance(plain, type) and isinstance(body, plain):  # the server sends such a file by itself
            place.leave()
            return body
        return _Body(body, place)


class Line:
    """Places, and those who wait for one in the order in which they came.

    Nothing here takes a lock, since a place may be given back wherever the interpreter collects what is lost; a deque
    takes and gives in one step.
    """

    def __init__(self, places: int) -> None:
        self._free = deque(range(places))
        self._waiting: deque[threading.Lock] = deque()

    @property
    def free(self) -> int:
        """How many places nobody has."""
        return len(self._free)

    def enter(self, patience: float = -1) -> bool:
        """Wait for one's turn and take a place; False where so many seconds went by and there was none."""
        turn = threading.Lock()
        turn.acquire()
        self._waiting.append(turn)
        self._call()
        if turn.acquire(timeout=patience):
            return True
        try:
            self._waiting.remove(turn)
        except ValueError:  # called at the last moment
            return True
        return False

    def leave(self) -> None:
        """Give a place back, to the next in line."""
        self._free.append(0)
        self._call()

    def _call(self) -> None:
        """Let in as many as there is room for; who comes while this looks is seen, by this or by their own look."""
        while self._waiting:
            try:
                place = self._free.pop()
            except IndexError:
                return
            try:
                self._waiting.popleft().release()
            except IndexError:
                self._free.append(place)


class Hands:
    """Few of those within are worked on at a time; a hand that is held too long passes to the next."""

    def __init__(self, hands: int) -> None:
        self._line = Line(hands)
        self._since: dict[int, float] = {}

    @property
    def free(self) -> int:
        """How many hands nobody holds."""
        return self._line.free

    def take(self, holder: object) -> None:
        """Wait for a hand, or for one that is held too long."""
        while not self._passed_on() and not self._line.enter(PATIENCE):
            pass
        self._since[id(holder)] = time.monotonic()

    def give_back(self, holder: object) -> None:
        """Be done with it, unless it has passed on."""
        if self._since.pop(id(holder), None) is not None:
            self._line.leave()

    def _passed_on(self) -> bool:
        """Whether a hand was taken over; of two who try the same one only one can."""
        late = time.monotonic() - PATIENCE
        slow = (holder for holder, since in list(self._since.items()) if since < late)
        return any(self._since.pop(holder, None) is not None for holder in slow)


class _Place:
    """One place within the gate, given back once; also where a server lost the connection and forgot to close."""

    def __init__(self, line: Line) -> None:
        self._line, self._taken = line, False
        line.enter()
        self._taken = True
        _let_in[id(self)] = time.monotonic()

    def leave(self) -> None:
        """Make room for the next in line."""
        if self._taken:
            self._taken = False
            _let_in.pop(id(self), None)
            self._line.leave()

    def __del__(self) -> None:
        self.leave()


class _Body:
    """An answer whose place ends with it."""

    def __init__(self, body: Iterable[bytes], place: _Place) -> None:
        self._body, self._place = body, place

    def __iter__(self) -> Any:
        return iter(self._body)

    def close(self) -> None:
        """Called by the server at the end, whatever the end was."""
        try:
            if (close := getattr(self._body, "close", None)) is not None:
                close()
        finally:
            self._place.leave()
