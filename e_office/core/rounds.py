"""What the worker does again and again beside the jobs: each room names its rounds, the worker keeps their time."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config import Settings
    from e_office.core.office import Office

log = logging.getLogger(__name__)

Round = Callable[["Office"], object]
When = Callable[["Settings"], bool]

_rounds: dict[Round, tuple[timedelta, When]] = {}


def every(pause: timedelta, *, when: When) -> Callable[[Round], Round]:
    """Make a function a round: called `function(office)` outside any transaction every `pause`.

    Only where `when(settings)` says that it is wanted. It leaves no row behind, so it must find by itself what is
    to be done, and may be called by two workers at once.
    """

    def keep(function: Round) -> Round:
        _rounds[function] = (pause, when)
        return function

    return keep


class Rounds:
    """Keeps the time of one worker's rounds; `seconds` is a clock that only goes on."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self.next: dict[Round, float] = {}

    def call(self, office: Office) -> int:
        """Do the rounds whose time has come; gives how many. The first call does them all.

        A round that fails is told to the log and done again when its time comes; it keeps nothing else waiting.
        """
        now = self.seconds()
        due = [
            function
            for function, (_, when) in _rounds.items()
            if self.next.get(function, now) <= now and when(office.settings)
        ]
        for function in due:
            try:
                function(office)
            except Exception:
                log.exception("round %s.%s failed", function.__module__, getattr(function, "__name__", "?"))
                office.session.rollback()
            self.next[function] = self.seconds() + _rounds[function][0].total_seconds()
        return len(due)
