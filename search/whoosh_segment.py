"""One segment of a Whoosh index, written and read: terms, postings and columns of documents.

Terms lie in Whoosh's ordered hash, columns are Whoosh's. Postings are plain arrays (document numbers, then
one byte of impact each) instead of Whoosh's pickled blocks: reading one is a memory copy, so that a
common pair of syllables costs microseconds, merging needs no unpickling, and nothing on the path of a query
can execute what is in a file.
"""
# mypy: disable-error-code="no-untyped-call"
# Whoosh annotates only part of its classes.

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

from whoosh import columns
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filetables import OrderedHashReader, OrderedHashWriter

from search.bits import flags_of
from search.preparing import Prepared
from search.segments import NOTHING, Postings, Term, View
from search.whoosh_storage import IndexStorage, Maps

TERMS, POSTINGS = ".trm", ".pst"
_PLACE = struct.Struct("!QI")  # where a posting list begins, and how many documents it has
_PLACES_KEPT = 1024  # a question looks up each of its terms several times, and many people ask the same
_NUMBERS = {"id": "q", "day": "i", "length": "I"}
_TEXTS = ("folded", "accented")
ENDINGS = (TERMS, POSTINGS, *(f".{name}.col" for name in (*_NUMBERS, *_TEXTS)))

_Item = tuple[bytes, "array[int]", bytes]  # key, documents, impacts


class Stored(NamedTuple):
    """The columns of one document."""

    id: int
    day: int
    length: int
    folded: bytes
    accented: bytes


class Source(Protocol):
    """What a segment is made of: new documents, or what lives on of another segment."""

    def documents(self) -> Iterator[Stored]:
        """Give the documents in the order of their numbers."""
        ...

    def items(self) -> Iterator[_Item]:
        """Give the posting lists in the order of their keys; documents count from 0 without gaps."""
        ...


def term_key(term: Term) -> bytes:
    """Write a term so that the terms of a field stand together."""
    return term[0].encode() + b"\0" + term[1]


class NewDocuments:
    """Prepared entries as a source."""

    def __init__(self, prepared: Iterable[Prepared]) -> None:
        self._documents = list(prepared)

    def documents(self) -> Iterator[Stored]:
        """Give the documents."""
        return (Stored(d.id, d.day, d.length, d.folded, d.accented) for d in self._documents)

    def items(self) -> Iterator[_Item]:
        """Invert the documents in memory."""
        gathered: dict[bytes, tuple[array[int], bytearray]] = {}
        for number, document in enumerate(self._documents):
            for field, terms in document.terms.items():
                start = field.encode() + b"\0"
                for term, impact in terms.items():
                    key = start + term
                    held = gathered.get(key)
                    if held is None:
                        held = gathered[key] = (array("I"), bytearray())
                    held[0].append(number)
                    held[1].append(impact)
        return ((key, *(gathered[key][0], bytes(gathered[key][1]))) for key in sorted(gathered))


class Survivors:
    """The documents of a segment that were not deleted, as a source."""

    def __init__(self, view: View) -> None:
        assert isinstance(view.segment, WhooshSegment)
        self._segment = view.segment
        self._alive = flags_of(view.live, view.segment.size)
        self._gaps = 0 in self._alive
        self._now = array("I")
        count = 0
        for alive in self._alive:
            self._now.append(count)
            count += alive

    def documents(self) -> Iterator[Stored]:
        """Give the documents."""
        ids, days, lengths = self._segment.columns()
        for number, alive in enumerate(self._alive):
            if alive:
                yield Stored(
                    ids[number],
                    days[number],
                    lengths[number],
                    self._segment.folded(number),
                    self._segment.accented(number),
                )

    def items(self) -> Iterator[_Item]:
        """Give the posting lists, without the deleted and renumbered."""
        for key, documents, impacts in self._segment.items():
            if self._gaps:
                kept = [(d, i) for d, i in zip(documents, impacts, strict=True) if self._alive[d]]
                documents = array("I", (self._now[d] for d, _ in kept))
                impacts = bytes(i for _, i in kept)
            if documents:
                yield key, documents, impacts


def _write_columns(storage: IndexStorage, segment: W3Segment, sources: list[Source]) -> list[int]:
    """Write all columns; returns how many documents each source gave."""
    kinds: dict[str, columns.Column] = {name: columns.NumericColumn(code) for name, code in _NUMBERS.items()}
    kinds |= {name: columns.VarBytesColumn(write_offsets_cutoff=0) for name in _TEXTS}
    files = {name: segment.create_file(storage, f".{name}.col") for name in kinds}
    writers = {name: kind.writer(files[name]) for name, kind in kinds.items()}
    counts = []
    number = 0
    for source in sources:
        before = number
        for stored in source.documents():
            for name in _NUMBERS:
                writers[name].add(number, getattr(stored, name))
            for name in _TEXTS:
                writers[name].add(number, getattr(stored, name))
            number += 1
        counts.append(number - before)
    for name, writer in writers.items():
        writer.finish(number)
        files[name].close()
    return counts


