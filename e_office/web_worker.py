"""The worker of gunicorn that the office runs: threads, whose streams end at once when it is asked to stop."""

from __future__ import annotations

from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from e_office.core.serving import end_streams


class Worker(ThreadWorker):
    """gthread, but a listener of a live page never keeps a stopping worker waiting."""

    def handle_exit(self, sig: int, frame: Any) -> None:
        """SIGTERM: finish what is under way; streams are told first, they would never finish."""
        end_streams()
        super().handle_exit(sig, frame)

    def handle_quit(self, sig: int, frame: Any) -> None:
        """SIGQUIT and SIGINT: go now; the process ends when its threads have."""
        end_streams()
        super().handle_quit(sig, frame)
