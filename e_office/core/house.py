"""A whole office on one machine: store, web server and worker as children, started, watched and stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from types import FrameType

from config import Settings
from storage import StorageError
from storage.child import is_free, signal_group, start_child, stop_child
from storage.embedded import EmbeddedStore

PATIENCE = 8.0
"""Seconds a child has to end by itself."""
LOOK = 0.3
"""Seconds between two looks at the children."""
LONGEST_PAUSE = 30.0
"""Seconds at most before a child that keeps dying is started again."""

Say = Callable[[str], None]


@dataclass
class Service:
    """One child of the house and how it is started; a dead one comes back, more slowly each time."""

    name: str
    command: Sequence[str]
    environ: dict[str, str]
    child: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    not_before: float = field(default=0.0)

    def start(self) -> None:
        """Start it in a process group of its own."""
        self.child = start_child(self.command, environ=self.environ)

    def look(self, now: float, say: Say) -> None:
        """Start it again where it died and its pause is over."""
        if self.child is None or self.child.poll() is None:
            return
        if not self.not_before:
            self.deaths += 1
            self.not_before = now + min(LONGEST_PAUSE, 2.0**self.deaths / 2)
            say(f"The {self.name} ended with {self.child.returncode}; starting it again.")
        elif now >= self.not_before:
            self.not_before = 0.0
            self.start()

    def ask_to_stop(self) -> None:
        """Ask, without waiting."""
        if self.child is not None:
            signal_group(self.child, signal.SIGTERM)

    def stop(self) -> None:
        """Wait until it and all it started are gone; force what does not go."""
        if self.child is not None:
            stop_child(self.child, patience=PATIENCE)


def run_house(
    settings: Settings,
    *,
    prepare: Callable[[Settings], None],
    announce: Callable[[Settings], None],
    web_command: Callable[[Settings], Sequence[str]],
    worker_command: Sequence[str],
    say: Say = print,
) -> int:
    """Run everything until Ctrl-C or SIGTERM; gives the exit code.

    `prepare` gets the settings with the store's address filled in and brings database and demonstration up;
    the next free port is taken where the wanted one is not free. A second Ctrl-C does not wait for anybody.
    """
    stop = threading.Event()
    _stop_on_signals(stop)
    settings = _with_free_port(settings, say)
    store = None if settings.store_url else EmbeddedStore(settings.data_dir / "store")
    services: list[Service] = []
    try:
        if store is not None:
            store.start()
            settings = replace(settings, store_url=store.url)
        prepare(settings)
        environ = environment(settings)
        services += [
            Service("web server", web_command(settings), environ),
            Service("worker", worker_command, environ),
        ]
        for service in services:
            if not stop.is_set():
                service.start()
        _wait_for_port(settings, stop)
        if not stop.is_set():
            announce(settings)
        _watch(services, store, stop, say)
        return 0
    except (StorageError, OSError) as error:
        say(f"The office cannot start: {error}")
        return 1
    finally:
        for service in services:
            service.ask_to_stop()
        for service in services:
            service.stop()
        if store is not None:
            store.stop()


def environment(settings: Settings) -> dict[str, str]:
    """What the children are told: this process' environment with the settings in force."""
    told = {
        "EOFFICE_DATA_DIR": str(settings.data_dir),
        "EOFFICE_DATABASE_URL": settings.database_url,
        "EOFFICE_STORE_URL": settings.store_url,
        "EOFFICE_SEARCH_URL": settings.search_url,
        "EOFFICE_BASE_URL": settings.base_url,
        "EOFFICE_TRUSTED_HOSTS": ",".join(settings.trusted_hosts),
    }
    return {**os.environ, **told}


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


def _stop_on_signals(stop: threading.Event) -> None:
    def asked(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():  # a second Ctrl-C: the children die with this process
            os._exit(130)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, asked)


def _wait_for_port(settings: Settings, stop: threading.Event) -> None:
    """Wait until the web server listens, at most half a minute."""
    end = time.monotonic() + 30
    while not stop.is_set() and is_free(settings.port, settings.host) and time.monotonic() < end:
        stop.wait(0.05)


def _watch(services: Sequence[Service], store: EmbeddedStore | None, stop: threading.Event, say: Say) -> None:
    """Look after the children until somebody asks to stop."""
    while not stop.wait(LOOK):
        for service in services:
            service.look(time.monotonic(), say)
        if store is not None and not store.alive():
            say("The object store ended; starting it again.")
            store.start()

