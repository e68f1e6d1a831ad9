"""The cover of a dossier (phiếu trình): components, six points, the table of opinions, the decision; as `.docx`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

from e_office.core.clock import local
from e_office.core.paper import Part, Table, Text, heading, report, write
from e_office.submissions.models import Dossier, Round
from e_office.submissions.rules import POINTS
from e_office.submissions.rules_opinions import DEEMED, Answer, is_deemed

COMPONENTS = ("TT", "Thành phần", "Tệp điện tử", "Mã băm", "Bản giấy")
OPINIONS = ("Cơ quan", "Ý kiến", "Nội dung", "Tiếp thu")


def as_docx(dossier: Dossier, sent: Round, today: date) -> BytesIO:
    """The cover of one sending; dates in the office's zone. It is in Vietnamese in every language of the screens."""
    unit = dossier.to_unit or dossier.agency
    parts: list[Part] = [
        Text(lead="Cơ quan trình:", text=dossier.agency.name),
        Text(lead="Nội dung trình:", text=sent.fields.get("matter", dossier.matter)),
        Text(lead="Kính trình:", text=dossier.leader.name if dossier.leader else ""),
        Text(lead="Số, ký hiệu:", text=_numbers(sent)),
        heading("1. Thành phần hồ sơ"), _components(sent),
        heading("2. Báo cáo giải trình"), *_points(sent),
        heading("3. Ý kiến các cơ quan liên quan"), *_opinions(dossier, today),
        heading("4. Thẩm định"), *_appraisals(dossier),
        heading("5. Ý kiến của Văn phòng"), Text(text=dossier.advice or "(chưa có)"),
        heading("6. Ý kiến của lãnh đạo"), *_decision(dossier),
    ]  # fmt: skip
    stream = BytesIO()
    paper = report(
        agency=unit.name, parent=unit.parent.name if unit.parent else "", place=unit.place, day=today,
        title="PHIẾU TRÌNH", subject=f"Lần {sent.number}", parts=tuple(parts),
    )  # fmt: skip
    write(paper, stream)
    stream.seek(0)
    return stream


def _numbers(sent: Round) -> str:
    issued = f" ngày {sent.document.issued_on:%d/%m/%Y}" if sent.document.issued_on else ""
    arrived = f"; số đến {sent.entry.number}, ngày {local(sent.entry.arrived_at):%d/%m/%Y}" if sent.entry else ""
    return f"{sent.document.code}{issued}{arrived}"


def _components(sent: Round) -> Table:
    rows = tuple(
        (
            str(place), f"{part.kind_label}: {part.title}", part.file.name, part.file.sha256[:16],
            _paper(part.paper, part.paper_came_at is not None),
        )
        for place, part in enumerate(sent.parts, 1)
    )  # fmt: skip
    return Table(header=COMPONENTS, rows=rows, widths=(0.07, 0.34, 0.27, 0.2, 0.12))


def _paper(announced: bool, came: bool) -> str:
    return "đã nhận" if came else "chưa nhận" if announced else "không gửi"


def _points(sent: Round) -> Iterator[Part]:
    for name, label in POINTS.items():
        yield Text(lead=f"{label}:", text=sent.fields.get(name, ""))


def _opinions(dossier: Dossier, today: date) -> list[Part]:
    """What each said, and what was done with it: differing views are reported plainly (O10, O11)."""
    if not dossier.consulted:
        return [Text(text="Không lấy ý kiến.", italic=True)]
    rows = []
    for row in dossier.consulted:
        answer = DEEMED if is_deemed(Answer(row.answer), row.due_on, today) else row.answer_label
        done = "" if row.taken is None else "tiếp thu" if row.taken else f"không tiếp thu: {row.why_not}"
        rows.append((row.name, str(answer), row.words, done))
    return [Table(header=OPINIONS, rows=tuple(rows), widths=(0.25, 0.2, 0.3, 0.25))]


def _appraisals(dossier: Dossier) -> list[Part]:
    if not dossier.appraisals:
        return [Text(text="Không giao thẩm định.", italic=True)]
    return [
        Text(lead=f"{row.unit.name}:", text=row.result or f"chưa có kết quả, hạn {row.due_on:%d/%m/%Y}")
        for row in dossier.appraisals
    ]


def _decision(dossier: Dossier) -> list[Part]:
    if dossier.decision_label is None or dossier.decided_at is None or dossier.decided_by is None:
        boxes = "☐ Đồng ý    ☐ Đồng ý, có sửa    ☐ Không đồng ý    ☐ Yêu cầu bổ sung"
        return [Text(text=boxes, indent=False), Text(text="Ngày, chữ ký: ", indent=False)]
    said = f"{dossier.decision_label}. {dossier.words}".strip()
    instead = f", được ủy nhiệm của {dossier.decided_for.name}" if dossier.decided_for else ""
    who = f"{dossier.decided_title} {dossier.decided_by.name}{instead}, {local(dossier.decided_at):%d/%m/%Y}"
    return [Text(text=said), Text(text=who, italic=True)]
