"""The one text pipeline (xử lý tiếng Việt), as the other rooms use it: folding, tokens, highlights."""

from itertools import pairwise

from search.numbers import bare_number, code_key
from search.passages import Segments, highlight, snippet
from search.syllables import Syllable, fold, nfc, syllables

__all__ = [
    "Segments",
    "Syllable",
    "bare_number",
    "code_key",
    "fold",
    "highlight",
    "nfc",
    "snippet",
    "syllables",
    "tokens",
]


def tokens(text: str) -> tuple[list[str], list[str]]:
    """Give the folded syllables of a text and their bigrams: what the index holds of it."""
    words = [word.folded for word in syllables(text)]
    return words, [f"{left}_{right}" for left, right in pairwise(words)]
