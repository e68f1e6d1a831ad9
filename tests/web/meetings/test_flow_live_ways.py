"""The ways to and from a held meeting: invitation, minutes, panel; how long they are open, and to whom."""

from __future__ import annotations

from e_office.core.office import Office
from e_office.meetings.minutes.writing import save_head
from tests.conftest import MovingClock
from tests.factories.live import make_held
from tests.factories.meetings import make_issued
from tests.factories.minutes import SECRETARY, begin_minutes, circulate_minutes, sign_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn
from tests.web.meetings.test_flow_live import invitee_of


def test_nobody_changes_who_was_there_once_the_minutes_are_signed_and_hears_what_to_do(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    clock.move(hours=5)
    circulate_minutes(office, world, meeting_id)
    sign_minutes(office, world, meeting_id, SECRETARY)
    stc = str(invitee_of(office, world, meeting_id, "stc").id)
    late = sign_in("vanthu").post(
        f"/meetings/{meeting_id}/live/attendance", {"invitee": stc, "state": "present", "view": "panel", "form_key": ""}
    )
    assert (late.status_code, "rút chữ ký thì ghi được" in late.text) == (422, True)


def test_a_meeting_of_last_month_nobody_opened_is_opened_no_more_and_one_that_was_held_stays_readable(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    held, other = make_held(office, world, clock), make_issued(office, world)
    clock.move(days=30)
    delegate, clerk = sign_in("giamdoc.stc"), sign_in("vanthu")
    assert "Vào phiên họp" in delegate.get(f"/meetings/{held}/invitation").text
    assert "Vào phiên họp" not in delegate.get(f"/meetings/{other}/invitation").text
    assert "Mở phiên họp" not in clerk.get(f"/meetings/{other}/live/panel").text
    late = clerk.post(f"/meetings/{other}/live/open", {"view": "panel", "form_key": ""})
    assert (late.status_code, "Ghi thành phần và diễn biến ở biên bản" in late.text) == (422, True)


def test_the_secretary_named_finds_the_way_from_the_minutes_to_the_panel(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    """Somebody who is neither invited nor organises it; who only reads the minutes has no such way."""
    meeting_id = make_held(office, world, clock)
    at, way = f"/meetings/{meeting_id}/minutes", f'href="/meetings/{meeting_id}/live/panel"'
    assert way in sign_in("vanthu").get(at).text, "before anybody began them too"
    named = sign_in("vanthu.sct")
    assert named.get(at).status_code == 404
    begin_minutes(office, world, meeting_id)
    with office.transaction():
        person_id = world.persons["vanthu.sct"]
        save_head(office, world.actor(SECRETARY), meeting_id, secretary_id=person_id, started_at=None, ended_at=None)
    assert way in named.get(at).text
    assert named.get(f"/meetings/{meeting_id}/live/panel").status_code == 200
    office.session.rollback()
    clock.move(hours=5)
    circulate_minutes(office, world, meeting_id)
    reader = sign_in("giamdoc.stnmt").get(at)
    assert (reader.status_code, way in reader.text) == (200, False)
