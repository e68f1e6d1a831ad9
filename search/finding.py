"""A question answered over the segments of one generation: match, count, order, cut the page."""

from collections.abc import Iterator, Sequence
from heapq import merge, nlargest
from itertools import islice

from search.bits import bits_of, flags_of
from search.matching import BEST, BEST_OF_FEW, Deadline, Matcher, Matches
from search.model import FACETS, LIMIT, Found, Hit, Query
from search.narrowing import Counts, Narrowing
from search.plan import make_plan
from search.reading import Reading, read
from search.rescoring import rescore
from search.segments import View

TIME_LIMIT = 2.0
_KNOWN_NUMBER = 1_000_000.0  # above any score: the document of that very number comes first
_FEW_GROUPS = 5

_Ranked = tuple[float, int, View, int]  # score, id, segment, document


def _count(narrowings: Sequence[Narrowing], matched: Sequence[int], listed: Sequence[list[int] | None]) -> Counts:
    counts: Counts = {field: {} for field in FACETS}
    for narrowing, bits, documents in zip(narrowings, matched, listed, strict=True):
        narrowing.count(counts, bits, documents)
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


def _lift(matches: Matches, known: dict[int, float]) -> None:
    """Put the documents of the number asked for above all others."""
    if known:
        matches.documents += known.keys() - set(matches.documents)
    for document, lift in known.items():
        matches.scores[document] = matches.scores.get(document, 0.0) + lift


def _leading(matches: Matches, passing: int, count: int) -> list[_Ranked]:
    """Give the best documents of a segment that pass the filters, with all that equal the last of them."""
    view, documents, scores = matches.view, matches.documents, matches.scores
    if passing.bit_count() < len(documents):
        flags = flags_of(passing, view.facts.size)
        documents = [document for document in documents if flags[document]]
    if len(documents) > count:
        least = nlargest(count, map(scores.__getitem__, documents))[-1]
        documents = [document for document in documents if scores[document] >= least]
    ids = view.facts.ids
    return [(scores[document], ids[document], view, document) for document in documents]


def _best(matcher: Matcher, found: list[Matches], passing: Sequence[int], stop: int) -> list[_Ranked]:
    """Order the matches, the first of them scored again; beyond `stop` the list may end."""
    again_count = BEST if len(matcher.plan.main) > _FEW_GROUPS else BEST_OF_FEW
    count = max(again_count, stop)
    rows = [row for matches, bits in zip(found, passing, strict=True) for row in _leading(matches, bits, count)]
    rows.sort(key=_first_key, reverse=True)
    head = rows[:again_count]
    scores = rescore(matcher, ((view, document) for _, _, view, document in head))
    again = [
        (score + first // _KNOWN_NUMBER * _KNOWN_NUMBER, key, view, document)
        for score, (first, key, view, document) in zip(scores, head, strict=False)
    ]
    again.sort(key=_first_key, reverse=True)
    return again + rows[len(again) :]


def _first_key(row: _Ranked) -> tuple[float, int]:
    return row[0], row[1]


def _page(query: Query) -> tuple[int, int]:
    start = max(0, query.offset)
    return start, start + max(0, min(query.limit, LIMIT))


def _browse(query: Query, how: Reading, views: list[View], readable: list[int]) -> Found:
    """Answer a query without words: all that is readable; one of signs alone finds nothing."""
    narrowings = [Narrowing(view, query, bits) for view, bits in zip(views, readable, strict=True)]
    matched = [0] * len(views) if query.words.strip() else readable
    passing = [one.passing(bits) for one, bits in zip(narrowings, matched, strict=True)]
    return Found(
        hits=tuple(_newest(views, passing, *_page(query))),
        total=sum(bits.bit_count() for bits in passing),
        counts=_count(narrowings, matched, [None] * len(views)),
        how=how,
    )


def find(query: Query, views: list[View], readable: list[int], time_limit: float = TIME_LIMIT) -> Found:
    """Answer a question among the readable documents of these segments (bits, one set for each)."""
    how = read(query.words)
    if how.is_empty:
        return _browse(query, how, views, readable)
    deadline = Deadline(time_limit)
    matcher = Matcher(make_plan(how), views, readable, deadline)
    numbered = [_numbered(matcher, view, bits) for view, bits in zip(views, readable, strict=True)]
    found = matcher.run(may_loosen=not any(numbered))
    for matches, known in zip(found, numbered, strict=True):
        _lift(matches, known)
    listed = [matches.documents for matches in found]
    matched = [bits_of(documents, view.facts.size) for view, documents in zip(views, listed, strict=True)]
    narrowings = [Narrowing(view, query, bits) for view, bits in zip(views, readable, strict=True)]
    passing = [one.passing(bits) for one, bits in zip(narrowings, matched, strict=True)]
    start, stop = _page(query)
    if query.sort == "newest":
        hits = _newest(views, passing, start, stop)
    else:
        hits = [Hit(key, round(score, 4)) for score, key, _, _ in _best(matcher, found, passing, stop)[start:stop]]
    return Found(
        hits=tuple(hits),
        total=sum(bits.bit_count() for bits in passing),
        total_is_exact=not deadline.missed,
        counts=_count(narrowings, matched, listed),
        partial=deadline.missed,
        loosened=matcher.loosened,
        how=how,
    )
