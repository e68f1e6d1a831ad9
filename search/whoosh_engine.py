"""The search engine on disk, with Whoosh: many readers, one writer at a time, always rebuildable.

The directory holds `CURRENT` (which index is in use), the index itself and a lock. It must belong to the
program alone (mode 0700): Whoosh's table of contents is a pickle, so who writes there runs code here.
Readers ask at most once a second whether there is something new; what this process wrote it sees at once.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from itertools import compress
from pathlib import Path
from threading import Lock
from time import monotonic

from search import rebuilding
from search.bits import flags_of
from search.finding import TIME_LIMIT, find
from search.locking import held
from search.model import Entry, Found, IndexBroken, Query, SearchError
from search.preparing import Prepared, batches, prepare_batch
from search.whoosh_generation import Generation, commit, create, damage_is_broken, open_latest
from search.whoosh_storage import SCHEMA_VERSION, Verified, write_safely

_REFRESH_SECONDS = 1.0
_READERS_KEPT = 256


class WhooshEngine:
    """One index directory; an instance serves all threads of a process."""

    def __init__(self, root: Path, time_limit: float = TIME_LIMIT) -> None:
        self.root = root
        self._lock_path = root / "writer.lock"
        self._time_limit = time_limit
        self._verified = Verified()
        self._generation: Generation | None = None
        self._folder: Path | None = None
        self._broken: IndexBroken | None = None
        self._checked = 0.0
        self._lock = Lock()

    # Which index is in use

    def _current_folder(self) -> Path:
        """Find the index in use. Raises `IndexBroken` where there is none."""
        try:
            name = (self.root / "CURRENT").read_text(encoding="ascii").strip()
        except FileNotFoundError as error:
            raise IndexBroken("no index has been built yet") from error
        except (OSError, ValueError) as error:
            raise IndexBroken("the name of the index in use cannot be read") from error
        folder = self.root / name
        if not name.startswith("index-") or os.sep in name or not folder.is_dir():
            raise IndexBroken(f"the index in use is missing ({name!r})")
        return folder

    def _put_in_use(self, folder: Path) -> None:
        """Switch to another index of this directory and delete the old ones; for the holder of the lock."""
        write_safely(self.root / "CURRENT", folder.name)
        for old in self.root.glob("index-*"):
            if old != folder:
                shutil.rmtree(old, ignore_errors=True)
        self._checked = 0.0

    def _make_root(self) -> None:
        """Make the directory, for this user alone."""
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.root.chmod(0o700)
        except OSError as error:
            raise SearchError(f"the index directory cannot be made: {error}") from error

    def _known(self, at_once: bool) -> Generation | None:
        """Give what was found out within the last second; None if it is time to look again."""
        if at_once or monotonic() - self._checked >= _REFRESH_SECONDS:
            return None
        if self._broken is not None:
            raise self._broken
        return self._generation

    def _latest(self, at_once: bool = False) -> Generation:
        known = self._known(at_once)
        if known is not None:
            return known
        with self._lock:
            known = self._known(at_once)  # another thread may have looked meanwhile
            if known is not None:
                return known
            try:
                self._generation, self._broken = self._look(), None
            except IndexBroken as error:
                self._broken = error
                raise
            finally:
                self._checked = monotonic()
            return self._generation

    def _look(self) -> Generation:
        folder = self._current_folder()
        try:
            latest = open_latest(folder, self._verified, self._generation if folder == self._folder else None)
        except IndexBroken:
            if folder == self._current_folder():
                raise
            folder = self._current_folder()  # a rebuild was put in use under our hands
            latest = open_latest(folder, self._verified)
        self._folder = folder
        return latest

    # Reading

    def _readable(self, generation: Generation, readers: frozenset[str]) -> list[int]:
        found = generation.readable.get(readers)
        if found is None:
            found = []
            for view in generation.views():
                bits = 0
                for token in readers:
                    bits |= view.facts.having(view.segment, ("readers", token.encode()))
                found.append(bits & view.live)
            if len(generation.readable) >= _READERS_KEPT:
                generation.readable.clear()
            generation.readable[readers] = found
        return found

    def find(self, query: Query) -> Found:
        """Answer a question; see `search.model.SearchEngine`."""
        generation = self._latest()
        with damage_is_broken():
            readable = self._readable(generation, query.readers)
            return find(query, generation.views(), readable, self._time_limit)

    def count(self) -> int:
        """Count the entries."""
        return self._latest(at_once=True).documents()

    def ids(self) -> frozenset[int]:
        """List the ids of all entries."""
        found: set[int] = set()
        for one in self._latest(at_once=True).opened:
            found.update(compress(one.facts.ids, flags_of(one.live, one.facts.size)))
        return frozenset(found)

    def version(self) -> str:
        """Name the schema this program writes."""
        return f"whoosh-{SCHEMA_VERSION}"

    @property
    def generation(self) -> int:
        """Count the commits, over rebuilds too."""
        number = self._latest().number
        assert self._folder is not None
        return int(self._folder.name.removeprefix("index-")) * 1_000_000 + number

    # Writing

    def _create_if_new(self) -> None:
        """Make the first index of a new directory; one that had an index and lost it stays broken."""
        if not (self.root / "CURRENT").exists() and self._generation is None:
            if any(self.root.glob("index-*")):
                raise IndexBroken("the name of the index in use is missing")
            folder = self.root / "index-1"
            create(folder)
            self._put_in_use(folder)

    def _write(self, add: list[Prepared], remove: Iterable[int] = (), merge_all: bool = False) -> int:
        self._create_if_new()
        generation = self._latest(at_once=True)
        assert self._folder is not None
        try:
            return commit(self._folder, generation, add, remove, merge_all)
        except FileNotFoundError as error:
            raise IndexBroken(f"a file of the index is missing: {error}") from error
        except OSError as error:
            raise SearchError(f"the index cannot be written: {error}") from error
        finally:
            self._checked = 0.0

    def index(self, entries: Iterable[Entry]) -> int:
        """Add or replace entries by id, a commit for each batch."""
        self._make_root()
        done = 0
        for batch in batches(entries):
            prepared = prepare_batch(batch)
            with held(self._lock_path):
                rebuilding.note(self.root, batch)
                self._write(prepared)
            done += len(prepared)
        return done

    def remove(self, ids: Iterable[int]) -> int:
        """Take entries out."""
        gone = sorted(set(ids))
        self._make_root()
        with held(self._lock_path):
            rebuilding.note(self.root, removed=gone)
            return self._write([], gone)

    def optimise(self) -> None:
        """Merge all segments into one, without what was deleted."""
        self._make_root()
        with held(self._lock_path):
            self._create_if_new()
            opened = self._latest(at_once=True).opened
            if len(opened) > 1 or any(one.live.bit_count() < one.facts.size for one in opened):
                self._write([], merge_all=True)

    def rebuild(self, entries: Iterable[Entry], progress: rebuilding.Progress | None = None) -> int:
        """Build the index anew beside the old one and switch to it; see `search.rebuilding.rebuild`."""
        self._make_root()
        return rebuilding.rebuild(self.root, entries, self._put_in_use, progress)

    def rebuilt_up_to(self) -> int:
        """Tell the last id an interrupted rebuild has done, 0 without one."""
        return rebuilding.done_up_to(self.root)

    def close(self) -> None:
        """Forget the open generation; its files close with their last reader."""
        with self._lock:
            self._generation = self._folder = None
