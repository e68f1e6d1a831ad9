"""Rules of series (M18): when a next meeting may be begun, and whether it is a new matter or the old one held anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from e_office.core.problems import Problem, msg


@dataclass(frozen=True)
class GroupChange:
    """Units that came to a group and that left it since it was invited."""

    added: frozenset[int]
    gone: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.added or self.gone)


def next_problems(*, issued: bool, drafted: bool) -> Iterator[Problem]:
    """A series goes on from a meeting that was issued, held or called off; one next meeting is written at a time."""
    if not issued:
        yield Problem("not_issued", msg("Giấy mời này chưa phát hành, chưa có phiên tiếp theo."))
    if drafted:
        yield Problem("drafted", msg("Phiên tiếp theo đang được soạn. Mở chuỗi họp để làm tiếp bản ấy."))


def was_never_held(*, state: str, issued: bool) -> bool:
    """Whether a meeting of the series was invited to and called off.

    What follows one that was held is a new matter with a time of its own. What comes instead of one that never was
    held is the same matter: the marks of lateness go along, however far apart the days and however it is called (M2).
    """
    return issued and state == "cancelled"


def group_change(then: Collection[int], now: Collection[int]) -> GroupChange:
    """What has changed in a group of units since it was invited."""
    return GroupChange(frozenset(now) - frozenset(then), frozenset(then) - frozenset(now))
