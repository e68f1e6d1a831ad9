"""What changed between two texts: paragraph by paragraph, and word by word within a paragraph that was rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_PARAGRAPHS = 3000
"""Paragraphs compared at most; a longer document is compared up to there, and the page says so."""
MOST_WORDS = 1500
"""Words of a paragraph compared one by one; a longer one that changed is shown as taken out and put in."""
BLOCK = 40
"""Paragraphs of a rewritten place that are matched by likeness; in a larger one they are matched in order."""
ALIKE = 0.45
"""From this likeness on two paragraphs are one that was rewritten, below it one went and another came."""
SHOWN_AROUND = 1
"""Unchanged paragraphs shown before and after a change."""
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


class Kind(StrEnum):
    """What became of a paragraph or of some words."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Words that stayed, came, or went."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its pieces in the order of reading, what went before what came."""

    kind: Kind
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Run:
    """Paragraphs to show one after the other; `folded`: unchanged ones far from any change."""

    folded: bool
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Difference:
    """The whole comparison; `cut`: only the first `MOST_PARAGRAPHS` paragraphs were looked at."""

    runs: tuple[Run, ...]
    added: int
    removed: int
    changed: int
    cut: bool = False

    @property
    def equal(self) -> bool:
        """Whether no word differs."""
        return not (self.added or self.removed or self.changed)


def difference(before: str, after: str) -> Difference:
    """What has to be taken out of `before` and put into it to read `after`; spaces at the ends of lines count not."""
    old, new = _paragraphs(before), _paragraphs(after)
    cut = len(old) > MOST_PARAGRAPHS or len(new) > MOST_PARAGRAPHS
    paragraphs = list(_compared(old[:MOST_PARAGRAPHS], new[:MOST_PARAGRAPHS]))
    kinds = [paragraph.kind for paragraph in paragraphs]
    return Difference(
        tuple(_runs(paragraphs)),
        added=kinds.count(Kind.ADDED),
        removed=kinds.count(Kind.REMOVED),
        changed=kinds.count(Kind.CHANGED),
        cut=cut,
    )


def words(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of a paragraph that was rewritten, as large as they can be read."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        return _joined([Piece(Kind.REMOVED, before), Piece(Kind.ADDED, after)])
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Kind.SAME, "".join(new[j1:j2])))
            continue
        pieces.append(Piece(Kind.REMOVED, "".join(old[i1:i2])))
        pieces.append(Piece(Kind.ADDED, "".join(new[j1:j2])))
    return _joined(_without_islands(pieces))


def _paragraphs(text: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            for text in new[j1:j2]:
                yield Paragraph(Kind.SAME, (Piece(Kind.SAME, text),))
        else:
            yield from _rewritten(old[i1:i2], new[j1:j2])


def _rewritten(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    """A place where both differ: paragraphs that are alike are matched, in order; the others went or came."""
    at = 0
    for text in new:
        match = _alike(old, at, text)
        if match is None:
            yield Paragraph(Kind.ADDED, (Piece(Kind.ADDED, text),))
            continue
        for gone in old[at:match]:
            yield Paragraph(Kind.REMOVED, (Piece(Kind.REMOVED, gone),))
        yield Paragraph(Kind.CHANGED, words(old[match], text))
        at = match + 1
    for gone in old[at:]:
        yield Paragraph(Kind.REMOVED, (Piece(Kind.REMOVED, gone),))


def _alike(old: Sequence[str], at: int, text: str) -> int | None:
    """The place of the first old paragraph from `at` on that `text` may have been made of."""
    within = range(at, min(len(old), at + (BLOCK if len(old) <= BLOCK else 1)))
    scored = [(_likeness(old[place], text), place) for place in within]
    best = max(scored, default=(0.0, 0), key=lambda pair: (pair[0], -pair[1]))
    return best[1] if best[0] >= ALIKE else None


def _likeness(one: str, other: str) -> float:
    left, right = one.split()[:MOST_WORDS], other.split()[:MOST_WORDS]
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def _without_islands(pieces: Sequence[Piece]) -> list[Piece]:
    """A lone space between two changes joins them: "một hai" to "ba bốn" is one change, not two."""
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        between = 0 < place < len(pieces) - 1
        if between and piece.kind is Kind.SAME and not piece.text.strip():
            found += [Piece(Kind.REMOVED, piece.text), Piece(Kind.ADDED, piece.text)]
        else:
            found.append(piece)
    return found


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Neighbours of one kind as one; within a change what went stands before what came."""
    found: list[Piece] = []
    gone, come = "", ""
    for piece in [*pieces, Piece(Kind.SAME, "")]:
        if piece.kind is Kind.REMOVED:
            gone += piece.text
        elif piece.kind is Kind.ADDED:
            come += piece.text
        else:
            found += [Piece(Kind.REMOVED, gone), Piece(Kind.ADDED, come), piece]
            gone, come = "", ""
    return tuple(piece for piece in found if piece.text)


def _runs(paragraphs: Sequence[Paragraph]) -> Iterator[Run]:
    """Changes with a paragraph around them; what lies between far from any is folded."""
    near = [False] * len(paragraphs)
    for place, paragraph in enumerate(paragraphs):
        if paragraph.kind is not Kind.SAME:
            for other in range(max(0, place - SHOWN_AROUND), min(len(paragraphs), place + SHOWN_AROUND + 1)):
                near[other] = True
    start = 0
    for place in range(1, len(paragraphs) + 1):
        if place == len(paragraphs) or near[place] != near[start]:
            yield Run(not near[start], tuple(paragraphs[start:place]))
            start = place
