"""Which pieces of a page are which component: found by what they say, in files built in any way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from e_office.documents.extraction.layout import Layout
from e_office.drafting.layout_check.foot_map import DASH, Foot, find_foot
from e_office.drafting.layout_check.pieces import Piece, pieces_of
from e_office.registry.reading.words import begins_small, is_capitals, one_tone
from e_office.registry.types import LETTER, TYPES

HEAD = 60
"""How many pieces from the top the head is looked for in."""

FORM_WITHIN = 15
"""How many pieces from the top the title of a form stands at most."""

STAMPS = frozenset({"KHẨN", "THƯỢNG KHẨN", "HỎA TỐC", "HỎA TỐC HẸN GIỜ", "MẬT", "TỐI MẬT", "TUYỆT MẬT"})
LETTERS_NAME = "CÔNG VĂN"
TITLES = {
    one_tone(one.name_vi): one.code for one in reversed(TYPES.values()) if "(" not in one.name_vi and one.code != LETTER
}
WITHOUT_SUBJECT = frozenset({"HDONG", "BGN", "BTT", "GUQ", "GGT", "GNP", "PG", "PC", "PB", "THU_CONG"})
"""Types whose sample in Annex III has no subject line."""

FORM = re.compile(r"(?:SỔ (?:ĐĂNG KÝ|THEO DÕI|GỬI|CHUYỂN|SỬ DỤNG)|PHIẾU (?:TRÌNH|GIẢI QUYẾT|LẤY Ý KIẾN)|MỤC LỤC)\b.*")
"""Titles of forms that are filled in (Annex IV, working papers): none is a type of Art. 7."""

NUMBER = re.compile(r"(?P<label>số)\s*(?P<mark>[:.]?)\s*(?=.*[/–-])(?P<code>[\d/….,_-].*)", re.IGNORECASE)
BARE_NUMBER = re.compile(r"\d{1,6}\s*/[\wĐ/–-]+")
DATE = re.compile(
    r"(?P<place>[^\d:;]{0,60}?)(?P<comma>\s*,)?\s*(?:ngày|Ngày|NGÀY)\b.*\b(?:tháng|Tháng|THÁNG)\b.*\b(?:năm|Năm|NĂM)\b.*"
)
SHORT_DATE = re.compile(r"[^\d:;]{0,40}\b\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}\.?")
BODY = re.compile(
    r"Kính (?:gửi|mời|trình|chuyển)\b|Căn cứ\b|Thực hiện\b|Xét đề nghị\b|Theo đề nghị\b|Điều 1\b|Phần \w+\b"
    r"|[IVX1-9]+\.\s",
    re.IGNORECASE,
)
AUTHORITY = re.compile(
    r"(?:CHỦ TỊCH|ỦY BAN|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|BỘ TRƯỞNG|HỘI ĐỒNG|TRƯỞNG|CHÁNH|CỤC TRƯỞNG|HIỆU TRƯỞNG|THỦ TƯỚNG"
    r"|CHÍNH PHỦ|QUỐC HỘI|CHI CỤC TRƯỞNG|TỔNG CỤC TRƯỞNG|VIỆN TRƯỞNG)\b"
)
CALL = re.compile(r".{2,90}\bđiện:?$", re.IGNORECASE)
"""The line of a công điện that says who telegraphs: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:"."""


@dataclass(frozen=True)
class Head:
    """The pieces above the body; a tuple is empty and a piece None where nothing was found."""

    country: tuple[Piece, ...] = ()
    motto: Piece | None = None
    agency: tuple[Piece, ...] = ()
    number: Piece | None = None
    date: Piece | None = None
    title: Piece | None = None
    subject: tuple[Piece, ...] = ()
    letter_subject: tuple[Piece, ...] = ()
    type_code: str | None = None
    ends: int = 0
    """The place of the first piece below the head."""


