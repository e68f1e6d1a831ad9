"""A calendar laid out by day, morning and afternoon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from e_office.core.problems import Message
from e_office.meetings.calendars.rules import Item
from e_office.meetings.leadership.rules_week import hours_on, is_morning, touches


@dataclass(frozen=True)
class Placed:
    """An item on one day: its hours there, and whether it opens the morning or the afternoon."""

    item: Item
    hours: Message
    morning: bool
    opens: bool


@dataclass(frozen=True)
class Day:
    """One day with what is on it."""

    day: date
    placed: tuple[Placed, ...]


def days_of(items: Sequence[Item], monday: date) -> tuple[Day, ...]:
    """Seven days from a Monday on; what lasts several days stands on each of them."""
    return tuple(_day(items, monday + timedelta(days=n)) for n in range(7))


def _day(items: Sequence[Item], day: date) -> Day:
    placed: list[Placed] = []
    for item in (one for one in items if touches(one, day)):
        morning = is_morning(item, day)
        opens = not placed or placed[-1].morning != morning
        placed.append(Placed(item, hours_on(item, day), morning, opens))
    return Day(day, tuple(placed))
