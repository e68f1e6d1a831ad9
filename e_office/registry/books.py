"""The printed books: the ten columns of NĐ 30/2020 Annex IV, on paper, as a spreadsheet and as a document."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from e_office.core.clock import local
from e_office.core.paper import Ledger, write_ledger
from e_office.core.problems import Message, msg
from e_office.registry.models import IncomingEntry, OutgoingEntry
from e_office.registry.types import TYPES

INCOMING: tuple[Message, ...] = (
    msg("Ngày đến"),
    msg("Số đến"),
    msg("Tác giả"),
    msg("Số, ký hiệu"),
    msg("Ngày tháng"),
    msg("Tên loại và trích yếu nội dung"),
    msg("Đơn vị hoặc người nhận"),
    msg("Ngày chuyển"),
    msg("Ký nhận"),
    msg("Ghi chú"),
)
OUTGOING: tuple[Message, ...] = (
    msg("Số, ký hiệu"),
    msg("Ngày tháng"),
    msg("Tên loại và trích yếu nội dung"),
    msg("Người ký"),
    msg("Nơi nhận"),
    msg("Đơn vị, người nhận bản lưu"),
    msg("Số lượng bản"),
    msg("Ngày chuyển"),
    msg("Ký nhận"),
    msg("Ghi chú"),
)
WIDTHS = {"incoming": (11, 8, 26, 18, 11, 60, 26, 11, 14, 20), "outgoing": (18, 11, 60, 24, 40, 16, 9, 11, 14, 20)}


def incoming_line(entry: IncomingEntry) -> tuple[str, ...]:
    """The ten columns of one incoming document; the signature is given by the desk's record of opening."""
    document = entry.document
    receivers = [entry.handler_unit.name if entry.handler_unit else "", entry.handler.name if entry.handler else ""]
    return (
        f"{local(entry.arrived_at):%d/%m/%Y}",
        str(entry.number),
        document.issuer_name,
        document.code,
        f"{document.issued_on:%d/%m/%Y}" if document.issued_on else "",
        entry.recall_note or _titled(document),
        "; ".join(filter(None, receivers)),
        f"{local(entry.forwarded_at):%d/%m/%Y}" if entry.forwarded_at else "",
        "",
        entry.note,
    )


def outgoing_line(entry: OutgoingEntry) -> tuple[str, ...]:
    """The ten columns of one outgoing document."""
    document = entry.document
    return (
        document.code,
        f"{document.issued_on:%d/%m/%Y}" if document.issued_on else "",
        _titled(document),
        document.signer,
        "; ".join(line.strip(" -;.") for line in document.recipients.splitlines() if line.strip()),
        _kept_by(entry),
        str(entry.copies),
        f"{local(entry.issued_at):%d/%m/%Y}",
        "",
        entry.note,
    )


def title_of(book: str) -> str:
    """What stands over a register."""
    return "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN" if book == "incoming" else "SỔ ĐĂNG KÝ VĂN BẢN ĐI"


def as_xlsx(
    book: str, rows: Sequence[Sequence[str]], agency: str, year: int, only: str = "", notes: Sequence[str] = ()
) -> BytesIO:
    """The book as a spreadsheet; every cell is text, so nothing in it can run (A-70).

    `only` says what it was narrowed to, `notes` stand under the lines.
    """
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        sheet = workbook.add_worksheet(f"{year}")
        head = workbook.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"})
        cell = workbook.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, f"{agency.upper()} – {title_of(book)} – {year}", workbook.add_format({"bold": True}))
        sheet.write_string(1, 0, only)
        for column, label in enumerate(INCOMING if book == "incoming" else OUTGOING):
            sheet.write_string(2, column, label.text, head)
            sheet.write_string(3, column, f"({column + 1})", head)
            sheet.set_column(column, column, WIDTHS[book][column])
        for number, row in enumerate(rows, start=4):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text, cell)
        for number, text in enumerate(notes, start=5 + len(rows)):
            sheet.write_string(number, 0, text)
        sheet.freeze_panes(4, 0)
        sheet.set_landscape()
        sheet.repeat_rows(2, 3)
        sheet.fit_to_pages(1, 0)
    stream.seek(0)
    return stream


def as_docx(
    book: str, rows: Sequence[Sequence[str]], agency: str, year: int, only: str = "", notes: Sequence[str] = ()
) -> BytesIO:
    """The book as a document on landscape pages."""
    stream = BytesIO()
    columns = INCOMING if book == "incoming" else OUTGOING
    ledger = Ledger(
        agency=agency, title=title_of(book), about=f"Năm {year}{'. ' + only if only else ''}",
        columns=[label.text for label in columns], widths=WIDTHS[book], rows=rows, foot=notes,
    )  # fmt: skip
    write_ledger(ledger, stream)
    stream.seek(0)
    return stream


def _kept_by(entry: OutgoingEntry) -> str:
    """Who keeps the archive copy, as the last line of the recipients has it: "VT, NL1" (NĐ 30/2020 Annex I)."""
    drafting = entry.drafting_unit
    sign = (drafting.notation or drafting.short_name or drafting.name) if drafting else ""
    return ", ".join(filter(None, (entry.archive_keeper, sign)))


def _titled(document: Any) -> str:
    kind = TYPES.get(document.type_code)
    name = kind.name_vi if kind and document.type_code != "CV" else ""
    subject = document.subject
    if name and subject.startswith("Về "):
        subject = f"về {subject[3:]}"  # "Báo cáo về …": within the phrase it is no beginning
    return f"{name} {subject}".strip()
