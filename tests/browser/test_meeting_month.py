"""The month in a real browser: a department is refused district leaders, asks, invites; a delegate with a telephone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from e_office.core.office import Office
from e_office.meetings.models import Invitee
from tests.browser.looking import complaints_of, looked_at, open_context, picture, quiet, sign_in
from tests.conftest import MovingClock
from tests.factories.conclusions import conclude
from tests.factories.documents import pdf_bytes
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.servers import Letter
from tests.web.meetings.test_flow_requests import department_draft

pytestmark = pytest.mark.browser


def test_a_department_is_refused_district_leaders_asks_for_consent_and_invites_them(
    chromium: Browser, address: str, office: Office, world: World, letters: Callable[[], list[Letter]]
) -> None:
    """M6: the refusal itself leads to the request; once the Chairman agrees the same button issues it, by mail too."""
    meeting_id = department_draft(office, world)
    desk = open_context(chromium)
    page = desk.new_page()
    complaints = complaints_of(page)
    sign_in(page, address, "vanthu.stnmt")
    page.goto(f"{address}/meetings/{meeting_id}/edit")
    expect(page.locator("#rule-panel")).to_contain_text("Chủ tịch UBND tỉnh")
    page.get_by_role("button", name="Phát hành").first.click(force=True)  # it says that it will be refused
    expect(page.get_by_text("phải được Chủ tịch UBND tỉnh đồng ý trước").first).to_be_visible()
    looked_at(page, "month-refused-1440")
    assert letters() == [], "refused, nobody is told of a meeting"
    page.get_by_role("link", name="Gửi đề nghị xin đồng ý").first.click()
    expect(page.get_by_label("UBND huyện Kỳ Anh")).to_be_checked()
    page.get_by_label("Vì sao cần").or_(page.locator("textarea[name=why]")).first.fill("Cần huyện quyết tại chỗ")
    page.get_by_role("button", name="Gửi Văn phòng").click()
    expect(page.get_by_text("Chờ Văn phòng thẩm tra").first).to_be_visible()
    looked_at(page, "month-asked-1440")
    the_office_examines(chromium, address)
    page.goto(f"{address}/meetings/{meeting_id}/edit")
    expect(page.get_by_text("Đề nghị đã gửi, chưa có ý kiến đồng ý").first).to_be_visible()
    the_chairman_agrees(chromium, address)
    page.goto(address)
    expect(page.get_by_text("Đã đồng ý: Họp bàn đóng cửa").first).to_be_visible()
    page.goto(f"{address}/meetings/{meeting_id}/edit")
    page.get_by_role("button", name="Phát hành").first.click()
    page.wait_for_url("**/confirm")
    looked_at(page, "month-confirm-1440")
    page.locator("#issue").get_by_role("button", name="Phát hành").click()
    expect(page.get_by_text("tới 2 thành phần").first).to_be_visible()
    assert [one for one in complaints if "422" not in one] == [], "nothing but the refusal itself"
    desk.close()
    came = letters()
    assert [one.to for one in came] == ["vanthu.stc.4@hatinh.example", "vanthu.ubnd.6@hatinh.example"]
    assert all("Sở Tài nguyên và Môi trường mời họp" in one.text and "METHOD:REQUEST" in one.calendar for one in came)


def the_office_examines(chromium: Browser, address: str) -> None:
    """The Chief of Office finds it on the desk, names who follows it, and puts it before the Chairman."""
    desk = open_context(chromium)
    with quiet(desk) as page:
        sign_in(page, address, "chanhvanphong")
        page.get_by_role("link", name="Họp bàn đóng cửa các điểm mỏ hết phép").first.click()
        page.get_by_role("link", name="Thẩm tra, trình lãnh đạo").click()
        page.get_by_label("Văn phòng theo dõi").or_(page.locator("#officer")).first.select_option(index=1)
        page.locator("#leader").select_option(label="Đặng Hữu Khánh, Chủ tịch UBND tỉnh")
        page.locator("#advice").fill("Đề nghị đồng ý")
        picture(page, "month-examine-1440")
        page.get_by_role("button", name="Trình lãnh đạo").click()
        page.wait_for_url(lambda url: "/examine" not in url)
        picture(page, "month-examined-1440")
    desk.close()


def the_chairman_agrees(chromium: Browser, address: str) -> None:
    """With a telephone in his hand."""
    hand = open_context(chromium, "phone", has_touch=True, is_mobile=True)
    with quiet(hand) as page:
        sign_in(page, address, "chutich")
        picture(page, "month-chairman-390")
        page.get_by_role("link", name="Họp bàn đóng cửa các điểm mỏ hết phép").first.tap()
        page.get_by_role("link", name="Cho ý kiến").tap()
        page.wait_for_url("**/decide")
        looked_at(page, "month-decide-390")
        page.get_by_role("button", name="Đồng ý, ghi vào lịch").tap()
        expect(page.get_by_role("heading", name="Lịch đã ghi")).to_be_visible()
        picture(page, "month-agreed-390")
    hand.close()


def test_a_delegate_with_a_telephone_answers_reads_and_reports_the_task(
    chromium: Browser, address: str, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int]
) -> None:
    """From the invitation on the desk to the task of its conclusion, done; the clerk confirms at a large screen."""
    meeting_id = make_issued(office, world, papers=[("Báo cáo tiến độ.pdf", pdf_bytes("Bao cao tien do"))])
    work_off()
    telephone = open_context(chromium, "phone", has_touch=True, is_mobile=True)
    with quiet(telephone) as page:
        sign_in(page, address, "vanthu.kyanh")
        page.locator("#unopened").get_by_role("link", name="Họp nghe báo cáo tiến độ").tap()
        page.wait_for_url("**/invitation")
        page.get_by_role("button", name="Báo cáo tiến độ").tap()
        page.locator(".preview-page canvas").first.wait_for()
        page.goto(f"{address}/meetings/{meeting_id}/invitation")
        expect(page.get_by_text("đã đọc 1 trên 1")).to_be_visible()
        page.locator(".act-bar").get_by_role("button", name="Dự họp").tap()
        expect(page.locator(".act-bar")).to_contain_text("Trả lời dự họp: Dự")
        looked_at(page, "month-answered-390")
        clock.move(hours=30)
        task_id = conclude(office, world, meeting_id, [{"lead_unit_id": world.units["kyanh"], "with_units": ""}])[0]
        sign_in(page, address, "vanthu.kyanh")
        page.goto(f"{address}/meetings/{meeting_id}/invitation")
        expect(page.get_by_text("01/TB-UBND").first).to_be_visible()
        looked_at(page, "month-concluded-390")
        page.get_by_role("link", name="Hoàn thành đo đạc 214 hộ").first.tap()
        page.wait_for_url(f"**/tasks/{task_id}")
        page.locator("textarea[name=words]").fill("Đã đo xong 214 hộ")
        page.get_by_role("button", name="Báo cáo đã xong").tap()
        expect(page.get_by_text("chờ xác nhận").first).to_be_visible()
        looked_at(page, "month-reported-390")
    telephone.close()
    desk = open_context(chromium)
    with quiet(desk) as page:
        sign_in(page, address, "chuyenvien")
        expect(page.get_by_text("Báo cáo chờ xác nhận").first).to_be_visible()
        page.goto(f"{address}/meetings/tasks/{task_id}")
        page.get_by_role("button", name="Xác nhận đã xong").click()
        expect(page.get_by_text("Đã xong").first).to_be_visible()
        page.goto(f"{address}/meetings/tasks?whose=read&q=do+dac+ky+loi")
        expect(page.get_by_role("link", name="Hoàn thành đo đạc 214 hộ")).to_be_visible()
        looked_at(page, "month-found-1440")
    desk.close()
    office.session.rollback()
    answers = dict(office.session.execute(select(Invitee.unit_id, Invitee.answer)).all())
    assert answers[world.units["kyanh"]] == "attend"
