"""What every object store promises: its shapes, its errors, the layout of its keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from .reader import ObjectReader

PREFIX = "sha256/"


class StorageError(Exception):
    """The store could not do what was asked; the foreign error is the cause."""


class ObjectMissing(StorageError):
    """There is no such object, or no such version of it."""


class ObjectDamaged(StorageError):
    """The bytes the store gave are not the bytes that were put."""


class StoreUnavailable(StorageError):
    """The store cannot be reached at present; trying again later is sensible."""


class ObjectLocked(StorageError):
    """The store may not take the object out before `until`; nothing was changed."""

    def __init__(self, key: str, until: datetime) -> None:
        super().__init__(f"{key} is locked until {until:%Y-%m-%d}")
        self.until = until


class TooLarge(StorageError):
    """The stream is longer than `limit` bytes; nothing was stored."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


@dataclass(frozen=True)
class StoredObject:
    """One object at rest: its key, its version (None where the store keeps none), bytes, SHA-256 in hex.

    `locked_until` is the instant before which nobody can delete it, as far as `stat` was told of one.
    """

    key: str
    version: str | None
    size: int
    sha256: str
    locked_until: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True)
class StoredVersion:
    """One version as a list of the store names it; `put_at` is the store's own instant."""

    key: str
    version: str | None
    size: int
    put_at: datetime


@dataclass(frozen=True)
class StoreHealth:
    """What a trial of the store showed; `message` is a technical detail for the log."""

    ok: bool
    keeps_versions: bool
    keeps_locks: bool
    message: str


class ObjectStore(Protocol):
    """Where originals rest: objects are put once, named by their content, never changed, taken out by `remove` alone.

    Every method raises StoreUnavailable while the store cannot be reached, StorageError where it refuses.
    """

    def put(self, stream: BinaryIO, *, limit: int | None = None) -> StoredObject:
        """Keep the rest of `stream` and prove that it is kept; the same bytes twice are one object.

        Where the store locks objects, an object that is there already is locked as long as a new one would be.
        Never holds a large stream in memory. :raises TooLarge: past `limit` bytes, with nothing stored.
        """

    def open(self, key: str, version: str | None, *, sha256: str, size: int) -> ObjectReader:
        """A reader of one version whose end is delivered only after the SHA-256 was found right.

        :raises ObjectMissing: here. :raises ObjectDamaged: here or while reading.
        """

    def open_range(self, key: str, version: str | None, start: int, length: int) -> ObjectReader:
        """A reader of `length` bytes from `start`; a part has no hash of its own, so it is not verified."""

    def stat(self, key: str, version: str | None) -> StoredObject:
        """What the store says of one version, without reading it; `sha256` is what the key claims.

        :raises ObjectMissing: where there is none.
        """

    def hold(self, key: str, version: str | None) -> datetime | None:
        """Lock one version as long as one that is put now, never shorter; until when, None without locks.

        :raises ObjectMissing: where there is none.
        """

    def exists(self, key: str, version: str | None) -> bool:
        """Whether that version is there, without reading it."""

    def keys(self) -> Iterator[tuple[str, int]]:
        """Every original in the store as (key, size in bytes of the latest version), in no promised order."""

    def versions(self) -> Iterator[StoredVersion]:
        """Every version of every original, those behind the latest too, in no promised order."""

    def remove(self, key: str, version: str) -> None:
        """Take one version out for ever; others of the key stay. One that is not there is no error.

        :raises ObjectLocked: while its lock holds.
        """

    def ping(self) -> None:
        """Return if the store answers at all; cheap, for readiness checks. :raises StoreUnavailable:"""

    def probe(self) -> StoreHealth:
        """Try writing, overwriting and deleting a small object; never raises for an unreachable store."""

    def close(self) -> None:
        """Let go of connections; the store may not be used afterwards."""


def key_of(sha256: str) -> str:
    """The key of content with that hash: `sha256/ab/cd/<64 hex digits>`."""
    return f"{PREFIX}{sha256[:2]}/{sha256[2:4]}/{sha256}"
