"""The worker: what was left for later is done one look after the other, until somebody asks it to stop."""

from __future__ import annotations

import signal
import threading

from e_office.core import jobs
from e_office.core.office import Office
from e_office.core.rounds import Rounds

PAUSE = 0.5
"""Seconds between two looks where there was nothing to do."""


def work(office: Office, *, once: bool = False, pause: float = PAUSE) -> int:
    """Do what is due until SIGTERM or SIGINT, or with `once` until nothing is; gives how many jobs failed.

    Call it in the main thread of its process. Exactly one worker writes the index.
    """
    stop, failed, rounds = threading.Event(), 0, Rounds()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    while not stop.is_set():
        rounds.call(office)
        ran = jobs.run_due(office)
        office.db.session.remove()
        failed += ran.failed
        if once and not ran.tried:
            break
        if not ran.tried:
            stop.wait(pause)
    return failed
