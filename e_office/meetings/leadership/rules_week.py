"""Rules of the leadership's week (lịch công tác tuần): its lines, and what changed from one publication to the next.

Weeks begin on Monday, days are judged in Asia/Ho_Chi_Minh; instants are aware. Nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Protocol

from e_office.core.clock import at, local
from e_office.core.problems import Message, msg

NOON = time(12)


class Kind(StrEnum):
    """What a line is; the first two come of their own, the others the Office types by hand."""

    MEETING = "meeting"
    SESSION = "session"
    TRIP = "trip"
    INSPECTION = "inspection"
    CITIZENS = "citizens"
    DUTY = "duty"
    OTHER = "other"

    @property
    def label(self) -> Message:
        """The kind in words."""
        return LABELS[self]


LABELS = {
    Kind.MEETING: msg("Họp"),
    Kind.SESSION: msg("Làm việc"),
    Kind.TRIP: msg("Đi công tác"),
    Kind.INSPECTION: msg("Thanh tra, kiểm tra"),
    Kind.CITIZENS: msg("Tiếp công dân"),
    Kind.DUTY: msg("Trực lãnh đạo"),
    Kind.OTHER: msg("Việc khác"),
}
TYPED = (Kind.TRIP, Kind.INSPECTION, Kind.CITIZENS, Kind.DUTY, Kind.OTHER)


@dataclass(frozen=True)
class Who:
    """A person or a unit on a line: whose id it is, and the name as it stood then."""

    id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the week: who is where, when, for what, prepared by whom, accompanied by whom.

    `key` names what it came from and stays ("meeting:12"); the first of `leaders` presides where `presided`.
    `inspected` is the unit an inspection goes to (M19).
    """

    key: str
    kind: Kind
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    leaders: tuple[Who, ...] = ()
    presided: bool = False
    prepared_by: Who | None = None
    officers: tuple[Who, ...] = ()
    inspected: Who | None = None
    restricted: bool = False

    @property
    def persons(self) -> tuple[Who, ...]:
        """Everybody who is there by name, each once."""
        return tuple(dict.fromkeys((*self.leaders, *self.officers)))


class What(StrEnum):
    """What became of a line since the week was published."""

    ADDED = "added"
    CANCELLED = "cancelled"
    MOVED = "moved"
    PLACE = "place"
    OTHER = "other"


@dataclass(frozen=True)
class Change:
    """One line that is not as it was: `before` is None for an added one, `after` for one that fell away."""

    what: tuple[What, ...]
    before: Line | None
    after: Line | None

    @property
    def key(self) -> str:
        """Which line."""
        return self.line.key

    @property
    def line(self) -> Line:
        """The line as it is now, or as it was before it fell away."""
        line = self.after or self.before
        assert line is not None, "a change has a line"
        return line


def ordered(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines in the order in which they begin."""
    return tuple(sorted(lines, key=lambda line: (line.starts_at, line.ends_at, line.key)))


def under_keys(lines: Iterable[Line], became: Mapping[str, str]) -> tuple[Line, ...]:
    """The lines under the keys of what they became; two that became one thing are one line, the first of them."""
    found: dict[str, Line] = {}
    for line in lines:
        key = became.get(line.key, line.key)
        found.setdefault(key, replace(line, key=key))
    return tuple(found.values())


def changes_between(old: Iterable[Line], new: Iterable[Line]) -> tuple[Change, ...]:
    """What changed: added, cancelled, moved, at another place, otherwise; in the order in which things begin.

    Nothing is told that is as it was; applied to the old lines they give the new ones, see `applied`.
    """
    before, after = {line.key: line for line in old}, {line.key: line for line in new}
    found = []
    for key in before.keys() | after.keys():
        was, is_now = before.get(key), after.get(key)
        if was != is_now:
            found.append(Change(_what(was, is_now), was, is_now))
    return tuple(sorted(found, key=lambda change: (change.line.starts_at, change.key)))


def _what(was: Line | None, is_now: Line | None) -> tuple[What, ...]:
    if was is None or is_now is None:
        return (What.ADDED,) if was is None else (What.CANCELLED,)
    moved = (was.starts_at, was.ends_at) != (is_now.starts_at, is_now.ends_at)
    place = was.place != is_now.place
    same = replace(was, starts_at=is_now.starts_at, ends_at=is_now.ends_at, place=is_now.place)
    found = {What.MOVED: moved, What.PLACE: place, What.OTHER: same != is_now}
    return tuple(what for what, holds in found.items() if holds)


def applied(changes: Iterable[Change], old: Iterable[Line]) -> tuple[Line, ...]:
    """The lines as the changes leave them, in order."""
    lines = {line.key: line for line in old}
    for change in changes:
        if change.after is None:
            lines.pop(change.key, None)
        else:
            lines[change.key] = change.after
    return ordered(lines.values())


def counted(changes: Sequence[Change]) -> dict[What, int]:
    """How many lines were added, fell away, moved and so on; a line that moved elsewhere counts for both."""
    return {what: n for what in What if (n := sum(what in change.what for change in changes))}


def as_seen(line: Line, *, may_read: bool) -> Line:
    """The line for somebody; of a restricted one who may not read it only who is busy, and when."""
    if may_read or not line.restricted:
        return line
    return replace(line, kind=Kind.OTHER, title="", place="", prepared_by=None, officers=(), inspected=None)


def monday_of(day: date) -> date:
    """The Monday of the week a day lies in."""
    return day - timedelta(days=day.weekday())


def bounds_of(first: date, days: int = 7) -> tuple[datetime, datetime]:
    """The instants from the beginning of a day on and before the end of `days` days."""
    return at(first, time.min), at(first + timedelta(days=days), time.min)


class Spanned(Protocol):
    """Whatever has an instant it begins at and one it ends at."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""

    @property
    def ends_at(self) -> datetime:
        """When it is over."""


def touches(thing: Spanned, day: date) -> bool:
    """Whether something of it lies on that day."""
    first, last = bounds_of(day, 1)
    return thing.starts_at < last and thing.ends_at > first


def is_morning(thing: Spanned, day: date) -> bool:
    """Whether it stands among the morning's lines of that day: what goes on from the day before does."""
    return thing.starts_at < bounds_of(day, 1)[0] or local(thing.starts_at).time() < NOON


def hours_on(thing: Spanned, day: date) -> Message:
    """ "08:00–11:00" on that day; of what lasts several days only where it begins or ends on it."""
    starts, ends = local(thing.starts_at), local(thing.ends_at)
    if starts.date() == ends.date():
        return msg("%(first)s–%(last)s", first=f"{starts:%H:%M}", last=f"{ends:%H:%M}")
    if starts.date() == day:
        return msg("từ %(time)s", time=f"{starts:%H:%M}")
    return msg("đến %(time)s", time=f"{ends:%H:%M}") if ends.date() == day else msg("cả ngày")


def as_json(line: Line) -> dict[str, Any]:
    """The line as a revision keeps it: instants in ISO 8601."""
    kept = asdict(line)
    return kept | {"starts_at": line.starts_at.isoformat(), "ends_at": line.ends_at.isoformat()}


def from_json(kept: Mapping[str, Any]) -> Line:
    """The line a revision kept."""
    values = dict(kept)
    for name in ("starts_at", "ends_at"):
        values[name] = datetime.fromisoformat(values[name])
    for name in ("leaders", "officers"):
        values[name] = tuple(Who(**one) for one in values[name])
    for name in ("prepared_by", "inspected"):
        values[name] = Who(**values[name]) if values[name] else None
    return Line(**values | {"kind": Kind(values["kind"])})
