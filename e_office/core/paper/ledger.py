"""A register as `.docx`: a wide table on landscape pages whose head comes again on each, thousands of rows quickly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO
from unicodedata import is_normalized
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from e_office.core.paper.blank import PAGE_HEIGHT, PAGE_WIDTH, blank_sheet
from e_office.core.paper.shapes import paragraph
from e_office.core.paper.wording import clean
from e_office.core.paper.writer import save

WIDTH_MM = 297.0 - 20 - 15
TWIPS = 56.6929
"""Twentieths of a point in a millimetre: what the file format measures in."""
SMALL = 18
"""Half points of the letters in the table: ten columns have to find room."""


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """What stands on the pages: whose register it is, its title, what it is narrowed to, the table, the last lines."""

    agency: str
    title: str
    about: str
    columns: Sequence[str]
    widths: Sequence[float]
    """Shares of the line, one a column."""
    rows: Sequence[Sequence[str]]
    foot: Sequence[str] = ()


def write_ledger(ledger: Ledger, stream: BinaryIO) -> None:
    """Write the register to `stream`, the same bytes for the same register."""
    document = Document(BytesIO(blank_sheet()))
    _lay_wide(document)
    facts = document.core_properties
    facts.title, facts.author, facts.language = clean(ledger.title)[:255], clean(ledger.agency)[:255], "vi-VN"
    paragraph(document, "CoQuan", ledger.agency.upper())
    paragraph(document, "TenLoai", ledger.title)
    if ledger.about:
        paragraph(document, "DiaDanh", ledger.about)
    paragraph(document, "DuongKe")
    document.element.body.insert_element_before(parse_xml(_table(ledger)), "w:sectPr")
    paragraph(document, "DuongKe")
    for line in ledger.foot:
        paragraph(document, "NoiNhan", line)
    save(document, stream)


def _lay_wide(document: DocxDocument) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = PAGE_HEIGHT, PAGE_WIDTH
    section.left_margin, section.right_margin = Mm(20), Mm(15)
    section.top_margin = section.bottom_margin = Mm(15)


def _table(ledger: Ledger) -> str:
    """The whole table as text: element by element ten thousand rows would take minutes."""
    whole = sum(ledger.widths)
    widths = [round(WIDTH_MM * share / whole * TWIPS) for share in ledger.widths]
    border = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    numbers = [f"({place})" for place in range(1, len(widths) + 1)]
    head = [_row(ledger.columns, widths, head=True, bold=True), _row(numbers, widths, head=True)]
    body = [_row(cells, widths) for cells in ledger.rows]
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{border}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(head)}{''.join(body)}</w:tbl>"
    )


def _row(cells: Sequence[str], widths: Sequence[int], *, head: bool = False, bold: bool = False) -> str:
    mark = "<w:tblHeader/>" if head else ""
    made = (_cell(text, width, head=head, bold=bold) for text, width in zip(cells, widths, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{''.join(made)}</w:tr>"


def _cell(text: str, width: int, *, head: bool, bold: bool) -> str:
    align = '<w:jc w:val="center"/>' if head else ""
    weight = "<w:b/>" if bold else ""
    size = f'<w:sz w:val="{SMALL}"/><w:szCs w:val="{SMALL}"/>'
    plain = text.isprintable() and is_normalized("NFC", text)  # nearly every cell: looking at each letter takes long
    lines = escape(text if plain else clean(text)).split("\n")
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="Bang"/>{align}</w:pPr>'
        f"<w:r><w:rPr>{weight}{size}</w:rPr>{words}</w:r></w:p></w:tc>"
    )
