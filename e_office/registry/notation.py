"""Number and notation (số và ký hiệu): composed, parsed, and brought to one form for comparing.

NĐ 30/2020 Art. 8 and Annex I; the five forms of domain 2.4, all of which occur in Decision 3713.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from e_office.registry.types import LETTER, TYPES, DocumentType, find_by_abbreviation, fold_abbreviation

MAX_LENGTH = 120


class NotationError(ValueError):
    """The text is no number and notation."""


class Style(StrEnum):
    """Which of the written forms it is."""

    NAMED = "named"
    """`05/GM-UBND`: number / type - unit."""
    LETTER = "letter"
    """`05/UBND-TH1`: number / unit - drafting section (công văn)."""
    NORMATIVE = "normative"
    """`33/2013/QĐ-UBND`, `29/2018/QH14`: number / year / type - unit."""
    PARTY = "party"
    """`12-NQ/TW`: number - type / unit."""


@dataclass(frozen=True)
class Notation:
    """The parts of a number and notation.

    `suffix` is the small letter after a number (`30c`), `notation` all that follows the number and year.
    """

    number: int
    suffix: str
    year: int | None
    notation: str
    type_code: str | None
    unit_notation: str | None
    section: str | None
    style: Style

    def __str__(self) -> str:
        """As the rules write it: a leading zero under ten, no spaces."""
        number = f"{self.number:02d}{self.suffix}"
        if self.style is Style.PARTY:
            return f"{number}-{self.notation}"
        return "/".join([number, *([str(self.year)] if self.year else []), self.notation])


_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−\u00ad"), "-") | {ord("Ð"): "Đ", ord("Ɖ"): "Đ", ord("∕"): "/"}
_PREFIX = re.compile(r"^\W*(?:số|so)\s*[:.]?\s*", re.IGNORECASE)
_NUMBER = r"(?P<number>0{0,8}\d{1,7})(?P<suffix>[A-Za-zđĐ]{0,2})"
_HEAD = r"[^\W\d_][\w.&+]*"
_WORD = r"[^\W_][\w.&+]*"
_SLASHED = re.compile(rf"{_NUMBER}/(?:(?P<year>(?:19|20)\d\d)/)?(?P<rest>{_HEAD}(?:[-/]{_WORD})*)")
_PARTY = re.compile(rf"{_NUMBER}-(?P<type>{_HEAD})/(?P<unit>{_WORD}(?:-{_WORD})*)")


def compose(
    number: int,
    year: int | None,
    type: DocumentType,
    unit_notation: str,
    section: str | None = None,
    *,
    suffix: str = "",
    party: bool = False,
) -> str:
    """Number and notation as written: `05/GM-UBND`, `05/UBND-TH1`, `33/2013/QĐ-UBND`, `30c/NQ-CP`, `12-NQ/TW`.

    `year` belongs to legal-normative documents and only to them; `section`, the drafting section, is written
    in the notation of a công văn only; `suffix` is the letter of a number put between two others; `party`
    writes as the Party's bodies do.

    :raises ValueError: for a number below 1, an empty unit, a year where none belongs or none is given, a suffix
        that is no letter or two, or a Party document of a type that has no abbreviation.
    """
    unit = _tidy(unit_notation)
    if number < 1 or not unit:
        raise ValueError("a number from 1 and the unit's notation are needed")
    if type.is_legal_normative != (year is not None):
        raise ValueError("the year belongs to legal-normative documents, and only to them")
    if not re.fullmatch(r"[A-Za-zđĐ]{0,2}", suffix):
        raise ValueError("a suffix is a letter or two")
    if party:
        return f"{number:02d}{suffix}-{_party_sign(type)}/{unit}"
    parts = [f"{number:02d}{suffix}", *([f"{year}"] if year else [])]
    if type.code == LETTER and section:
        parts.append(f"{unit}-{_tidy(section)}")
    elif type.abbreviation:
        parts.append(f"{type.abbreviation}-{unit}")
    else:
        parts.append(unit)
    return "/".join(parts)


def _party_sign(kind: DocumentType) -> str:
    """How the Party's bodies abbreviate a type: a công văn has a sign there, a normative document has no year."""
    sign = "CV" if kind.code == LETTER else kind.abbreviation
    if not sign or kind.is_legal_normative:
        raise ValueError("the Party's bodies issue no such document")
    return sign


