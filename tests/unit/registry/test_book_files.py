"""The registers as files: a document on landscape pages with its head on each, thousands of lines, and its PDF."""

from __future__ import annotations

import io
import time

import pypdfium2 as pdfium
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT

from e_office.core.problems import Refused
from e_office.documents import rendition
from e_office.registry import books

LINE = (
    "24/11/2026",
    "1",
    "UBND huyện Kỳ Anh",
    "05/UBND",
    "20/11/2026",
    "V/v <đơn giá> & bồi thường",
    "TH1",
    "",
    "",
    "",
)


def made(rows: int, **more: object) -> io.BytesIO:
    lines = [(LINE[0], str(number), *LINE[2:]) for number in range(1, rows + 1)]
    return books.as_docx("incoming", lines, "UBND tỉnh Hà Tĩnh", 2026, **more)


def test_a_register_is_a_landscape_document_with_its_head_on_every_page() -> None:
    """NĐ 30/2020 Annex IV: ten columns, numbered; what it is narrowed to stands in its heading."""
    document = Document(made(3, only="Chỉ gồm: Quá hạn", notes=["Sổ đã khóa"]))
    assert document.sections[0].orientation == WD_ORIENT.LANDSCAPE
    table = document.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == [label.text for label in books.INCOMING]
    assert [cell.text for cell in table.rows[1].cells] == [f"({number})" for number in range(1, 11)]
    assert [cell.text for cell in table.rows[2].cells] == list(LINE)
    assert len(table.rows) == 5
    assert all("w:tblHeader" in row._tr.xml for row in table.rows[:2])
    texts = [line.text for line in document.paragraphs]
    assert "Năm 2026. Chỉ gồm: Quá hạn" in texts
    assert texts[-1] == "Sổ đã khóa"


def test_the_same_register_gives_the_same_bytes() -> None:
    assert made(2).getvalue() == made(2).getvalue()


def test_thousands_of_lines_are_written_in_seconds() -> None:
    began = time.perf_counter()
    assert made(3_000).getbuffer().nbytes > 10_000
    assert time.perf_counter() - began < 20


def test_the_document_becomes_a_pdf_where_libreoffice_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    if rendition.find_soffice() is not None:
        pages = list(pdfium.PdfDocument(rendition.pdf_of(made(60)).getvalue()))
        assert len(pages) > 1
        for page in pages:
            words = " ".join(page.get_textpage().get_text_range().split())
            assert "Đơn vị hoặc người nhận" in words, "the head comes on every page"
            assert page.get_width() > page.get_height()
    monkeypatch.setattr(rendition, "find_soffice", lambda: None)
    assert not rendition.can_make_pdf()
    with pytest.raises(Refused, match="Tải tệp Word"):
        rendition.pdf_of(made(1))
