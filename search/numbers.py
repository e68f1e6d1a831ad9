"""Numbers of documents (số, ký hiệu văn bản): 3713/QĐ-UBND, 12-NQ/TW, 30c/NQ-CP, 26/2011/NQ-HĐND.

A number is brought to one key whatever the separators, blanks, case, accents or leading zeros it was
typed with, because people type them from memory. Rule: `domain.md` section 5.6; Decree 30/2020 Art. 8.
"""

import re
from typing import NamedTuple

from search.syllables import SYLLABLE, fold, prepare, syllable

# Blanks about a slash ("Số: 3713 /QĐ-UBND"); a dash with a blank after it is punctuation of the sentence.
_CODE = re.compile(r"(?<![^\W_])\d{1,6}[a-zđ]?(?:(?: ?[/⁄] ?| ?[-–])[^\W_]{1,20}){1,5}")
_BARE = re.compile(r"(\d{1,6})[a-z]?(?![^\W_])")


class Code(NamedTuple):
    """One number found in a text: its span there, its key, and the key with accents kept."""

    start: int
    end: int
    key: str
    accented: str


def _join(parts: list[str]) -> str:
    return "/".join([parts[0].lstrip("0") or "0", *parts[1:]])


def codes(prepared: str) -> list[Code]:
    """Find the numbers in a text that went through `syllables.prepare` (lower case, NFC).

    Only what has letters after its digits is one: 16/12/2011 is a date, 2011-2016 a term of office.
    """
    found = []
    for match in _CODE.finditer(prepared):
        words = [syllable(word) for word in SYLLABLE.findall(match[0])]
        if any(not word.folded.isdigit() for word in words[1:]):
            key, accented = _join([w.folded for w in words]), _join([w.accented for w in words])
            found.append(Code(match.start(), match.end(), key, accented))
    return found


def code_key(number: str, notation: str = "") -> str:
    """Give the key of a registered number: `("3713", "QĐ-UBND")` → `3713/qd/ubnd`; empty without a number.

    The whole may also stand in `number` alone.
    """
    words = SYLLABLE.findall(fold(number))
    if not words:
        return ""
    tail = SYLLABLE.findall(fold(notation))
    return _join(words if words[1:] and words[-len(tail) :] == tail else words + tail)


def bare_number(number: str) -> str:
    """Give the digits a number begins with, without leading zeros: `04/KH-UBND` → `4`; empty if none."""
    match = _BARE.match(prepare(number).strip())
    return (match[1].lstrip("0") or "0") if match else ""
