"""The format check on spaces, drawn lines, annexes, copies and abbreviations: a clean page, and one fault each (T9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from e_office.core.paper import Annex, Ledger, Paper, Text, write_ledger
from e_office.documents.extraction.layout import layout_of
from e_office.drafting.layout_check import Departure, Expected, check
from tests.factories.papers import DECISION, LETTER, LONG, docx_of, layout_read, paragraphs, the

Edit = Callable[[DocxDocument], Any]
BODY = "Các cơ quan"
ANNEXED = replace(DECISION, annexes=(Annex(title="Danh mục nhiệm vụ", body=(Text(text=LONG),)),))
TWICE = replace(ANNEXED, annexes=(*ANNEXED.annexes, Annex(title="Kinh phí", body=(Text(text=LONG),))))
LINE = (
    '<w:r xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" {w}><w:drawing><wp:anchor>'
    '<wp:extent cx="{cx}" cy="0"/><a:graphic><a:prstGeom prst="line"/></a:graphic></wp:anchor></w:drawing></w:r>'
)
OLD_LINE = (
    '<w:r xmlns:v="urn:schemas-microsoft-com:vml" {w}><w:pict><v:line from="0,0" to="56pt,0"'
    ' style="position:absolute;width:{pt}pt;height:0"/></w:pict></w:r>'
)


def departures(paper: Paper, edit: Edit | None = None, expected: Expected | None = None) -> tuple[Departure, ...]:
    return check(layout_read(docx_of(paper, edit)), expected).departures


def told(found: tuple[Departure, ...]) -> list[tuple[str, str, str]]:
    return [(one.rule, one.found, str(one.wanted)) for one in found]


def layout(begins: str, **changes: Any) -> Edit:
    """Set a paragraph otherwise."""

    def edit(document: DocxDocument) -> None:
        for name, value in changes.items():
            setattr(the(document, begins).paragraph_format, name, value)

    return edit


def exactly(points: float) -> Edit:
    def edit(document: DocxDocument) -> None:
        form = the(document, BODY).paragraph_format
        form.line_spacing, form.line_spacing_rule = Pt(points), WD_LINE_SPACING.EXACTLY

    return edit


def close(document: DocxDocument) -> None:
    """Paragraphs of one style without room between them, as a box of Word's dialogue sets it."""
    for begins in (BODY, "Trên đây"):
        the(document, begins)._p.get_or_add_pPr().append(OxmlElement("w:contextualSpacing"))


def ruled(place: int, change: Callable[[Any], Any]) -> Edit:
    """Change the drawn line of this place: agency, motto, subject."""

    def edit(document: DocxDocument) -> None:
        lines = [one for one in paragraphs(document) if one._p.find(f".//{qn('w:pBdr')}") is not None]
        change(lines[place])

    return edit


def away(line: Any) -> None:
    line._p.getparent().remove(line._p)


def dashes(line: Any) -> None:
    line._p.pPr.remove(line._p.pPr.find(qn("w:pBdr")))
    line.add_run("--------")


def underscores(line: Any) -> None:
    dashes(line)
    line.runs[0].text = "_________"


def inset(left: float) -> Callable[[Any], None]:
    def change(line: Any) -> None:
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(left)

    return change


def shape(xml: str) -> Callable[[Any], None]:
    """A line drawn as a shape, in place of a border."""

    def change(line: Any) -> None:
        line._p.pPr.remove(line._p.pPr.find(qn("w:pBdr")))
        line._p.append(parse_xml(xml.format(w=nsdecls("w"), cx=10 * 36_000, pt=28)))

    return change


def page_numbers(**attributes: str) -> Edit:
    def edit(document: DocxDocument) -> None:
        kind = OxmlElement("w:pgNumType")
        for name, value in attributes.items():
            kind.set(qn(f"w:{name}"), value)
        document.sections[0]._sectPr.append(kind)

    return edit


def slanted(document: DocxDocument) -> None:
    for run in document.sections[0].header.paragraphs[0].runs:
        run.font.italic = True


def text(begins: str, new: str, **fonts: Any) -> Edit:
    def edit(document: DocxDocument) -> None:
        run, *rest = the(document, begins).runs
        run.text = new
        for other in rest:
            other.text = ""
        for name, value in fonts.items():
            setattr(run.font, name, value)

    return edit


def without(begins: str) -> Edit:
    return lambda document: away(the(document, begins))


MANY = replace(LETTER, body=(*(Text(text=LONG),) * 30, Text(text="Hết./.")))

