"""The files of the plan as bytes: papers as `.docx` in the office's layout, annexes as `.xlsx`."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from io import BytesIO

import xlsxwriter

from e_office.core.clock import day_of
from e_office.core.paper import Paper, Part, Text, heading, write
from e_office.demo.facts import PlannedDocument, PlannedFile, PlannedMeeting, PlannedPaper, PlannedRecipient
from e_office.demo.matters import BY_CODE
from e_office.demo.people import by_login
from e_office.demo.phrases import fill
from e_office.demo.texts import body, day_of_document, figures
from e_office.demo.units import BY_KEY, PROVINCE, DemoUnit
from e_office.meetings.papers_out import (
    ConclusionItem,
    ConclusionText,
    InvitationText,
    InviteeLine,
    Letterhead,
    Proposal,
    conclusion_paper,
    invitation_paper,
)
from e_office.registry.types import ADMINISTRATIVE_TYPES

CHANNEL_LINES = {"electronic": "Gửi: VB điện tử", "both": "Gửi: VB giấy + điện tử", "paper": "Gửi: VB giấy"}
"""The channel statement at the foot of a document (T8)."""


def document_file(document: PlannedDocument, file: PlannedFile) -> bytes:
    """The bytes of one file of a planned document."""
    if file.kind == "xlsx":
        return _annex(document.matter, document.seed, document.subject, document.issued_at)
    return docx(paper_of(document))


def invitation_file(meeting: PlannedMeeting) -> bytes:
    """The invitation as `.docx`."""
    return docx(invitation_paper(invitation_text(meeting)))


def meeting_paper_file(meeting: PlannedMeeting, paper: PlannedPaper) -> bytes:
    """The bytes of one meeting paper."""
    place = meeting.papers.index(paper)
    if paper.file.kind == "xlsx":
        return _annex(meeting.matter, meeting.seed + place, paper.title, paper.submitted_at)
    return docx(_meeting_paper(meeting, paper, place))


def docx(paper: Paper) -> bytes:
    """A paper as bytes."""
    stream = BytesIO()
    write(paper, stream)
    return stream.getvalue()


def paper_of(document: PlannedDocument) -> Paper:
    """What a planned document looks like as a paper."""
    if document.conclusion:
        return conclusion_paper(conclusion_text(document))
    unit = BY_KEY.get(document.issuer)
    letter = document.type_code == "CV"
    return Paper(
        agency=unit.letterhead if unit else document.issuer_name,
        parent=unit.parent_head if unit else "",
        number=document.number,
        notation=document.notation,
        place=unit.place if unit else "Hà Nội",
        day=day_of_document(document),
        type_name="" if letter else document.type_name,
        subject=document.subject,
        to=_addressees(document) if letter or document.type_code in {"TTr", "CĐ"} else (),
        body=body(document),
        signature=document.signature,
        recipients=recipient_lines(document),
        urgency=document.urgency,
    )


def recipient_lines(document: PlannedDocument) -> tuple[str, ...]:
    """The lines of "Nơi nhận", with the keeper of the copy and the channel."""
    named = document.type_code in {"CV", "TTr", "CĐ"}
    lines = ["Như trên"] if named else list(_grouped(document.recipients))
    if document.type_code == "QĐ":
        lines.insert(0, "Như Điều 3")
    if document.issuer == PROVINCE:
        lines.append("Chủ tịch, các PCT UBND tỉnh")
    ways = {recipient.channel for recipient in document.recipients}
    way = ways.pop() if len(ways) == 1 else "both"
    return (*lines, f"Lưu: VT, {document.drafter}", CHANNEL_LINES[way])


def invitation_text(meeting: PlannedMeeting) -> InvitationText:
    """The facts of an invitation for its paper."""
    unit = BY_KEY[meeting.convener]
    chair = by_login()[meeting.chair]
    issued_on = day_of(meeting.issued_at) if meeting.issued_at else None
    return InvitationText(
        letterhead=_letterhead(unit, meeting.number, meeting.notation, issued_on),
        purpose=meeting.purpose,
        convener=unit.name,
        invitees=tuple(InviteeLine(unit=BY_KEY[one.unit].name, capacity=one.capacity) for one in meeting.invitees),
        chair=f"{chair.title} {chair.name}",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        form=meeting.form,
        place=meeting.place,
        bridge=meeting.bridge,
        important=meeting.important,
        preparing_unit=BY_KEY[meeting.preparing_unit].name,
        papers=tuple(paper.title for paper in meeting.papers),
        answer_by=meeting.starts_at - timedelta(hours=6) if not meeting.order_reason else None,
        contact=meeting.contact,
        extraordinary=meeting.order_reason,
        signature=meeting.signature,
        recipients=(
            "Như thành phần mời",
            "Chủ tịch, các PCT UBND tỉnh",
            f"Lưu: VT, {meeting.drafter}",
            CHANNEL_LINES["electronic"],
        ),
    )


def conclusion_text(document: PlannedDocument) -> ConclusionText:
    """The facts of a conclusion notice for its paper.

    :raises ValueError: where the document is no conclusion.
    """
    told = document.conclusion
    if told is None:
        raise ValueError(f"{document.code} is not a conclusion")
    unit, chair = BY_KEY[document.issuer], by_login()[told.chair]
    return ConclusionText(
        letterhead=_letterhead(unit, document.number, document.notation, day_of_document(document)),
        chair=f"{chair.title} {chair.name}",
        meeting=told.meeting_name,
        held_on=told.held_on,
        place=told.place,
        attended=told.present,
        reporter=BY_KEY[told.reporter].name,
        assessment=told.assessment,
        items=tuple(
            ConclusionItem(
                task=item.text,
                lead=BY_KEY[item.lead].name,
                coordinators=tuple(BY_KEY[key].name for key in item.coordinators),
                due=item.due,
            )
            for item in told.items
        ),
        proposals=tuple(Proposal(proposal=asked, decision=answer) for asked, answer in told.proposals),
        announcer="Văn phòng UBND tỉnh" if document.issuer == PROVINCE else unit.name,
        signature=document.signature,
        recipients=recipient_lines(document),
    )


def _letterhead(unit: DemoUnit, number: int | None, notation: str, day: date | None) -> Letterhead:
    return Letterhead(
        agency=unit.letterhead, parent=unit.parent_head, place=unit.place, number=number, notation=notation, day=day
    )


def _addressees(document: PlannedDocument) -> tuple[str, ...]:
    return _grouped(document.recipients) or (BY_KEY[PROVINCE].name,)


def _grouped(recipients: tuple[PlannedRecipient, ...]) -> tuple[str, ...]:
    """Names of a few, groups of many: nobody lists 30 agencies on a letter."""
    units = [BY_KEY[recipient.unit] for recipient in recipients]
    districts = [unit for unit in units if unit.level == "district"]
    if len(units) <= 6:
        return tuple(unit.name for unit in units)
    others = [unit for unit in units if unit.level != "district"]
    lines = ["Các sở, ban, ngành cấp tỉnh"] if len(others) > 8 else [unit.name for unit in others]
    if len(districts) == 12:
        return (*lines, "UBND các huyện, thành phố, thị xã")
    towns = ", ".join(unit.short_name.removeprefix("UBND ").removeprefix("huyện ") for unit in districts)
    return (*lines, f"UBND các huyện, thành phố, thị xã: {towns}") if districts else tuple(lines)


KINDS = ("Dự thảo", *(one.name_vi for one in ADMINISTRATIVE_TYPES))
"""What the title of a meeting paper begins with: the name of its type stands over the rest of it."""


def _meeting_paper(meeting: PlannedMeeting, paper: PlannedPaper, place: int) -> Paper:
    """A report or a draft that the preparing unit hands in before the meeting; without number: not issued."""
    unit, matter = BY_KEY[meeting.preparing_unit], BY_CODE[meeting.matter]
    rng, day = random.Random(meeting.seed + place), day_of(paper.submitted_at)

    def filled(text: str) -> str:
        return fill(text, rng, day, matter.districts)

    parts: list[Part] = [Text(text=f"Phục vụ {meeting.purpose}, {unit.name} báo cáo các nội dung sau:")]
    parts.append(heading("I. TÌNH HÌNH"))
    parts += [Text(lead=f"{number}.", text=filled(line)) for number, line in enumerate(matter.situation, start=1)]
    parts.append(figures(matter, rng))
    parts.append(heading("II. NỘI DUNG ĐÃ THỐNG NHẤT, CHƯA THỐNG NHẤT"))
    parts += [Text(text=f"- {filled(line)}") for line in matter.difficulties]
    parts.append(heading("III. NỘI DUNG XIN Ý KIẾN TẠI CUỘC HỌP"))
    parts += [Text(text=f"- {filled(task.text)[:1].upper()}{filled(task.text)[1:]}.") for task in matter.tasks]
    kind = next((name for name in KINDS if paper.title.startswith(f"{name} ")), "Báo cáo")
    subject = paper.title.removeprefix(f"{kind} ")
    subject = subject[:1].upper() + subject[1:]
    return Paper(
        agency=unit.letterhead, parent=unit.parent_head, place=unit.place, day=day, type_name=kind, subject=subject,
        body=tuple(parts),
    )  # fmt: skip


def _annex(matter_code: str, seed: int, title: str, made_at: datetime) -> bytes:
    """A sheet of figures by district; plain cells, no formulas."""
    table = figures(BY_CODE[matter_code], random.Random(seed))
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "font_name": "Times New Roman"})
        plain = book.add_format({"font_name": "Times New Roman", "border": 1})
        sheet = book.add_worksheet("Số liệu")
        sheet.set_column(1, 1, 34)
        sheet.write_string(0, 0, "PHỤ LỤC SỐ LIỆU", bold)
        sheet.write_string(1, 0, title, bold)
        for line, row in enumerate((table.header, *table.rows), start=3):
            for column, text in enumerate(row):
                if text.isdigit():
                    sheet.write_number(line, column, int(text), plain)
                else:
                    sheet.write_string(line, column, text, plain)
    return stream.getvalue()
