"""Papers from forms and the format check, as the people of the office do it."""

from __future__ import annotations

import html
import io
from collections.abc import Callable

import pytest
from docx import Document as read_docx
from sqlalchemy import func, select

from e_office.core.office import Office
from e_office.documents.models import DocumentFile
from e_office.drafting.composing.kinds import KINDS
from e_office.drafting.issue_checks import findings_of
from e_office.drafting.layout_check import check
from e_office.drafting.models import Draft
from tests.conftest import Browser
from tests.factories.papers import LETTER, docx_of, layout_read, the
from tests.factories.world import World

SignIn = Callable[[str], Browser]
SUBJECT = "Góp ý dự thảo Đề án đổi mới phương thức hoạt động"
TYPED = {
    "subject": SUBJECT, "to": "Sở Tài chính\nSở Công Thương", "urgency": "normal",
    "text": "Các sở, ngành góp ý trước ngày 15 tháng 12 năm 2026.",
}  # fmt: skip


@pytest.fixture
def store_url(request: pytest.FixtureRequest) -> str:
    """Stories that run on both databases run on the real store too."""
    real = "both_databases" in request.fixturenames
    return str(request.getfixturevalue("real_store_url")) if real else "memory:"


def status(person: Browser) -> int:
    assert person.response is not None
    return person.response.status_code


def begun(person: Browser, type_code: str, query: str = "") -> dict[str, str]:
    """Open a form; what it begins with, as a browser would send it back."""
    person.get(f"/drafts/compose/{type_code}{query}")
    assert status(person) == 200
    page = person.page
    areas = page.split('name="recipients"', 1)[1].split(">", 1)[1].split("</textarea>", 1)[0]
    chosen = page.split('id="signer"', 1)[1].split("selected value=", 1)[1].split('"', 2)[1]
    return {
        "unit_id": person.field("unit_id") or "", "place": person.field("place") or "", "signer": chosen,
        "recipients": html.unescape(areas).strip(), "draft": person.field("draft") or "",
        "base": person.field("base") or "",
    }  # fmt: skip


@pytest.mark.usefixtures("both_databases")
def test_a_letter_is_composed_checked_taken_as_a_file_and_made_a_draft(
    sign_in: SignIn, office: Office, world: World
) -> None:
    person = sign_in("chuyenvien")
    person.get("/drafts/compose")
    assert all(f"/drafts/compose/{code}" in person.page for code in KINDS)

    form = begun(person, "CV")
    assert (form["place"], form["recipients"].splitlines()[-1]) == ("Hà Tĩnh", "Lưu: VT, TH1")
    assert "TM. Ủy ban nhân dân, Chủ tịch: Đặng Hữu Khánh" in person.page, "who may sign is offered"
    assert "UBND-TH1" in person.page, "the notation is the agency's and the section's"

    person.post("/drafts/compose/CV", {**form, "subject": "Một trích yếu", "act": "draft"})
    assert status(person) == 422
    assert "Chưa có nội dung công văn." in person.page and "Chưa có nơi được gửi." in person.page, "all at once"
    assert "Một trích yếu" in person.page, "nothing typed is lost"
    part = person.post("/drafts/compose/CV/check", {**form, **TYPED}).text
    assert "Lập được văn bản" in part and "<html" not in part

    file = person.post("/drafts/compose/CV", {**form, **TYPED, "act": "docx"})
    assert file.mimetype.endswith("wordprocessingml.document")
    assert check(layout_read(io.BytesIO(file.data))).departures == ()
    words = [one.text for one in read_docx(io.BytesIO(file.data)).paragraphs]
    assert "Các sở, ngành góp ý trước ngày 15 tháng 12 năm 2026./." in words

    begun(person, "CV")
    person.post("/drafts/compose/CV", {**form, **TYPED, "act": "draft"})
    assert status(person) == 200
    draft = office.session.scalars(select(Draft)).one()
    assert (draft.type_code, draft.subject, draft.version, draft.unit_id) == ("CV", SUBJECT, 1, world.units["th1"])
    assert "Kiểm tra thể thức" in person.page
    person.get(f"/drafts/{draft.id}/layout")
    assert "Không thấy chỗ nào khác" in person.page
    assert "Chín thành phần thể thức" in person.page

    again = begun(person, "CV", f"?draft={draft.id}")
    person.post("/drafts/compose/CV", {**again, **TYPED, "text": "Các sở, ngành góp ý ngay.", "act": "draft"})
    office.session.expire_all()
    assert office.session.scalars(select(Draft)).one().version == 2, "the next version of the same draft"


def test_a_version_from_a_stale_form_overwrites_nothing(sign_in: SignIn, office: Office, world: World) -> None:
    person = sign_in("chuyenvien")
    person.post("/drafts/compose/CV", {**begun(person, "CV"), **TYPED, "act": "draft"})
    draft_id = office.session.scalars(select(Draft.id)).one()
    stale = begun(person, "CV", f"?draft={draft_id}")
    for text, expected in (("Lần hai.", 200), ("Lần ba, từ lần một.", 422)):
        begun(person, "CV", f"?draft={draft_id}")
        person.post("/drafts/compose/CV", {**stale, **TYPED, "text": text, "act": "draft"})
        assert status(person) == expected
    assert "Lần ba, từ lần một." in person.page, "what was typed is still there"
    office.session.expire_all()
    assert office.session.get_one(Draft, draft_id).version == 2


