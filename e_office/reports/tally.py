"""Counting lateness: pure sums over what the log of each meeting tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from e_office.meetings.rules_late import Late, Told

BANDS = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
"""By how much: up to an hour, up to six, up to a day, and more."""

NO_BAND = (0,) * (len(BANDS) + 1)


@dataclass(frozen=True)
class Things:
    """Invitations, or papers, each counted once for every invitee it reached; `ordered` of the late ones (M9)."""

    reached: int = 0
    late: int = 0
    ordered: int = 0
    bands: tuple[int, ...] = NO_BAND

    def __add__(self, other: Things) -> Things:
        return Things(
            self.reached + other.reached,
            self.late + other.late,
            self.ordered + other.ordered,
            tuple(one + another for one, another in zip(self.bands, other.bands, strict=True)),
        )


@dataclass(frozen=True)
class Tally:
    """What was late in some meetings (M2, M16 a); `worst` is zero where nothing was."""

    meetings: int = 0
    late_meetings: int = 0
    invitations: Things = Things()
    papers: Things = Things()
    worst: timedelta = timedelta()

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.meetings + other.meetings,
            self.late_meetings + other.late_meetings,
            self.invitations + other.invitations,
            self.papers + other.papers,
            max(self.worst, other.worst),
        )

    @property
    def things(self) -> Things:
        """Invitations and papers together."""
        return self.invitations + self.papers


@dataclass(frozen=True)
class Narrowed:
    """Which things a list shows; None narrows nothing. `band` is a place in `BANDS`, or after its last."""

    paper: bool | None = None
    late: bool | None = None
    ordered: bool | None = None
    band: int | None = None

    def takes(self, paper: bool, late: Late | None) -> bool:
        """Whether a thing that reached an invitee so late (None: in time) is among them."""
        return (
            self.paper in (None, paper)
            and self.late in (None, late is not None)
            and (self.ordered is None or (late is not None and late.ordered is self.ordered))
            and (self.band is None or (late is not None and band_of(late.by) == self.band))
        )


def band_of(by: timedelta) -> int:
    """The place of a lateness among the bands; exactly an hour is the first one."""
    return sum(by > edge for edge in BANDS)


def tally_of(told: Told) -> Tally:
    """The tally of one meeting."""
    late = told.late.values()
    return Tally(
        meetings=1,
        late_meetings=int(bool(told.late)),
        invitations=_things(told, paper=False),
        papers=_things(told, paper=True),
        worst=max((one.by for one in late), default=timedelta()),
    )


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    return sum(tallies, Tally())


def _things(told: Told, *, paper: bool) -> Things:
    late = [one for item, one in told.late.items() if (item[1] is not None) is paper]
    bands = [band_of(one.by) for one in late]
    return Things(
        reached=sum((item[1] is not None) is paper for item in told.reached),
        late=len(late),
        ordered=sum(one.ordered for one in late),
        bands=tuple(bands.count(place) for place in range(len(NO_BAND))),
    )
