"""The annexes of a paper (phụ lục), each from the top of a page: its number, its title, and what it belongs to."""

from __future__ import annotations

from docx.document import Document
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.shared import Mm, Pt

from e_office.core.paper.body import write_part
from e_office.core.paper.parts import Annex, Paper
from e_office.core.paper.shapes import paragraph
from e_office.core.paper.wording import long_date

ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
BLANK = "\u2026"
"""What a draft leaves open: number and day are written in when it is issued."""


def write_annexes(document: Document, paper: Paper) -> None:
    """All annexes after the foot; a single one has no number (Annex I, III.1)."""
    for place, annex in enumerate(paper.annexes, start=1):
        _annex(document, paper, annex, f"Phụ lục {roman(place)}" if len(paper.annexes) > 1 else "Phụ lục")


def _annex(document: Document, paper: Paper, annex: Annex, name: str) -> None:
    paragraph(document, "TenLoai", name).paragraph_format.page_break_before = True
    paragraph(document, "TenLoai", annex.title.upper())
    line = paragraph(document, "ThanBai", f"(Kèm theo {belongs_to(paper)})")
    line.paragraph_format.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
    line.paragraph_format.first_line_indent, line.paragraph_format.space_after = Mm(0), Pt(12)
    for run in line.runs:
        run.italic = True
    for part in annex.body:
        write_part(document, part)


def belongs_to(paper: Paper) -> str:
    """ "Quyết định số 05/QĐ-UBND ngày 05 tháng 02 năm 2026 của Ủy ban nhân dân tỉnh Hà Tĩnh"."""
    kind = paper.type_name.capitalize() or "Công văn"
    number = f"{paper.number:02d}" if isinstance(paper.number, int) else paper.number or BLANK
    day = long_date(paper.day) if paper.day else f"ngày {BLANK} tháng {BLANK} năm {BLANK}"
    agency = " ".join(paper.agency.split())
    code = f" số {number}/{paper.notation}" if paper.notation else ""
    return f"{kind}{code} {day} của {agency}"


def roman(number: int) -> str:
    """Roman figures up to 39: no paper has more annexes."""
    text = ""
    for value, sign in ROMAN:
        while number >= value:
            text, number = text + sign, number - value
    return text
