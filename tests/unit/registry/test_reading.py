"""Fields read from documents laid out after NĐ 30: through the real docx and PDF, as the clerk drops them."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


HEAD = "UBND TỈNH HÀ TĨNH\nSỞ NỘI VỤ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


def test_columns_read_line_by_line_are_taken_apart() -> None:
    text = (
        "UBND TỈNH HÀ TĨNH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ TÀI NGUYÊN VÀ Độc lập - Tự do - Hạnh phúc\n"
        "MÔI TRƯỜNG Hà Tĩnh, ngày 05 tháng 12 năm 2013\nSố: 77/TTr-STNMT\nTỜ TRÌNH\nVề việc phê duyệt quy hoạch\n"
        "Kính gửi: UBND tỉnh\n"
    )
    wanted = {"issuer": "Sở Tài nguyên và Môi trường", "code": "77/TTr-STNMT", "type_code": "TTR"}
    expect(text, {**wanted, "subject": "Về việc phê duyệt quy hoạch", "issued_on": date(2013, 12, 5)})


def test_a_motto_broken_by_the_other_column_is_no_agency() -> None:
    text = (
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ\nTỈNH HÀ TĨNH NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 12/KH-UBND Hà Tĩnh, ngày 05 tháng 12 năm\n2013\nKẾ HOẠCH\nPhòng, chống thiên tai năm 2014\nCăn cứ"
    )
    wanted = {"issuer": "Ủy ban nhân dân tỉnh Hà Tĩnh", "type_code": "KH", "issued_on": date(2013, 12, 5)}
    expect(text, {**wanted, "code": "12/KH-UBND", "subject": "Phòng, chống thiên tai năm 2014"})


def test_a_party_document_is_read() -> None:
    text = (
        "TỈNH ỦY HÀ TĨNH\n*\nSố 12-NQ/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Tĩnh, ngày 03 tháng 01 năm 2013\nNGHỊ QUYẾT\n"
        "Về phát triển nông nghiệp, nông thôn\n-----\nTrong những năm qua\n"
    )
    wanted = {"code": "12-NQ/TU", "type_code": "NQ", "issued_on": date(2013, 1, 3)}
    expect(text, {**wanted, "subject": "Về phát triển nông nghiệp, nông thôn"})


def test_a_draft_without_number_gives_its_notation_only() -> None:
    read = read_fields(HEAD + "Số:      /QĐ-SNV\nHà Tĩnh, ngày    tháng 12 năm 2013\nQUYẾT ĐỊNH\nVề việc khen thưởng\n")
    assert (read.number, read.code, read.issued_on) == (None, None, None)
    assert read.notation is not None
    assert (read.notation.value, read.notation.doubtful) == ("QĐ-SNV", True)
    assert read.type_code is not None
    assert read.type_code.value == "QD"


def test_a_title_that_contradicts_the_number_is_doubtful() -> None:
    read = read_fields(HEAD + "Số: 12/BC-SNV\nHà Tĩnh, ngày 05 tháng 12 năm 2013\nKẾ HOẠCH\nVề việc cải cách\n")
    assert read.type_code is not None
    assert (read.type_code.value, read.type_code.doubtful) == ("KH", True)


def test_a_letter_of_a_unit_named_like_a_type_stays_a_letter() -> None:
    text = "CỤC THUẾ TỈNH HÀ TĨNH\nSố: 1234/CT-TTHT\nV/v hướng dẫn kê khai\n"
    text += "Hà Tĩnh, ngày 05 tháng 12 năm 2013\nKính gửi: A"
    expect(text, {"type_code": "CV", "code": "1234/CT-TTHT", "subject": "V/v hướng dẫn kê khai"})


def test_capitals_of_a_subject_take_the_case_the_text_uses() -> None:
    text = (
        HEAD + "Số: 12/QĐ-SNV\nHà Tĩnh, ngày 05 tháng 12 năm 2013\nQUYẾT ĐỊNH\n"
        "VỀ VIỆC BAN HÀNH QUY CHẾ LÀM VIỆC CỦA SỞ NỘI VỤ\nGIÁM ĐỐC SỞ NỘI VỤ\nCăn cứ Luật;\n"
        "Điều 1. Ban hành Quy chế làm việc của Sở Nội vụ.\n"
    )
    read = read_fields(text)
    assert read.subject is not None
    assert read.subject.value == "Về việc ban hành Quy chế làm việc của Sở Nội vụ"
    assert not read.subject.doubtful


def test_capitals_nobody_can_undo_are_doubtful() -> None:
    read = read_fields(HEAD + "Số: 12/KH-SNV\nngày 05 tháng 12 năm 2013\nKẾ HOẠCH\nTRỒNG CÂY Ở CAN LỘC\nCăn cứ")
    assert read.subject is not None
    assert (read.subject.value, read.subject.doubtful) == ("Trồng cây ở can lộc", True)


LEVELS = {"MẬT": "confidential", "TỐI MẬT": "secret", "TUYỆT MẬT": "top_secret"}


@pytest.mark.parametrize(("stamp", "level"), LEVELS.items())
@pytest.mark.parametrize(
    "place", ["{}\nSố: 1/BC-UBND", "Số: 1/BC-UBND\n[{}]", "Độ mật: {}\n", "A\t{}", "A\n" * 900 + "{}"]
)
def test_a_stamp_of_secrecy_standing_alone_is_seen(stamp: str, level: str, place: str) -> None:
    read = read_fields(place.format(stamp))
    assert read.secrecy is not None
    assert read.secrecy.value == level


@pytest.mark.parametrize(
    "text", ["Bảo vệ bí mật nhà nước", "CÔNG TÁC BẢO MẬT", "mật ong", "Mật", "tài liệu MẬT của cơ quan", "BÍ MẬT"]
)
def test_the_word_inside_a_text_is_no_stamp(text: str) -> None:
    assert read_fields(text).secrecy is None


def test_the_highest_stamp_counts() -> None:
    read = read_fields("MẬT\nx\nTUYỆT MẬT\ny\nMẬT")
    assert read.secrecy is not None
    assert read.secrecy.value == "top_secret"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("gửi về Sở trước ngày 10/12/2013", date(2013, 12, 9)),
        ("gửi trước ngày 10 tháng 12 năm 2013", date(2013, 12, 9)),
        ("trước 17 giờ 00 ngày 10/12/2013", date(2013, 12, 10)),
        ("chậm nhất vào ngày 10/12/2013", date(2013, 12, 10)),
        ("thời hạn đến hết ngày 10.12.2013", date(2013, 12, 10)),
        ("trước ngày 01/01/2014", date(2013, 12, 31)),
        ("trước ngày 10/12/2012", None),
        ("trước ngày 25 hàng tháng", None),
        ("trước ngày 31/02/2014", None),
        ("ngày 10/12/2013", None),
    ],
)
def test_the_day_to_answer_by_is_read_literally_and_always_doubtful(text: str, day: date | None) -> None:
    read = read_fields(
        HEAD + "Số: 12/BC-SNV\nHà Tĩnh, ngày 25 tháng 11 năm 2013\nBÁO CÁO\nVề việc x\nKính gửi\n" + text
    )
    assert (read.due_on.value if read.due_on else None) == day
    assert read.due_on is None or read.due_on.doubtful


def test_every_value_says_where_it_came_from(extractor: Extractor, tmp_path: Path) -> None:
    text = extractor.extract(make_docx(tmp_path / "a.docx", INVITATION), "docx").text
    read = read_fields(text)
    for field in fields(read):
        one = getattr(read, field.name)
        if one is not None:
            for piece in one.where.replace(" / ", "\n").split("\n"):
                assert piece in " ".join(text.split()), field.name


def test_a_signature_with_recipients_beside_it_on_the_same_lines_is_read() -> None:
    text = (
        HEAD + "Số: 12/BC-SNV\nHà Tĩnh, ngày 25 tháng 11 năm 2013\nBÁO CÁO\nVề việc x\nCăn cứ\n"
        "Nơi nhận: KT. GIÁM ĐỐC\n- Như trên; PHÓ GIÁM ĐỐC\n- UBND các huyện,\n"
        "thành phố, thị xã;\n- Lưu: VT. Đặng Hữu Lộc\n"
    )
    read = read_fields(text)
    assert read.signer is not None
    assert read.signer.value == "Đặng Hữu Lộc"
    assert read.recipients is not None
    assert read.recipients.value == ("Như trên", "UBND các huyện, thành phố, thị xã", "Lưu: VT")


def test_an_ordinary_text_gives_nothing() -> None:
    assert values(read_fields("Đây là một đoạn văn không có thể thức.\nDòng thứ hai.")) == {}
    assert values(read_fields("")) == {}


@settings(max_examples=60)
@given(st.text(max_size=2000))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert isinstance(read_fields(text), ReadFields)


HOSTILE = ["CHỦ TỊCH\n" * 50_000, "Nơi nhận: " * 40_000, "Số: 1/a-" + "a-" * 100_000, "V/v a\n" * 60_000, " " * 400_000]
HOSTILE += ["Hà Tĩnh, ngày 1 tháng 1 " * 20_000, "QUYẾT ĐỊNH\n" + "AB CD EF " * 60 + "\n" + "ab cd ef gh " * 20_000]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text_is_read_in_bounded_time(number: int) -> None:
    start = time.perf_counter()
    read_fields(HOSTILE[number])
    assert time.perf_counter() - start < 5
