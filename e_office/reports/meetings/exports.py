"""The figures on meetings as a spreadsheet: a sheet for each kind of figure, and the months."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from io import BytesIO
from typing import Any

import xlsxwriter

from e_office.people.models import Unit
from e_office.reports.meetings.figures import Figures
from e_office.reports.meetings.measures import Kind
from e_office.reports.meetings.queries import Scope
from e_office.reports.meetings.tally import Tally

HEAD_ROW = 5
"""Lines of a sheet above the head of its table: what was counted, and an empty one."""

Cell = float | None
Column = tuple[str, Callable[[Tally], Cell]]

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""Names are text that cannot run (A-70)."""


def _n(key: str) -> Callable[[Tally], Cell]:
    return lambda tally: tally[key]


def _hours(span: timedelta) -> float:
    return round(span / timedelta(hours=1), 2)


COLUMNS: dict[Kind, tuple[Column, ...]] = {
    Kind.PAPERS: (
        ("Tài liệu đã gửi", _n("papers")), ("Đúng hạn", _n("papers_on_time")), ("Gửi muộn", _n("papers_late")),
        ("trong đó gửi sau hạn", _n("papers_own")),
        ("trong đó do họp gọi gấp, mời thêm, dời họp", _n("papers_others")),
        ("Muộn trung vị (giờ)", lambda tally: _hours(tally.late_median) if tally.late else None),
        ("Muộn nhất (giờ)", lambda tally: _hours(tally.late_worst) if tally.late else None),
    ),
    Kind.SEATS: (
        ("Lượt mời", _n("seats")), ("Mở giấy mời trước họp", _n("opened")),
        ("Được gửi tài liệu", _n("with_papers")), ("Đọc đủ tài liệu trước họp", _n("read")),
        ("Trả lời trước họp", _n("answered")), ("Đã rõ có mặt hay vắng", _n("noted")),
        ("Dự đúng thành phần", _n("came")), ("Vắng có lý do", _n("excused")),
        ("Vắng không lý do", _n("unexcused")), ("Dự thay chưa được đồng ý", _n("wrong")),
    ),
    Kind.MEETINGS: (
        ("Đã mời", _n("meetings")), ("Đã họp", _n("held")), ("Đã hủy", _n("called_off")),
        ("Cấp bách", _n("extraordinary")), ("Họp lại cùng việc", _n("again")),
        ("Giờ người", lambda tally: round(tally.person_hours, 1)), ("Đã có kết luận", _n("concluded")),
        ("Không cần kết luận", _n("waived")), ("Ra trong 5 ngày làm việc", _n("in_five")),
        ("Tới hạn theo QĐ 45/2018", _n("due")), ("Đúng hạn theo QĐ 45/2018", _n("in_time")),
        ("Ra kết luận, trung vị (ngày làm việc)", lambda tally: tally.age_median),
        ("Chưa có kết luận", _n("unwritten")), ("Chờ lâu nhất (ngày làm việc)", lambda tally: tally.oldest),
    ),
    Kind.REPORTS: (
        ("Phải báo cáo lại", _n("reports")), ("Đã báo cáo", _n("given")), ("Còn nợ", _n("owed")),
        ("Muộn hoặc quá hạn", _n("late_reports")),
    ),
}  # fmt: skip
SHEETS = {
    Kind.PAPERS: "Tài liệu",
    Kind.SEATS: "Dự họp",
    Kind.MEETINGS: "Cuộc họp",
    Kind.REPORTS: "Báo cáo lại",
}
NAMES = {
    Kind.PAPERS: "Đơn vị chuẩn bị",
    Kind.SEATS: "Đơn vị được mời",
    Kind.MEETINGS: "Đơn vị mời họp",
    Kind.REPORTS: "Đơn vị dự họp",
}
"""Whose figures those of a kind are."""

MONTHS: tuple[Column, ...] = tuple(
    column
    for kind, columns in COLUMNS.items()
    for column in columns
    if column[0]
    not in {"trong đó gửi sau hạn", "trong đó do họp gọi gấp, mời thêm, dời họp", "Được gửi tài liệu", "Đã hủy"}
)


def scope_words(scope: Scope, unit: Unit | None) -> tuple[tuple[str, str], ...]:
    """What was counted, as a leader reads it."""
    whose = unit.name if unit else "mọi đơn vị" if scope.units is None else "các đơn vị của cơ quan người xem"
    return (
        ("Ngày họp", f"từ {scope.first:%d/%m/%Y} đến {scope.last:%d/%m/%Y}"),
        ("Đơn vị", whose),
        ("Tài liệu", "tính mọi cuộc họp đã phát hành giấy mời, kể cả đã hủy; dấu gửi muộn không bao giờ mất"),
        ("Dự họp", "tính các cuộc họp đã bắt đầu và không hủy"),
    )


def as_xlsx(found: Figures) -> BytesIO:
    """A sheet a kind, and the months; figures as numbers, names as text that cannot run (A-70)."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        last = book.add_format({"bold": True, "top": 1})
        for kind in Kind:
            rows = [(row.unit.name, row.tally) for row in found.units[kind]]
            _table(book, SHEETS[kind], NAMES[kind], COLUMNS[kind], rows, found, (head, last))
        months = [(f"{row.first:%m/%Y}", row.tally) for row in found.months]
        _table(book, "Tháng", "Tháng", MONTHS, months, found, (head, last))
    stream.seek(0)
    return stream


def _table(
    book: Any, name: str, first: str, columns: Sequence[Column], rows: Sequence[tuple[str, Tally]], found: Figures,
    formats: tuple[Any, Any],
) -> None:  # fmt: skip
    head, last = formats
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, len(columns), 14)
    for line, (label, words) in enumerate(scope_words(found.scope, found.unit)):
        sheet.write_string(line, 0, f"{label}: {words}")
    for column, label in enumerate((first, *(label for label, _value in columns))):
        sheet.write_string(HEAD_ROW, column, label, head)
    for line, (label, tally) in enumerate(rows, start=HEAD_ROW + 1):
        _line(sheet, line, label, [value(tally) for _label, value in columns], None)
    _line(sheet, HEAD_ROW + 1 + len(rows), "Cộng", [value(found.total) for _label, value in columns], last)
    sheet.freeze_panes(HEAD_ROW + 1, 1)


def _line(sheet: Any, line: int, label: str, cells: Sequence[Cell], style: Any) -> None:
    """One line; a figure of nothing is an empty cell, not 0."""
    sheet.write_string(line, 0, label, style)
    for column, value in enumerate(cells, start=1):
        if value is None:
            sheet.write_blank(line, column, None, style)
        else:
            sheet.write_number(line, column, value, style)
