"""Trying out what an S3 bucket really keeps, since what it claims is not always what it does."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from minio import Minio
from minio.commonconfig import COMPLIANCE
from minio.error import S3Error
from minio.retention import Retention
from urllib3.exceptions import HTTPError

from .contract import StoreHealth

KEY = "probe/write-once"
BEACON = "probe/beacon"
HOLD = timedelta(seconds=60)
"""How long a probe object stays locked; it is cleared away by the next probe after that."""


def try_out(client: Minio, bucket: str, *, with_lock: bool) -> StoreHealth:
    """Write two versions, read the first by its id, try to delete it. :raises S3Error: as it comes."""
    _clear(client, bucket)
    first = _put(client, bucket, b"first", with_lock)
    _put(client, bucket, b"second", with_lock)
    kept = client.get_object(bucket, KEY, version_id=first) if first else client.get_object(bucket, KEY)
    with kept:
        data = kept.read()
    keeps_versions = first is not None and data == b"first"
    if first is None and data != b"second":
        return StoreHealth(False, False, False, "the bytes read are not the bytes written")
    keeps_locks = with_lock and first is not None and _refuses_deletion(client, bucket, first)
    _clear(client, bucket)
    said = [f"versions {'kept' if keeps_versions else 'not kept'}"]
    said.append(f"object lock {'held' if keeps_locks else 'broken' if with_lock else 'not offered'}")
    return StoreHealth(True, keeps_versions, keeps_locks, ", ".join(said))


def leave_beacon(client: Minio, bucket: str) -> None:
    """Write an object by which the next start can see that what was written before can be read again."""
    client.put_object(bucket, BEACON, io.BytesIO(b"beacon"), 6)


def sees_beacon(client: Minio, bucket: str) -> bool:
    """Whether the object left by `leave_beacon` can be read."""
    with suppress(S3Error, HTTPError), client.get_object(bucket, BEACON) as answer:
        return answer.read() == b"beacon"
    return False


def _put(client: Minio, bucket: str, data: bytes, with_lock: bool) -> str | None:
    retention = Retention(COMPLIANCE, datetime.now(UTC) + HOLD) if with_lock else None
    version = client.put_object(bucket, KEY, io.BytesIO(data), len(data), retention=retention).version_id
    return version if version != "null" else None


def _refuses_deletion(client: Minio, bucket: str, version: str) -> bool:
    """Whether deleting is refused *because of the lock*: a key without the right to delete proves nothing."""
    held = client.get_object_retention(bucket, KEY, version_id=version)
    with suppress(S3Error):
        client.remove_object(bucket, KEY, version_id=version)
    try:
        client.stat_object(bucket, KEY, version_id=version)
    except S3Error:
        return False
    return held is not None and held.mode == COMPLIANCE


def _clear(client: Minio, bucket: str) -> None:
    """Delete earlier probe objects as far as their short lock has run out."""
    for found in list(client.list_objects(bucket, prefix=KEY, include_version=True)):
        with suppress(S3Error):
            client.remove_object(bucket, KEY, version_id=found.version_id)
