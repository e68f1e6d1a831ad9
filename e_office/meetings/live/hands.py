"""Use cases of a show of hands: who runs the meeting enters the votes of seats without a device."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import update

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.meetings.live.models import LiveMeeting, LiveVote, LiveVoter
from e_office.meetings.live.rules_vote import entered_problems, entry_problems
from e_office.meetings.live.running import running
from e_office.meetings.live.voters import Presence, presence_at
from e_office.meetings.live.voting import vote_of

NOT_ENTERED = msg("Chưa ghi được phiếu")


@dataclass(frozen=True)
class Entered:
    """How many votes were entered, and the names of seats that had a vote by then, which stands."""

    written: int
    stood: Sequence[str]


@dataclass(frozen=True)
class Hall:
    """The seats of a vote: `open` to be entered, `entered` already, `without` the right or not there."""

    open: Sequence[LiveVoter]
    entered: Sequence[LiveVoter]
    without: Sequence[LiveVoter]


def hall_of(office: Office, live: LiveMeeting, vote: LiveVote) -> Hall:
    """Whose hand may be seen: who has no vote yet, is there, and has the right (M5, M7)."""
    there = presence_at(office, live.meeting)
    left = [one for one in vote.voters if not one.voted]
    open_ones = [one for one in left if not there.right_problems(one)]
    return Hall(
        open=open_ones,
        entered=[one for one in vote.voters if one.entered_by_id is not None],
        without=[one for one in left if one not in open_ones],
    )


def enter(office: Office, actor: Actor, meeting_id: int, vote_id: int, choices: Mapping[int, int]) -> Entered:
    """Enter the choice of seats, by voter id; a vote that somebody gave meanwhile is never written over.

    :raises NotAllowed: :raises NotFound: for a voter of another question.
    :raises Refused: of a secret vote, after its end, for a seat without the right, and then with nothing entered.
    """
    live = running(office, actor, meeting_id)
    vote = vote_of(live, vote_id)
    voters = {one.id: one for one in vote.voters}
    if not set(choices) <= set(voters):
        raise NotFound
    problems = list(entry_problems(secret=vote.secret, is_open=vote.closed_at is None and not vote.withdrawn))
    problems += entered_problems(list(choices.values()), len(vote.choices))
    there = presence_at(office, live.meeting)
    problems += [found for one in choices if (found := _named(voters[one], there))]
    refuse_if(problems, NOT_ENTERED)
    written = [one for one, choice in choices.items() if _write(office, actor, one, choice)]
    if written:
        live.version += 1
        told = "; ".join(_told(vote, [voters[one] for one in written], choices))
        said = msg("ghi thay phiếu “%(q)s”: %(votes)s", q=vote.question, votes=told)
        audit.record(office, actor, "vote_entered", "meeting", meeting_id, said)
    return Entered(len(written), [voters[one].name for one in choices if one not in written])


def take_entry_back(office: Office, actor: Actor, meeting_id: int, vote_id: int, voter_id: int) -> None:
    """Take an entry back that was made by mistake; a vote the delegate gave stands.

    :raises NotAllowed: :raises NotFound: :raises Refused:
    """
    live = running(office, actor, meeting_id)
    vote = vote_of(live, vote_id)
    voter = next((one for one in vote.voters if one.id == voter_id), None)
    if voter is None:
        raise NotFound
    refuse_if(entry_problems(secret=vote.secret, is_open=vote.closed_at is None and not vote.withdrawn), NOT_ENTERED)
    entered = update(LiveVoter).where(LiveVoter.id == voter_id, LiveVoter.entered_by_id.is_not(None))
    values = {"voted": False, "choice": None, "entered_by_id": None, "entered_at": None}
    if office.session.execute(entered.values(values).returning(LiveVoter.id)).first() is None:
        text = msg("Phiếu của %(name)s không còn là phiếu ghi thay.", name=voter.name)
        cure = msg("Phiếu đại biểu tự bỏ thì giữ nguyên.")
        refuse_if([Problem("not_entered", text, "", cure)], NOT_ENTERED)
    live.version += 1
    said = msg("bỏ phiếu ghi thay của %(name)s, “%(q)s”", name=voter.name, q=vote.question)
    audit.record(office, actor, "vote_entry_undone", "meeting", meeting_id, said)


def _named(voter: LiveVoter, there: Presence) -> Problem | None:
    """What keeps a seat's hand from being entered, with its name: there may be two hundred."""
    for problem in there.right_problems(voter):
        text = msg("%(name)s: chưa điểm danh, hoặc người dự không có quyền biểu quyết.", name=voter.name)
        cure = msg("Điểm danh nơi đó ở trang điều hành trước, hoặc bỏ chọn.")
        return Problem(problem.code, text, f"choice-{voter.id}", cure)
    return None


def _write(office: Office, actor: Actor, voter_id: int, choice: int) -> bool:
    """Into a seat that has no vote, see `rules_vote.may_be_written`; past what this session has read."""
    free = update(LiveVoter).where(LiveVoter.id == voter_id, LiveVoter.voted.is_(False))
    entered = {"entered_by_id": actor.person_id, "entered_at": office.clock.now()}
    values = {"voted": True, "choice": choice, **entered}
    return office.session.execute(free.values(values).returning(LiveVoter.id)).first() is not None


def _told(vote: LiveVote, voters: Sequence[LiveVoter], choices: Mapping[int, int]) -> list[str]:
    """What the journal keeps, as documents say it: each choice with the seats it was entered for."""
    found = []
    for place, name in enumerate(vote.choices):
        if of_it := [one.name for one in voters if choices[one.id] == place]:
            found.append(f"{name} ({', '.join(of_it)})")
    return found
