"""The worker of gunicorn that the office runs: threads that share the callers fairly and end at once when asked to."""

from __future__ import annotations

from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from e_office.core.serving import end_streams, is_busy


class Worker(ThreadWorker):
    """gthread, but a listener of a live page never keeps a stopping worker waiting, and a busy worker takes no more.

    All workers wait at one door, and the system wakes whichever it likes: without the second rule one of them took
    nine callers of ten, on one processor, while the other slept.
    """

    @property
    def worker_connections(self) -> int:
        """How many connections may be open; asked before each look at the door."""
        return 0 if is_busy() else self._most

    @worker_connections.setter
    def worker_connections(self, most: int) -> None:
        self._most = most

    def handle_exit(self, sig: int, frame: Any) -> None:
        """SIGTERM: finish what is under way; streams are told first, they would never finish."""
        end_streams()
        super().handle_exit(sig, frame)

    def handle_quit(self, sig: int, frame: Any) -> None:
        """SIGQUIT and SIGINT: go now; the process ends when its threads have."""
        end_streams()
        super().handle_quit(sig, frame)
