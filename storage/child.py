"""Child processes that do not outlive their parent, and free ports for them."""

from __future__ import annotations

import ctypes
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
LOWEST, HIGHEST = 10240, 22767
"""Ports p for which p and p + 10000 both lie above the well-known and below the ephemeral ones."""


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


def stop_child(child: subprocess.Popen[bytes], *, patience: float) -> int:
    """Ask the child's whole group to end, force it after `patience` seconds, and return its exit code."""
    signal_group(child, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        child.wait(timeout=patience)
    # What the child started itself may still be there after it, or instead of it.
    signal_group(child, signal.SIGKILL)
    return child.wait()


def signal_group(child: subprocess.Popen[bytes], number: int) -> None:
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
