"""Vietnamese text as the index sees it: canonical syllables, with and without their accents.

One pipeline serves the index, queries, pick lists and highlights, so that they can never disagree:
NFC → lower case → one placement of the tone mark (hoà → hòa, uỷ → ủy, quý stays) → syllables → folding
(accents off, đ → d). Measured grounds: `domain.md` section 5, `search.md` sections 0 and 2.
"""

import re
import unicodedata
from typing import NamedTuple

SYLLABLE = re.compile(r"[^\W_]+")

# What PDF extraction and web pages leave inside words: soft hyphen, zero-width characters, byte order mark.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_LOOSE_MARKS = re.compile("[\u0300-\u036f]")

_OLD_TONE = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_D_LOOKALIKES = str.maketrans({"ð": "đ", "ɖ": "đ"})  # Eth (U+00D0) and African D (U+0189) typed for Đ
_CACHE_LIMIT = 200_000


class Syllable(NamedTuple):
    """A syllable (âm tiết) as it is written and as it is folded: `hòa`, `hoa`."""

    accented: str
    folded: str

    @property
    def has_accents(self) -> bool:
        """Say whether the writer told the accents, so that they may be asked for."""
        return self.accented != self.folded


_known: dict[str, Syllable] = {}


def nfc(text: str) -> str:
    """Compose the text (NFC); text that is composed already is returned as it is."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _strip_marks(word: str) -> str:
    spread = unicodedata.normalize("NFD", word)
    return "".join(c for c in spread if not unicodedata.combining(c)).replace("đ", "d")


def _analyse(word: str) -> Syllable:
    accented = nfc(word.translate(_D_LOOKALIKES))
    ending = accented[-2:]
    # "uy" after q is u-glide plus y: quý and quỹ bear their mark on y in either style.
    if ending in _OLD_TONE and not (ending[0] == "u" and accented[-3:-2] == "q"):
        accented = accented[:-2] + _OLD_TONE[ending]
    return Syllable(accented, _strip_marks(accented))


def syllable(word: str) -> Syllable:
    """Read one word that has no separators; upper case and old tone placement are welcome."""
    found = _known.get(word)
    if found is None:
        if len(_known) >= _CACHE_LIMIT:
            _known.clear()
        found = _known[word] = _analyse(nfc(word).lower())
    return found


def prepare(text: str) -> str:
    """Compose and lower the text and drop what is invisible or a mark without its letter."""
    lowered = nfc(_INVISIBLE.sub("", text)).lower()
    # Lowering can spread a letter again (İ → i + dot); a lone mark would cut the word in two.
    return _LOOSE_MARKS.sub("", nfc(lowered))


def syllables(text: str) -> list[Syllable]:
    """Cut a text into its syllables; numbers count as syllables."""
    known = _known
    return [known.get(word) or syllable(word) for word in SYLLABLE.findall(prepare(text))]


def fold(text: str) -> str:
    """Write a text without accents and in lower case, for pick lists: `Sở Nội vụ` → `so noi vu`."""
    return SYLLABLE.sub(lambda found: syllable(found[0]).folded, " ".join(prepare(text).split()))


def spell(text: str) -> str:
    """Write a text with its accents in one way, to tell names apart: `HOÀ  BÌNH` → `hòa bình`."""
    return SYLLABLE.sub(lambda found: syllable(found[0]).accented, " ".join(prepare(text).split()))
