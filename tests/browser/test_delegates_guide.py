"""The guide for delegates, followed on a phone step by step, and printed on two sheets.

`OFFICE_PICTURES=folder pytest tests/browser/test_delegates_guide.py` also takes the pictures the guide shows.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from e_office.core.office import Office
from e_office.meetings.live import running
from tests.browser.looking import TOO_WIDE, open_context, quiet, sign_in, violations
from tests.conftest import MovingClock
from tests.factories.documents import docx_bytes
from tests.factories.live import begin_item, live_now, put_question
from tests.factories.meetings import make_issued, start_of
from tests.factories.world import World

pytestmark = pytest.mark.browser
SCREEN: ViewportSize = {"width": 390, "height": 660}
"""A phone's screen as the guide shows it."""
PAPER = docx_bytes(
    "BÁO CÁO",
    "Tiến độ giải phóng mặt bằng các dự án trong Khu kinh tế Vũng Áng đến ngày 30 tháng 11",
    "1. Đã bàn giao 412,6 trên 455 ha; còn 42,4 ha thuộc ba xã chưa bàn giao, chủ yếu là đất ở.",
    "2. Vướng mắc: xác định nguồn gốc đất của 37 hộ; khu tái định cư Kỳ Nam chưa có điện.",
    "3. Kiến nghị: giao huyện hoàn thành xác minh trước ngày 15; bố trí vốn đường điện trong quý.",
)


def picture(page: Page, name: str) -> None:
    """The upper part of what is on the screen, where somebody wants it."""
    if folder := os.environ.get("OFFICE_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", clip={"x": 0, "y": 0} | SCREEN)  # type: ignore[arg-type]


def test_a_delegate_follows_the_guide(
    chromium: Browser, address: str, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int]
) -> None:
    meeting_id = make_issued(office, world, papers=[("Báo cáo tiến độ giải phóng mặt bằng.docx", PAPER)])
    work_off()  # the words of the paper are drawn
    context = open_context(chromium, "phone")
    with quiet(context) as page:
        sign_in(page, address, "giamdoc.stc")
        page.get_by_role("link", name="Họp nghe báo cáo tiến độ").first.click()
        picture(page, "invitation")
        page.get_by_role("button", name="Báo cáo tiến độ giải phóng mặt bằng").click()
        expect(page.get_by_text("42,4 ha").first).to_be_visible()
        picture(page, "paper")
        page.goto(f"{address}/meetings/{meeting_id}/invitation")
        page.locator("main").get_by_text("Cử người đi thay").first.click()
        page.locator(".answers").first.scroll_into_view_if_needed()
        page.locator(".answers").first.evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 70)")
        picture(page, "answer")
        page.get_by_role("button", name="Dự họp").first.click()
        expect(page.get_by_text("Đã trả lời: Sở Tài chính dự họp.")).to_be_visible()

        clock.instant = start_of(office, meeting_id) - timedelta(minutes=30)
        office.session.rollback()
        with office.transaction():
            running.open_meeting(office, world.actor("vanthu"), meeting_id)
        sign_in(page, address, "giamdoc.stc")
        page.goto(f"{address}/meetings/{meeting_id}/invitation")
        page.get_by_role("link", name="Vào phiên họp").click()
        page.get_by_label("Mã trên màn hình hội trường").fill(live_now(office, meeting_id).code)
        page.get_by_role("button", name="Tôi có mặt").click()
        expect(page.get_by_text("Đã điểm danh")).to_be_visible()
        begin_item(office, world, meeting_id)
        page.get_by_role("button", name="Xin phát biểu").click()
        expect(page.get_by_text("Đang chờ phát biểu, thứ 1")).to_be_visible()
        picture(page, "live")
        put_question(office, world, meeting_id, secret=True)
        page.reload()
        page.locator(".live-vote").evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 70)")
        picture(page, "vote")
        page.get_by_role("button", name="Đồng ý", exact=True).click()
        expect(page.get_by_text("Đã biểu quyết cho Sở Tài chính")).to_be_visible()
    context.close()


def test_the_guide_is_two_sheets_with_pictures(
    chromium: Browser, address: str, office: Office, world: World, tmp_path: Path
) -> None:
    context = open_context(chromium)
    with quiet(context) as page:
        sign_in(page, address, "giamdoc.stc")
        page.goto(f"{address}/meetings")
        page.get_by_role("link", name="Hướng dẫn cho đại biểu, hai trang").click()
        page.wait_for_load_state("networkidle")
        pictures = "[...document.querySelectorAll('.guide-picture')].map((one) => one.complete && one.naturalWidth)"
        assert page.evaluate(pictures) == [390] * 5
        assert violations(page) == []
        if folder := os.environ.get("OFFICE_PICTURES"):
            page.screenshot(path=Path(folder) / "guide-1440.png", full_page=True)
        page.pdf(path=tmp_path / "guide.pdf", prefer_css_page_size=True)
        with pypdfium2.PdfDocument(tmp_path / "guide.pdf") as sheets:
            assert len(sheets) == 2
            if folder := os.environ.get("OFFICE_PICTURES"):
                for number in range(2):
                    sheets[number].render(scale=1).to_pil().save(Path(folder) / f"guide-sheet-{number + 1}.png")
        page.set_viewport_size(SCREEN)
        assert not page.evaluate(TOO_WIDE)
        if folder := os.environ.get("OFFICE_PICTURES"):
            page.screenshot(path=Path(folder) / "guide-390.png", full_page=True)
    context.close()
