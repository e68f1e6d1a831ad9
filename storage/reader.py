"""Reading an object so that damaged bytes are never handed on as the whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from types import TracebackType
from typing import Protocol, Self

from .contract import ObjectDamaged

CHUNK = 256 * 1024


class Source(Protocol):
    """Bytes as a driver delivers them; `read` gives b"" only at the end."""

    def read(self, amount: int, /) -> bytes:
        """At most `amount` bytes."""

    def close(self) -> None:
        """Let go of the connection."""


class ObjectReader:
    """A context manager that reads one object, holding the last chunk back until its hash is right.

    An object of up to 256 KiB is therefore proved whole before its first byte leaves; of a longer one the
    end is missing where it is damaged, so that a download breaks off instead of looking complete.
    """

    def __init__(self, source: Source, *, key: str, sha256: str | None, size: int | None) -> None:
        self._source, self._key, self._sha256, self.size = source, key, sha256, size
        self._hash = hashlib.sha256()
        self._seen = 0
        self._held = b""
        self._ready = bytearray()
        self._finished = False
        self._damage: ObjectDamaged | None = None

    def read(self, amount: int = -1) -> bytes:
        """At most `amount` bytes (all of them where negative); b"" at the verified end.

        :raises ObjectDamaged: where hash or size are not those the object was stored with.
        """
        while not self._finished and (amount < 0 or len(self._ready) < amount):
            self._pull()
        end = len(self._ready) if amount < 0 else amount
        data = bytes(self._ready[:end])
        del self._ready[:end]
        return data

    def iter_chunks(self, amount: int = CHUNK) -> Iterator[bytes]:
        """The object in pieces of at most `amount` bytes; raises like `read`, and closes at the end."""
        with self:
            while chunk := self.read(amount):
                yield chunk

    def close(self) -> None:
        """Let go of the connection; reading on is an error."""
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _pull(self) -> None:
        if self._damage is not None:
            raise self._damage
        chunk = self._source.read(CHUNK)
        self._seen += len(chunk)
        if self._sha256 is not None:
            self._hash.update(chunk)
            self._check(at_end=not chunk)
        self._ready += self._held
        self._held = chunk
        self._finished = not chunk

    def _check(self, *, at_end: bool) -> None:
        too_long = self.size is not None and self._seen > self.size
        too_short = at_end and self.size is not None and self._seen < self.size
        if too_long or too_short:
            self._fail(f"{self._key}: {self._seen} bytes read, {self.size} expected")
        if at_end and self._hash.hexdigest() != self._sha256:
            self._fail(f"{self._key}: SHA-256 is {self._hash.hexdigest()}, {self._sha256} expected")

    def _fail(self, text: str) -> None:
        self._damage = ObjectDamaged(text)
        self.close()
        raise self._damage
