"""What a search runs over: segments of documents, whichever engine holds them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property
from threading import Lock
from typing import NamedTuple, Protocol

from search.bits import bits_of

Term = tuple[str, bytes]
Postings = tuple[Sequence[int], bytes]  # documents in ascending order, and an impact (1 … 255) for each
NOTHING: Postings = ((), b"")


class Segment(Protocol):
    """An immutable piece of an index, read by one thread; documents count from 0."""

    size: int

    def frequency(self, term: Term) -> int:
        """Count the documents that hold a term, deleted ones too."""
        ...

    def postings(self, term: Term) -> Postings:
        """List the documents that hold a term."""
        ...

    def terms(self, field: str, prefix: bytes, limit: int) -> list[bytes]:
        """List the first terms of a field that begin so."""
        ...

    def folded(self, document: int) -> bytes:
        """Give the text without accents, spaced."""
        ...

    def accented(self, document: int) -> bytes:
        """Give the text with its accents, spaced."""
        ...

    def columns(self) -> tuple[array[int], array[int], array[int]]:
        """Load ids, days (proleptic ordinals, 0 = none) and lengths in syllables."""
        ...


class Values(NamedTuple):
    """The values of a facet in one segment: names and sets alike, and for each document its place, 0 = none."""

    names: list[str]
    sets: list[int]
    of: array[int]


class Facts:
    """What all threads share about one segment: columns in memory and document sets by value.

    Everything is computed once from the immutable segment, on first use.
    """

    def __init__(self, segment: Segment) -> None:
        self.size = segment.size
        self.ids, self.days, self.lengths = segment.columns()
        self.total_length = sum(self.lengths)
        self._sets: dict[Term, int] = {}
        self._values: dict[str, Values] = {}
        self._lock = Lock()

    @cached_property
    def newest(self) -> list[int]:
        """Documents by day and id, newest first."""
        return sorted(range(self.size), key=lambda d: (self.days[d], self.ids[d]), reverse=True)

    def having(self, segment: Segment, term: Term) -> int:
        """Give the set of documents that hold a term, as bits."""
        found = self._sets.get(term)
        if found is None:
            if len(self._sets) > 4096:
                self._sets.clear()
            found = self._sets[term] = bits_of(segment.postings(term)[0], self.size)
        return found

    def values(self, segment: Segment, field: str) -> Values:
        """Give every value of a facet with its set of documents, and every document's value."""
        with self._lock:
            if field not in self._values:
                names = segment.terms(field, b"", limit=10_000)
                lists = [segment.postings((field, name))[0] for name in names]
                of = array("I", bytes(4 * self.size))
                for place, documents in enumerate(lists, 1):
                    for document in documents:
                        of[document] = place
                sets = [bits_of(documents, self.size) for documents in lists]
                self._values[field] = Values([name.decode() for name in names], sets, of)
            return self._values[field]


class View(NamedTuple):
    """A segment as one generation sees it: `live` is the set of documents not deleted."""

    segment: Segment
    facts: Facts
    live: int
