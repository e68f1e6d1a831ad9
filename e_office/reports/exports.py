"""The figures of the ratio as a spreadsheet and as a report."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from e_office.core import paper
from e_office.core.formats import format_number, format_percent
from e_office.people.models import Unit
from e_office.reports.ratio import Figures

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

HEAD = ("Văn bản", "Hoàn toàn điện tử", "Điện tử và giấy", "Chỉ giấy", "Tỷ lệ")


def as_xlsx(found: Figures) -> BytesIO:
    """Three sheets: by unit, by type, by month; figures as numbers, names as text that cannot run (A-70)."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "share": book.add_format({"num_format": "0.0%"}),
        }
        _sheet(book, formats, "Đơn vị", [(row.unit.name, row.counts, row.ratio) for row in found.units], found)
        rows = [(row.name, row.counts, None) for row in found.types]
        _sheet(book, formats, "Tên loại", rows, found)
        months = [(f"{row.month:%m/%Y}", row.counts, row.ratio) for row in found.months]
        _sheet(book, formats, "Tháng", months, found)
    stream.seek(0)
    return stream


def _sheet(book: Any, formats: dict[str, Any], name: str, rows: list[tuple[str, Any, Any]], found: Figures) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 5, 18)
    sheet.write_string(0, 0, f"Từ {found.period.first:%d/%m/%Y} đến {found.period.last:%d/%m/%Y}")
    for column, label in enumerate((name, *HEAD)):
        sheet.write_string(2, column, label, formats["head"])
    for line, (label, counts, _ratio) in enumerate([*rows, ("Cộng", found.counts, found.ratio)], start=3):
        sheet.write_string(line, 0, label)
        for column, value in enumerate((counts.documents, counts.electronic, counts.mixed, counts.paper), start=1):
            sheet.write_number(line, column, value)
        if counts.documents:
            sheet.write_number(line, 5, counts.electronic / counts.documents, formats["share"])
    sheet.freeze_panes(3, 1)


def as_docx(found: Figures, agency: Unit, today: date) -> BytesIO:
    """The report a leader signs: the figure, how it is counted, the ranking, what holds it back."""
    stream = BytesIO()
    paper.write(_report(found, agency, today), stream)
    stream.seek(0)
    return stream


def _report(found: Figures, agency: Unit, today: date) -> paper.Paper:
    return paper.report(
        agency=agency.name,
        parent=agency.parent.name if agency.parent else "",
        place=agency.place,
        day=today,
        title="BÁO CÁO",
        subject="Tỷ lệ trao đổi văn bản hoàn toàn điện tử "
        f"từ {found.period.first:%d/%m/%Y} đến {found.period.last:%d/%m/%Y}",
        parts=(
            paper.Text(text=_headline(found)),
            paper.Text(
                text="Cách tính: số văn bản mà mọi cơ quan nhà nước nhận chỉ nhận bản điện tử, chia cho tổng số "
                "văn bản gửi giữa các cơ quan nhà nước. Văn bản gửi cả điện tử và giấy không được tính là hoàn toàn "
                "điện tử. Không "
                "tính văn bản mật, văn bản đã thu hồi và văn bản nội bộ."
            ),
            paper.heading("1. Theo đơn vị"),
            _table("Đơn vị", [(row.unit.name, row.counts) for row in found.units], found),
            paper.heading("2. Theo tên loại"),
            _table("Tên loại", [(row.name, row.counts) for row in found.types], found),
            paper.heading("3. Theo tháng"),
            _table("Tháng", [(f"{row.month:%m/%Y}", row.counts) for row in found.months], found),
        ),
    )


def _headline(found: Figures) -> str:
    counts, ratio = found.counts, found.ratio
    if ratio.documents is None or ratio.dispatches is None or ratio.any_electronic is None:
        return "Trong kỳ không có văn bản nào thuộc phạm vi tính."
    against = (
        f"Mục tiêu {found.target} %, còn thiếu {format_number(found.missing)} văn bản."
        if found.missing
        else f"Đạt mục tiêu {found.target} %."
    )
    return (
        f"Trong kỳ có {format_number(counts.documents)} văn bản, trong đó {format_number(counts.electronic)} văn bản "
        f"hoàn toàn điện tử, đạt {format_percent(ratio.documents)}. {against} Tính theo lượt gửi: "
        f"{format_percent(ratio.dispatches)}. Có bản điện tử: {format_percent(ratio.any_electronic)}, con số này không "
        "dùng để so với mục tiêu."
    )


def _table(name: str, rows: list[tuple[str, Any]], found: Figures) -> paper.Table:
    lines = [*rows, ("Cộng", found.counts)]
    return paper.Table(
        header=(name, *HEAD),
        rows=tuple(
            (
                label,
                *(format_number(n) for n in (counts.documents, counts.electronic, counts.mixed, counts.paper)),
                format_percent(100 * counts.electronic / counts.documents) if counts.documents else "",
            )
            for label, counts in lines
        ),
        widths=(4, 1.4, 1.6, 1.6, 1.4, 1.4),
        aligns=(paper.Align.LEFT, *(paper.Align.RIGHT,) * 5),
        bold_rows=(len(lines) - 1,),
    )
