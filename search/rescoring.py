"""The best matches scored again on their text: syllables, pairs, accents as typed, the title.

Measured grounds (`search.md` section 2): the pairs find, the syllables order rare names, accented pairs
as typed at .6 win back what folding costs, and the title at a quarter is free while more costs questions.
"""

from collections.abc import Iterable

from search.matching import Matcher
from search.preparing import norm
from search.segments import View

AS_TYPED = 0.6
TITLE = 0.25
# A text of hundreds of pages is judged by its beginning: beyond this, frequency tells nothing new.
READ_BYTES = 100_000

_Weighed = tuple[float, tuple[bytes, ...], bytes]


def _weighed(matcher: Matcher) -> list[_Weighed]:
    plan = matcher.plan
    asked = [group for group in dict.fromkeys((*plan.main, *plan.single)) if matcher.frequencies[group]]
    telling = [group for group in asked if group in plan.main or not group.common] or asked
    return [(matcher.weight(group), group.patterns, group.accented) for group in telling]


def _score(groups: list[_Weighed], folded: bytes, accented: bytes, weigh: float) -> float:
    title = folded.find(b"\n")
    score = 0.0
    for weight, patterns, typed in groups:
        count = 0
        for pattern in patterns:
            here = folded.count(pattern, 0, READ_BYTES)
            if here and folded.find(pattern, 0, title) >= 0:
                score += TITLE * weight
            count += here
        if count:
            score += weight * count / (count + weigh)
            if typed:
                exact = accented.count(typed, 0, READ_BYTES)
                if exact:
                    score += AS_TYPED * weight * exact / (exact + weigh)
    return score


def rescore(matcher: Matcher, candidates: Iterable[tuple[View, int]]) -> list[float]:
    """Score documents, given with their segments, on their whole text."""
    groups = _weighed(matcher)
    length = sum(view.facts.total_length for view in matcher.views)
    average = max(1.0, length / max(1, matcher.documents))
    scores = []
    for view, document in candidates:
        if matcher.deadline.over():
            break
        accented = view.segment.accented(document) if matcher.plan.accented else b""
        weigh = norm(view.facts.lengths[document], average)
        scores.append(_score(groups, view.segment.folded(document), accented, weigh))
    return scores
