"""Rules of feeds: what they hold, how many somebody may have, how often they may be asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum

from e_office.core.problems import Message, Problem, msg

BEGINS = "/feeds/"
"""How every secret address begins: the log of failures holds nothing of what follows."""

TOKEN_BYTES = 32
"""256 random bits: twice what nobody can guess."""

MOST_FEEDS = 10
BACK, AHEAD = timedelta(days=35), timedelta(days=190)
"""How far a feed reaches into the past and the future."""

WINDOW = timedelta(minutes=10)
MOST_FETCHES = 30
"""Within the window, of one feed, and of unknown addresses from one network; calendars ask a few times an hour."""


class FeedKind(StrEnum):
    """Whose calendar a feed is."""

    OWN = "own"
    UNIT = "unit"
    LEADERSHIP = "leadership"

    @property
    def label(self) -> Message:
        """The kind in words."""
        return LABELS[self]


LABELS = {
    FeedKind.OWN: msg("Lịch của tôi"),
    FeedKind.UNIT: msg("Lịch của đơn vị"),
    FeedKind.LEADERSHIP: msg("Lịch tuần lãnh đạo"),
}


def feed_problems(*, live: int, same: bool) -> Iterator[Problem]:
    """Why no further feed is made: there is one of the kind already, or there are enough."""
    if same:
        cure = msg("Mất địa chỉ thì bấm “Tạo lại địa chỉ”.")
        yield Problem("same_feed", msg("Bạn đã có địa chỉ của lịch này."), "what", cure)
    elif live >= MOST_FEEDS:
        yield Problem("many_feeds", msg("Mỗi người có tối đa %(n)s địa chỉ. Thu hồi bớt trước.", n=MOST_FEEDS), "what")


def is_hot(fetches: int) -> bool:
    """Whether after so many fetches within the window no further one is answered."""
    return fetches >= MOST_FETCHES
