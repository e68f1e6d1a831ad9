"""What goes out in the last hours before a meeting, in a real browser and with real mail: one place more, a paper anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.meetings import service
from tests.browser.looking import complaints_of, looked_at, open_context, picture, quiet, sign_in
from tests.conftest import MovingClock
from tests.factories.documents import pdf_bytes
from tests.factories.meetings import make_issued, start_of
from tests.factories.world import World
from tests.servers import Letter

pytestmark = pytest.mark.browser

WHY = "Phó Chủ tịch yêu cầu Sở Công Thương dự, lệnh lúc 08:20"
PAPER, CHANGES = "Báo cáo tiến độ", "Cập nhật số liệu đến ngày 24/11, bảng 2 và trang 7"
STC, STNMT, SCT, KYANH = (f"vanthu.{one}@hatinh.example" for one in ("stc.4", "stnmt.3", "sct.5", "ubnd.6"))


def order(office: Office, world: World, meeting_id: int) -> None:
    """The Chief of Office records the chair's order for the day of the meeting; how that looks is another story."""
    office.session.rollback()
    day = day_of(start_of(office, meeting_id))
    with office.transaction():
        service.record_order(office, world.actor("chanhvanphong"), meeting_id, WHY, day)


def test_a_recipient_added_an_hour_before_is_late_alone_and_told_by_mail(
    chromium: Browser, address: str, office: Office, world: World, clock: MovingClock, letters: Callable[[], list[Letter]]
) -> None:  # fmt: skip
    """A-100: the page says what it will mean; one mailbox is sent everything; the figures name that one and no other."""
    meeting_id = make_issued(office, world, papers=[(f"{PAPER}.pdf", pdf_bytes("Bao cao"))], invited=("stc", "kyanh"))
    assert [one.to for one in letters()] == [STC, KYANH]
    clock.move(hours=24)
    desk = open_context(chromium)
    with quiet(desk) as page:
        sign_in(page, address, "chuyenvien")
        page.goto(f"{address}/meetings/{meeting_id}")
        page.get_by_role("link", name="Mời thêm").click()
        expect(page.get_by_text("chủ trì ra lệnh họp cấp bách do Chánh Văn phòng ghi")).to_be_visible()
        order(office, world, meeting_id)
        page.reload()
        expect(
            page.get_by_text("Nơi được mời thêm mang dấu “gửi muộn” mãi mãi, các nơi khác thì không")
        ).to_be_visible()
        page.locator("#who").press_sequentially("cong thuong")
        page.locator("#picks button").first.click()
        expect(page.get_by_text("Sẽ mời thêm 1 thành phần")).to_be_visible()
        looked_at(page, "late-picked-1440")
        page.get_by_role("button", name="Mời thêm 1 thành phần").click()
        page.wait_for_url(f"**/meetings/{meeting_id}")
        row = page.get_by_role("row").filter(has_text="Sở Công Thương")
        expect(row).to_contain_text("Mời thêm lúc")
        expect(page.locator(".stamp-late").or_(page.get_by_text("Gửi muộn", exact=True)).first).to_be_visible()
        picture(page, "late-added-1440")
        expect(page.get_by_role("row").filter(has_text="Gửi muộn")).to_have_count(1)
    (letter,) = letters()
    assert letter.to == SCT, "nobody else is told anything"
    assert f"- {PAPER} (" in letter.text
    assert f"/meetings/{meeting_id}/invitation" in letter.text
    assert letter.subject.startswith("KHẨN: ")
    assert WHY in letter.text
    assert "METHOD:REQUEST" in letter.calendar
    seen_on_their_telephones(chromium, address, meeting_id)
    named_by_the_figures(desk.new_page(), address)
    desk.close()


def seen_on_their_telephones(chromium: Browser, address: str, meeting_id: int) -> None:
    """The one added reads and answers within the hour, late and told why; the one in time is told of no lateness."""
    for login, late in (("vanthu.sct", True), ("vanthu.stc", False)):
        hand = open_context(chromium, "phone", has_touch=True, is_mobile=True)
        with quiet(hand) as page:
            sign_in(page, address, login)
            page.goto(f"{address}/meetings/{meeting_id}/invitation")
            expect(page.get_by_text("Gửi muộn.")).to_have_count(int(late))
            expect(page.get_by_text(WHY)).to_have_count(int(late))
            if late:
                looked_at(page, "late-invited-390")
                page.get_by_role("button", name=PAPER).tap()
                page.locator(".preview-page canvas").first.wait_for()
                page.goto(f"{address}/meetings/{meeting_id}/invitation")
                expect(page.get_by_text("đã đọc 1 trên 1")).to_be_visible()
                page.locator(".act-bar").get_by_role("button", name="Dự họp").tap()
                expect(page.locator(".act-bar")).to_contain_text("Trả lời dự họp: Dự")
        hand.close()


def named_by_the_figures(page: Page, address: str) -> None:
    """From the figure of the month to the lines behind it: the unit by name, its invitation and its paper."""
    page.goto(f"{address}/lateness")
    expect(page.get_by_text("1 trên 1 cuộc họp").first).to_be_visible()
    page.get_by_role("link", name="2", exact=True).first.click()
    page.wait_for_url("**/lateness/things**")
    lines = page.locator("[data-row]")
    expect(lines).to_have_count(2)
    expect(lines.filter(has_text="Sở Công Thương").filter(has_text="mời sau hạn, theo lệnh")).to_have_count(2)
    looked_at(page, "late-things-1440")