def parse(text: str, *, type_code: str | None = None) -> Notation:
    """The parts of a number and notation as somebody wrote it, with or without "Số:" and spaces.

    `type_code`, where the document's type is known, decides between a named type and a công văn whose unit
    is written like one: `1234/CT-TTHT` is a directive, or a letter of Cục Thuế.

    :raises NotationError: where it is none.
    """
    clean = _PREFIX.sub("", _tidy(text[: MAX_LENGTH * 2]))
    if party := _PARTY.fullmatch(clean):
        found = find_by_abbreviation(party["type"])
        abbreviation = _spelling(party["type"], found)
        return Notation(
            number=_number(party["number"]),
            suffix=party["suffix"],
            year=None,
            notation=f"{abbreviation}/{party['unit']}",
            type_code=found.code if found else None,
            unit_notation=party["unit"],
            section=None,
            style=Style.PARTY,
        )
    slashed = _SLASHED.fullmatch(clean)
    if slashed is None or len(clean) > MAX_LENGTH:
        raise NotationError(text[:MAX_LENGTH])
    return _slashed(slashed, type_code)


def _slashed(found: re.Match[str], type_code: str | None) -> Notation:
    year = int(found["year"]) if found["year"] else None
    head, _, tail = found["rest"].partition("-")
    kind = find_by_abbreviation(head, legal_normative=year is not None) if tail else None
    if type_code == LETTER and head != "CV":
        kind = None
    section: str | None
    code: str | None
    if kind is not None:
        rest, unit, section, code = f"{_spelling(head, kind)}-{tail}", tail, None, kind.code
    else:
        rest, unit, section = found["rest"], head, tail or None
        code = (type_code if type_code in TYPES else None) if year else LETTER
    return Notation(
        number=_number(found["number"]),
        suffix=found["suffix"],
        year=year,
        notation=rest,
        type_code=code,
        unit_notation=unit,
        section=section,
        style=Style.NORMATIVE if year else (Style.NAMED if kind else Style.LETTER),
    )


def _number(digits: str) -> int:
    if int(digits) == 0:
        raise NotationError(digits)
    return int(digits)


def _spelling(written: str, kind: DocumentType | None) -> str:
    """The law's spelling for a folded one ("QD" → "QĐ"); an alias stays as it was written."""
    if kind and kind.abbreviation and fold_abbreviation(kind.abbreviation) == fold_abbreviation(written):
        return kind.abbreviation
    return written


def _tidy(text: str) -> str:
    """NFC, plain hyphens and slashes, no spaces around them."""
    text = unicodedata.normalize("NFC", text).translate(_DASHES)
    return re.sub(r"\s*([-/])\s*", r"\1", " ".join(text.split())).strip(" .,;:")


def normal_form(text: str) -> str:
    """One form for all spellings of a number and notation, for duplicate checks: `5/QĐ-UBND` for `05/qd-ubnd `.

    Capitals, no leading zeros, Đ kept in abbreviations of types (ĐA is not DA) and folded elsewhere. What
    cannot be parsed is only tidied; the empty text stays empty.
    """
    try:
        parts = parse(text)
    except NotationError:
        return fold_abbreviation(_tidy(_PREFIX.sub("", text)))
    number = f"{parts.number}{parts.suffix}"
    year = f"/{parts.year}" if parts.year else ""
    head, mark, tail = parts.notation.partition("/" if parts.style is Style.PARTY else "-")
    typed = parts.style is Style.PARTY or (parts.type_code or LETTER) != LETTER
    head = head.upper() if typed else fold_abbreviation(head)
    joint = "-" if parts.style is Style.PARTY else "/"
    return f"{number.upper()}{year}{joint}{head}{mark}{fold_abbreviation(tail)}"
