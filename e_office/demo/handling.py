"""What an agency does with a document it has registered: whom it is passed to, and when that is done with."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from e_office.core.clock import at, day_of
from e_office.demo.days import office_hour, shift
from e_office.demo.people import WITH_SPECIALISTS, clerk, heads
from e_office.demo.units import PROVINCE

LAST_HOURS = time(14)
"""What was registered after this hour of the last working day is not passed on yet."""
BY_NAME, BY_SPECIALIST, LATE = 0.4, 0.7, 0.06
LATELY, TO_A_LEADER = 4, 0.75
"""Of what was registered in so many last working days this share lies on a leader's own desk."""
LEADERS = ("chutich", "pct.kinhte")
"""The province's leaders who direct the handling."""


@dataclass(frozen=True)
class Handling:
    """To which section of the province's office and to whom (log-in) it went, and when it was done with.

    `finished_at` None: it still lies on that desk. `finisher` is who says that it is done.
    """

    section: str | None
    person: str
    finisher: str
    finished_at: datetime | None


def handling(
    key: str, unit: str, section: str | None, registered_at: datetime, due: date | None, today: date
) -> Handling:
    """How `unit` handles the item of a key; what would be done on `today` or later is not done yet.

    Most is done before its day, a little is late; without a day it takes a week at most.
    """
    rng = random.Random(f"{key}:{unit}")
    section, person = _handler(rng, unit, section)
    if registered_at > at(shift(today, -1), LAST_HOURS):
        return Handling(None, "", clerk(unit).login, None)
    if registered_at >= at(shift(today, -1 - LATELY), time()) and rng.random() < TO_A_LEADER:
        leader = rng.choice(LEADERS) if unit == PROVINCE else _first_head(unit)
        return Handling(None, leader, leader or clerk(unit).login, None)
    finished_at = office_hour(rng, _finished_on(rng, day_of(registered_at), due))
    finished_at = max(finished_at, registered_at + timedelta(minutes=25))
    finisher = person or (f"chuyenvien.{section.lower()}" if section else clerk(unit).login)
    return Handling(section, person, finisher, finished_at if finished_at < at(today, time()) else None)


def _handler(rng: random.Random, unit: str, section: str | None) -> tuple[str | None, str]:
    if unit == PROVINCE:
        named = section and rng.random() < BY_NAME
        return section, f"chuyenvien.{section.lower()}" if named and section else ""
    if unit in WITH_SPECIALISTS and rng.random() < BY_SPECIALIST:
        return None, f"chuyenvien.{unit.lower()}"
    return None, _first_head(unit)


def _first_head(unit: str) -> str:
    leaders = heads(unit)
    return leaders[0].login if leaders else ""


def _finished_on(rng: random.Random, registered_on: date, due: date | None) -> date:
    if due is None or due <= registered_on:
        return shift(registered_on, rng.choice((0, 1, 1, 2, 2, 3, 4, 5)))
    if rng.random() < LATE:
        return shift(due, rng.randint(1, 3))
    return max(registered_on, shift(due, -rng.choice((0, 1, 1, 2, 3))))
