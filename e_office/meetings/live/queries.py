"""Reads of a held meeting: its row, everything its pages show, and the few facts an event carries to everybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.meetings import policy as meetings
from e_office.meetings.answers.models import Substitute
from e_office.meetings.answers.queries import Answers, answers_of
from e_office.meetings.answers.rules import Word, is_agreed_one
from e_office.meetings.live import policy
from e_office.meetings.live.models import LiveEvent, LiveItem, LiveMeeting, LiveVote, LiveVoter, Speech
from e_office.meetings.live.rules import OPEN_SPEECH, ItemState, SpeechState
from e_office.meetings.live.rules_spoken import Spoken, spoken_by
from e_office.meetings.live.rules_vote import may_cast
from e_office.meetings.live.turns import Turn, turns_of
from e_office.meetings.minutes.models import Attendance, Attended
from e_office.meetings.minutes.queries import attended, minutes_of
from e_office.meetings.models import Invitee, Meeting, MeetingState, Paper
from e_office.meetings.queries import LARGEST_ID
from e_office.people.models import Person
from e_office.people.queries import persons_holding

OF_SEQUENCE = 1_000_000
"""What one change of the invitation is worth in the version of its pages: more than any meeting's own versions."""
SHOWN = 12
"""Lines of the log that a page shows, the newest first."""


def live_of(office: Office, meeting_id: int) -> LiveMeeting | None:
    """The held meeting; None where nobody has opened it."""
    return office.session.scalar(select(LiveMeeting).where(LiveMeeting.meeting_id == meeting_id))


def lock_live(office: Office, meeting_id: int) -> LiveMeeting:
    """The held meeting, its row locked until the commit. Who locks the meeting too locks that one first.

    :raises NotFound: where nobody has opened it.
    """
    query = select(LiveMeeting).where(LiveMeeting.meeting_id == meeting_id).with_for_update()
    live = office.session.scalar(query.execution_options(populate_existing=True))
    if live is None:
        raise NotFound
    office.session.expire(live, ["running_order", "speeches", "votes"])
    return live


