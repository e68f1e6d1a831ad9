"""Minutes in a real browser: what is typed is kept by itself, two write at once, the signed ones are read on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from e_office.core.office import Office
from e_office.meetings.minutes.models import Minutes
from tests.browser.looking import TOO_WIDE, open_context, picture, quiet, sign_in, violations, wear
from tests.conftest import MovingClock
from tests.factories.meetings import make_issued
from tests.factories.minutes import begin_minutes, circulate_minutes, correct_minutes, sign_minutes
from tests.factories.world import World

pytestmark = pytest.mark.browser


def test_two_write_at_once_and_what_is_typed_is_kept_by_itself(
    chromium: Browser, address: str, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    begin_minutes(office, world, meeting_id)
    first, second = open_context(chromium), open_context(chromium)
    with quiet(first) as one, quiet(second) as other:
        for page, login in ((one, "chuyenvien"), (other, "vanthu")):
            sign_in(page, address, login)
            page.goto(f"{address}/meetings/{meeting_id}/minutes")
        one.locator("#text-course").press_sequentially("Sở Tài nguyên báo cáo.")
        expect(one.locator("#status-course")).to_contain_text("Đã lưu lúc")
        other.locator("#text-course").press_sequentially("Chủ trì khai mạc.")
        expect(other.locator("#status-course")).to_contain_text("cũng đang sửa phần này")
        other.locator("#text-course").press("End")
        other.locator("#text-course").press_sequentially(" Giới thiệu thành phần.")
        expect(other.locator("#base-course")).to_have_value("3")
        other.reload()
        expect(other.locator("#text-course")).to_have_value(
            "Sở Tài nguyên báo cáo.\nChủ trì khai mạc. Giới thiệu thành phần."
        )
        other.locator("#text-course").fill("Sở Tài nguyên báo cáo.\nChủ trì khai mạc.")
        expect(other.locator("#status-course")).to_contain_text("Đã lưu lúc")
        expect(other.locator("#base-course")).to_have_value("4")
        picture(other, "minutes-write-1440")
        assert violations(other) == []
        wear(other, "phone", "light")
        picture(other, "minutes-write-390")
        assert not other.evaluate(TOO_WIDE)
    first.close()
    second.close()
    office.session.rollback()
    kept = office.session.scalars(select(Minutes)).one().text("course")
    assert kept == "Sở Tài nguyên báo cáo.\nChủ trì khai mạc.", "what was deleted after a reload stays deleted"


def test_signed_minutes_with_a_correction_are_read_on_a_phone(
    chromium: Browser, address: str, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    circulate_minutes(office, world, meeting_id)
    sign_minutes(office, world, meeting_id)
    correct_minutes(office, world, meeting_id)
    phone = open_context(chromium, "phone")
    with quiet(phone) as page:
        sign_in(page, address, "phochutich")
        page.goto(f"{address}/meetings/{meeting_id}/minutes")
        expect(page.get_by_role("heading", name="Phụ lục số 1")).to_be_visible()
        assert violations(page) == []
        assert not page.evaluate(TOO_WIDE)
        picture(page, "minutes-read-390")
        wear(page, "desk", "dark")
        picture(page, "minutes-read-1440")
        assert violations(page) == []
        page.get_by_role("button", name="Ký với tư cách chủ trì").click()
        expect(page.get_by_text("Đã ký.")).to_be_visible()
    phone.close()


def test_what_could_not_be_saved_is_said_at_once_and_kept_when_the_network_is_back(
    chromium: Browser, address: str, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    begin_minutes(office, world, meeting_id)
    context = open_context(chromium)
    page = context.new_page()  # the browser itself complains of the broken network
    sign_in(page, address, "chuyenvien")
    page.goto(f"{address}/meetings/{meeting_id}/minutes")
    text, status, parts = page.locator("#text-course"), page.locator("#status-course"), "**/minutes/parts/course"
    text.press_sequentially("Khai mạc.")
    expect(status).to_contain_text("Đã lưu lúc")
    page.route(parts, lambda route: route.abort())
    text.press_sequentially(" Báo cáo.")
    expect(status).to_contain_text("Chưa lưu được")
    expect(status).not_to_contain_text("Đã lưu lúc")
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    page.unroute(parts)
    page.route(parts, lambda route: route.fulfill(status=503, body=""))
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(status).to_contain_text("Chưa lưu được")
    page.unroute(parts)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(status).to_contain_text("Đã lưu lúc")
    page.goto(f"{address}/")
    expect(page.locator("#text-course")).to_have_count(0)
    context.close()
    office.session.rollback()
    assert office.session.scalars(select(Minutes)).one().text("course") == "Khai mạc. Báo cáo."
