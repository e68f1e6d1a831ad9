"""The format check (T9): a clean page has no departure; one fault is found, and nothing else with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from e_office.core.paper import Paper, Table, Text, Urgency
from e_office.drafting.layout_check import Box, Departure, Severity, check
from e_office.drafting.layout_check.departures import COMPONENTS, Standing
from tests.factories.papers import (
    COMPLIMENT,
    DECISION,
    INVITATION,
    LETTER,
    LONG,
    MINUTES,
    SIGNED,
    docx_of,
    layout_read,
    paragraphs,
    the,
)

CLEAN = {
    "decision": DECISION,
    "letter": LETTER,
    "invitation": INVITATION,
    "open letter": COMPLIMENT,
    "minutes": MINUTES,
    "draft without number and day": replace(DECISION, number=None, day=None),
    "draft of a letter": replace(LETTER, number=None, day=None),
    "urgent": replace(LETTER, urgency=Urgency.EXPRESS),
    "very urgent decision": replace(DECISION, urgency=Urgency.VERY_URGENT),
    "with a table": replace(LETTER, body=(Text(text=LONG), Table(header=("A", "B"), rows=(("1", "2"),)))),
    "several pages": replace(LETTER, body=(*(Text(text=LONG),) * 40, Text(text="Hết./."))),
    "by order": replace(DECISION, signature=replace(SIGNED, capacity=("TL. CHỦ TỊCH",), post="Chánh Văn phòng")),
    "by delegation": replace(DECISION, signature=replace(SIGNED, capacity=("TUQ. CHỦ TỊCH",), post="Chánh Văn phòng")),
    "by order, for the head": replace(
        DECISION, signature=replace(SIGNED, capacity=("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG"), post="Phó Chánh Văn phòng")
    ),
    "acting": replace(DECISION, signature=replace(SIGNED, capacity=(), post="Q. Chủ tịch")),
    "head alone": replace(LETTER, signature=replace(SIGNED, capacity=(), post="Giám đốc")),
    "one addressee": replace(LETTER, to=("Ủy ban nhân dân tỉnh",)),
}  # fmt: skip


def departures(paper: Paper, edit: Callable[[DocxDocument], Any] | None = None) -> tuple[Departure, ...]:
    return check(layout_read(docx_of(paper, edit))).departures


@pytest.mark.parametrize("name", CLEAN)
def test_a_page_that_follows_the_decree_has_no_departure(name: str) -> None:
    assert [(one.rule, one.found, str(one.wanted)) for one in departures(CLEAN[name])] == []


def text(begins: str, new: str) -> Callable[[DocxDocument], None]:
    """Write another text into the paragraph that begins so."""

    def edit(document: DocxDocument) -> None:
        runs = the(document, begins).runs
        runs[0].text = new
        for run in runs[1:]:
            run.text = ""

    return edit


def without(*begins: str) -> Callable[[DocxDocument], None]:
    """Take paragraphs out."""

    def edit(document: DocxDocument) -> None:
        for begin in begins:
            element = the(document, begin)._p
            element.getparent().remove(element)

    return edit


def letters(begins: str, **changes: Any) -> Callable[[DocxDocument], None]:
    """Set the letters of a paragraph otherwise."""

    def edit(document: DocxDocument) -> None:
        for run in the(document, begins).runs:
            for name, value in changes.items():
                setattr(run.font, name, value)

    return edit


def section(**changes: Any) -> Callable[[DocxDocument], None]:
    def edit(document: DocxDocument) -> None:
        for name, value in changes.items():
            setattr(document.sections[0], name, value)

    return edit


def aligned(begins: str, where: WD_ALIGN_PARAGRAPH) -> Callable[[DocxDocument], None]:
    def edit(document: DocxDocument) -> None:
        the(document, begins).alignment = where

    return edit


def swapped(table: int) -> Callable[[DocxDocument], None]:
    """The two columns of a table change places."""

    def edit(document: DocxDocument) -> None:
        row = document.tables[table].rows[0]._tr
        first = row.tc_lst[0]
        row.remove(first)
        row.append(first)

    return edit


def number_below(document: DocxDocument) -> None:
    """The page number goes to the footer."""
    header, footer = document.sections[0].header, document.sections[0].footer
    footer.is_linked_to_previous = False
    moved = header.paragraphs[0]._p
    footer._element.append(moved)
    header._element.append(footer.paragraphs[0]._p)


def number_left(document: DocxDocument) -> None:
    document.sections[0].header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def blue(document: DocxDocument) -> None:
    for run in the(document, "Các cơ quan").runs:
        run.font.color.rgb = RGBColor(0x1F, 0x4E, 0x9E)


def no_number(document: DocxDocument) -> None:
    header = document.sections[0].header.paragraphs[0]
    for run in header.runs:
        header._p.remove(run._r)


LEFT = WD_ALIGN_PARAGRAPH.LEFT
MANY = replace(LETTER, body=(*(Text(text=LONG),) * 40, Text(text="Hết./.")))
SPOILT_BODY = "Các cơ quan, đơn vị  rà soát toàn bộ nhiệm vụ được giao."
DECOMPOSED = unicodedata.normalize("NFD", "Các cơ quan, đơn vị rà soát toàn bộ nhiệm vụ được giao.")

FAULTS: list[tuple[str, Paper, Callable[[DocxDocument], None] | None, str, Box]] = [
    ("no country", DECISION, without("CỘNG HÒA"), "country_missing", Box.COUNTRY),
    ("country small", DECISION, text("CỘNG HÒA", "Cộng hòa xã hội chủ nghĩa Việt Nam"), "country_form", Box.COUNTRY),
    ("country shortened", DECISION, text("CỘNG HÒA", "CỘNG HÒA XHCN VIỆT NAM"), "country_form", Box.COUNTRY),
    ("no motto", DECISION, without("Độc lập"), "motto_missing", Box.COUNTRY),
    ("motto with long dashes", DECISION, text("Độc lập", "Độc lập – Tự do – Hạnh phúc"), "motto_form", Box.COUNTRY),
    ("motto in capitals", DECISION, text("Độc lập", "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"), "motto_form", Box.COUNTRY),
    ("motto in italics", DECISION, letters("Độc lập", italic=True), "style", Box.COUNTRY),
    ("country too large", DECISION, letters("CỘNG HÒA", size=Pt(14)), "size", Box.COUNTRY),
    ("columns of the head change places", DECISION, swapped(0), "side", Box.COUNTRY),
    ("no agency", LETTER, without("UBND TỈNH", "SỞ NỘI VỤ"), "agency_missing", Box.AGENCY),
    ("agency small", LETTER, text("SỞ NỘI VỤ", "Sở Nội vụ"), "agency_capitals", Box.AGENCY),
    ("agency light", LETTER, letters("SỞ NỘI VỤ", bold=False), "style", Box.AGENCY),
    ("parent heavy", LETTER, letters("UBND TỈNH", bold=True), "style", Box.AGENCY),
    ("agency too small", LETTER, letters("SỞ NỘI VỤ", size=Pt(10)), "size", Box.AGENCY),
    ("no number", DECISION, without("Số: 05"), "number_missing", Box.NUMBER),
    ("number without its colon", DECISION, text("Số: 05", "Số 05/QĐ-UBND"), "number_label", Box.NUMBER),
    ("number in capitals", DECISION, text("Số: 05", "SỐ: 05/QĐ-UBND"), "number_label", Box.NUMBER),
    ("number without its word", DECISION, text("Số: 05", "05/QĐ-UBND"), "number_label", Box.NUMBER),
    ("number spaced", DECISION, text("Số: 05", "Số: 05 / QĐ-UBND"), "number_spaces", Box.NUMBER),
    ("number with a long dash", DECISION, text("Số: 05", "Số: 05/QĐ–UBND"), "number_spaces", Box.NUMBER),
    ("number without its zero", DECISION, text("Số: 05", "Số: 5/QĐ-UBND"), "number_zero", Box.NUMBER),
    ("year in a decision's number", DECISION, text("Số: 05", "Số: 15/2026/QĐ-UBND"), "number_year", Box.NUMBER),
    ("number as the Party writes it", DECISION, text("Số: 05", "Số: 05-QĐ/UBND"), "number_party", Box.NUMBER),
    ("QD for QĐ", DECISION, text("Số: 05", "Số: 05/QD-UBND"), "number_type", Box.NUMBER),
    ("another type's sign", DECISION, text("Số: 05", "Số: 05/KH-UBND"), "number_type", Box.NUMBER),
    ("invitation without a type", INVITATION, text("Số: 05", "Số: 05/UBND-VP"), "number_type", Box.NUMBER),
    ("number without an agency", DECISION, text("Số: 05", "Số: 05/QĐ"), "number_unit", Box.NUMBER),
    ("agency's sign small", DECISION, text("Số: 05", "Số: 05/QĐ-ubnd"), "number_capitals", Box.NUMBER),
    ("CV for công văn", LETTER, text("Số: 1234", "Số: 1234/CV-SNV"), "number_letter", Box.NUMBER),
    ("letter without its section", LETTER, text("Số: 1234", "Số: 1234/SNV"), "letter_section", Box.NUMBER),
    ("TC for thư công", COMPLIMENT, text("Số: 05", "Số: 05/TC-UBND"), "number_letter", Box.NUMBER),
    ("number heavy", DECISION, letters("Số: 05", bold=True), "style", Box.NUMBER),
    ("number too large", DECISION, letters("Số: 05", size=Pt(14)), "size", Box.NUMBER),
    ("no date", DECISION, without("Hà Tĩnh, ngày"), "date_missing", Box.PLACE_DATE),
    ("date in figures", DECISION, text("Hà Tĩnh, ngày", "Hà Tĩnh, 05/02/2026"), "date_form", Box.PLACE_DATE),
    ("no place", DECISION, text("Hà Tĩnh, ngày", "ngày 05 tháng 02 năm 2026"), "place_missing", Box.PLACE_DATE),
    ("no comma", DECISION, text("Hà Tĩnh, ngày", "Hà Tĩnh ngày 05 tháng 02 năm 2026"), "place_comma", Box.PLACE_DATE),
    ("place in capitals", DECISION, text("Hà Tĩnh, ngày", "HÀ TĨNH, ngày 05 tháng 02 năm 2026"), "place_capitals", Box.PLACE_DATE),
    ("day without zero", DECISION, text("Hà Tĩnh, ngày", "Hà Tĩnh, ngày 5 tháng 02 năm 2026"), "day_zero", Box.PLACE_DATE),
    ("month without zero", DECISION, text("Hà Tĩnh, ngày", "Hà Tĩnh, ngày 05 tháng 2 năm 2026"), "month_zero", Box.PLACE_DATE),
    ("month with a zero too many", DECISION, text("Hà Tĩnh, ngày", "Hà Tĩnh, ngày 05 tháng 03 năm 2026"), "month_no_zero", Box.PLACE_DATE),
    ("a day that is none", DECISION, text("Hà Tĩnh, ngày", "Hà Tĩnh, ngày 31 tháng 02 năm 2026"), "date_impossible", Box.PLACE_DATE),
    ("year shortened", DECISION, text("Hà Tĩnh, ngày", "Hà Tĩnh, ngày 05 tháng 02 năm 26"), "year_form", Box.PLACE_DATE),
    ("day in words", DECISION, text("Hà Tĩnh, ngày", "Hà Tĩnh, ngày năm tháng 02 năm 2026"), "date_figures", Box.PLACE_DATE),
    ("date upright", DECISION, letters("Hà Tĩnh, ngày", italic=False), "style", Box.PLACE_DATE),
    ("title small", INVITATION, text("GIẤY MỜI", "Giấy mời"), "title_capitals", Box.SUBJECT),
    ("title light", INVITATION, letters("GIẤY MỜI", bold=False), "style", Box.SUBJECT),
    ("no subject", INVITATION, without("Họp nghe"), "subject_missing", Box.SUBJECT),
    ("subject in capitals", INVITATION, text("Họp nghe", "HỌP NGHE BÁO CÁO TIẾN ĐỘ"), "subject_capitals", Box.SUBJECT),
    ("subject with a full stop", INVITATION, text("Họp nghe", "Họp nghe báo cáo tiến độ giải phóng mặt bằng."), "subject_end", Box.SUBJECT),
    ("subject at the left", INVITATION, aligned("Họp nghe", LEFT), "title_centred", Box.SUBJECT),
    ("no type at all", INVITATION, without("GIẤY MỜI", "Họp nghe"), "type_missing", Box.SUBJECT),
    ("letter without a subject", LETTER, without("V/v"), "letter_subject_missing", Box.SUBJECT),
    ("letter's subject without V/v", LETTER, text("V/v", "Về việc góp ý dự thảo Đề án"), "letter_subject_form", Box.SUBJECT),
    ("letter's subject heavy", LETTER, letters("V/v", bold=True), "style", Box.SUBJECT),
    ("a letter called công văn", replace(LETTER, subject="", to=("Sở Tài chính",)), text("Kính gửi:", "CÔNG VĂN"), "letter_named", Box.SUBJECT),
    ("no addressee", replace(LETTER, to=()), None, "to_missing", Box.BODY),
    ("addressee without colon", LETTER, text("Kính gửi:", "Kính gửi"), "to_form", Box.BODY),
    ("basis without semicolon", DECISION, text("Căn cứ", "Căn cứ Luật Tổ chức chính quyền địa phương"), "basis_end", Box.BODY),
    ("last basis with a comma", DECISION, text("Theo đề nghị", "Theo đề nghị của Chánh Văn phòng,"), "basis_end", Box.BODY),
    ("basis upright", DECISION, letters("Căn cứ", italic=False), "basis_italic", Box.BODY),
    ("no basis", DECISION, without("Căn cứ", "Theo đề nghị"), "bases_missing", Box.BODY),
    ("no verb", DECISION, without("QUYẾT ĐỊNH:"), "verb_missing", Box.BODY),
    ("no end sign", LETTER, text("Trên đây", "Trên đây là ý kiến của Sở Nội vụ."), "end_sign", Box.BODY),
    ("body too small", LETTER, letters("Các cơ quan", size=Pt(12)), "size", Box.BODY),
    ("body not justified", LETTER, aligned("Các cơ quan", LEFT), "justified", Box.BODY),
    ("two spaces", LETTER, text("Các cơ quan", SPOILT_BODY), "two_spaces", Box.BODY),
    ("space before a comma", LETTER, text("Các cơ quan", "Các cơ quan , đơn vị rà soát."), "space_before_mark", Box.BODY),
    ("no signature", replace(LETTER, signature=None), None, "signature_missing", Box.SIGNATURE),
    ("no post", LETTER, without("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "post_missing", Box.SIGNATURE),
    ("capacity without a post", LETTER, without("PHÓ GIÁM ĐỐC"), "post_missing", Box.SIGNATURE),
    ("no name", LETTER, without("Trần Thị"), "name_missing", Box.SIGNATURE),
    ("KT/ for KT.", LETTER, text("KT. GIÁM", "KT/ GIÁM ĐỐC"), "capacity_form", Box.SIGNATURE),
    ("K/T for KT.", LETTER, text("KT. GIÁM", "K/T GIÁM ĐỐC"), "capacity_form", Box.SIGNATURE),
    ("TM without its point", DECISION, text("TM. ỦY BAN", "TM ỦY BAN NHÂN DÂN"), "capacity_form", Box.SIGNATURE),
    ("T/M for TM.", DECISION, text("TM. ỦY BAN", "T/M ỦY BAN NHÂN DÂN"), "capacity_form", Box.SIGNATURE),
    ("KT. without a space", LETTER, text("KT. GIÁM", "KT.GIÁM ĐỐC"), "capacity_form", Box.SIGNATURE),
    ("deputy without KT.", LETTER, without("KT. GIÁM ĐỐC"), "deputy_without_kt", Box.SIGNATURE),
    ("post small", LETTER, text("PHÓ GIÁM ĐỐC", "Phó Giám đốc"), "post_capitals", Box.SIGNATURE),
    ("name with a degree", LETTER, text("Trần Thị", "ThS. Trần Thị Bích Ngọc"), "name_titles", Box.SIGNATURE),
    ("name in capitals", LETTER, text("Trần Thị", "TRẦN THỊ BÍCH NGỌC"), "name_capitals", Box.SIGNATURE),
    ("name light", LETTER, letters("Trần Thị", bold=False), "style", Box.SIGNATURE),
    ("minutes signed once", replace(MINUTES, second=None), None, "minutes_signatures", Box.SIGNATURE),
    ("no recipients", replace(LETTER, recipients=()), None, "recipients_missing", Box.RECIPIENTS),
    ("recipients without colon", LETTER, text("Nơi nhận:", "Nơi nhận"), "recipients_label", Box.RECIPIENTS),
    ("recipients upright", LETTER, letters("Nơi nhận:", italic=False), "style", Box.RECIPIENTS),
    ("list too large", LETTER, letters("- Như trên", size=Pt(13)), "size", Box.RECIPIENTS),
    ("a recipient without a dash", LETTER, text("- Như trên", "Như trên;"), "recipient_dash", Box.RECIPIENTS),
    ("a recipient without a semicolon", LETTER, text("- Như trên", "- Như trên,"), "recipient_end", Box.RECIPIENTS),
    ("no full stop at the end", LETTER, text("- Lưu", "- Lưu: VT, CCHC"), "recipients_end", Box.RECIPIENTS),
    ("nobody keeps it", LETTER, text("- Lưu", "- Cổng thông tin điện tử tỉnh."), "keeper_missing", Box.RECIPIENTS),
    ("keeper without colon", LETTER, text("- Lưu", "- Lưu VT, CCHC."), "keeper_form", Box.RECIPIENTS),
    ("keeper is not VT", LETTER, text("- Lưu", "- Lưu: VP, CCHC."), "keeper_form", Box.RECIPIENTS),
    ("keeper without a section", LETTER, text("- Lưu", "- Lưu: VT."), "keeper_section", Box.RECIPIENTS),
    ("not as above", LETTER, text("- Như trên", "- Sở Tài chính;"), "as_above", Box.RECIPIENTS),
    ("one word in another font", LETTER, letters("Các cơ quan", name="Arial"), "font", Box.PAGE),
    ("an old font", LETTER, letters("Các cơ quan", name=".VnTime"), "legacy_font", Box.PAGE),
    ("blue letters", LETTER, blue, "colour", Box.PAGE),
    ("no page numbers", MANY, no_number, "number_none", Box.PAGE),
    ("letters and marks apart", LETTER, text("Các cơ quan", DECOMPOSED), "not_composed", Box.PAGE),
    ("an Icelandic Ð", LETTER, text("Các cơ quan", "Các cơ quan thực hiện theo Ðề án."), "foreign_d", Box.PAGE),
    ("Letter paper", LETTER, section(page_width=Mm(216), page_height=Mm(279)), "paper_size", Box.PAGE),
    ("left margin too narrow", LETTER, section(left_margin=Mm(20)), "margin", Box.PAGE),
    ("right margin too wide", LETTER, section(right_margin=Mm(25)), "margin", Box.PAGE),
    ("top margin too narrow", LETTER, section(top_margin=Mm(10)), "margin", Box.PAGE),
    ("bottom margin too wide", LETTER, section(bottom_margin=Mm(30)), "margin", Box.PAGE),
    ("a number on page one", MANY, section(different_first_page_header_footer=False), "number_first", Box.PAGE),
    ("numbers below", MANY, number_below, "number_place", Box.PAGE),
    ("numbers at the right", MANY, number_left, "number_centre", Box.PAGE),
]  # fmt: skip


@pytest.mark.parametrize(("paper", "edit", "rule", "box"), [fault[1:] for fault in FAULTS], ids=[f[0] for f in FAULTS])
def test_one_fault_is_found_and_only_it(paper: Paper, edit: Any, rule: str, box: Box) -> None:
    """Art. 8.2 and Annex I of NĐ 30/2020, the errors of domain 2.2 among them."""
    found = departures(paper, edit)
    kinds = {one.rule for one in found}
    assert kinds == {rule}, [(one.rule, one.place, one.found, str(one.wanted)) for one in found]
    assert box in {one.box for one in found}
    assert all(str(one.wanted) and one.law for one in found)


def test_the_place_names_the_paragraph_and_how_its_line_begins() -> None:
    (found,) = departures(LETTER, text("Các cơ quan", SPOILT_BODY))
    assert found.paragraph is not None
    assert found.line.startswith("Các cơ quan, đơn vị rà soát")
    assert str(found.place).startswith(f"Đoạn {found.paragraph}, dòng “Các cơ quan")
    assert found.severity is Severity.ADVISED


def test_the_same_fault_in_many_places_is_told_once_and_counted() -> None:
    def arial(document: DocxDocument) -> None:
        for paragraph in paragraphs(document):
            for run in paragraph.runs:
                run.font.name = "Arial"

    (found,) = departures(MANY, arial)
    assert found.rule == "font"
    assert found.times > 40
    assert "chỗ khác" in str(found.place)


def test_the_nine_components_are_named_with_what_was_read_of_them() -> None:
    report = check(layout_read(docx_of(DECISION)))
    assert tuple(one.box for one in report.components) == COMPONENTS
    assert len(COMPONENTS) == 9
    standing = {one.box: one.standing for one in report.components}
    assert standing.pop(Box.SEAL) is Standing.UNREAD
    assert set(standing.values()) == {Standing.THERE}
    texts = {one.box: one.text for one in report.components}
    assert texts[Box.NUMBER] == "Số: 05/QĐ-UBND"
    assert texts[Box.SIGNATURE] == "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / Lê Văn Bình"


def test_a_legal_normative_decision_has_its_year() -> None:
    """The year belongs to legal-normative documents: the decision cites the law on making them."""
    basis = Text(text="Căn cứ Luật Ban hành văn bản quy phạm pháp luật ngày 19 tháng 02 năm 2025;", italic=True)
    body = (DECISION.body[0], basis, *DECISION.body[2:])
    paper = replace(DECISION, number="33/2026", body=body)
    assert departures(paper) == ()


def test_tone_marks_placed_either_way_are_no_departure() -> None:
    """Both "hòa" and "hoà" are Vietnamese (domain 5.4)."""
    assert departures(DECISION, text("CỘNG HÒA", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")) == ()


@pytest.mark.parametrize("box", [one for one in COMPONENTS if one is not Box.SEAL])
def test_each_missing_component_is_missing_in_the_list(box: Box) -> None:
    cut = {
        Box.COUNTRY: without("CỘNG HÒA", "Độc lập"), Box.AGENCY: without("ỦY BAN NHÂN DÂN", "TỈNH HÀ TĨNH"),
        Box.NUMBER: without("Số: 05"), Box.PLACE_DATE: without("Hà Tĩnh, ngày"),
        Box.SUBJECT: without("Họp nghe"), Box.BODY: without("Ủy ban nhân dân tỉnh trân"),
        Box.SIGNATURE: without("TM. ỦY BAN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn"),
        Box.RECIPIENTS: without("Nơi nhận:", "- Như thành phần", "- Lưu"),
    }[box]  # fmt: skip
    report = check(layout_read(docx_of(INVITATION, cut)))
    assert [one.box for one in report.components if one.standing is Standing.MISSING] == [box]
