"""A search engine that forgets, for unit tests: the same matching and ranking over dictionaries."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from threading import RLock

from search.finding import TIME_LIMIT, find
from search.model import Entry, Found, Query
from search.preparing import Prepared, prepare_batch
from search.segments import NOTHING, Facts, Postings, Term, View


class MemorySegment:
    """All documents of a memory engine, in the order of their ids."""

    def __init__(self, documents: list[Prepared]) -> None:
        self.size = len(documents)
        self._documents = documents
        gathered: defaultdict[Term, tuple[list[int], bytearray]] = defaultdict(lambda: ([], bytearray()))
        for number, document in enumerate(documents):
            for field, terms in document.terms.items():
                for term, impact in terms.items():
                    numbers, impacts = gathered[field, term]
                    numbers.append(number)
                    impacts.append(impact)
        self._postings = {term: (numbers, bytes(impacts)) for term, (numbers, impacts) in gathered.items()}
        self._ordered = sorted(self._postings)

    def frequency(self, term: Term) -> int:
        """Count the documents that hold a term."""
        return len(self._postings.get(term, NOTHING)[0])

    def postings(self, term: Term) -> Postings:
        """List the documents that hold a term."""
        return self._postings.get(term, NOTHING)

    def terms(self, field: str, prefix: bytes, limit: int) -> list[bytes]:
        """List the first terms of a field that begin so."""
        found = [text for name, text in self._ordered if name == field and text.startswith(prefix)]
        return found[:limit]

    def folded(self, document: int) -> bytes:
        """Give the text without accents, spaced."""
        return self._documents[document].folded

    def accented(self, document: int) -> bytes:
        """Give the text with its accents, spaced."""
        return self._documents[document].accented

    def columns(self) -> tuple[array[int], array[int], array[int]]:
        """Load ids, days and lengths."""
        held = self._documents
        return (
            array("q", (document.id for document in held)),
            array("i", (document.day for document in held)),
            array("I", (document.length for document in held)),
        )


class MemoryEngine:
    """Keeps prepared entries and makes one segment of them when asked after a change."""

    def __init__(self, time_limit: float = TIME_LIMIT) -> None:
        self._entries: dict[int, Prepared] = {}
        self._view: View | None = None
        self._lock = RLock()
        self._time_limit = time_limit
        self.generation = 0

    def _current(self) -> View:
        with self._lock:
            if self._view is None:
                segment = MemorySegment([self._entries[id] for id in sorted(self._entries)])
                self._view = View(segment, Facts(segment), (1 << segment.size) - 1)
            return self._view

    def _changed(self) -> None:
        self._view = None
        self.generation += 1

    def find(self, query: Query) -> Found:
        """Answer a question; see `search.model.SearchEngine`."""
        view = self._current()
        readable = 0
        for token in query.readers:
            readable |= view.facts.having(view.segment, ("readers", token.encode()))
        return find(query, [view], [readable], self._time_limit)

    def index(self, entries: Iterable[Entry]) -> int:
        """Add or replace entries by id."""
        prepared = prepare_batch(entries)
        with self._lock:
            self._entries |= {one.id: one for one in prepared}
            self._changed()
        return len(prepared)

    def remove(self, ids: Iterable[int]) -> int:
        """Take entries out."""
        with self._lock:
            gone = [self._entries.pop(id) for id in set(ids) if id in self._entries]
            self._changed()
        return len(gone)

    def count(self) -> int:
        """Count the entries."""
        return len(self._entries)

    def ids(self) -> frozenset[int]:
        """List the ids of all entries."""
        with self._lock:
            return frozenset(self._entries)

    def version(self) -> str:
        """Name the schema: there is none on disk."""
        return "memory"

    def rebuild(self, entries: Iterable[Entry], progress: Callable[[int], None] | None = None) -> int:
        """Replace everything by these entries."""
        prepared = prepare_batch(entries)
        with self._lock:
            self._entries = {one.id: one for one in prepared}
            self._changed()
        if progress is not None:
            progress(len(prepared))
        return len(prepared)

    def rebuilt_up_to(self) -> int:
        """Nothing is ever left half done."""
        return 0

    def optimise(self) -> None:
        """Do nothing: there is one segment."""

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._changed()
