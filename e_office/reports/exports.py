"""The figures of the ratio as a spreadsheet and as a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from e_office.core import paper
from e_office.core.formats import format_number, format_percent
from e_office.exchange.rules import Counts
from e_office.people.models import Unit
from e_office.registry.types import TYPES
from e_office.reports.lateness import Lateness
from e_office.reports.lateness_exports import parts_of
from e_office.reports.ratio import Figures, MonthRow
from e_office.reports.sheet import report_docx

HEAD = ("Văn bản", "Hoàn toàn điện tử", "Điện tử và giấy", "Chỉ giấy", "Tỷ lệ")
HEAD_OF_PAIRS = ("Có bản điện tử", "Lượt gửi", "Lượt hoàn toàn điện tử", "Tỷ lệ theo lượt")
HEAD_ROW = 6
"""Lines of a sheet above the head of its table: what was counted, and an empty one."""

Rows = Sequence[tuple[str, Counts]]


def scope_words(found: Figures) -> tuple[tuple[str, str], ...]:
    """What was counted, as a leader reads it: period, direction, unit, type."""
    code = found.scope.type_code
    return (
        ("Kỳ", f"từ {found.period.first:%d/%m/%Y} đến {found.period.last:%d/%m/%Y}"),
        ("Chiều", "văn bản đến" if found.scope.direction == "in" else "văn bản đi"),
        ("Đơn vị", found.unit.name if found.unit else "mọi đơn vị"),
        ("Tên loại", (TYPES[code].name_vi if code in TYPES else code) if code else "mọi tên loại"),
        ("Không tính", "văn bản mật, đã thu hồi, nội bộ, gửi hoặc nhận ngoài cơ quan nhà nước"),
    )


def tables_of(found: Figures) -> tuple[tuple[str, Rows], ...]:
    """The three tables of both exports; each adds up to the figures' counts."""
    return (
        ("Đơn vị", [(row.unit.name, row.counts) for row in found.units]),
        ("Tên loại", [(row.name, row.counts) for row in found.types]),
        ("Tháng", [(month_words(row), row.counts) for row in found.months]),
    )


def month_words(row: MonthRow) -> str:
    """ "11/2026", with its days where only a part of the month was counted: "11/2026 (01/11 đến 24/11)"."""
    days = "" if row.whole else f" ({row.first:%d/%m} đến {row.last:%d/%m})"
    return f"{row.first:%m/%Y}{days}"


def as_xlsx(found: Figures) -> BytesIO:
    """Three sheets: by unit, by type, by month; figures as numbers, names as text that cannot run (A-70)."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "sum": book.add_format({"bold": True, "top": 1}),
            "share": book.add_format({"num_format": "0.0%"}),
            "sum_share": book.add_format({"bold": True, "top": 1, "num_format": "0.0%"}),
        }
        for name, rows in tables_of(found):
            _sheet(book, formats, name, rows, found)
    stream.seek(0)
    return stream


def _sheet(book: Any, formats: dict[str, Any], name: str, rows: Rows, found: Figures) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, len(HEAD) + len(HEAD_OF_PAIRS), 14)
    for line, (label, words) in enumerate(scope_words(found)):
        sheet.write_string(line, 0, f"{label}: {words}")
    for column, label in enumerate((name, *HEAD, *HEAD_OF_PAIRS)):
        sheet.write_string(HEAD_ROW, column, label, formats["head"])
    for line, (label, counts) in enumerate(rows, start=HEAD_ROW + 1):
        _line(sheet, line, label, counts, None, formats["share"])
    _line(sheet, HEAD_ROW + 1 + len(rows), "Cộng", found.counts, formats["sum"], formats["sum_share"])
    sheet.freeze_panes(HEAD_ROW + 1, 1)


def _line(sheet: Any, line: int, label: str, counts: Counts, plain: Any, share: Any) -> None:
    """One line of a sheet; a share of nothing is an empty cell, not 0 %."""
    sheet.write_string(line, 0, label, plain)
    cells: tuple[int | tuple[int, int], ...] = (
        *(counts.documents, counts.electronic, counts.mixed, counts.paper),
        (counts.electronic, counts.documents),
        (counts.electronic + counts.mixed, counts.documents),
        *(counts.pairs, counts.electronic_pairs),
        (counts.electronic_pairs, counts.pairs),
    )
    for column, value in enumerate(cells, start=1):
        if isinstance(value, int):
            sheet.write_number(line, column, value, plain)
        elif value[1]:
            sheet.write_number(line, column, value[0] / value[1], share)
        else:
            sheet.write_blank(line, column, None, share)


def as_docx(found: Figures, agency: Unit, today: date, late: Lateness | None = None) -> BytesIO:
    """The report a leader signs: the figure, how it is counted, the ranking, what holds it back, what went late."""
    tables = [
        part
        for place, (name, rows) in enumerate(tables_of(found), start=1)
        for part in (paper.heading(f"{place}. Theo {name.lower()}"), _table(name, rows, found))
    ]
    span = f"từ {found.period.first:%d/%m/%Y} đến {found.period.last:%d/%m/%Y}"
    parts = (
        paper.Text(text=_headline(found)),
        paper.Text(text=f"Phạm vi: {'; '.join(words for _label, words in scope_words(found)[1:4])}."),
        paper.Text(text=_formula(found)),
        *tables,
        *(parts_of(late, "4. Giấy mời, tài liệu họp gửi muộn") if late else ()),
    )
    return report_docx(agency, today, f"Tỷ lệ trao đổi văn bản hoàn toàn điện tử {span}", parts)


def _formula(found: Figures) -> str:
    counted = (
        "số văn bản các cơ quan nhà nước gửi đến chỉ bằng bản điện tử, chia cho tổng số văn bản các cơ quan nhà nước "
        "gửi đến, tính theo ngày đến. Văn bản đến cả bản điện tử và giấy"
        if found.scope.direction == "in"
        else "số văn bản mà mọi cơ quan nhà nước nhận chỉ nhận bản điện tử, chia cho tổng số văn bản gửi giữa các cơ "
        "quan nhà nước. Văn bản gửi cả điện tử và giấy"
    )
    return (
        f"Cách tính: {counted} không được tính là hoàn toàn điện tử. Không tính văn bản mật, văn bản đã thu hồi và "
        "văn bản nội bộ."
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


def _table(name: str, rows: Rows, found: Figures) -> paper.Table:
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
