"""The store of an installation that has none: it refuses in so many words, so that nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, NoReturn

from .contract import StorageError, StoredObject, StoredVersion, StoreHealth
from .reader import ObjectReader

WHY = "no store is configured: its address is the setting store_url"


class NoStore:
    """Every call is refused, whatever it asks for."""

    def put(self, stream: BinaryIO, *, limit: int | None = None) -> StoredObject:
        """Refuse. :raises StorageError:"""
        _refuse()

    def open(self, key: str, version: str | None, *, sha256: str, size: int) -> ObjectReader:
        """Refuse. :raises StorageError:"""
        _refuse()

    def open_range(self, key: str, version: str | None, start: int, length: int) -> ObjectReader:
        """Refuse. :raises StorageError:"""
        _refuse()

    def stat(self, key: str, version: str | None) -> StoredObject:
        """Refuse. :raises StorageError:"""
        _refuse()

    def hold(self, key: str, version: str | None) -> datetime | None:
        """Refuse. :raises StorageError:"""
        _refuse()

    def exists(self, key: str, version: str | None) -> bool:
        """Refuse. :raises StorageError:"""
        _refuse()

    def keys(self) -> Iterator[tuple[str, int]]:
        """Refuse. :raises StorageError:"""
        _refuse()

    def versions(self) -> Iterator[StoredVersion]:
        """Refuse. :raises StorageError:"""
        _refuse()

    def remove(self, key: str, version: str) -> None:
        """Refuse. :raises StorageError:"""
        _refuse()

    def ping(self) -> None:
        """Refuse. :raises StorageError:"""
        _refuse()

    def probe(self) -> StoreHealth:
        """Say that there is none."""
        return StoreHealth(ok=False, keeps_versions=False, keeps_locks=False, message=WHY)

    def close(self) -> None:
        """Nothing to let go of."""


def _refuse() -> NoReturn:
    raise StorageError(WHY)