@dataclass(frozen=True)
class PageMap:
    """The components of a page, its body, and what stands behind its foot (annexes, attached texts)."""

    layout: Layout
    pieces: tuple[Piece, ...]
    head: Head
    foot: Foot
    body: tuple[Piece, ...]
    behind: tuple[Piece, ...]

    @property
    def type_code(self) -> str | None:
        """The type by its title, công văn by its subject; None where neither is there."""
        return self.head.type_code

    @property
    def is_form(self) -> bool:
        """Whether it is a register, a slip or an index: it is kept, not issued, and has no components of its own."""
        top = self.pieces[:FORM_WITHIN]
        return self.head.title is None and any(FORM.match(one.upper) and is_capitals(one.text) for one in top)

    @property
    def addressees(self) -> tuple[Piece, ...]:
        """ "Kính gửi", or "… điện:" of a telegram, and the names under it (box 9a)."""
        top = enumerate(self.body[:6])
        at = next((at for at, one in top if one.upper.startswith("KÍNH GỬI") or CALL.match(one.text)), None)
        if at is None:
            return ()
        end = at + 1
        while end < len(self.body) and DASH.match(self.body[end].text):
            end += 1
        return self.body[at:end]

    def index(self, piece: Piece) -> int:
        """Where a piece stands among all."""
        return next(at for at, other in enumerate(self.pieces) if other is piece)


def map_page(layout: Layout) -> PageMap:
    """Find every component of a page."""
    pieces = pieces_of(layout)
    head = _head(pieces)
    foot = find_foot(pieces, head.ends, is_minutes=head.type_code == "BB")
    used = foot.places
    begin = min(used, default=len(pieces))
    end = max(used, default=len(pieces) - 1) + 1
    return PageMap(
        layout=layout,
        pieces=pieces,
        head=head,
        foot=foot,
        body=pieces[head.ends : max(begin, head.ends)],
        behind=tuple(piece for at, piece in enumerate(pieces[end:], start=end) if at not in used),
    )


def _head(pieces: tuple[Piece, ...]) -> Head:
    top = pieces[:HEAD]
    at_title = _title(top)
    number = _number(top)
    stop = at_title if at_title is not None else _body_begins(top)
    above = top[:stop]
    country = _country(above or top)
    motto = next((piece for piece in top if _is_motto(piece)), None)
    date = _date(above or top, number)
    taken = {id(piece) for piece in (*country, motto, number, date) if piece is not None}
    letter_subject = _letter_subject(above, number) if at_title is None else ()
    taken |= {id(piece) for piece in letter_subject}
    agency = _agency([piece for piece in above if id(piece) not in taken], above, number)
    title = top[at_title] if at_title is not None else None
    subject = _subject(top, at_title) if at_title is not None else ()
    ends = max(
        (at + 1 for at, piece in enumerate(top) if _is_in(piece, (*country, motto, *agency, number, date, title))
         or _is_in(piece, (*subject, *letter_subject)) or (at < stop and piece.upper in STAMPS)),
        default=0,
    )  # fmt: skip
    return Head(
        country=country, motto=motto, agency=agency, number=number, date=date, title=title, subject=subject,
        letter_subject=letter_subject, type_code=_type(title, letter_subject, top[ends:]), ends=ends,
    )  # fmt: skip


def _is_in(piece: Piece, among: Iterable[Piece | None]) -> bool:
    return any(piece is other for other in among)


def _type(title: Piece | None, letter_subject: tuple[Piece, ...], below: tuple[Piece, ...]) -> str | None:
    if title is not None:
        return TITLES.get(title.upper.strip(" .:"))
    addressed = any(piece.upper.startswith("KÍNH GỬI") for piece in below[:3])
    return LETTER if letter_subject or addressed else None


def _title(top: tuple[Piece, ...]) -> int | None:
    """The place of the name of the type above the body: a line of its own, in the middle, heavy, or in capitals."""
    for at, piece in enumerate(top[: _body_begins(top)]):
        name = piece.upper.strip(" .:")
        if name not in TITLES or piece.side == "left" or piece.text.endswith(":"):
            continue
        if is_capitals(piece.text) or piece.line.align == "center" or all(run.bold for run in piece.runs):
            return at
    return None


def _body_begins(top: tuple[Piece, ...]) -> int:
    """Where a letter's body begins: at "Kính gửi", or at the first long sentence."""
    return next(
        (at for at, piece in enumerate(top) if BODY.match(piece.text) or (len(piece.text) > 120 and not piece.side)),
        len(top),
    )


