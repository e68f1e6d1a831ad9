"""`python app.py`: bring the database up, load the demonstration once, and run the whole office."""

from __future__ import annotations

import concurrent.futures.thread  # noqa: F401 - it hooks into forks: not while the store is being forked
import gc
import os
import threading
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from config import Settings
from e_office.core.house import run_house

if TYPE_CHECKING:
    from e_office.opening import Opening

ROOT = Path(__file__).resolve().parent.parent


def open_house(settings: Settings) -> int:
    """Run everything on this machine until Ctrl-C; gives the exit code."""
    os.umask(0o077)  # database, index and keys are for this user alone
    os.chdir(ROOT)  # wherever the command was typed
    launch = _Launch()
    return run_house(settings, prepare=launch.prepare, announce=launch.announce, serve=launch.serve, work=launch.work)


class _Launch:
    """Imports the rooms while the store starts: each of the two takes a second, and only together they are quick."""

    def __init__(self) -> None:
        self._importing = threading.Thread(target=import_module, args=["e_office.opening"])
        self._importing.start()

    def prepare(self, settings: Settings) -> None:
        self._importing.join()
        from e_office.opening import Opening

        self.opening: Opening = Opening()
        self.opening.prepare(settings)
        gc.freeze()  # what is forked from here shares these pages as long as nobody writes to them

    def announce(self, settings: Settings) -> None:
        self.opening.announce(settings)

    def serve(self, settings: Settings) -> None:
        from e_office.opening import serve

        serve(settings)

    def work(self, settings: Settings) -> None:
        from e_office.opening import do_jobs

        do_jobs(settings)
