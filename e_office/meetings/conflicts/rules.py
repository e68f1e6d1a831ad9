"""Rules of conflicts: which two things at the same time are told of; they warn, nothing is refused by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from e_office.meetings.leadership.rules_week import Who
from e_office.meetings.rules_overlap import Spanning, overlapping


@dataclass(frozen=True, kw_only=True)
class Engagement:
    """Something that takes somebody's time; `key` names what it came from ("meeting:12").

    `whose` is a person who is there, or the unit that is inspected or asked to a meeting; `inspects` tells an
    inspection of that unit. Instants are aware.
    """

    key: str
    whose: Who
    starts_at: datetime
    ends_at: datetime
    inspects: bool = False


@dataclass(frozen=True)
class Clash:
    """Who has what else at that time."""

    whose: Who
    other: Engagement


def person_clashes(
    span: Spanning, persons: Collection[int], own: Collection[str], engagements: Iterable[Engagement]
) -> list[Clash]:
    """What these persons have at the same time, the earliest first; `own` are the names of the thing itself."""
    others = [one for one in engagements if one.whose.id in persons and one.key not in own]
    return [Clash(one.whose, one) for one in _once(overlapping(span, others))]


def unit_clashes(
    span: Spanning, units: Collection[int], own: Collection[str], engagements: Iterable[Engagement], *, inspects: bool
) -> list[Clash]:
    """M19, "khắc phục sự chồng chéo trong hoạt động thanh tra, kiểm tra": overlaps of inspections of one unit.

    An inspection (`inspects`) clashes with another of the same unit and with a meeting that unit is asked to; a
    meeting clashes with an inspection alone: two meetings may well want different people of one unit.
    """
    others = [one for one in engagements if one.whose.id in units and one.key not in own]
    wanted = [one for one in others if inspects or one.inspects]
    return [Clash(one.whose, one) for one in _once(overlapping(span, wanted))]


def _once(found: Iterable[Engagement]) -> list[Engagement]:
    """Each thing once for each person or unit, however many ways lead to it."""
    return list({(one.key, one.whose.id): one for one in found}.values())
