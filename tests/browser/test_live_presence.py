"""Presence at a meeting with bridge points in a real browser: the panel, the wall of a point, a delegate's phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from e_office.core.office import Office
from e_office.meetings.live.points import codes_at, points_at
from tests.browser.looking import open_context, quiet, sign_in, wear
from tests.browser.test_live_meeting import looked_at
from tests.conftest import MovingClock
from tests.factories.live import begin_item, live_now, make_held
from tests.factories.minutes import begin_minutes
from tests.factories.world import World

pytestmark = pytest.mark.browser

KYANH, KEY = "Điểm cầu UBND huyện Kỳ Anh", "diem-cau-ubnd-huyen-ky-anh"


def test_panel_and_wall_show_who_is_where_who_left_the_chair_and_who_came_uninvited(
    chromium: Browser, address: str, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock, form="both", bridge=f"{KYANH}; https://hop.hatinh.example/1")
    begin_item(office, world, meeting_id)
    live = live_now(office, meeting_id)
    codes = codes_at(live, points_at(office, live.meeting))
    office.session.rollback()
    at = f"{address}/meetings/{meeting_id}/live"
    desk, district, hand = open_context(chromium), open_context(chromium), open_context(chromium, "phone")
    with quiet(desk) as panel, quiet(district) as wall, quiet(hand) as phone:
        sign_in(wall, address, "vanthu.kyanh")
        wall.goto(at)
        wall.get_by_role("link", name=f"Màn hình {KYANH}").click()
        expect(wall.locator(".wall-code")).to_have_text(f"{codes[KEY][:3]} {codes[KEY][3:]}")
        sign_in(panel, address, "vanthu")
        panel.goto(f"{at}/panel")
        sign_in(phone, address, "chutich.kyanh")
        phone.goto(at)
        phone.locator("#code").fill(codes[KEY])
        phone.get_by_role("button", name="Tôi có mặt").click()
        expect(phone.get_by_text("Đã điểm danh")).to_be_visible()
        expect(wall.locator(".wall-places .now dd")).to_have_text("1 trên 1")
        expect(panel.locator(".live-place", has_text=KYANH).locator(".count")).to_have_text("1 trên 1")
        panel.locator("#seat-chair").click()
        expect(panel.locator("#chair-seat")).to_contain_text("Có mặt")
        panel.locator("#seat-list li", has_text="Sở Tài chính").get_by_role("button", name="Có mặt").click()
        panel.locator("#seat-list li", has_text="Sở Tài chính").get_by_role("button", name="Rời họp").click()
        expect(panel.locator("#seat-list li", has_text="Sở Tài chính")).to_contain_text("Rời họp 0")
        panel.get_by_text("Người dự ngoài giấy mời").click()
        for name, text in (("name", "Phan Công Lý"), ("unit", "Ban quản lý dự án"), ("reason", "Đến giải trình")):
            panel.locator(f"#other_{name}").fill(text)
        panel.get_by_role("button", name="Ghi người này").click()
        expect(panel.locator("#uninvited li")).to_have_count(1)
        panel.locator("#find-seat").fill("ky anh")
        expect(panel.locator(".live-place:visible", has_text="trên")).to_have_count(1)
        panel.locator("#find-seat").fill("")
        panel.get_by_text("Người dự ngoài giấy mời").click()
        looked_at(panel, "presence-panel-1440")
        wear(panel, "phone", "dark")
        looked_at(panel, "presence-panel-390")
        wear(panel, "desk", "light")
        looked_at(wall, "presence-wall-1440")
        wear(wall, "phone", "light")
        looked_at(wall, "presence-wall-390")
        looked_at(phone, "presence-delegate-390")
        phone.get_by_text("Có mặt theo đơn vị").click()
        expect(phone.locator("#names .live-place")).to_have_count(3)
        looked_at(phone, "presence-names-390")
        panel.get_by_role("button", name="Đổi mã").click()
        expect(wall.locator(".wall-code")).not_to_have_text(f"{codes[KEY][:3]} {codes[KEY][3:]}")
        panel.locator("summary", has_text="Người chủ trì thay").click()
        panel.locator("#chair_person").select_option(str(world.persons["chutich"]))
        looked_at(panel, "presence-presides-1440")
        wear(panel, "phone", "light")
        looked_at(panel, "presence-presides-390")
        wear(panel, "desk", "light")
        panel.get_by_role("button", name="Ghi người chủ trì thay").click()
        expect(panel.locator("#chair-seat")).to_contain_text("chủ trì thay: Đặng Hữu Khánh, Chủ tịch UBND tỉnh")
        begin_minutes(office, world, meeting_id)
        office.session.rollback()
        panel.goto(f"{address}/meetings/{meeting_id}/minutes")
        expect(panel.locator("#beside li")).to_have_count(2)
        expect(panel.locator("#attendance")).to_contain_text("rời họp 0")
        looked_at(panel, "presence-minutes-1440")
        wear(panel, "phone", "light")
        looked_at(panel, "presence-minutes-390")
    for context in (desk, district, hand):
        context.close()
