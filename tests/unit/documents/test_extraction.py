"""Words of files of every kind, drawn by the real parsers in the real jail."""

from __future__ import annotations

import io
import os
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from e_office.documents.extraction import REASONS, Extractor
from e_office.documents.soffice import find_soffice
from tests.bombs import CLOSE, OPEN, WORD, docx_of, pdf_of

SENTENCE = "Ủy ban nhân dân tỉnh Hà Tĩnh triển khai nhiệm vụ"


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as opened:
        yield opened


def test_a_docx_gives_its_tables_in_order_then_notes_headers_and_footers(extractor: Extractor, tmp_path: Path) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Đầu trang"
    document.sections[0].footer.paragraphs[0].text = "Chân trang"
    document.add_paragraph("Trước bảng")
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Ô trái"
    table.cell(0, 1).text = "Ô phải"
    document.add_paragraph("Sau bảng")
    document.save(str(tmp_path / "a.docx"))
    found = extractor.extract(tmp_path / "a.docx", "docx")
    assert found.state == "drawn"
    lines = [line for line in found.text.split("\n") if line]
    assert lines == ["Trước bảng", "Ô trái", "Ô phải", "Sau bảng", "Đầu trang", "Chân trang"]


def test_breaks_tabs_and_hyphens_are_kept_and_deletions_left_out(extractor: Extractor, tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>một</w:t><w:tab/><w:t>hai</w:t><w:br/><w:t>ba</w:t><w:noBreakHyphen/><w:t>bốn</w:t></w:r>"
        "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert extractor.extract(docx_of(tmp_path / "a.docx", OPEN + body + CLOSE), "docx").text == "một\thai\nba-bốn"


def test_a_text_box_is_read_once(extractor: Extractor, tmp_path: Path) -> None:
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice><w:txbxContent><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert extractor.extract(docx_of(tmp_path / "a.docx", OPEN + box + CLOSE), "docx").text == "MẬT"


def test_old_fonts_are_converted_run_by_run_and_unicode_is_left_alone(extractor: Extractor, tmp_path: Path) -> None:
    def run(font: str, text: str) -> str:
        return f'<w:p><w:r><w:rPr><w:rFonts w:ascii="{font}"/></w:rPr><w:t>{text}</w:t></w:r></w:p>'

    body = (
        run(".VnTime", "Hµ TÜnh, th«ng b¸o kÕt luËn, ®\u00ad\u00eeng ®i")
        + run(".VnTimeH", "uû ban nh©n d©n")
        + run("VNI-Times", "Xin chaøo caùc baïn, ñöôøng ÑAÁT")
        + run("Times New Roman", "Dự án ô tô, đã ký")
    )
    text = extractor.extract(docx_of(tmp_path / "a.docx", OPEN + body + CLOSE), "docx").text
    assert text.split("\n") == [
        "Hà Tĩnh, thông báo kết luận, đượng đi",
        "UỶ BAN NHÂN DÂN",
        "Xin chào các bạn, đường ĐẤT",
        "Dự án ô tô, đã ký",
    ]


def test_an_old_font_may_come_from_the_style(extractor: Extractor, tmp_path: Path) -> None:
    styles = (
        f'<w:styles xmlns:w="{WORD}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:rPr>'
        '<w:rFonts w:ascii=".VnTime"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Tieude"><w:basedOn w:val="Normal"/></w:style></w:styles>'
    )
    body = '<w:p><w:pPr><w:pStyle w:val="Tieude"/></w:pPr><w:r><w:t>Hµ TÜnh</w:t></w:r></w:p>'
    path = docx_of(tmp_path / "a.docx", OPEN + body + CLOSE, word__styles__xml=styles)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/styles.xml", styles)
    assert extractor.extract(path, "docx").text == "Hà Tĩnh"


def test_an_xlsx_gives_sheet_titles_cells_and_dates(extractor: Extractor) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Tháng 11"
    book.active.append(["Đơn vị", "Ngày", "Số"])
    book.active.append(["Sở Tài chính", date(2013, 11, 25), 47.0])
    buffer = io.BytesIO()
    book.save(buffer)
    found = extractor.extract(buffer, "xlsx")
    assert found.text == "Tháng 11\nĐơn vị\tNgày\tSố\nSở Tài chính\t25/11/2013\t47"


def test_a_pptx_gives_slides_in_order_with_notes(extractor: Extractor) -> None:
    show = Presentation()
    for title in ("Báo cáo", "Kết luận"):
        slide = show.slides.add_slide(show.slide_layouts[0])
        slide.shapes.title.text = title
        slide.notes_slide.notes_text_frame.text = f"Ghi chú {title}"
    buffer = io.BytesIO()
    show.save(buffer)
    found = extractor.extract(buffer, "pptx")
    assert found.pages == 2
    assert [line for line in found.text.split("\n") if line] == [
        *("Báo cáo", "Ghi chú Báo cáo", "Kết luận", "Ghi chú Kết luận"),
    ]


def test_a_pdf_gives_its_text_and_pages(extractor: Extractor, tmp_path: Path) -> None:
    found = extractor.extract(pdf_of(tmp_path / "a.pdf", b"BT /F 12 Tf 50 700 Td (Xin chao) Tj ET"), "pdf")
    assert (found.text, found.pages, found.state) == ("Xin chao", 1, "drawn")


def test_a_scan_without_words_is_said_to_have_no_text_layer(extractor: Extractor, tmp_path: Path) -> None:
    found = extractor.extract(pdf_of(tmp_path / "a.pdf", b"0 0 100 100 re f"), "pdf")
    assert (found.text, found.pages, found.state) == ("", 1, "none")


def test_html_gives_what_a_reader_sees(extractor: Extractor) -> None:
    page = "<html><head><title>x</title></head><script>a</script><p>Xin <b>chào</b><div>các bạn</div>"
    assert extractor.extract(io.BytesIO(page.encode()), "html").text == "Xin chào\ncác bạn"
    old = '<meta charset="windows-1258"><p>' + "Dự án"
    assert extractor.extract(io.BytesIO(cp1258(old)), "html").text == "Dự án"


def cp1258(text: str) -> bytes:
    """Windows-1258 writes tones as signs after the letter."""
    spread = "".join(
        unicodedata.normalize("NFC", part[:-1]) + part[-1] if unicodedata.combining(part[-1]) else part
        for part in (unicodedata.normalize("NFD", letter) for letter in text)
    )
    return spread.encode("cp1258", "replace")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_plain_text_is_read_in_every_usual_encoding(extractor: Extractor, encoding: str) -> None:
    assert extractor.extract(io.BytesIO(SENTENCE.encode(encoding)), "txt").text == SENTENCE


def test_plain_text_of_old_windows_is_composed(extractor: Extractor) -> None:
    raw = "Dư\u0323 a\u0301n o\u0302\u0309".encode("cp1258", "replace")
    assert extractor.extract(io.BytesIO(raw), "txt").text.startswith("Dự án")


def test_text_comes_composed_and_without_invisible_signs(extractor: Extractor) -> None:
    raw = unicodedata.normalize("NFD", "Hội\u200b nghị") + "\0\u00adx\r\ny"
    assert extractor.extract(io.BytesIO(raw.encode()), "txt").text == "Hội nghịx\ny"


def test_an_odt_gives_its_paragraphs(extractor: Extractor) -> None:
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    content = f'<o xmlns:t="{text}"><t:h>Tờ trình</t:h><t:p>một<t:tab/>hai<t:s/><t:span>ba</t:span></t:p></o>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
    assert extractor.extract(buffer, "odt").text == "Tờ trình\nmột\thai ba"


@pytest.mark.skipif(
    find_soffice() is None and os.environ.get("CI") != "true", reason="LibreOffice is not installed here"
)
@pytest.mark.parametrize("code", ["doc", "rtf"])
def test_doc_and_rtf_go_through_libreoffice(extractor: Extractor, tmp_path: Path, code: str) -> None:
    rtf = tmp_path / "a.rtf"
    letters = "".join(letter if ord(letter) < 128 else f"\\u{ord(letter)}?" for letter in SENTENCE)
    rtf.write_text("{\\rtf1\\ansi " + letters + "\\par}", "ascii")
    path = rtf
    if code == "doc":
        program = find_soffice()
        command = [str(program), f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless"]
        subprocess.run(
            [*command, "--convert-to", "doc", "--outdir", str(tmp_path), str(rtf)], check=True, capture_output=True
        )
        path = tmp_path / "a.doc"
    assert extractor.extract(path, code).text == SENTENCE


def test_a_kind_without_words_needs_no_parser(extractor: Extractor) -> None:
    found = extractor.extract(io.BytesIO(b"\x89PNG"), "png")
    assert (found.state, found.reason) == ("none", "no_parser")


def test_a_broken_file_is_told_with_a_reason_for_people(extractor: Extractor) -> None:
    for code in ("docx", "xlsx", "pptx", "pdf", "odt"):
        found = extractor.extract(io.BytesIO(b"PK\3\4 nothing sound" * 20), code)
        assert found.state == "failed"
        assert found.reason in REASONS