@pytest.mark.parametrize("type_code", KINDS)
def test_every_form_opens_and_names_what_is_missing(sign_in: SignIn, world: World, type_code: str) -> None:
    person = sign_in("chuyenvien")
    form = begun(person, type_code) if type_code != "BB" else {}
    person.get(f"/drafts/compose/{type_code}")
    assert status(person) == 200
    assert "Còn thiếu" in person.page
    person.post(f"/drafts/compose/{type_code}", {**form, "act": "docx", "day": "32/13/2026"})
    assert status(person) == 422
    assert "Chưa có trích yếu." in person.page
    if type_code in {"GM", "BB"}:
        assert "Không đọc được ngày này" in person.page
        assert "32/13/2026" in person.page


def test_who_else_signs_is_written_down(sign_in: SignIn, world: World) -> None:
    person = sign_in("chuyenvien")
    other = {
        **begun(person, "CV"), **TYPED, "signer": "other", "signer_name": "Trần Văn Khoa", "post": "Phó Chủ tịch",
        "act": "docx",
    }  # fmt: skip
    person.post("/drafts/compose/CV", other)
    assert status(person) == 422
    assert "Cấp phó ký thay người đứng đầu" in person.page
    file = person.post("/drafts/compose/CV", {**other, "capacity": "TM. Ủy ban nhân dân\nKT. Chủ tịch"})
    texts = [
        p.text for row in read_docx(io.BytesIO(file.data)).tables[-1].rows for c in row.cells for p in c.paragraphs
    ]
    assert texts[-4:] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Văn Khoa"]


def test_nobody_composes_for_a_unit_or_a_type_that_is_not_there(sign_in: SignIn, world: World) -> None:
    person = sign_in("chuyenvien")
    for address in (
        "/drafts/compose/HDONG",
        f"/drafts/compose/CV?unit_id={world.units['stc']}",
        "/drafts/compose/CV?draft=99",
    ):
        person.get(address)
        assert status(person) == 404, address


def test_a_typed_stamp_of_secrecy_never_reaches_the_store(sign_in: SignIn, office: Office, world: World) -> None:
    """T6: what was typed is looked through like any file."""
    person = sign_in("chuyenvien")
    person.post("/drafts/compose/CV", {**begun(person, "CV"), **TYPED, "text": "TUYỆT MẬT\nNội dung.", "act": "draft"})
    assert status(person) == 422
    assert office.session.scalar(select(func.count(DocumentFile.id))) == 0


def test_a_file_is_checked_and_not_kept(sign_in: SignIn, office: Office, world: World) -> None:
    person = sign_in("chuyenvien")
    person.get("/drafts/check-layout")
    assert status(person) == 200

    def spoil(document: object) -> None:
        the(document, "Số: 1234").runs[0].text = "Số: 1234/CV-SNV"  # type: ignore[arg-type]

    person.post("/drafts/check-layout", {"file": (docx_of(LETTER, spoil), "Công văn.docx")})
    assert "1 chỗ sai, 0 chỗ nên sửa" in person.page
    assert "Công văn không có chữ viết tắt tên loại" in person.page
    assert "Số: 1234/CV-SNV" in person.page
    person.post("/drafts/check-layout", {"file": (docx_of(LETTER), "Công văn.docx")})
    assert "Không thấy chỗ nào khác" in person.page
    person.post("/drafts/check-layout", {"file": (io.BytesIO(b"PK\x03\x04 hong"), "hong.docx")})
    assert "Chưa kiểm được" in person.page
    person.post("/drafts/check-layout", {})
    assert "Chưa chọn tệp" in person.page
    assert office.session.scalar(select(func.count(DocumentFile.id))) == 0


def test_a_secret_file_is_not_checked_here(sign_in: SignIn, world: World) -> None:
    def stamp(document: object) -> None:
        the(document, "- Như trên").insert_paragraph_before("MẬT")  # type: ignore[arg-type]

    person = sign_in("chuyenvien")
    person.get("/drafts/check-layout")
    person.post("/drafts/check-layout", {"file": (docx_of(LETTER, stamp), "a.docx")})
    assert "dấu chỉ độ mật" in person.page
    assert "Chín thành phần" not in person.page


def test_the_clerk_is_told_of_departures_before_the_number_is_given(
    sign_in: SignIn, office: Office, world: World
) -> None:
    """T9: the format check stands before issue; the letter spoilt carries another agency's and unit's abbreviation."""
    person = sign_in("chuyenvien")
    person.post("/drafts/compose/CV", {**begun(person, "CV"), **TYPED, "act": "draft"})
    draft = office.session.scalars(select(Draft)).one()
    actor = world.actor("vanthu")
    assert not any("Thể thức" in str(finding.text) for finding in findings_of(office, actor, draft))

    def spoil(document: object) -> None:
        the(document, "Độc lập").runs[0].text = "Độc lập – Tự do – Hạnh phúc"  # type: ignore[arg-type]

    person.get(f"/drafts/{draft.id}")
    spoilt = {"base": "1", "files": (docx_of(LETTER, spoil), "Công văn.docx")}
    person.post(f"/drafts/{draft.id}/versions", spoilt)
    office.session.expire_all()
    draft = office.session.scalars(select(Draft)).one()
    assert draft.version == 2
    found = [finding for finding in findings_of(office, actor, draft) if "Thể thức" in str(finding.text)]
    assert [(str(one.text), one.wrong) for one in found] == [("Thể thức: 3 chỗ sai, 0 chỗ nên sửa.", True)]
