"""A meeting whose live page is open, and which is moved or called off before its start: every page hears of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from e_office.core.audit import JournalEntry
from e_office.core.office import Office
from e_office.core.problems import Refused
from e_office.meetings.changes import call_off, move
from e_office.meetings.live import voting
from e_office.meetings.live.models import LiveEvent, LiveItem, LiveMeeting
from e_office.meetings.live.queries import live_of, version_of
from e_office.meetings.live.rules import ItemAct
from e_office.meetings.live.running import change_item, end_meeting, open_meeting, resume_meeting
from e_office.meetings.minutes.models import Attendance
from e_office.meetings.minutes.queries import minutes_of
from tests.conftest import MovingClock
from tests.factories.live import RUNS, begin_item, live_now, make_held, put_question, seat
from tests.factories.meetings import make_issued
from tests.factories.minutes import begin_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of
from tests.web.meetings.test_flow_live import form_of, invitee_of

REASON = "Chủ tịch đi kiểm tra bão số 12"


def called_off(office: Office, world: World, meeting_id: int) -> None:
    office.session.rollback()
    with office.transaction():
        call_off(office, world.actor(RUNS), meeting_id, REASON)


def moved(office: Office, world: World, meeting_id: int, *, place: str = "", **later: int) -> datetime:
    office.session.rollback()
    meeting = meeting_of(office, meeting_id)
    assert meeting.starts_at is not None
    start = meeting.starts_at + timedelta(**later)
    where = {"place": place or meeting.place, "bridge": meeting.bridge}
    with office.transaction():
        move(office, world.actor(RUNS), meeting_id, starts_at=start, reason=REASON, **where)
    return start


def test_a_meeting_called_off_says_so_on_every_page_and_takes_nothing_more(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_held(office, world, clock)
    at, before = f"/meetings/{meeting_id}/live", version_of(office, meeting_id)
    head, clerk, code = sign_in("giamdoc.stc"), sign_in("vanthu"), live_now(office, meeting_id).code
    stc = str(invitee_of(office, world, meeting_id, "stc").id)
    head.get(at)
    check_in = form_of(head, f"{at}/check-in")
    tag = head.get(f"{at}/state/show").headers["ETag"]
    clerk.get(f"{at}/panel")
    start = form_of(clerk, f"{at}/items/{live_now(office, meeting_id).running_order[0].id}/start")
    called_off(office, world, meeting_id)
    assert version_of(office, meeting_id) > before, "which is what streams look at"
    assert head.get(f"{at}/state/show", headers={"If-None-Match": tag}).status_code == 200
    for browser, path in ((head, at), (clerk, f"{at}/panel"), (clerk, f"{at}/wall")):
        page = browser.get(path).text
        assert "Cuộc họp này đã hủy" in page, path
        assert REASON in page, path
        assert f'action="{at}' not in page, f"nothing to press on {path}"
    refused = head.post(f"{at}/check-in", {**check_in, "code": code})
    assert (refused.status_code, "họp lại thì có giấy mời mới" in refused.text) == (422, True)
    asked = head.post(f"{at}/speak", {"invitee": stc, "form_key": ""})
    assert (asked.status_code, "Cuộc họp này đã hủy" in asked.text) == (422, True)
    item_id = live_now(office, meeting_id).running_order[0].id
    assert clerk.post(f"{at}/items/{item_id}/start", start).status_code == 422
    assert count(office, Attendance) == 0
    for act in (open_meeting, resume_meeting):
        with pytest.raises(Refused) as error, office.transaction():
            act(office, world.actor(RUNS), meeting_id)
        assert [one.code for one in error.value.problems] == ["called_off"]


def test_pages_hear_of_a_call_off_before_anybody_opened_the_meeting(
    sign_in: SignIn, office: Office, world: World
) -> None:
    meeting_id = make_issued(office, world)
    at, head = f"/meetings/{meeting_id}/live", sign_in("giamdoc.stc")
    tag = head.get(f"{at}/state/show").headers["ETag"]
    called_off(office, world, meeting_id)
    page = head.get(f"{at}/state/show", headers={"If-None-Match": tag})
    assert (page.status_code, "Cuộc họp này đã hủy" in page.text) == (200, True)


def test_a_meeting_moved_to_another_day_is_opened_anew_there_with_nobody_checked_in(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_held(office, world, clock)
    begin_minutes(office, world, meeting_id)
    seat(office, world, meeting_id)
    at, head = f"/meetings/{meeting_id}/live", sign_in("giamdoc.stc")
    old, tag = live_now(office, meeting_id).code, head.get(f"{at}/state/show").headers["ETag"]
    vote_id = put_question(office, world, meeting_id).id
    with office.transaction():
        voting.withdraw_vote(office, world.actor(RUNS), meeting_id, vote_id)
    start = moved(office, world, meeting_id, days=7)
    assert live_of(office, meeting_id) is None
    assert [count(office, rows) for rows in (Attendance, LiveEvent, LiveItem)] == [0, 0, 0]
    page = head.get(f"{at}/state/show", headers={"If-None-Match": tag}).text
    assert "Phiên họp chưa mở" in page
    assert f"{start:%d/%m/%Y}"[:5] in page, "and says the new day"
    kept = office.session.scalars(select(JournalEntry).filter_by(verb="live_taken_back")).one()
    assert kept.facts == {"n": 3}, "the journal keeps how many were there"
    minutes = minutes_of(office, meeting_id)
    assert minutes is not None
    assert "mở và điểm danh lại từ đầu" in minutes.text("course").splitlines()[-1]
    office.session.rollback()
    clock.instant = start - timedelta(minutes=30)
    with office.transaction():
        open_meeting(office, world.actor(RUNS), meeting_id)
    assert "Tôi có mặt" in sign_in("giamdoc.stc").get(at).text
    assert "Đã điểm danh" not in sign_in("giamdoc.stc").get(at).text
    assert (count(office, LiveMeeting), live_now(office, meeting_id).code != old) == (1, True)


def test_a_meeting_moved_by_half_an_hour_or_to_another_room_stays_open_and_says_so(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    seat(office, world, meeting_id)
    moved(office, world, meeting_id, minutes=30)
    moved(office, world, meeting_id, place="Phòng họp số 2")
    page = sign_in("giamdoc.stc").get(f"/meetings/{meeting_id}/live").text
    assert "Đã điểm danh" in page
    assert "Giờ họp đổi sang 10:00" in page
    assert "Nơi họp đổi sang Phòng họp số 2" in page


def test_a_meeting_that_is_held_before_its_hour_is_neither_moved_nor_called_off(
    office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    begin_item(office, world, meeting_id)
    for act in (called_off, lambda *of: moved(*of, days=7)):
        with pytest.raises(Refused) as error:
            act(office, world, meeting_id)
        assert [one.code for one in error.value.problems] == ["being_held"]
        assert error.value.problems[0].cure is not None
    item_id = live_now(office, meeting_id).running_order[0].id
    with office.transaction():
        change_item(office, world.actor(RUNS), meeting_id, item_id, ItemAct.TAKE_BACK)
    with office.transaction():
        end_meeting(office, world.actor(RUNS), meeting_id)
    called_off(office, world, meeting_id)
