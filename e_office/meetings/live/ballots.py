"""The ballot box of a secret vote: ballots that nobody can join to the voters, with the whole database in hand.

Who has voted stands in one table, the ballots in another. A ballot has a random number, no time and no author. The
order of rows and the transaction that wrote them would still tell, so each ballot put in shuffles the box: all of it
is written anew, under new numbers and in their order. Two copies of the database taken before and after one person
votes would differ by that person's ballot; so would whoever stands beside a box of wood. So may the files of the
server: rows written anew lie in PostgreSQL until it vacuums, and in its log of writes, out of reach of queries.
"""

from __future__ import annotations

import secrets

from sqlalchemy import delete, insert, select

from e_office.core.office import Office
from e_office.meetings.live.models import LiveBallot, LiveVote

NUMBERS = 2**52
"""Numbers of ballots: one in so many is drawn twice."""


def put_in(office: Office, vote: LiveVote, choice: int) -> None:
    """Put a ballot in and shuffle; the caller has locked the vote and marked the voter."""
    session, mine = office.session, LiveBallot.vote_id == vote.id
    choices = [*session.scalars(select(LiveBallot.choice).where(mine)), choice]
    session.execute(delete(LiveBallot).where(mine))
    secrets.SystemRandom().shuffle(choices)
    numbers = sorted(secrets.SystemRandom().sample(range(1, NUMBERS), len(choices)))
    rows = [{"id": number, "vote_id": vote.id, "choice": one} for number, one in zip(numbers, choices, strict=True)]
    session.execute(insert(LiveBallot), rows)


def count_out(office: Office, vote: LiveVote) -> list[int]:
    """How many ballots there are for each choice."""
    found = list(office.session.scalars(select(LiveBallot.choice).where(LiveBallot.vote_id == vote.id)))
    return [found.count(place) for place in range(len(vote.choices))]
