"""Where a text answers a query: highlights over the text as it was written, and the best passage of it.

A syllable alone lights up only where nothing longer can: half of the syllables of any page occur in any
question. Where accents were typed, text with other accents stays dark as long as the right ones are there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from search.numbers import codes
from search.plan import BINDING
from search.reading import Reading, read
from search.syllables import SYLLABLE, Syllable, nfc, syllable
from search.synonyms import concepts

Segments = list[tuple[str, bool]]

READ_CHARACTERS = 200_000
_BREAKS = " \n\t"


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    read: Syllable


class _Wanted:
    """What of a query lights up: pairs, syllables that stand alone in it, other spellings, numbers."""

    def __init__(self, how: Reading) -> None:
        self.codes = {code.key for code in how.codes}
        self.stem = how.prefix.folded if how.prefix else ""
        self.pairs: dict[tuple[str, str], list[tuple[Syllable, Syllable]]] = {}
        self.alone: dict[str, list[Syllable]] = {}
        self.others: list[tuple[str, ...]] = []
        for run in how.runs:
            for left, right in pairwise(run):
                self.pairs.setdefault((left.folded, right.folded), []).append((left, right))
            for word in run:
                if len(run) == 1 or word.folded not in BINDING:
                    self.alone.setdefault(word.folded, []).append(word)
            if run not in how.phrases:
                self.others += [other for _, _, other in concepts([word.folded for word in run])]


def _fits(asked: Syllable, found: Syllable) -> bool:
    return not asked.has_accents or asked.accented == found.accented


def _words(text: str) -> list[_Word]:
    return [_Word(m.start(), m.end(), syllable(m[0])) for m in SYLLABLE.finditer(text, 0, READ_CHARACTERS)]


def _pairs(words: list[_Word], wanted: _Wanted, exact: bool) -> set[int]:
    lit: set[int] = set()
    for at, (left, right) in enumerate(pairwise(words)):
        for one, other in wanted.pairs.get((left.read.folded, right.read.folded), ()):
            if not exact or (_fits(one, left.read) and _fits(other, right.read)):
                lit |= {at, at + 1}
    return lit


def _alone(words: list[_Word], wanted: _Wanted, exact: bool, known: set[str]) -> set[int]:
    return {
        at
        for at, word in enumerate(words)
        for asked in wanted.alone.get(word.read.folded, ())
        if word.read.folded not in known and (not exact or _fits(asked, word.read))
    }


def _others(words: list[_Word], wanted: _Wanted) -> set[int]:
    folded = [word.read.folded for word in words]
    lit: set[int] = set()
    for other in wanted.others:
        size = len(other)
        for at, first in enumerate(folded):
            if first == other[0] and tuple(folded[at : at + size]) == other:
                lit.update(range(at, at + size))
    return lit


def _numbers(text: str, words: list[_Word], wanted: _Wanted) -> set[int]:
    if not wanted.codes:
        return set()
    lowered = text[:READ_CHARACTERS].lower()
    if len(lowered) != len(text[:READ_CHARACTERS]):  # a letter that grows when lowered: spans would be off
        return set()
    spans = [(code.start, code.end) for code in codes(lowered) if code.key in wanted.codes]
    return {at for at, word in enumerate(words) for start, end in spans if start <= word.start < end}


def _lit(text: str, words: list[_Word], wanted: _Wanted) -> set[int]:
    """Choose the words to light, strictest reading first."""
    lit = _pairs(words, wanted, exact=True) or _pairs(words, wanted, exact=False)
    known = {words[at].read.folded for at in lit}
    lit |= _alone(words, wanted, True, known) or _alone(words, wanted, False, known)
    if wanted.stem:
        lit |= {at for at, word in enumerate(words) if word.read.folded.startswith(wanted.stem)}
    return lit | _others(words, wanted) | _numbers(text, words, wanted)


def _spans(words: list[_Word], lit: set[int], text: str) -> Iterator[tuple[int, int]]:
    """Give the stretches to light; neighbours are joined over the blanks and slashes between them."""
    start = end = -1
    for at in sorted(lit):
        word = words[at]
        if start >= 0 and at - 1 in lit and text[end : word.start].strip() in ("", "/", "-", "–"):
            end = word.end
            continue
        if start >= 0:
            yield start, end
        start, end = word.start, word.end
    if start >= 0:
        yield start, end


def _segments(text: str, spans: list[tuple[int, int]], start: int, end: int) -> Segments:
    made: Segments = []
    at = start
    for left, right in spans:
        left, right = max(left, start), min(right, end)
        if left >= right:
            continue
        if left > at:
            made.append((text[at:left], False))
        made.append((text[left:right], True))
        at = right
    if at < end:
        made.append((text[at:end], False))
    return made


def highlight(text: str, query: str) -> Segments:
    """Cut a text (returned in NFC) into pieces, True for those that answer the query; joined they are the text."""
    text = nfc(text)
    words = _words(text)
    lit = _lit(text, words, _Wanted(read(query)))
    return _segments(text, list(_spans(words, lit, text)), 0, len(text))


def _best_start(words: list[_Word], lit: list[int], width: int) -> int:
    """Choose the lit word whose window holds the most different lit words, then the most."""
    best, chosen, right = (-1, -1), 0, 0
    inside: dict[str, int] = {}
    for left, at in enumerate(lit):
        while right < len(lit) and words[lit[right]].end - words[at].start <= width:
            folded = words[lit[right]].read.folded
            inside[folded] = inside.get(folded, 0) + 1
            right += 1
        if (len(inside), right - left) > best:
            best, chosen = (len(inside), right - left), at
        if right > left:
            leaving = words[at].read.folded
            inside[leaving] -= 1
            if not inside[leaving]:
                del inside[leaving]
        else:  # the word alone is wider than the window
            right = left + 1
    return words[chosen].start


def _window(text: str, around: int, width: int) -> tuple[int, int]:
    """Place the window a fifth before the passage, at blanks."""
    start = max(0, min(around - width // 5, len(text) - width))
    if start:
        blank = next((at for at in range(start, around) if text[at] in _BREAKS), start - 1)
        start = blank + 1
    end = min(len(text), start + width)
    if end < len(text):
        blank = next((at for at in range(end, max(around, end - 30), -1) if text[at] in _BREAKS), end)
        end = blank
    return start, end


def snippet(text: str, query: str, width: int = 240) -> Segments:
    """Give the best passage of about `width` characters as `highlight` does, with … where text is left out."""
    text = " ".join(nfc(text[:READ_CHARACTERS]).split())
    words = _words(text)
    lit = _lit(text, words, _Wanted(read(query)))
    around = _best_start(words, sorted(lit), width) if lit else 0
    start, end = _window(text, around, width)
    made = _segments(text, list(_spans(words, lit, text)), start, end)
    return [("… ", False)] * (start > 0) + made + [(" …", False)] * (end < len(text))
