"""Where Whoosh keeps an index on disk: files mapped without copies, sealed with checksums at each commit.

Two departures from Whoosh's own `FileStorage`, both measured in `search.md`:
- it copies whole segments into memory when it opens them (330 MB a reader at 60,000 documents); here the
  readers of a process share one read-only map a file;
- it neither syncs nor checks what it wrote. Here the files of a commit are synced and their sizes and CRCs
  recorded before the commit becomes visible by a rename, and a generation is checked before it is trusted:
  a damaged index is refused, never half read, and nothing of it is unpickled.
"""
# mypy: disable-error-code="no-untyped-call"
# Whoosh annotates only part of its classes.

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import TOC

from search.model import IndexBroken

SCHEMA_VERSION = 2
NAME = "MAIN"
_CHUNK = 1 << 20


class Sealed(NamedTuple):
    """What a file was when it was committed."""

    size: int
    crc: int


def _sum_file(path: Path) -> Sealed:
    size = crc = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            size, crc = size + len(chunk), zlib.crc32(chunk, crc)
    return Sealed(size, crc)


def sync(path: Path) -> None:
    """Force a file or a directory to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_safely(path: Path, text: str) -> None:
    """Replace a small file so that a reader sees the old or the new one, whole."""
    draft = path.with_name(path.name + ".new")
    draft.write_text(text, encoding="utf-8")
    sync(draft)
    os.replace(draft, path)
    sync(path.parent)


class _Cursor:
    """A position in a map, for the few places where Whoosh reads on instead of reading at."""

    def __init__(self, view: memoryview) -> None:
        self._view, self._at = view, 0

    def read(self, size: int = -1) -> bytes:
        end = len(self._view) if size is None or size < 0 else self._at + size
        found = bytes(self._view[self._at : end])
        self._at += len(found)
        return found

    def readline(self) -> bytes:
        rest = bytes(self._view[self._at :])
        end = rest.find(b"\n") + 1 or len(rest)
        self._at += end
        return rest[:end]

    def seek(self, where: int, whence: int = os.SEEK_SET) -> int:
        self._at = where + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: len(self._view)}[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        self._view = memoryview(b"")


class MappedFile(BufferFile):
    """A file of an index as a view of its map: Whoosh's `BufferFile` without the copy it makes."""

    def __init__(self, view: memoryview, name: str) -> None:
        self._buf: Any = view
        self._name = name
        self.file: Any = _Cursor(view)
        self.onclose = None
        self.is_real = False
        self.is_closed = False

    @property
    def view(self) -> memoryview:
        """The bytes themselves."""
        view: memoryview = self._buf
        return view


class IndexStorage(FileStorage):
    """The directory of one index: Whoosh's storage, sealing what it commits."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.path = folder
        self._created: set[str] = set()

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **kwargs: Any) -> Any:
        """Create a file, remembering to seal it."""
        self._created.add(name)
        return super().create_file(name, excl=excl, mode=mode, **kwargs)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Make a commit visible: everything it wrote is on the disk and sealed before the rename."""
        self._created.discard(oldname)
        files = self._sealed_before() | {name: _sum_file(self.path / name) for name in self._created}
        for name in self._created:
            sync(self.path / name)
        sync(self.path / oldname)
        files[newname] = _sum_file(self.path / oldname)
        write_safely(self.path / seal_name(newname), _seal_text(files))
        super().rename_file(oldname, newname, safe=safe)
        sync(self.path)
        self._created.clear()

    def _sealed_before(self) -> dict[str, Sealed]:
        generation = latest_generation(self.path)
        if generation < 0:
            return {}
        sealed = read_seal(self.path, generation)
        there = set(os.listdir(self.path))
        return {name: seal for name, seal in sealed.items() if name in there and not name.endswith(".toc")}

    def tidy(self, generation: int, segments: Iterable[str]) -> None:
        """Delete what no generation needs; only the holder of the writer's lock may."""
        kept = {toc_name(generation), seal_name(toc_name(generation))}
        needed = tuple(f"{segment}." for segment in segments)
        for name in os.listdir(self.path):
            ours = name.startswith((NAME, f"_{NAME}"))
            if ours and name not in kept and not name.startswith(needed):
                (self.path / name).unlink(missing_ok=True)


def toc_name(generation: int) -> str:
    """Name the table of contents of a generation."""
    name: str = TOC._filename(NAME, generation)
    return name


def seal_name(toc: str) -> str:
    """Name the record of checksums that belongs to a table of contents."""
    return toc.removesuffix(".toc") + ".seal"


def latest_generation(folder: Path) -> int:
    """Find the newest commit of a directory; -1 without any. Raises OSError where there is no directory."""
    pattern = TOC._pattern(NAME)
    return max((int(m[1]) for m in map(pattern.match, os.listdir(folder)) if m), default=-1)


def _seal_text(files: dict[str, Sealed]) -> str:
    return json.dumps({"schema": SCHEMA_VERSION, "files": files}, indent=0, sort_keys=True)


def read_seal(folder: Path, generation: int) -> dict[str, Sealed]:
    """Read the checksums of a generation. Raises `IndexBroken`, also where the schema is another."""
    try:
        record = json.loads((folder / seal_name(toc_name(generation))).read_text(encoding="utf-8"))
        files = {name: Sealed(int(size), int(crc)) for name, (size, crc) in record["files"].items()}
        schema = record["schema"]
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise IndexBroken("the record of checksums is damaged") from error
    if schema != SCHEMA_VERSION:
        raise IndexBroken(f"the index is of schema {schema}, this program writes {SCHEMA_VERSION}")
    return files


class Verified:
    """Remembers which files of a process were checked, by name, size and time of change."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, int]] = {}
        self._lock = Lock()

    def check(self, folder: Path, sealed: dict[str, Sealed], names: Iterable[str]) -> None:
        """Compare files with their seals. Raises `IndexBroken` for what is missing or differs."""
        for name in names:
            path = folder / name
            seal = sealed.get(name)
            if seal is None:
                raise IndexBroken(f"{name} is not sealed")
            state = path.stat()
            mark = (state.st_size, state.st_mtime_ns)
            with self._lock:
                if self._seen.get(str(path)) == mark:
                    continue
            if _sum_file(path) != seal:
                raise IndexBroken(f"{name} is damaged")
            with self._lock:
                self._seen[str(path)] = mark


class Maps:
    """The mapped files of one segment, shared by the threads of a process; freed with the last reader."""

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        self._views: dict[str, memoryview] = {}
        for name in names:
            with (folder / name).open("rb") as file:
                empty = os.fstat(file.fileno()).st_size == 0  # nothing cannot be mapped
                content = b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._views[name] = memoryview(content)

    def open(self, name: str) -> MappedFile:
        """Open a file with a position of its own."""
        return MappedFile(self._views[name], name)

    def length(self, name: str) -> int:
        """Tell the size of a file in bytes."""
        return len(self._views[name])
