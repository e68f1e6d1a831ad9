"""The receipt matrix as a spreadsheet."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

from e_office.core.formats import format_moment
from e_office.meetings.answers.rules import Standing
from e_office.meetings.models import Meeting
from e_office.meetings.receipts_table import Row, Table

ANSWERS = {
    Standing.UNANSWERED: "chưa",
    Standing.ATTENDS: "Dự",
    Standing.ABSENT: "Vắng",
    Standing.SUBSTITUTE_WAITS: "Dự thay, chờ chủ trì",
    Standing.SUBSTITUTE: "Dự thay, chủ trì đồng ý",
    Standing.AT_TABLE: "Dự thay, chủ trì đồng ý tại cuộc họp",
    Standing.SUBSTITUTE_REFUSED: "Dự thay, chủ trì không đồng ý",
    Standing.WRONG: "Sai thành phần",
}


def receipts_xlsx(meeting: Meeting, table: Table) -> BytesIO:
    """One row an invitee; texts are written as texts, so that none can run as a formula (A-70)."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Nhận giấy mời")
        sheet.set_column(0, 1, 34)
        sheet.set_column(2, 14, 18)
        code = meeting.document.code if meeting.document else ""
        sheet.write_string(0, 0, f"{code} {meeting.purpose}".strip())
        heads = [
            "Thành phần",
            "Chức danh mời",
            "Chuyển đến",
            "Mở giấy mời",
            *(f"Tài liệu {place}: {paper.title}" for place, paper in enumerate(table.papers, start=1)),
            "Trả lời",
            "Lý do",
            "Người dự",
            "Được ủy quyền quyết định",
            "Người trả lời",
            "Gửi muộn",
        ]
        for column, head in enumerate(heads):
            sheet.write_string(2, column, head, bold)
        for line, row in enumerate(table.rows, start=3):
            for column, value in enumerate(_values(row, table)):
                sheet.write_string(line, column, value)
        sheet.freeze_panes(3, 1)
    stream.seek(0)
    return stream


def _values(row: Row, table: Table) -> list[str]:
    invitee = row.invitee
    name = f"{invitee.person.name}, {invitee.unit.name}" if invitee.person else invitee.unit.name
    moments = [invitee.delivered_at, row.opened_at, *(row.papers.get(paper.id) for paper in table.papers)]
    return [
        name,
        invitee.capacity,
        *(format_moment(moment) if moment else "chưa" for moment in moments),
        ANSWERS[row.standing],
        invitee.answer_reason,
        row.comes,
        ("có" if row.substitute.empowered else "không") if row.substitute else "",
        invitee.answered_by.name if invitee.answered_by else row.source,
        "gửi muộn" if row.late else "",
    ]
