"""The rows behind a figure on meetings as a spreadsheet: dates and numbers typed, words that cannot run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import xlsxwriter

from e_office.core.clock import local
from e_office.core.problems import Message, msg
from e_office.meetings.handed.models import HandedPaper
from e_office.meetings.models import Invitee, Paper
from e_office.meetings.reports_back.models import ReportBack
from e_office.people.models import Unit
from e_office.reports.meetings.behind import Line
from e_office.reports.meetings.exports import OPTIONS, scope_words
from e_office.reports.meetings.measures import MEASURES, Kind, MeetingFact
from e_office.reports.meetings.queries import Scope
from e_office.reports.meetings.rules import Came

MOST = 20_000
"""Rows of one spreadsheet; a longer list says so and is to be narrowed by period or unit."""
HEAD_ROW = 4

CAME: dict[Came, Message] = {
    Came.PRESENT: msg("có mặt"),
    Came.SUBSTITUTE: msg("dự thay, chủ trì đồng ý"),
    Came.WRONG: msg("dự thay, chủ trì chưa đồng ý"),
    Came.EXCUSED: msg("vắng có lý do"),
    Came.UNEXCUSED: msg("vắng không có lý do"),
    Came.UNNOTED: msg("chưa ghi có mặt hay vắng"),
}
HIDDEN = "nội dung không dành cho người xuất"
YES = {True: "có", False: "không"}

Cell = str | float | date | datetime | None
HEADS: dict[Kind, tuple[str, ...]] = {
    Kind.PAPERS: ("Đơn vị chuẩn bị", "Tài liệu", "Muộn (giờ)", "Do gửi sau hạn"),
    Kind.SEATS: (
        "Đơn vị được mời", "Thành phần", "Mở trước họp", "Đọc đủ tài liệu", "Trả lời trước họp", "Có mặt",
        "Chủ trì đồng ý ai dự thay", "Ai đến dự thay",
    ),
    Kind.MEETINGS: (
        "Đơn vị mời họp", "Tình trạng", "Cấp bách", "Họp lại", "Số người mời", "Số giờ", "Giờ người",
        "Ngày ra kết luận", "Số ngày làm việc", "Hạn kết luận", "Đã chờ (ngày làm việc)",
    ),
    Kind.REPORTS: ("Đơn vị dự họp", "Người dự", "Hạn báo cáo", "Ngày báo cáo", "Muộn"),
}  # fmt: skip


def as_xlsx(figure: str, rows: Sequence[Line], total: int, scope: Scope, unit: Unit | None) -> BytesIO:
    """One sheet with a line for each row."""
    measure, stream = MEASURES[figure], BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        sheet = book.add_worksheet("Danh sách")
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats: dict[type, Any] = {
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
            datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        }
        sheet.set_column(0, 1, 18)
        sheet.set_column(2, 4, 40)
        sheet.set_column(5, 15, 16)
        shown = f"{len(rows)} dòng đầu trong {total}" if total > len(rows) else f"{total}"
        sheet.write_string(0, 0, f"{str(measure.name).capitalize()}: {shown}")
        for line, (label, words) in enumerate(scope_words(scope, unit)[:2], start=1):
            sheet.write_string(line, 0, f"{label}: {words}")
        for column, label in enumerate(("Giờ họp", "Số và ký hiệu", "Nội dung", *HEADS[measure.kind])):
            sheet.write_string(HEAD_ROW, column, label, head)
        for line, row in enumerate(rows, start=HEAD_ROW + 1):
            for column, cell in enumerate((*_meeting_cells(row), *CELLS[measure.kind](row))):
                _write(sheet, line, column, cell, formats)
        sheet.freeze_panes(HEAD_ROW + 1, 0)
    stream.seek(0)
    return stream


def _write(sheet: Any, line: int, column: int, cell: Cell, formats: dict[type, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(line, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(line, column, cell, formats[type(cell)])
    else:
        sheet.write_number(line, column, cell)


def _meeting_cells(row: Line) -> tuple[Cell, ...]:
    meeting = row.meeting
    starts = local(meeting.starts_at).replace(tzinfo=None) if meeting.starts_at else None
    code = meeting.document.code if meeting.document else ""
    return starts, code, meeting.purpose if row.readable else HIDDEN


def _paper_cells(row: Line) -> tuple[Cell, ...]:
    assert isinstance(row.thing, Paper | HandedPaper), "a figure of papers counts papers"
    late = row.fact.by
    own = YES[row.fact.own] if late else None
    title = row.thing.title if row.readable else HIDDEN
    return row.unit.name, title, round(late / timedelta(hours=1), 2) if late else None, own


def _seat_cells(row: Line) -> tuple[Cell, ...]:
    assert isinstance(row.thing, Invitee), "a figure of places counts invitees"
    fact, person = row.fact, row.thing.person
    who = f"{person.name}, {row.thing.capacity}" if person else row.thing.capacity
    read = YES[fact.read] if fact.papers else None
    instead = [name or None for name in row.instead or ("", "")]
    return row.unit.name, who, YES[fact.opened], read, YES[fact.answered], str(CAME[fact.came]), *instead


def _meeting_facts(row: Line) -> tuple[Cell, ...]:
    fact: MeetingFact = row.fact
    state = "đã hủy" if fact.called_off else "đã họp" if fact.held else "chưa họp"
    return (
        *(row.unit.name, state, YES[fact.ordered], YES[fact.again], fact.invited),
        *(round(fact.length / timedelta(hours=1), 2), round(fact.person_hours, 2)),
        *(fact.concluded_on, fact.age, fact.due, fact.waiting),
    )


def _report_cells(row: Line) -> tuple[Cell, ...]:
    assert isinstance(row.thing, ReportBack), "a figure of reports counts reports"
    return row.unit.name, row.thing.delegate, row.fact.due, row.fact.given_on, YES[row.fact.late]


CELLS: dict[Kind, Callable[[Line], tuple[Cell, ...]]] = {
    Kind.PAPERS: _paper_cells,
    Kind.SEATS: _seat_cells,
    Kind.MEETINGS: _meeting_facts,
    Kind.REPORTS: _report_cells,
}
