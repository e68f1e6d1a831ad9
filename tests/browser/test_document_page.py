"""The page of a document in a real browser: drawn, accessible, no wider than the screen, with honest receipts.

`SHOTS=1 pytest tests/browser/test_document_page.py` also writes pictures to tests/browser/shots.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from e_office.core.office import Office
from e_office.documents.models import Document, Opening
from e_office.documents.service import DocumentFacts, KeptFile, note_opening
from e_office.documents.soffice import find_soffice
from e_office.exchange.models import Dispatch
from e_office.exchange.rules import Recipient
from e_office.exchange.service import issue, register_arrival
from e_office.registry.service import IncomingFacts, OutgoingFacts, forward
from tests.browser.looking import TOO_SMALL, TOO_WIDE, open_context, quiet, sign_in, violations, wear
from tests.factories.documents import kept, pdf_bytes
from tests.factories.laid_out import LaidOut, make_docx
from tests.factories.world import World

pytestmark = pytest.mark.browser
SHOTS = Path(__file__).parent / "shots"
LETTER = LaidOut(
    agency="ỦY BAN NHÂN DÂN\nHUYỆN KỲ ANH",
    number="Số: 1352/UBND-TNMT",
    place_and_date="Kỳ Anh, ngày 20 tháng 11 năm 2026",
    letter_subject="V/v xin ý kiến về đơn giá bồi thường cây trồng, vật nuôi trên đất lâm nghiệp",
    title="",
    subject="",
    body=(
        "Kính gửi: Ủy ban nhân dân tỉnh; Sở Tài nguyên và Môi trường.",
        "Thực hiện Thông báo số 388/TB-UBND ngày 14/10/2026 của UBND tỉnh về kết luận của Phó Chủ tịch UBND tỉnh tại "
        "cuộc họp về công tác giải phóng mặt bằng các dự án trong Khu kinh tế Vũng Áng, UBND huyện Kỳ Anh đã kiểm kê "
        "xong tài sản trên đất của 214 hộ tại xã Kỳ Lợi.",
        "Trong quá trình áp giá, phát sinh một số loại cây trồng trên đất lâm nghiệp chưa có trong bộ đơn giá của "
        "tỉnh. UBND huyện kính đề nghị Sở Tài nguyên và Môi trường chủ trì, phối hợp với Sở Tài chính cho ý kiến.",
    ),
    signature="CHỦ TỊCH\n\n\nTrần Viết Sáng",
)


@pytest.fixture
def letter(office: Office, world: World, tmp_path: Path, work_off: Callable[[], int], clock: Any) -> Document:
    """A letter of a district to the province and a department, with a laid-out Word file and two more."""
    word = make_docx(tmp_path / "letter.docx", LETTER).read_bytes()
    files = [
        ("CV 1352 Ky Anh.docx", word),
        ("Phụ lục đơn giá bồi thường cây trồng, vật nuôi trên đất lâm nghiệp (bản đã ký).pdf", pdf_bytes()),
        ("Ảnh hiện trường.bin", bytes(range(256)) * 300),
    ]
    document = issued(office, world, [kept(office, name, data) for name, data in files])
    work_off()
    for login in ("vanthu.kyanh", "vanthu.stnmt"):
        clock.move(minutes=8)
        with office.transaction():
            note_opening(office, world.actor(login), document.files[0])
    clock.move(minutes=3)
    registered(office, world, document)
    clock.move(minutes=21)
    with office.transaction():
        note_opening(office, world.actor("giamdoc.stnmt"), document.files[0])
    clock.move(minutes=7)
    return document


def issued(office: Office, world: World, files: list[KeptFile]) -> Document:
    """The district issues it to the province and two departments."""
    unit = world.units["kyanh"]
    facts = DocumentFacts(
        owner_unit_id=unit, issuer_unit_id=unit, issuer_name="UBND huyện Kỳ Anh", type_code="CV", urgency="urgent",
        subject="V/v xin ý kiến về đơn giá bồi thường cây trồng, vật nuôi trên đất lâm nghiệp",
        signer="Trần Viết Sáng", issued_on=date(2026, 11, 20), signer_title="Chủ tịch",
        recipients="Ủy ban nhân dân tỉnh;\nSở Tài nguyên và Môi trường;\nSở Tài chính",
    )  # fmt: skip
    recipients = [
        Recipient(unit_id=world.units[key], name=world.unit(key).name, channel=channel, paper_reason=why)
        for key, channel, why in (
            ("ubnd", "electronic", ""),
            ("stnmt", "both", "Kèm bản đồ khổ lớn"),
            ("stc", "electronic", ""),
        )
    ]
    wanted = OutgoingFacts(unit_id=unit, document=facts)
    with office.transaction():
        return issue(office, world.actor("vanthu.kyanh"), wanted, files, recipients).document


def registered(office: Office, world: World, document: Document) -> None:
    """The department's clerk registers it and passes it on with a day to answer by."""
    clerk, unit = world.actor("vanthu.stnmt"), world.units["stnmt"]
    with office.transaction() as session:
        dispatch = session.scalars(select(Dispatch).filter_by(document_id=document.id, unit_id=unit)).one()
        facts = DocumentFacts(
            owner_unit_id=unit, type_code="CV", subject=document.subject, issuer_name=document.issuer_name,
            code=document.code, issued_on=document.issued_on,
        )  # fmt: skip
        entry = register_arrival(office, clerk, dispatch.id, IncomingFacts(unit_id=unit, document=facts))
        forward(office, clerk, entry, unit_id=None, person_id=world.persons["giamdoc.stnmt"], due_on=date(2026, 11, 30))


