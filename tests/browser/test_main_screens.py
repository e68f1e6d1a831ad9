"""The main screens in a real browser: accessible, no wider than the screen, no complaint of the content policy."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from e_office.core.office import Office
from e_office.documents.service import DocumentFacts
from e_office.exchange.rules import Recipient
from e_office.exchange.service import issue
from e_office.registry.models import IncomingEntry
from e_office.registry.service import IncomingFacts, OutgoingFacts, forward, register_incoming
from tests.browser.test_style_pages import SIZES, chromium, violations
from tests.factories.documents import kept
from tests.factories.laid_out import LaidOut, make_docx
from tests.factories.meetings import make_draft, make_issued
from tests.factories.world import PASSWORD, World

__all__ = ["chromium"]

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


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application under test, served on loopback by threads."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def busy_day(office: Office, world: World, work_off: Callable[[], int]) -> dict[str, int]:
    """A province at work: both registers, something to register, a meeting being written and one issued."""
    for login, key, to in (("vanthu", "ubnd", "stnmt"), ("vanthu.kyanh", "kyanh", "ubnd")):
        for channel in ("electronic", "both"):
            send(office, world, login, key, to, channel)
    for number in ("1086/KKT-GPMB", "2214/SNN-TY", "447/TB-VPCP"):
        take_in(office, world, number)
    draft = make_draft(office, world, papers=("Tiến độ.txt", "Phương án.txt"), agreed=False)
    issued = make_issued(office, world, papers=("Báo cáo tiến độ giải phóng mặt bằng đến 30/11.txt",))
    work_off()
    document = office.session.scalars(select(IncomingEntry.document_id)).first()
    assert document
    return {"draft": draft, "issued": issued, "document": document}


def send(office: Office, world: World, login: str, key: str, to: str, channel: str) -> None:
    """One agency issues a letter to another."""
    facts = DocumentFacts(
        owner_unit_id=world.units[key], issuer_unit_id=world.units[key], issuer_name=world.unit(key).name,
        type_code="CV", subject=LETTER.letter_subject, signer="Trần Viết Sáng", issued_on=date(2026, 11, 23),
        signer_title="Chủ tịch", recipients=world.unit(to).name, urgency="urgent",
    )  # fmt: skip
    reason = "Kèm bản đồ khổ lớn" if channel == "both" else ""
    where = Recipient(unit_id=world.units[to], name=world.unit(to).name, channel=channel, paper_reason=reason)
    file = kept(office)
    with office.transaction():
        issue(office, world.actor(login), OutgoingFacts(unit_id=world.units[key], document=facts), [file], [where])


def take_in(office: Office, world: World, number: str) -> None:
    """The province's clerk registers a letter from outside and passes it on with a day to answer by."""
    facts = DocumentFacts(
        owner_unit_id=world.units["ubnd"], type_code="CV", code=number, issued_on=date(2026, 11, 20),
        subject="Đề nghị tháo gỡ vướng mắc về nguồn gốc đất tại xã Kỳ Lợi", issuer_name="Ban Quản lý KKT Vũng Áng",
    )  # fmt: skip
    clerk, file = world.actor("vanthu"), kept(office, f"{number.replace('/', '-')}.docx")
    with office.transaction():
        entry = register_incoming(office, clerk, IncomingFacts(unit_id=world.units["ubnd"], document=facts), [file])
        if not number.startswith("447"):
            due = date(2026, 11, 23 if number.startswith("1086") else 27)
            forward(office, clerk, entry, unit_id=None, person_id=world.persons["phochutich"], due_on=due)


SCREENS: dict[str, tuple[str, ...]] = {
    "": ("/login", "/khong-co-trang-nay"),
    "vanthu": (
        "/", "/incoming", "/incoming/new", "/incoming/print", "/outgoing", "/outgoing/new",
        "/arrivals", "/documents/{document}", "/search?q=giai+phong+mat+bang", "/account",
    ),
    "phochutich": ("/", "/meetings/consents"),
    "chuyenvien": ("/meetings", "/meetings/new", "/meetings/{draft}/edit", "/meetings/{issued}"),
    "giamdoc.stnmt": ("/", "/meetings/{issued}/invitation"),
    "chanhvanphong": ("/ratio", "/ratio/documents"),
    "quantri": ("/admin/units",),
}  # fmt: skip


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    """A tab in which neither a script nor the content policy may complain."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    yield page
    context.close()
    missing = "the server responded with a status of 404"  # the browser says so of the page asked for on purpose
    assert [said for said in complaints if missing not in said] == []


def sign_in(page: Page, address: str, login: str) -> None:
    """Sign in as people do."""
    page.goto(f"{address}/login")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/login" not in url)


@pytest.mark.parametrize("login", SCREENS)
def test_every_main_screen_is_accessible_and_fits_a_desk_and_a_phone(
    tab: Page, address: str, busy_day: dict[str, int], login: str
) -> None:
    if login:
        sign_in(tab, address, login)
    found: list[Any] = []
    for path in SCREENS[login]:
        for width, height in SIZES.values():
            tab.set_viewport_size({"width": width, "height": height})
            answer = tab.goto(address + path.format(**busy_day))
            assert answer
            assert answer.status == (404 if "khong-co" in path else 200), path
            wide = tab.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)")
            if wide and not path.endswith("/print"):  # a sheet of ten columns is drawn for paper, not for a phone
                found.append((path, width, f"{wide} px too wide"))
            found += [(path, width, *one) for one in violations(tab)]
    assert found == []


def test_a_document_is_registered_with_the_keyboard_alone(
    tab: Page, address: str, office: Office, world: World, tmp_path: Path
) -> None:
    path = make_docx(tmp_path / "CV 1352 Ky Anh.docx", LETTER)
    sign_in(tab, address, "vanthu")
    tab.goto(f"{address}/incoming")
    tab.keyboard.press("n")
    tab.wait_for_url("**/incoming/new*")
    tab.locator("input[type=file]").set_input_files(path)  # the dialog of the system is not the page's
    code = tab.locator("input[name=code]")
    expect(code).to_have_value("1352/UBND-TNMT")
    code.focus()
    expect(tab.locator("textarea[name=subject]")).to_have_value(f"{LETTER.letter_subject}")
    tab.keyboard.press("Control+Enter")
    expect(tab.get_by_text("1352/UBND-TNMT").first).to_be_visible()
    tab.wait_for_url(lambda url: "/incoming/new" not in url or "file=" not in url)
    office.session.rollback()
    entry = office.session.scalars(select(IncomingEntry)).one()
    assert (entry.number, entry.document.code) == (1, "1352/UBND-TNMT")
