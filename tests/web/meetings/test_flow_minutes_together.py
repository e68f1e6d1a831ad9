"""Two people at the presence and the hours of the same minutes: nobody's word is lost, every change is told."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import select

from e_office.core.office import Office
from e_office.meetings.minutes.models import Attendance, Minutes
from e_office.meetings.models import Meeting
from tests.conftest import Browser, MovingClock
from tests.factories.meetings import make_issued
from tests.factories.minutes import begin_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn


@pytest.fixture
def meeting_id(office: Office, world: World, clock: MovingClock) -> int:
    """A meeting that took place; its minutes are begun."""
    made = make_issued(office, world)
    clock.move(hours=30)
    begin_minutes(office, world, made)
    return made


def form_of(page: str, act: str) -> dict[str, str]:
    """What a form of the page would send as it stands."""
    form = re.search(rf'<form[^>]*action="[^"]*/minutes/{act}".*?</form>', page, re.S)
    assert form
    found = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        if name:
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form[0], re.S):
        chosen = re.search(r'value="([^"]*)"[^>]* selected|selected[^>]* value="([^"]*)"', options)
        found[name] = (chosen[1] or chosen[2] or "") if chosen else ""
    return found


def seat(office: Office, world: World, meeting_id: int, unit: str) -> int:
    meeting = office.session.get_one(Meeting, meeting_id)
    found = next(one.id for one in meeting.invitees if one.unit_id == world.units[unit])
    office.session.rollback()
    return found


def noted(office: Office, invitee_id: int) -> tuple[str, str, str, str]:
    office.session.rollback()
    row = office.session.scalars(select(Attendance).filter_by(invitee_id=invitee_id)).one()
    return row.state, row.name, row.post, row.reason


def two_pages(sign_in: SignIn, path: str) -> tuple[Browser, Browser, str, str]:
    one, other = sign_in("chuyenvien"), sign_in("vanthu")
    return one, other, one.get(path).text, other.get(path).text


def test_a_page_that_stood_open_leaves_the_presence_others_noted(
    sign_in: SignIn, office: Office, world: World, meeting_id: int, both_databases: str
) -> None:
    path = f"/meetings/{meeting_id}/minutes"
    stc, kyanh = (seat(office, world, meeting_id, unit) for unit in ("stc", "kyanh"))
    delegate = sign_in("vanthu.stc")
    delegate.get(f"/meetings/{meeting_id}/invitation")
    one, other, first, second = two_pages(sign_in, path)
    person = {f"state-{stc}": "present", f"name-{stc}": "Ngô Văn Thắng", f"post-{stc}": "Giám đốc"}
    assert one.post(f"{path}/attendance", form_of(first, "attendance") | person).status_code == 200
    away = {f"state-{kyanh}": "absent", f"reason-{kyanh}": "bận"}
    assert other.post(f"{path}/attendance", form_of(second, "attendance") | away).status_code == 200
    assert noted(office, stc) == ("present", "Ngô Văn Thắng", "Giám đốc", "")
    assert noted(office, kyanh) == ("absent", "", "", "bận")


def test_a_row_that_was_only_filled_in_from_an_answer_gives_way_to_what_was_noted(
    sign_in: SignIn, office: Office, world: World, meeting_id: int, clock: MovingClock
) -> None:
    path, stc = f"/meetings/{meeting_id}/minutes", seat(office, world, meeting_id, "stc")
    with office.transaction() as session:
        meeting = session.get_one(Meeting, meeting_id)
        next(one for one in meeting.invitees if one.id == stc).answer = "attend"  # type: ignore[assignment]
    one, other, first, second = two_pages(sign_in, path)
    stale = form_of(second, "attendance")
    assert stale[f"state-{stc}"] == "present", "filled in from the answer"
    person = {f"name-{stc}": "Ngô Văn Thắng", f"post-{stc}": "Giám đốc"}
    one.post(f"{path}/attendance", form_of(first, "attendance") | person)
    assert other.post(f"{path}/attendance", stale).status_code == 200
    assert noted(office, stc) == ("present", "Ngô Văn Thắng", "Giám đốc", "")


def test_a_row_that_both_changed_is_told_by_name_and_nothing_typed_is_lost(
    sign_in: SignIn, office: Office, world: World, meeting_id: int
) -> None:
    path = f"/meetings/{meeting_id}/minutes"
    stc, kyanh = (seat(office, world, meeting_id, unit) for unit in ("stc", "kyanh"))
    one, other, first, second = two_pages(sign_in, path)
    one.post(
        f"{path}/attendance",
        form_of(first, "attendance") | {f"state-{stc}": "present", f"name-{stc}": "Ngô Văn Thắng"},
    )
    mine = {f"state-{stc}": "substitute", f"name-{stc}": "Lê Văn Tám", f"state-{kyanh}": "present"}
    refused = other.post(f"{path}/attendance", form_of(second, "attendance") | mine)
    assert refused.status_code == 422
    assert "vừa ghi “Có mặt, Ngô Văn Thắng”" in html.unescape(refused.text)
    again = form_of(refused.text, "attendance")
    assert {key: again[key] for key in mine} == mine
    assert noted(office, stc)[1] == "Ngô Văn Thắng"
    assert other.post(f"{path}/attendance", again).status_code == 200
    assert noted(office, stc) == ("substitute", "Lê Văn Tám", "", "")
    assert noted(office, kyanh)[0] == "present"
    page = html.unescape(other.get(path).text)
    assert "Có mặt, Ngô Văn Thắng → Dự thay, Lê Văn Tám" in page, "the history names the old and the new"


def test_hours_and_secretary_are_changed_by_two_and_both_stand(
    sign_in: SignIn, office: Office, world: World, meeting_id: int
) -> None:
    path = f"/meetings/{meeting_id}/minutes"
    one, other, first, second = two_pages(sign_in, path)
    assert one.post(f"{path}/head", form_of(first, "head") | {"started": "07:35"}).status_code == 200
    clerk = str(world.persons["vanthu"])
    late = form_of(second, "head") | {"ended": "11:30", "secretary": clerk}
    assert other.post(f"{path}/head", late).status_code == 200
    office.session.rollback()
    minutes = office.session.scalars(select(Minutes)).one()
    assert minutes.started_at is not None
    assert minutes.ended_at is not None
    assert minutes.secretary_id == world.persons["vanthu"]
    page = html.unescape(other.get(path).text)
    assert form_of(page, "head")["started"] == "07:35"
    assert "sửa giờ bắt đầu: " in page
    assert "→" in page
    assert "làm thư ký thay" in page


def test_an_hour_that_both_changed_is_told_and_the_typed_one_stays(
    sign_in: SignIn, office: Office, meeting_id: int
) -> None:
    path = f"/meetings/{meeting_id}/minutes"
    one, other, first, second = two_pages(sign_in, path)
    one.post(f"{path}/head", form_of(first, "head") | {"started": "07:35"})
    refused = other.post(f"{path}/head", form_of(second, "head") | {"started": "07:45"})
    assert refused.status_code == 422
    assert "Người khác vừa ghi giờ bắt đầu là" in html.unescape(refused.text)
    again = form_of(refused.text, "head")
    assert again["started"] == "07:45"
    assert other.post(f"{path}/head", again).status_code == 200
    assert form_of(other.get(path).text, "head")["started"] == "07:45"
