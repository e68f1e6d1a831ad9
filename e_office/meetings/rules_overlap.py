"""The one rule of overlapping times, for persons, rooms and inspected units alike; nothing here reads a clock.

A span holds its start and not its end (half-open): one thing that ends at 10:00 leaves 10:00 free for the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Protocol, TypeVar

USUAL_LENGTH = timedelta(hours=2)
"""How long something is taken to last whose end nobody has said."""


class Spanning(Protocol):
    """Whatever takes time: `starts_at` and `ends_at` are aware instants, an end not known is None."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""

    @property
    def ends_at(self) -> datetime | None:
        """When it is over."""


Thing = TypeVar("Thing", bound=Spanning)


@dataclass(frozen=True)
class Span:
    """A time from an aware instant on and before another; see `end_of` for one without an end."""

    starts_at: datetime
    ends_at: datetime | None = None


def end_of(starts_at: datetime, ends_at: datetime | None = None) -> datetime:
    """When something is over: as said, else `USUAL_LENGTH` after its start.

    An end that is not after the start says nothing, and hides no conflict.
    """
    if ends_at is None or ends_at <= starts_at:
        return starts_at + USUAL_LENGTH
    return ends_at


def overlap(one: Spanning, other: Spanning) -> bool:
    """Whether two things are under way at the same instant; touching is no overlap."""
    one_ends, other_ends = end_of(one.starts_at, one.ends_at), end_of(other.starts_at, other.ends_at)
    return one.starts_at < other_ends and other.starts_at < one_ends


def overlapping(one: Spanning, others: Iterable[Thing]) -> list[Thing]:
    """Those of `others` that overlap with it, the earliest first."""
    return sorted((other for other in others if overlap(one, other)), key=lambda other: other.starts_at)


def overlapping_pairs(things: Iterable[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Every two of `things` that overlap, the earlier one first."""
    for one, other in combinations(sorted(things, key=lambda thing: thing.starts_at), 2):
        if overlap(one, other):
            yield one, other
