"""The foot of a paper: Nơi nhận and the signature side by side (Annex I, boxes 7 and 9b)."""

from __future__ import annotations

from docx.document import Document
from docx.shared import Mm, Pt
from docx.table import _Cell

from e_office.core.paper.parts import Paper, Signature
from e_office.core.paper.shapes import drop_first_paragraph, paragraph, two_columns

LEFT, RIGHT = Mm(80), Mm(85)
ROOM_TO_SIGN = Pt(72)


def write_foot(document: Document, paper: Paper) -> None:
    """Recipients left, signature right; nothing where a paper has neither. Two signatures have a row of their own."""
    if paper.signature is None and not paper.recipients:
        return
    gap = document.add_paragraph().paragraph_format
    gap.line_spacing, gap.keep_with_next = Pt(4), True  # a signature alone on a page could be put under anything
    if paper.second:
        first, other = two_columns(document.add_table(1, 2), LEFT, RIGHT)
        _signature(first, paper.second)
        if paper.signature:
            _signature(other, paper.signature)
        document.add_paragraph().paragraph_format.line_spacing = Pt(14)
    left, right = two_columns(document.add_table(1, 2), LEFT, RIGHT)
    if paper.recipients:
        _recipients(left, paper.recipients)
    if paper.signature and not paper.second:
        _signature(right, paper.signature)
    paragraph(document, "DuongKe").paragraph_format.line_spacing = Pt(1)  # Word ends with a paragraph of its own size


def _recipients(cell: _Cell, recipients: tuple[str, ...]) -> None:
    """Each line ends with a semicolon, the last with a full stop (mẫu of Annex I)."""
    paragraph(cell, "NoiNhanNhan", "Nơi nhận:")
    drop_first_paragraph(cell)
    for place, recipient in enumerate(recipients, start=1):
        end = "." if place == len(recipients) else ";"
        line = paragraph(cell, "NoiNhan", f"- {recipient.rstrip('.;')}{end}")
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Mm(2.2), Mm(-2.2)


def _signature(cell: _Cell, signature: Signature) -> None:
    for line in (*signature.capacity, signature.post):
        paragraph(cell, "ChucVu", line.upper())
    drop_first_paragraph(cell)
    paragraph(cell, "ChucVu", signature.name).paragraph_format.space_before = ROOM_TO_SIGN
