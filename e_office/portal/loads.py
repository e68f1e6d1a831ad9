"""How much waits on a desk, how much of it is late or due today: by name and for the unit, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from e_office.core.permission import Actor
from e_office.handling.models import Assignment
from e_office.handling.rules import Part
from e_office.registry.models import IncomingEntry


@dataclass(frozen=True)
class Load:
    """What waits for somebody, how much of it is late and how much is due today."""

    waiting: int
    late: int
    today: int


def load_of(waiting: int, dues: Sequence[date | None], today: date) -> Load:
    """The load of so much that waits, with these days."""
    days = [day for day in dues if day is not None]
    return Load(waiting, sum(day < today for day in days), sum(day == today for day in days))


def dues_of(
    actor: Actor,
    parts: Sequence[tuple[Assignment, bool]],
    handed: Sequence[IncomingEntry],
    to_direct: Sequence[IncomingEntry],
) -> dict[bool, list[date | None]]:
    """The days of what waits, by whether it waits for the actor by name; what one only has to know of has none."""
    pairs = [(row.due_on, by_name) for row, by_name in parts if row.part != Part.KNOW]
    pairs += [(row.due_on, row.handler_id == actor.person_id) for row in handed]
    pairs += [(row.due_on, True) for row in to_direct]
    return {wanted: [day for day, by_name in pairs if by_name is wanted] for wanted in (True, False)}
