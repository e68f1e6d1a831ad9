"""What a paper consists of (NĐ 30/2020 Art. 8.2): frozen facts, no layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Urgency(StrEnum):
    """The degree of urgency (mức độ khẩn) as it is stamped; the value is the stamp's text."""

    NONE = ""
    URGENT = "KHẨN"
    VERY_URGENT = "THƯỢNG KHẨN"
    EXPRESS = "HỎA TỐC"


class Align(StrEnum):
    """Where the lines of a paragraph or of a table column stand."""

    JUSTIFY = "both"
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, kw_only=True)
class Text:
    """One paragraph: a bold `lead` such as "Điều 1." or "Thời gian:", then `text`.

    Body paragraphs are justified with an indented first line; centred ones are not indented.
    """

    text: str
    lead: str = ""
    bold: bool = False
    italic: bool = False
    align: Align = Align.JUSTIFY
    indent: bool = True
    keep_with_next: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A ruled table whose header row repeats on every page.

    `widths` are shares of the text width, one a column; equal where empty. `aligns` likewise, left where empty.
    Rows of `bold_rows` (counted from 0, negative from the end) are sums.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    aligns: tuple[Align, ...] = ()
    bold_rows: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a ragged table here, where the mistake is, rather than in the writer."""
        columns = len(self.header)
        if not columns or any(len(row) != columns for row in self.rows):
            raise ValueError(f"every row of a table needs the {columns} cells of its header")
        if any(given and len(given) != columns for given in (self.widths, self.aligns)):
            raise ValueError(f"widths and aligns of a table need {columns} values or none")


Part = Text | Table


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signs, in what capacity (quyền hạn): TM., Q., KT., TL., TUQ. (NĐ 30/2020 Art. 13).

    `capacity` holds the lines above the post, such as ("TL. CHỦ TỊCH",); `post` the signer's own post.
    """

    post: str
    name: str
    capacity: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Annex:
    """An annex (phụ lục): its title, and what stands in it on pages of its own."""

    title: str
    body: tuple[Part, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Paper:
    """All parts of an administrative paper (văn bản hành chính).

    `agency` and `parent` (cơ quan chủ quản) may hold "\\n" where a line must break. `number` None leaves the
    blank of a draft; `notation` is what follows the stroke, such as "GM-UBND", and without one no number line
    is printed. `type_name` empty makes a công văn, whose subject stands under the number after "V/v".
    `to` is the "Kính gửi", or what `to_label` says, such as "… điện:" on a công điện. `recipients` are the lines of
    "Nơi nhận", the last being "Lưu: VT, …". `second` signs on the left, as the secretary does on minutes.
    """

    agency: str
    parent: str = ""
    number: int | str | None = None
    notation: str = ""
    place: str = ""
    day: date | None = None
    type_name: str = ""
    subject: str = ""
    to: tuple[str, ...] = ()
    to_label: str = "Kính gửi:"
    body: tuple[Part, ...] = ()
    signature: Signature | None = None
    second: Signature | None = None
    recipients: tuple[str, ...] = ()
    urgency: Urgency = Urgency.NONE
    annexes: tuple[Annex, ...] = ()

    @property
    def is_letter(self) -> bool:
        """Whether it is a công văn, the one type without a name."""
        return not self.type_name


def heading(text: str, *, center: bool = False) -> Text:
    """The title of a part ("I. ĐÁNH GIÁ CHUNG"), kept with what follows it."""
    align = Align.CENTER if center else Align.JUSTIFY
    return Text(text=text, bold=True, align=align, indent=not center, keep_with_next=True)


def report(
    *,
    agency: str,
    parent: str = "",
    place: str,
    day: date,
    title: str,
    subject: str,
    parts: tuple[Part, ...],
    signature: Signature | None = None,
    recipients: tuple[str, ...] = (),
) -> Paper:
    """A report of figures (báo cáo số liệu) in the office's layout: head, title, paragraphs and tables.

    It has no number: nobody has issued it yet.
    """
    return Paper(
        agency=agency,
        parent=parent,
        place=place,
        day=day,
        type_name=title,
        subject=subject,
        body=parts,
        signature=signature,
        recipients=recipients,
    )