@pytest.fixture
def tab(chromium: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab in which the page's own scripts and the content policy must not complain, closed before its server is."""
    context = open_context(chromium, getattr(request, "param", "desk"))
    with quiet(context) as page:
        yield page
    context.close()


def shoot(page: Page, name: str) -> None:
    """A picture for people to look at, where it is asked for."""
    if os.environ.get("SHOTS"):
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def test_every_kind_of_preview_is_accessible_and_fits_a_desk_and_a_phone(
    tab: Page, address: str, letter: Document
) -> None:
    word, pdf, other = (file.id for file in letter.files)
    here = f"{address}/documents/{letter.id}"
    sign_in(tab, address, "giamdoc.stnmt")
    tab.context.add_cookies([{"name": "theme", "value": "auto", "url": address}])
    pages = {
        "word": here, "pdf": f"{here}?file={pdf}", "none": f"{here}?file={other}",
        "text": f"{here}/files/{word}/text", "hash": f"{here}/files/{word}/hash",
    }  # fmt: skip
    for name, url in pages.items():
        wear(tab, "desk", "light")
        tab.goto(url)
        for size, theme in (("desk", "light"), ("phone", "dark")):
            wear(tab, size, theme)
            if name in {"pdf", "word"} and (name == "pdf" or find_soffice()):
                tab.locator(".preview-page canvas").first.wait_for()
                tab.wait_for_timeout(300)
            shoot(tab, f"document-{name}-{size}-{theme}")
            assert violations(tab) == [], (name, size)
            assert tab.evaluate(TOO_WIDE) == 0, (name, size)
        assert tab.evaluate(TOO_SMALL) == [], name


def test_reading_a_pdf_in_the_page_is_the_receipt_and_the_page_alone_is_not(
    chromium: Browser, address: str, letter: Document, office: Office, world: World
) -> None:
    context = chromium.new_context()  # the page is made to fail here, so its complaints are no fault
    tab = context.new_page()
    pdf, reader = letter.files[1].id, world.persons["vanthu.stc"]
    query = select(Opening.person_id).filter_by(file_id=pdf)
    sign_in(tab, address, "vanthu.stc")
    tab.route("**/preview?seen=*", lambda route: route.abort())
    tab.goto(f"{address}/documents/{letter.id}?file={pdf}")
    tab.get_by_text("Trình duyệt không vẽ được tệp này").wait_for()
    office.session.rollback()
    assert list(office.session.scalars(query)) == []
    tab.unroute("**/preview?seen=*")
    tab.reload()
    tab.locator(".preview-page canvas").first.wait_for()
    office.session.rollback()
    assert list(office.session.scalars(query)) == [reader]
    context.close()


@pytest.mark.parametrize("tab", ["phone"], indirect=True)
def test_on_a_phone_files_come_before_preview_facts_readers_and_history(
    tab: Page, address: str, letter: Document
) -> None:
    sign_in(tab, address, "giamdoc.stnmt")
    tab.goto(f"{address}/documents/{letter.id}")
    tops = [tab.locator(f"#{part}").bounding_box() for part in ("files", "preview", "facts", "readers", "history")]
    heights = [box["y"] for box in tops if box]
    assert len(heights) == 5
    assert heights == sorted(heights)


def test_without_scripts_the_page_says_everything_and_links_to_the_preview(
    chromium: Browser, address: str, letter: Document
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, address, "vanthu.kyanh")
    page.goto(f"{address}/documents/{letter.id}?file={letter.files[1].id}")
    assert page.get_by_role("link", name="Mở bản xem trước").is_visible()
    assert page.get_by_text("Lịch sử").is_visible()
    context.close()
