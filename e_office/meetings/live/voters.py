"""Which voters of a question are there: what quorum, majority, a vote cast and a raised hand all go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from e_office.core.office import Office
from e_office.core.problems import Problem
from e_office.meetings.live.models import LiveVoter
from e_office.meetings.live.queries import Seat, seats_of
from e_office.meetings.live.rules_vote import counts_as_present, right_problems
from e_office.meetings.minutes.models import Attended, OtherAttendance
from e_office.meetings.minutes.queries import others_at
from e_office.meetings.models import Meeting


@dataclass(frozen=True)
class Presence:
    """Who is there now: the seats by invitee id, and whether the chair is."""

    seats: Mapping[int, Seat]
    chair: bool

    def is_there(self, voter: LiveVoter) -> bool:
        """Whether somebody is in the voter's place now; a voter without an invitation is the chair."""
        return self.chair if voter.invitee_id is None else self.seats[voter.invitee_id].present

    def right_problems(self, voter: LiveVoter) -> list[Problem]:
        """Why who is in the voter's place may not vote there now (M5, M7)."""
        votes = voter.invitee_id is None or self.seats[voter.invitee_id].votes
        return list(right_problems(present=self.is_there(voter), votes=votes))

    def counted(self, voters: Iterable[LiveVoter]) -> int:
        """How many of the voters count as present for their question."""
        return sum(counts_as_present(voted=one.voted, there=self.is_there(one)) for one in voters)


def presence_of(seats: Iterable[Seat], chair: OtherAttendance | None) -> Presence:
    """Who is there, by the seats and by what is noted of the chair.

    With nothing noted the chair is there: most open the meeting without checking in. Noted absent, or gone, they are
    not; nor where somebody presides instead, who has the chair's place but not the chair's vote.
    """
    there = chair is None or (chair.state == Attended.PRESENT and chair.left_at is None)
    return Presence({seat.invitee.id: seat for seat in seats}, there)


def presence_at(office: Office, meeting: Meeting) -> Presence:
    """Who is there at a meeting now."""
    return presence_of(seats_of(office, meeting), others_at(office, meeting.id).chair)
