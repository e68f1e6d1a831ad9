"""The head of a document: agency, number, place and date, stamps, type; its two columns may come in any order.

NĐ 30/2020 Annex I boxes 2, 3, 4, 5a, 10a, 10b. A docx gives the columns cell by cell, a PDF line by line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from e_office.documents.stamps import secrecy_stamp
from e_office.registry.notation import NotationError, parse
from e_office.registry.reading.agencies import issuing_agency, proper_case
from e_office.registry.reading.fields import Read
from e_office.registry.reading.words import begins_small, is_capitals, one_tone, squeeze
from e_office.registry.types import TYPES, Secrecy, Urgency

HEAD_CHARACTERS = 6000
NUMBER_MARK, DATE_MARK, MOTTO_MARK = "\x01", "\x02", "\x03"
MARKS = {NUMBER_MARK, DATE_MARK, MOTTO_MARK}
MOTTO = re.compile(
    r"CỘNG\s+(?:HÒA|HOÀ)\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM"
    r"|Độc\s+lập\s*[-–—]\s*Tự\s+do\s*[-–—]\s*Hạnh\s+phúc"
    # The same, broken between two lines that the other column comes between.
    r"|CỘNG\s+(?:HÒA|HOÀ)\s+XÃ\s+HỘI(?:[ ]CHỦ)?(?:[ ]NGHĨA)?(?:[ ]VIỆT)?[ ]*$"
    r"|(?:(?:CHỦ[ ])?NGHĨA[ ])?VIỆT[ ]NAM[ ]*$",
    re.MULTILINE,
)
NUMBER = re.compile(
    r"(?:^|(?<=[\s*]))Số[ \t]*[:.]?[ \t]*"
    r"(?P<code>(?P<digits>[\d.…_]{0,9})[a-zđ]{0,2}[ ]?[/–-][ ]?[\wĐ][\w.&]*(?:[ ]?[-–/][ ]?[\wĐ][\w.&]*){0,4})",
    re.MULTILINE,
)
DATE = re.compile(
    r"(?:(?P<place>(?:[^\W\d_][\w.'’-]*[ ]){0,4}[^\W\d_][\w.'’-]*)[ ]*,\s*)?(?:ngày|Ngày)\s+(?P<day>\d{1,2})\s+"
    r"tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>(?:19|20)\d\d)"
)
BODY = re.compile(r"^[ \t]*(?:Kính (?:gửi|mời|trình|chuyển)|Căn cứ\b|Thực hiện\b|Điều 1\b|Xét đề nghị)", re.MULTILINE)
SUBJECT_OF_LETTER = re.compile(r"(?:V/v|v/v|V/V|Về việc)\b")
UNFINISHED = frozenset({"và", "của", "về", "các", "tại", "cho", "theo", "với", "do"})
SEPARATOR = re.compile(r"[\W_]*")
URGENCY = {
    "KHẨN": Urgency.URGENT,
    "THƯỢNG KHẨN": Urgency.VERY_URGENT,
    "HỎA TỐC": Urgency.FLASH,
    "HỎA TỐC HẸN GIỜ": Urgency.FLASH,
}
STAMPS = frozenset({*URGENCY, "MẬT", "TỐI MẬT", "TUYỆT MẬT"})
TITLES = {one_tone(one.name_vi): one.code for one in reversed(list(TYPES.values())) if "(" not in one.name_vi}
del TITLES["CÔNG VĂN"]


@dataclass(frozen=True)
class Head:
    """What the head gives, and the lines after the title, where the subject begins."""

    code: Read[str] | None
    issued_on: Read[date] | None
    issuer: Read[str] | None
    title: Read[str] | None
    urgency: Read[Urgency] | None
    before: tuple[str, ...]
    """Lines and marks before the title, or before the body where there is none."""
    after: tuple[str, ...]


def read_head(text: str) -> Head:
    """Read the head from the whole text, lines in any of the orders a docx or a PDF gives them."""
    start = text[:HEAD_CHARACTERS]
    body = BODY.search(start)
    top, rest = (start[: body.start()], start[body.start() :]) if body else (start, "")
    code, top = _take_number(top)
    issued_on, top = _take_date(top)
    top = MOTTO.sub(f"\n{MOTTO_MARK}\n", top)
    lines = _lines(top)
    title, at = _title(lines)
    before = lines[:at] if title else lines
    inline = lines[at + 1 :] if title else []
    if title and title.where != title.value:
        inline.insert(0, title.where[len(title.value) :].strip())
    stamp = next((line for line in before if one_tone(line).strip(" .:") in URGENCY), None)
    return Head(
        code=code,
        issued_on=issued_on,
        issuer=_issuer(before),
        title=Read(TITLES[one_tone(title.value)], title.where) if title else None,
        urgency=Read(URGENCY[one_tone(stamp).strip(" .:")], stamp) if stamp else None,
        before=tuple(before),
        after=(*(line for line in inline if line not in MARKS), *_lines(rest)[:60]),
    )


def _lines(text: str) -> list[str]:
    """Lines and columns (tabs, wide gaps) as pieces of their own, without lines that are only drawn."""
    pieces = (squeeze(piece) for line in text.splitlines() for piece in re.split(r"\t+| {3,}", line))
    return [piece for piece in pieces if piece in MARKS or (piece and not SEPARATOR.fullmatch(piece))]


def _take_number(top: str) -> tuple[Read[str] | None, str]:
    found = NUMBER.search(top)
    if not found:
        return None, top
    where = squeeze(found[0])
    cut = f"{top[: found.start()]}\n{NUMBER_MARK}\n{top[found.end() :]}"
    try:
        code = str(parse(found["code"]))
    except NotationError:
        # A draft: the number is still to be given ("Số:      /QĐ-UBND").
        return Read(squeeze(found["code"]).lstrip(" .…_/"), where, doubtful=True), cut
    return Read(code, where), cut


def _take_date(top: str) -> tuple[Read[date] | None, str]:
    found = DATE.search(top)
    if not found:
        return None, top
    start = found.start() + len(_capitals_before(found["place"] or ""))
    cut = f"{top[:start]}\n{DATE_MARK}\n{top[found.end() :]}"
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None, cut
    return Read(day, squeeze(top[start : found.end()]), doubtful=found["place"] is None), cut


def _capitals_before(place: str) -> str:
    """Words in capitals in front of a place: they belong to the agency's name in the column beside it."""
    words = place.split(" ")
    last = max((at for at, word in enumerate(words) if len(word) > 1 and word.isupper() and word != "TP."), default=-1)
    return "".join(word + " " for word in words[: last + 1])


