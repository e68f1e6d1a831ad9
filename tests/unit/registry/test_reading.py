"""Fields read from documents laid out after NĐ 30: through the real docx and PDF, as the clerk drops them."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from e_office.core.paper import Paper, Signature, Text, write
from e_office.documents.extraction import Extractor
from e_office.documents.rendition import find_soffice, render_pdf
from e_office.registry.reading import ReadFields, read_fields
from tests.factories.laid_out import Head, LaidOut, make_docx

DECISION = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "3713-QD-UBND.txt"
needs_office = pytest.mark.skipif(
    find_soffice() is None and os.environ.get("CI") != "true", reason="LibreOffice is not installed here"
)
HEADS: tuple[Head, ...] = ("two_rows", "one_row", "tabs")


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as opened:
        yield opened


DECISION_PAGE = LaidOut()
INVITATION = LaidOut(
    number="Số: 05/GM-UBND",
    title="GIẤY MỜI",
    subject="Họp nghe báo cáo tiến độ giải phóng mặt bằng các dự án trong Khu kinh tế Vũng Áng",
    stamps=("HỎA TỐC",),
    body=("Ủy ban nhân dân tỉnh trân trọng kính mời:", "Đề nghị đăng ký trước ngày 10/12/2013."),
    signature="TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\n\n\nNguyễn Thị Hoài An",
)
LETTER = LaidOut(
    agency="UBND TỈNH HÀ TĨNH\nSỞ NÔNG NGHIỆP\nVÀ PHÁT TRIỂN NÔNG THÔN",
    number="Số: 1234/SNNPTNT-KHTC",
    letter_subject="V/v đôn đốc thực hiện ý kiến chỉ đạo năm 2013 của UBND tỉnh về công tác phòng, chống dịch bệnh",
    title="",
    subject="",
    body=(
        "Kính gửi: Ủy ban nhân dân các huyện, thành phố, thị xã",
        "Thực hiện Công văn số 12/UBND-NL ngày 02 tháng 3 năm 2013, báo cáo chậm nhất vào ngày 15/12/2013./.",
    ),
    signature="KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n(Đã ký)\n\nTrần Thị Bích Ngọc",
)
CONCLUSION = LaidOut(
    agency="ỦY BAN NHÂN DÂN\nTỈNH HÀ TĨNH\nVĂN PHÒNG",
    number="Số: 447/TB-VP",
    title="THÔNG BÁO",
    subject="Kết luận của Chủ tịch UBND tỉnh tại cuộc họp về công tác quản lý khoáng sản",
    body=("Ngày 20/11/2013, tại trụ sở UBND tỉnh, Chủ tịch UBND tỉnh chủ trì cuộc họp.",),
    signature="TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\n\nPhạm Quang Huy",
)
RESOLUTION = LaidOut(
    agency="HỘI ĐỒNG NHÂN DÂN\nTỈNH HÀ TĨNH",
    number="Số: 26/2011/NQ-HĐND",
    place_and_date="Hà Tĩnh, ngày 16 tháng 12 năm 2011",
    title="NGHỊ QUYẾT",
    subject="Về việc quy định mức thu học phí",
    body=("HỘI ĐỒNG NHÂN DÂN TỈNH HÀ TĨNH", "Căn cứ Luật Tổ chức HĐND và UBND"),
    signature="CHỦ TỊCH\n\n\nVõ Đình Khang",
)
PAGES: dict[str, tuple[LaidOut, dict[str, Any]]] = {
    "decision": (
        DECISION_PAGE,
        {
            "code": "3713/QĐ-UBND",
            "number": 3713,
            "notation": "QĐ-UBND",
            "issued_on": date(2013, 11, 25),
            "issuer": "Ủy ban nhân dân tỉnh Hà Tĩnh",
            "type_code": "QD",
            "subject": "Về việc phê duyệt Đề án đổi mới phương thức hoạt động",
            "signer": "Nguyễn Văn An",
            "signer_title": "Chủ tịch",
            "recipients": ("Như trên", "Lưu: VT, TH1"),
        },
    ),
    "invitation": (
        INVITATION,
        {
            "code": "05/GM-UBND",
            "type_code": "GM",
            "subject": INVITATION.subject,
            "urgency": "flash",
            "due_on": date(2013, 12, 9),
            "signer": "Nguyễn Thị Hoài An",
            "signer_title": "Chánh Văn phòng",
        },
    ),
    "letter": (
        LETTER,
        {
            "code": "1234/SNNPTNT-KHTC",
            "type_code": "CV",
            "issuer": "Sở Nông nghiệp và Phát triển nông thôn",
            "subject": LETTER.letter_subject,
            "issued_on": date(2013, 11, 25),
            "due_on": date(2013, 12, 15),
            "signer": "Trần Thị Bích Ngọc",
            "signer_title": "Phó Giám đốc",
        },
    ),
    "conclusion": (
        CONCLUSION,
        {
            "code": "447/TB-VP",
            "type_code": "TB",
            "issuer": "Văn phòng Ủy ban nhân dân tỉnh Hà Tĩnh",
            "subject": CONCLUSION.subject,
            "signer": "Phạm Quang Huy",
            "signer_title": "Phó Chánh Văn phòng",
        },
    ),
    "resolution": (
        RESOLUTION,
        {
            "code": "26/2011/NQ-HĐND",
            "type_code": "NQ_QPPL",
            "issuer": "Hội đồng nhân dân tỉnh Hà Tĩnh",
            "subject": "Về việc quy định mức thu học phí",
            "signer": "Võ Đình Khang",
            "signer_title": "Chủ tịch",
        },
    ),
}


def values(read: ReadFields) -> dict[str, Any]:
    found = ((field.name, getattr(read, field.name)) for field in fields(read))
    return {name: one.value for name, one in found if one is not None}


def expect(text: str, wanted: dict[str, Any]) -> None:
    found = values(read_fields(text))
    assert {name: found.get(name) for name in wanted} == wanted
    assert set(found) - set(wanted) <= {"number", "notation", "code", "issued_on", "issuer", "recipients"}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("name", PAGES)
def test_a_docx_gives_its_fields_however_its_head_is_built(
    extractor: Extractor, tmp_path: Path, name: str, head: Head
) -> None:
    page, wanted = PAGES[name]
    expect(extractor.extract(make_docx(tmp_path / "a.docx", page, head), "docx").text, wanted)


@needs_office
@pytest.mark.parametrize(
    ("name", "head"), [*((name, "two_rows") for name in PAGES), ("letter", "one_row"), ("letter", "tabs")]
)
def test_the_pdf_of_it_gives_the_same(extractor: Extractor, tmp_path: Path, name: str, head: Head) -> None:
    page, wanted = PAGES[name]
    made = render_pdf(make_docx(tmp_path / "a.docx", page, head), tmp_path / "a.pdf")
    assert made is not None
    expect(extractor.extract(made.path, "pdf").text, wanted)


def test_a_paper_the_office_writes_itself_is_read_back(extractor: Extractor) -> None:
    paper = Paper(
        parent="UBND TỈNH HÀ TĨNH",
        agency="SỞ NỘI VỤ",
        number=123,
        notation="SNV-TCCB",
        place="Hà Tĩnh",
        day=date(2013, 12, 5),
        subject="đăng ký chương trình công tác năm 2014 của Ủy ban nhân dân tỉnh",
        to=("Văn phòng UBND tỉnh",),
        body=(Text(text="Sở Nội vụ đăng ký như sau."),),
        signature=Signature(post="PHÓ GIÁM ĐỐC", name="Lê Văn Bình", capacity=("KT. GIÁM ĐỐC",)),
        recipients=("Như trên;", "Lưu: VT, TCCB."),
    )
    stream = io.BytesIO()
    write(paper, stream)
    wanted = {
        "code": "123/SNV-TCCB",
        "type_code": "CV",
        "issuer": "Sở Nội vụ",
        "issued_on": date(2013, 12, 5),
        "subject": "V/v đăng ký chương trình công tác năm 2014 của Ủy ban nhân dân tỉnh",
        "signer": "Lê Văn Bình",
        "signer_title": "Phó Giám đốc",
    }
    expect(extractor.extract(stream, "docx").text, wanted)


@pytest.mark.skipif(
    not DECISION.exists() and os.environ.get("CI") != "true", reason="the shared data folder is not here"
)
def test_the_real_decision_made_into_a_docx_is_read_whole(extractor: Extractor, tmp_path: Path) -> None:
    text = DECISION.read_text("utf-8")
    body = text[text.index("Căn cứ Luật") :].split("\n")
    page = LaidOut(
        subject=next(line for line in text.split("\n") if line.startswith("VỀ VIỆC")),
        body=tuple(line.strip() for line in body if line.strip() and not line.startswith("Nơi nhận")),
    )
    docx = extractor.extract(make_docx(tmp_path / "a.docx", page), "docx").text
    for source in (docx, text):
        read = read_fields(source)
        assert read.code is not None
        assert read.subject is not None
        assert read.code.value == "3713/QĐ-UBND"
        assert read.issued_on is not None
        assert read.issued_on.value == date(2013, 11, 25)
        assert (read.type_code and read.type_code.value, read.issuer and read.issuer.value) == (
            "QD",
            "Ủy ban nhân dân tỉnh Hà Tĩnh",
        )
        assert read.subject.value == (
            "Về việc phê duyệt Đề án đổi mới phương thức hoạt động của các Sở, ban, ngành, UBND cấp huyện nhằm nâng "
            "cao hiệu lực, hiệu quả chỉ đạo, điều hành và hoạt động của UBND tỉnh"
        )
        assert not read.subject.doubtful
        assert read.secrecy is None
        assert read.due_on is None


def test_every_value_says_where_it_came_from(extractor: Extractor, tmp_path: Path) -> None:
    text = extractor.extract(make_docx(tmp_path / "a.docx", INVITATION), "docx").text
    read = read_fields(text)
    for field in fields(read):
        one = getattr(read, field.name)
        if one is not None:
            for piece in one.where.replace(" / ", "\n").split("\n"):
                assert piece in " ".join(text.split()), field.name
