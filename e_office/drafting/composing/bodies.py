"""The body of a composed paper by its type: the fields of its form as parts, in the order of the samples."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from e_office.core.paper import Part, Text, heading
from e_office.core.paper.wording import long_date
from e_office.drafting.composing.facts import Composition
from e_office.drafting.composing.wording import (
    articles,
    bases,
    closed,
    ended,
    items,
    listed,
    paragraphs,
    tidy,
)

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_ROMAN = ("I", "II", "III", "IV", "V", "VI")

REPORT_PARTS = (
    ("results", "KẾT QUẢ ĐẠT ĐƯỢC"),
    ("difficulties", "KHÓ KHĂN"),
    ("obstacles", "VƯỚNG MẮC"),
    ("causes", "NGUYÊN NHÂN"),
    ("plan", "KẾ HOẠCH THỜI GIAN TỚI"),
    ("proposals", "KIẾN NGHỊ, ĐỀ XUẤT"),
)
"""R10 of the Decision: what every report says, in its order."""

PLAN_PARTS = (
    ("aims", "MỤC ĐÍCH, YÊU CẦU"),
    ("tasks", "NỘI DUNG, NHIỆM VỤ"),
    ("money", "KINH PHÍ"),
    ("doing", "TỔ CHỨC THỰC HIỆN"),
)


def body_of(made: Composition) -> tuple[Part, ...]:
    """The parts of the body; the last words are followed by "./."."""
    return closed(_WRITERS[made.kind.type_code](made))


def _plain(made: Composition) -> list[Part]:
    return list(paragraphs(made.text("text")))


def _decision(made: Composition) -> list[Part]:
    """Sample 1.2: who decides, on what grounds, the verb, the articles."""
    return [
        heading(tidy(made.text("authority")).upper(), center=True),
        *bases(made.text("bases"), made.text("proposed_by")),
        heading("QUYẾT ĐỊNH:", center=True),
        *articles(made.text("articles")),
    ]


def _proposal(made: Composition) -> list[Part]:
    return [
        *paragraphs(made.text("reasons")),
        *paragraphs(made.text("text")),
        *paragraphs(made.text("asked")),
    ]


def _report(made: Composition) -> list[Part]:
    return [*paragraphs(made.text("opening")), *_chapters(made, REPORT_PARTS)]


def _plan(made: Composition) -> list[Part]:
    return [*bases(made.text("bases")), *_chapters(made, PLAN_PARTS)]


def _chapters(made: Composition, parts: tuple[tuple[str, str], ...]) -> list[Part]:
    """The parts that hold anything, under Roman figures."""
    written = [(name, title) for name, title in parts if not made.is_empty(name)]
    found: list[Part] = []
    for roman, (name, title) in zip(_ROMAN, written, strict=False):
        found += [heading(f"{roman}. {title}"), *paragraphs(made.text(name))]
    return found


def _invitation(made: Composition) -> list[Part]:
    """Sample 1.7: who invites whom to what, when and where."""
    parts: list[Part] = [
        Text(text=f"{tidy(made.text('host'))} trân trọng kính mời:", keep_with_next=True),
        *listed(items(made.text("guests"))),
        _fact("Tới dự:", made.text("occasion")),
        _fact("Chủ trì:", made.text("chair")),
        _fact("Thời gian:", _when(made)),
        _fact("Địa điểm:", made.text("meeting_place")),
    ]
    if not made.is_empty("contact"):
        parts.append(_fact("Đầu mối liên hệ:", made.text("contact")))
    if not made.is_empty("notes"):
        parts += paragraphs(made.text("notes"))
    return parts


def _minutes(made: Composition) -> list[Part]:
    """Sample 1.9: when, where, who, what was said, how it was decided, when it ended."""
    parts: list[Part] = [
        _fact("Thời gian bắt đầu:", _when(made)),
        _fact("Địa điểm:", made.text("meeting_place")),
        _fact("Chủ trì (chủ tọa):", made.text("chair")),
        _fact("Thư ký (người ghi biên bản):", made.text("secretary")),
        Text(lead="Thành phần tham dự:", text="", keep_with_next=True),
        *listed(items(made.text("present"))),
    ]
    if not made.is_empty("absent"):
        parts += [Text(lead="Vắng mặt:", text="", keep_with_next=True), *listed(items(made.text("absent")))]
    parts += [Text(lead="Nội dung (diễn biến cuộc họp):", text="", keep_with_next=True)]
    parts += paragraphs(made.text("course"))
    if not made.is_empty("votes"):
        parts.append(_fact("Biểu quyết:", made.text("votes")))
    parts += [Text(lead="Kết luận:", text="", keep_with_next=True), *paragraphs(made.text("conclusion"))]
    day, ended_at = made.texts.get("day"), made.texts.get("ended")
    hour = _hour(ended_at) if isinstance(ended_at, time) else ""
    said = f", {long_date(day)}" if isinstance(day, date) else ""
    parts.append(Text(text=f"Cuộc họp kết thúc vào {hour}{said}."))
    return parts


def _fact(lead: str, text: str) -> Text:
    return Text(lead=lead, text=ended(tidy(text.replace("\n", " ")), "."))


def _when(made: Composition) -> str:
    """ "08 giờ 00, thứ Hai, ngày 09 tháng 02 năm 2026"."""
    day, hour = made.texts.get("day"), made.texts.get("hour")
    said = [_hour(hour)] if isinstance(hour, time) else []
    if isinstance(day, date):
        said += [_WEEKDAYS[day.weekday()], long_date(day)]
    return ", ".join(said)


def _hour(hour: time) -> str:
    return f"{hour:%H} giờ {hour:%M}"


_WRITERS: dict[str, Callable[[Composition], list[Part]]] = {
    "CV": _plain, "QD": _decision, "TTR": _proposal, "TB": _plain, "BC": _report, "KH": _plan, "CD": _plain,
    "GM": _invitation, "BB": _minutes,
}  # fmt: skip
