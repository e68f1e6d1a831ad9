"""How often and how long somebody has spoken already, so that the chair gives the word fairly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Spoken:
    """How often somebody had the word, and for how many minutes in all."""

    times: int = 0
    minutes: int = 0


def minutes_spoken(began: datetime, ended: datetime) -> int:
    """Whole minutes of one turn to speak, one at least; what the minutes' course says of it."""
    return max(1, round((ended - began) / timedelta(minutes=1)))


def spoken_by(turns: Iterable[tuple[int, datetime, datetime]]) -> dict[int, Spoken]:
    """Whose turn, from when, until when -> what each has spoken; the sum of the minutes that the course names."""
    found: dict[int, Spoken] = {}
    for whose, began, ended in turns:
        before = found.get(whose, Spoken())
        found[whose] = Spoken(before.times + 1, before.minutes + minutes_spoken(began, ended))
    return found
