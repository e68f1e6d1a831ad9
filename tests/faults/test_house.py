"""The office as one tree of processes: whatever dies comes back, and at the end nothing is left."""

from __future__ import annotations

import io
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from storage import open_store
from storage.child import free_pairs
from tests.faults.store_helpers import read, wait_until

ROOT = Path(__file__).resolve().parents[2]


class Running:
    """A small house under test, what it says, and every process that belongs to it."""

    def __init__(self, directory: Path, **options: Any) -> None:
        self.directory, self.mark = directory, uuid.uuid4().hex
        (self.port,) = free_pairs(1)
        command = [sys.executable, "-m", "tests.faults.small_house", str(directory)]
        self.process = subprocess.Popen(
            [*command, json.dumps({"port": self.port, **options})],
            cwd=ROOT,
            env={**os.environ, "HOUSE_MARK": self.mark},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line.strip())

    def hears(self, words: str, *, patience: float = 30.0) -> str:
        """The line that has these words, waited for."""
        end = time.monotonic() + patience
        while True:
            for line in self.said:
                if words in line:
                    return line
            try:
                self.said.append(self._lines.get(timeout=max(0.01, end - time.monotonic())))
            except queue.Empty:
                raise AssertionError(f"it never said {words!r}, but:\n" + "\n".join(self.said)) from None

    def processes(self) -> dict[int, str]:
        """Living processes of this house but its own: pid and command."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if self.mark.encode() in (folder / "environ").read_bytes() and int(folder.name) != self.process.pid:
                    found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
        return found

    def web(self, port: int | None = None) -> tuple[int, str, str]:
        """Process id of the web server, and the store and the base URL it was told."""
        with urllib.request.urlopen(f"http://127.0.0.1:{port or self.port}/", timeout=5) as answer:
            pid, store, base = answer.read().decode().split()
        return int(pid), store, base

    def workers(self) -> list[int]:
        """The process ids of all workers there ever were."""
        file = self.directory / "workers"
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    def ends(self, *, patience: float = 20.0) -> int:
        """Its exit code, waited for; nothing of it may be left."""
        code = self.process.wait(timeout=patience)
        wait_until(lambda: not self.processes(), patience=8)
        return code


Start = Callable[..., Running]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    running: list[Running] = []

    def run(**options: Any) -> Running:
        running.append(Running(tmp_path / "an office", **options))
        return running[-1]

    yield run
    for house in running:
        for pid in [house.process.pid, *house.processes()]:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        house.process.wait()


@pytest.fixture
def house(start: Start) -> Running:
    """A house whose doors are open, without a store of its own."""
    house = start()
    house.hears("open at")
    wait_until(lambda: bool(house.workers()))
    return house


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_leaves_no_process_behind(house: Running, number: int) -> None:
    _, store, base = house.web()
    assert (store, base) == ("memory:", f"http://127.0.0.1:{house.port}")
    assert len(house.processes()) == 3  # the web server, the worker and what that started
    house.process.send_signal(number)
    assert house.ends() == 0


def test_killing_the_house_kills_its_children(house: Running) -> None:
    web, worker = house.web()[0], house.workers()[0]
    house.process.kill()
    house.process.wait()
    wait_until(lambda: not {web, worker} & set(house.processes()))


def test_a_dead_worker_comes_back_and_leaves_none_of_its_own(house: Running) -> None:
    first = house.workers()[0]
    os.kill(first, signal.SIGKILL)
    house.hears("The worker ended with -9; starting it again.")
    wait_until(lambda: len(house.workers()) == 2)
    assert len([each for each in house.processes().values() if each.startswith("sleep")]) == 1
    house.process.send_signal(signal.SIGINT)
    assert house.ends() == 0


def test_a_dead_web_server_comes_back_on_the_same_port(house: Running) -> None:
    first = house.web()[0]
    os.kill(first, signal.SIGKILL)
    house.hears("The web server ended with -9")

    def is_back() -> bool:
        with suppress(OSError):
            return house.web()[0] != first
        return False

    wait_until(is_back)


def test_what_keeps_dying_is_started_ever_more_slowly(house: Running) -> None:
    gaps = []
    for _ in range(3):
        count, began = len(house.workers()), time.monotonic()
        os.kill(house.workers()[-1], signal.SIGKILL)
        wait_until(lambda before=count: len(house.workers()) > before, patience=15)  # type: ignore[misc]
        gaps.append(time.monotonic() - began)
    assert gaps[0] >= 1
    assert gaps[1] >= 2
    assert gaps[2] >= 4


def test_a_taken_port_is_named_and_the_next_free_one_used(start: Start, tmp_path: Path) -> None:
    (port,) = free_pairs(1)
    with socket.create_server(("127.0.0.1", port)):
        house = Running(tmp_path / "an office", port=port)
        try:
            said = house.hears(f"Port {port} is taken; using ")
            used = int(said.rstrip(".").split()[-1])
            assert used > port
            assert house.hears("open at") == f"open at http://127.0.0.1:{used}"
            assert house.web(used)[2] == f"http://127.0.0.1:{used}"
        finally:
            house.process.send_signal(signal.SIGTERM)
            assert house.ends() == 0


def test_a_child_that_does_not_listen_to_the_end_is_forced(start: Start) -> None:
    house = start(web="stubborn", patience={"PATIENCE": 1.0})
    house.hears("open at")
    house.process.send_signal(signal.SIGINT)
    assert house.ends() == 0


def test_a_second_stop_waits_for_nobody(start: Start) -> None:
    house = start(web="stubborn", patience={"PATIENCE": 60.0})
    house.hears("open at")
    house.process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert house.process.poll() is None
    house.process.send_signal(signal.SIGINT)
    assert house.ends(patience=5) == 130


def test_a_stop_while_preparing_starts_nothing(start: Start) -> None:
    house = start(prepare="long")
    house.hears("preparing memory:")
    house.process.send_signal(signal.SIGINT)
    assert house.ends(patience=5) == 130
    assert house.workers() == []


def test_a_preparation_that_fails_says_why_and_leaves_nothing(start: Start) -> None:
    house = start(prepare="fail")
    house.hears("the schema cannot be brought up")
    assert house.ends() == 1
    assert house.workers() == []


def test_a_web_server_that_does_not_answer_is_not_announced(start: Start) -> None:
    house = start(web="silent", patience={"WEB_SECONDS": 1.0})
    house.hears("does not answer")
    assert not [line for line in house.said if "open at" in line]
    house.process.send_signal(signal.SIGINT)
    assert house.ends() == 0


@pytest.mark.store
def test_a_killed_store_comes_back_with_everything_and_stops_with_the_house(start: Start) -> None:
    house = start(store_url="")
    house.hears("open at")
    url = house.web()[1]
    with closing(open_store(url)) as store:
        kept = store.put(io.BytesIO("Biên bản".encode()))
        (pid,) = [pid for pid, command in house.processes().items() if "weed" in command]
        os.kill(pid, signal.SIGKILL)
        house.hears("The object store ended; starting it again.")
        wait_until(lambda: store.probe().ok)
        assert read(store, kept) == "Biên bản".encode()
    house.process.send_signal(signal.SIGINT)
    assert house.ends() == 0
    again = start(store_url="")
    again.hears("open at")
    with closing(open_store(again.web()[1])) as store:
        assert read(store, kept) == "Biên bản".encode()
    again.process.kill()
    again.process.wait()
    wait_until(lambda: not [each for each in again.processes().values() if "weed" in each], patience=15)


@pytest.mark.store
def test_children_are_told_where_the_store_went_when_its_port_was_taken(start: Start) -> None:
    house = start(store_url="")
    house.hears("open at")
    (_, before, _), port = house.web(), int(house.web()[1].split("@")[1].split("/")[0].split(":")[1])
    (pid,) = [pid for pid, command in house.processes().items() if "weed" in command]
    os.kill(pid, signal.SIGSTOP)
    os.kill(pid, signal.SIGKILL)
    squatter = _take(port)
    with squatter:
        house.hears("The object store ended")
        wait_until(lambda: _told(house) not in {None, before}, patience=20)
        with closing(open_store(_told(house) or "")) as store:
            assert store.probe().ok


def _take(port: int) -> socket.socket:
    """Listen on a port as soon as it is free."""
    while True:
        with suppress(OSError):
            return socket.create_server(("127.0.0.1", port))
        time.sleep(0.005)


def _told(house: Running) -> str | None:
    with suppress(OSError):
        return house.web()[1]
    return None


@pytest.mark.store
def test_a_second_house_on_the_same_files_says_why_it_cannot_start(start: Start) -> None:
    first = start(store_url="")
    first.hears("open at")
    second = start(store_url="")
    second.hears("The office cannot start: another process runs the store", patience=30)
    assert second.ends() == 1
    assert first.web()[0]
