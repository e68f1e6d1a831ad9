"""A whole office on one machine: store, web server and worker as children, started, watched and stopped together."""

from __future__ import annotations

import http.client
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from types import FrameType

from config import Settings
from storage import StorageError
from storage.child import ForkedChild, is_free, signal_group, stop_child
from storage.embedded import EmbeddedStore

PATIENCE = 8.0
"""Seconds a child has to end by itself."""
LOOK = 0.3
"""Seconds between two looks at the children."""
LONGEST_PAUSE = 30.0
"""Seconds at most before a child that keeps dying is started again."""
LONG_LIFE = 60.0
"""Seconds after which a child counts as well again, so that its next death is its first."""
WEB_SECONDS = 30.0
"""Seconds the web server has to answer before it is told that it takes long."""

Say = Callable[[str], None]
Life = Callable[[Settings], object]
"""What a child does until it ends, with the settings in force; a number it gives is its exit code."""


@dataclass
class Pause:
    """How long to wait before the next start: 1 s, 2 s, 4 s … for what keeps dying."""

    deaths: int = 0
    born: float = 0.0

    def after_death(self, now: float) -> float:
        """The instant (monotonic seconds) before which it is not started again."""
        self.deaths = 1 if now - self.born > LONG_LIFE else self.deaths + 1
        return now + min(LONGEST_PAUSE, 2.0**self.deaths / 2)


class Service:
    """One child of the house and what it lives for; a dead one comes back, more slowly each time.

    It is forked, and so need not import the office a second time.
    """

    def __init__(self, name: str, life: Life, settings: Settings) -> None:
        self.name, self.life, self.settings = name, life, settings
        self.child: ForkedChild | None = None
        self._pause = Pause()
        self._not_before: float | None = None

    def start(self) -> None:
        """Start it in a process group of its own."""
        self._not_before, self._pause.born = None, time.monotonic()
        self.child = ForkedChild(lambda: self.life(self.settings), f"e-office {self.name.split()[0]}")

    def alive(self) -> bool:
        """Whether its process runs."""
        return self.child is not None and self.child.poll() is None

    def look(self, say: Say) -> None:
        """Start it again where it died and its pause is over."""
        now = time.monotonic()
        if self.child is None or self.alive():
            return
        if self._not_before is None:
            self._not_before = self._pause.after_death(now)
            signal_group(self.child, signal.SIGKILL)  # what it started may still hold its port
            say(f"The {self.name} ended with {self.child.returncode}; starting it again.")
        elif now >= self._not_before:
            self.start()

    def renew(self, settings: Settings) -> None:
        """Stop it and start it with other settings."""
        self.ask_to_stop()
        self.stop()
        self.settings = settings
        self.start()

    def ask_to_stop(self) -> None:
        """Ask, without waiting."""
        if self.child is not None:
            signal_group(self.child, signal.SIGTERM)

    def stop(self) -> None:
        """Wait until it and all it started are gone; force what does not go."""
        if self.child is not None:
            stop_child(self.child, patience=PATIENCE)


class House:
    """The children of one office; `close` leaves none of them."""

    def __init__(self, settings: Settings, say: Say) -> None:
        self.settings, self.say = settings, say
        self.store = None if settings.store_url else EmbeddedStore(settings.data_dir / "store")
        self.services: list[Service] = []
        self._store_pause, self._store_not_before = Pause(), 0.0

    def open_store(self) -> Settings:
        """The store up, where it is ours, and the settings with its address. :raises StorageError:"""
        if self.store is not None:
            self._store_pause.born = time.monotonic()
            self.settings = replace(self.settings, store_url=self.store.start().url)
        return self.settings

    def add(self, name: str, life: Life) -> Service:
        """One more child, not started yet; none of them has a hand in the store's own process."""

        def lives(settings: Settings) -> object:
            if self.store is not None:
                self.store.left_to_parent()
            return life(settings)

        self.services.append(Service(name, lives, self.settings))
        return self.services[-1]

    def look(self) -> None:
        """Start again whatever died and has paused long enough."""
        for service in self.services:
            service.look(self.say)
        if self.store is not None and not self.store.alive() and time.monotonic() >= self._store_not_before:
            self._reopen_store()

    def close(self) -> None:
        """Stop everything: the store last, since the others still write to it."""
        for service in self.services:
            service.ask_to_stop()
        for service in self.services:
            service.stop()
        if self.store is not None:
            self.store.stop()

    def kill(self) -> None:
        """Force every child at once; safe in a signal handler."""
        pids = [service.child.pid for service in self.services if service.child is not None]
        pids += [self.store.pid] if self.store is not None and self.store.pid else []
        for pid in pids:
            with suppress(OSError):
                os.killpg(pid, signal.SIGKILL)

    def _reopen_store(self) -> None:
        self.say("The object store ended; starting it again.")
        before = self.settings.store_url
        self._store_not_before = self._store_pause.after_death(time.monotonic())
        try:
            self.open_store()
        except StorageError as error:
            self.say(f"The object store does not start: {error}")
            return
        if self.settings.store_url != before:  # its port was taken meanwhile: the others must be told
            for service in self.services:
                service.renew(self.settings)


