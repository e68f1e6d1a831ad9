"""Old Vietnamese fonts (TCVN3, VNI) to Unicode, run by run by the font's name: for the index only.

Never guessed on a whole text: converting real Unicode would corrupt it. The original stays untouched.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

Convert = Callable[[str], str]

# TCVN 5712:1993 VN1, 0xA1-0xFE in order. ư is 0xAD, the invisible soft hyphen: written out here on purpose.
_TCVN3 = (
    "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
    "ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵ"
)
_FROM_TCVN3 = {0xA1 + index: letter for index, letter in enumerate(_TCVN3)}

_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS = {
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323", "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_SINGLE = {"ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}


@cache
def _vni_table() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern that takes the longest sequence first, and what each sequence stands for."""
    import unicodedata

    table = dict(_VNI_SINGLE)
    for base in "aeouyôö":
        letter = _VNI_SINGLE.get(base, base)
        marks = _VNI_TONES | (_VNI_HATS if base in "aeo" else {})
        for sign, combining in marks.items():
            table[base + sign] = unicodedata.normalize("NFC", letter + combining)
    table |= {old.upper(): new.upper() for old, new in table.items()}
    table |= {old[0].upper() + old[1:]: new.upper() for old, new in table.items() if len(old) == 2}
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), table


def from_tcvn3(text: str) -> str:
    """`Hµ TÜnh` → `Hà Tĩnh`."""
    return text.translate(_FROM_TCVN3)


def from_tcvn3_capitals(text: str) -> str:
    """The same for the "H" fonts, which draw small letters as capitals."""
    return from_tcvn3(text).upper()


def from_vni(text: str) -> str:
    """`Xin chaøo caùc baïn` → `Xin chào các bạn`."""
    pattern, table = _vni_table()
    return pattern.sub(lambda found: table[found[0]], text)


@cache
def converter_for(font: str | None) -> Convert | None:
    """The conversion a font's name asks for; None for a Unicode font."""
    name = (font or "").casefold()
    if name.startswith(".vn"):
        return from_tcvn3_capitals if name.endswith("h") and len(name) > 4 else from_tcvn3
    if name.startswith("vni-") or name.startswith("vni "):
        return from_vni
    return None
