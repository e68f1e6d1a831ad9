"""Every component in a real browser: accessible, within the content policy, nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import TOO_SMALL, TOO_WIDE, open_context, quiet, violations, wear
from tests.browser.style_page import PAGES, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the style pages are served."""
    with serving() as where:
        yield where


@pytest.fixture
def tab(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab that fails the test when the page's own script or the content policy complains."""
    context = open_context(chromium, getattr(request, "param", "desk"))
    with quiet(context) as page:
        yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_style_page_is_accessible_and_fits_a_desk_and_a_phone_in_the_light_and_in_the_dark(
    address: str, tab: Page, name: str
) -> None:
    tab.goto(f"{address}/{name}?theme=auto")
    if tab.locator("[data-pdf]").count():
        tab.locator(".text-layer").first.wait_for(state="attached")
    for size, theme in (("desk", "light"), ("phone", "dark"), ("phone", "light"), ("desk", "dark")):
        wear(tab, size, theme)
        assert violations(tab) == [], (size, theme)
        assert tab.evaluate(TOO_WIDE) == 0, (size, theme)
    wear(tab, "phone", "light")
    assert tab.evaluate(TOO_SMALL) == []


def test_a_pdf_is_drawn_and_its_text_can_be_selected(address: str, tab: Page) -> None:
    tab.goto(f"{address}/document")
    tab.locator(".preview-page canvas").first.wait_for()
    tab.get_by_text("Page 1 of the sample").wait_for(state="attached")
    assert tab.locator("[data-pdf-pages]").inner_text() == "2"
    before = tab.locator(".preview-page").first.bounding_box()
    tab.get_by_role("button", name="Phóng to").click()
    after = tab.locator(".preview-page").first.bounding_box()
    assert before
    assert after
    assert after["width"] > before["width"] * 1.2


def test_the_cursor_row_moves_by_j_and_k_and_rests_while_typing(address: str, tab: Page) -> None:
    tab.goto(f"{address}/register")
    cursor = tab.locator("tr.cursor .first")
    assert cursor.inner_text() == "4127"
    tab.keyboard.press("j")
    assert cursor.inner_text() == "4126"
    tab.keyboard.press("k")
    assert cursor.inner_text() == "4127"
    tab.keyboard.press("/")
    tab.keyboard.type("jj")
    assert cursor.inner_text() == "4127"
    assert tab.locator(".bar-search input").input_value() == "jj"


def test_the_question_mark_opens_the_list_of_keys(address: str, tab: Page) -> None:
    tab.goto(f"{address}/register")
    tab.keyboard.press("?")
    tab.get_by_role("dialog").wait_for()
    assert violations(tab) == []


def test_a_refusal_takes_the_focus_and_leads_to_its_field(address: str, tab: Page) -> None:
    tab.goto(f"{address}/refused")
    assert tab.evaluate("document.activeElement.className") == "refusal"
    tab.get_by_role("link", name="Giờ họp quá gần: thiếu 42 phút so với 24 giờ").click()
    assert tab.evaluate("document.activeElement.id || location.hash.slice(1)") == "date"


def test_a_value_read_from_the_file_loses_its_mark_when_touched(address: str, tab: Page) -> None:
    tab.goto(f"{address}/registration")
    field = tab.get_by_label("Số, ký hiệu")
    assert "from-file" in (field.get_attribute("class") or "")
    field.fill("1353/UBND-TNMT")
    assert "from-file" not in (field.get_attribute("class") or "")


def test_the_menu_of_the_person_opens_and_closes_by_escape(address: str, tab: Page) -> None:
    tab.goto(f"{address}/desk")
    tab.locator("details.person summary").click()
    tab.get_by_role("button", name="Đăng xuất").wait_for()
    assert violations(tab) == []
    tab.keyboard.press("Escape")
    tab.get_by_role("button", name="Đăng xuất").wait_for(state="hidden")


@pytest.mark.parametrize("tab", ["phone"], indirect=True)
def test_the_phone_has_everything_else_behind_more(address: str, tab: Page) -> None:
    tab.goto(f"{address}/desk")
    tab.locator(".bottom-more summary").click()
    tab.get_by_role("link", name="Tỷ lệ điện tử").wait_for()
    assert violations(tab) == []


def test_figures_of_the_companion_font_are_of_equal_width(address: str, tab: Page) -> None:
    tab.goto(f"{address}/register")
    widths = tab.evaluate("""async () => {
      await document.fonts.ready;
      const pen = document.createElement('canvas').getContext('2d');
      pen.font = '400 20px "Be Vietnam Tab"';
      return [...'0123456789'].map((one) => pen.measureText(one).width);
    }""")
    assert len(set(widths)) == 1


def test_without_script_the_page_is_whole(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/document")
    assert page.get_by_role("link", name="Mở bản xem trước Xem trước").is_visible()
    page.locator("details.person summary").click()
    assert page.get_by_role("button", name="Đăng xuất").is_visible()
    context.close()


FILES = [
    {"name": "CV 1352 Ky Anh.docx", "mimeType": "application/octet-stream", "buffer": b"x" * 1500},
    {"name": "scan0037.pdf", "mimeType": "application/pdf", "buffer": b"y" * 500},
]


def test_chosen_files_are_listed_and_sent_and_the_toast_is_kept(address: str, tab: Page) -> None:
    tab.goto(f"{address}/upload")
    tab.get_by_label("Tệp kèm theo").set_input_files(FILES)
    assert tab.locator(".drop-list .file-name").all_inner_texts() == [file["name"] for file in FILES]
    tab.get_by_role("button", name="Tải tệp lên").click()
    tab.wait_for_url("**/empty")
    assert tab.locator("[data-toast]").inner_text() == "Đã nhận 2 tệp, 2000 byte"


def test_a_refused_upload_is_told_in_place(address: str, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(f"{address}/upload")
    page.get_by_label("Tệp kèm theo").set_input_files(FILES)
    page.get_by_role("button", name="Tải tệp sai").click()
    page.get_by_role("alert").wait_for()
    assert page.evaluate("document.activeElement.className") == "refusal"
    page.get_by_label("Tệp kèm theo").set_input_files(FILES[:1])
    page.get_by_role("button", name="Tải tệp lên").click()
    page.wait_for_url("**/empty")
    page.close()


def test_an_upload_without_script_arrives_as_well(address: str, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/upload")
    page.get_by_label("Tệp kèm theo").set_input_files(FILES)
    page.get_by_role("button", name="Tải tệp lên").click()
    assert page.locator("[data-toast]").inner_text() == "Đã nhận 2 tệp, 2000 byte"
    context.close()
