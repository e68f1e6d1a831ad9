"""Which documents match a plan, and how well at first sight: sums of impacts, one posting list at a time.

A document matches if it has about half of what was asked (two-syllable words overlap in every second
pair, so half of the pairs are all of the words), and every quoted phrase. Where too few do, less is asked.
"""

import math
from dataclasses import dataclass
from time import monotonic

from search.bits import flags_of
from search.plan import Group, Phrase, Plan
from search.preparing import TOP_IMPACT
from search.segments import NOTHING, Postings, Segment, Term, View

RAREST = 12
BEST = 200  # so many of the best are scored again on their text
BEST_OF_FEW = 60  # of short queries, which the first scores order well
MAX_EXPANSIONS = 1000
ENOUGH = 20  # a first page
_ONE = 1024.0  # a group met counts this much, above any sum of scores, so that one number holds both


class Deadline:
    """A moment after which a search stops looking and answers with what it has."""

    def __init__(self, seconds: float) -> None:
        self._at = monotonic() + seconds
        self.missed = False

    def over(self) -> bool:
        """Tell whether the time is up, and remember that it was."""
        self.missed = self.missed or monotonic() >= self._at
        return self.missed


@dataclass(slots=True)
class Matches:
    """The matching readable documents of one segment, with first scores."""

    view: View
    documents: list[int]
    scores: dict[int, float]  # of these documents and maybe others


