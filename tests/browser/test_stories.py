"""Days at the office in a real browser: a director with a telephone, an organiser, a clerk with a keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdfium2 import PdfDocument
from sqlalchemy import select

from e_office.core.office import Office
from e_office.documents.service import DocumentFacts
from e_office.meetings.models import Meeting
from e_office.registry.models import IncomingEntry
from e_office.registry.service import IncomingFacts, register_incoming
from tests.browser.looking import open_context, quiet, sign_in, violations
from tests.conftest import MovingClock
from tests.factories.documents import kept, pdf_bytes
from tests.factories.laid_out import LaidOut, make_docx
from tests.factories.meetings import make_draft, make_issued
from tests.factories.world import World

pytestmark = pytest.mark.browser

LETTER = LaidOut(
    agency="ỦY BAN NHÂN DÂN\nHUYỆN KỲ ANH",
    number="Số: 1352/UBND-TNMT",
    place_and_date="Kỳ Anh, ngày 20 tháng 11 năm 2026",
    letter_subject="V/v xin ý kiến về đơn giá bồi thường cây trồng, vật nuôi trên đất lâm nghiệp",
    title="",
    subject="",
    body=("Kính gửi: Ủy ban nhân dân tỉnh.", "UBND huyện kính đề nghị Ủy ban nhân dân tỉnh cho ý kiến."),
    signature="CHỦ TỊCH\n\n\nTrần Viết Sáng",
)
PAPERS = [
    ("Báo cáo tiến độ giải phóng mặt bằng tháng 11.pdf", pdf_bytes("Bao cao tien do")),
    ("Phương án tái định cư bổ sung xã Kỳ Lợi.pdf", pdf_bytes("Phuong an")),
]


@pytest.fixture
def meeting(office: Office, world: World, work_off: Callable[[], int]) -> int:
    """A meeting of three invitees with two papers, issued this morning."""
    meeting_id = make_issued(office, world, papers=PAPERS)
    work_off()
    return meeting_id


def test_a_director_reads_and_answers_on_a_telephone_and_the_organiser_sees_it(
    chromium: Browser, address: str, meeting: int, office: Office
) -> None:
    telephone = open_context(chromium, "phone", has_touch=True, is_mobile=True)
    with quiet(telephone) as page:
        sign_in(page, address, "giamdoc.stnmt")
        expect(page.get_by_role("heading", name="Giấy mời chưa mở")).to_be_visible()
        page.locator("#unopened").get_by_role("link", name="Họp nghe báo cáo tiến độ").tap()
        page.wait_for_url("**/invitation")
        expect(page.get_by_text("đã đọc 0 trên 2")).to_be_visible()
        page.get_by_role("button", name="Báo cáo tiến độ giải phóng mặt bằng tháng 11").tap()
        page.locator(".preview-page canvas").first.wait_for()
        expect(page.get_by_text("Bao cao tien do").first).to_be_attached()
        assert within_the_screen(page, page.locator(".preview-page").first)
        page.locator(".bar-back a").tap()
        page.wait_for_url(f"{address}/meetings/{meeting}/invitation")
        expect(page.get_by_text("đã đọc 1 trên 2")).to_be_visible()
        answer = page.locator(".act-bar").get_by_role("button", name="Dự họp")
        assert within_the_screen(page, answer), "the answer is always in the reach of a thumb"
        answer.tap()
        expect(page.locator(".act-bar")).to_contain_text("Trả lời dự họp: Dự")
        assert violations(page) == []
    telephone.close()
    seen_by_the_organiser(chromium, address, meeting)
    office.session.rollback()
    invitees = {one.unit.notation: one for one in office.session.get_one(Meeting, meeting).invitees}
    assert (invitees["STNMT"].answer, invitees["STC"].answer) == ("attend", None)


def seen_by_the_organiser(chromium: Browser, address: str, meeting: int) -> None:
    """The matrix says by the hour who opened the invitation and which paper, and whom to remind."""
    desk = open_context(chromium)
    with quiet(desk) as page:
        sign_in(page, address, "chuyenvien")
        page.goto(f"{address}/meetings/{meeting}")
        row = page.get_by_role("row").filter(has_text="Sở Tài nguyên và Môi trường")
        expect(row.locator(".hour").nth(1)).to_contain_text("08:30")
        expect(row.locator(".hour").nth(2)).to_contain_text("08:30")
        expect(row.locator(".hour").nth(3)).to_contain_text("chưa")
        expect(row).to_contain_text("Dự")
        expect(page.get_by_role("row").filter(has_text="Chưa mở")).to_have_count(2)
        page.get_by_role("checkbox", name="Chọn Sở Tài chính").uncheck()
        page.get_by_role("button", name="Nhắc 1 nơi đã chọn").click()
        expect(page.locator("[data-toast]")).to_contain_text("Đã nhắc 1 nơi chưa mở")
    desk.close()


def test_the_whole_set_is_read_on_a_telephone_in_its_order_and_each_paper_where_it_was_left(
    chromium: Browser, address: str, office: Office, world: World, work_off: Callable[[], int]
) -> None:
    papers = [("Báo cáo.pdf", pages(4)), *PAPERS[:1], ("Biểu số liệu.txt", "Biểu số liệu giải ngân".encode())]
    meeting_id = make_issued(office, world, papers=papers)
    work_off()
    telephone = open_context(chromium, "phone", has_touch=True, is_mobile=True)
    with quiet(telephone) as page:
        sign_in(page, address, "giamdoc.stnmt")
        page.goto(f"{address}/meetings/{meeting_id}/invitation")
        page.get_by_role("button", name="Báo cáo", exact=True).tap()
        sheet, shown, bar = (
            page.locator(".preview-page").first,
            page.locator("[data-pdf-page]"),
            page.locator(".act-bar"),
        )
        sheet.locator("canvas").wait_for()
        assert within_the_screen(page, sheet)
        box = sheet.bounding_box()
        assert box
        assert box["width"] > 350, "the page is as wide as the screen"
        page.locator(".preview").evaluate("one => { one.scrollTop = one.scrollHeight; }")
        expect(shown).to_have_text("4")
        assert violations(page) == []
        bar.get_by_role("button", name="Sau").tap()
        expect(page.get_by_role("heading", level=1)).to_have_text("Báo cáo tiến độ giải phóng mặt bằng tháng 11")
        bar.get_by_role("button", name="Sau").tap()
        expect(page.get_by_text("Biểu số liệu giải ngân")).to_be_visible()
        expect(bar.get_by_role("button", name="Sau")).to_have_count(0)
        bar.get_by_role("button", name="Trước").tap()
        bar.get_by_role("button", name="Trước").tap()
        expect(shown).to_have_text("4")
        page.goto(f"{address}/meetings/{meeting_id}/invitation")
        expect(page.get_by_text("đã đọc 3 trên 3")).to_be_visible()
    telephone.close()


def pages(count: int) -> bytes:
    """A PDF of empty pages."""
    made, written = PdfDocument.new(), BytesIO()
    for _ in range(count):
        made.new_page(595, 842)
    made.save(written)
    return written.getvalue()


def within_the_screen(page: Page, thing: Locator) -> bool:
    """Whether all its width, and the beginning of its height, can be seen without moving sideways."""
    box, size = thing.bounding_box(), page.viewport_size
    return bool(box and size and box["x"] >= 0 and box["x"] + box["width"] <= size["width"])


def test_the_clerk_registers_and_passes_on_with_the_keyboard_alone(
    chromium: Browser, address: str, office: Office, world: World, tmp_path: Path
) -> None:
    path = make_docx(tmp_path / "CV 1352 Ky Anh.docx", LETTER)
    desk = open_context(chromium)
    with quiet(desk) as page:
        page.on("filechooser", lambda chooser: None)  # asked for early: asking takes longer than a key
        sign_in(page, address, "vanthu")
        page.goto(f"{address}/incoming")
        page.keyboard.press("n")
        page.wait_for_url("**/incoming/new*")
        expect(page.locator("[autofocus]")).to_be_focused()
        page.keyboard.press("Escape")  # out of the first field, where letters are letters
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("u")
        chooser.value.set_files(path)  # the dialog is the system's, not the page's
        expect(page.locator("input[name=code]")).to_have_value("1352/UBND-TNMT")
        expect(page.locator("textarea[name=subject]")).to_have_value(LETTER.letter_subject)
        tab_to(page, "handler_unit_id")
        page.keyboard.type("Ph")  # as in every list of choices: the first one that begins so
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Đã đăng ký số đến 1")).to_be_visible()
        page.goto(f"{address}/incoming")
        page.keyboard.press("j")
        expect(page.locator("tr.cursor")).to_contain_text("1352/UBND-TNMT")
        expect(page.locator("tr.cursor")).to_contain_text("Phòng TH1")
        page.keyboard.press("Enter")
        page.wait_for_url("**/documents/*")
        expect(page.get_by_role("heading", level=1)).to_have_text(LETTER.letter_subject)
    desk.close()
    office.session.rollback()
    entry = office.session.scalars(select(IncomingEntry)).one()
    assert (entry.number, entry.document.code, entry.document.issued_on) == (1, "1352/UBND-TNMT", date(2026, 11, 20))
    assert entry.handler_unit_id == world.units["th1"]


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the field of that name has the focus."""
    for _ in range(60):
        if page.evaluate("document.activeElement.name") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not reach {name}")


