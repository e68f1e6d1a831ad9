"""Finding documents by their words: one protocol, its drivers, and how an index is rebuilt."""

from collections.abc import Callable, Iterable
from pathlib import Path

from search.memory_engine import MemoryEngine
from search.model import (
    FACETS,
    FILTERS,
    LIMIT,
    Entry,
    Found,
    Hit,
    IndexBroken,
    Query,
    SearchEngine,
    SearchError,
    Seat,
)
from search.reading import Reading
from search.syllables import fold
from search.whoosh_engine import WhooshEngine

__all__ = [
    "FACETS",
    "FILTERS",
    "LIMIT",
    "Entry",
    "Found",
    "Hit",
    "IndexBroken",
    "Query",
    "Reading",
    "SearchEngine",
    "SearchError",
    "Seat",
    "fold",
    "open_engine",
    "rebuild",
]


def open_engine(url: str) -> SearchEngine:
    """Open the engine a URL names: `memory:` or `whoosh:///path/to/directory`.

    Nothing is read yet, so an office starts with a broken index; the first question then raises
    `IndexBroken`. The first entry indexed makes a missing directory.
    """
    if url == "memory:":
        return MemoryEngine()
    path = url.removeprefix("whoosh://")
    if path != url and path.startswith("/") and path.strip("/"):
        return WhooshEngine(Path(path))
    raise SearchError(f"no search engine for {url!r}")


def rebuild(url: str, entries: Iterable[Entry], progress: Callable[[int], None] | None = None) -> int:
    """Rebuild the index a URL names from all entries by ascending id; see `SearchEngine.rebuild`."""
    engine = open_engine(url)
    try:
        return engine.rebuild(entries, progress)
    finally:
        engine.close()
