"""`python app.py` as people start it: from a path with spaces, as an ordinary user, stopped by Ctrl-C and started again."""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import suppress
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from e_office.demo.people import ACCOUNTS
from e_office.demo.province import PASSWORD
from storage.child import free_pairs
from tests.faults.store_helpers import wait_until

pytestmark = pytest.mark.store
ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".*", "var", "tests", "bench", "docs")
SECONDS = 120.0
"""A start takes a few; on a machine that is busy otherwise it may take long."""


def ordinary_user() -> tuple[list[str], dict[str, Any]]:
    """What goes before a command, and to subprocess with it, so that it runs as an ordinary user where we are root.

    Nobody, who must be able to read Python; else a user of a namespace of its own, to whom root's files belong.
    """
    if os.getuid() != 0:
        return [], {}
    nobody = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
    mapped = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
    for before, options in (([], nobody), (mapped, {})):
        with suppress(OSError):
            command = [*before, sys.executable, "-c", "import flask, os; raise SystemExit(os.getuid() == 0)"]
            if subprocess.run(command, cwd="/", capture_output=True, check=False, **options).returncode == 0:
                return before, options
    return [], {}


class House:
    """A copy of the tree whose office is started and stopped, by the user who owns it."""

    def __init__(self, root: Path, port: int) -> None:
        self.root, self.mark = root, uuid.uuid4().hex
        self.before, self.user = ordinary_user()
        shutil.copytree(ROOT, root, ignore=LEFT_OUT)
        if self.user:
            os.chown(root, pwd.getpwnam("nobody").pw_uid, self.user["group"])
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("EOFFICE_", "FLASK_"))}
        self.environ = plain | {
            "HOME": str(root),
            "HOUSE_MARK": self.mark,
            "EOFFICE_PORT": str(port),
            "EOFFICE_DEMO_SCALE": "3",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Start it and wait for its last words; gives what it said."""
        self.process = subprocess.Popen(
            [*self.before, sys.executable, "app.py"],
            cwd=self.root,
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # as a terminal gives it a process group that Ctrl-C goes to
            **self.user,
        )
        watch = threading.Timer(SECONDS, self.process.kill)
        watch.start()
        said: list[str] = []
        assert self.process.stdout
        for line in self.process.stdout:
            said.append(line)
            if "Ctrl-C stops everything" in line:
                break
        watch.cancel()
        assert "Ctrl-C stops everything" in "".join(said), "".join(said)
        return "".join(said)

    def press_ctrl_c(self) -> int:
        """What a terminal does; gives the exit code, when nothing of the office is left."""
        assert self.process
        assert self.process.stdout
        os.killpg(self.process.pid, signal.SIGINT)
        with self.process.stdout:
            code = self.process.wait(timeout=60)
        wait_until(lambda: not self.processes(), patience=20)
        return code

    def processes(self) -> dict[int, str]:
        """Every living process of this office."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if self.mark.encode() in (folder / "environ").read_bytes():
                    found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
        return found

    def command(self, *args: str) -> list[dict[str, Any]]:
        """What a command typed beside it prints as JSON."""
        done = subprocess.run(
            [*self.before, sys.executable, "-m", "flask", "--app", "app", *args, "--json"],
            cwd=self.root,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
            **self.user,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        rows: list[dict[str, Any]] = json.loads(done.stdout)
        return rows


@pytest.fixture
def house() -> Iterator[House]:
    home = Path(tempfile.mkdtemp(prefix="e-office whole "))
    home.chmod(0o755)
    house = House(home / "văn phòng điện tử", free_pairs(1)[0])
    yield house
    for pid in house.processes():
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    if house.process:
        house.process.wait()
    shutil.rmtree(home, ignore_errors=True)


def register_of(address: str, login: str) -> set[str]:
    """The numbers somebody sees in the outgoing register who signs in with the password of the demonstration."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with browser.open(f"{address}/login", timeout=60) as answer:
        token = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
    assert token
    form = urlencode({"csrf_token": token[1], "login": login, "password": PASSWORD}).encode()
    with browser.open(f"{address}/login", form, timeout=60) as answer:
        assert "Bàn làm việc" in answer.read().decode()
    with browser.open(f"{address}/outgoing", timeout=60) as answer:
        return set(re.findall(r"\b\d+/[A-ZĐ][\w-]+", answer.read().decode()))


def test_the_whole_office_starts_stops_and_finds_everything_again(house: House) -> None:
    port = int(house.environ["EOFFICE_PORT"])
    said = house.start()
    assert f"http://127.0.0.1:{port}\n" in said
    assert "Loading the demonstration province" in said
    assert all(account.login in said and account.name in said for account in ACCOUNTS)
    assert PASSWORD in said
    numbers = register_of(f"http://127.0.0.1:{port}", "vanthu")
    assert numbers
    assert (house.root / "var").stat().st_mode & 0o077 == 0
    if house.user:
        assert (house.root / "var" / "office.sqlite").stat().st_uid == pwd.getpwnam("nobody").pw_uid
    names = [Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip() for pid in house.processes()]
    told_apart = {name: names.count(name) for name in ("e-office web", "e-office worker", "weed")}
    assert told_apart == {"e-office web": 3, "e-office worker": 1, "weed": 1}, "the web server with its two processes"
    assert house.press_ctrl_c() == 0

    with socket.create_server(("127.0.0.1", port)):
        said = house.start()
        assert f"Port {port} is taken; using " in said
        moved = re.search(r"http://127\.0\.0\.1:(\d+)\n", said)
        assert moved
        assert int(moved[1]) > port
        assert "Loading" not in said
        assert register_of(moved[0].strip(), "vanthu") == numbers
        found = {each["check"]: each["level"] for each in house.command("doctor")}  # typed beside it
        assert (found["store"], found["database"], found["index"], found["worker"]) == ("ok", "ok", "ok", "ok")
        assert house.press_ctrl_c() == 0
