"""A store that forgets: the whole promise of `ObjectStore`, kept in a dictionary, for unit tests."""

from __future__ import annotations

import io
import itertools
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from .contract import ObjectDamaged, ObjectMissing, StoredObject, StoredVersion, StoreHealth, key_of
from .reader import ObjectReader
from .spool import measured


class MemoryStore:
    """Objects and their versions in memory; safe to use from several threads."""

    def __init__(self) -> None:
        self._versions: dict[str, dict[str, bytes]] = {}
        self._put_at: dict[tuple[str, str], datetime] = {}
        self._numbers = itertools.count(1)  # a version that was taken out never comes back by its name
        self._lock = threading.Lock()

    def put(self, stream: BinaryIO, *, limit: int | None = None) -> StoredObject:
        """Keep the rest of `stream`. :raises TooLarge: past `limit` bytes."""
        with measured(stream, limit) as found:
            data, key = found.file.read(), key_of(found.sha256)
        with self._lock:
            versions = self._versions.setdefault(key, {})
            if not versions or list(versions.values())[-1] != data:
                version = f"v{next(self._numbers)}"
                versions[version], self._put_at[key, version] = data, datetime.now(UTC)
            return StoredObject(key, list(versions)[-1], found.size, found.sha256)

    def open(self, key: str, version: str | None, *, sha256: str, size: int) -> ObjectReader:
        """A verifying reader. :raises ObjectMissing: :raises ObjectDamaged:"""
        data = self._get(key, version)
        if len(data) != size:
            raise ObjectDamaged(f"{key}: {len(data)} bytes in the store, {size} expected")
        return ObjectReader(io.BytesIO(data), key=key, sha256=sha256, size=size)

    def open_range(self, key: str, version: str | None, start: int, length: int) -> ObjectReader:
        """A reader of a part, not verified. :raises ObjectMissing:"""
        data = self._get(key, version)[start : start + length]
        return ObjectReader(io.BytesIO(data), key=key, sha256=None, size=len(data))

    def stat(self, key: str, version: str | None) -> StoredObject:
        """Size of one version. :raises ObjectMissing:"""
        data = self._get(key, version)
        found = version if version is not None else list(self._versions[key])[-1]
        return StoredObject(key, found, len(data), key.rsplit("/", 1)[-1])

    def hold(self, key: str, version: str | None) -> datetime | None:
        """Nothing is locked here. :raises ObjectMissing:"""
        self._get(key, version)
        return None

    def exists(self, key: str, version: str | None) -> bool:
        """Whether that version is there."""
        versions = self._versions.get(key, {})
        return bool(versions) if version is None else version in versions

    def keys(self) -> Iterator[tuple[str, int]]:
        """Every key with the size in bytes of its latest version."""
        with self._lock:
            found = [(key, len(list(versions.values())[-1])) for key, versions in self._versions.items()]
        return iter(found)

    def versions(self) -> Iterator[StoredVersion]:
        """Every version there is."""
        now = datetime.now(UTC)
        with self._lock:
            return iter(
                [
                    StoredVersion(key, version, len(data), self._put_at.get((key, version), now))
                    for key, versions in self._versions.items()
                    for version, data in versions.items()
                ]
            )

    def remove(self, key: str, version: str) -> None:
        """Forget one version."""
        with self._lock:
            self._versions.get(key, {}).pop(version, None)
            if not self._versions.get(key, True):
                del self._versions[key]

    def ping(self) -> None:
        """Always there."""

    def probe(self) -> StoreHealth:
        """Versions are kept until the process ends; locks mean nothing here."""
        return StoreHealth(ok=True, keeps_versions=True, keeps_locks=False, message="in memory, forgets")

    def close(self) -> None:
        """Nothing to let go of."""

    def _get(self, key: str, version: str | None) -> bytes:
        versions = self._versions.get(key, {})
        if not self.exists(key, version):
            raise ObjectMissing(f"{key} version {version}")
        return list(versions.values())[-1] if version is None else versions[version]
