"""Which voters of a question are there: what quorum, majority, a vote cast and a raised hand all go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from e_office.core.problems import Problem
from e_office.meetings.live.models import LiveVoter
from e_office.meetings.live.queries import Seat
from e_office.meetings.live.rules_vote import counts_as_present, right_problems


@dataclass(frozen=True)
class Presence:
    """Who is there now: the seats by invitee id."""

    seats: Mapping[int, Seat]

    def is_there(self, voter: LiveVoter) -> bool:
        """Whether somebody sits in the voter's place now."""
        return voter.invitee_id is None or self.seats[voter.invitee_id].present

    def right_problems(self, voter: LiveVoter) -> list[Problem]:
        """Why who sits in the voter's place may not vote there now (M5, M7)."""
        if voter.invitee_id is None:
            return []
        seat = self.seats[voter.invitee_id]
        return list(right_problems(present=seat.present, votes=seat.votes))

    def counted(self, voters: Iterable[LiveVoter]) -> int:
        """How many of the voters count as present for their question."""
        return sum(counts_as_present(voted=one.voted, there=self.is_there(one)) for one in voters)


def presence_of(seats: Iterable[Seat]) -> Presence:
    """Who is there of the seats."""
    return Presence({seat.invitee.id: seat for seat in seats})
