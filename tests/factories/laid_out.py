"""Documents laid out after NĐ 30/2020, as docx, in the ways offices really build the two-column head."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
Head = Literal["two_rows", "one_row", "tabs"]


@dataclass(frozen=True)
class LaidOut:
    """What stands on the page; lines of a box are divided by a line feed."""

    agency: str = "ỦY BAN NHÂN DÂN\nTỈNH HÀ TĨNH"
    number: str = "Số: 3713/QĐ-UBND"
    place_and_date: str = "Hà Tĩnh, ngày 25 tháng 11 năm 2013"
    letter_subject: str = ""
    stamps: tuple[str, ...] = ()
    title: str = "QUYẾT ĐỊNH"
    subject: str = "Về việc phê duyệt Đề án đổi mới phương thức hoạt động"
    body: tuple[str, ...] = ("Căn cứ Luật Tổ chức HĐND và UBND ngày 26/11/2003;",)
    recipients: tuple[str, ...] = ("Như trên;", "Lưu: VT, TH1.")
    signature: str = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n\nNguyễn Văn An"


def make_docx(path: Path, page: LaidOut, head: Head = "two_rows") -> Path:
    """Write `page` as a docx; `head` says how its two columns are built."""
    document = Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(13)
    left = page.number + (f"\n{page.letter_subject}" if page.letter_subject else "")
    stamps = "".join(f"\n{stamp}" for stamp in page.stamps)
    if head == "tabs":
        lefts, rights = (*page.agency.split("\n"), *left.split("\n")), (*MOTTO.split("\n"), page.place_and_date)
        for one, other in zip_longest(lefts, rights, fillvalue=""):
            document.add_paragraph(f"{one}\t{other}".rstrip())
        for stamp in page.stamps:
            document.add_paragraph(stamp)
    else:
        rows = [(page.agency, MOTTO), (left + stamps, page.place_and_date)]
        if head == "one_row":
            rows = [(f"{page.agency}\n-------\n{left}{stamps}", f"{MOTTO}\n---------------\n{page.place_and_date}")]
        _table(document, rows)
    for line in (page.title, page.subject):
        if line:
            document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for paragraph in page.body:
        document.add_paragraph(paragraph)
    names = "\n".join(f"- {name}" for name in page.recipients)
    _table(document, [(f"Nơi nhận:\n{names}", page.signature)])
    document.save(str(path))
    return path


def _table(document: Any, rows: list[tuple[str, str]]) -> None:
    table = document.add_table(rows=len(rows), cols=2)
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            lines = text.split("\n")
            cell.paragraphs[0].text = lines[0]
            for line in lines[1:]:
                cell.add_paragraph(line)
