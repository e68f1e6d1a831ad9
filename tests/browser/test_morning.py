"""The clerk's whole morning with the keyboard alone: arrival, registering, passing on, direction, answer, filing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from e_office.casefiles.models import Item
from e_office.core.office import Office
from e_office.handling.models import Assignment
from e_office.registry.models import IncomingEntry
from tests.browser.looking import open_context, quiet, sign_in, violations, wear
from tests.browser.test_keyboard import closing, directed
from tests.browser.test_stories import tab_to
from tests.factories.casefiles import make_casefile
from tests.factories.world import World
from tests.web.test_flow_exchange import Sender

pytestmark = pytest.mark.browser
SUBJECT = "V/v đơn giá bồi thường cây trồng"


def looked_at(page: Page, name: str) -> None:
    """Nothing for axe and no sideways scrolling, on a desk and on a phone; pictures where `OFFICE_SHOTS` says."""
    for size in ("phone", "desk"):
        wear(page, size, "light")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, size)
        if shots := os.environ.get("OFFICE_SHOTS"):
            page.screenshot(path=Path(shots) / f"{name}-{size}.png", full_page=True)
    assert violations(page) == []


def test_the_clerks_morning_without_a_mouse(chromium: Browser, address: str, office: Office, world: World) -> None:
    send = Sender(office, world)
    asked = send("vanthu.kyanh", "kyanh", "CV", "2026-11-24", "ubnd", subject=SUBJECT)
    send("vanthu", "ubnd", "CV", "2026-11-24", "kyanh", subject="V/v trả lời huyện về đơn giá")
    casefile_id = make_casefile(office, world, "vanthu", title="Đơn giá bồi thường cây trồng huyện Kỳ Anh")
    office.session.rollback()
    clerk = open_context(chromium)
    with quiet(clerk) as page:
        taken_in(page, address)
    directed(chromium, address)
    answered(chromium, address)
    with quiet(clerk) as page:
        filed(page, address)
    clerk.close()

    office.session.rollback()
    entry = office.session.scalars(select(IncomingEntry)).one()
    assert entry.closed_at is not None
    assert office.session.scalars(select(Assignment)).one().answer.code == "01/UBND"
    assert office.session.scalars(select(Item.document_id).filter_by(casefile_id=casefile_id)).all() == [asked]


def taken_in(page: Page, address: str) -> None:
    """R registers the arrival, C passes it on from the register to the Vice-Chairman."""
    sign_in(page, address, "vanthu")
    page.goto(address)
    expect(page.locator("#arrivals .desk-clock")).to_contain_text("vào sổ trong ngày")
    looked_at(page, "desk")
    page.goto(f"{address}/arrivals")
    looked_at(page, "arrivals")
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.get_by_text("Đã vào sổ, số đến 1")).to_be_visible()
    page.goto(f"{address}/incoming")
    expect(page.locator(".desk-clock")).to_contain_text("chuyển trong ngày")
    looked_at(page, "register")
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.wait_for_url("**/forward")
    tab_to(page, "handler_id")
    page.keyboard.type("Ph")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: "/forward" not in url)


def answered(chromium: Browser, address: str) -> None:
    """The specialist takes it up and closes it with the answer's number."""
    with closing(chromium, address, "answer_code", "01/UBND") as page:
        looked_at(page, "handling")


def filed(page: Page, address: str) -> None:
    """The clerk opens it from the register; L puts it into the file that the page offers."""
    page.goto(f"{address}/incoming")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/*")
    expect(page.locator(".casefile-hint")).to_contain_text("cùng vấn đề")
    looked_at(page, "document")
    page.keyboard.press("l")
    expect(page.locator("#casefiles .plain-list")).to_contain_text("Đơn giá bồi thường")