def test_a_paper_replaced_the_evening_before_says_what_changed_on_the_screen_and_by_mail(
    chromium: Browser, address: str, office: Office, world: World, clock: MovingClock, letters: Callable[[], list[Letter]]
) -> None:  # fmt: skip
    """M2, M3, A-101: its own consent, its own hour; whoever read the old one reads what is new and that it came late."""
    meeting_id = make_issued(
        office, world, ahead=timedelta(hours=24), papers=[(f"{PAPER}.pdf", pdf_bytes("Giai ngan 61 phan tram"))]
    )
    letters()
    hand = open_context(chromium, "phone", has_touch=True, is_mobile=True)
    with quiet(hand) as page:
        reads(page, address, meeting_id)
    clock.move(hours=12)
    order(office, world, meeting_id)
    desk = open_context(chromium)
    page = desk.new_page()
    complaints = complaints_of(page)
    sign_in(page, address, "chuyenvien")
    page.goto(f"{address}/meetings/{meeting_id}/papers")
    expect(page.get_by_text("tài liệu mang dấu “gửi muộn” mãi mãi")).to_be_visible()
    another_version_without_a_word(page)
    looked_at(page, "paper-asked-1440")
    page.locator("#changes").fill(CHANGES)
    page.get_by_role("button", name="Tải tài liệu lên").click()
    expect(page.get_by_text(f"Đổi: {CHANGES}")).to_be_visible()
    page.get_by_role("button", name="Gửi xin ý kiến").click()
    expect(page.get_by_text("Chờ chủ trì đồng ý")).to_be_visible()
    the_chair_agrees(chromium, address)
    assert letters() == [], "nobody hears of it before it is sent"
    page.reload()
    page.get_by_role("button", name="Gửi tới 3 thành phần").click()
    expect(page.locator("#paper-2 .stamp-late")).to_be_visible()
    picture(page, "paper-sent-1440")
    assert [one for one in complaints if "422" not in one] == [], "nothing but the refusal itself"
    came = letters()
    assert [one.to for one in came] == [STC, STNMT, KYANH], "all who had the old one"
    for letter in came:
        assert letter.subject == f"Thay tài liệu họp 01/GM-UBND: {PAPER}"
        assert f"Đã đổi: {CHANGES}" in letter.text
        assert "SEQUENCE:1" in letter.calendar
    with quiet(hand) as phone:
        told_on_the_telephone(phone, address, meeting_id)
    desk.close()
    hand.close()


def reads(page: Page, address: str, meeting_id: int) -> None:
    sign_in(page, address, "vanthu.stc")
    page.goto(f"{address}/meetings/{meeting_id}/invitation")
    page.get_by_role("button", name=PAPER).tap()
    page.locator(".preview-page canvas").first.wait_for()


def another_version_without_a_word(page: Page) -> None:
    """Another file in the place of the one that was sent: what changed has to be said; the file need not come again."""
    page.get_by_label("Thay cho").select_option(label=PAPER)
    sheet = {
        "name": "Báo cáo tiến độ.pdf",
        "mimeType": "application/pdf",
        "buffer": pdf_bytes("Giai ngan 64 phan tram"),
    }
    page.locator("#files").set_input_files(sheet)  # type: ignore[arg-type]
    page.get_by_role("button", name="Tải tài liệu lên").click()
    expect(page.locator(".field-error").first).to_be_visible()
    expect(page.get_by_label("Thay cho")).to_have_value("1")


def the_chair_agrees(chromium: Browser, address: str) -> None:
    """On her telephone, to the very file that is shown."""
    hand = open_context(chromium, "phone", has_touch=True, is_mobile=True)
    with quiet(hand) as page:
        sign_in(page, address, "phochutich")
        page.goto(f"{address}/meetings/consents")
        expect(page.get_by_text(CHANGES)).to_be_visible()
        looked_at(page, "paper-consent-390")
        page.get_by_role("button", name="Đồng ý").first.tap()
        expect(page.get_by_text("Không còn tài liệu nào chờ bạn đồng ý")).to_be_visible()
        picture(page, "paper-agreed-390")
    hand.close()


def told_on_the_telephone(page: Page, address: str, meeting_id: int) -> None:
    """On the desk, and on the invitation: stamped late, not yet read, the old one still there, the words side by side."""
    sign_in(page, address, "vanthu.stc")  # half a day later
    expect(page.get_by_text(CHANGES).first).to_be_visible()
    page.goto(f"{address}/meetings/{meeting_id}/invitation")
    expect(page.get_by_text("Tài liệu gửi muộn theo lệnh của Lê Thị Minh Hòa.")).to_be_visible()
    expect(page.get_by_text("đã đọc 0 trên 1")).to_be_visible()
    expect(page.locator("#papers .stamp-late")).to_have_count(1)
    expect(page.get_by_text("bản cũ, đã thay lúc")).to_be_visible()
    looked_at(page, "paper-replaced-390")
    page.get_by_role("link", name="xem đổi gì").tap()
    page.wait_for_url("**/changes")
    expect(page.get_by_text(CHANGES).first).to_be_visible()
    looked_at(page, "paper-compared-390")
