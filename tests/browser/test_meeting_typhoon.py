"""The day of the typhoon in a real browser, with real mail: a meeting within hours, another one moved out of its way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from e_office.core.office import Office
from e_office.meetings.log import lateness_of
from e_office.meetings.models import Meeting, MeetingEvent
from e_office.people.queries import holidays
from tests.browser.looking import complaints_of, looked_at, open_context, picture, quiet, sign_in
from tests.conftest import MovingClock
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.servers import Letter

pytestmark = pytest.mark.browser

STORM, FOREST = "Họp khẩn ứng phó với bão số 9", "Họp về phòng cháy, chữa cháy rừng"
ORDER = "Bão số 9 đổ bộ tối nay, Phó Chủ tịch ra lệnh lúc 08:10"
AWAY = "Nhường phòng và chủ trì cho họp ứng phó bão số 9"
ROOM = "Phòng họp tầng 2, trụ sở UBND tỉnh"
STC, STNMT, KYANH = (f"vanthu.{one}@hatinh.example" for one in ("stc.4", "stnmt.3", "ubnd.6"))


def test_a_typhoon_calls_a_meeting_within_hours_and_moves_another(
    chromium: Browser, address: str, office: Office, world: World, clock: MovingClock, letters: Callable[[], list[Letter]]
) -> None:  # fmt: skip
    """M9: refused until the Chief of Office records the chair's order; out by mail within the minute, late for ever."""
    clock.move(days=-1)
    forest = make_issued(
        office, world, ahead=timedelta(hours=29, minutes=30), papers=(), invited=("stc",), purpose=FOREST
    )
    assert [one.to for one in letters()] == [STC]
    clock.move(days=1)
    desk = open_context(chromium)
    page = desk.new_page()
    complaints = complaints_of(page)
    sign_in(page, address, "chuyenvien")
    storm = written_within_minutes(page, address)
    refused_for_its_hour(page)
    the_chief_records_the_order(chromium, address, storm)
    the_other_makes_way(page, address, storm, forest)
    told_by_mail_of_the_new_hour(letters())
    page.goto(f"{address}/meetings/{storm}/edit")
    page.get_by_role("button", name="Phát hành giấy mời").click()
    page.wait_for_url("**/confirm")
    expect(page.get_by_text("theo lệnh họp cấp bách")).to_be_visible()
    picture(page, "typhoon-confirm-1440")
    page.locator("#issue").get_by_role("button", name="Phát hành").click()
    expect(page.get_by_text("tới 3 thành phần").first).to_be_visible()
    picture(page, "typhoon-issued-1440")
    told_by_mail_that_it_is_urgent(letters())
    read_on_telephones(chromium, address, storm, forest)
    assert [one for one in complaints if "422" not in one] == [], "nothing but the refusal itself"
    desk.close()
    recorded(office, storm, forest)


def written_within_minutes(page: Page, address: str) -> int:
    """The specialist writes what is needed and finds three units by a few letters; gives the meeting."""
    page.goto(f"{address}/meetings/new")
    page.locator("#purpose").fill(STORM)
    page.get_by_role("button", name="Bắt đầu soạn giấy mời").click()
    page.wait_for_url("**/edit")
    page.get_by_label("Người chủ trì").select_option(label="Lê Thị Minh Hòa, Phó Chủ tịch UBND tỉnh")
    page.get_by_label("Đơn vị chuẩn bị nội dung").select_option(label="Sở Tài nguyên và Môi trường")
    page.locator("#day").fill("24/11/2026")
    page.locator("#hour").fill("14:00")
    page.locator("#place").fill(ROOM)
    page.get_by_label("Quan trọng").check()
    page.get_by_label("Người ký giấy mời").select_option(label="Nguyễn Trọng Tuệ, Chánh Văn phòng UBND tỉnh")
    page.locator("#contact").fill("Phạm Quốc Duy, máy lẻ 214")
    for typed, unit in (("tai nguyen", "Sở TNMT"), ("tai chinh", "Sở Tài chính"), ("ky anh", "UBND huyện Kỳ Anh")):
        page.locator("#who").press_sequentially(typed)
        page.locator("#picks button").first.click()
        expect(page.locator(".invitee-names")).to_contain_text(unit)
    return int(page.url.split("/")[-2])


def refused_for_its_hour(page: Page) -> None:
    picture(page, "typhoon-written-1440")
    page.get_by_role("button", name="Phát hành").first.click(force=True)  # it says that it will be refused
    expect(page.get_by_text("Giờ họp quá gần").first).to_be_visible()
    expect(page.get_by_text("chỉ Chánh Văn phòng ghi lệnh")).to_be_visible()
    looked_at(page, "typhoon-refused-1440")


