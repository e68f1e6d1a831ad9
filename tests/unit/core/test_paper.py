"""The layout of papers, asserted on what python-docx reads back (NĐ 30/2020 Annex I)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from e_office.core.paper import Align, Paper, Signature, Table, Text, Urgency, heading, report, write
from e_office.core.paper.wording import balanced_width, clean, date_line, number_line, short_date

DECISION = Paper(
    agency="Ủy ban nhân dân\ntỉnh Hà Tĩnh",
    number=5,
    notation="QĐ-UBND",
    place="Hà Tĩnh",
    day=date(2026, 2, 5),
    type_name="Quyết định",
    subject="Về việc phê duyệt Đề án",
    body=(
        heading("QUYẾT ĐỊNH:", center=True),
        Text(lead="Điều 1.", text="Phê duyệt Đề án."),
        Text(text="Quyết định này có hiệu lực kể từ ngày ban hành./."),
    ),
    signature=Signature(capacity=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), post="Phó Chủ tịch", name="Lê Văn Bình"),
    recipients=("Như Điều 3", "Lưu: VT, TH1"),
)
LETTER = replace(
    DECISION,
    agency="Sở Nội vụ",
    parent="UBND tỉnh Hà Tĩnh",
    notation="SNV-CCHC",
    type_name="",
    subject="góp ý dự thảo Đề án",
    to=("Ủy ban nhân dân tỉnh", "Sở Tài chính"),
)


def laid_out(paper: Paper) -> DocxDocument:
    return Document(BytesIO(as_bytes(paper)))


def as_bytes(paper: Paper) -> bytes:
    stream = BytesIO()
    write(paper, stream)
    return stream.getvalue()


def lines(document: DocxDocument, table: int, column: int) -> list[str]:
    cell = document.tables[table].rows[0].cells[column]
    return [paragraph.text for paragraph in cell.paragraphs if paragraph.text]


def body_lines(document: DocxDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_the_page_is_a4_with_the_margins_of_the_law():
    section = laid_out(DECISION).sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    assert 20 <= round(section.top_margin.mm) <= 25
    assert 20 <= round(section.bottom_margin.mm) <= 25
    assert 30 <= round(section.left_margin.mm) <= 35
    assert 15 <= round(section.right_margin.mm) <= 20


def test_every_style_is_times_new_roman_in_the_sizes_of_the_law():
    document = laid_out(DECISION)
    sizes = {style.style_id: style.font.size.pt for style in document.styles if style.type == 1 and style.font.size}
    fonts = {style.font.name for style in document.styles if style.type == 1 and style.font.name}
    assert fonts == {"Times New Roman"}
    assert 12 <= sizes["QuocHieu"] <= 13
    assert 13 <= sizes["ThanBai"] <= 14
    assert (sizes["SoKyHieu"], sizes["NoiNhanNhan"], sizes["NoiNhan"]) == (13, 12, 11)


def test_the_head_says_agency_country_number_place_and_date():
    document = laid_out(DECISION)
    assert lines(document, 0, 0) == ["ỦY BAN NHÂN DÂN", "TỈNH HÀ TĨNH", "Số: 05/QĐ-UBND"]
    assert lines(document, 0, 1) == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hà Tĩnh, ngày 05 tháng 02 năm 2026",
    ]
    place = document.tables[0].rows[0].cells[1].paragraphs[-1]
    assert document.styles.element.get_by_id(place._p.style).rPr.find(qn("w:i")) is not None


def test_agency_motto_and_subject_have_a_rule_below():
    document = laid_out(DECISION)
    assert len(document.element.body.findall(f".//{qn('w:pBdr')}")) == 3


def test_a_named_type_has_its_name_and_subject_centred():
    document = laid_out(DECISION)
    assert body_lines(document)[:2] == ["QUYẾT ĐỊNH", "Về việc phê duyệt Đề án"]
    assert document.styles["TenLoai"].paragraph_format.alignment == WD_PARAGRAPH_ALIGNMENT.CENTER
    assert document.styles["TenLoai"].font.bold


def test_a_letter_has_its_subject_under_the_number_and_its_addressees():
    document = laid_out(LETTER)
    assert lines(document, 0, 0) == ["UBND TỈNH HÀ TĨNH", "SỞ NỘI VỤ", "Số: 05/SNV-CCHC", "V/v góp ý dự thảo Đề án"]
    assert body_lines(document)[:3] == ["Kính gửi:", "- Ủy ban nhân dân tỉnh;", "- Sở Tài chính."]


def test_one_addressee_stands_on_the_same_line():
    assert body_lines(laid_out(replace(LETTER, to=("Ủy ban nhân dân tỉnh",))))[0] == "Kính gửi: Ủy ban nhân dân tỉnh."


def test_a_subject_that_begins_with_v_v_does_not_get_a_second_one():
    assert lines(laid_out(replace(LETTER, subject="V/v góp ý")), 0, 0)[-1] == "V/v góp ý"


def test_body_paragraphs_are_justified_with_an_indented_first_line():
    document = laid_out(DECISION)
    style = document.styles["ThanBai"]
    assert style.paragraph_format.alignment == WD_PARAGRAPH_ALIGNMENT.JUSTIFY
    assert style.paragraph_format.first_line_indent.mm == pytest.approx(12.7, abs=0.1)
    article = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("Điều 1."))
    assert [(run.text, bool(run.bold)) for run in article.runs] == [("Điều 1. ", True), ("Phê duyệt Đề án.", False)]


def test_recipients_and_signature_stand_side_by_side():
    document = laid_out(DECISION)
    assert lines(document, -1, 0) == ["Nơi nhận:", "- Như Điều 3;", "- Lưu: VT, TH1."]
    assert lines(document, -1, 1) == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn Bình"]


def test_the_signature_never_stands_alone_on_a_page():
    document = laid_out(DECISION)
    last = [paragraph for paragraph in document.paragraphs if paragraph.text][-1]
    assert last.paragraph_format.keep_with_next
    gap = document.tables[-1]._tbl.getprevious()
    assert gap.pPr.find(qn("w:keepNext")) is not None
    assert document.tables[-1]._tbl.tr_lst[0].trPr.find(qn("w:cantSplit")) is not None


@pytest.mark.parametrize(("urgency", "width"), [(Urgency.URGENT, 20), (Urgency.VERY_URGENT, 40), (Urgency.EXPRESS, 30)])
def test_urgency_is_a_red_box_in_the_size_of_the_law(urgency, width):
    stamp = laid_out(replace(DECISION, urgency=urgency)).tables[0].rows[0].cells[0].tables[0]
    cell = stamp.rows[0].cells[0]
    assert cell.text == urgency.value
    assert round(cell.width.mm) == width
    assert round(stamp.rows[0].height.mm) == 8
    assert str(cell.paragraphs[0].runs[0].font.color.rgb) == "C00000"


def test_the_paper_ends_with_a_paragraph_too_small_to_make_a_page():
    last = laid_out(DECISION).paragraphs[-1]
    assert not last.text
    assert last.paragraph_format.line_spacing == Pt(1)


def test_an_ordinary_paper_has_no_stamp():
    assert not laid_out(DECISION).tables[0].rows[0].cells[0].tables


def test_pages_are_numbered_top_centre_but_not_the_first():
    section = laid_out(DECISION).sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert section.first_page_header.is_linked_to_previous  # none of its own: the first page stays empty


def test_a_draft_leaves_room_for_number_and_date():
    document = laid_out(replace(DECISION, number=None, day=None))
    assert lines(document, 0, 0)[-1] == "Số: \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/QĐ-UBND"
    assert "tháng" in lines(document, 0, 1)[-1]


def test_a_table_repeats_its_header_and_keeps_its_figures_right():
    table = Table(
        header=("TT", "Đơn vị", "Số lượng"),
        rows=(("1", "Sở Nội vụ", "12"), ("", "Tổng cộng", "12")),
        widths=(1, 6, 2),
        aligns=(Align.CENTER, Align.LEFT, Align.RIGHT),
        bold_rows=(-1,),
    )
    made = laid_out(replace(DECISION, body=(table,))).tables[1]
    assert made._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in made.rows[1].cells] == ["1", "Sở Nội vụ", "12"]
    assert made.rows[1].cells[2].paragraphs[0].paragraph_format.alignment == WD_PARAGRAPH_ALIGNMENT.RIGHT
    assert made.rows[2].cells[1].paragraphs[0].runs[0].bold
    assert not made.rows[1].cells[1].paragraphs[0].runs[0].bold
    assert sum(cell.width.mm for cell in made.rows[0].cells) == pytest.approx(165, abs=0.5)


def test_the_properties_of_a_table_stand_in_the_order_word_wants():
    order = ["tblStyle", "tblW", "jc", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook"]
    table = Table(header=("A",), rows=(("b",),))
    document = laid_out(replace(DECISION, body=(table,), urgency=Urgency.EXPRESS))
    for properties in document.element.body.findall(f".//{qn('w:tblPr')}"):
        names = [child.tag.split("}")[1] for child in properties]
        assert names == sorted(names, key=order.index)


def test_a_ragged_table_is_refused_where_it_is_made():
    with pytest.raises(ValueError, match="2 cells"):
        Table(header=("A", "B"), rows=(("only one",),))
    with pytest.raises(ValueError, match="widths"):
        Table(header=("A", "B"), rows=(), widths=(1,))


def test_a_report_has_no_number_and_needs_no_signature():
    table = Table(header=("Tháng", "Tỷ lệ"), rows=(("11/2026", "55,6 %"),))
    paper = report(
        agency="Văn phòng", place="Hà Tĩnh", day=date(2026, 11, 24), title="Báo cáo", subject="tỷ lệ văn bản điện tử",
        parts=(Text(text="Số liệu:"), table),
    )  # fmt: skip
    document = laid_out(paper)
    assert lines(document, 0, 0) == ["VĂN PHÒNG"]
    assert len(document.tables) == 2
    assert body_lines(document)[:3] == ["BÁO CÁO", "tỷ lệ văn bản điện tử", "Số liệu:"]


def test_the_same_paper_gives_the_same_bytes():
    assert as_bytes(DECISION) == as_bytes(DECISION)
    assert as_bytes(DECISION) != as_bytes(replace(DECISION, number=6))


def test_its_properties_name_the_paper_and_not_the_program():
    facts = laid_out(DECISION).core_properties
    assert facts.title == "Quyết định Về việc phê duyệt Đề án"
    assert "python-docx" not in facts.author + facts.comments
    assert facts.created.date() == date(2026, 2, 5)


def test_characters_no_xml_can_carry_are_left_out_and_text_is_nfc():
    document = laid_out(replace(DECISION, subject="Ha\u0300 Ti\u0303nh\x00\x0b\ufffe"))
    assert "Hà Tĩnh" in body_lines(document)
    assert clean("một\x07 hai\tba\n") == "một hai\tba\n"


@pytest.mark.parametrize(
    ("number", "written"), [(5, "Số: 05/GM-UBND"), (12, "Số: 12/GM-UBND"), ("30c", "Số: 30c/GM-UBND")]
)
def test_a_number_below_ten_gets_a_zero(number, written):
    assert number_line(number, "GM-UBND") == written


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 1, 9), "ngày 09 tháng 01 năm 2026"),
        (date(2026, 2, 10), "ngày 10 tháng 02 năm 2026"),
        (date(2026, 3, 1), "ngày 01 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_get_a_zero(day, written):
    assert date_line("Kỳ Anh", day) == f"Kỳ Anh, {written}"
    assert short_date(date(2026, 3, 5)) == "05/3/2026"


def test_a_subject_of_two_lines_is_set_narrower_so_that_they_are_of_a_length():
    long = "họp nghe báo cáo tiến độ giải phóng mặt bằng các dự án trong Khu kinh tế Vũng Áng"
    assert balanced_width("họp giao ban", 150, 2.4) == 150
    assert balanced_width(long, 150, 2.4) < 130


def test_the_room_to_sign_is_above_the_name():
    name = laid_out(DECISION).tables[-1].rows[0].cells[1].paragraphs[-1]
    assert name.paragraph_format.space_before >= Pt(60)
    assert Mm(80) > name.paragraph_format.space_before
