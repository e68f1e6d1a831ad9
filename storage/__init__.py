"""Where the electronic originals rest: one small protocol, one module for each kind of store."""

from __future__ import annotations

from .contract import (
    ObjectDamaged,
    ObjectLocked,
    ObjectMissing,
    ObjectStore,
    StorageError,
    StoredObject,
    StoredVersion,
    StoreHealth,
    StoreUnavailable,
    TooLarge,
    key_of,
)
from .reader import CHUNK, ObjectReader

__all__ = [
    "CHUNK",
    "ObjectDamaged",
    "ObjectLocked",
    "ObjectMissing",
    "ObjectReader",
    "ObjectStore",
    "StorageError",
    "StoreHealth",
    "StoreUnavailable",
    "StoredObject",
    "StoredVersion",
    "TooLarge",
    "key_of",
    "open_store",
]


def open_store(url: str) -> ObjectStore:
    """The store a URL names; nothing is connected to before the first use.

    `memory:` forgets at the end of the process; `none:` refuses everything. `s3://KEY:SECRET@host:port/bucket` is
    any S3 store; for its options see `storage.minio_store.S3Address`.

    :raises StorageError: for a URL that names no store.
    """
    scheme = url.split(":", 1)[0]
    if scheme == "memory":
        from .memory_store import MemoryStore

        return MemoryStore()
    if scheme == "none":
        from .no_store import NoStore

        return NoStore()
    if scheme == "s3":
        from .minio_store import MinioStore, S3Address

        return MinioStore(S3Address.parse(url))
    raise StorageError(f"no object store is called {scheme!r}; known are memory:, none: and s3:")
