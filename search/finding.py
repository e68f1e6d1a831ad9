"""A question answered over the segments of one generation: match, count, order, cut the page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge, nlargest
from itertools import islice

from search.bits import bits_of, flags_of
from search.matching import Deadline, Matcher, Matches
from search.model import FACETS, LIMIT, Found, Hit, Query
from search.plan import make_plan
from search.reading import read
from search.rescoring import BEST, rescore
from search.segments import View

TIME_LIMIT = 2.0
_KNOWN_NUMBER = 1_000_000.0  # above any score: the document of that very number comes first

_Ranked = tuple[float, int, View, int]  # score, id, segment, document


def _union(view: View, field: str, values: Iterable[str]) -> int:
    bits = 0
    for value in values:
        bits |= view.facts.having(view.segment, (field, value.encode()))
    return bits


def _filters(view: View, filters: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """Give the documents that pass each filter; an empty choice filters nothing."""
    return {field: _union(view, field, values) for field, values in filters.items() if values}


def _passing(passed: dict[str, int], matched: int, but: str = "") -> int:
    for field, bits in passed.items():
        if field != but:
            matched &= bits
    return matched


def _count(
    views: Sequence[View], matched: Sequence[int], passed: Sequence[dict[str, int]]
) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {field: {} for field in FACETS}
    for view, bits, filters in zip(views, matched, passed, strict=True):
        if not bits:
            continue
        for field, of_field in counts.items():
            base = _passing(filters, bits, but=field)
            for value, having in view.facts.values(view.segment, field).items():
                number = (base & having).bit_count()
                if number:
                    of_field[value] = of_field.get(value, 0) + number
    return counts


def _newest_of(view: View, bits: int) -> Iterator[tuple[int, int]]:
    facts, flags = view.facts, flags_of(bits, view.facts.size)
    return ((facts.days[d], facts.ids[d]) for d in facts.newest if flags[d])


def _newest(views: Sequence[View], bits: Sequence[int], start: int, stop: int) -> list[Hit]:
    rows = merge(*(_newest_of(view, having) for view, having in zip(views, bits, strict=True)), reverse=True)
    return [Hit(id, 0.0) for _, id in islice(rows, start, stop)]


def _numbered(matcher: Matcher, view: View, readable: int) -> dict[int, float]:
    """Find the documents whose own number is asked for, whole or as the beginning of it."""
    found: dict[int, float] = {}
    for key in matcher.plan.keys:
        longer = view.segment.terms("n", key + b"/", 1000) if b"/" in key else []
        for rank, terms in ((2.0, [key]), (1.0, longer)):
            for term in terms:
                for document in view.segment.postings(("n", term))[0]:
                    if readable >> document & 1:
                        found[document] = max(found.get(document, 0.0), rank * _KNOWN_NUMBER)
    return found


def _best(
    matcher: Matcher,
    found: list[Matches],
    passing: Sequence[int],
    numbered: list[dict[int, float]],
    stop: int,
) -> list[_Ranked]:
    rows: list[_Ranked] = []
    for matches, bits, known in zip(found, passing, numbered, strict=True):
        view, ids = matches.view, matches.view.facts.ids
        flags = flags_of(bits, view.facts.size)
        rows += [(score, ids[d], view, d) for d, score in matches.scores.items() if flags[d]]
        rows += [(0.0, ids[d], view, d) for d in known if flags[d] and d not in matches.scores]
        rows = nlargest(max(BEST, stop), rows, key=_first_key) if len(rows) > BEST else rows
    rows.sort(key=_first_key, reverse=True)
    lifted = {id(view): known for view, known in zip(matcher.views, numbered, strict=True)}
    rows.sort(key=lambda row: lifted[id(row[2])].get(row[3], 0.0), reverse=True)
    head = rows[:BEST]
    scores = rescore(matcher, ((view, document) for _, _, view, document in head))
    again = [
        (score + lifted[id(view)].get(document, 0.0), key, view, document)
        for score, (_, key, view, document) in zip(scores, head, strict=False)
    ]
    again.sort(key=_first_key, reverse=True)
    return again + rows[len(again) :]


def _first_key(row: _Ranked) -> tuple[float, int]:
    return row[0], row[1]


def find(query: Query, views: list[View], readable: list[int], time_limit: float = TIME_LIMIT) -> Found:
    """Answer a query among the readable documents of these segments (bits, one set for each)."""
    start = max(0, query.offset)
    stop = start + max(0, min(query.limit, LIMIT))
    how = read(query.words)
    passed = [_filters(view, query.filters) for view in views]
    if how.is_empty:
        matched = readable if not query.words.strip() else [0] * len(views)
        passing = [_passing(f, bits) for f, bits in zip(passed, matched, strict=True)]
        return Found(
            hits=tuple(_newest(views, passing, start, stop)),
            total=sum(bits.bit_count() for bits in passing),
            counts=_count(views, matched, passed),
            how=how,
        )
    deadline = Deadline(time_limit)
    matcher = Matcher(make_plan(how), views, readable, deadline)
    numbered = [_numbered(matcher, view, bits) for view, bits in zip(views, readable, strict=True)]
    found = matcher.run(may_loosen=not any(numbered))
    matched = [
        bits_of(matches.scores.keys() | known.keys(), matches.view.facts.size)
        for matches, known in zip(found, numbered, strict=True)
    ]
    passing = [_passing(f, bits) for f, bits in zip(passed, matched, strict=True)]
    total = sum(bits.bit_count() for bits in passing)
    if query.sort == "newest":
        hits = _newest(views, passing, start, stop)
    elif start < total:
        ranked = _best(matcher, found, passing, numbered, stop)[start:stop]
        hits = [Hit(key, round(score, 4)) for score, key, _, _ in ranked]
    else:
        hits = []
    return Found(
        hits=tuple(hits),
        total=total,
        total_is_exact=not deadline.missed,
        counts=_count(views, matched, passed),
        partial=deadline.missed,
        loosened=matcher.loosened,
        how=how,
    )