def the_chief_records_the_order(chromium: Browser, address: str, storm: int) -> None:
    hand = open_context(chromium, "phone", has_touch=True, is_mobile=True)
    page = hand.new_page()
    complaints = complaints_of(page)
    sign_in(page, address, "chanhvanphong")
    page.goto(f"{address}/meetings/{storm}/order")
    page.get_by_role("button", name="Ghi lệnh của chủ trì").tap()
    expect(page.locator(".field-error").first).to_be_visible()
    looked_at(page, "typhoon-order-asked-390")
    page.locator("#reason").fill(ORDER)
    page.get_by_role("button", name="Ghi lệnh của chủ trì").tap()
    page.wait_for_url(lambda url: "/order" not in url)
    picture(page, "typhoon-ordered-390")
    assert [one for one in complaints if "422" not in one] == []
    hand.close()


def the_other_makes_way(page: Page, address: str, storm: int, forest: int) -> None:
    """The chair sits in another meeting at that hour, order or not: it is moved for a reason everybody is told."""
    page.goto(f"{address}/meetings/{storm}/edit")
    expect(page.locator("#rule-panel")).to_contain_text("Chủ trì đã có cuộc họp lúc 14:00 thứ Ba 24/11/2026")
    picture(page, "typhoon-chair-1440")
    page.goto(f"{address}/meetings/{forest}")
    picture(page, "typhoon-other-1440")
    page.get_by_role("link", name="Dời giờ, đổi nơi").click()
    page.wait_for_url("**/move")
    page.locator("#day").fill("27/11/2026")
    page.get_by_role("button", name="Đổi và báo 1 thành phần").click()
    expect(page.locator(".field-error").first).to_be_visible()
    picture(page, "typhoon-move-asked-1440")
    page.locator("#reason").fill(AWAY)
    page.get_by_role("button", name="Đổi và báo 1 thành phần").click()
    page.wait_for_url(f"**/meetings/{forest}")
    expect(page.get_by_text("Đã dời sang 14:00 thứ Sáu 27/11/2026")).to_be_visible()
    picture(page, "typhoon-moved-1440")


def told_by_mail_of_the_new_hour(came: list[Letter]) -> None:
    assert [one.to for one in came] == [STC]
    assert "sang 14:00 thứ Sáu 27/11/2026" in came[0].subject
    assert AWAY in came[0].text
    assert "SEQUENCE:1" in came[0].calendar
    assert "DTSTART:20261127T070000Z" in came[0].calendar


def told_by_mail_that_it_is_urgent(came: list[Letter]) -> None:
    """Each mailbox at once, with the entry for the calendar; subject and text say that it is urgent, and by whom."""
    assert [one.to for one in came] == [STC, STNMT, KYANH]
    for letter in came:
        assert letter.subject.startswith("KHẨN: Giấy mời 02/GM-UBND")
        assert f"Họp cấp bách theo lệnh của Lê Thị Minh Hòa. {ORDER}." in letter.text
        assert "DTSTART:20261124T070000Z" in letter.calendar
        assert STORM in letter.subject
        assert "14:00 thứ Ba 24/11/2026" in letter.subject


def read_on_telephones(chromium: Browser, address: str, storm: int, forest: int) -> None:
    """The clerk of one invited to both: the desk, the urgent one late and why, the moved one with what was before."""
    hand = open_context(chromium, "phone", has_touch=True, is_mobile=True)
    with quiet(hand) as page:
        sign_in(page, address, "vanthu.stc")
        picture(page, "typhoon-desk-390")
        page.locator("#unopened").get_by_role("link", name=STORM).tap()
        page.wait_for_url(f"**/{storm}/invitation")
        expect(page.get_by_text("Gửi muộn.")).to_be_visible()
        expect(page.get_by_text(ORDER)).to_be_visible()
        looked_at(page, "typhoon-invited-390")
        page.locator(".act-bar").get_by_role("button", name="Dự họp").tap()
        expect(page.locator(".act-bar")).to_contain_text("Trả lời dự họp: Dự")
        page.goto(f"{address}/meetings/{forest}/invitation")
        expect(page.get_by_text("Đã dời sang 14:00 thứ Sáu 27/11/2026")).to_be_visible()
        expect(page.get_by_text("Giờ họp trước là 14:00 thứ Ba 24/11/2026")).to_be_visible()
        looked_at(page, "typhoon-moved-390")
    hand.close()


def recorded(office: Office, storm: int, forest: int) -> None:
    """The storm is late by its hours for all three and by order; the one moved is late for nobody, its hours kept."""
    office.session.rollback()
    meetings = [office.session.get_one(Meeting, one) for one in (storm, forest)]
    late = lateness_of(office, meetings, holidays(office))
    assert {(one.by, one.ordered) for one in late[storm].values()} == {(timedelta(hours=18, minutes=30), True)}
    assert len(late[storm]) == 3
    assert not late.get(forest)
    moved = office.session.scalars(select(MeetingEvent).filter_by(meeting_id=forest, kind="moved")).one()
    assert moved.facts["reason"] == AWAY
    assert moved.facts["before"].startswith("2026-11-24T")
    ordered = office.session.scalars(select(MeetingEvent).filter_by(meeting_id=storm, kind="ordered")).one()
    assert ordered.facts["reason"] == ORDER
