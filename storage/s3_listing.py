"""What lies in a bucket: keys, and every version behind them, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from minio import Minio

from .contract import PREFIX, ObjectMissing, StoredVersion
from .s3_errors import translated


def keys_of(client: Minio, bucket: str) -> Iterator[tuple[str, int]]:
    """Every key below `sha256/` with the size in bytes of its latest version; nothing where there is no bucket."""
    for found in _listed(client, bucket):
        yield str(found.object_name), found.size or 0


def versions_of(client: Minio, bucket: str) -> Iterator[StoredVersion]:
    """Every version below `sha256/`; a mark that something was deleted is none."""
    for found in _listed(client, bucket, include_version=True):
        if not found.is_delete_marker:
            yield StoredVersion(str(found.object_name), version_of(found), found.size or 0, found.last_modified)


def version_of(found: Any) -> str | None:
    """The version id, None for the one version of a bucket that keeps none."""
    return None if found.version_id in {None, "", "null"} else str(found.version_id)


def _listed(client: Minio, bucket: str, **more: Any) -> Iterator[Any]:
    try:
        with translated(bucket):
            yield from client.list_objects(bucket, prefix=PREFIX, recursive=True, **more)
    except ObjectMissing:
        return
