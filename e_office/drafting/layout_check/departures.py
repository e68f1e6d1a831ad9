"""What a format check finds: the components of a page, the rules, and one departure from one of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from e_office.core.problems import Message, msg


class Severity(StrEnum):
    """How much a departure weighs (mức độ)."""

    WRONG = "wrong"
    ADVISED = "advised"

    @property
    def label(self) -> Message:
        """The word people read."""
        return _SEVERITIES[self]


_SEVERITIES = {Severity.WRONG: msg("Sai"), Severity.ADVISED: msg("Nên sửa")}


class Box(StrEnum):
    """A component of an administrative paper (NĐ 30/2020 Art. 8.2), or the page as a whole."""

    COUNTRY = "country"
    AGENCY = "agency"
    NUMBER = "number"
    PLACE_DATE = "place_date"
    SUBJECT = "subject"
    BODY = "body"
    SIGNATURE = "signature"
    SEAL = "seal"
    RECIPIENTS = "recipients"
    ANNEX = "annex"
    COPY = "copy"
    PAGE = "page"

    @property
    def label(self) -> Message:
        """The name people read."""
        return _BOXES[self]


_BOXES = {
    Box.COUNTRY: msg("Quốc hiệu và Tiêu ngữ"),
    Box.AGENCY: msg("Tên cơ quan ban hành"),
    Box.NUMBER: msg("Số, ký hiệu"),
    Box.PLACE_DATE: msg("Địa danh và thời gian"),
    Box.SUBJECT: msg("Tên loại và trích yếu"),
    Box.BODY: msg("Nội dung"),
    Box.SIGNATURE: msg("Chức vụ, họ tên, chữ ký"),
    Box.SEAL: msg("Dấu, chữ ký số của cơ quan"),
    Box.RECIPIENTS: msg("Nơi nhận"),
    Box.ANNEX: msg("Phụ lục"),
    Box.COPY: msg("Bản sao"),
    Box.PAGE: msg("Trang giấy"),
}

COMPONENTS: tuple[Box, ...] = tuple(box for box in Box if box not in {Box.ANNEX, Box.COPY, Box.PAGE})
"""The nine components a) to i) of Art. 8.2, in its order."""


@dataclass(frozen=True)
class Departure:
    """One thing that is not as the decree has it.

    `rule` is a stable code, `law` where it is written; `found` is what stands there, in the file's words, empty
    where nothing does; `paragraph` counts the paragraphs that hold text, from 1, None for the page as a whole;
    `times` how often the same is found, the first place being the one named.
    """

    rule: str
    law: str
    severity: Severity
    box: Box
    wanted: Message
    found: str = ""
    paragraph: int | None = None
    line: str = ""
    times: int = 1

    @property
    def place(self) -> Message:
        """Where it stands, for people: the component, the paragraph, and how its line begins."""
        if self.paragraph is None:
            return self.box.label
        where = msg("Đoạn %(number)s, dòng “%(line)s”", number=self.paragraph, line=self.line)
        return msg("%(where)s và %(more)s chỗ khác", where=where, more=self.times - 1) if self.times > 1 else where


@dataclass(frozen=True)
class Expected:
    """What the notation of a draft should carry: the abbreviations of its agency and of the unit that drafts it.

    Empty where it is not known, or where the agency itself drafts.
    """

    agency: str = ""
    section: str = ""


class Standing(StrEnum):
    """What was found of a component."""

    THERE = "there"
    MISSING = "missing"
    UNREAD = "unread"

    @property
    def label(self) -> Message:
        """The word people read."""
        return {"there": msg("Có"), "missing": msg("Thiếu"), "unread": msg("Không kiểm được")}[self.value]


@dataclass(frozen=True)
class Component:
    """One of the nine components as the file has it; `text` is how it reads."""

    box: Box
    standing: Standing
    text: str = ""


@dataclass(frozen=True)
class Report:
    """All that was found: the nine components, the departures in reading order, and what could not be read."""

    components: tuple[Component, ...]
    departures: tuple[Departure, ...]
    unread: tuple[Message, ...] = ()

    @property
    def wrong(self) -> int:
        """How many departures must be put right."""
        return sum(one.severity is Severity.WRONG for one in self.departures)

    @property
    def advised(self) -> int:
        """How many departures had better be put right."""
        return len(self.departures) - self.wrong
