"""Rules of meetings that take the place of others: calling off and inviting anew washes no mark off (M2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from e_office.meetings.rules_late import EventKind, Item, Late, Told
from e_office.meetings.rules_matter import Pair, is_same_matter, shared

NEAR = timedelta(days=14)
"""A meeting on the same matter that begins within so many days of one called off is that meeting held anew."""

NEAR_WITH_PAPERS = timedelta(days=60)
"""The same where it has a paper of the same bytes."""


@dataclass(frozen=True)
class Held:
    """What two meetings are compared by; `pairs` tell the matter (`rules_matter`), `contents` are SHA-256 of papers."""

    agency_id: int
    chair_id: int | None
    starts_at: datetime
    pairs: frozenset[Pair]
    contents: frozenset[str]


def takes_place_of(new: Held, old: Held) -> bool:
    """Whether `new` is `old` held anew: the same agency or chair, near in time, the same matter or the same papers.

    What can be chosen afresh in a new invitation (its nature, its hour, its rule set, how its invitees are called)
    is not asked.
    """
    same_side = new.agency_id == old.agency_id or (new.chair_id is not None and new.chair_id == old.chair_id)
    apart = abs(new.starts_at - old.starts_at)
    if not same_side or apart > NEAR_WITH_PAPERS:
        return False
    if new.contents & old.contents:
        return True
    return apart <= NEAR and is_same_matter(shared(new.pairs, old.pairs))


@dataclass(frozen=True)
class Names:
    """Who the invitees of a meeting are (a unit or a person), and which bytes its papers have, by their ids."""

    invitees: Mapping[int, str]
    papers: Mapping[int, str]

    def of(self, item: Item) -> tuple[str, str] | None:
        """An invitee and a paper by what they are; "" stands for the invitation. None: not known here."""
        who, paper = item
        content = "" if paper is None else self.papers.get(paper) if isinstance(paper, int) else None
        return None if who not in self.invitees or content is None else (self.invitees[who], content)


def carried(told: Told, names: Names, before: Told, names_before: Names, seq: int) -> Told:
    """What a log tells, with the marks of the meeting whose place this one took.

    Who was told of that one too late, or had a paper of it too late, keeps the mark here: for the invitation, and
    for each paper of the same bytes. The worse of two marks stays. `seq` is the entry that says whose place it took.
    """
    marks: dict[tuple[str, str], Late] = {}
    for item, late in before.late.items():
        name = names_before.of(item)
        if name is not None and (name not in marks or late.by > marks[name].by):
            marks[name] = late
    late_now = dict(told.late)
    for item in told.reached:
        name = names.of(item)
        mark = marks.get(name) if name is not None else None
        if mark is not None and (item not in late_now or mark.by > late_now[item].by):
            late_now[item] = replace(mark, seq=seq, cause=EventKind.TOOK_PLACE)
    return Told(told.reached, late_now)
