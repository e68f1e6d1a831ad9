"""A week laid out by day, morning and afternoon: of the leadership's lines, and of anybody's own calendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from e_office.core.problems import Message
from e_office.meetings.leadership.rules_week import Spanned, hours_on, is_morning, touches

T = TypeVar("T")


@dataclass(frozen=True)
class Placed(Generic[T]):
    """Something on one day: its hours there, and whether it opens the morning or the afternoon."""

    thing: T
    hours: Message
    morning: bool
    opens: bool


@dataclass(frozen=True)
class Day(Generic[T]):
    """One day with what is on it."""

    day: date
    placed: tuple[Placed[T], ...]


def days_of(things: Sequence[T], monday: date, span_of: Callable[[T], Spanned]) -> tuple[Day[T], ...]:
    """Seven days from a Monday on; what lasts several days stands on each of them. `span_of` tells its time."""
    return tuple(_day(things, monday + timedelta(days=n), span_of) for n in range(7))


def _day(things: Sequence[T], day: date, span_of: Callable[[T], Spanned]) -> Day[T]:
    placed: list[Placed[T]] = []
    for thing in things:
        if not touches(span := span_of(thing), day):
            continue
        morning = is_morning(span, day)
        opens = not placed or placed[-1].morning != morning
        placed.append(Placed(thing, hours_on(span, day), morning, opens))
    return Day(day, tuple(placed))
