"""Beside each request to speak stands how often and how long that seat, and its unit, has spoken already."""

from __future__ import annotations

import pytest

from e_office.core.office import Office
from e_office.meetings.live import speaking
from e_office.meetings.live.checking_in import note_seat
from e_office.meetings.live.queries import board_of
from e_office.meetings.live.rules import SpeechAct, SpeechState
from e_office.meetings.live.rules_spoken import Spoken
from e_office.meetings.live.running import end_meeting
from e_office.meetings.minutes.queries import minutes_of
from e_office.meetings.models import Invitee
from tests.conftest import MovingClock
from tests.factories.live import RUNS, live_now, make_held, seat
from tests.factories.minutes import begin_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn
from tests.web.meetings.test_flow_live import invitee_of


def asked(office: Office, world: World, meeting_id: int, invitee_id: int) -> int:
    office.session.rollback()
    with office.transaction():
        return speaking.ask_to_speak(office, world.actor(RUNS), meeting_id, invitee_id).id


def speaks(office: Office, world: World, clock: MovingClock, meeting_id: int, invitee_id: int, *, minutes: int) -> None:
    speech_id = asked(office, world, meeting_id, invitee_id)
    for act in (SpeechAct.BEGIN, SpeechAct.END):
        with office.transaction():
            speaking.lead_speech(office, world.actor(RUNS), meeting_id, speech_id, act)
        clock.move(minutes=minutes if act == SpeechAct.BEGIN else 0)


def test_the_chair_sees_who_has_spoken_how_long_before_giving_the_word(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_held(office, world, clock)
    stc, stnmt = (invitee_of(office, world, meeting_id, unit).id for unit in ("stc", "stnmt"))
    with office.transaction() as session:  # a second seat of the same unit
        meeting = live_now(office, meeting_id).meeting
        second = Invitee(
            key="second", position=90, unit_id=world.units["stc"], capacity="Phó giám đốc", added_at=meeting.starts_at
        )
        meeting.invitees.append(second)
        session.flush()
        second_id = second.id
    seat(office, world, meeting_id)
    speaks(office, world, clock, meeting_id, stc, minutes=3)
    speaks(office, world, clock, meeting_id, stc, minutes=4)
    speaks(office, world, clock, meeting_id, second_id, minutes=2)
    for invitee_id in (stc, stnmt, second_id):
        asked(office, world, meeting_id, invitee_id)
    page = sign_in("phochutich").get(f"/meetings/{meeting_id}/live/panel").text
    waiting = page[page.index('id="speakers"') : page.index('id="presence"')]
    assert "đã phát biểu 2 lần, 7 phút, cả đơn vị 3 lần, 9 phút" in waiting
    assert "đã phát biểu 1 lần, 2 phút, cả đơn vị 3 lần, 9 phút" in waiting
    assert waiting.count("; chưa phát biểu</span>") == 1
    assert "đã phát biểu" not in sign_in("giamdoc.stc").get(f"/meetings/{meeting_id}/live").text, "it is for the chair"


@pytest.mark.parametrize("state", ["absent", ""])
def test_a_request_to_speak_goes_with_whoever_is_not_there_any_more(
    office: Office, world: World, clock: MovingClock, state: str
) -> None:
    meeting_id = make_held(office, world, clock)
    seat(office, world, meeting_id)
    stc, stnmt = (invitee_of(office, world, meeting_id, unit).id for unit in ("stc", "stnmt"))
    gone, stays = asked(office, world, meeting_id, stc), asked(office, world, meeting_id, stnmt)
    with office.transaction():
        note_seat(office, world.actor(RUNS), meeting_id, stc, state)
    found = {one.id: (one.state, one.open_for) for one in live_now(office, meeting_id).speeches}
    assert found == {gone: (SpeechState.WITHDRAWN, None), stays: (SpeechState.WAITING, stnmt)}
    with office.transaction():
        note_seat(office, world.actor(RUNS), meeting_id, stc, "present")
    asked(office, world, meeting_id, stc)


def test_who_has_the_word_when_the_meeting_ends_has_spoken(office: Office, world: World, clock: MovingClock) -> None:
    meeting_id, runner = make_held(office, world, clock), world.actor(RUNS)
    begin_minutes(office, world, meeting_id)
    seat(office, world, meeting_id)
    stc, stnmt = (invitee_of(office, world, meeting_id, unit).id for unit in ("stc", "stnmt"))
    speaks_now, waits = asked(office, world, meeting_id, stc), asked(office, world, meeting_id, stnmt)
    with office.transaction():
        speaking.lead_speech(office, runner, meeting_id, speaks_now, SpeechAct.BEGIN)
    clock.move(minutes=6)
    with office.transaction():
        end_meeting(office, runner, meeting_id)
    live = live_now(office, meeting_id)
    states = {one.id: (one.state, one.open_for) for one in live.speeches}
    assert states == {speaks_now: (SpeechState.DONE, None), waits: (SpeechState.WITHDRAWN, None)}
    assert board_of(office, runner, live).spoken == {stc: Spoken(times=1, minutes=6)}
    minutes = minutes_of(office, meeting_id)
    assert minutes is not None
    assert minutes.text("course").splitlines()[-2:] == [
        "09:31 Sở Tài chính phát biểu (6 phút).",
        "09:31 kết thúc cuộc họp.",
    ]
