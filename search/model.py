"""What is put into a search engine, what is asked of it and what it answers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from search.reading import Reading, read

FACETS = ("doc_type", "unit", "year", "direction", "kind")
FILTERS = (*FACETS, "tags")
INDEXED = tuple(name for name in FILTERS if name != "direction")
"""What an entry itself holds: its direction depends on who asks."""
LIMIT = 200


class SearchError(Exception):
    """The question cannot be answered; the text says why, for operators."""


class IndexBroken(SearchError):
    """The index is missing, damaged or of another schema: rebuild it, answer from the database meanwhile."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document (văn bản) as the index knows it. Nobody finds an entry without readers.

    `unit` (who issued it), `doc_type`, `kind`, `tags` and `readers` are opaque tokens of the caller;
    `issued_on` is a day of the office's zone; `number` may hold the whole `3713/QĐ-UBND`, or the digits
    with the rest in `notation`.
    """

    id: int
    title: str
    body: str = ""
    number: str = ""
    notation: str = ""
    doc_type: str = ""
    unit: str = ""
    year: int = 0
    kind: str = ""
    tags: frozenset[str] = frozenset()
    issued_on: date | None = None
    readers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seat:
    """An agency (cơ quan) the asker works in: the `unit` tokens of its parts, and what he reads through it."""

    units: frozenset[str]
    readers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Query:
    """A question: entries that share a token with `readers` and pass every filter (any of its values).

    Filters go by the names in `FILTERS`; years are written as text. Without words all readable entries
    answer, newest first. `sort` is "best" or "newest".
    The direction is the asker's: "outgoing" (đi) is what a unit of one of his `seats` issued, "incoming" (đến)
    what he reads otherwise, or through a seat that did not issue it; with two seats an entry may be both.
    """

    words: str = ""
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    readers: frozenset[str] = frozenset()
    seats: tuple[Seat, ...] = ()
    sort: Literal["best", "newest"] = "best"
    limit: int = 20
    offset: int = 0

    def __post_init__(self) -> None:
        unknown = sorted(set(self.filters) - set(FILTERS))
        if unknown:
            raise SearchError(f"no such filter: {', '.join(unknown)}")
        if self.sort not in ("best", "newest"):
            raise SearchError(f"no such order: {self.sort}")


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found; scores compare within one answer only."""

    id: int
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: one page of hits, and figures over all readable matches.

    `counts[facet][value]` ignores that facet's own filter, so that other values stay on offer.
    `partial` says that the time limit cut the search short: then `total_is_exact` is False.
    `loosened` says that no entry had most of the words, so those with some of them are shown.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    total_is_exact: bool = True
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: {name: {} for name in FACETS})
    partial: bool = False
    loosened: bool = False
    how: Reading = field(default_factory=lambda: read(""))


class SearchEngine(Protocol):
    """What finds documents by their words. Safe to share between threads; writers queue.

    Every method may raise `IndexBroken`; nothing of a driver's own errors leaks.
    """

    def find(self, query: Query) -> Found:
        """Answer a question within about two seconds; see `Query` and `Found`."""
        ...

    def index(self, entries: Iterable[Entry]) -> int:
        """Add or replace entries by id, in batches; returns how many. Visible when it returns."""
        ...

    def remove(self, ids: Iterable[int]) -> int:
        """Take entries out; unknown ids are no error. Returns how many were there."""
        ...

    def count(self) -> int:
        """Count the entries."""
        ...

    def ids(self) -> frozenset[int]:
        """List the ids of all entries, to compare with the database."""
        ...

    def version(self) -> str:
        """Name the schema of the index, to be shown by `doctor`."""
        ...

    @property
    def generation(self) -> int:
        """Count the commits: a larger number means that answers may differ."""
        ...

    def rebuild(self, entries: Iterable[Entry], progress: Callable[[int], None] | None = None) -> int:
        """Replace everything by these entries, given by ascending id, while searches go on.

        `progress` hears how many are done. Begun again after an interruption it goes on after
        `rebuilt_up_to`. Returns how many entries it took in.
        """
        ...

    def rebuilt_up_to(self) -> int:
        """Tell the last id an interrupted rebuild has done; entries up to it may be left out."""
        ...

    def optimise(self) -> None:
        """Merge what many small commits left; for the night."""
        ...

    def close(self) -> None:
        """Let go of files; the engine is not used afterwards."""
        ...
