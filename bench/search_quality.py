"""How often the right article is found, in five spellings of each question, against SQLite FTS5 as it comes."""

import math
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.rows import Row, at_least, at_most, skipped
from bench.search_corpus import ALL, SPELLINGS, Question, articles, available
from bench.search_peers import Fts5AsItComes
from search import Query, SearchEngine, open_engine

PEER = "SQLite FTS5 as it comes"
ASKED_OF_PEER = 4
"""It takes three times as long as ours for a question."""


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


def average_of_peer(peer: Fts5AsItComes, questions: Sequence[Question], spelling: str) -> float:
    """Recall@10 of the peer."""
    judged = [judge(peer.any(question.spellings[spelling]), question.relevant)[0] for question in questions]
    return sum(judged) / len(judged)


def run() -> list[Row]:
    """Index the test set and ask every question in every spelling."""
    if not available():
        return [skipped("search quality", "the test set is not on this machine")]
    entries, questions = articles()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"whoosh://{Path(folder) / 'index'}")
        engine.rebuild(entries)
        peer = Fts5AsItComes()
        peer.fill(entries)
        rows = _by_spelling(engine, peer, questions, f"{len(questions):,} questions on {len(entries):,} texts")
        for kind, aim in {"human": 0.93, "title": 0.98}.items():
            recall, _, _ = average(engine, [q for q in questions if q.kind == kind], "accented")
            rows.append(at_least(f"recall@10, {kind} questions", recall, "", aim, "accented"))
        engine.close()
    return rows


def _by_spelling(engine: SearchEngine, peer: Fts5AsItComes, questions: Sequence[Question], note: str) -> list[Row]:
    rows, recalls = [], {}
    for spelling in SPELLINGS:
        recall, first, gain = average(engine, questions, spelling)
        recalls[spelling] = recall
        its = average_of_peer(peer, questions[::ASKED_OF_PEER], spelling)
        row = at_least(f"recall@10, {spelling}", recall, "", 0.95, note)
        rows.append(replace(row, peer=its, peer_name=f"{PEER}, 1 question in {ASKED_OF_PEER}"))
        rows.append(at_least(f"nDCG@10, {spelling}", gain, "", 0.87, f"MRR@10 {first:.3f}"))
    for spelling, aim in {"unaccented": 0.005, "nfd": 0.0, "old_tone": 0.0, "half": 0.015}.items():
        lost = recalls["accented"] - recalls[spelling]
        rows.append(at_most(f"recall lost, {spelling}", round(lost, 6), "", aim, "against accented"))
    return rows
