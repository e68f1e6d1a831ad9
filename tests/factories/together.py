"""Several workers who do the same thing in the same moment, each as a process of its own would."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from e_office.core.office import Office


def at_once(app: Flask, office: Office, times: int, work: Callable[[], None]) -> None:
    """Let so many workers begin `work` together, and wait for all; what fails in one of them fails here."""
    barrier = threading.Barrier(times)

    def alone(_number: int) -> None:
        with app.app_context():
            barrier.wait(timeout=20)
            try:
                work()
            finally:
                office.db.session.remove()

    with ThreadPoolExecutor(times) as workers:
        list(workers.map(alone, range(times), timeout=60))
