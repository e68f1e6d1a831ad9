"""Conclusions and invitations that reach the office through its registers are found as what they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.registry.models import WaitingFile
from tests.conftest import Browser
from tests.factories.laid_out import LaidOut, make_docx
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.web.test_flow_exchange import TYPED
from tests.web.test_flow_registry import FORM, drop, letter

SignIn = Callable[[str], Browser]
NOTICE = {
    "issuer_name": "Văn phòng Chính phủ", "code": "447/TB-VPCP", "issued_on": "20/11/2026", "type_code": "TB",
    "subject": "Thông báo kết luận của Phó Thủ tướng về giải phóng mặt bằng Khu kinh tế Vũng Áng",
}  # fmt: skip
OWN_CHOICE = re.compile(r'<select[^>]*name="kind"[^>]*>\s*<option[^>]*value="">([^<]*)')


def waiting(office: Office) -> list[str]:
    office.session.rollback()
    return [str(number) for number in office.session.scalars(select(WaitingFile.id).filter_by(registered_at=None))]


def register(clerk: Browser, office: Office, **changes: str) -> Document:
    """Register the file that waits; gives the document."""
    response = clerk.post("/incoming/new", {**FORM, **NOTICE, "files": waiting(office), **changes})
    assert response.status_code == 200, re.findall(r"field-error.*", clerk.page)
    office.session.rollback()
    return office.session.scalars(select(Document).order_by(Document.id.desc())).first()  # type: ignore[return-value]


def kinds_of_hits(person: Browser, **query: str) -> dict[str, str]:
    """Number of every hit, with the tag it bears."""
    page = person.get("/search", query_string=query).text
    lines = re.findall(r'<p class="object-line">(.*?)</p>', page, re.DOTALL)
    found = {}
    for line in lines:
        tag = re.search(r'class="type-tag">([^<]*)', line)
        number = re.search(r'class="number"[^>]*>([^<]*)', line)
        found[number.group(1) if number else ""] = tag.group(1) if tag else ""
    return found


def test_a_notice_that_came_in_says_what_it_will_count_as_and_is_found_as_a_conclusion(
    sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int], tmp_path: Path, both_databases: str
) -> None:
    page = LaidOut(
        agency="VĂN PHÒNG CHÍNH PHỦ", number="Số: 447/TB-VPCP", title="THÔNG BÁO", place_and_date="Hà Nội, ngày 20 "
        "tháng 11 năm 2026", subject="Kết luận của Phó Thủ tướng về giải phóng mặt bằng Khu kinh tế Vũng Áng",
    )  # fmt: skip
    clerk = sign_in("vanthu")
    clerk.get("/incoming/new")
    assert OWN_CHOICE.findall(clerk.page) == ["Theo tên loại, trích yếu"]
    drop(clerk, (BytesIO(make_docx(tmp_path / "tb.docx", page).read_bytes()), "TB 447.docx"))
    assert OWN_CHOICE.findall(clerk.page) == ["Theo tên loại, trích yếu: Kết luận"]
    assert register(clerk, office, kind="").kind == "conclusion"
    work_off()
    assert kinds_of_hits(clerk, q="giai phong mat bang", kind="conclusion") == {"447/TB-VPCP": "Kết luận"}
    # M16: the conclusion stands beside the invitation to the next meeting on the matter.
    drop(clerk, (letter(), "a.docx"))
    register(clerk, office, code="9/TB-VPCP", subject="Thông báo giải phóng mặt bằng Khu kinh tế Vũng Áng")
    work_off()
    meeting_id = make_issued(office, world, ahead=timedelta(days=3))
    office.session.rollback()
    panel = sign_in("chuyenvien").get(f"/meetings/{meeting_id}/invitation").text
    assert "447/TB-VPCP" in panel
    assert "9/TB-VPCP" not in panel


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "conclusion"),
        ({"kind": "register"}, "register"),
        ({"type_code": "CV", "kind": "conclusion"}, "conclusion"),
        ({"type_code": "GM", "subject": "Họp giao ban"}, "invitation"),
        ({"type_code": "GM", "subject": "Họp giao ban", "kind": "register"}, "register"),
        ({"subject": "Thông báo lịch nghỉ"}, "register"),
    ],
)
def test_the_clerk_has_the_last_word_on_the_kind(
    sign_in: SignIn, office: Office, changes: dict[str, str], expected: str
) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "a.docx"))
    assert register(clerk, office, **changes).kind == expected


@pytest.mark.parametrize("forged", ["paper", "x", "conclusion' --"])
def test_a_kind_that_no_page_offers_is_refused(sign_in: SignIn, office: Office, forged: str) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "a.docx"))
    answer = clerk.post("/incoming/new", {**FORM, **NOTICE, "files": waiting(office), "kind": forged})
    assert answer.status_code == 422
    assert office.session.scalar(select(Document.id)) is None


def test_a_conclusion_issued_from_the_outgoing_desk_is_one_for_its_readers(
    sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int]
) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "ket-luan.docx"), path="/outgoing")
    assert 'value="conclusion"' in clerk.page
    assert 'value="invitation"' not in clerk.page
    sent = {**TYPED, "type_code": "TB", "subject": "Kết luận của Chủ tịch tại cuộc họp về khoáng sản"}
    clerk.post("/outgoing/new", {**sent, "files": waiting(office), f"to-{world.units['stc']}": "electronic"})
    assert "Đã phát hành 01/TB-UBND" in clerk.page
    assert 'href="/outgoing"' in clerk.page  # its page leads back to the register it stands in
    work_off()
    found = {"01/TB-UBND": "Kết luận"}
    for login in ("vanthu", "giamdoc.stc"):
        assert kinds_of_hits(sign_in(login), q="khoang san", kind="conclusion") == found
    drop(clerk, (letter(), "b.docx"), path="/outgoing")
    forged = {**sent, "files": waiting(office), f"to-{world.units['stc']}": "electronic", "kind": "invitation"}
    assert clerk.post("/outgoing/new", forged).status_code == 422
