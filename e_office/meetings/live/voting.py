"""Use cases of votes and opinion polls: put a question, cast one vote each, close, withdraw."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select, update

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.meetings.live.ballots import count_out, put_in
from e_office.meetings.live.checking_in import capacity_of
from e_office.meetings.live.lines import Kind
from e_office.meetings.live.models import LiveItem, LiveMeeting, LiveVote, LiveVoter
from e_office.meetings.live.policy import seats_of as own_seats
from e_office.meetings.live.queries import lock_live
from e_office.meetings.live.rules import ItemState, running_problems
from e_office.meetings.live.rules_present import sitter_problems
from e_office.meetings.live.rules_vote import (
    CHOICES,
    Majority,
    Tally,
    carried,
    cast_problems,
    closing_problems,
    open_vote_problems,
    question_problems,
    result_line,
    standing_problems,
)
from e_office.meetings.live.running import NOT_DONE, happened, is_cancelled, running
from e_office.meetings.live.voters import presence_at
from e_office.meetings.models import Meeting

WHOLE = 0
NOT_CAST = msg("Chưa ghi được phiếu")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is put to the vote; `invitees` are those whose seats have the right, `chair` whether the chair has too.

    `item_id`: the item of the running order it is on, `WHOLE` for the whole meeting; None for the one dealt with.
    """

    text: str
    rule: str
    secret: bool = False
    choices: Sequence[str] = ()
    invitees: Collection[int] = ()
    chair: bool = False
    item_id: int | None = None


def open_vote(office: Office, actor: Actor, meeting_id: int, question: Question) -> LiveVote:
    """Put a question on an item or on the whole meeting; one at a time.

    :raises NotAllowed: :raises NotFound: for an item of another meeting.
    :raises Refused: naming everything that is missing.
    """
    live = running(office, actor, meeting_id)
    meeting = live.meeting
    choices = [one.strip() for one in question.choices if one.strip()] if question.rule == Majority.POLL else []
    choices = choices or list(CHOICES)
    voters = _voters(meeting, question)
    problems = list(question_problems(question.text, choices, question.rule, len(voters), secret=question.secret))
    problems += open_vote_problems(stands=open_one(live) is not None)
    refuse_if(problems, NOT_DONE)
    vote = LiveVote(
        question=" ".join(question.text.split()), rule=Majority(question.rule), secret=question.secret,
        choices=choices, opened_at=office.clock.now(), opened_by_id=actor.person_id, voters=voters,
        item=_item(live, question.item_id),
    )  # fmt: skip
    live.votes.append(vote)
    office.session.flush()
    happened(office, actor, live, Kind.VOTE_OPENED, title=vote.question)
    audit.record(office, actor, "vote_opened", "meeting", meeting_id, msg("lấy biểu quyết “%(q)s”", q=vote.question))
    return vote


def cast(office: Office, actor: Actor, meeting_id: int, vote_id: int, voter_id: int, choice: int) -> None:
    """Cast the vote of one's seat, once, in the place of what was entered for it. See `ballots` of a secret vote.

    :raises NotAllowed: for somebody else's vote. :raises Refused: a second time, after the end, without the right.
    """
    live = lock_live(office, meeting_id)
    vote = vote_of(live, vote_id)
    meeting = live.meeting
    voter = next((one for one in vote.voters if one.id == voter_id), None)
    own = {one.id for one in own_seats(actor, meeting)}
    mine = voter is not None and (voter.person_id == actor.person_id or voter.invitee_id in own)
    require(mine, "vote", meeting)
    assert voter is not None  # said by the line before
    refuse_if(running_problems(ended=False, cancelled=is_cancelled(meeting)), NOT_CAST)
    is_open = vote.closed_at is None and not vote.withdrawn and live.ended_at is None
    problems = list(cast_problems(is_open=is_open, choice=choice, choices=len(vote.choices)))
    problems += _seat_problems(office, actor, meeting, voter)
    refuse_if(problems, NOT_CAST)
    entered = office.session.scalar(select(LiveVoter.entered_by_id).where(LiveVoter.id == voter.id)) is not None
    if not _mark(office, voter, None if vote.secret else choice):
        refuse_if([Problem("voted", msg("%(name)s đã biểu quyết rồi.", name=voter.name))], NOT_CAST)
    if entered:
        said = msg("%(name)s tự biểu quyết “%(q)s”, thay phiếu ghi thay", name=voter.name, q=vote.question)
        audit.record(office, actor, "vote_replaced", "meeting", meeting_id, said)
    if vote.secret:
        put_in(office, vote, choice)
    live.version += 1