def run_house(
    settings: Settings,
    *,
    prepare: Callable[[Settings], None],
    announce: Callable[[Settings], None],
    serve: Life,
    work: Life,
    say: Say = print,
) -> int:
    """Run everything until Ctrl-C or SIGTERM; gives the exit code.

    `prepare` gets the settings with the store's address filled in and brings database and demonstration up. It
    leaves no thread and no connection open: `serve` and `work` are forked from this process. The next free port is
    taken where the wanted one is not free. A second Ctrl-C does not wait for anybody.
    """
    house = House(_with_free_port(settings, say), say)
    stop = _stop_on_signals(house)
    try:
        prepare(house.open_store())
        web, worker = house.add("web server", serve), house.add("worker", work)
        stop.quietly = True
        web.start()
        if _comes_up(house, stop):
            announce(house.settings)
            worker.start()  # only now: people wait for the first page, nobody yet for the worker
        while not stop.asked:
            time.sleep(LOOK)
            house.look()
        return 0
    except KeyboardInterrupt:
        return 130
    except (StorageError, OSError) as error:
        say(f"The office cannot start: {error}")
        return 1
    finally:
        stop.quietly = True
        house.close()


def _with_free_port(settings: Settings, say: Say) -> Settings:
    """The settings with a port somebody can be reached on; says so where it is not the wanted one."""
    wanted = settings.port
    for port in range(wanted, min(wanted + 200, 65536)):
        if is_free(port, settings.host):
            break
    else:
        raise SystemExit(f"No free port from {wanted} on.")
    if port != wanted:
        say(f"Port {wanted} is taken; using {port}.")
    default = Settings.base_url
    base_url = f"http://{settings.host}:{port}" if settings.base_url == default else settings.base_url
    return replace(settings, port=port, base_url=base_url)


@dataclass
class Stop:
    """Whether somebody asked to stop; until `quietly` is set the question breaks off what is under way.

    A plain flag: a handler of signals that took a lock, as an event's does, would wait for itself where the signal
    comes while the main thread holds it.
    """

    asked: bool = False
    quietly: bool = False


def _stop_on_signals(house: House) -> Stop:
    """Ctrl-C, SIGTERM and a closed terminal ask to stop; a second Ctrl-C waits for nobody."""
    stop = Stop()

    def asked(_number: int, _frame: FrameType | None) -> None:
        if stop.asked:
            house.kill()
            os._exit(130)
        stop.asked = True
        if not stop.quietly:
            raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # not under nohup
            signal.signal(number, asked)
    return stop


def _comes_up(house: House, stop: Stop) -> bool:
    """Wait until the web server answers, and say so where it takes long; False where somebody asked to stop."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(house.settings.host, house.settings.host)  # noqa: S104
    late = time.monotonic() + WEB_SECONDS
    while not stop.asked:
        if _answers(host, house.settings.port):
            return True
        if time.monotonic() > late:
            house.say(f"The web server does not answer on port {house.settings.port} yet; see its messages above.")
            late = float("inf")
        house.look()
        time.sleep(0.05)
    return False


def _answers(host: str, port: int) -> bool:
    """Whether a web server answers there, whatever it says: one that only listens may still be starting."""
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
