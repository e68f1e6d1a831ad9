"""Held meetings to test with, made by the same use cases the screens call."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from e_office.core.clock import FixedClock
from e_office.core.office import Office
from e_office.meetings.agenda.service import add_item
from e_office.meetings.issuing import issue_invitation
from e_office.meetings.live import beside, checking_in, running, speaking, voting
from e_office.meetings.live.models import LiveMeeting, LiveVote
from e_office.meetings.live.queries import live_of
from e_office.meetings.live.rules import ItemAct
from e_office.meetings.live.rules_present import Uninvited
from e_office.meetings.minutes.models import Attendance, Attended
from e_office.meetings.models import Invitee, Meeting
from e_office.people.models import Unit
from tests.conftest import MovingClock
from tests.factories.meetings import make_draft
from tests.factories.world import World

ITEMS = ("Tiến độ giải phóng mặt bằng", "Vướng mắc về tái định cư", "Kế hoạch quý sau")
RUNS = "vanthu"


def make_ready(office: Office, world: World, clock: MovingClock, *, items: tuple[str, ...] = ITEMS, **more: Any) -> int:
    """An issued meeting with an agenda, five minutes before its start, not opened; gives its id."""
    meeting_id = make_draft(office, world, **more)
    with office.transaction():
        for title in items:
            add_item(office, world.actor("chuyenvien"), meeting_id, title)
        issue_invitation(office, world.actor("chuyenvien"), meeting_id)
        start = office.session.get_one(Meeting, meeting_id).starts_at
    assert start is not None
    clock.instant = start - timedelta(minutes=5)
    return meeting_id


def make_held(office: Office, world: World, clock: MovingClock, **more: Any) -> int:
    """A meeting made ready and opened by the clerk; gives its id."""
    meeting_id = make_ready(office, world, clock, **more)
    with office.transaction():
        running.open_meeting(office, world.actor(RUNS), meeting_id)
    return meeting_id


def live_now(office: Office, meeting_id: int) -> LiveMeeting:
    """The held meeting as it is now."""
    office.session.rollback()
    office.session.expire_all()
    live = live_of(office, meeting_id)
    assert live is not None
    return live


def begin_item(office: Office, world: World, meeting_id: int, place: int = 0) -> None:
    """Start an item of the running order."""
    item_id = live_now(office, meeting_id).running_order[place].id
    with office.transaction():
        running.change_item(office, world.actor(RUNS), meeting_id, item_id, ItemAct.START)


def seat(office: Office, world: World, meeting_id: int, *places: int) -> None:
    """Note the invitees at these places as present, all where none is named."""
    invitees = [one.id for one in live_now(office, meeting_id).meeting.invitees]
    with office.transaction():
        for invitee_id in [invitees[place] for place in places] or invitees:
            checking_in.note_seat(office, world.actor(RUNS), meeting_id, invitee_id, "present")


def fill_hall(office: Office, world: World, meeting_id: int, seats: int = 200) -> None:
    """Invite so many units in all, and note all of them as present, each by somebody with a name and a post."""
    with office.transaction() as session:
        meeting, top = session.get_one(Meeting, meeting_id), world.unit("ubnd")
        for number in range(seats - len(meeting.invitees)):
            unit = Unit(
                code=f"hall.{number}", name=f"Ủy ban nhân dân xã số {number}", short_name=f"Xã {number}",
                notation="UBND", level_code=top.level_code, position=number, parent_id=top.id, is_agency=True,
                place="Hà Tĩnh",
            )  # fmt: skip
            meeting.invitees.append(
                Invitee(key=f"hall{number}", position=100 + number, unit=unit, capacity="Chủ tịch", added_at=meeting.starts_at)
            )  # fmt: skip
        session.flush()
        for number, one in enumerate(meeting.invitees):
            came = {"state": Attended.PRESENT, "name": f"Người dự số {number}", "post": "Chủ tịch"}
            row = Attendance(meeting_id=meeting_id, invitee=one, noted_at=office.clock.now(), **came)
            row.noted_by_id = world.persons[RUNS]
            session.add(row)


def put_question(
    office: Office, world: World, meeting_id: int, text: str = "Thông qua kế hoạch", **more: Any
) -> LiveVote:
    """Put a question to all invitees."""
    invitees = [one.id for one in live_now(office, meeting_id).meeting.invitees]
    facts: dict[str, Any] = {"text": text, "rule": "half_of_all", "invitees": invitees} | more
    with office.transaction():
        return voting.open_vote(office, world.actor(RUNS), meeting_id, voting.Question(**facts))


def held_ahead(office: Office, world: World, meeting_id: int) -> dict[str, object]:
    """Hold a meeting as if its hour had come, with one of everything on its pages; gives what addresses name.

    Two are there, the first item is dealt with, one asks to speak, a vote was counted and another stands.
    """
    start = office.session.get_one(Meeting, meeting_id).starts_at
    assert start is not None
    then, runner = replace(office, clock=FixedClock(start)), world.actor(RUNS)
    with office.transaction():
        live = running.open_meeting(then, runner, meeting_id)
        item = running.change_item(then, runner, meeting_id, live.running_order[0].id, ItemAct.START)
        there = [one.id for one in live.meeting.invitees][:2]
        for invitee_id in there:
            checking_in.note_seat(then, runner, meeting_id, invitee_id, "present")
        speech = speaking.ask_to_speak(then, runner, meeting_id, there[0])
        question = voting.Question(text="Thông qua kế hoạch", rule="half_of_all", invitees=there, chair=True)
        counted = voting.open_vote(then, runner, meeting_id, question)
        chair = next(one for one in counted.voters if one.person_id)
        voting.cast(then, world.actor("phochutich"), meeting_id, counted.id, chair.id, 0)
        voting.close_vote(then, runner, meeting_id, counted.id)
        vote = voting.open_vote(then, runner, meeting_id, replace(question, text="Chọn phương án", secret=True))
        uninvited = Uninvited(name="Phan Công Lý", unit="Ban quản lý dự án", reason="Chủ đầu tư đến giải trình")
        other = beside.add_uninvited(then, runner, meeting_id, uninvited)
        office.session.flush()
        return {
            "other_id": other.id, "stay": "leave", "live_item_id": item.id, "speech_id": speech.id, "vote_id": vote.id, "counted_id": counted.id, "voter_id": vote.voters[0].id,
            "view": "show", "turn": "open",
            "move": "start", "word": "call", "ending": "close",
        }  # fmt: skip
