"""One generation of an index on disk: opened, verified, and committed into the next one."""
# mypy: disable-error-code="no-untyped-call"
# Whoosh annotates only part of its classes.

from __future__ import annotations

import pickle
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import local
from time import sleep

from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import COLUMN, ID, KEYWORD, Schema
from whoosh.filedb.filetables import FileFormatError
from whoosh.index import TOC
from whoosh.index import IndexError as WhooshError

from search.bits import bits_of, flags_of
from search.model import INDEXED, IndexBroken
from search.preparing import Prepared
from search.segments import Facts, View
from search.whoosh_segment import ENDINGS, NewDocuments, Source, Survivors, WhooshSegment, write_segment
from search.whoosh_storage import (
    NAME,
    IndexStorage,
    Maps,
    Sealed,
    Verified,
    latest_generation,
    read_seal,
    toc_name,
)

SCHEMA = Schema(
    id=ID(unique=True),
    **{name: COLUMN() for name in ("day", "length", "folded", "accented")},
    **{name: KEYWORD() for name in ("b", "u", "a", "n", *INDEXED, "readers")},
)
MERGED_AT_MOST = 20_000  # documents merged while a caller waits; `optimise` merges the rest at night
_RATIO = 3
_RETRIES = 20

_DAMAGE = (
    OSError, EOFError, ValueError, LookupError, ArithmeticError, AssertionError, AttributeError, TypeError,
    struct.error, pickle.PickleError, FileFormatError, WhooshError,
)  # fmt: skip


@contextmanager
def damage_is_broken() -> Iterator[None]:
    """Turn what reading a damaged index can raise into `IndexBroken`, with its cause."""
    try:
        yield
    except IndexBroken:
        raise
    except _DAMAGE as error:
        raise IndexBroken(f"the index cannot be read ({type(error).__name__}: {error})") from error


@dataclass(frozen=True, slots=True)
class Opened:
    """A segment of a generation, as all threads share it."""

    record: W3Segment
    maps: Maps
    facts: Facts
    live: int

    @property
    def name(self) -> str:
        """The segment's own name; a name is never used twice."""
        name: str = self.record.segment_id()
        return name


@dataclass(frozen=True)
class Generation:
    """The segments of one commit. Each thread reads them through segments of its own."""

    number: int
    opened: tuple[Opened, ...]
    sealed: dict[str, Sealed]
    readable: dict[frozenset[str], list[int]] = field(default_factory=dict)
    _own: local = field(default_factory=local)

    def views(self) -> list[View]:
        """Give the calling thread's view of every segment."""
        views: list[View] | None = getattr(self._own, "views", None)
        if views is None:
            views = [View(WhooshSegment(one.record, one.maps), one.facts, one.live) for one in self.opened]
            self._own.views = views
        return views

    def files(self) -> list[str]:
        """Name the files this generation stands on."""
        return [toc_name(self.number), *(file for one in self.opened for file in _segment_files(one.name))]

    def documents(self) -> int:
        """Count the documents."""
        return sum(one.live.bit_count() for one in self.opened)


def create(folder: Path) -> None:
    """Make an empty index in a directory."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    TOC(SCHEMA, [], 0).write(IndexStorage(folder), NAME)


def _segment_files(name: str) -> list[str]:
    return [name + ending for ending in ENDINGS]


def _open(folder: Path, verified: Verified, before: Generation | None) -> Generation:
    number = latest_generation(folder)
    if number < 0:
        raise IndexBroken("the index has no table of contents")
    if before is not None and number == before.number:
        verified.check(folder, before.sealed, before.files())
        return before
    sealed = read_seal(folder, number)
    verified.check(folder, sealed, [toc_name(number)])
    toc = TOC.read(IndexStorage(folder), NAME, gen=number, schema=SCHEMA)
    known = {one.name: one for one in before.opened} if before else {}
    opened = []
    for record in toc.segments:
        name = record.segment_id()
        verified.check(folder, sealed, _segment_files(name))
        if name in known:
            maps, facts = known[name].maps, known[name].facts
        else:
            maps = Maps(folder, _segment_files(name))
            facts = Facts(WhooshSegment(record, maps))
        deleted = bits_of(list(record.deleted_docs()), facts.size)
        opened.append(Opened(record, maps, facts, ((1 << facts.size) - 1) & ~deleted))
    return Generation(number, tuple(opened), sealed)


def open_latest(folder: Path, verified: Verified, before: Generation | None = None) -> Generation:
    """Open the newest commit of a directory, taking over what the one before has open.

    Raises `IndexBroken`. A writer may delete files between two steps; then the next commit is there already.
    """
    for _ in range(_RETRIES):
        try:
            with damage_is_broken():
                return _open(folder, verified, before)
        except IndexBroken as error:
            if not isinstance(error.__cause__, FileNotFoundError):
                raise
            missing = error
            sleep(0.02)
    raise missing


def _to_merge(opened: Sequence[tuple[Opened, int]], added: int) -> list[int]:
    """Choose segments to merge with what is added, each left is thrice the smaller ones."""
    chosen, total = [], added
    for at in sorted(range(len(opened)), key=lambda at: opened[at][1].bit_count()):
        size = opened[at][1].bit_count()
        if size >= _RATIO * total or size + total > MERGED_AT_MOST:
            break
        chosen.append(at)
        total += size
    return sorted(chosen)


def _without(generation: Generation, ids: Iterable[int]) -> list[tuple[Opened, int]]:
    """Pair every segment with the documents that live on without these ids."""
    terms = [("id", str(id).encode()) for id in ids]
    left = []
    for one, view in zip(generation.opened, generation.views(), strict=True):
        gone = [document for term in terms for document in view.segment.postings(term)[0]]
        left.append((one, one.live & ~bits_of(gone, one.facts.size)))
    return left


def commit(
    folder: Path,
    generation: Generation,
    add: Sequence[Prepared] = (),
    remove: Iterable[int] = (),
    merge_all: bool = False,
    merge: bool = True,
) -> int:
    """Write the next generation; returns how many documents were taken out.

    What is added replaces entries of its ids. Only the holder of the writer's lock may call this, with the
    newest generation. If it dies half-way, the old generation is still the newest.
    """
    storage = IndexStorage(folder)
    storage.tidy(generation.number, [one.name for one in generation.opened])
    left = _without(generation, {one.id for one in add} | set(remove))
    removed = generation.documents() - sum(live.bit_count() for _, live in left)
    if not add and not removed and not merge_all:
        return 0
    left = [(one, live) for one, live in left if live]
    chosen = range(len(left)) if merge_all else _to_merge(left, len(add)) if merge else []
    views = {view.facts: view for view in generation.views()}
    sources: list[Source] = [
        Survivors(View(views[left[at][0].facts].segment, left[at][0].facts, left[at][1])) for at in chosen
    ]
    sources += [NewDocuments(add)] if add else []
    kept = [_deleting(one, live) for at, (one, live) in enumerate(left) if at not in set(chosen)]
    if sources:
        made = W3Segment(None, NAME)
        write_segment(storage, made, sources)
        kept.append(made)
    TOC(SCHEMA, kept, generation.number + 1).write(storage, NAME)
    storage.tidy(generation.number + 1, [record.segment_id() for record in kept])
    return removed


def _deleting(one: Opened, live: int) -> W3Segment:
    """Copy the record of a segment, with its deletions: the shared one belongs to the old generation."""
    size = one.facts.size
    gone = {document for document, alive in enumerate(flags_of(live, size)) if not alive}
    return W3Segment(None, NAME, size, one.record.segid, gone or None)
