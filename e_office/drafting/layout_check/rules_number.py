"""Number and notation (số, ký hiệu): their form by type, with the errors met in the wild (Annex I, II.3)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from e_office.core.problems import Message, msg
from e_office.drafting.layout_check.departures import Box, Departure, Expected
from e_office.drafting.layout_check.noting import ADVISED, note
from e_office.drafting.layout_check.page_map import NUMBER, PageMap
from e_office.drafting.layout_check.rules_foot import KEEPER_FORM
from e_office.registry.types import LETTER, TYPES, DocumentType, fold_abbreviation

NORMATIVE = re.compile(r"ban hành văn bản quy phạm pháp luật", re.IGNORECASE)
MAY_BE_NORMATIVE = frozenset({"NQ", "QD", "CT"})
UNNUMBERED = frozenset({"BB", "THU_CONG"})
"""Minutes need no number (domain 6.5)."""

BLANK = r"[\s.…_]*"
CODE = re.compile(
    rf"(?P<digits>\d+[a-zđ]?|{BLANK})(?P<first>[/-])(?:(?P<year>(?:19|20)\d\d)/)?(?P<rest>.*)", re.IGNORECASE
)
PARTY = re.compile(r"(?P<type>[^\W\d_]+)/(?P<unit>[^/]+)")


@dataclass(frozen=True)
class Written:
    """A number and notation as somebody wrote it, spaces and dashes made plain."""

    digits: str
    year: str
    head: str
    tail: str
    party: bool


def number_departures(page: PageMap) -> Iterator[Departure]:
    """Everything wrong with the line of number and notation."""
    piece = page.head.number
    if piece is None:
        if page.type_code not in UNNUMBERED:
            wanted = msg("Số và ký hiệu dưới tên cơ quan, như “Số: 05/%(code)s”.", code=_example(page.type_code))
            yield note("number_missing", Box.NUMBER, None, wanted)
        return
    labelled = NUMBER.fullmatch(piece.text)
    label = f"{labelled['label']}{labelled['mark']}" if labelled else ""
    if label != "Số:":
        yield note("number_label", Box.NUMBER, piece, msg("Từ “Số” chữ thường, sau đó có dấu hai chấm: “Số: …”."))
    code = (labelled["code"] if labelled else piece.text).strip()
    if re.search(r"(?<=[^\W_])\s*[–—]|\w\s+[/-]|[/-]\s+\w", code):
        wanted = msg("Dấu gạch chéo và gạch nối viết liền, không cách chữ: “%(code)s”.", code=plain(code))
        yield note("number_spaces", Box.NUMBER, piece, wanted)
    written = parts(code)
    if written is not None:
        for rule, wanted, severity in _of_code(written, page):
            one = note(rule, Box.NUMBER, piece, wanted)
            yield note(rule, Box.NUMBER, piece, wanted, severity=ADVISED) if severity else one


def abbreviation_departures(page: PageMap, expected: Expected) -> Iterator[Departure]:
    """Whether the notation carries the agency's abbreviation and, on a công văn, that of the unit that drafts it.

    The unit behind "Lưu: VT" is the same one (Annex I, II.3 and II.9).
    """
    piece, kind = page.head.number, TYPES.get(page.type_code or "")
    labelled = NUMBER.fullmatch(piece.text) if piece else None
    written = parts(labelled["code"]) if labelled else None
    if piece is None or written is None or kind is None or kind.is_legal_normative or written.party:
        return
    if kind.abbreviation is None and (kind.code != LETTER or fold_abbreviation(written.head) == "CV"):
        return
    is_letter = kind.code == LETTER
    agency, section = (written.head, written.tail) if is_letter else (written.tail, "")
    if expected.agency and agency and agency != expected.agency:
        wanted = msg("Chữ viết tắt của cơ quan ban hành là “%(agency)s”.", agency=expected.agency)
        yield note("agency_abbreviation", Box.NUMBER, piece, wanted)
    keeper = _keeper(page)
    if not is_letter or not section:
        return
    if expected.section and section != expected.section:
        wanted = msg("Chữ viết tắt của đơn vị soạn thảo là “%(section)s”.", section=expected.section)
        yield note("section_abbreviation", Box.NUMBER, piece, wanted)
    elif keeper and keeper != section:
        wanted = msg(
            "Đơn vị soạn thảo trong ký hiệu và sau “Lưu: VT” là một: “%(section)s” hay “%(keeper)s”.",
            section=section, keeper=keeper,
        )  # fmt: skip
        yield note("section_differs", Box.NUMBER, piece, wanted, severity=ADVISED)


def _keeper(page: PageMap) -> str:
    """The unit that keeps the copy, as its line names it first."""
    for piece in page.foot.recipients:
        form = KEEPER_FORM.fullmatch(piece.text)
        if form and form["who"]:
            return re.split(r"[\s,(]", form["who"].strip())[0]
    return ""


def plain(code: str) -> str:
    """Number and notation with plain dashes and no spaces around them."""
    text = unicodedata.normalize("NFC", code).translate(dict.fromkeys(map(ord, "‐‑‒–—−"), "-"))
    return re.sub(r"\s*([-/])\s*", r"\1", text.strip(" .,;"))


def parts(code: str) -> Written | None:
    """The parts of a number and notation; None for what has none of its forms."""
    found = CODE.fullmatch(plain(code))
    if found is None:
        return None
    digits = "" if re.fullmatch(BLANK, found["digits"]) else found["digits"]
    party = PARTY.fullmatch(found["rest"]) if found["first"] == "-" else None
    if party:
        return Written(digits, "", party["type"], party["unit"], party=True)
    head, _, tail = found["rest"].partition("-")
    return Written(digits, found["year"] or "", head, tail, party=False)


def _of_code(written: Written, page: PageMap) -> Iterator[tuple[str, Message, bool]]:
    """(rule, what it should be, whether it is only advised) of one number and notation."""
    number = re.sub(r"\D", "", written.digits)
    kind = TYPES.get(page.type_code or "")
    if number and int(number) < 10 and len(number) != 2:
        yield "number_zero", msg("Số nhỏ hơn 10 ghi thêm một số 0: “%(number)s”.", number=f"{int(number):02d}"), False
    if written.year and not _is_normative(page, kind):
        wanted = msg("Năm chỉ ghi trong số của văn bản quy phạm pháp luật: “%(code)s”.", code=_without_year(written))
        yield "number_year", wanted, False
    if written.party:
        wanted = msg(
            "Cơ quan nhà nước viết số, gạch chéo, tên loại, gạch nối, cơ quan: “%(code)s”.", code=_without_year(written)
        )
        yield "number_party", wanted, False
        return
    if kind is not None:
        yield from _of_type(written, kind)
    if written.tail.islower() or written.head.islower():
        yield "number_capitals", msg("Ký hiệu bằng chữ in hoa."), False


def _of_type(written: Written, kind: DocumentType) -> Iterator[tuple[str, Message, bool]]:
    head = fold_abbreviation(written.head)
    if kind.abbreviation is None:
        if kind.code == LETTER and head == "CV":
            wanted = msg("Công văn không có chữ viết tắt tên loại: bỏ “CV”, ghi cơ quan và đơn vị soạn thảo.")
            yield "number_letter", wanted, False
        elif kind.code == "THU_CONG" and head == "TC":
            yield "number_letter", msg("Thư công không có chữ viết tắt tên loại: “TC” là của thông cáo."), False
        elif kind.code == LETTER and not written.tail:
            wanted = msg("Sau cơ quan, ký hiệu của công văn có đơn vị soạn thảo, như “UBND-TH”.")
            yield "letter_section", wanted, True
        return
    if written.head != kind.abbreviation:
        wanted = msg(
            "Ký hiệu của %(type)s bắt đầu bằng “%(abbreviation)s”: “%(abbreviation)s-…”.",
            type=kind.name, abbreviation=kind.abbreviation,
        )  # fmt: skip
        yield "number_type", wanted, False
    elif not written.tail:
        wanted = msg("Sau tên loại, ký hiệu có cơ quan ban hành, như “%(code)s”.", code=f"{kind.abbreviation}-UBND")
        yield "number_unit", wanted, False


def _is_normative(page: PageMap, kind: DocumentType | None) -> bool:
    """Whether it is a legal-normative document: by its type, or because it cites the law on making them."""
    if kind is None or kind.is_legal_normative:
        return True
    return kind.code in MAY_BE_NORMATIVE and any(NORMATIVE.search(piece.text) for piece in page.body)


def _without_year(written: Written) -> str:
    return f"{written.digits or '…'}/{'-'.join(filter(None, (written.head, written.tail)))}"


def _example(type_code: str | None) -> str:
    kind = TYPES.get(type_code or "")
    return f"{kind.abbreviation}-UBND" if kind and kind.abbreviation else "UBND-TH"