def close_vote(office: Office, actor: Actor, meeting_id: int, vote_id: int) -> LiveVote:
    """Count, keep figures and outcome for good, and write them into the minutes; see `counts_as_present`.

    :raises NotAllowed: :raises Refused: where it is closed already, or so few ballots would tell whose they are.
    """
    live = running(office, actor, meeting_id)
    vote = _standing(live, vote_id)
    voters = _voters_now(office, vote)
    refuse_if(closing_problems(secret=vote.secret, cast=sum(one.voted for one in voters)), NOT_DONE)
    vote.present = presence_at(office, live.meeting).counted(voters)
    vote.counts = count_out(office, vote) if vote.secret else _count_open(office, vote)
    tally = tally_of(vote)
    vote.carried, vote.closed_at = carried(vote.rule, tally), office.clock.now()
    item = vote.item.title if vote.item else ""
    line = result_line(
        vote.question, vote.choices, tally, rule=vote.rule, secret=vote.secret, item=item,
        entered=_count_entered(office, vote),
    )  # fmt: skip
    happened(office, actor, live, Kind.VOTED, title=vote.question, result=line)
    audit.record(office, actor, "vote_closed", "meeting", meeting_id, msg("kiểm phiếu: %(result)s", result=line))
    return vote


def withdraw_vote(office: Office, actor: Actor, meeting_id: int, vote_id: int) -> None:
    """Take a question back that was put by mistake; nobody learns how it stood."""
    live = running(office, actor, meeting_id)
    vote = _standing(live, vote_id)
    vote.withdrawn = True
    happened(office, actor, live, Kind.VOTE_WITHDRAWN, title=vote.question)


def open_one(live: LiveMeeting) -> LiveVote | None:
    """The question that stands; None where there is none."""
    return next((one for one in live.votes if one.closed_at is None and not one.withdrawn), None)


def tally_of(vote: LiveVote) -> Tally:
    """The figures of a vote that was counted."""
    return Tally(members=len(vote.voters), present=vote.present or 0, counts=vote.counts or [0] * len(vote.choices))


def _item(live: LiveMeeting, item_id: int | None) -> LiveItem | None:
    if item_id == WHOLE:
        return None
    if item_id is None:
        return next((one for one in live.running_order if one.state == ItemState.CURRENT), None)
    found = next((one for one in live.running_order if one.id == item_id), None)
    if found is None:
        raise NotFound
    return found


def _voters(meeting: Meeting, question: Question) -> list[LiveVoter]:
    chosen = [one for one in meeting.invitees if one.id in question.invitees]
    voters = [
        LiveVoter(
            key=f"i{one.id}", invitee_id=one.id,
            name=one.person.name if one.person else one.unit.short_name or one.unit.name,
        )
        for one in chosen
    ]  # fmt: skip
    if question.chair and meeting.chair is not None:
        voters.append(LiveVoter(key=f"p{meeting.chair.id}", person_id=meeting.chair.id, name=meeting.chair.name))
    return voters


def _voters_now(office: Office, vote: LiveVote) -> list[LiveVoter]:
    """From the rows themselves: votes are written past what this session has read."""
    query = select(LiveVoter).where(LiveVoter.vote_id == vote.id)
    return list(office.session.scalars(query.execution_options(populate_existing=True)))


def _seat_problems(office: Office, actor: Actor, meeting: Meeting, voter: LiveVoter) -> list[Problem]:
    there = presence_at(office, meeting)
    problems = there.right_problems(voter)
    if problems or voter.invitee_id is None:
        return problems
    seat = there.seats[voter.invitee_id]
    sitter = seat.row.name if seat.row else ""
    return list(sitter_problems(sitter, actor.name, capacity_of(office, actor, seat.invitee)))


def _mark(office: Office, voter: LiveVoter, choice: int | None) -> bool:
    """Write a vote of one's own where the seat has none yet, see `may_be_written`; past what this session has read."""
    free = or_(LiveVoter.voted.is_(False), LiveVoter.entered_by_id.is_not(None))
    once = update(LiveVoter).where(LiveVoter.id == voter.id, free)
    values = {"voted": True, "choice": choice, "entered_by_id": None, "entered_at": None}
    return office.session.execute(once.values(values).returning(LiveVoter.id)).first() is not None


def _count_entered(office: Office, vote: LiveVote) -> int:
    query = select(func.count(LiveVoter.id)).where(LiveVoter.vote_id == vote.id, LiveVoter.entered_by_id.is_not(None))
    return office.session.scalar(query) or 0


def _count_open(office: Office, vote: LiveVote) -> list[int]:
    """From the rows themselves, as `_voters_now`."""
    query = select(LiveVoter.choice, func.count()).where(LiveVoter.vote_id == vote.id, LiveVoter.voted.is_(True))
    cast = dict(office.session.execute(query.group_by(LiveVoter.choice)).tuples().all())
    return [cast.get(place, 0) for place in range(len(vote.choices))]


def vote_of(live: LiveMeeting, vote_id: int) -> LiveVote:
    """A question of that meeting. :raises NotFound:"""
    found = next((one for one in live.votes if one.id == vote_id), None)
    if found is None:
        raise NotFound
    return found


def _standing(live: LiveMeeting, vote_id: int) -> LiveVote:
    vote = vote_of(live, vote_id)
    refuse_if(standing_problems(is_open=vote.closed_at is None and not vote.withdrawn), NOT_DONE)
    return vote
