"""The figures of lateness as a spreadsheet, and as a section of a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import xlsxwriter

from e_office.core import paper
from e_office.core.formats import format_duration, format_number
from e_office.people.models import Unit
from e_office.reports.lateness import Lateness
from e_office.reports.sheet import report_docx
from e_office.reports.tally import Tally

HEAD = (
    "Cuộc họp", "Cuộc họp có gửi muộn", "Lượt giấy mời", "Giấy mời muộn", "theo lệnh họp cấp bách", "Lượt tài liệu",
    "Tài liệu muộn", "theo lệnh họp cấp bách", "Muộn nhất (giờ)",
)  # fmt: skip
BAND_WORDS = ("đến 1 giờ", "trên 1 đến 6 giờ", "trên 6 đến 24 giờ", "trên 24 giờ")
HEAD_ROW = 5
"""Lines of a sheet above the head of its table: what was counted, and an empty one."""

Rows = Sequence[tuple[str, Tally]]


def scope_words(found: Lateness) -> tuple[tuple[str, str], ...]:
    """What was counted, as a leader reads it."""
    return (
        ("Ngày họp", f"từ {found.scope.first:%d/%m/%Y} đến {found.scope.last:%d/%m/%Y}"),
        ("Tính theo", "đơn vị chuẩn bị nội dung" if found.scope.preparing else "đơn vị mời"),
        ("Đơn vị", found.unit.name if found.unit else "mọi đơn vị"),
        ("Tính", "mọi cuộc họp đã phát hành giấy mời, kể cả đã dời, đã hủy; dấu gửi muộn không bao giờ mất"),
    )


def as_xlsx(found: Lateness) -> BytesIO:
    """Three sheets: by unit, by month, by how much; names as text that cannot run (A-70)."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        last = book.add_format({"bold": True, "top": 1})
        units = [(row.unit.name, row.tally) for row in found.units]
        months = [(f"{row.first:%m/%Y}", row.tally) for row in found.months]
        for name, rows in (("Đơn vị", units), ("Tháng", months)):
            sheet = _sheet(book, name, found, (name, *HEAD), head)
            for line, (label, tally) in enumerate(rows, start=HEAD_ROW + 1):
                _line(sheet, line, label, _cells(tally), None)
            _line(sheet, HEAD_ROW + 1 + len(rows), "Cộng", _cells(found.total), last)
        sheet = _sheet(book, "Muộn bao lâu", found, ("Muộn", "Lượt giấy mời", "Lượt tài liệu"), head)
        bands = zip(BAND_WORDS, found.total.invitations.bands, found.total.papers.bands, strict=True)
        for line, (label, *counts) in enumerate(bands, start=HEAD_ROW + 1):
            _line(sheet, line, label, counts, None)
        sums = (found.total.invitations.late, found.total.papers.late)
        _line(sheet, HEAD_ROW + 1 + len(BAND_WORDS), "Cộng", sums, last)
    stream.seek(0)
    return stream


def _sheet(book: Any, name: str, found: Lateness, head: Sequence[str], bold: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, len(HEAD), 14)
    for line, (label, words) in enumerate(scope_words(found)):
        sheet.write_string(line, 0, f"{label}: {words}")
    for column, label in enumerate(head):
        sheet.write_string(HEAD_ROW, column, label, bold)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    return sheet


def _line(sheet: Any, line: int, label: str, cells: Sequence[float], style: Any) -> None:
    sheet.write_string(line, 0, label, style)
    for column, value in enumerate(cells, start=1):
        sheet.write_number(line, column, value, style)


def _cells(tally: Tally) -> tuple[float, ...]:
    return (
        *(tally.meetings, tally.late_meetings),
        *(tally.invitations.reached, tally.invitations.late, tally.invitations.ordered),
        *(tally.papers.reached, tally.papers.late, tally.papers.ordered),
        round(tally.worst / timedelta(hours=1), 2),
    )


def as_docx(found: Lateness, agency: Unit, today: date) -> BytesIO:
    """The report of lateness a leader signs."""
    subject = f"Giấy mời, tài liệu họp gửi muộn từ {found.scope.first:%d/%m/%Y} đến {found.scope.last:%d/%m/%Y}"
    return report_docx(agency, today, subject, parts_of(found))


def parts_of(found: Lateness, heading: str = "") -> tuple[Any, ...]:
    """The section of lateness in a report: the figures in sentences, what was counted, and every unit."""
    title = (paper.heading(heading),) if heading else ()
    said = "; ".join(f"{label.lower()}: {words}" for label, words in scope_words(found)[:3])
    texts = (*_sentences(found.total), f"Phạm vi: {said}. Tính {scope_words(found)[3][1]}.")
    rows = [(row.unit.name, row.tally) for row in found.units]
    name = "Đơn vị chuẩn bị" if found.scope.preparing else "Đơn vị mời"
    table = (_table(name, rows, found.total),) if found.total.late_meetings else ()
    return (*title, *(paper.Text(text=text) for text in texts), *table)


def _sentences(tally: Tally) -> tuple[str, ...]:
    if not tally.meetings:
        return ("Trong kỳ không có cuộc họp nào đã phát hành giấy mời.",)
    n, late = format_number(tally.meetings), format_number(tally.late_meetings)
    if not tally.late_meetings:
        return (f"Trong kỳ có {n} cuộc họp, không có giấy mời hay tài liệu nào gửi muộn.",)
    invitations, papers = tally.invitations, tally.papers
    return (
        f"Trong kỳ có {n} cuộc họp, trong đó {late} cuộc có giấy mời hoặc tài liệu gửi muộn; muộn nhất "
        f"{_span(tally.worst)}.",
        f"Giấy mời: {format_number(invitations.late)} trên {format_number(invitations.reached)} lượt gửi muộn, trong "
        f"đó {format_number(invitations.ordered)} lượt theo lệnh họp cấp bách của chủ trì. Tài liệu: "
        f"{format_number(papers.late)} trên {format_number(papers.reached)} lượt gửi muộn, trong đó "
        f"{format_number(papers.ordered)} lượt theo lệnh. Mỗi lượt là một giấy mời hoặc một tài liệu tới một "
        "thành phần.",
    )


def _table(name: str, rows: Rows, total: Tally) -> paper.Table:
    lines = [*rows, ("Cộng", total)]
    return paper.Table(
        header=(name, "Cuộc họp", "Có gửi muộn", "Giấy mời muộn", "Tài liệu muộn", "Theo lệnh", "Muộn nhất"),
        rows=tuple(
            (
                label,
                *map(format_number, (tally.meetings, tally.late_meetings, tally.invitations.late, tally.papers.late)),
                format_number(tally.things.ordered),
                _span(tally.worst) if tally.worst else "",
            )
            for label, tally in lines
        ),
        widths=(4, 1.2, 1.3, 1.4, 1.4, 1.2, 1.9),
        aligns=(paper.Align.LEFT, *(paper.Align.RIGHT,) * 6),
        bold_rows=(len(lines) - 1,),
    )


def _span(by: timedelta) -> str:
    return format_duration(by) if by >= timedelta(minutes=1) else "dưới 1 phút"
