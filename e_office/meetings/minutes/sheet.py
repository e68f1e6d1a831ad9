"""The minutes and their annexes as `.docx` (sample 1.9 of NĐ 30/2020): the same facts make the same bytes."""

from __future__ import annotations

import hashlib
from io import BytesIO

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.core.paper import Paper, Part, Signature, Text, write
from e_office.meetings.answers.models import Substitute
from e_office.meetings.answers.queries import answers_of
from e_office.meetings.handed.queries import handed_at, voided_at
from e_office.meetings.letters import drafting_unit, letterhead, meeting_name, named
from e_office.meetings.minutes.coming import word_on
from e_office.meetings.minutes.models import Attendance, Attended, Minutes, MinutesAnnex
from e_office.meetings.minutes.others import chair_line, left_early, uninvited_line
from e_office.meetings.minutes.queries import annex_secretary, others_at, presided_by
from e_office.meetings.models import Invitee
from e_office.meetings.papers_out import spoken_time
from e_office.people.models import Person

CHAIR, SECRETARY = "Chủ tọa", "Thư ký"


def minutes_docx(office: Office, minutes: Minutes, attended: dict[int, Attendance]) -> bytes:
    """The minutes; `attended` by invitee id."""
    body = _body(office, minutes, attended)
    return _bytes(_paper(office, minutes, meeting_name(minutes.meeting), body, minutes.secretary))


def annex_docx(office: Office, minutes: Minutes, annex: MinutesAnnex) -> bytes:
    """A correction of signed minutes, as a sheet of its own."""
    title = f"Sửa biên bản {meeting_name(minutes.meeting)} (phụ lục số {annex.number})"
    body: list[Part] = [
        Text(lead="Lý do:", text=_ended(annex.reason)),
        Text(lead="Nội dung sửa:", text="", keep_with_next=True),
        *_paragraphs(annex.text),
        Text(text="Các nội dung khác của biên bản giữ nguyên."),
    ]
    return _bytes(_paper(office, minutes, title, body, annex_secretary(office, annex)))


def hash_of(sheet: bytes) -> str:
    """SHA-256 of a sheet in hex: what a signature is bound to."""
    return hashlib.sha256(sheet).hexdigest()


def who(invitee: Invitee) -> str:
    """The invitee by name or by unit with the capacity asked for."""
    if invitee.person is not None:
        return f"{invitee.person.name}, {invitee.unit.name}"
    return f"{invitee.unit.name} ({invitee.capacity})" if invitee.capacity else invitee.unit.name


def _paper(office: Office, minutes: Minutes, subject: str, body: list[Part], secretary: Person) -> Paper:
    meeting, chair = minutes.meeting, presided_by(office, minutes.meeting)
    drafting = drafting_unit(office, meeting)
    keeper = f"Lưu: VT, {drafting.notation}" if drafting and not drafting.is_agency else "Lưu: VT"
    head = letterhead(meeting.unit, "BB", None, None)
    return Paper(
        agency=head.agency,
        parent=head.parent,
        type_name="Biên bản",
        subject=subject[:1].upper() + subject[1:],
        body=tuple(body),
        signature=Signature(post=CHAIR, name=chair.name if chair else ""),
        second=Signature(post=SECRETARY, name=secretary.name),
        recipients=("Các thành phần dự họp", "Gửi: VB điện tử", keeper),
    )


def _body(office: Office, minutes: Minutes, attended: dict[int, Attendance]) -> list[Part]:
    meeting, others = minutes.meeting, others_at(office, minutes.meeting_id)
    began = spoken_time(minutes.started_at) if minutes.started_at else "…"
    parts: list[Part] = [
        Text(lead="Thời gian bắt đầu:", text=_ended(began)),
        Text(lead="Địa điểm:", text=_ended("; ".join(filter(None, (meeting.place, meeting.bridge))))),
        Text(lead="Chủ trì (chủ tọa):", text=_ended(chair_line(meeting, others.chair))),
        Text(lead="Thư ký (người ghi biên bản):", text=_ended(named(minutes.secretary, minutes.secretary_title))),
    ]
    substitutes = answers_of(office, meeting).substitutes
    for title, state in (("Có mặt", Attended.PRESENT), ("Dự thay", Attended.SUBSTITUTE), ("Vắng", Attended.ABSENT)):
        seats = [one for one in meeting.invitees if _is(attended, one, state)]
        for place in dict.fromkeys(attended[one.id].place for one in seats):
            there = [one for one in seats if attended[one.id].place == place]
            lines = [_line(one, attended[one.id], substitutes.get(one.id)) for one in there]
            lead = f"{title} tại {place} ({len(there)}):" if place else f"{title}:"
            parts += [Text(lead=lead, text="", keep_with_next=True), *_list(lines)]
    if lines := [uninvited_line(one) for one in others.uninvited]:
        parts += [Text(lead="Dự họp, không có trong giấy mời:", text="", keep_with_next=True), *_list(lines)]
    parts += _handed(office, minutes)
    for title, key in (("Diễn biến cuộc họp:", "course"), ("Ý kiến:", "opinions"), ("Biểu quyết:", "votes"),
                       ("Kết luận:", "conclusion")):  # fmt: skip
        if minutes.text(key).strip():
            parts += [Text(lead=title, text="", keep_with_next=True), *_paragraphs(minutes.text(key))]
    ended = local(minutes.ended_at) if minutes.ended_at else None
    close = f"{ended:%H} giờ {ended:%M}, ngày {ended:%d} tháng {ended:%m} năm {ended:%Y}" if ended else "…"
    parts.append(Text(text=f"Cuộc họp kết thúc vào {close}."))
    return parts


def _handed(office: Office, minutes: Minutes) -> list[Part]:
    """What was handed out at the meeting: whose, when and why.

    Neither a file that came later nor what was written down or struck out after both had signed changes the sheet.
    """
    signed, voided = minutes.signed_at, voided_at(office, minutes.meeting_id)
    lines = [
        f"{row.title}, {row.unit.name} phát lúc {spoken_time(row.handed_at)} (lý do: {row.reason.rstrip('.')})"
        for row in handed_at(office, minutes.meeting_id)
        if (signed is None or row.noted_at < signed)
        and (row.id not in voided or (signed is not None and voided[row.id].at >= signed))
    ]
    return [Text(lead="Tài liệu phát tại phiên họp:", text="", keep_with_next=True), *_list(lines)] if lines else []


def _is(attended: dict[int, Attendance], invitee: Invitee, state: Attended) -> bool:
    row = attended.get(invitee.id)
    return row is not None and row.state == state


def _line(invitee: Invitee, row: Attendance, named: Substitute | None) -> str:
    person = ", ".join(filter(None, (row.name, row.post)))
    said = f"{who(invitee)}: {person}" if person else who(invitee)
    if word := word_on(row, named):
        said = f"{said} ({word})"
    return (f"{said} (lý do: {row.reason.rstrip('.')})" if row.reason else said) + left_early(row)


def _list(lines: list[str]) -> list[Part]:
    return [Text(text=f"- {line}{'.' if line is lines[-1] else ';'}") for line in lines]


def _paragraphs(text: str) -> list[Part]:
    return [Text(text=line.strip()) for line in text.splitlines() if line.strip()]


def _ended(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "…")) else f"{text}."


def _bytes(paper: Paper) -> bytes:
    stream = BytesIO()
    write(paper, stream)
    return stream.getvalue()
