"""How often the right article is found, in five spellings of each question."""

import math
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.rows import Row, at_least, at_most, skipped
from bench.search_corpus import ALL, SPELLINGS, Question, articles, available
from search import Query, SearchEngine, open_engine


def judge(found: Sequence[int], relevant: frozenset[int]) -> tuple[float, float, float]:
    """Give recall, reciprocal rank and nDCG of the first ten."""
    places = [place for place, id in enumerate(found[:10]) if id in relevant]
    recall = len(places) / len(relevant)
    first = 1 / (places[0] + 1) if places else 0.0
    gain = sum(1 / math.log2(place + 2) for place in places)
    ideal = sum(1 / math.log2(place + 2) for place in range(min(10, len(relevant))))
    return recall, first, gain / ideal


def average(engine: SearchEngine, questions: Sequence[Question], spelling: str) -> tuple[float, float, float]:
    judged = []
    for question in questions:
        answer = engine.find(Query(question.spellings[spelling], readers=ALL, limit=10))
        judged.append(judge([hit.id for hit in answer.hits], question.relevant))
    recall, first, gain = (sum(column) / len(judged) for column in zip(*judged, strict=True))
    return recall, first, gain


def run() -> list[Row]:
    """Index the test set and ask every question in every spelling."""
    if not available():
        return [skipped("search quality", "the test set is not on this machine")]
    entries, questions = articles()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"whoosh://{Path(folder) / 'index'}")
        engine.rebuild(entries)
        recalls = {}
        for spelling in SPELLINGS:
            recall, first, gain = average(engine, questions, spelling)
            recalls[spelling] = recall
            note = f"{len(questions)} questions, {len(entries)} articles"
            rows.append(at_least(f"recall@10, {spelling}", recall, "", 0.95, note))
            rows.append(Row(f"MRR@10, {spelling}", first, ""))
            rows.append(at_least(f"nDCG@10, {spelling}", gain, "", 0.87))
        for spelling, aim in {"unaccented": 0.005, "nfd": 0.0, "old_tone": 0.0, "half": 0.015}.items():
            lost = recalls["accented"] - recalls[spelling]
            rows.append(at_most(f"recall lost, {spelling}", round(lost, 6), "", aim, "against accented"))
        for kind, aim in {"human": 0.93, "title": 0.98}.items():
            recall, _, _ = average(engine, [q for q in questions if q.kind == kind], "accented")
            rows.append(at_least(f"recall@10, {kind} questions", recall, "", aim, "accented"))
        engine.close()
    return rows
