"""Two people in one text: what each of them wrote since they parted is kept, line by line; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Drawn(StrEnum):
    """What a page shows of a revision: the common text, as it is drawn, or what was typed on it and saved since."""

    TEXT = "text"
    TYPED = "typed"


@dataclass(frozen=True)
class Merged:
    """The text that holds both; `touching`: they changed the same lines, so both versions stand one after the other."""

    text: str
    touching: bool = False


@dataclass(frozen=True)
class _Change:
    """Lines `start:end` of the common text became `lines`."""

    start: int
    end: int
    lines: tuple[str, ...]


def merge(before: str, mine: str, theirs: str) -> Merged:
    """Bring the changes of two texts that both grew out of `before` together.

    Where only one side changed a line its version counts; where both changed it alike, once; where they differ,
    theirs, which is saved already, stands first and mine after it. No line that either side wrote is dropped.
    """
    if mine in (theirs, before):
        return Merged(theirs)
    if theirs == before:
        return Merged(mine)
    base = before.splitlines()
    made: list[str] = []
    at, touching = 0, False
    for start, end, left, right in _places(_changes(base, mine.splitlines()), _changes(base, theirs.splitlines())):
        made += base[at:start]
        if not left or not right:
            made += _applied(base, start, end, left or right)
        else:
            own, others = _applied(base, start, end, left), _applied(base, start, end, right)
            common = own == others
            made += others if common else [*others, *(line for line in own if line not in others)]
            touching = touching or not common
        at = end
    made += base[at:]
    return Merged("\n".join(made), touching)


def _changes(base: Sequence[str], other: Sequence[str]) -> list[_Change]:
    steps = SequenceMatcher(None, base, other, autojunk=False).get_opcodes()
    return [_Change(i1, i2, tuple(other[j1:j2])) for tag, i1, i2, j1, j2 in steps if tag != "equal"]


def _places(mine: list[_Change], theirs: list[_Change]) -> Iterator[tuple[int, int, list[_Change], list[_Change]]]:
    """Stretches of the common text that were changed, with the changes of each side in them.

    Lines put in before a line that the other side changed stand in a stretch of their own: nothing of it is in both.
    """
    sided = [
        (change.start, change.end, side, change) for side, all_of in enumerate((mine, theirs)) for change in all_of
    ]
    waiting = sorted(sided, key=lambda one: one[:3])
    while waiting:
        start, end, side, change = waiting.pop(0)
        sides: tuple[list[_Change], list[_Change]] = ([], [])
        sides[side].append(change)
        while waiting and (waiting[0][0] < end or waiting[0][1] == start):
            _, further, side, change = waiting.pop(0)
            sides[side].append(change)
            end = max(end, further)
        yield start, end, *sides


def _applied(base: Sequence[str], start: int, end: int, changes: Sequence[_Change]) -> list[str]:
    made: list[str] = []
    at = start
    for change in changes:
        made += [*base[at : change.start], *change.lines]
        at = change.end
    return [*made, *base[at:end]]
