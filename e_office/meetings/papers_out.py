"""The papers a meeting sends out: the invitation (giấy mời) and the conclusion notice (thông báo kết luận).

Pure: facts in, a `Paper` out; views and services fill the facts from rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from e_office.core.clock import local
from e_office.core.paper import Paper, Part, Signature, Text, Urgency, heading
from e_office.core.paper.wording import long_date, short_date

ELECTRONIC_ONLY = (
    "Giấy mời và tài liệu họp chỉ gửi bản điện tử trên trang điều hành tác nghiệp và hộp thư điện tử của đơn vị; "
    "không gửi bản giấy, không phát tài liệu tại cuộc họp."
)
"""M1 of the Decision in our own words: it stands on every invitation."""

BRING_A_DEVICE = (
    "Đề nghị đại biểu nghiên cứu trước tài liệu, chuẩn bị ý kiến phát biểu và mang theo máy tính xách tay, "
    "máy tính bảng hoặc điện thoại để đọc tài liệu tại cuộc họp."
)

SUBSTITUTES = (
    "Đề nghị đại biểu dự đúng thành phần, đúng thời gian; trường hợp cử người đi thay phải báo cáo "
    "và được người chủ trì đồng ý./."
)
"""M4 and M5 of the Decision."""

FORMS = {
    "in_person": "trực tiếp",
    "online": "trực tuyến",
    "both": "kết hợp trực tiếp và trực tuyến",
}
"""The form of a meeting (M12) as an invitation says it."""

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """What the head of a paper says: agency, parent agency, place, number (None: a draft), notation, day."""

    agency: str
    parent: str = ""
    place: str
    number: int | None = None
    notation: str
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class InviteeLine:
    """One invited unit with the capacity asked for (M4), or a person of it."""

    unit: str
    capacity: str = ""
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class ProgramLine:
    """One item of the program: when its turn comes (None where that is open), who prepares and who reports it."""

    title: str
    at: datetime | None = None
    unit: str = ""
    rapporteur: str = ""


@dataclass(frozen=True, kw_only=True)
class InvitationText:
    """The facts of an invitation (sample 1.7 of Annex III; domain.md 6.3). Instants are aware, shown locally.

    `purpose` begins in lower case ("họp nghe báo cáo …"); `convener` invites; `form` is how people meet (M12),
    `important` the nature the Decision wants named (M10); `papers` are titles; `answer_by` is the last time to
    answer; `extraordinary` is the reason of a meeting called outside the rule (M9), empty for all others.
    """

    letterhead: Letterhead
    purpose: str
    convener: str
    invitees: tuple[InviteeLine, ...]
    chair: str
    starts_at: datetime
    ends_at: datetime | None = None
    form: str = "in_person"
    place: str = ""
    bridge: str = ""
    important: bool
    preparing_unit: str
    papers: tuple[str, ...] = ()
    program: tuple[ProgramLine, ...] = ()
    requirement: str = ""
    answer_by: datetime | None = None
    contact: str = ""
    extraordinary: str = ""
    urgency: Urgency = Urgency.NONE
    signature: Signature | None
    recipients: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ConclusionItem:
    """One task of a conclusion: what, who leads, who co-ordinates, by when."""

    task: str
    lead: str
    coordinators: tuple[str, ...] = ()
    due: date | None = None
    matter: str = ""
    """The item of the agenda it was decided on, where there are several."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A proposal made at the meeting and what was decided on it."""

    proposal: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class ConclusionText:
    """The facts of a conclusion notice (domain.md 6.4).

    `chair` is post and name; `meeting` names it ("cuộc họp nghe báo cáo …"); `attended` says who else was there;
    `reporter` is the unit that reported; `assessment` are paragraphs.
    """

    letterhead: Letterhead
    chair: str
    meeting: str
    held_on: date
    place: str
    attended: str = ""
    reporter: str = ""
    assessment: tuple[str, ...] = ()
    items: tuple[ConclusionItem, ...]
    proposals: tuple[Proposal, ...] = ()
    announcer: str = "Văn phòng UBND tỉnh"
    signature: Signature | None
    recipients: tuple[str, ...]


def invitation_paper(text: InvitationText) -> Paper:
    """The invitation as a paper, with its nature (M10) and the electronic-only sentence (M1)."""
    head = text.letterhead
    return Paper(
        agency=head.agency,
        parent=head.parent,
        number=head.number,
        notation=head.notation,
        place=head.place,
        day=head.day,
        type_name="Giấy mời",
        subject=text.purpose,
        body=tuple(_invitation_body(text)),
        signature=text.signature,
        recipients=text.recipients,
        urgency=text.urgency,
    )


def conclusion_paper(text: ConclusionText) -> Paper:
    """The conclusion notice as a paper: assessment, tasks with lead and due date, answers to proposals."""
    head = text.letterhead
    return Paper(
        agency=head.agency,
        parent=head.parent,
        number=head.number,
        notation=head.notation,
        place=head.place,
        day=head.day,
        type_name="Thông báo",
        subject=f"Kết luận của {text.chair} tại {text.meeting}",
        body=tuple(_conclusion_body(text)),
        signature=text.signature,
        recipients=text.recipients,
    )


def spoken_time(starts_at: datetime, ends_at: datetime | None = None) -> str:
    """ "từ 08 giờ 00 đến 11 giờ 30, thứ Hai, ngày 09 tháng 02 năm 2026" on the office's clock."""
    start = local(starts_at)
    hours = f"{start:%H} giờ {start:%M}"
    if ends_at:
        hours = f"từ {hours} đến {local(ends_at):%H} giờ {local(ends_at):%M}"
    return f"{hours}, {_WEEKDAYS[start.weekday()]}, {long_date(start.date())}"