def idf(frequency: int, documents: int) -> float:
    """Weigh a term by how few documents hold it (BM25)."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def _all_terms(segment: Segment, terms: tuple[Term, ...]) -> Postings:
    if len(terms) == 1:
        return segment.postings(terms[0])
    lists = sorted((segment.postings(term) for term in terms), key=lambda found: len(found[0]))
    if not lists[0][0]:
        return NOTHING
    impacts = dict(zip(*lists[0], strict=True))
    common = set(lists[0][0]).intersection(*(found[0] for found in lists[1:]))
    return sorted(common), bytes(impacts[document] for document in sorted(common))


def _any_of(lists: list[Postings]) -> Postings:
    lists = [found for found in lists if found[0]]
    if len(lists) < 2:
        return lists[0] if lists else NOTHING
    merged: dict[int, int] = {}
    for documents, impacts in lists:
        for document, impact in zip(documents, impacts, strict=True):
            if merged.get(document, 0) < impact:
                merged[document] = impact
    return list(merged), bytes(merged.values())


def group_postings(segment: Segment, group: Group, deadline: Deadline) -> Postings:
    """List the documents of one segment that have a group."""
    if group.stem is not None:
        field, stem = group.stem
        lists = []
        for term in segment.terms(field, stem, MAX_EXPANSIONS):
            if deadline.over():
                break
            lists.append(segment.postings((field, term)))
        return _any_of(lists)
    if len(group.alternatives) == 1:
        return _all_terms(segment, group.alternatives[0])
    return _any_of([_all_terms(segment, terms) for terms in group.alternatives])


def frequency(views: list[View], group: Group) -> int:
    """Estimate in how many documents a group stands: exact for one term, an upper bound otherwise."""
    if group.stem is not None:
        return 1  # rare by assumption: what is being typed is what is looked for
    return sum(
        min(sum(view.segment.frequency(term) for view in views) for term in terms) for terms in group.alternatives
    )


class Matcher:
    """One plan over the segments of one generation, among readable documents."""

    def __init__(self, plan: Plan, views: list[View], readable: list[int], deadline: Deadline) -> None:
        self.plan, self.views, self.readable, self.deadline = plan, views, readable, deadline
        self.documents = sum(view.facts.size for view in views)
        self.frequencies = {group: frequency(views, group) for group in (*plan.main, *plan.single)}
        self.loosened = False

    def weight(self, group: Group) -> float:
        """Weigh a group by its rarity."""
        return idf(min(self.frequencies[group], self.documents), self.documents)

    def _chosen(self) -> list[Group]:
        alive = [group for group in self.plan.main if self.frequencies[group]]
        telling = [group for group in alive if not group.common] or alive
        return sorted(telling, key=lambda group: self.frequencies[group])[:RAREST]

    def _add(self, group: Group, sums: list[dict[int, float]], met: float = _ONE) -> None:
        weight = self.weight(group)
        table = [met + weight * impact / TOP_IMPACT for impact in range(TOP_IMPACT + 1)]
        for view, scores in zip(self.views, sums, strict=True):
            if self.deadline.over():
                return
            documents, impacts = group_postings(view.segment, group, self.deadline)
            if not scores:
                scores.update(zip(documents, map(table.__getitem__, impacts), strict=True))
                continue
            get = scores.get
            for document, impact in zip(documents, impacts, strict=True):
                scores[document] = get(document, 0.0) + table[impact]

    def _add_told(self, group: Group, sums: list[dict[int, float]]) -> None:
        assert group.told is not None
        weight = self.weight(group) / TOP_IMPACT
        for view, scores in zip(self.views, sums, strict=True):
            for document, impact in zip(*view.segment.postings(group.told), strict=True):
                if document in scores:
                    scores[document] += weight * impact

    def _sums(self, groups: list[Group]) -> list[dict[int, float]]:
        """Add up the groups, the largest first: the first costs nothing but a copy."""
        sums: list[dict[int, float]] = [{} for _ in self.views]
        for group in groups[-1:] + groups[:-1]:
            self._add(group, sums)
        for group in groups:
            if group.told is not None:
                self._add_told(group, sums)
        return sums

    def run(self, may_loosen: bool = True) -> list[Matches]:
        """Find the matching documents, segment by segment."""
        groups = self._chosen()
        if self.plan.phrases:
            return self._of_phrases(groups)
        sums = self._sums(groups)
        wanted = max(1, len(groups) // 2)
        found, total = self._at_least(wanted, sums)
        while total < ENOUGH and wanted > 1:
            wanted -= 1
            found, total = self._at_least(wanted, sums)
        if not total and may_loosen and not self.deadline.missed:
            for group in self._single():
                self._add(group, sums)
            found, total = self._at_least(1, sums)
            self.loosened = total > 0
        return found

    def _single(self) -> list[Group]:
        alive = [group for group in self.plan.single if self.frequencies[group]]
        telling = [group for group in alive if not group.common] or alive
        return sorted(telling, key=lambda group: self.frequencies[group])[:4]

    def _at_least(self, wanted: int, sums: list[dict[int, float]]) -> tuple[list[Matches], int]:
        found, total, floor = [], 0, wanted * _ONE
        for view, readable, scores in zip(self.views, self.readable, sums, strict=True):
            flags = flags_of(readable, view.facts.size)
            if wanted > 1:
                kept = [document for document, score in scores.items() if score >= floor and flags[document]]
            else:
                kept = [document for document in scores if flags[document]]
            total += len(kept)
            found.append(Matches(view, kept, scores))
        return found, total

    def _of_phrases(self, groups: list[Group]) -> list[Matches]:
        """Find what holds every phrase; the first scores matter only where not all is scored again."""
        holding = []
        for view, readable in zip(self.views, self.readable, strict=True):
            flags = flags_of(readable, view.facts.size)
            kept = [self._holding(view, phrase, flags) for phrase in self.plan.phrases]
            holding.append(set.intersection(*kept))
        many = sum(map(len, holding)) > BEST
        sums = self._sums(groups) if many else [{} for _ in self.views]
        return [
            Matches(view, list(documents), dict.fromkeys(documents, 0.0) | scores)
            for view, scores, documents in zip(self.views, sums, holding, strict=True)
        ]

    def _holding(self, view: View, phrase: Phrase, flags: bytes) -> set[int]:
        candidates = _all_terms(view.segment, phrase.terms)[0]
        if len(phrase.terms) == 1:
            return {document for document in candidates if flags[document]}
        holding = set()
        for document in candidates:
            if self.deadline.over():
                break
            if flags[document] and phrase.pattern in view.segment.folded(document):
                holding.add(document)
        return holding
