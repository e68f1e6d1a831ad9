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
    """One warm helper, started at the first question; threads wait for each other, a fork gets its own."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._begin()

    def _begin(self) -> None:
        self._owner, self._lock = os.getpid(), threading.Lock()
        self._helper: Helper | None = None

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
            with self._lock:
                return self._asked(act, copy.fileno(), told.fileno())

    def _asked(self, act: str, file: int, facts: int) -> dict[str, Any]:
        """One question; a helper that died between two is replaced once."""
        for last in (False, True):
            helper = self._helper = self._helper or Helper(BOOT, (COMMON, INSIDE))
            try:
                return helper.ask({"act": act}, self.limits, file, facts)
            except BaseException as error:
                helper.close()
                self._helper = None
                if last or not isinstance(error, HelperGone):
                    raise
        raise HelperGone

    def close(self) -> None:
        """End the helper; the next question starts a new one."""
        if self._owner == os.getpid() and self._helper is not None:
            self._helper.close()
            self._helper = None


JAIL = Jail()
"""That of this process."""

atexit.register(JAIL.close)