def _invitation_body(text: InvitationText) -> list[Part]:
    parts: list[Part] = [
        Text(text=f"{text.convener} tổ chức {text.purpose}; trân trọng kính mời:", keep_with_next=True),
        *(Text(text=f"- {_invitee(line)}{end}") for line, end in _listed(text.invitees)),
        Text(lead="Chủ trì:", text=f"{text.chair}."),
        Text(lead="Thời gian:", text=f"{spoken_time(text.starts_at, text.ends_at)}."),
    ]
    parts.append(Text(lead="Hình thức họp:", text=f"{FORMS[text.form]}."))
    where = "Điểm cầu chính:" if text.form == "online" else "Địa điểm:"
    parts += _optional((where, text.place), ("Họp trực tuyến:", text.bridge))
    parts.append(Text(lead="Tính chất cuộc họp:", text="quan trọng." if text.important else "bình thường."))
    parts.append(Text(lead="Đơn vị chuẩn bị nội dung:", text=f"{text.preparing_unit}."))
    parts += _optional(("Họp đột xuất:", text.extraordinary))
    parts += _program(text.program)
    if text.papers:
        parts.append(Text(lead="Tài liệu:", text=f"{'; '.join(text.papers)}."))
    parts += [Text(text=ELECTRONIC_ONLY), Text(text=BRING_A_DEVICE)]
    parts += _optional(("Yêu cầu đối với đại biểu:", text.requirement))
    if text.answer_by:
        when = spoken_time(text.answer_by)
        parts.append(Text(lead="Đăng ký dự họp:", text=f"trả lời trên hệ thống trước {when}."))
    parts += _optional(("Đầu mối liên hệ:", text.contact))
    parts.append(Text(text=SUBSTITUTES))
    return parts


def _program(lines: tuple[ProgramLine, ...]) -> list[Part]:
    """The program, where there is more than one item: a single one is the meeting's own matter."""
    if len(lines) < 2:
        return []
    parts: list[Part] = [Text(lead="Chương trình:", text="", keep_with_next=True)]
    for number, line in enumerate(lines, start=1):
        hour = f"{local(line.at):%H:%M} " if line.at else ""
        who = ", ".join(filter(None, (line.unit, line.rapporteur)))
        said = f"{hour}{line.title.rstrip('.;')}" + (f" ({who})" if who else "")
        parts.append(Text(text=f"{number}. {said}{'.' if number == len(lines) else ';'}"))
    return parts


def _invitee(line: InviteeLine) -> str:
    if line.person:
        return ", ".join(filter(None, (line.person, line.capacity, line.unit)))
    return f"{line.unit}: {line.capacity}" if line.capacity else line.unit


def _listed(lines: tuple[InviteeLine, ...]) -> list[tuple[InviteeLine, str]]:
    return [(line, "." if place == len(lines) else ";") for place, line in enumerate(lines, start=1)]


def _optional(*fields: tuple[str, str]) -> list[Part]:
    return [Text(lead=lead, text=f"{text.rstrip('.')}.") for lead, text in fields if text]


def _conclusion_body(text: ConclusionText) -> list[Part]:
    parts: list[Part] = [Text(text=_opening(text))]
    chapters = [
        ("ĐÁNH GIÁ CHUNG", [Text(text=line) for line in text.assessment]),
        ("NHIỆM VỤ", _tasks(text.items)),
        ("VỀ CÁC KIẾN NGHỊ", [_answer(number, item) for number, item in enumerate(text.proposals, start=1)]),
    ]
    written = [chapter for chapter in chapters if chapter[1]]
    for roman, (title, lines) in zip(_ROMAN, written, strict=False):
        parts += [heading(f"{roman}. {title}"), *lines]
    parts.append(Text(text=f"{text.announcer} thông báo để các đơn vị biết, thực hiện./."))
    return parts


def _opening(text: ConclusionText) -> str:
    said = [f"{long_date(text.held_on).capitalize()}, tại {text.place}, {text.chair} chủ trì {text.meeting}."]
    if text.attended:
        said.append(f"Cùng dự có {text.attended}.")
    heard = f"Sau khi nghe {text.reporter} báo cáo và ý kiến" if text.reporter else "Sau khi nghe ý kiến"
    said.append(f"{heard} của các đại biểu dự họp, {text.chair} kết luận như sau:")
    return " ".join(said)


def _tasks(items: tuple[ConclusionItem, ...]) -> list[Text]:
    """The tasks, numbered through; where the item of the agenda changes, it is named over them."""
    lines, before = [], ""
    for number, item in enumerate(items, start=1):
        if item.matter != before:
            over = f"Về nội dung “{item.matter.rstrip('.;')}”:" if item.matter else "Chung cho cả cuộc họp:"
            lines.append(Text(text=over, keep_with_next=True))
        lines.append(_task(number, item))
        before = item.matter
    return lines


def _task(number: int, item: ConclusionItem) -> Text:
    who = f"Giao {item.lead} chủ trì"
    if item.coordinators:
        who = f"{who}, phối hợp với {', '.join(item.coordinators)}"
    due = f"; hoàn thành trước ngày {short_date(item.due)}" if item.due else ""
    return Text(lead=f"{number}.", text=f"{who}: {_uncapitalised(item.task).rstrip('.;')}{due}.")


def _answer(number: int, item: Proposal) -> Text:
    return Text(lead=f"{number}.", text=f"{item.proposal.rstrip('.;')}: {item.decision.rstrip('.')}.")


def _uncapitalised(text: str) -> str:
    """Lower the first letter unless the word is an abbreviation such as UBND."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
