"""A meeting held from the hall: opened, led through its agenda, checked in to, spoken and voted in; on every page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.problems import Refused
from e_office.meetings.answers.models import Substitute
from e_office.meetings.answers.queries import waiting_for_word
from e_office.meetings.answers.service import SubstituteFacts, give_word, propose_substitute
from e_office.meetings.live.models import CodeTry, LiveEvent, LiveItem, Speech
from e_office.meetings.live.queries import seats_of
from e_office.meetings.live.running import end_meeting, open_meeting
from e_office.meetings.minutes.models import Attendance
from e_office.meetings.minutes.queries import minutes_of
from e_office.meetings.models import Invitee
from tests.conftest import Browser, MovingClock
from tests.factories.live import ITEMS, begin_item, live_now, make_held, seat
from tests.factories.meetings import make_issued
from tests.factories.minutes import begin_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of


def titles(office: Office, meeting_id: int) -> list[tuple[str, str]]:
    return [(one.title, one.state) for one in live_now(office, meeting_id).running_order]


def invitee_of(office: Office, world: World, meeting_id: int, unit: str) -> Invitee:
    found = select(Invitee).filter_by(meeting_id=meeting_id, unit_id=world.units[unit])
    return office.session.scalars(found).one()


def form_of(browser: Browser, action: str) -> dict[str, str]:
    """The hidden fields of the form that is sent to an address, on the page seen last."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', browser.page, re.DOTALL)
    assert found, f"no form for {action}"
    tags = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", found[1])
    return {re.search(r'name="([^"]*)"', tag)[1]: re.search(r'value="([^"]*)"', tag)[1] for tag in tags}  # type: ignore[index]


def press(browser: Browser, path: str, **fields: object) -> int:
    """Press the button of the form that leads to `path`, as it stands on the page seen last."""
    return browser.post(path, {**form_of(browser, path), **fields}).status_code


