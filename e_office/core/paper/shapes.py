"""The strokes a paper is drawn with: paragraphs of a style, rules, boxes, tables without borders."""

from __future__ import annotations

from typing import Protocol

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tbl
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Pt
from docx.table import Table as DocxTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from lxml.etree import SubElement

from e_office.core.paper.wording import clean

RED = "C00000"

_P_PR, _P_STYLE, _VAL, _R, _R_PR, _B, _T = map(qn, ("w:pPr", "w:pStyle", "w:val", "w:r", "w:rPr", "w:b", "w:t"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Container(Protocol):
    """A document or a cell: what paragraphs and tables are put into."""

    def add_paragraph(self, text: str = "") -> Paragraph:
        """Put a paragraph at the end."""


def paragraph(container: Container, style: str, *runs: str, bold: str = "") -> Paragraph:
    """A paragraph of a style of the blank sheet; the text `bold` stands before the others.

    Style and runs are put in as elements: through python-docx's properties a page takes twice as long.
    """
    made = container.add_paragraph()
    properties = SubElement(made._p, _P_PR)
    SubElement(properties, _P_STYLE).set(_VAL, style)
    if bold:
        _run(made, clean(bold), bold=True)
    for run in runs:
        if run:
            _run(made, clean(run))
    return made


def _run(line: Paragraph, text: str, *, bold: bool = False) -> None:
    if "\n" in text or "\t" in text:
        line.add_run(text).bold = bold or None
        return
    run = SubElement(line._p, _R)
    if bold:
        SubElement(SubElement(run, _R_PR), _B)
    words = SubElement(run, _T)
    words.text = text
    if text != text.strip():
        words.set(_SPACE, "preserve")


def rule(container: Container, column: Length, length: Length) -> Paragraph:
    """A solid horizontal line of `length`, in the middle of a column."""
    made = paragraph(container, "DuongKe")
    made.paragraph_format.left_indent = made.paragraph_format.right_indent = Length((column - length) // 2)
    made.paragraph_format.space_before, made.paragraph_format.line_spacing = Pt(2), Pt(3)
    borders = OxmlElement("w:pBdr")
    borders.append(_line("w:top", "000000", size=6))
    made._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    return made


def grid(container: DocxTable, widths: tuple[Length, ...]) -> None:
    """Fix the columns of a table, or a program would lay them out by their contents."""
    container.autofit = False
    table = container._tbl
    for column, width in zip(table.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    for row in table.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = width


def two_columns(container: DocxTable, left: Length, right: Length) -> tuple[_Cell, _Cell]:
    """The two cells of a table of one row without borders, which does not break over pages."""
    grid(container, (left, right))
    no_padding(container._tbl)
    row = container._tbl.tr_lst[0]
    whole_row(row)
    first, second = (_Cell(cell, container) for cell in row.tc_lst)
    return first, second


def no_padding(table: CT_Tbl) -> None:
    """Let the text reach the edges of the cells."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margins.append(_measure(side, 0))
    _add_to_properties(table, margins)


def whole_row(row: CT_Row) -> None:
    """Keep a row on one page."""
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def repeat_row(row: CT_Row) -> None:
    """Repeat a row at the head of every page the table runs over."""
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def border_table(table: CT_Tbl, colour: str = "000000", size: int = 4) -> None:
    """Rule a table all over; `size` in eighths of a point."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_line(f"w:{side}", colour, size))
    _add_to_properties(table, borders)


def drop_first_paragraph(cell: _Cell) -> None:
    """Take away the empty paragraph every new cell begins with, once it holds another."""
    first = cell._tc.p_lst[0]
    cell._tc.remove(first)


def _add_to_properties(table: CT_Tbl, element: BaseOxmlElement) -> None:
    """Put a property where the schema wants it: Word refuses a file whose order is wrong."""
    followers = _AFTER[element.tag]
    table.tblPr.insert_element_before(element, *followers)


_AFTER = {
    qn("w:tblBorders"): ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"),
    qn("w:tblCellMar"): ("w:tblLook",),
}


def _line(tag: str, colour: str, size: int) -> BaseOxmlElement:
    line = OxmlElement(tag)
    for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    return line


def _measure(tag: str, width: int) -> BaseOxmlElement:
    made = OxmlElement(tag)
    made.set(qn("w:w"), str(width))
    made.set(qn("w:type"), "dxa")
    return made
