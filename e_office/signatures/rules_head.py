"""Where number and day are written once a page was signed: the blanks of its head (NĐ 30/2020 Annex I)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from e_office.core.problems import Message, Problem, msg
from e_office.signatures.rules_place import Box

NUMBER, DAY, MONTH, YEAR = "So", "Ngay", "Thang", "Nam"
LABELS = MappingProxyType({NUMBER: "Số", DAY: "Ngày", MONTH: "Tháng", YEAR: "Năm"})
"""What each field is called to somebody who hears the file read out."""
WRITTEN = MappingProxyType({DAY: msg("ngày %(n)s"), MONTH: msg("tháng %(n)s"), YEAR: msg("năm %(n)s")})
"""What stands on a page that was signed, in words."""
ASCENT, DESCENT = 0.891, 0.216
"""How far letters reach above and below the line they stand on, by their size."""
LETTERS_OF_YEAR = 2.1
"""How wide four figures are, by the size of the letters."""
LEAST_WIDTH = 0.9
"""A blank is wide enough for two figures, set a little smaller, from so much of the size of its letters on."""
WORD_GAP = 0.7
"""Letters further apart than this, by their size, are of two columns."""
_DOTS = r"[.…_]*"
_NUMBER = re.compile(rf"S[ốỐ]:?(?P<dots>{_DOTS})(?P<number>\d*)(?P<more>{_DOTS})(?P<slash>/)(?P<notation>.*)")
_DATE = re.compile(
    rf"ngày(?P<day>{_DOTS}\d*{_DOTS})tháng(?P<month>{_DOTS}\d*{_DOTS})năm(?P<year>[.…_]*\d*[.…_]*)"
)  # fmt: skip
_KEPT = re.compile(r"\d+")


@dataclass(frozen=True)
class Letter:
    """A letter of the page: where it begins and ends, the line it stands on, its size; all in points."""

    sign: str
    left: float
    right: float
    foot: float
    size: float


@dataclass(frozen=True)
class Blank:
    """A place left blank: its field, where, how large the letters are, italic or not, over dots or over nothing."""

    name: str
    box: Box
    size: float
    slanted: bool = False
    dotted: bool = False


@dataclass(frozen=True)
class Head:
    """What the head says of number and day. `number` and `written` are what stands there already."""

    found_number: bool = False
    number: str = ""
    notation: str = ""
    found_date: bool = False
    written: Mapping[str, int] = field(default_factory=dict)
    blanks: tuple[Blank, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The fields that are to be filled."""
        return frozenset(blank.name for blank in self.blanks)


def head_of(letters: Iterable[Letter]) -> Head:
    """The head of a first page, from its letters in any order; spaces are none of them."""
    number = date_line = None
    for row in _rows(letters):
        text = "".join(one.sign for one in row)
        number = number or _match(_NUMBER, text, row)
        date_line = date_line or _match(_DATE, text, row)
    head = Head()
    if number:
        head = _with_number(*number)
    return _with_date(head, *date_line) if date_line else head


def _match(pattern: re.Pattern[str], text: str, row: list[Letter]) -> tuple[re.Match[str], list[Letter]] | None:
    found = pattern.search(text)
    return (found, row) if found else None


