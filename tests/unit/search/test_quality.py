"""The right article is among the first ten, however the question is spelled (a small part of the benchmark)."""

import os
from pathlib import Path

import pytest

from bench import search_corpus
from bench.search_quality import average
from search import open_engine

ARTICLES, QUESTIONS = 800, 100


def test_questions_find_their_articles_in_every_spelling(tmp_path: Path) -> None:
    if not search_corpus.available() and os.environ.get("CI") != "true":
        pytest.skip("the test set of questions is not on this machine")
    entries, questions = search_corpus.articles()
    asked = questions[:: len(questions) // QUESTIONS]
    wanted = frozenset(id for question in asked for id in question.relevant)
    others = [entry for entry in entries if entry.id not in wanted][: ARTICLES - len(wanted)]
    engine = open_engine(f"whoosh://{tmp_path / 'index'}")
    engine.rebuild(sorted([entry for entry in entries if entry.id in wanted] + others, key=lambda entry: entry.id))
    recalls = {spelling: average(engine, asked, spelling)[0] for spelling in search_corpus.SPELLINGS}
    assert min(recalls.values()) >= 0.97
    assert recalls["nfd"] == recalls["old_tone"] == recalls["accented"]
    assert recalls["accented"] - recalls["unaccented"] <= 0.01
