"""The other end of the helper process: starting it, handing it files, noticing that it is gone."""

from __future__ import annotations

import json
import logging
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from e_office.documents.extraction.result import Limits

log = logging.getLogger(__name__)

INSIDE = Path(__file__).parent / "inside"
START_SECONDS = 30.0
GRACE_SECONDS = 5.0
MAX_RESULT_BYTES = 200 * 1024 * 1024
# The package is loaded by its path under a name of its own: not a line of the application runs in there.
BOOT = """
import importlib.util, sys
path, fd = sys.argv[1:]
spec = importlib.util.spec_from_file_location("inside", path + "/__init__.py", submodule_search_locations=[path])
sys.modules["inside"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sys.modules["inside"])
from inside.warm import main
main(int(fd))
"""


class HelperGone(Exception):
    """The helper does not answer; it must be started again."""


class Helper:
    """One running helper process; used by one thread at a time.

    `boot` is the program it runs, given the folders of `packages` and the number of its socket; the usual one draws
    words.

    :raises HelperGone: where it does not come up.
    """

    def __init__(self, boot: str = BOOT, packages: Sequence[Path] = (INSIDE,)) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", boot, *map(str, packages), str(theirs.fileno())],
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        self._told_of_rights = False
        self._control.settimeout(START_SECONDS)
        try:
            ready = self._control.recv(16)
        except OSError:
            ready = b""
        if ready != b"ready":
            self.close()
            raise HelperGone("the helper process did not start")

    @property
    def pid(self) -> int:
        """The process id of the helper."""
        return self._process.pid

    def draw(self, code: str, fd: int, limits: Limits) -> dict[str, Any]:
        """The words of the open file `fd`, see `ask`."""
        return self.ask({"code": code, "text": limits.text}, limits, fd)

    def ask(self, what: dict[str, Any], limits: Limits, fd: int, *more: int) -> dict[str, Any]:
        """The result for the open file `fd`, as data, or `{"state", "reason"}` where its child was ended.

        `what` is small; what is long goes in files of its own, `more`.

        :raises HelperGone: where the helper died.
        """
        request = what | {"memory": limits.memory, "cpu": limits.cpu, "wall": limits.wall}
        result, theirs = os.pipe()
        try:
            try:
                socket.send_fds(self._control, [json.dumps(request).encode()], [fd, theirs, *more])
            finally:
                os.close(theirs)
            payload = _read_all(result, time.monotonic() + limits.wall + GRACE_SECONDS)
            self._control.settimeout(limits.wall + GRACE_SECONDS)
            ended = json.loads(self._control.recv(4096) or b"null")
        except (OSError, ValueError) as error:
            raise HelperGone("the helper process does not answer") from error
        finally:
            os.close(result)
        if ended is None:
            raise HelperGone("the helper process has ended")
        found = _judge(payload, ended)
        self._tell_of_rights(found.pop("rights_kept", None))
        return found

    def _tell_of_rights(self, kept: object) -> None:
        """Say once that files are read with root's rights; the words come out of the jail, so they are quoted."""
        if kept and not self._told_of_rights:
            self._told_of_rights = True
            log.warning("files are read with root's rights, which cannot be given up here: %.100r", kept)

    def close(self) -> None:
        """End the helper; it ends its child."""
        self._control.close()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _read_all(fd: int, until: float) -> bytes:
    """Everything until the other end closes.

    :raises TimeoutError: where that is not before `until` (monotonic seconds).
    """
    chunks: list[bytes] = []
    size = 0
    while size <= MAX_RESULT_BYTES:
        readable, _, _ = select.select([fd], [], [], max(0.0, until - time.monotonic()))
        if not readable:
            raise TimeoutError
        chunk = os.read(fd, 1 << 20)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)
        size += len(chunk)
    return b""


def _judge(payload: bytes, ended: dict[str, Any]) -> dict[str, Any]:
    """The child's own word, or what its end says: late or out of processor time, else crashed."""
    try:
        result = json.loads(payload)
    except ValueError:
        result = None
    if isinstance(result, dict):
        return result
    # 24 is SIGXCPU, 9 the kill that follows it or our own.
    in_time = not ended.get("late") and ended.get("exit") not in (-24, -9)
    state, reason = ("failed", "broken") if in_time else ("too_large", "time")
    return {"state": state, "reason": reason}
