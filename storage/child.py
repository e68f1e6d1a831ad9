"""Child processes that do not outlive their parent, by command or by fork, and free ports for them."""

from __future__ import annotations

import ctypes
import os
import random
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol

PR_SET_PDEATHSIG = 1
LOWEST, HIGHEST = 10240, 22767
"""Ports p for which p and p + 10000 both lie above the well-known and below the ephemeral ones."""


class Child(Protocol):
    """What a started process can be asked, as `subprocess.Popen` answers it."""

    pid: int
    returncode: int

    def poll(self) -> int | None:
        """Its exit code, None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, waited for. :raises subprocess.TimeoutExpired:"""


def start_child(
    command: Sequence[str | Path],
    *,
    environ: Mapping[str, str] | None = None,
    output: IO[bytes] | int | None = None,
    keep: Iterable[int] = (),
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a command in a process group of its own; on Linux it gets SIGTERM when its parent dies.

    The parent is the *thread* that calls: call from one that lives as long as the child shall.
    `output` takes both its streams; the descriptors in `keep` stay open in it. :raises OSError:
    """
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        env=None if environ is None else dict(environ),
        cwd=cwd,
        pass_fds=tuple(keep),
        start_new_session=True,
        preexec_fn=die_with_parent() if sys.platform == "linux" else None,
    )


class ForkedChild:
    """A child that goes on with what its parent has imported, in a process group of its own.

    It calls `act` and ends with the number that gives, or 0; on Linux it gets SIGTERM when its parent dies, and
    carries `name` where processes are listed, of which 15 letters are shown. Fork where no other thread runs: a lock
    one of them holds would stay locked in the child.
    """

    def __init__(self, act: Callable[[], object], name: str) -> None:
        """:raises OSError: where no process can be made."""
        self._act, self._name = act, name
        self._arrange = die_with_parent() if sys.platform == "linux" else None
        self.returncode = -1
        self._ended = False
        self.pid = os.fork()
        if self.pid == 0:
            self._live()

    def poll(self) -> int | None:
        """Its exit code, None while it runs."""
        if not self._ended:
            self._reap(os.WNOHANG)
        return self.returncode if self._ended else None

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, waited for. :raises subprocess.TimeoutExpired:"""
        deadline = float("inf") if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if timeout is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("a forked child", timeout)
            time.sleep(0.02)
        return self.returncode

    def _reap(self, how: int) -> None:
        pid, status = os.waitpid(self.pid, how)
        if pid:
            self.returncode, self._ended = os.waitstatus_to_exitcode(status), True

    def _live(self) -> None:
        """The child's whole life; it never returns to what its parent was about."""
        code = 1
        try:
            os.setsid()
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)  # the parent's own ways to end are not the child's
            if self._arrange:
                self._arrange()
                with suppress(OSError):
                    Path("/proc/self/comm").write_text(self._name, encoding="ascii")
            with open(os.devnull, "rb") as nothing:
                os.dup2(nothing.fileno(), 0)
            made = self._act()
            code = made if isinstance(made, int) else 0
        except SystemExit as asked:
            code = asked.code if isinstance(asked.code, int) else int(asked.code is not None)
        except Exception:  # noqa: BLE001 - told, and never given to what the parent was about
            traceback.print_exc()
        finally:
            with suppress(OSError, ValueError):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)


def stop_child(child: Child, *, patience: float) -> int:
    """Ask the child's whole group to end, force it after `patience` seconds, and return its exit code."""
    signal_group(child, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        child.wait(timeout=patience)
    # What the child started itself may still be there after it, or instead of it.
    signal_group(child, signal.SIGKILL)
    return child.wait()


def signal_group(child: Child, number: int) -> None:
    """Send a signal to the child and to all it started; nothing happens where they are gone."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen on that port now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def is_free_pair(port: int) -> bool:
    """Whether the port and its gRPC twin (10000 higher) are both free on loopback."""
    return is_free(port) and is_free(port + 10000)


def free_pairs(count: int) -> list[int]:
    """`count` ports that are free together with their twins. :raises OSError: where none are left."""
    found: list[int] = []
    for port in random.sample(range(LOWEST, HIGHEST), HIGHEST - LOWEST):
        if is_free_pair(port):
            found.append(port)
        if len(found) == count:
            return found
    raise OSError("no free ports on loopback")


def die_with_parent(number: int = signal.SIGTERM) -> Callable[[], None]:
    """What a Linux child calls between fork and exec, to be sent that signal when its parent dies."""
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def arrange() -> None:
        libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:  # it died between fork and here
            os._exit(1)

    return arrange