FAULTS: list[tuple[str, Paper, Edit | None, str]] = [
    ("first line not indented", LETTER, layout(BODY, first_line_indent=Mm(0)), "indent"),
    ("first line indented too far", LETTER, layout(BODY, first_line_indent=Mm(20)), "indent"),
    ("lines two apart", LETTER, layout(BODY, line_spacing=2.0), "pitch"),
    ("lines closer than single", LETTER, layout(BODY, line_spacing=0.9), "pitch"),
    ("lines 14 points apart", LETTER, exactly(14), "pitch"),
    ("lines 30 points apart", LETTER, exactly(30), "pitch"),
    ("paragraphs without room", LETTER, layout(BODY, space_after=Pt(0)), "gap"),
    ("paragraphs of one style close", LETTER, close, "gap"),
    ("no line under the agency", LETTER, ruled(0, away), "rule_missing"),
    ("no line under the motto", LETTER, ruled(1, away), "rule_missing"),
    ("no line under the subject", DECISION, ruled(2, away), "rule_missing"),
    ("dashes under the motto", LETTER, ruled(1, dashes), "rule_broken"),
    ("line of the agency over the whole column", LETTER, ruled(0, inset(0)), "rule_length"),
    ("line of the motto far too short", LETTER, ruled(1, inset(40)), "rule_length"),
    ("line of the subject over the whole page", DECISION, ruled(2, inset(0)), "rule_length"),
    ("page numbers in Roman figures", MANY, page_numbers(fmt="lowerRoman"), "number_arabic"),
    ("page numbers from 5", MANY, page_numbers(start="5"), "number_from"),
    ("page numbers in italics", MANY, slanted, "number_upright"),
    ("addressee in italics", LETTER, text("Kính gửi", "Kính gửi:", italic=True), "style"),
    ("addressee too small", LETTER, text("- Sở Tài", "- Sở Tài chính.", size=Pt(11)), "size"),
    ("name not under the post", LETTER, layout("Trần Thị", alignment=WD_ALIGN_PARAGRAPH.LEFT), "signature_centred"),
    ("a decision addressed like a letter", replace(DECISION, to=("Sở Nội vụ",)), None, "to_unwanted"),
    ("another unit keeps it", LETTER, text("- Lưu", "- Lưu: VT, TCBC."), "section_differs"),
    ("annex in capitals", ANNEXED, text("Phụ lục", "PHỤ LỤC"), "annex_name"),
    ("annex at the left", ANNEXED, layout("Phụ lục", alignment=WD_ALIGN_PARAGRAPH.LEFT), "annex_style"),
    ("annexes in Arabic figures", TWICE, text("Phụ lục II", "Phụ lục 2"), "annex_number"),
    ("annex with a small title", ANNEXED, text("DANH MỤC", "Danh mục nhiệm vụ"), "annex_title"),
    ("annex of nothing", ANNEXED, without("(Kèm theo"), "annex_belongs"),
    ("annex line upright", ANNEXED, text("(Kèm theo", "(Kèm theo Quyết định)", italic=False), "annex_belongs"),
]  # fmt: skip


@pytest.mark.parametrize(("paper", "edit", "rule"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS])
def test_one_fault_is_found_and_only_it(paper: Paper, edit: Edit | None, rule: str) -> None:
    """Annex I: I.7, II.1, II.2, II.5, II.6.e, II.7, II.9 and III.1 of NĐ 30/2020."""
    found = departures(paper, edit)
    assert {one.rule for one in found} == {rule}, told(found)
    assert all(str(one.wanted) and one.law for one in found)


FINE: dict[str, tuple[Paper, Edit | None]] = {
    "one centimetre": (LETTER, layout(BODY, first_line_indent=Mm(10))),
    "one and a half lines": (LETTER, layout(BODY, line_spacing=1.5)),
    "exactly 18 points": (LETTER, exactly(18)),
    "room before instead of after": (
        LETTER,
        lambda document: (
            layout(BODY, space_after=Pt(0))(document), layout("Trên đây", space_before=Pt(6))(document),
        ),
    ),
    "a shape under the agency": (LETTER, ruled(0, shape(LINE))),
    "an old shape under the agency": (LETTER, ruled(0, shape(OLD_LINE))),
    "joined marks under the agency": (LETTER, ruled(0, underscores)),
    "an annex": (ANNEXED, None),
    "two annexes": (TWICE, None),
}  # fmt: skip


@pytest.mark.parametrize("name", FINE)
def test_what_the_decree_leaves_open_is_no_departure(name: str) -> None:
    assert told(departures(*FINE[name])) == []


def test_a_line_that_is_drawn_over_a_text_box_is_seen_once() -> None:
    """Word keeps a shape twice, as drawing and as fallback."""
    layout = layout_read(docx_of(LETTER, ruled(0, shape(LINE))))
    assert [round(one.length) for one in layout.strokes if one.floats and one.length] == [10]


