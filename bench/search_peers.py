"""Other engines that search is measured against: SQLite FTS5 and tantivy, fed the same folded tokens."""

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from search import Entry
from search.vietnamese import tokens

Ask = Callable[[str], list[int]]


def words_of(entry: Entry) -> tuple[list[str], list[str]]:
    """Give the tokens and bigrams that a peer indexes of an entry."""
    return tokens(f"{entry.title}\n{entry.body}")


class Fts5AsItComes:
    """SQLite's full-text search over plain texts with its own tokenizer, which takes accents off but keeps đ."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute("CREATE VIRTUAL TABLE t USING fts5(title, body, tokenize='unicode61 remove_diacritics 2')")

    def fill(self, entries: Iterable[Entry]) -> None:
        """Index titles and bodies as they are."""
        texts = ((entry.id, entry.title, entry.body) for entry in entries)
        with self._db:
            self._db.executemany("INSERT INTO t (rowid, title, body) VALUES (?, ?, ?)", texts)

    def any(self, query: str) -> list[int]:
        """Rank what has any of the words."""
        words = " OR ".join('"' + word.replace('"', "") + '"' for word in query.split())
        ranked = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT 10"
        return [id for (id,) in self._db.execute(ranked, (words,))]


class Fts5:
    """SQLite's full-text search: `any` ORs the tokens by bm25, `phrase` wants them in a row."""

    def __init__(self, path: Path, bigrams: bool) -> None:
        self._bigrams = bigrams
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute(
            "CREATE VIRTUAL TABLE t USING fts5"
            "(body, content='', tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
        )

    def fill(self, rows: Iterable[tuple[int, list[str]]]) -> None:
        """Index tokens by id."""
        with self._db:
            texts = ((id, " ".join(words)) for id, words in rows)
            self._db.executemany("INSERT INTO t (rowid, body) VALUES (?, ?)", texts)
            self._db.execute("INSERT INTO t (t) VALUES ('optimize')")

    def _ask(self, match: str) -> list[int]:
        ranked = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT 20"
        return [id for (id,) in self._db.execute(ranked, (match,))]

    def any(self, query: str) -> list[int]:
        """Rank what has any of the tokens."""
        return self._ask(" OR ".join(f'"{word}"' for word in tokens(query)[self._bigrams]))

    def phrase(self, query: str) -> list[int]:
        """Rank what has the tokens in a row."""
        return self._ask('"' + " ".join(tokens(query)[0]) + '"')


class Tantivy:
    """The tantivy engine (Rust) over folded syllables."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy: Any = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", stored=True, indexed=False)
        builder.add_text_field("body", tokenizer_name="whitespace")
        folder.mkdir()
        self._index = tantivy.Index(builder.build(), path=str(folder))

    def fill(self, rows: Iterable[tuple[int, list[str]]]) -> None:
        """Index tokens by id."""
        writer = self._index.writer(num_threads=1)
        for id, words in rows:
            writer.add_document(self._tantivy.Document(id=id, body=" ".join(words)))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def any(self, query: str) -> list[int]:
        """Rank what has any of the tokens."""
        asked = self._index.parse_query(" ".join(tokens(query)[0]), ["body"])
        found = self._searcher.search(asked, 20).hits
        return [self._searcher.doc(address)["id"][0] for _, address in found]