def _shifted(source: Source, offset: int, rank: int) -> Iterator[tuple[bytes, int, array[int], bytes]]:
    for key, documents, impacts in source.items():
        if offset:
            documents = array("I", (document + offset for document in documents))
        yield key, rank, documents, impacts


def write_segment(storage: IndexStorage, segment: W3Segment, sources: list[Source]) -> int:
    """Write the files of a segment from its sources; returns how many documents it has."""
    counts = _write_columns(storage, segment, sources)
    offsets = [sum(counts[:rank]) for rank in range(len(counts))]
    streams = [_shifted(source, offsets[rank], rank) for rank, source in enumerate(sources)]
    terms = OrderedHashWriter(segment.create_file(storage, TERMS))
    file = segment.create_file(storage, POSTINGS)
    at = 0
    for key, lists in groupby(merge(*streams, key=itemgetter(0, 1)), key=itemgetter(0)):
        documents, impacts = array("I"), b""
        for _, _, more, their_impacts in lists:
            documents.extend(more)
            impacts += their_impacts
        if sys.byteorder == "big":
            documents.byteswap()
        terms.add(key, _PLACE.pack(at, len(documents)))
        file.write(documents.tobytes() + impacts)
        at += 5 * len(documents)
    terms.close()
    file.close()
    segment.set_doc_count(sum(counts))
    return sum(counts)


class WhooshSegment:
    """A segment as one thread reads it, over maps shared by all."""

    def __init__(self, segment: W3Segment, maps: Maps) -> None:
        self.size: int = segment.doc_count_all()
        self._maps = maps
        self._name: str = segment.segment_id()
        table = OrderedHashReader(maps.open(self._name + TERMS), maps.length(self._name + TERMS))
        self._table = table
        self._place: Callable[[Term], bytes | None] = lru_cache(_PLACES_KEPT)(lambda term: table.get(term_key(term)))
        self._postings = maps.open(self._name + POSTINGS).view
        self._texts = [self._text_column(name) for name in _TEXTS]

    def _text_column(self, name: str) -> Any:
        file = f"{self._name}.{name}.col"
        return columns.VarBytesColumn().reader(self._maps.open(file), 0, self._maps.length(file), self.size)

    def _number_column(self, name: str) -> array[int]:
        """Load a column at once; Whoosh leaves out zeros at its end."""
        file, code = f"{self._name}.{name}.col", _NUMBERS[name]
        count = self._maps.length(file) // array(code).itemsize
        found: array[int] = self._maps.open(file).get_array(0, code, count)
        found.extend([0] * (self.size - count))
        return found

    def columns(self) -> tuple[array[int], array[int], array[int]]:
        """Load ids, days and lengths."""
        return self._number_column("id"), self._number_column("day"), self._number_column("length")

    def _at(self, place: bytes) -> tuple[array[int], bytes]:
        start, count = _PLACE.unpack(place)
        middle = start + 4 * count
        documents = array("I")
        documents.frombytes(self._postings[start:middle])
        if sys.byteorder == "big":
            documents.byteswap()
        return documents, bytes(self._postings[middle : middle + count])

    def frequency(self, term: Term) -> int:
        """Count the documents that hold a term."""
        place = self._place(term)
        return 0 if place is None else int(_PLACE.unpack(place)[1])

    def postings(self, term: Term) -> Postings:
        """List the documents that hold a term."""
        place = self._place(term)
        return NOTHING if place is None else self._at(place)

    def terms(self, field: str, prefix: bytes, limit: int) -> list[bytes]:
        """List the first terms of a field that begin so."""
        start = term_key((field, b""))
        found = []
        for key in islice(self._table.keys_from(start + prefix), limit):
            if not key.startswith(start + prefix):
                break
            found.append(key[len(start) :])
        return found

    def items(self) -> Iterator[_Item]:
        """Give all posting lists in the order of their keys."""
        for key, place in self._table.items():
            yield key, *self._at(place)

    def folded(self, document: int) -> bytes:
        """Give the text without accents, spaced."""
        text: bytes = self._texts[0][document]
        return text

    def accented(self, document: int) -> bytes:
        """Give the text with its accents, spaced."""
        text: bytes = self._texts[1][document]
        return text
