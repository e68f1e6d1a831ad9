"""The head of a paper: agency, quốc hiệu, number, place and date, urgency, type and subject, Kính gửi."""

from __future__ import annotations

from docx.document import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from e_office.core.paper.parts import Paper, Urgency
from e_office.core.paper.shapes import (
    RED,
    border_table,
    drop_first_paragraph,
    grid,
    paragraph,
    rule,
    two_columns,
)
from e_office.core.paper.wording import balanced_width, date_line, number_line

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
MOTTO_LENGTH = Mm(56)  # as long as the motto itself in 13 points
LEFT, RIGHT, WHOLE = Mm(70), Mm(95), Mm(165)

CAPITAL_MM, SMALL_MM, BOLD_MM = 2.6, 2.0, 2.4
"""Mean widths of a letter: capitals and small letters of 12 points, bold ones of 14."""

STAMP_WIDTH = {Urgency.URGENT: Mm(20), Urgency.VERY_URGENT: Mm(40), Urgency.EXPRESS: Mm(30)}
STAMP_HEIGHT = Mm(8)
PART = 0.42
SHORT_LABEL = 20
"""Letters a label has at most that stands well inside the page."""


def write_head(document: Document, paper: Paper) -> None:
    """Everything above the body (Annex I, boxes 1-5, 9a and 10b)."""
    left, right = two_columns(document.add_table(1, 2), LEFT, RIGHT)
    _agency(left, paper)
    _country(right, paper)
    if paper.urgency is not Urgency.NONE:
        _stamp(left, paper.urgency)
    if paper.is_letter:
        _addressees(document, paper.to, paper.to_label)
    else:
        _title(document, paper)
        if paper.to:
            _addressees(document, paper.to, paper.to_label)
    document.add_paragraph().paragraph_format.line_spacing = Pt(6)


def _agency(cell: _Cell, paper: Paper) -> None:
    if paper.parent:
        _balance(_lines(cell, "CoQuanChuQuan", paper.parent.upper()), LEFT, CAPITAL_MM)
    _balance(_lines(cell, "CoQuan", paper.agency.upper()), LEFT, CAPITAL_MM)
    drop_first_paragraph(cell)
    rule(cell, LEFT, _part_of(paper.agency.split("\n"), LEFT, CAPITAL_MM))
    if paper.notation:
        paragraph(cell, "SoKyHieu", number_line(paper.number, paper.notation)).paragraph_format.space_before = Pt(6)
    if paper.is_letter and paper.subject:
        line = paragraph(cell, "VeViec", _about(paper.subject))
        line.paragraph_format.space_before = Pt(6)
        _balance([line], LEFT, SMALL_MM)


def _country(cell: _Cell, paper: Paper) -> None:
    paragraph(cell, "QuocHieu", COUNTRY)
    drop_first_paragraph(cell)
    paragraph(cell, "TieuNgu", MOTTO)
    rule(cell, RIGHT, MOTTO_LENGTH)
    if paper.place or paper.day:
        line = paragraph(cell, "DiaDanh", date_line(paper.place, paper.day))
        line.paragraph_format.space_before = Pt(6)


def _about(subject: str) -> str:
    return subject if subject.startswith("V/v") else f"V/v {subject}"


def _stamp(cell: _Cell, urgency: Urgency) -> None:
    """The red box of the degree of urgency, in the sizes of the law."""
    cell.add_paragraph().paragraph_format.line_spacing = Pt(6)
    table = cell.add_table(1, 1)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid(table, (STAMP_WIDTH[urgency],))
    border_table(table._tbl, RED, size=12)
    row = table.rows[0]
    row.height, row.height_rule = STAMP_HEIGHT, WD_ROW_HEIGHT_RULE.EXACTLY
    inner = row.cells[0]
    line = paragraph(inner, "DauKhan", urgency.value)
    drop_first_paragraph(inner)
    line.runs[0].font.color.rgb = RGBColor.from_string(RED)
    line.paragraph_format.space_before = Pt(3)
    cell.add_paragraph().paragraph_format.line_spacing = Pt(2)  # a cell must end with a paragraph


def _title(document: Document, paper: Paper) -> None:
    paragraph(document, "TenLoai", paper.type_name.upper()).paragraph_format.space_before = Pt(14)
    if paper.subject:
        _balance(_lines(document, "TrichYeu", paper.subject), Mm(150), BOLD_MM, spare_mm=7.5)
    written = paper.subject or paper.type_name
    rule(document, WHOLE, _part_of(written.split("\n"), Mm(150), BOLD_MM)).paragraph_format.space_after = Pt(6)


def _addressees(document: Document, to: tuple[str, ...], label: str) -> None:
    """ "Kính gửi:" with one addressee on its line, or each on a line of its own."""
    if not to:
        return
    if len(to) == 1:
        line = paragraph(document, "KinhGui", f"{label} {to[0].rstrip('.;')}.")
        line.paragraph_format.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
        line.paragraph_format.space_before = Pt(14)
        return
    opening = paragraph(document, "KinhGui", label)
    opening.paragraph_format.space_before = Pt(14)
    opening.paragraph_format.left_indent = Mm(35) if len(label) < SHORT_LABEL else Mm(12.7)
    for place, addressee in enumerate(to, start=1):
        end = "." if place == len(to) else ";"
        line = paragraph(document, "KinhGui", f"- {addressee.rstrip('.;')}{end}")
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Mm(58), Mm(-3)


def _balance(lines: list[Paragraph], room: Length, per_character: float, spare_mm: float = 0) -> None:
    """Indent centred lines on both sides so that none ends with a lone word below."""
    for line in lines:
        width = balanced_width(line.text, room.mm, per_character)
        indent = Length(Mm(spare_mm) + (room - Mm(width)) // 2)
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = indent


def _part_of(lines: list[str], room: Length, per_character: float) -> Length:
    """The length of the line under a name: between a third and a half of the longest line of letters (Annex I)."""
    widths = (min(len(line) * per_character, balanced_width(line, room.mm, per_character)) for line in lines)
    return Length(Mm(PART * max(widths)))


def _lines(container: Document | _Cell, style: str, text: str) -> list[Paragraph]:
    return [paragraph(container, style, line.strip()) for line in text.split("\n")]