@pytest.mark.parametrize(
    ("expected", "rule"),
    [
        (Expected("SNV", "CCHC"), None),
        (Expected("SNV", ""), None),
        (Expected("", ""), None),
        (Expected("STC", "CCHC"), "agency_abbreviation"),
        (Expected("SNV", "TCBC"), "section_abbreviation"),
    ],
)
def test_the_notation_carries_the_abbreviations_of_agency_and_drafting_unit(
    expected: Expected, rule: str | None
) -> None:
    found = departures(LETTER, None, expected)
    assert {one.rule for one in found} == ({rule} if rule else set())


def copied(*changes: tuple[str, str]) -> Edit:
    """A copy's block under the text copied: agency and form, number, date, signature and recipients."""
    texts = {
        "agency": "SỞ NỘI VỤ", "number": "Số: 05/SY-SNV", "form": "SAO Y", "date": "Hà Tĩnh, ngày 05 tháng 3 năm 2026",
        "recipients": "Nơi nhận:", "keeper": "- Lưu: VT.", "post": "GIÁM ĐỐC", "name": "Trần Văn Hòa", **dict(changes),
    }  # fmt: skip

    def edit(document: DocxDocument) -> None:
        table = document.add_table(2, 2)
        cells = [("agency", "number"), ("form", "date"), ("recipients", "keeper"), ("post", "name")]
        for cell, names in zip((cell for row in table.rows for cell in row.cells), cells, strict=True):
            for name in names:
                line = cell.add_paragraph(style=STYLES[name])
                line.add_run(texts[name]) if texts[name] else away(line)

    return edit


STYLES = {
    "agency": "CoQuan", "number": "SoKyHieu", "form": "TenLoai", "date": "DiaDanh", "recipients": "NoiNhanNhan",
    "keeper": "NoiNhan", "post": "ChucVu", "name": "ChucVu",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ([], set()),
        ([("form", "TRÍCH SAO"), ("number", "Số: 12/TrS-SNV")], set()),
        ([("form", "SAO LỤC"), ("number", "Số: 12/SL-SNV")], set()),
        ([("form", "SAO Y BẢN CHÍNH")], {"copy_form"}),
        ([("form", "Sao y")], {"copy_form"}),
        ([("form", "SAO LỤC")], {"copy_number"}),
        ([("number", "Số: 5/SY-SNV")], {"copy_number_zero"}),
        ([("number", "Số: 05/QĐ-SNV")], {"copy_number"}),
        ([("number", "")], {"copy_number_missing"}),
        ([("date", "")], {"copy_date_missing"}),
        ([("agency", "")], {"copy_agency_missing"}),
        ([("post", ""), ("name", "")], {"copy_signature_missing"}),
        ([("recipients", ""), ("keeper", "")], {"copy_recipients_missing"}),
    ],
)
def test_a_copy_has_its_form_number_agency_date_and_signature(changes: list[tuple[str, str]], rules: set[str]) -> None:
    """SY, TrS and SL (Annex III); part two of Annex I."""
    found = departures(DECISION, copied(*changes))
    assert {one.rule for one in found} == rules, told(found)


def test_a_hostile_answer_of_the_child_is_believed_in_nothing() -> None:
    told_by_child = {
        "lines": [{"runs": [["a", None, None, None, None, None]], "indent": "x", "pitch_rule": [], "gap": -1}],
        "sections": [{"numbered_from": [], "numbered_as": 3}],
        "strokes": [{"line": "a", "cell": [1], "length": True}, 7],
    }
    layout = layout_of(told_by_child)
    assert (layout.lines[0].indent, layout.lines[0].pitch_rule, layout.lines[0].gap) == (None, "auto", None)
    assert (layout.sections[0].numbered_from, layout.sections[0].numbered_as) == (None, None)
    assert [(one.line, one.cell, one.length) for one in layout.strokes] == [(0, None, None)]


def test_indents_and_spaces_come_from_the_styles() -> None:
    """The paragraphs say nothing themselves; the room under the addressees is the blank line there."""
    lines = [line for line in layout_read(docx_of(LETTER)).lines if line.text.startswith(("Các cơ quan", "Trên đây"))]
    assert [(line.indent, line.pitch, line.gap) for line in lines] == [(12.7, 1.1, 12.0), (12.7, 1.1, 6.0)]


def test_of_a_register_only_page_and_letters_are_checked() -> None:
    """A form of Annex IV has none of the nine components; that is said."""
    stream = BytesIO()
    ledger = Ledger(
        agency="Sở Nội vụ", title="SỔ ĐĂNG KÝ VĂN BẢN ĐI", about="Năm 2026", columns=("Số, ký hiệu", "Nơi nhận"),
        widths=(1, 1), rows=(("01/SNV-VP", "Sở Tài chính"),),
    )  # fmt: skip
    write_ledger(ledger, stream)
    report = check(layout_read(stream))
    assert (report.components, report.departures) == ((), ())
    assert "chỉ kiểm trang giấy" in str(report.unread[0])
