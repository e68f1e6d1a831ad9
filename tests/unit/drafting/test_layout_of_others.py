"""The format check on files it did not make: tabs, text boxes, styles, PDFs, the house's own papers, the Decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from e_office.core.paper import Paper, Text
from e_office.demo.facts import PlannedDocument
from e_office.demo.files import paper_of
from e_office.demo.loading_drafts import DRAFTS, Planned, draft_paper
from e_office.demo.plan import plan
from e_office.documents.content_types import content_type
from e_office.documents.extraction import Extractor
from e_office.documents.rendition import render_pdf
from e_office.documents.soffice import find_soffice
from e_office.drafting.layout_check import Box, Departure, check
from e_office.drafting.layout_check.departures import Standing
from e_office.drafting.layout_check.pieces import plain_layout
from e_office.drafting.layout_check.reading import check_file
from e_office.meetings.papers_out import conclusion_paper, invitation_paper
from tests.factories.laid_out import Head, LaidOut, make_docx
from tests.factories.papers import DECISION, INVITATION, LETTER, LONG, docx_of, layout_read
from tests.unit.meetings.test_papers_out import CONCLUSION as CONCLUSION_TEXT
from tests.unit.meetings.test_papers_out import INVITATION as INVITATION_TEXT

DECISION_TEXT = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "3713-QD-UBND.txt"
needs_office = pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed here")
COMPONENT_RULES = {
    "country_missing", "motto_missing", "agency_missing", "number_missing", "date_missing", "type_missing",
    "subject_missing", "letter_subject_missing", "body_missing", "signature_missing", "name_missing",
    "recipients_missing", "keeper_missing", "side", "order",
}  # fmt: skip


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as opened:
        yield opened


def rules(found: tuple[Departure, ...]) -> set[str]:
    return {one.rule for one in found}


@pytest.mark.parametrize("head", ["two_rows", "one_row", "tabs"])
@pytest.mark.parametrize("kind", ["decision", "letter"])
def test_the_components_are_found_however_the_head_is_built(kind: str, head: Head, tmp_path: Path) -> None:
    page = LaidOut() if kind == "decision" else LaidOut(
        agency="UBND TỈNH HÀ TĨNH\nSỞ NỘI VỤ", number="Số: 12/SNV-VP", letter_subject="V/v góp ý dự thảo Đề án",
        title="", subject="", body=("Kính gửi: Ủy ban nhân dân tỉnh.", LONG),
    )  # fmt: skip
    report = check(layout_read(BytesIO(make_docx(tmp_path / "a.docx", page, head).read_bytes())))
    assert rules(report.departures) & COMPONENT_RULES == set()
    missing = [one.box for one in report.components if one.standing is Standing.MISSING]
    assert missing == []


def test_text_boxes_are_read_once() -> None:
    """Word writes a text box twice, as drawing and as fallback; what stands in it counts as the head."""
    stream = docx_of(DECISION)
    document = Document(stream)
    table = document.tables[0]._tbl
    boxed = [[Paragraph(p, document).text for p in cell.p_lst] for cell in table.tr_lst[0].tc_lst]
    table.getparent().remove(table)
    saved = BytesIO()
    document.save(saved)
    box = "".join(_box([line for line in lines if line]) for lines in boxed)
    found = check(layout_read(_with_first_paragraph(saved, box)))
    assert rules(found.departures) & COMPONENT_RULES == set()
    texts = {one.box: one.text for one in found.components}
    assert texts[Box.COUNTRY] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Độc lập - Tự do - Hạnh phúc"
    assert texts[Box.NUMBER] == "Số: 05/QĐ-UBND"


def _box(lines: list[str]) -> str:
    inner = "".join(f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>{line}</w:t></w:r></w:p>' for line in lines)
    content = f"<w:txbxContent>{inner}</w:txbxContent>"
    return (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing>{content}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{content}</w:pict></mc:Fallback></mc:AlternateContent>"
    )


def _with_first_paragraph(stream: BytesIO, runs: str) -> BytesIO:
    made = BytesIO()
    with ZipFile(stream) as source, ZipFile(made, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:body>", f"<w:body><w:p><w:r>{runs}</w:r></w:p>".encode(), 1)
            target.writestr(name, data)
    made.seek(0)
    return made


def test_fonts_and_sizes_come_through_styles_themes_and_defaults() -> None:
    """A run says nothing itself: its style, what that is based on, the theme and the defaults do."""
    document = Document()
    document.styles["Normal"].font.name = None
    document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts().set(_W + "asciiTheme", "minorHAnsi")
    document.add_paragraph("theo giao diện")
    heavy = document.styles.add_style("Heavy", 1)
    heavy.base_style = document.styles["Normal"]
    heavy.font.name, heavy.font.size, heavy.font.bold = ".VnTime", Pt(13), True
    child = document.styles.add_style("Child", 1)
    child.base_style, child.font.italic = heavy, True
    child.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.add_paragraph("theo kiểu", style="Child")
    capital = document.add_paragraph().add_run("chữ hoa bằng định dạng")
    capital.font.all_caps = True
    hidden = document.add_paragraph("thấy").add_run(" không thấy")
    hidden.font.hidden = True
    stream = BytesIO()
    document.save(stream)
    by_theme, by_style, capitals, shown = layout_read(stream).lines
    assert by_theme.runs[0].font not in {None, "Times New Roman", ""}
    (run,) = by_style.runs
    assert (run.font, run.size, run.bold, run.italic, by_style.align) == (".VnTime", 13, True, True, "both")
    assert capitals.text == "CHỮ HOA BẰNG ĐỊNH DẠNG"
    assert shown.text == "thấy"


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_the_jail_tells_the_same_as_the_parser(extractor: Extractor) -> None:
    stream = docx_of(DECISION)
    layout, reason = extractor.layout(stream, "docx")
    assert reason is None
    assert layout == layout_read(stream)


@pytest.mark.parametrize(
    ("content", "code", "reason"),
    [(b"PK\x03\x04 broken", "docx", "zip_broken"), (b"%PDF-1.4", "pdf", "no_parser"), (b"", "docx", "zip_broken")],
)
def test_what_has_no_layout_says_why(extractor: Extractor, content: bytes, code: str, reason: str) -> None:
    assert extractor.layout(BytesIO(content), code) == (None, reason)


def test_a_hostile_docx_is_refused_with_its_reason(extractor: Extractor) -> None:
    """A document type declaration (XXE, entity bombs) is never read."""
    stream = BytesIO()
    with ZipFile(docx_of(LETTER)) as source, ZipFile(stream, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(
                    b"<w:document", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><w:document', 1
                )
            target.writestr(name, data)
    assert extractor.layout(stream, "docx") == (None, "doctype")


@pytest.mark.parametrize(
    "paper",
    [invitation_paper(INVITATION_TEXT), conclusion_paper(CONCLUSION_TEXT)],
    ids=["invitation", "conclusion"],
)
def test_the_papers_of_meetings_depart_in_nothing(paper: Paper) -> None:
    found = check(layout_read(docx_of(paper))).departures
    assert [(one.rule, one.found, str(one.wanted)) for one in found] == []


@needs_office
@pytest.mark.parametrize("paper", [DECISION, LETTER, INVITATION], ids=["decision", "letter", "invitation"])
def test_of_a_pdf_the_words_are_checked_and_the_rest_is_said_not_to_be(
    paper: Paper, extractor: Extractor, tmp_path: Path
) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(docx_of(paper).getvalue())
    made = render_pdf(source, tmp_path / "a.pdf", content_type=content_type("docx"), extractor=extractor)
    assert made is not None
    with made.path.open("rb") as pdf:
        report = check_file(pdf)
    assert not isinstance(report, str)
    assert [(one.rule, one.found) for one in report.departures] == []
    assert any("chỉ đọc được chữ" in str(text) for text in report.unread)
    assert [one.box for one in report.components if one.standing is Standing.MISSING] == []


def test_a_fault_in_the_words_of_a_plain_text_is_found() -> None:
    text = "\n".join(
        (
            "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Số: 15/2026/QĐ-UBND Hà Tĩnh, ngày 05 tháng 02 năm 2026",
            "QUYẾT ĐỊNH", "Về việc phê duyệt Đề án", "Căn cứ Luật Tổ chức chính quyền địa phương.", "QUYẾT ĐỊNH:",
            "Điều 1. Phê duyệt Đề án./.", "Nơi nhận: TM. ỦY BAN NHÂN DÂN", "- Như Điều 1; CHỦ TỊCH",
            "- Lưu: VT, TH1. Lê Văn Bình",
        )
    )  # fmt: skip
    report = check(plain_layout(text))
    assert rules(report.departures) == {"number_year"}


def test_the_decision_made_into_a_docx_departs_where_2013_did() -> None:
    """The Decision's own words in today's layout: its subject in capitals, a comma, "Gửi" behind the keeper."""
    lines = [" ".join(line.split()) for line in DECISION_TEXT.read_text(encoding="utf-8").splitlines()]
    start, end = lines.index("QUYẾT ĐỊNH:"), lines.index("Nơi nhận:")
    recipients = [line.lstrip("- ").rstrip(";.") for line in lines[end + 1 :] if line.startswith("-")][:14]
    bases = [line for line in lines[:start] if line.startswith(("Căn cứ", "Xét đề nghị"))]
    paper = replace(
        DECISION,
        number=3713,
        day=DECISION.day,
        subject=lines[lines.index("QUYẾT ĐỊNH") + 1],
        body=(
            *(Text(text=line, italic=True) for line in bases),
            Text(text="QUYẾT ĐỊNH:", bold=True),
            *(Text(text=line) for line in lines[start + 1 : end] if line),
        ),
        recipients=tuple(recipients),
    )
    found = check(layout_read(docx_of(paper))).departures
    assert rules(found) == {"subject_capitals", "basis_end", "end_sign"}
    assert [one.severity for one in found if one.rule == "end_sign"] == ["advised"]


def test_a_landscape_annex_has_its_margins_turned() -> None:
    stream = docx_of(LETTER)
    document = Document(stream)
    section = document.add_section()
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    document.add_paragraph("Phụ lục", style="TenLoai")
    document.add_paragraph("BẢNG TỔNG HỢP", style="TenLoai")
    document.add_paragraph("(Kèm theo Công văn số 1234/SNV-CCHC)", style="DiaDanh")
    saved = BytesIO()
    document.save(saved)
    assert check(layout_read(saved)).departures == ()


def test_a_file_that_is_too_long_is_checked_as_far_as_it_was_read() -> None:
    report = check(replace(layout_read(docx_of(LETTER)), cut=True))
    assert report.departures == ()
    assert any("phần đầu" in str(text) for text in report.unread)


@pytest.mark.parametrize("planned", DRAFTS, ids=lambda one: one.key)
def test_the_drafts_of_the_demonstration_depart_in_nothing(planned: Planned) -> None:
    for version in range(len(planned.texts)):
        found = check(layout_read(docx_of(draft_paper(planned, version)))).departures
        assert [(one.rule, one.found, str(one.wanted)) for one in found] == []


def test_the_papers_of_the_demonstration_depart_in_nothing() -> None:
    """Every kind of document the province of the demonstration issues, but the summary of the Decision."""
    planned = [one for one in plan(7, date(2026, 11, 24), 120) if isinstance(one, PlannedDocument) and not one.summary]
    assert {one.type_code for one in planned} >= {"CV", "TB", "BC"}
    for document in planned:
        found = check(layout_read(docx_of(paper_of(document)))).departures
        assert [(one.rule, one.found, str(one.wanted)) for one in found] == [], document.code


def test_a_file_of_very_many_lines_is_cut_and_not_swallowed(extractor: Extractor) -> None:
    """A small package may hold a million paragraphs (A-51): what is read of them is bounded, and said to be."""
    stream = BytesIO()
    with ZipFile(docx_of(LETTER)) as source, ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:sectPr", b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 60_000 + b"<w:sectPr", 1)
            target.writestr(name, data)
    layout, reason = extractor.layout(stream, "docx")
    assert reason is None
    assert layout is not None
    assert layout.cut
    assert len(layout.lines) == 20_000
    assert any("phần đầu" in str(text) for text in check(layout).unread)
