"""The jail PDFs are read in: nothing of a hostile file runs where keys, rows or the network are."""

from __future__ import annotations

import atexit
import json
import os
import tempfile
import threading
from pathlib import Path
from typing import Any, BinaryIO

from e_office.documents.extraction import Limits
from e_office.documents.extraction.helper import INSIDE as COMMON
from e_office.documents.extraction.helper import Helper, HelperGone

INSIDE = Path(__file__).parent / "inside"
BOOT = """
import importlib.util, sys
def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path + "/__init__.py", submodule_search_locations=[path])
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
common, own, fd = sys.argv[1:]
load("inside", common)
load("signing", own)
from inside.warm import main
from signing.work import warm_up, work
main(int(fd), work, warm_up)
"""


class Jail:
    """Warm helpers, started as they are needed; at most `helpers` files at a time, so that none stops the others.

    Threads may share it; a fork gets helpers of its own.
    """

    def __init__(self, limits: Limits | None = None, helpers: int = 2) -> None:
        self.limits, self.helpers = limits or Limits(), helpers
        self._begin()

    def _begin(self) -> None:
        self._owner, self._slots = os.getpid(), threading.BoundedSemaphore(self.helpers)
        self._idle: list[Helper] = []

    def helper_pids(self) -> list[int]:
        """Process ids of the helpers that wait for work."""
        return [helper.pid for helper in self._idle]

    def ask(self, act: str, file: BinaryIO, facts: dict[str, Any]) -> dict[str, Any]:
        """What the jail says of a file; `{"state": "failed" | "too_large", "reason"}` where it was ended there.

        `file` is read from its beginning, whatever kind of stream it is; its place is kept where it can be.

        :raises HelperGone: where no helper comes up.
        """
        if self._owner != os.getpid():
            self._begin()
        with tempfile.TemporaryFile(prefix="e-office-") as copy, tempfile.TemporaryFile(prefix="e-office-") as told:
            place = file.tell() if file.seekable() else None
            if place is not None:
                file.seek(0)
            while piece := file.read(1 << 20):
                copy.write(piece)
            if place is not None:
                file.seek(place)
            told.write(json.dumps(facts).encode())
            copy.flush()
            told.flush()
            try:
                return self._asked(act, copy.fileno(), told.fileno())
            except HelperGone:  # one that died between two files is replaced once
                return self._asked(act, copy.fileno(), told.fileno())

    def _asked(self, act: str, file: int, facts: int) -> dict[str, Any]:
        with self._slots:
            helper = self._idle.pop() if self._idle else Helper(BOOT, (COMMON, INSIDE))
            try:
                said = helper.ask({"act": act}, self.limits, file, facts)
            except BaseException:
                helper.close()
                raise
            self._idle.append(helper)
        return said

    def close(self) -> None:
        """End the helpers; the next question starts a new one."""
        while self._owner == os.getpid() and self._idle:
            self._idle.pop().close()


JAIL = Jail(Limits(cpu=15, wall=20))
"""That of this process, with limits a person can wait for."""

atexit.register(JAIL.close)
