"""The meeting of the demonstration that is being held on the day the office is opened: half-way through its agenda."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select

from e_office.core.clock import at
from e_office.demo.people import heads
from e_office.demo.province import Cast
from e_office.demo.units import BY_KEY
from e_office.meetings.live import adding, checking_in, running, speaking, voting
from e_office.meetings.live.adding import AddedItem
from e_office.meetings.live.queries import live_of
from e_office.meetings.live.rules import EARLIEST, ItemAct
from e_office.meetings.live.rules_vote import Majority
from e_office.meetings.models import Answer, Meeting, MeetingState

ADDED = ("Thảo luận, cho ý kiến về phương án và tiến độ", "Kết luận của người chủ trì")
QUESTION = "Thống nhất tiến độ thực hiện như báo cáo"
LEFT_FOR_NEWCOMERS = ("STNMT", "KYANH")
"""Their seats are not taken: a newcomer checks in, asks to speak and votes."""


def hold_today(cast: Cast) -> None:
    """Hold the meeting of today; nothing where it is too early for it, or it is held already.

    The caller opens the transaction.
    """
    meeting, now = _meeting(cast), cast.office.clock.now()
    if meeting is None or meeting.starts_at is None or live_of(cast.office, meeting.id):
        return
    start = meeting.starts_at
    if now < start - EARLIEST:
        return

    def moment(minutes: int) -> datetime:
        return min(start + timedelta(minutes=minutes), now)

    runner, meeting_id = cast.actor(cast.login_of(meeting.created_by_id)), meeting.id
    live = running.open_meeting(cast.at(moment(-10)), runner, meeting_id)
    for title in ADDED:
        adding.add_item(cast.at(moment(-9)), runner, meeting_id, AddedItem(title=title))
    seats = _come(cast, meeting)
    for invitee_id in seats:
        checking_in.note_seat(cast.at(moment(-5)), runner, meeting_id, invitee_id, "present")
    first, second = (one.id for one in live.running_order[:2])
    running.change_item(cast.at(moment(2)), runner, meeting_id, first, ItemAct.START)
    _vote(cast, meeting, list(seats), moment(25))
    running.change_item(cast.at(moment(30)), runner, meeting_id, second, ItemAct.START)
    for invitee_id in list(seats)[:2]:
        speaking.ask_to_speak(cast.at(moment(33)), runner, meeting_id, invitee_id)


def _meeting(cast: Cast) -> Meeting | None:
    day = at(cast.today, time())
    query = select(Meeting).where(Meeting.state == MeetingState.ISSUED, Meeting.starts_at >= day)
    return cast.office.session.scalar(query.where(Meeting.starts_at < day + timedelta(days=1)).limit(1))


def _come(cast: Cast, meeting: Meeting) -> dict[int, str]:
    """Invitee id -> key of the unit, of those who said that they come."""
    keys = {unit_id: key for key, unit_id in cast.units.items()}
    come = {one.id: keys[one.unit_id] for one in meeting.invitees if one.answer == Answer.ATTEND}
    return {one: key for one, key in come.items() if key not in LEFT_FOR_NEWCOMERS and BY_KEY[key].is_agency}


def _vote(cast: Cast, meeting: Meeting, seats: list[int], when: datetime) -> None:
    """An open vote on the first item: all but one agree."""
    runner, keys = cast.actor(cast.login_of(meeting.created_by_id)), _come(cast, meeting)
    if not seats:
        return
    everybody = [one.id for one in meeting.invitees]
    question = voting.Question(text=QUESTION, rule=Majority.HALF_OF_PRESENT, invitees=everybody)
    vote = voting.open_vote(cast.at(when), runner, meeting.id, question)
    for voter in vote.voters:
        if voter.invitee_id in keys:
            choice = int(voter.invitee_id == seats[-1] and len(seats) > 1)
            leaders = heads(keys[voter.invitee_id])  # who was asked to come; a clerk has no vote in their stead (M4)
            actor = cast.actor(leaders[0].login) if leaders else cast.clerk(keys[voter.invitee_id])
            voting.cast(cast.at(when), actor, meeting.id, vote.id, voter.id, choice)
    voting.close_vote(cast.at(when), runner, meeting.id, vote.id)
