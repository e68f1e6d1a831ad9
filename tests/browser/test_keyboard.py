"""A document's way from the clerk's desk to its end in a real browser, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from e_office.core.office import Office
from e_office.handling.models import Assignment
from e_office.registry.models import IncomingEntry
from tests.browser.looking import open_context, quiet, sign_in, violations
from tests.browser.test_stories import LETTER, tab_to
from tests.factories.laid_out import make_docx
from tests.factories.world import World

pytestmark = pytest.mark.browser


def test_registered_directed_taken_up_and_closed_without_a_mouse(
    chromium: Browser, address: str, office: Office, world: World, tmp_path: Path
) -> None:
    registered(chromium, address, make_docx(tmp_path / "CV 1352 Ky Anh.docx", LETTER))
    directed(chromium, address)
    with closing(chromium, address, "result", "Đã trả lời huyện qua điện thoại"):
        pass  # seen to be done
    office.session.rollback()
    entry = office.session.scalars(select(IncomingEntry)).one()
    assert entry.closed_at is not None
    lead = office.session.scalars(select(Assignment).filter_by(part="lead")).one()
    assert (lead.unit_id, lead.closed_by_id) == (world.units["th1"], world.persons["chuyenvien"])
    assert lead.words == "Trả lời huyện"


def registered(chromium: Browser, address: str, letter: Path) -> None:
    """The clerk drops the letter, and puts it before the Vice-Chairman."""
    desk = open_context(chromium)
    with quiet(desk) as page:
        page.on("filechooser", lambda chooser: None)  # asked for early: asking takes longer than a key
        sign_in(page, address, "vanthu")
        page.goto(f"{address}/incoming/new")
        page.keyboard.press("Escape")  # out of the first field, where letters are letters
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("u")
        chooser.value.set_files(letter)  # the dialog is the system's, not the page's
        expect(page.locator("input[name=code]")).to_have_value("1352/UBND-TNMT")
        tab_to(page, "handler_id")
        page.keyboard.type("Ph")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Đã đăng ký số đến 1")).to_be_visible()
    desk.close()


def directed(chromium: Browser, address: str) -> None:
    """The Vice-Chairman finds it on the desk and says who leads."""
    desk = open_context(chromium)
    with quiet(desk) as page:
        sign_in(page, address, "phochutich")
        page.goto(address)
        page.keyboard.press("j")
        expect(page.locator("li.cursor")).to_contain_text("đơn giá bồi thường")
        assert violations(page) == []
        page.keyboard.press("Enter")
        page.wait_for_url("**/documents/*")
        page.keyboard.press("h")
        page.wait_for_url("**/direct")
        tab_to(page, "words")
        page.keyboard.type("Trả lời huyện")
        tab_to(page, "lead")
        page.keyboard.type("Ph")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Đã ghi ý kiến chỉ đạo")).to_be_visible()
    desk.close()


@contextmanager
def closing(chromium: Browser, address: str, field: str, words: str) -> Iterator[Page]:
    """The specialist of the section takes it up and closes it with these words; the page when that is done."""
    desk = open_context(chromium)
    with quiet(desk) as page:
        sign_in(page, address, "chuyenvien")
        page.goto(address)
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/handling")
        page.keyboard.press("t")
        expect(page.get_by_text("Đã nhận việc")).to_be_visible()
        page.keyboard.press("x")
        page.wait_for_url("**/close")
        tab_to(page, field)
        page.keyboard.type(words)
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Đã kết thúc phần việc")).to_be_visible()
        yield page
    desk.close()