def test_earlier_meetings_on_the_matter_follow_what_is_typed(
    chromium: Browser, address: str, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int]
) -> None:
    make_issued(office, world, purpose="Họp nghe báo cáo tiến độ cấp phép khai thác khoáng sản")
    clock.move(hours=30)
    work_off()
    draft = make_draft(office, world, purpose="Họp giao ban")
    desk = open_context(chromium)
    with quiet(desk) as page:
        sign_in(page, address, "chuyenvien")
        page.goto(f"{address}/meetings/{draft}/edit")
        earlier, purpose = page.locator("#earlier-matters"), page.locator("textarea[name=purpose]")
        expect(earlier).to_be_empty()
        for words, found in (("Họp về cấp phép khai thác khoáng sản", 1), ("Họp về phòng chống lụt bão", 0)):
            purpose.fill(words)
            purpose.blur()
            expect(earlier.get_by_text("01/GM-UBND")).to_have_count(found)
            expect(page.locator("#rule-panel")).to_be_visible()
    desk.close()


DROP_ON_PAGE = """() => {
  const dropped = new DataTransfer();
  dropped.items.add(new File(["Tiến độ đến 30/11"], "Báo cáo tiến độ.txt", { type: "text/plain" }));
  for (const kind of ["dragover", "drop"])
    document.querySelector("h1").dispatchEvent(
      new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: dropped }));
}"""


