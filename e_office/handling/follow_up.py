"""The follow-up register (sổ theo dõi giải quyết văn bản đến): the seven columns of NĐ 30/2020 Annex IV, as of now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from types import MappingProxyType

import xlsxwriter

from e_office.core.office import Office
from e_office.core.paper import Ledger, write_ledger
from e_office.core.permission import Actor
from e_office.core.problems import Message, msg
from e_office.documents.models import Document
from e_office.handling.models import Assignment
from e_office.handling.queries import parts_of, replies_of
from e_office.handling.rules import Part, State, progress
from e_office.registry.models import IncomingEntry
from e_office.registry.queries import RegisterFilter, incoming_book
from e_office.registry.types import TYPES

COLUMNS: tuple[Message, ...] = (
    msg("Số đến"),
    msg("Tên loại, số, ký hiệu, ngày tháng, cơ quan ban hành"),
    msg("Đơn vị hoặc người nhận"),
    msg("Thời hạn giải quyết"),
    msg("Tiến độ giải quyết"),
    msg("Số, ký hiệu văn bản trả lời"),
    msg("Ghi chú"),
)
WIDTHS = (8, 52, 26, 13, 20, 20, 24)
TITLE = "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN"
PROGRESS: MappingProxyType[str, Message] = MappingProxyType(
    {
        "undirected": msg("Chưa có chỉ đạo"),
        "given": msg("Chưa nhận việc"),
        "in_work": msg("Đang xử lý"),
        "late": msg("Quá hạn"),
        "handed_back": msg("Đã trả lại"),
        "done": msg("Đã xong"),
    }
)


@dataclass(frozen=True)
class Line:
    """One incoming document as it stands now; `progress` is a key of `PROGRESS`."""

    entry: IncomingEntry
    parts: tuple[Assignment, ...]
    progress: str
    replies: tuple[Document, ...] = ()

    @property
    def holders(self) -> str:
        """Who leads and who works along; the register's handler where nobody has directed yet."""
        names = [row.holder for row in self.parts if row.parent_id is None and row.part != Part.KNOW]
        entry = self.entry
        passed = [entry.handler_unit.name if entry.handler_unit else "", entry.handler.name if entry.handler else ""]
        return "; ".join(names or filter(None, passed))

    @property
    def answers(self) -> tuple[Document, ...]:
        """The documents that answer, each once; what was recalled answers nothing."""
        named = (row.answer for row in self.parts if row.answer and row.answer.recalled_at is None)
        return tuple({one.id: one for one in (*named, *self.replies)}.values())


@dataclass(frozen=True)
class FollowUp:
    """The lines of a year in one progress or all, in the order of arrival, and how many there are of each."""

    lines: tuple[Line, ...]
    counts: Counter[str]


def follow_up(office: Office, actor: Actor, agency_id: int, year: int, wanted: str = "") -> FollowUp:
    """The register of an agency and year, of documents the actor may see."""
    book = incoming_book(office, actor, agency_id, RegisterFilter(year=year))
    entries = [entry for entry in book if entry.recalled_at is None]  # of those there is nothing left to follow
    parts, today = parts_of(office, [entry.id for entry in entries]), office.today()
    replies = replies_of(office, [entry.id for entry in entries])
    lines = [_line(entry, parts.get(entry.id, []), replies.get(entry.id, []), today) for entry in entries]
    shown = [line for line in lines if not wanted or line.progress == wanted]
    return FollowUp(tuple(shown), Counter(line.progress for line in lines))


def _line(entry: IncomingEntry, parts: Sequence[Assignment], replies: Sequence[Document], today: date) -> Line:
    kept = tuple(row for row in parts if row.state != State.TAKEN_BACK or entry.closed_at is not None)
    facts = [(Part(row.part), State(row.state), row.due_on) for row in parts if row.parent_id is None]
    return Line(entry, kept, progress(facts, closed=entry.closed_at is not None, today=today), tuple(replies))


def cells(line: Line) -> tuple[str, ...]:
    """The seven columns of one line; days in the office's zone."""
    entry, document = line.entry, line.entry.document
    kind = TYPES.get(document.type_code)
    issued = f"ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else ""
    said = (kind.name_vi if kind else "", document.code, issued, document.issuer_name)
    return (
        str(entry.number),
        ", ".join(filter(None, said)),
        line.holders,
        f"{entry.due_on:%d/%m/%Y}" if entry.due_on else "",
        str(PROGRESS[line.progress]),
        "; ".join(document.code for document in line.answers),
        entry.note,
    )


def as_xlsx(lines: Sequence[Line], agency: str, year: int, only: str = "") -> BytesIO:
    """The register as a spreadsheet; every cell is text, so nothing in it can run (A-70)."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        sheet = workbook.add_worksheet(f"{year}")
        head = workbook.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"})
        cell = workbook.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, f"{agency.upper()} – {TITLE} – {year}", workbook.add_format({"bold": True}))
        sheet.write_string(1, 0, only)
        for column, (label, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
            sheet.write_string(2, column, label.text, head)
            sheet.set_column(column, column, width)
        for number, line in enumerate(lines, start=3):
            for column, text in enumerate(cells(line)):
                sheet.write_string(number, column, text, cell)
        sheet.freeze_panes(3, 0)
        sheet.set_landscape()
        sheet.repeat_rows(2)
        sheet.fit_to_pages(1, 0)
    stream.seek(0)
    return stream


def as_docx(lines: Sequence[Line], agency: str, year: int, only: str = "") -> BytesIO:
    """The register as a document on landscape pages; `only` says what it is narrowed to."""
    stream = BytesIO()
    ledger = Ledger(
        agency=agency,
        title=TITLE,
        about=f"Năm {year}{'. ' + only if only else ''}",
        columns=[label.text for label in COLUMNS],
        widths=WIDTHS,
        rows=[cells(line) for line in lines],
    )
    write_ledger(ledger, stream)
    stream.seek(0)
    return stream
