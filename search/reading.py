"""How a typed query is read: syllables, quoted phrases, a number, a trailing prefix; nothing else.

There is no query language: every other character separates words, so a query cannot ask for wildcards,
ranges, fuzziness or nesting (attacks A-67 of `security.md`). Lengths are capped here, before any work.
"""

import re
from dataclasses import dataclass

from search.numbers import Code, bare_number, codes
from search.syllables import SYLLABLE, Syllable, prepare, syllable

MAX_CHARACTERS = 256
MAX_SYLLABLES = 32

_STEM = re.compile(r"[^\W_]{3,}\*+\s*$")  # unfinished, of three letters at least
_QUOTES = re.compile('["“”„«»＂]')
# What people put before a bare number, and what says nothing about the text: a kind of document, "số".
_KINDS = """
bao cao|chi thi|cong dien|cong van|giay moi|huong dan|ke hoach|nghi dinh|nghi quyet|phieu chuyen|quyet dinh|thong bao|
thong tu|to trinh|van ban|van ban den|van ban di
"""
_BEFORE_A_NUMBER = frozenset(f"{kind.strip()} {so}".strip() for kind in ["", *_KINDS.split("|")] for so in ("", "so"))


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as understood, for the plan and for telling the user.

    `runs` are stretches of neighbouring syllables; `phrases` those of them that were quoted; `codes`
    are document numbers, `number` a bare one that is all the query asks for; `prefix` is the unfinished last
    syllable before a trailing `*`, the last of its run; `accented` says that accents were typed; `cut`
    that the query was longer than is read.
    """

    runs: tuple[tuple[Syllable, ...], ...] = ()
    phrases: tuple[tuple[Syllable, ...], ...] = ()
    codes: tuple[Code, ...] = ()
    number: str = ""
    prefix: Syllable | None = None
    accented: bool = False
    cut: bool = False

    @property
    def syllables(self) -> tuple[Syllable, ...]:
        """All syllables in their order, those of phrases too."""
        return tuple(word for run in self.runs for word in run)

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to look for."""
        return not self.runs and not self.codes


def _bare(words: list[Syllable]) -> str:
    """Give the number that is all the query asks for: `3713`, `số 3713`, `quyết định số 3713`."""
    if not words or " ".join(word.folded for word in words[:-1]) not in _BEFORE_A_NUMBER:
        return ""
    return bare_number(words[-1].folded)


def _without_codes(piece: str, found: list[Code]) -> list[str]:
    parts, at = [], 0
    for code in found:
        parts.append(piece[at : code.start])
        at = code.end
    return [*parts, piece[at:]]


def read(words: str) -> Reading:
    """Read a query; any text is a valid one. At most 256 characters and 32 syllables are read."""
    prepared = prepare(words[: MAX_CHARACTERS * 4])
    cut = len(words) > MAX_CHARACTERS * 4 or len(prepared) > MAX_CHARACTERS
    prepared = prepared[:MAX_CHARACTERS]
    runs: list[tuple[Syllable, ...]] = []
    phrases: list[tuple[Syllable, ...]] = []
    numbers: list[Code] = []
    left, part = MAX_SYLLABLES, ""
    for place, piece in enumerate(_QUOTES.split(prepared)):
        found = codes(piece)[:4]
        numbers += found
        for part in _without_codes(piece, found):
            run = tuple(syllable(word) for word in SYLLABLE.findall(part))
            cut = cut or len(run) > left
            run = run[:left]
            left -= len(run)
            if run:
                runs.append(run)
                if place % 2:  # between quotes; an unclosed quote holds to the end
                    phrases.append(run)
    every = [word for run in runs for word in run]
    quoted = bool(phrases) and runs[-1] is phrases[-1]
    prefix = every[-1] if every and left and not quoted and _STEM.search(part) else None
    return Reading(
        runs=tuple(runs),
        phrases=tuple(phrases),
        codes=tuple(numbers[:4]),
        number="" if numbers or phrases or prefix else _bare(every),
        prefix=prefix,
        accented=any(word.has_accents for word in every),
        cut=cut,
    )
