"""Rules of the figures on meetings: how a place was filled, which meeting repeats another, how long one takes.

Nothing is judged a second time here: what is late tells the log (M2), what an answer amounts to tell the rules of
answers (M4, M5), and the last day of a conclusion tell those of closing (M14). These rules only read them together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from e_office.meetings.answers.rules import Standing, standing
from e_office.meetings.rules_late import EventKind
from e_office.meetings.rules_matter import Pair, is_same_matter, shared

AGAIN_WITHIN = timedelta(days=90)
"""A meeting on the matter of one within so many days before it repeats that one."""

LENGTH_ASSUMED = timedelta(hours=2)
"""How long a meeting is taken to last of which nothing says so."""

LEAST = 3
"""Of fewer things no unit is ranked by its share: one late paper of one is no habit."""


class Came(StrEnum):
    """How a place at the table was filled."""

    PRESENT = "present"
    SUBSTITUTE = "substitute"
    WRONG = "wrong"
    """By somebody the chair had not agreed to (sai thành phần)."""
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"
    """Nobody came, and no reason was given (vắng không có lý do)."""
    UNNOTED = "unnoted"
    """Nobody noted whether anybody came."""


def came_as(
    *, answer: str | None, word: str | None, attended: str | None, reason: bool, agreed_one: bool = True
) -> Came:
    """How a place was filled, by what was noted at the meeting and by the answer given before (M4, M5, M16 b).

    `reason`: whether the absence has one, in the answer or beside the note. `agreed_one`: whether who was noted in the
    invitee's place is the very one the chair agreed to; M5 lets nobody else come for that word. What was noted counts
    more than what was announced. Where nothing was noted, an answer of absence stands, and so does a substitute
    without the chair's word; that somebody came is not taken for granted.
    """
    answered = standing(answer=answer, word=word, begun=True)
    if attended == "present":
        return Came.PRESENT
    if attended == "substitute":
        return Came.SUBSTITUTE if answered is Standing.SUBSTITUTE and agreed_one else Came.WRONG
    if attended == "absent" or (attended is None and answered is Standing.ABSENT):
        return Came.EXCUSED if reason else Came.UNEXCUSED
    return Came.WRONG if answered is Standing.WRONG else Came.UNNOTED


def is_own(*, cause: str, invitation_late: bool) -> bool:
    """Whether a late paper was late by itself: sent after its time to somebody whose invitation came in time (M2).

    Where the invitation came late too, the whole meeting was called late (M9); where a move or an added invitee
    made it late (A-99, A-100), its preparer did nothing late. What was handed out at the meeting is late by itself
    whatever else was.
    """
    return cause == EventKind.HANDED or (cause == EventKind.PAPER and not invitation_late)


def length_of(*, noted: timedelta | None, expected: int | None, agenda: int | None) -> timedelta:
    """How long a meeting takes (M11): by its minutes, else as expected, else by its agenda, else as most do.

    What was expected and the agenda are in minutes.
    """
    if noted is not None and noted > timedelta():
        return noted
    said = expected or agenda
    return timedelta(minutes=said) if said else LENGTH_ASSUMED


class Sitting(NamedTuple):
    """A meeting that was held, as `repeats` compares it; `series` names the series it belongs to."""

    id: int
    unit_id: int
    day: date
    pairs: frozenset[Pair]
    series: int | None = None


def repeats(held: Iterable[Sitting]) -> frozenset[int]:
    """The meetings on a matter their unit had met on within `AGAIN_WITHIN` before (M11, M16 "họp nhiều lần").

    Meetings of one series repeat by intent (M18) and are not counted against each other.
    """
    known: dict[tuple[int, Pair], list[Sitting]] = {}
    again = set()
    for one in sorted(held, key=lambda sitting: (sitting.day, sitting.id)):
        near = {other for pair in one.pairs for other in known.get((one.unit_id, pair), ()) if _is_near(one, other)}
        if any(is_same_matter(shared(one.pairs, other.pairs)) for other in near):
            again.add(one.id)
        for pair in one.pairs:
            known.setdefault((one.unit_id, pair), []).append(one)
    return frozenset(again)


def _is_near(one: Sitting, other: Sitting) -> bool:
    same_series = one.series is not None and one.series == other.series
    return one.day - other.day <= AGAIN_WITHIN and not same_series


def middle(spans: Collection[timedelta]) -> timedelta:
    """The median, of an even number the mean of the two in the middle; zero of nothing."""
    order = sorted(spans)
    return (order[(len(order) - 1) // 2] + order[len(order) // 2]) / 2 if order else timedelta()


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    n: int
    of: int

    @property
    def percent(self) -> float | None:
        """In per cent; None of nothing."""
        return 100 * self.n / self.of if self.of else None

    @property
    def is_ranked(self) -> bool:
        """Whether there are enough to compare units by it."""
        return self.of >= LEAST


def worst_first(shares: Sequence[Share], name: str) -> tuple[bool, list[float], list[int], str]:
    """The order of units (M16): the largest share of what went wrong first, those with too few to compare last.

    Where the first share is the same, the next decides.
    """
    worst = [-(share.percent or 0.0) for share in shares]
    return (not shares[0].is_ranked, worst, [-share.n for share in shares], name)


def standing_out(shares: Sequence[tuple[str, int, Share]], most: int = 5) -> list[tuple[str, int, Share]]:
    """What stands out: (figure, unit, share) with more than one case and enough to compare, the worst first (M16)."""
    chosen = [row for row in shares if row[2].is_ranked and row[2].n > 1]
    return sorted(chosen, key=lambda row: (-(row[2].percent or 0.0), -row[2].n, row[0], row[1]))[:most]
