"""A whole office under measurement, started as `make run` starts it, in a folder that goes away."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import urllib3

from e_office.demo.province import PASSWORD
from storage.child import free_pairs
from storage.embedded import remembered_url

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 300
STOP_SECONDS = 30


@dataclass(frozen=True)
class House:
    """A running office: its address, its folder, the process that watches over the others."""

    url: str
    data: Path
    process: subprocess.Popen[str]

    @property
    def store_url(self) -> str:
        """The address of its object store, with the secret."""
        url = remembered_url(self.data / "store")
        assert url, "a house that runs has started its store"
        return url

    def called(self, name: str) -> list[int]:
        """The processes below the house that are listed by this name, at least one."""
        found = [pid for pid in _below(self.process.pid) if _name_of(pid) == name]
        if not found:
            raise RuntimeError(f"no process of the office is called {name}")
        return found


@contextmanager
def house(*, scale: int, **settings: Any) -> Iterator[House]:
    """An office with a demonstration of about `scale` documents; stopped, and its folder removed, at the end.

    `settings` are more of its settings, by their names in the configuration file.
    """
    with tempfile.TemporaryDirectory(prefix="e-office-bench-") as folder:
        (port,) = free_pairs(1)
        log, given = Path(folder) / "house.log", environment(Path(folder), port=port, demo_scale=scale, **settings)
        with log.open("w") as errors:
            process = subprocess.Popen(
                [sys.executable, "app.py"], cwd=ROOT, env=given,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True,
            )  # fmt: skip
        try:
            address = _address(process)
            if address is None:
                raise RuntimeError(f"the office did not come up:\n{log.read_text()[-3000:]}")
            yield House(address, Path(folder), process)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(STOP_SECONDS)
            finally:
                process.kill()


def environment(data: Path, **settings: Any) -> dict[str, str]:
    """The environment without this machine's own settings of an office."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("EOFFICE_")}
    told = {f"EOFFICE_{name.upper()}": str(value) for name, value in settings.items()}
    return own | told | {"EOFFICE_DATA_DIR": str(data)}


def _address(process: subprocess.Popen[str]) -> str | None:
    assert process.stdout
    end = time.monotonic() + START_SECONDS
    for line in process.stdout:
        if found := re.search(r"http://[\d.:]+", line):
            return found.group(0)
        if time.monotonic() > end:
            break
    return None


@dataclass
class Person:
    """A signed-in person's browser: keeps cookies and the connection, knows the token of forms."""

    base: str
    login: str
    pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False))
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def sign_in(self) -> "Person":
        """Go through the log-in page."""
        self._read_token("/login")
        fields = {"csrf_token": self.token, "login": self.login, "password": PASSWORD}
        answer = self.ask("POST", "/login", fields=fields, encode_multipart=False)
        assert answer.status == 303, f"{self.login} was not let in: {answer.status}"
        self._read_token("/account")
        return self

    def ask(self, method: str, path: str, **how: Any) -> urllib3.BaseHTTPResponse:
        """One request, redirections not followed."""
        headers = how.pop("headers", {}) | {"Cookie": "; ".join(f"{name}={v}" for name, v in self.cookies.items())}
        answer = self.pool.request(method, self.base + path, headers=headers, redirect=False, **how)
        for cookie in answer.headers.getlist("Set-Cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def _read_token(self, path: str) -> None:
        page = self.ask("GET", path).data.decode()
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found, f"no form on {path}"
        self.token = found.group(1)


def resident(pid: int) -> float:
    """The memory a process holds at present (RSS), in MB of 10^6 bytes."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError(f"process {pid} is gone")


def _below(pid: int) -> list[int]:
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, path.read_text(encoding="ascii").split()):
            found += [child, *_below(child)]
    return found


def _name_of(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text(encoding="ascii").strip()
