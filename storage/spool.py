"""Learning size and hashes of a stream before it is put, without holding it in memory."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from .contract import StorageError, TooLarge

PART = 5 * 1024 * 1024
"""Bytes of one part of a multipart upload, the least S3 allows; a shorter object is put in one piece."""

CHUNK = 256 * 1024


@dataclass(frozen=True)
class Measured:
    """A file standing at its beginning, with what its bytes are: size, SHA-256 and the ETag S3 gives them."""

    file: BinaryIO
    size: int
    sha256: str
    etag: str


class _Meter:
    def __init__(self, limit: int | None) -> None:
        self.limit, self.size = limit, 0
        self._sha256 = hashlib.sha256()
        self._part = hashlib.md5(usedforsecurity=False)
        self._parts: list[bytes] = []

    def add(self, chunk: bytes) -> None:
        rest = memoryview(chunk)
        while rest:
            room = PART - self.size % PART
            piece, rest = rest[:room], rest[room:]
            self._part.update(piece)
            self.size += len(piece)
            if self.size % PART == 0:
                self._close_part()
        self._sha256.update(chunk)
        if self.limit is not None and self.size > self.limit:
            raise TooLarge(self.limit)

    def _close_part(self) -> None:
        self._parts.append(self._part.digest())
        self._part = hashlib.md5(usedforsecurity=False)

    def result(self, file: BinaryIO) -> Measured:
        if self.size % PART or not self._parts:
            self._close_part()
        if len(self._parts) == 1:
            etag = self._parts[0].hex()
        else:
            whole = hashlib.md5(b"".join(self._parts), usedforsecurity=False)
            etag = f"{whole.hexdigest()}-{len(self._parts)}"
        return Measured(file, self.size, self._sha256.hexdigest(), etag)


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
        yield meter.result(stream)
        return
    with tempfile.SpooledTemporaryFile(max_size=PART) as spool:
        for chunk in iter(lambda: stream.read(CHUNK), b""):
            meter.add(chunk)
            _write(spool, chunk)
        spool.seek(0)
        yield meter.result(cast(BinaryIO, spool))


def _can_rewind(stream: BinaryIO) -> bool:
    seekable = getattr(stream, "seekable", None)
    return bool(seekable and seekable())


def _write(spool: IO[bytes], chunk: bytes) -> None:
    try:
        spool.write(chunk)
    except OSError as error:
        raise StorageError(f"no room for a temporary copy: {error}") from error
