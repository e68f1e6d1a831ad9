"""How fast search answers at 60,000 documents, against peers asked in turn with it, and with threads.

Ours does more in that time: it filters by reader, counts facets exactly and scores the best again.
`BENCH_DOCUMENTS` sets another size.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from bench.rows import Row, at_least, at_most, skipped, times
from bench.search_corpus import ALL, UNITS, Question, articles, available, papers
from bench.search_peers import Fts5, Tantivy, words_of
from search import Entry, Query, SearchEngine, open_engine

DOCUMENTS = int(os.environ.get("BENCH_DOCUMENTS", "60000"))
ROUNDS = 3
MINE = frozenset(UNITS[:6])
Ask = Callable[[str], object]


def in_turn(asks: dict[str, Ask], queries: Sequence[str]) -> dict[str, float]:
    """Ask all engines each query in turn; medians over queries of the best of the rounds, in ms of CPU.

    CPU time and not the clock's, so that a busy machine does not punish who takes longer; all data is in memory.
    """
    taken: dict[str, list[float]] = {name: [] for name in asks}
    for query in queries:
        best = dict.fromkeys(asks, float("inf"))
        for _ in range(ROUNDS):
            for name, ask in asks.items():
                started = time.process_time()
                ask(query)
                best[name] = min(best[name], time.process_time() - started)
        for name in asks:
            taken[name].append(best[name] * 1000)
    return {name: statistics.median(measured) for name, measured in taken.items()}


def _short(questions: Sequence[Question]) -> list[str]:
    """Take 3 to 6 syllables of the titles people look for."""
    titles = [q.spellings["accented"].split() for q in questions if q.kind == "title"]
    return [" ".join(words[: 3 + number % 4]) for number, words in enumerate(titles[:80]) if len(words) > 2]


def _long(questions: Sequence[Question]) -> list[str]:
    return [q.spellings["accented"] for q in questions if q.kind == "human"][:40]


def _ratio(what: str, taken: dict[str, float], peer: str, aim: float) -> Row:
    if peer not in taken:
        return skipped(what, f"{peer} is not installed; `make bench` installs it")
    return times(f"{what}, p50", taken["ours"], taken[peer], "ms", peer, aim, "CPU time")


def _compare(engine: SearchEngine, peers: dict[str, Fts5 | Tantivy], questions: Sequence[Question]) -> list[Row]:
    def ours(query: str) -> object:
        return engine.find(Query(query, readers=ALL))

    def quoted(query: str) -> object:
        return engine.find(Query(f'"{query}"', readers=ALL))

    any_of: dict[str, Ask] = {"ours": ours} | {name: peer.any for name, peer in peers.items()}
    short, long = in_turn(any_of, _short(questions)), in_turn(any_of, _long(questions))
    syllables = peers["FTS5 syllables"]
    assert isinstance(syllables, Fts5)
    phrases = [" ".join(query.split()[:4]) for query in _short(questions)]
    phrase = in_turn({"ours": quoted, "FTS5 syllables": syllables.phrase}, phrases)
    return [
        _ratio("short query", short, "FTS5 syllables", 0.35),
        _ratio("short query", short, "FTS5 bigrams", 2),
        _ratio("short query", short, "tantivy", 8),
        _ratio("question", long, "FTS5 syllables", 0.6),
        _ratio("quoted phrase", phrase, "FTS5 syllables", 1.5),
    ]


def _by_use(engine: SearchEngine, questions: Sequence[Question]) -> list[Row]:
    filters = {"year": frozenset({"2020", "2021"}), "doc_type": frozenset({"CV", "TB"})}
    asks: dict[str, Ask] = {
        "all": lambda query: engine.find(Query(query, readers=ALL)),
        "mine": lambda query: engine.find(Query(query, readers=MINE)),
        "filtered": lambda query: engine.find(Query(query, readers=MINE, filters=filters)),
        "newest": lambda query: engine.find(Query(query, readers=MINE, sort="newest")),
        "prefix": lambda query: engine.find(Query(f"{query[:-1]}*", readers=MINE)),
        "browse": lambda _: engine.find(Query(readers=MINE)),
    }
    taken = in_turn(asks, _short(questions)[:40])
    return [
        times("short query in one unit's documents, p50", taken["mine"], taken["all"], "ms", "in all documents", 1.3),
        *(
            Row(f"{name}, p50", taken[name], "ms", note="CPU time")
            for name in ("filtered", "newest", "prefix", "browse")
        ),
    ]


def threads_agree(engine: SearchEngine, queries: Sequence[str], threads: int = 4, each: int = 1200) -> tuple[int, int]:
    """Ask from several threads that are switched all the time; counts errors and answers that differ."""
    expected = {query: engine.find(Query(query, readers=ALL)) for query in queries}
    errors, wrong = [], []

    def work(start: int) -> None:
        for number in range(start, start + each):
            query = queries[number % len(queries)]
            try:
                if engine.find(Query(query, readers=ALL)) != expected[query]:
                    wrong.append(query)
            except Exception as error:  # noqa: BLE001, whatever it is, it is counted
                errors.append(error)

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-4)
    try:
        workers = [threading.Thread(target=work, args=(7 * number,)) for number in range(threads)]
        for one in workers:
            one.start()
        for one in workers:
            one.join()
    finally:
        sys.setswitchinterval(usual)
    return len(errors), len(wrong)


_READER = """
import sys
from search import Query, open_engine
engine = open_engine(sys.argv[1])
for words in sys.argv[2:]:
    engine.find(Query(words, readers=frozenset({"u1", "u2"})))
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("RssAnon")))
"""


def _memory(url: str, queries: Sequence[str]) -> Row:
    """Measure what a process of its own holds after some searches; maps of files are shared, not held."""
    command = [sys.executable, "-c", _READER, url, *queries]
    root = Path(__file__).resolve().parents[1]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    return at_most("memory of a reader process", int(told.stdout) / 1024, "MB", 80, "anonymous pages")


def _updates(engine: SearchEngine, entries: Sequence[Entry]) -> float:
    taken = []
    for entry in islice(entries, 20):
        started = time.perf_counter()
        engine.index([replace(entry, title=entry.title + " sửa")])
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def run() -> list[Row]:
    """Build the indexes and measure."""
    if not available():
        return [skipped("search speed", "the test set is not on this machine")]
    entries, questions = articles()
    entries += papers(entries, DOCUMENTS - len(entries))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        url = f"whoosh://{home / 'index'}"
        engine = open_engine(url)
        started = time.perf_counter()
        engine.rebuild(entries)
        pace = len(entries) / (time.perf_counter() - started)
        rows = [at_least("indexing", pace, "documents/s", 250, f"{len(entries)} documents, whole rebuild")]
        peers: dict[str, Fts5 | Tantivy] = {
            "FTS5 syllables": Fts5(home / "uni.sqlite", bigrams=False),
            "FTS5 bigrams": Fts5(home / "bi.sqlite", bigrams=True),
        }
        with suppress(ImportError):  # then its rows say so
            peers["tantivy"] = Tantivy(home / "tantivy")
        for name, peer in peers.items():
            peer.fill((entry.id, words_of(entry)[name == "FTS5 bigrams"]) for entry in entries)
        rows += _compare(engine, peers, questions)
        rows += _by_use(engine, questions)
        rows.append(_memory(url, _short(questions)[:20]))
        errors, wrong = threads_agree(engine, _short(questions))
        note = "4 threads × 1,200 queries, switched every 0.1 ms"
        rows.append(at_most("errors between threads", errors, "", 0, note))
        rows.append(at_most("wrong answers between threads", wrong, "", 0, note))
        rows.append(at_most("one document changed, p50", _updates(engine, entries), "ms", 100))
        engine.close()
    return rows