def _rows(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """The letters as lines from the top, each from left to right and one sign each; marks belong to their letter."""
    rows: list[list[Letter]] = []
    for one in sorted(letters, key=lambda one: (-one.foot, one.left)):
        last = rows[-1] if rows else []
        if last and abs(last[0].foot - one.foot) < 0.3 * last[0].size:
            last.append(one)
        else:
            rows.append([one])
    for row in rows:
        joined: list[Letter] = []
        for one in sorted(row, key=lambda one: one.left):
            if joined and unicodedata.combining(one.sign[0]):
                joined[-1] = replace(joined[-1], sign=unicodedata.normalize("NFC", joined[-1].sign + one.sign))
            else:
                joined.append(replace(one, sign=unicodedata.normalize("NFC", one.sign)[:1]))
        yield joined


def _with_number(found: re.Match[str], row: list[Letter]) -> Head:
    before, slash = row[found.start("dots") - 1], row[found.start("slash")]
    notation = [row[found.start("slash")]]
    for one in row[found.start("notation") : found.end("notation")]:
        if one.left - notation[-1].right > WORD_GAP * slash.size:
            break
        notation.append(one)
    words = "".join(one.sign for one in notation[1:])
    if found["number"]:
        return Head(found_number=True, number=found["number"], notation=words)
    blank = _between(NUMBER, before, slash, dotted=bool(found["dots"] or found["more"]), slanted=False)
    return Head(found_number=True, notation=words, blanks=(blank,))


def _with_date(head: Head, found: re.Match[str], row: list[Letter]) -> Head:
    written, blanks = {}, [*head.blanks]
    for group, name in (("day", DAY), ("month", MONTH), ("year", YEAR)):
        start, end = found.span(group)
        before, after = row[start - 1], row[end] if end < len(row) else None
        if figures := _KEPT.search(found[group]):
            written[name] = int(figures[0])
            continue
        dotted = end > start
        if name != YEAR and after is not None:
            blanks.append(_between(name, before, after, dotted=dotted, slanted=True))
        else:
            left = before.right + before.size * 0.3
            end_of_year = left + LETTERS_OF_YEAR * before.size
            blanks.append(_blank(name, before, left, end_of_year, dotted=dotted, slanted=True))
    return Head(
        found_number=head.found_number, number=head.number, notation=head.notation, found_date=True,
        written=written, blanks=tuple(blanks),
    )  # fmt: skip


def _between(name: str, before: Letter, after: Letter, *, dotted: bool, slanted: bool) -> Blank:
    gap = 0.08 * before.size
    return _blank(name, before, before.right + gap, after.left - gap, dotted=dotted, slanted=slanted)


def _blank(name: str, beside: Letter, left: float, right: float, *, dotted: bool, slanted: bool) -> Blank:
    size = beside.size
    box = Box(left, beside.foot - DESCENT * size, right, beside.foot + ASCENT * size)
    return Blank(name, box, size, slanted=slanted, dotted=dotted)


def blank_problems(head: Head, notation: str) -> Iterator[Problem]:
    """What keeps a draft from being signed before it has its number: the clerk writes it in afterwards.

    NĐ 30/2020 Art. 14: number and time are given to what the competent person has signed (Art. 13, 15.2), then
    it is registered and the agency signs. A number that stands there already was given by nobody.
    """
    cure = msg("Sửa dòng số và dòng ngày trong tệp Word (chừa trống), nộp bản mới rồi duyệt lại.")
    if not head.found_number:
        text = msg("Không tìm thấy dòng “Số:        /%(notation)s” ở đầu trang thứ nhất.", notation=notation)
        yield Problem("number_line_missing", text, None, cure)
    elif head.number:
        text = msg("Dự thảo đã ghi sẵn số %(number)s; số do văn thư cấp sau khi ký.", number=head.number)
        yield Problem("number_written", text, None, cure)
    elif _squeezed(head.notation) != _squeezed(notation):
        text = msg("Ký hiệu trong tệp là “%(found)s”, phải là “%(notation)s”.", found=head.notation, notation=notation)
        yield Problem("other_notation", text, None, cure)
    if not head.found_date:
        text = msg("Không tìm thấy dòng “…, ngày      tháng      năm” ở đầu trang thứ nhất.")
        yield Problem("date_line_missing", text, None, cure)
    if any(one.box.width < LEAST_WIDTH * one.size for one in head.blanks):
        yield Problem("blank_narrow", msg("Chỗ trống để ghi số hoặc ngày hẹp quá."), None, cure)


def day_problems(head: Head, day: date) -> Iterator[Problem]:
    """A day, month or year the person signed stays as it was signed."""
    for name, value in ((DAY, day.day), (MONTH, day.month), (YEAR, day.year)):
        if head.written.get(name, value) != value:
            part = Message(WRITTEN[name].text, {"n": head.written[name]})
            text = msg("Văn bản đã ký ghi %(part)s, khác ngày phát hành.", part=part)
            cure = msg("Chọn ngày khớp với văn bản, hoặc trả lại để soạn và ký lại.")
            yield Problem("other_day", text, "issued_on", cure)


def values_of(head: Head, code: str, day: date) -> dict[str, str]:
    """What is written into the blanks: days under 10 and months 1 and 2 with a leading zero (Annex I, II.4)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    values = {NUMBER: code.partition("/")[0], DAY: f"{day.day:02d}", MONTH: month, YEAR: str(day.year)}
    return {name: value for name, value in values.items() if name in head.names}


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text)).upper()