def test_names_are_added_by_enter_and_a_file_dropped_anywhere_is_there_at_once(
    chromium: Browser, address: str, office: Office, world: World
) -> None:
    draft = make_draft(office, world, papers=(), invited=("kyanh",))
    desk = open_context(chromium)
    with quiet(desk) as page:
        sign_in(page, address, "chuyenvien")
        page.goto(f"{address}/meetings/{draft}/edit")
        who, invited = page.locator("input[name=who]"), page.locator("#invitees .invitee-names")
        for words, unit in (("so tai chinh", "Sở Tài chính"), ("cong thuong", "Sở Công Thương")):
            who.fill(words)
            who.press("Enter")
            expect(invited.filter(has_text=unit)).to_have_count(1)
            expect(who).to_be_focused()
            expect(who).to_have_value("")
        page.evaluate(DROP_ON_PAGE)
        expect(page.locator("#papers .paper-title")).to_have_value("Báo cáo tiến độ")
    desk.close()
    other = open_context(chromium)
    with quiet(other) as page:
        sign_in(page, address, "vanthu")
        page.goto(f"{address}/incoming/new")
        page.evaluate(DROP_ON_PAGE)
        expect(page.get_by_role("heading", name="1 tệp chờ")).to_be_visible()
    other.close()


def test_a_possible_duplicate_is_told_while_the_number_is_typed(
    chromium: Browser, address: str, office: Office, world: World
) -> None:
    unit = world.units["ubnd"]
    facts = DocumentFacts(
        owner_unit_id=unit, type_code="CV", code="1352/UBND-TNMT", issued_on=date(2026, 11, 20),
        subject=LETTER.letter_subject, issuer_name="UBND huyện Kỳ Anh",
    )  # fmt: skip
    file = kept(office)
    with office.transaction():
        register_incoming(office, world.actor("vanthu"), IncomingFacts(unit_id=unit, document=facts), [file])
    desk = open_context(chromium)
    with quiet(desk) as page:
        sign_in(page, address, "vanthu")
        page.goto(f"{address}/incoming/new")
        for name, value in (
            ("issuer_name", "UBND huyện Kỳ Anh"),
            ("issued_on", "21/11/2026"),
            ("code", "1352/UBND-TNMT"),
        ):
            page.locator(f"input[name={name}]").fill(value)
        page.locator("input[name=code]").press("Tab")
        expect(page.get_by_role("heading", name="Có thể trùng với 1352/UBND-TNMT")).to_be_visible()
        expect(page.get_by_role("button", name="Vẫn đăng ký")).to_be_visible()
        assert violations(page) == []
        page.locator("input[name=code]").fill("1353/UBND-TNMT")
        page.locator("input[name=code]").press("Tab")
        expect(page.get_by_role("button", name="Vẫn đăng ký")).to_have_count(0)


def test_whoever_may_not_see_a_meeting_is_told_nothing_of_it(chromium: Browser, address: str, meeting: int) -> None:
    desk = open_context(chromium)
    page = desk.new_page()
    sign_in(page, address, "vanthu.sct")
    answer = page.goto(f"{address}/meetings/{meeting}/invitation")
    assert answer
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Không có trang này")
    expect(page.get_by_role("main")).not_to_contain_text("giải phóng mặt bằng")
    desk.close()
