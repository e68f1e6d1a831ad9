"""The body of a paper: paragraphs and ruled tables."""

from __future__ import annotations

from docx.document import Document
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.shared import Length, Mm, Pt
from docx.table import _Cell

from e_office.core.paper.blank import TEXT_WIDTH_MM
from e_office.core.paper.parts import Align, Paper, Part, Table, Text
from e_office.core.paper.shapes import (
    border_table,
    drop_first_paragraph,
    grid,
    paragraph,
    repeat_row,
    whole_row,
)

_ALIGN = {
    Align.JUSTIFY: WD_PARAGRAPH_ALIGNMENT.JUSTIFY,
    Align.LEFT: WD_PARAGRAPH_ALIGNMENT.LEFT,
    Align.CENTER: WD_PARAGRAPH_ALIGNMENT.CENTER,
    Align.RIGHT: WD_PARAGRAPH_ALIGNMENT.RIGHT,
}


def write_body(document: Document, paper: Paper) -> None:
    """The parts in order; the last paragraph stays with the signature."""
    last = len(paper.body) - 1
    for place, part in enumerate(paper.body):
        write_part(document, part, with_next=place == last and paper.signature is not None)


def write_part(document: Document, part: Part, *, with_next: bool = False) -> None:
    """One paragraph or table; `with_next` keeps a paragraph on the page of what follows."""
    if isinstance(part, Table):
        _table(document, part)
    else:
        _text(document, part, with_next=with_next)


def _text(document: Document, part: Text, *, with_next: bool) -> None:
    lead = f"{part.lead} " if part.lead and part.text else part.lead
    made = paragraph(document, "ThanBai", part.text, bold=lead)
    layout = made.paragraph_format
    if part.align is not Align.JUSTIFY:
        layout.alignment = _ALIGN[part.align]
    if not part.indent or part.align is Align.CENTER:
        layout.first_line_indent = Mm(0)
    if part.keep_with_next or with_next:
        layout.keep_with_next = True
    for run in made.runs:
        if part.bold:
            run.bold = True
        if part.italic:
            run.italic = True


def _table(document: Document, part: Table) -> None:
    columns = len(part.header)
    made = document.add_table(1 + len(part.rows), columns)
    grid(made, _widths(part.widths or (1.0,) * columns))
    border_table(made._tbl)
    bold = {number % len(part.rows) for number in part.bold_rows} if part.rows else set()
    rows = made._tbl.tr_lst
    for number, (row, texts) in enumerate(zip(rows, (part.header, *part.rows), strict=True)):
        whole_row(row)
        for column, (cell, text) in enumerate(zip(row.tc_lst, texts, strict=True)):
            align = Align.CENTER if number == 0 else part.aligns[column] if part.aligns else Align.LEFT
            _fill(_Cell(cell, made), text, align, bold=number == 0 or number - 1 in bold)
    repeat_row(rows[0])
    document.add_paragraph().paragraph_format.line_spacing = Pt(6)


def _fill(cell: _Cell, text: str, align: Align, *, bold: bool) -> None:
    line = paragraph(cell, "Bang", "" if bold else text, bold=text if bold else "")
    drop_first_paragraph(cell)
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
    if align is not Align.LEFT:
        line.paragraph_format.alignment = _ALIGN[align]


def _widths(shares: tuple[float, ...]) -> tuple[Length, ...]:
    whole = sum(shares)
    return tuple(Mm(TEXT_WIDTH_MM * share / whole) for share in shares)