def test_a_meeting_is_opened_led_through_its_agenda_and_closed(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_issued(office, world)
    at = f"/meetings/{meeting_id}/live"
    clerk, delegate = sign_in("vanthu"), sign_in("giamdoc.stc")
    assert "Phiên họp chưa mở" in delegate.get(at).text
    clerk.get(f"{at}/panel")
    assert press(clerk, f"{at}/open") == 422, "a day before"
    assert "Mở được từ hai giờ trước giờ họp" in clerk.page
    clock.move(hours=24, minutes=50)
    clerk, delegate = sign_in("vanthu"), sign_in("giamdoc.stc")
    clerk.get(f"{at}/panel")
    assert press(clerk, f"{at}/open") == 200
    begin_minutes(office, world, meeting_id)
    assert titles(office, meeting_id) == [(meeting_of(office, meeting_id).purpose, "waiting")], "no agenda: one item"
    clerk.get(f"{at}/panel")
    assert press(clerk, f"{at}/items", title="Vướng mắc về tái định cư") == 200
    first, second = (one.id for one in live_now(office, meeting_id).running_order)
    clock.move(minutes=15)
    assert press(clerk, f"{at}/items/{first}/start") == 200
    assert "Đang họp" in delegate.get(at).text
    clock.move(minutes=20)
    assert press(clerk, f"{at}/items/{second}/start") == 200, "which finishes the one before"
    assert [state for _title, state in titles(office, meeting_id)] == ["done", "current"]
    assert press(clerk, f"{at}/items/{second}/take_back") == 200
    assert press(clerk, f"{at}/items/{second}/skip") == 200
    clock.move(minutes=5)
    assert press(clerk, f"{at}/end") == 200
    assert "Cuộc họp đã kết thúc" in delegate.get(at).text
    assert "Cuộc họp đã kết thúc" in delegate.get(f"{at}/wall").text
    minutes = minutes_of(office, meeting_id)
    assert minutes is not None
    course = minutes.text("course").splitlines()
    assert [line[:5] for line in course] == ["09:20", "09:20", "09:35", "09:55", "09:55", "09:55", "09:55", "10:00"]
    assert course[4] == "09:55 bắt đầu nội dung “Vướng mắc về tái định cư”."
    assert minutes.started_at == office.session.get_one(LiveItem, first).began_at, "when it really began"
    assert minutes.ended_at == clock.now()


def test_items_wait_their_turn_are_moved_and_nobody_runs_a_meeting_that_is_not_theirs(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    at = f"/meetings/{meeting_id}/live"
    chair, delegate = sign_in("phochutich"), sign_in("giamdoc.stc")
    first, second, third = (one.id for one in live_now(office, meeting_id).running_order)
    chair.get(f"{at}/panel")
    assert press(chair, f"{at}/items/{third}/up") == 200
    assert [title for title, _state in titles(office, meeting_id)] == [ITEMS[0], ITEMS[2], ITEMS[1]]
    delegate.get(at)
    assert delegate.get(f"{at}/panel").status_code == 404
    delegate.get(at)
    for path in ("items", f"items/{first}/start", "end", "votes", "attendance"):
        assert delegate.post(f"{at}/{path}", {"title": "Việc khác"}).status_code == 403, path
    assert sign_in("vanthu.sct").get(at).status_code == 404, "not invited"
    begin_item(office, world, meeting_id, 0)
    stale = chair.post(f"{at}/items/{first}/start", {"view": "panel", "form_key": ""})
    assert stale.status_code == 422
    assert "vừa chuyển sang" in stale.text, "somebody else was faster"
    assert second


def test_what_pages_ask_for_is_cheap_while_nothing_changes(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    at = f"/meetings/{meeting_id}/live/state"
    delegate = sign_in("giamdoc.stc")
    first = delegate.get(f"{at}/show")
    assert first.headers["Cache-Control"] == "no-store"
    tag = first.headers["ETag"]
    again = delegate.get(f"{at}/show", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    begin_item(office, world, meeting_id)
    changed = delegate.get(f"{at}/show", headers={"If-None-Match": tag})
    assert (changed.status_code, ITEMS[0] in changed.text) == (200, True)
    assert delegate.get(f"{at}/panel").status_code == 404
    assert delegate.get(f"/meetings/{meeting_id}/live/events").status_code == 204, "no thread here: the page asks"


def test_checking_in_by_the_code_takes_the_seat_in_the_capacity_one_has_m4_m5(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    at, code = f"/meetings/{meeting_id}/live", live_now(office, meeting_id).code
    stc, stnmt = (invitee_of(office, world, meeting_id, unit).id for unit in ("stc", "stnmt"))
    head, specialist = sign_in("giamdoc.stc"), sign_in("chuyenvien.stnmt")
    head.get(at)
    assert code not in head.page, "the code is on the wall, not on the delegate's page"
    assert code[:3] not in sign_in("giamdoc.stc").get(f"{at}/wall").text, "nor on a wall that a delegate opens"
    assert f"{code[:3]} {code[3:]}" in sign_in("vanthu").get(f"{at}/wall").text
    assert press(head, f"{at}/check-in", code=f"{code[:3]} {code[3:]}") == 200
    assert "Đã điểm danh" in head.page
    specialist.get(at)
    assert press(specialist, f"{at}/check-in", code=code) == 200
    assert "Sai thành phần" in specialist.page, "a leader was asked for, nobody was named"
    specialist.get(at)
    assert specialist.post(f"{at}/check-in", {"invitee": str(stc), "code": code, "form_key": ""}).status_code == 403
    rows = {one.invitee_id: one for one in office.session.scalars(select(Attendance))}
    assert (rows[stc].state, rows[stc].name, rows[stc].post) == ("present", "Ngô Văn Thắng", "Giám đốc Sở")
    assert (rows[stnmt].state, rows[stnmt].name) == ("substitute", "Đặng Thị Nga")
    begin_minutes(office, world, meeting_id)
    page = sign_in("chuyenvien").get(f"/meetings/{meeting_id}/minutes").text
    assert 'value="Ngô Văn Thắng"' in page, "it is the attendance of the minutes"


def test_a_substitute_the_chair_agreed_to_sits_there_rightly_m5(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_issued(office, world)
    invitee = invitee_of(office, world, meeting_id, "stnmt")
    facts = SubstituteFacts(
        person_id=world.persons["chuyenvien.stnmt"], name="", post="", reason="Giám đốc đi công tác", empowered=True
    )
    with office.transaction():
        propose_substitute(office, world.actor("giamdoc.stnmt"), meeting_id, invitee.id, facts)
    with office.transaction():
        word = office.session.scalars(select(Substitute.id)).one()
        give_word(office, world.actor("phochutich"), meeting_id, substitutes=[word], leaves=[], approve=True)
    clock.move(hours=24)
    with office.transaction():
        open_meeting(office, world.actor("vanthu"), meeting_id)
    at = f"/meetings/{meeting_id}/live"
    comes = sign_in("chuyenvien.stnmt")
    comes.get(at)
    assert press(comes, f"{at}/check-in", code=live_now(office, meeting_id).code) == 200
    assert "Sai thành phần" not in comes.page
    row = office.session.scalars(select(Attendance)).one()
    assert (row.state, row.name, row.reason) == ("substitute", "Đặng Thị Nga", "Giám đốc đi công tác")


def test_a_substitute_agreed_to_at_the_table_sits_rightly_and_votes_from_then_on_m5(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_issued(office, world)
    invitee = invitee_of(office, world, meeting_id, "stnmt")
    facts = SubstituteFacts(
        person_id=world.persons["chuyenvien.stnmt"], name="", post="", reason="Giám đốc đi công tác", empowered=True
    )
    other = replace(facts, person_id=None, name="Hồ Sỹ Long", post="Phó Giám đốc")
    with office.transaction():
        word = propose_substitute(office, world.actor("giamdoc.stnmt"), meeting_id, invitee.id, facts).id
        seat_of_stc = invitee_of(office, world, meeting_id, "stc").id
        late = propose_substitute(office, world.actor("giamdoc.stc"), meeting_id, seat_of_stc, other).id
    clock.move(hours=25, minutes=10)
    with office.transaction():
        open_meeting(office, world.actor("vanthu"), meeting_id)
    at, chair = f"/meetings/{meeting_id}/live", world.actor("phochutich")
    comes = sign_in("chuyenvien.stnmt")
    comes.get(at)
    assert press(comes, f"{at}/check-in", code=live_now(office, meeting_id).code) == 200
    assert "Sai thành phần" in comes.page
    version = live_now(office, meeting_id).version
    with office.transaction():
        give_word(office, chair, meeting_id, substitutes=[word], leaves=[], approve=True)
    assert live_now(office, meeting_id).version == version + 1, "the pages in the hall are told"
    assert "Sai thành phần" not in comes.get(at).text
    taken = {one.invitee.id: one for one in seats_of(office, meeting_of(office, meeting_id))}
    assert taken[invitee.id].votes
    with office.transaction():
        end_meeting(office, world.actor("vanthu"), meeting_id)
    assert waiting_for_word(office, chair) == []
    clock.move(minutes=1)
    with pytest.raises(Refused, match="không cho ý kiến được nữa"), office.transaction():
        give_word(office, chair, meeting_id, substitutes=[late], leaves=[], approve=True)


def test_a_code_is_not_guessed_a39(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_held(office, world, clock)
    at, code = f"/meetings/{meeting_id}/live", live_now(office, meeting_id).code
    wrong = "000000" if code != "000000" else "111111"
    head = sign_in("giamdoc.stc")
    head.get(at)
    for _time in range(5):
        assert press(head, f"{at}/check-in", code=wrong) == 422
        assert "Mã điểm danh không đúng" in head.page
    assert press(head, f"{at}/check-in", code=code) == 422, "even the right one has to wait"
    assert "thử lại sau 5 phút" in head.page
    assert count(office, CodeTry) == 5, "waiting does not lengthen the wait"
    clock.move(minutes=5, seconds=1)
    assert press(head, f"{at}/check-in", code=code) == 200
    assert count(office, CodeTry) == 0


def test_the_clerk_notes_who_is_there_and_takes_a_note_back(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    at, clerk = f"/meetings/{meeting_id}/live", sign_in("vanthu")
    stc = str(invitee_of(office, world, meeting_id, "stc").id)
    clerk.get(f"{at}/panel")
    fields = {"view": "panel", "invitee": stc, "form_key": ""}
    assert clerk.post(f"{at}/attendance", {**fields, "state": "present"}).status_code == 200
    assert "1 trên 3" in clerk.page
    refused = clerk.post(f"{at}/attendance", {**fields, "state": "substitute"})
    assert (refused.status_code, "chưa báo ai dự thay" in refused.text) == (422, True)
    assert clerk.post(f"{at}/attendance", {**fields, "state": ""}).status_code == 200
    assert count(office, Attendance) == 0
    assert clerk.post(f"{at}/attendance", {**fields, "state": "late"}).status_code == 404


def test_requests_to_speak_stand_in_order_one_for_each_delegate(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_held(office, world, clock)
    at = f"/meetings/{meeting_id}/live"
    clerk, first, second = sign_in("vanthu"), sign_in("giamdoc.stc"), sign_in("giamdoc.stnmt")
    stc = str(invitee_of(office, world, meeting_id, "stc").id)
    first.get(at)
    early = first.post(f"{at}/speak", {"invitee": stc, "form_key": ""})
    assert (early.status_code, "Chưa điểm danh" in early.text) == (422, True)
    seat(office, world, meeting_id)
    begin_item(office, world, meeting_id)
    first.get(at)
    assert press(first, f"{at}/speak") == 200
    assert "Đang chờ phát biểu, thứ 1" in first.page
    twice = first.post(f"{at}/speak", {"invitee": stc, "form_key": ""})
    assert (twice.status_code, "Đã có tên trong danh sách" in twice.text) == (422, True)
    clock.move(minutes=1)
    second.get(at)
    assert press(second, f"{at}/speak") == 200
    assert "Đang chờ phát biểu, thứ 2" in second.page
    one, two = (speech.id for speech in live_now(office, meeting_id).speeches)
    clerk.get(f"{at}/panel")
    assert press(clerk, f"{at}/speeches/{one}/call") == 200
    assert "Mời bạn phát biểu" in first.get(at).text
    assert press(clerk, f"{at}/speeches/{one}/begin") == 200
    clock.move(minutes=7)
    assert press(clerk, f"{at}/speeches/{two}/begin") == 200, "which ends who spoke before"
    assert "Bạn đang phát biểu" in second.get(at).text
    assert "Xin phát biểu" in first.get(at).text, "and may ask again"
    spoken = office.session.get_one(Speech, one)
    assert (spoken.state, spoken.ended_at - spoken.began_at) == ("done", timedelta(minutes=7))  # type: ignore[operator]
    assert spoken.item is not None
    assert spoken.item.title == ITEMS[0]
    said = office.session.scalars(select(LiveEvent).filter_by(kind="spoke")).one()
    assert said.facts["minutes"] == 7
    other = first.post(f"{at}/speeches/{two}/withdraw", {"form_key": ""})
    assert other.status_code == 403, "only one's own request is taken back"


def test_minutes_begun_in_the_middle_have_what_went_before(
    office: Office, world: World, clock: MovingClock, work_off: Callable[[], int]
) -> None:
    meeting_id = make_held(office, world, clock)
    clock.move(minutes=6)
    begin_item(office, world, meeting_id)
    begin_minutes(office, world, meeting_id)
    minutes = minutes_of(office, meeting_id)
    assert minutes is not None
    assert minutes.text("course").splitlines()[-1].endswith(f"bắt đầu nội dung “{ITEMS[0]}”.")
    begin_item(office, world, meeting_id, 1)
    office.session.rollback()
    assert minutes_of(office, meeting_id).text("course").count("\n") == 3  # type: ignore[union-attr]


@pytest.mark.parametrize("login", ["quantri", "kiemtoan"])
def test_an_administrator_sees_nothing_of_it(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, login: str
) -> None:
    meeting_id = make_held(office, world, clock)
    for path in ("", "/wall", "/panel", "/state/show", "/events"):
        assert sign_in(login).get(f"/meetings/{meeting_id}/live{path}").status_code == 404
