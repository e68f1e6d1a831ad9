"""Rules of personal and unit calendars: what is in them, and what somebody else is shown of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from e_office.core.problems import Message, msg


class Part(StrEnum):
    """Why something is in a calendar: what the person, or the unit, does there."""

    CHAIRS = "chairs"
    LEADS = "leads"
    WORKS = "works"
    """Works with a leader who agreed to it (M17)."""
    COMES = "comes"
    STANDS_IN = "stands_in"
    INVITED = "invited"
    ACCOMPANIES = "accompanies"
    INSPECTED = "inspected"
    PREPARES = "prepares"
    HOLDS = "holds"

    @property
    def label(self) -> Message:
        """The part in words."""
        return LABELS[self]


LABELS = {
    Part.CHAIRS: msg("chủ trì"),
    Part.LEADS: msg("lịch công tác"),
    Part.WORKS: msg("làm việc với lãnh đạo"),
    Part.COMES: msg("dự họp"),
    Part.STANDS_IN: msg("dự thay"),
    Part.INVITED: msg("được mời, chưa trả lời"),
    Part.ACCOMPANIES: msg("đi cùng"),
    Part.INSPECTED: msg("được thanh tra, kiểm tra"),
    Part.PREPARES: msg("chuẩn bị nội dung"),
    Part.HOLDS: msg("đơn vị mời họp"),
}


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing in a calendar; instants are aware.

    `key` names what it came from and stays ("meeting:12"). `sequence` grows with each change, `changed_at` is when
    the last one was made; `off` is something that was called off.
    """

    key: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    part: Part
    changed_at: datetime
    sequence: int = 0
    restricted: bool = False
    off: bool = False


def merged(items: list[Item]) -> list[Item]:
    """Each thing once, with the weightiest part in it, in the order in which they begin."""
    order = {part: n for n, part in enumerate(Part)}
    found: dict[str, Item] = {}
    for item in sorted(items, key=lambda one: order[one.part]):
        found.setdefault(item.key, item)
    return sorted(found.values(), key=lambda one: (one.starts_at, one.key))


def outside(item: Item) -> Item:
    """The item for a program outside the house: of a restricted one only that somebody is busy (A-76)."""
    return replace(item, title="", place="") if item.restricted else item
