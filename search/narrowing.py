"""What narrows an answer in one segment: the filters as sets of documents, and how many each value would give."""

from collections import Counter
from collections.abc import Iterable

from search.bits import flags_of
from search.model import FACETS, Query, Seat
from search.segments import Values, View

_DOCUMENT_COST = 800  # measured: counting one document costs as much as 800 bits of sets

Counts = dict[str, dict[str, int]]


def _union(view: View, field: str, values: Iterable[str]) -> int:
    bits = 0
    for value in values:
        bits |= view.facts.having(view.segment, (field, value.encode()))
    return bits


def _directions(view: View, seats: Iterable[Seat], readable: int) -> dict[str, int]:
    """Part what the asker reads by direction; see `Query`."""
    issued = received = 0
    for seat in seats:
        own = _union(view, "unit", seat.units)
        issued |= own
        received |= _union(view, "readers", seat.readers) & ~own
    return {"incoming": readable & (received | ~issued), "outgoing": readable & issued}


class Narrowing:
    """The filters of a query over one segment; an empty choice of values filters nothing."""

    def __init__(self, view: View, query: Query, readable: int) -> None:
        self._view = view
        self._directions = _directions(view, query.seats, readable)
        self._passed = {field: self._choice(field, values) for field, values in query.filters.items() if values}

    def _choice(self, field: str, values: Iterable[str]) -> int:
        if field != "direction":
            return _union(self._view, field, values)
        bits = 0
        for value in values:
            bits |= self._directions.get(value, 0)
        return bits

    def passing(self, matched: int, but: str = "") -> int:
        """Give those of a set that pass every filter, or every other one than `but`."""
        for field, bits in self._passed.items():
            if field != but:
                matched &= bits
        return matched

    def count(self, counts: Counts, matched: int, listed: list[int] | None) -> None:
        """Add this segment's figures; `listed` are the matched documents where they are at hand."""
        if not matched:
            return
        for field in FACETS:
            bits = self.passing(matched, but=field)
            if field == "direction":
                found: Iterable[tuple[str, int]] = _sizes(self._directions, bits)
            else:
                found = _by_value(self._view.facts.values(self._view.segment, field), bits, listed)
            for value, number in found:
                counts[field][value] = counts[field].get(value, 0) + number


def _sizes(sets: dict[str, int], bits: int) -> list[tuple[str, int]]:
    sizes = ((name, (bits & having).bit_count()) for name, having in sets.items())
    return [(name, number) for name, number in sizes if number]


def _by_value(values: Values, bits: int, listed: list[int] | None) -> Iterable[tuple[str, int]]:
    """Count a set by value: document by document, where they are listed and that is cheaper, or set by set."""
    if listed is not None and len(listed) * _DOCUMENT_COST < len(values.names) * len(values.of):
        if bits.bit_count() < len(listed):
            flags = flags_of(bits, len(values.of))
            listed = [document for document in listed if flags[document]]
        counted = Counter(map(values.of.__getitem__, listed))
        return [(values.names[place - 1], number) for place, number in counted.items() if place]
    return _sizes(dict(zip(values.names, values.sets, strict=True)), bits)
