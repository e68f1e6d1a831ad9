"""A large PDF is looked at in parts: only what is drawn is fetched, and the receipt is one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Response
from sqlalchemy import func, select

from e_office.core.office import Office
from e_office.documents.models import Opening
from tests.browser.looking import open_context, quiet, sign_in
from tests.factories.documents import make_document, pdf_bytes
from tests.factories.world import World

pytestmark = pytest.mark.browser
LARGE = 12_000_000


@pytest.fixture
def tab(chromium: Browser, address: str) -> Iterator[Page]:
    context = open_context(chromium, "desk")
    with quiet(context) as page:
        yield page
    context.close()


@pytest.mark.parametrize(("padding", "in_parts"), [(LARGE, True), (0, False)], ids=["large", "small"])
def test_a_pdf_is_fetched_in_parts_where_it_is_large(
    tab: Page, address: str, office: Office, world: World, padding: int, in_parts: bool
) -> None:
    data = pdf_bytes("So do quy hoach", padding=padding)
    document = make_document(office, world.actor("vanthu"), world.units["ubnd"], [("Quy hoạch.pdf", data)])
    path, fetched = f"/documents/{document.id}", []

    def keep(response: Response) -> None:
        if "/preview" in response.url:
            fetched.append((response.status, int(response.headers["content-length"])))

    sign_in(tab, address, "vanthu")
    tab.on("response", keep)
    tab.goto(address + path)
    tab.wait_for_selector(".preview-page canvas + .text-layer")
    assert "So do quy hoach" in tab.inner_text(".text-layer")
    parts = [size for status, size in fetched if status == 206]
    assert bool(parts) == in_parts
    assert sum(parts) < len(data) / 10
    office.session.rollback()
    assert office.session.scalar(select(func.count(Opening.id))) == 1