def _title(lines: list[str]) -> tuple[Read[str] | None, int]:
    """The name of the type in capitals, after the number where there is one, and where it stands."""
    first = lines.index(NUMBER_MARK) + 1 if NUMBER_MARK in lines else 0
    for at, line in enumerate(lines):
        if at < first or not is_capitals(line.split(" về ")[0].split(" Về ")[0].split(" V/v")[0]):
            continue
        words = line.split()
        for length in range(min(5, len(words)), 0, -1):
            name = " ".join(words[:length])
            if one_tone(name) in TITLES and (length == len(words) or first):
                return Read(name, line), at
    return None, len(lines)


def _issuer(before: list[str]) -> Read[str] | None:
    """Lines in capitals above the number; the last agency among them."""
    end = before.index(NUMBER_MARK) if NUMBER_MARK in before else len(before)
    names = [
        line
        for line in before[:end]
        if line not in MARKS and is_capitals(line) and one_tone(line).strip(" .:") not in STAMPS
    ]
    lines, borrowed = issuing_agency(names)
    if not lines:
        return None
    name, guessed = proper_case(squeeze(" ".join(lines)).strip(" *"))
    return Read(name, " ".join(lines), doubtful=guessed or borrowed or len(lines) > 3)


def letter_subject(head: Head) -> Read[str] | None:
    """The "V/v …" under the number of a công văn, on as many lines as stand below it.

    Where the other column comes in between, only a line that cannot begin anything else goes on with it.
    """
    first = next((at for at, line in enumerate(head.before) if SUBJECT_OF_LETTER.match(line)), None)
    if first is None:
        return None
    parts = [head.before[first]]
    apart = doubtful = False
    for line in head.before[first + 1 : first + 9]:
        if line in MARKS:
            apart = True
        elif begins_small(line) or line[0].isdigit() or _goes_on(parts[-1]):
            parts.append(line)
        elif apart or is_capitals(line):
            break
        else:
            # A name inside the subject begins so, and so would a line that is none of it.
            doubtful = True
            parts.append(line)
    return Read(squeeze(" ".join(parts)), " / ".join(parts), doubtful=doubtful)


def _goes_on(line: str) -> bool:
    """Whether a line cannot be the end of a subject."""
    return line.endswith((",", "-", "–")) or line.split()[-1].lower() in UNFINISHED


def read_secrecy(text: str) -> Read[Secrecy] | None:
    """The stamp of secrecy (A-112); doubtful below the first page."""
    stamp = secrecy_stamp(text)
    return Read(Secrecy(stamp.level), stamp.written, doubtful=stamp.at > HEAD_CHARACTERS) if stamp else None
