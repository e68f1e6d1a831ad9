"""The papers of files: the index of a file, the index of files, the record of a handover.

Screen, print and `.docx` agree. Outputs the system must have (NĐ 30/2020 Art. 29.4, 30.3 and Annexes V, VI).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO

import xlsxwriter

from e_office.casefiles.contents import Contents, Line, Totals
from e_office.casefiles.models import CaseFile, Handover
from e_office.core.clock import local
from e_office.core.paper import Part, Signature, Table, Text, heading, report, write
from e_office.core.problems import Message, msg
from e_office.people.models import Unit

INDEX_COLUMNS: tuple[Message, ...] = (
    msg("Số thứ tự"),
    msg("Số, ký hiệu văn bản"),
    msg("Ngày tháng văn bản"),
    msg("Tên loại và trích yếu"),
    msg("Tác giả văn bản"),
    msg("Số trang"),
    msg("Ghi chú"),
)
INDEX_WIDTHS = (7, 18, 13, 46, 24, 8, 18)
FILES_COLUMNS: tuple[Message, ...] = (
    msg("Số thứ tự"),
    msg("Số và ký hiệu hồ sơ"),
    msg("Tiêu đề hồ sơ"),
    msg("Thời gian tài liệu"),
    msg("Thời hạn bảo quản"),
    msg("Số văn bản"),
    msg("Số trang"),
    msg("Ghi chú"),
)
FILES_WIDTHS = (7, 16, 52, 24, 14, 10, 10, 20)
INDEX_TITLE, FILES_TITLE = "MỤC LỤC VĂN BẢN TRONG HỒ SƠ", "MỤC LỤC HỒ SƠ"
RECORD_TITLE, RECORD_SUBJECT = "Biên bản", "Giao nhận hồ sơ, tài liệu, lần giao nộp số"


def index_cells(line: Line) -> tuple[str, ...]:
    """The seven columns of one line of the index of a file."""
    return (
        str(line.ordinal),
        line.code,
        f"{line.day:%d/%m/%Y}" if line.day else "",
        f"{line.kind}: {line.title}",
        line.author,
        str(line.pages) if line.pages else "",
        line.item.note,
    )


def files_cells(number: int, file: CaseFile, totals: Totals) -> tuple[str, ...]:
    """The eight columns of one line of the index of files; the totals are those of the whole file."""
    ended = f"{file.ended_on:%d/%m/%Y}" if file.ended_on else "…"
    return (
        str(number),
        file.notation,
        file.title,
        f"{file.started_on:%d/%m/%Y} – {ended}",
        str(file.maintenance),
        str(totals.documents),
        str(totals.pages) if totals.pages else "",
        str(file.state_label),
    )


def hidden_words(contents: Contents) -> str:
    """How many things the reader may not see; nothing of them is told."""
    return str(msg("%(n)s văn bản không được xem.", n=contents.hidden)) if contents.hidden else ""


def index_docx(file: CaseFile, contents: Contents, today: date) -> bytes:
    """The index of the documents in a file (mục lục văn bản) as `.docx`."""
    parts: list[Part] = [
        Text(lead="Số và ký hiệu hồ sơ:", text=f"{file.notation}, năm {file.year}"),
        Text(lead="Tiêu đề hồ sơ:", text=file.title),
        Text(lead="Thời hạn bảo quản:", text=str(file.maintenance)),
        Text(lead="Tổng số:", text=f"{len(contents.lines)} văn bản, {contents.pages} trang. {hidden_words(contents)}"),
        _table(INDEX_COLUMNS, INDEX_WIDTHS, [index_cells(line) for line in contents.lines]),
    ]
    return _written(file.unit, today, INDEX_TITLE, f"Hồ sơ {file.notation}", parts)


def record_docx(act: Handover, files: Sequence[CaseFile], totals: Mapping[int, Totals], today: date) -> bytes:
    """The record of a handover (biên bản giao nhận) with the index of what was handed over."""
    decided = f"{local(act.decided_at):%H:%M ngày %d/%m/%Y}" if act.decided_at else "chưa nhận"
    taker = f"{act.decided_title} {act.decided_by.name}".strip() if act.decided_by else "(chờ lưu trữ cơ quan nhận)"
    whole = [totals.get(file.id, Totals()) for file in files]
    sums = f"{len(files)} hồ sơ, {sum(one.documents for one in whole)} văn bản, {sum(one.pages for one in whole)} trang"
    rows = [files_cells(number, file, one) for number, (file, one) in enumerate(zip(files, whole, strict=True), 1)]
    answered = {None: "Chưa nhận.", True: "Đã nhận đủ.", False: f"Trả lại: {act.answer}"}[act.taken]
    parts: list[Part] = [
        Text(lead="Bên giao:", text=f"{act.offered_title} {act.offered_by.name}".strip()),
        Text(lead="Giao lúc:", text=f"{local(act.offered_at):%H:%M ngày %d/%m/%Y}"),
        Text(lead="Bên nhận (lưu trữ cơ quan):", text=taker),
        Text(lead="Nhận lúc:", text=decided),
        Text(lead="Kết quả:", text=answered),
        Text(lead="Số lượng:", text=f"{sums}."),
    ]
    if act.note:
        parts.append(Text(lead="Ghi chú:", text=act.note))
    parts += [heading("Mục lục hồ sơ, tài liệu nộp lưu"), _table(FILES_COLUMNS, FILES_WIDTHS, rows)]
    giver = Signature(post="Người giao", name=act.offered_by.name)
    receiver = Signature(post="Người nhận", name=act.decided_by.name) if act.decided_by and act.taken else None
    signed = (giver, receiver or Signature(post="Người nhận", name=""))
    return _written(act.unit, today, RECORD_TITLE, f"{RECORD_SUBJECT} {act.id}", parts, signed)


def files_xlsx(files: Sequence[CaseFile], totals: Mapping[int, Totals], agency: str, subtitle: str) -> BytesIO:
    """The index of files as a spreadsheet; every cell is text, so nothing in it can run (A-70)."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        sheet = workbook.add_worksheet("Mục lục hồ sơ")
        head = workbook.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"})
        cell = workbook.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        title = f"{agency.upper()} – {FILES_TITLE} – {subtitle}".rstrip(" –")
        sheet.write_string(0, 0, title, workbook.add_format({"bold": True}))
        for column, (label, width) in enumerate(zip(FILES_COLUMNS, FILES_WIDTHS, strict=True)):
            sheet.write_string(2, column, label.text, head)
            sheet.set_column(column, column, width)
        for number, file in enumerate(files, start=1):
            for column, text in enumerate(files_cells(number, file, totals.get(file.id, Totals()))):
                sheet.write_string(number + 2, column, text, cell)
        sheet.freeze_panes(3, 0)
        sheet.set_landscape()
        sheet.repeat_rows(2)
        sheet.fit_to_pages(1, 0)
    stream.seek(0)
    return stream


def _table(columns: Sequence[Message], widths: Sequence[int], rows: Sequence[tuple[str, ...]]) -> Table:
    whole = sum(widths)
    header = tuple(label.text for label in columns)
    return Table(header=header, rows=tuple(rows), widths=tuple(width / whole for width in widths))


def _written(
    unit: Unit, today: date, title: str, subject: str, parts: Sequence[Part],
    signed: tuple[Signature | None, Signature | None] = (None, None),
) -> bytes:  # fmt: skip
    """The paper of a unit; of two who sign the first stands on the left."""
    stream = BytesIO()
    paper = report(
        agency=unit.name, parent=unit.parent.name if unit.parent else "", place=unit.place, day=today,
        title=title, subject=subject, parts=tuple(parts), signature=signed[1],
    )  # fmt: skip
    paper = replace(paper, second=signed[0])
    write(paper, stream)
    return stream.getvalue()