def runs(office: Office, actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor runs the meeting, as the secretary of its minutes too."""
    if policy.may_run(actor, meeting):
        return True
    minutes = minutes_of(office, meeting.id)
    return policy.may_run(actor, meeting, minutes.secretary_id if minutes else None)


@dataclass(frozen=True)
class Seat:
    """An invitee with who sits there: the row of the attendance, the substitute, whether in the wrong capacity."""

    invitee: Invitee
    row: Attendance | None
    substitute: Substitute | None

    @property
    def present(self) -> bool:
        """Whether somebody is there now: who left early is not, until they come back."""
        return self.row is not None and self.row.state != Attended.ABSENT and self.row.left_at is None

    @property
    def wrong(self) -> bool:
        """Whether that somebody is in the wrong capacity: a substitute the chair has not agreed to (M5)."""
        if self.row is None or self.row.state != Attended.SUBSTITUTE:
            return False
        one = self.substitute
        return one is None or one.state != Word.APPROVED or not is_agreed_one(self.row.name, one.name)

    @property
    def votes(self) -> bool:
        """Whether who sits there may cast the invitee's vote (M5, M7)."""
        comes_instead = self.row is not None and self.row.state == Attended.SUBSTITUTE
        empowered = self.substitute.empowered if comes_instead and self.substitute else None
        return may_cast(present=self.present, agreed=not self.wrong, empowered=empowered)


def seats_of(office: Office, meeting: Meeting, answers: Answers | None = None) -> list[Seat]:
    """Every invitee in order, with who is there."""
    rows, found = attended(office, meeting.id), answers or answers_of(office, meeting)
    return [Seat(one, rows.get(one.id), found.substitutes.get(one.id)) for one in meeting.invitees]


@dataclass(frozen=True)
class Board:
    """Everything the pages of a held meeting show."""

    live: LiveMeeting
    turns: Sequence[Turn]
    loose: Sequence[Paper]
    """Papers that belong to no item."""
    seats: Sequence[Seat]
    mine: Sequence[Seat]
    speeches: Sequence[Speech]
    vote: LiveVote | None
    own_votes: Sequence[LiveVoter]
    cast: int
    closed: Sequence[LiveVote]
    tallies: dict[int, Tally]
    """Id of a closed vote -> how many had a vote and were entered; the names are not read."""
    log: Sequence[LiveEvent]
    names: dict[int, str]
    """Invitee id -> who comes, as far as it is known."""
    spoken: dict[int, Spoken]
    """Invitee id -> how often and how long that seat has spoken; none where it has not."""
    units_spoken: dict[int, Spoken]
    """Unit id -> the same of all its seats."""

    @property
    def current(self) -> Turn | None:
        """The item that is being dealt with."""
        return next((turn for turn in self.turns if turn.row.state == ItemState.CURRENT), None)

    @property
    def following(self) -> Turn | None:
        """The item whose turn comes next."""
        return next((turn for turn in self.turns if turn.row.state == ItemState.WAITING), None)

    @property
    def present(self) -> int:
        """How many seats are taken."""
        return sum(seat.present for seat in self.seats)

    @property
    def speaking(self) -> Speech | None:
        """Who has the word."""
        return next((one for one in self.speeches if one.state == SpeechState.SPEAKING), None)


def board_of(office: Office, actor: Actor, live: LiveMeeting) -> Board:
    """The whole of it, read in a dozen queries whatever the number of invitees."""
    meeting = _meeting(office, live)
    answers = answers_of(office, meeting)
    seats = seats_of(office, meeting, answers)
    own = {one.id for one in policy.seats_of(actor, meeting)}
    vote = next((one for one in live.votes if one.closed_at is None and not one.withdrawn), None)
    turns, loose = turns_of(office, meeting, live)
    closed = [one for one in live.votes if one.closed_at is not None]
    return Board(
        live=live, turns=turns, loose=loose, seats=seats, mine=[one for one in seats if one.invitee.id in own],
        speeches=[one for one in live.speeches if one.state in OPEN_SPEECH], vote=vote,
        own_votes=_own_votes(actor, vote, own), cast=sum(one.voted for one in vote.voters) if vote else 0,
        closed=closed, tallies=_tallies(office, closed), log=_log(office, live),
        names={one.id: answers.who_comes(one) for one in meeting.invitees},
        spoken=spoken_by(_turns_spoken(live, {one.id: one.id for one in meeting.invitees})),
        units_spoken=spoken_by(_turns_spoken(live, {one.id: one.unit_id for one in meeting.invitees})),
    )  # fmt: skip


def _turns_spoken(live: LiveMeeting, whose: Mapping[int, int]) -> Iterator[tuple[int, datetime, datetime]]:
    for one in live.speeches:
        if one.state == SpeechState.DONE and one.began_at and one.ended_at:
            yield whose[one.invitee_id], one.began_at, one.ended_at


@dataclass(frozen=True)
class Tally:
    """How many had a vote, and for how many of them a raised hand was entered."""

    voters: int
    entered: int


def _tallies(office: Office, votes: Sequence[LiveVote]) -> dict[int, Tally]:
    """Id of a vote -> its tally, counted in one query: the names are read where somebody opens them."""
    query = select(LiveVoter.vote_id, func.count(), func.count(LiveVoter.entered_by_id)).group_by(LiveVoter.vote_id)
    rows = (
        office.session.execute(query.where(LiveVoter.vote_id.in_([one.id for one in votes]))).tuples() if votes else ()
    )
    return {vote_id: Tally(voters, entered) for vote_id, voters, entered in rows}


def counted_vote(office: Office, meeting_id: int, vote_id: int) -> LiveVote:
    """An open vote of a meeting that was counted, with who voted and who entered it.

    :raises NotFound: where there is none; of a secret one nobody knows.
    """
    query = (
        select(LiveVote).join(LiveVote.live)
        .where(LiveVote.id == vote_id, LiveMeeting.meeting_id == meeting_id)
        .where(LiveVote.closed_at.is_not(None), LiveVote.secret.is_(False))
        .options(selectinload(LiveVote.voters).joinedload(LiveVoter.entered_by))
    )  # fmt: skip
    found = office.session.scalar(query) if 0 < vote_id <= LARGEST_ID else None
    if found is None:
        raise NotFound
    return found


def usual_voters(live: LiveMeeting) -> frozenset[str]:
    """Keys of those ticked on the form of a new question: who had a vote last; at first everybody invited."""
    if live.votes:
        return frozenset(one.key for one in live.votes[-1].voters)
    return frozenset(f"i{one.id}" for one in live.meeting.invitees)


def _meeting(office: Office, live: LiveMeeting) -> Meeting:
    query = select(Meeting).where(Meeting.id == live.meeting_id)
    loaded = selectinload(Meeting.invitees).options(joinedload(Invitee.unit), joinedload(Invitee.person))
    return office.session.scalars(query.options(loaded)).one()


def _own_votes(actor: Actor, vote: LiveVote | None, own: set[int]) -> list[LiveVoter]:
    if vote is None:
        return []
    mine = actor.person_id
    return [one for one in vote.voters if one.invitee_id in own or one.person_id == mine]


def _log(office: Office, live: LiveMeeting) -> list[LiveEvent]:
    query = select(LiveEvent).where(LiveEvent.live_id == live.id).order_by(LiveEvent.id.desc()).limit(SHOWN)
    return list(office.session.scalars(query))


def version_of(office: Office, meeting_id: int) -> int:
    """The version of a meeting's pages; 0 where nobody has opened or changed it."""
    return versions_of(office, [meeting_id]).get(meeting_id, 0)


def versions_of(office: Office, meeting_ids: Iterable[int]) -> dict[int, int]:
    """Meeting id -> version of its pages; the one query of the watcher.

    It grows with the invitation's SEQUENCE as well: pages hear of a move, a call-off and a new paper, opened or not.
    """
    version = Meeting.sequence * OF_SEQUENCE + func.coalesce(LiveMeeting.version, 0)
    query = select(Meeting.id, version).outerjoin(LiveMeeting, LiveMeeting.meeting_id == Meeting.id)
    return dict(office.session.execute(query.where(Meeting.id.in_(list(meeting_ids)))).tuples().all())


def told_of(office: Office, meeting_id: int) -> dict[str, Any]:
    """What an event tells everybody on the page: nothing that not all who see the page may know."""
    live = live_of(office, meeting_id)
    version = version_of(office, meeting_id)
    if live is None:
        return {"version": version}
    session, of_live = office.session, {"live_id": live.id}
    current = session.scalar(select(LiveItem.title).filter_by(state=ItemState.CURRENT, **of_live).limit(1))
    speaking = session.scalar(select(Speech.name).filter_by(state=SpeechState.SPEAKING, **of_live).limit(1))
    waiting = select(func.count(Speech.id)).where(Speech.live_id == live.id)
    present = select(func.count(Attendance.id)).where(
        Attendance.meeting_id == meeting_id, Attendance.state != Attended.ABSENT, Attendance.left_at.is_(None)
    )
    question = select(LiveVote.question).filter_by(closed_at=None, withdrawn=False, **of_live)
    return {
        "version": version,
        "item": current or "",
        "speaking": speaking or "",
        "waiting": session.scalar(waiting.where(Speech.state.in_((SpeechState.WAITING, SpeechState.CALLED)))),
        "present": session.scalar(present),
        "vote": session.scalar(question.limit(1)) or "",
        "ended": live.ended_at is not None,
    }


def meeting_of_secretary(office: Office, actor: Actor, meeting_id: int) -> Meeting | None:
    """The meeting where the actor is the secretary of its minutes, whatever else they are."""
    minutes = minutes_of(office, meeting_id)
    if minutes is None or not policy.may_run(actor, minutes.meeting, minutes.secretary_id):
        return None
    return minutes.meeting


def presiders(office: Office, meeting: Meeting) -> list[Person]:
    """Who may preside instead of the chair: all who may chair a meeting of the agency."""
    persons = persons_holding(office, meetings.CHAIRS, meeting.unit_id)
    return [one for one in persons if one.id != meeting.chair_id]


def may_follow(office: Office, actor: Actor, meeting_id: int) -> bool:
    """Whether the actor may look at the meeting; asked again and again while a stream is open."""
    meeting = office.session.get(Meeting, meeting_id, populate_existing=True)
    if meeting is None or meeting.state == MeetingState.DRAFT:
        return False
    if meetings.may_see_receipts(actor, meeting) or meetings.invited_as(actor, meeting):
        return True
    return runs(office, actor, meeting)
