"""Learning size and SHA-256 of a stream before it is put, and its MD5 on the way, without holding it in memory."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, BinaryIO, cast

from .contract import StorageError, TooLarge

PART = 5 * 1024 * 1024
"""Bytes of one part of a multipart upload, the least S3 allows; a shorter object is put in one piece."""

CHUNK = 256 * 1024


class Etag:
    """The ETag S3 gives bytes that are put in parts of `PART`: the MD5 of one, else that of the parts' MD5s."""

    def __init__(self) -> None:
        self._size = 0
        self._part = hashlib.md5(usedforsecurity=False)
        self._parts: list[bytes] = []

    def add(self, chunk: bytes) -> None:
        """Go on with these bytes."""
        rest = memoryview(chunk)
        while rest:
            room = PART - self._size % PART
            piece, rest = rest[:room], rest[room:]
            self._part.update(piece)
            self._size += len(piece)
            if self._size % PART == 0:
                self._close_part()

    def value(self) -> str:
        """The ETag, once all bytes were added."""
        if self._size % PART or not self._parts:
            self._close_part()
        if len(self._parts) == 1:
            return self._parts[0].hex()
        return f"{hashlib.md5(b''.join(self._parts), usedforsecurity=False).hexdigest()}-{len(self._parts)}"

    def _close_part(self) -> None:
        self._parts.append(self._part.digest())
        self._part = hashlib.md5(usedforsecurity=False)


@dataclass
class Measured:
    """A file standing at its beginning, with what its bytes are: size, SHA-256, and the ETag S3 gives them.

    The ETag is an MD5 over all of it, so it is only made where somebody asks, and once.
    """

    file: BinaryIO
    start: int
    size: int
    sha256: str
    _etag: str = field(default="", init=False)

    def etag(self) -> str:
        """The ETag; reads the file where `watched` did not see it pass."""
        if not self._etag:
            meter = Etag()
            self.rewind()
            for chunk in iter(lambda: self.file.read(CHUNK), b""):
                meter.add(chunk)
            self._etag = meter.value()
        return self._etag

    def rewind(self) -> None:
        """Stand at the beginning again."""
        self.file.seek(self.start)

    @contextmanager
    def watched(self) -> Iterator[BinaryIO]:
        """The file from its beginning, its ETag made while it is read: sending parts takes longer than the MD5."""
        meter = Etag()
        self.rewind()
        yield cast(BinaryIO, _Watched(self.file, meter.add))
        self._etag = meter.value()


class _Watched:
    """A stream that shows what is read from it."""

    def __init__(self, file: BinaryIO, show: Callable[[bytes], None]) -> None:
        self._file, self._show = file, show

    def read(self, amount: int = -1, /) -> bytes:
        data = self._file.read(amount)
        self._show(data)
        return data


class _Meter:
    def __init__(self, limit: int | None) -> None:
        self._limit, self._size = limit, 0
        self._sha256 = hashlib.sha256()

    def add(self, chunk: bytes) -> None:
        self._sha256.update(chunk)
        self._size += len(chunk)
        if self._limit is not None and self._size > self._limit:
            raise TooLarge(self._limit)

    def result(self, file: BinaryIO, start: int) -> Measured:
        return Measured(file, start, self._size, self._sha256.hexdigest())


@contextmanager
def measured(stream: BinaryIO, limit: int | None) -> Iterator[Measured]:
    """The rest of `stream`, measured; a stream that cannot be rewound is copied to a temporary file.

    Errors of the stream itself pass as they are. :raises TooLarge: past `limit` bytes.
    """
    meter = _Meter(limit)
    if _can_rewind(stream):
        start = stream.tell()
        for chunk in iter(lambda: stream.read(CHUNK), b""):
            meter.add(chunk)
        stream.seek(start)
        yield meter.result(stream, start)
        return
    with tempfile.SpooledTemporaryFile(max_size=PART) as spool:
        for chunk in iter(lambda: stream.read(CHUNK), b""):
            meter.add(chunk)
            _write(spool, chunk)
        spool.seek(0)
        yield meter.result(cast(BinaryIO, spool), 0)


def _can_rewind(stream: BinaryIO) -> bool:
    seekable = getattr(stream, "seekable", None)
    return bool(seekable and seekable())


def _write(spool: IO[bytes], chunk: bytes) -> None:
    try:
        spool.write(chunk)
    except OSError as error:
        raise StorageError(f"no room for a temporary copy: {error}") from error