def _country(top: tuple[Piece, ...]) -> tuple[Piece, ...]:
    for at, piece in enumerate(top):
        if piece.upper.startswith("CỘNG HÒA X") or piece.upper.startswith("CỘNG HÒA XHCN"):
            below = next((other for other in top[at + 1 : at + 3] if other.side == piece.side), None)
            goes_on = not piece.upper.rstrip(" .").endswith("VIỆT NAM") and below is not None
            return (piece, below) if goes_on and below and below.upper.endswith("VIỆT NAM") else (piece,)
    return ()


def _is_motto(piece: Piece) -> bool:
    return all(word in piece.upper for word in ("ĐỘC LẬP", "TỰ DO", "HẠNH PHÚC")) and len(piece.text) < 60


def _number(top: tuple[Piece, ...]) -> Piece | None:
    for piece in top:
        if BODY.match(piece.text) and not piece.side:
            return None
        if len(piece.text) < 70 and (NUMBER.fullmatch(piece.text) or BARE_NUMBER.fullmatch(piece.text)):
            return piece
    return None


def _date(above: tuple[Piece, ...], number: Piece | None) -> Piece | None:
    """The line of place and date: with its words, or, wrong but there, in figures alone."""
    short = [piece for piece in above if len(piece.text) < 90 and piece is not number]
    named = next((piece for piece in short if DATE.fullmatch(piece.text)), None)
    return named or next((piece for piece in short if SHORT_DATE.fullmatch(piece.text)), None)


def _letter_subject(above: tuple[Piece, ...], number: Piece | None) -> tuple[Piece, ...]:
    """The "V/v …" under the number, on as many lines of its own side as it takes."""
    first = next((at for at, piece in enumerate(above) if re.match(r"(?:V/v|Về việc)\b", piece.text, re.I)), None)
    if first is None:
        return ()
    found = [above[first]]
    for piece in above[first + 1 :]:
        other = piece.side != found[0].side or piece.upper in STAMPS or _is_head_word(piece)
        if other or piece is number or (is_capitals(piece.text) and not begins_small(piece.text)):
            break
        found.append(piece)
    return tuple(found)


def _is_head_word(piece: Piece) -> bool:
    return _is_motto(piece) or piece.upper.startswith("CỘNG HÒA X") or bool(DATE.fullmatch(piece.text))


def _agency(free: list[Piece], above: tuple[Piece, ...], number: Piece | None) -> tuple[Piece, ...]:
    """The names above the number, on the number's side where the page has sides."""
    end = next((at for at, piece in enumerate(above) if piece is number), len(above))
    before = {id(piece) for piece in above[:end]}
    side = number.side if number is not None else ""
    names = [
        piece
        for piece in free
        if piece.upper not in STAMPS and len(piece.text) < 120
        and (id(piece) in before or (side and piece.side == side and piece.text.isupper()))
        and (not side or not piece.side or piece.side == side)
        and not BODY.match(piece.text) and piece.text[:1].isalpha()
    ]  # fmt: skip
    return tuple(names[:6])


def _subject(top: tuple[Piece, ...], at: int) -> tuple[Piece, ...]:
    """The lines under the name of the type: those in the middle of the page, or heavy, until something else begins."""
    found: list[Piece] = []
    for piece in top[at + 1 :]:
        heavy = all(run.bold for run in piece.runs) and not BODY.match(piece.text)
        centred = piece.line.align in {"center", None} or heavy
        if piece.side or not centred or len(found) == 8 or _ends_subject(piece, found):
            break
        found.append(piece)
    return tuple(found)


def _ends_subject(piece: Piece, found: list[Piece]) -> bool:
    """Whether a line no longer belongs to the subject: somebody is named, or, without a layout, a sentence begins."""
    if piece.text.endswith(":") or CALL.match(piece.text) or piece.upper.startswith(("KÍNH GỬI", "KÍNH MỜI")):
        return True
    if AUTHORITY.match(piece.upper) and is_capitals(piece.text):
        return True
    unknown = piece.line.align is None
    goes_on = not found or not (found[-1].text.endswith(".") or not begins_small(piece.text))
    return unknown and (bool(BODY.match(piece.text)) or not goes_on)


def name_of_letter(pieces: tuple[Piece, ...]) -> Piece | None:
    """A line "CÔNG VĂN" where the name of a type would stand: a công văn has none."""
    return next((piece for piece in pieces[:HEAD] if piece.upper == LETTERS_NAME), None)
