"""The processing slip (phiếu giải quyết văn bản đến): leader's opinion, unit head's opinion, handler's proposal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from e_office.core.clock import local
from e_office.core.paper import Part as PaperPart
from e_office.core.paper import Table, Text, heading, report, write
from e_office.documents.models import Document
from e_office.handling.models import Assignment, Remark
from e_office.handling.queries import Branch
from e_office.handling.rules import State
from e_office.people.models import Unit
from e_office.registry.models import IncomingEntry

HEADER = ("Nơi nhận việc", "Phần việc", "Ý kiến", "Hạn", "Người giao, ngày giao")


@dataclass(frozen=True)
class Slip:
    """The three parts of the form of NĐ 30/2020 Annex IV, each as it stands now; what was taken back is left out."""

    leader: tuple[Assignment, ...]
    heads: tuple[Assignment, ...]
    proposals: tuple[Remark, ...]
    opinions: tuple[Remark, ...]
    answers: tuple[Document, ...] = ()


def slip_of(tree: Sequence[Branch], remarks: Sequence[Remark], replies: Sequence[Document] = ()) -> Slip:
    """(1) the leader's opinion: who leads, who joins, by when; (2) the unit head's; (3) the handler's proposal.

    What answers (văn bản trả lời) is named once, whether it was issued as the answer or named at the closing.
    """
    rows = [branch for branch in tree if branch.row.state != State.TAKEN_BACK]
    named = [branch.row.answer for branch in rows if branch.row.answer and not branch.row.answer.recalled_at]
    return Slip(
        leader=tuple(branch.row for branch in rows if branch.depth == 0),
        heads=tuple(branch.row for branch in rows if branch.depth > 0),
        proposals=tuple(row for row in remarks if row.kind == "proposal"),
        opinions=tuple(row for row in remarks if row.kind != "proposal"),
        answers=tuple({one.id: one for one in (*named, *replies)}.values()),
    )


def giver_of(row: Assignment) -> str:
    """Who gave it, with the post and, where the power was delegated, in whose place (D5)."""
    name = f"{row.given_title} {row.given_by.name}".strip()
    return f"{name} (được ủy nhiệm của {row.in_place_of.name})" if row.in_place_of else name


def answer_line(document: Document) -> str:
    """A document that answers, as the slip names it: number and notation, day, subject."""
    issued = f" ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else ""
    return f"{document.code}{issued}, {document.subject}"


def as_docx(entry: IncomingEntry, unit: Unit, slip: Slip, today: date) -> BytesIO:
    """The slip as `.docx`; dates in the office's zone."""
    document = entry.document
    issued = f" ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else ""
    parts: list[PaperPart] = [
        Text(lead="Số đến:", text=f"{entry.number}, ngày {local(entry.arrived_at):%d/%m/%Y}"),
        Text(lead="Văn bản:", text=f"{document.code}{issued} của {document.issuer_name}"),
        Text(lead="Trích yếu:", text=document.subject),
        heading("1. Ý kiến của lãnh đạo cơ quan"), *_lines(slip.leader),
        heading("2. Ý kiến của lãnh đạo đơn vị"), *_lines(slip.heads),
        heading("3. Đề xuất của người giải quyết"), *_words(slip.proposals),
    ]  # fmt: skip
    if slip.answers:
        parts += [heading("Văn bản trả lời"), *(Text(text=answer_line(one)) for one in slip.answers)]
    if slip.opinions:
        parts += [heading("Ý kiến khác"), *_words(slip.opinions)]
    stream = BytesIO()
    paper = report(
        agency=unit.name, parent=unit.parent.name if unit.parent else "", place=unit.place, day=today,
        title="PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN", subject=f"Số đến {entry.number}", parts=tuple(parts),
    )  # fmt: skip
    write(paper, stream)
    stream.seek(0)
    return stream


def _lines(rows: Sequence[Assignment]) -> list[PaperPart]:
    if not rows:
        return [Text(text="(chưa có)", italic=True)]
    cells = tuple(
        (
            row.holder,
            str(row.part_label),
            row.words,
            f"{row.due_on:%d/%m/%Y}" if row.due_on else "không có hạn",
            f"{giver_of(row)}, {local(row.given_at):%d/%m/%Y}",
        )
        for row in rows
    )
    return [Table(header=HEADER, rows=cells, widths=(0.2, 0.13, 0.32, 0.13, 0.22))]


def _words(rows: Sequence[Remark]) -> list[PaperPart]:
    if not rows:
        return [Text(text="(chưa có)", italic=True)]
    return [Text(lead=f"{row.person.name}, {local(row.at):%d/%m/%Y}:", text=row.text) for row in rows]
