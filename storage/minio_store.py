"""Any S3 store, spoken to through the MinIO SDK; hashes, versions and locks are watched over here."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO

import urllib3
from minio.commonconfig import COMPLIANCE, ENABLED
from minio.error import S3Error
from minio.retention import Retention
from minio.versioningconfig import VersioningConfig

from .contract import (
    ObjectDamaged,
    ObjectLocked,
    ObjectMissing,
    StorageError,
    StoredObject,
    StoredVersion,
    StoreHealth,
    key_of,
)
from .gate import Gate
from .reader import CHUNK, ObjectReader
from .s3_address import S3Address
from .s3_body import Body
from .s3_client import Client, confirms, locked_until
from .s3_errors import PatientRetry, translated
from .s3_listing import keys_of, version_of, versions_of
from .s3_probe import leave_beacon, sees_beacon, try_out
from .spool import PART, Measured, measured

__all__ = ["MinioStore", "S3Address"]

DAY = timedelta(days=1)


class MinioStore:
    """An S3 bucket as an `ObjectStore`; safe to use from several threads."""

    def __init__(self, address: S3Address) -> None:
        self._address, self._bucket = address, address.bucket
        self._gate = Gate(calls=address.calls)
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=address.connect_seconds, read=address.read_seconds),
            maxsize=3 * address.calls,
            retries=PatientRetry.standard(),
            cert_reqs="CERT_REQUIRED",
        )
        self._client = Client(
            address.host,
            address.access_key,
            address.secret_key,
            secure=address.secure,
            region=address.region,
            http_client=self._pool,
        )
        self._bucket_lock = threading.Lock()
        self._bucket_seen = False
        self._locks: bool | None = {"off": False, "require": True}.get(address.lock)

    def put(self, stream: BinaryIO, *, limit: int | None = None) -> StoredObject:
        """Keep the rest of `stream`, verified after the put. :raises TooLarge: past `limit` bytes."""
        with measured(stream, limit) as found:
            key = key_of(found.sha256)
            with self._gate.passing(), translated(key):
                self._ensure_bucket()
                if found.size <= PART:
                    return self._write_whole(key, found)
                return self._find(key, found) or self._write_parts(key, found)

    def open(self, key: str, version: str | None, *, sha256: str, size: int) -> ObjectReader:
        """A verifying reader of one version. :raises ObjectMissing: :raises ObjectDamaged:"""
        with self._gate.passing(), translated(key):
            response = self._client.get_object(self._bucket, key, version_id=version)
        source = Body(response, key, self._gate)
        length = int(response.headers.get("content-length", size))
        if length != size:
            source.close()
            raise ObjectDamaged(f"{key}: {length} bytes in the store, {size} expected")
        return ObjectReader(source, key=key, sha256=sha256, size=size)

    def open_range(self, key: str, version: str | None, start: int, length: int) -> ObjectReader:
        """A reader of a part, not verified. :raises ObjectMissing:"""
        with self._gate.passing(), translated(key):
            response = self._client.get_object(self._bucket, key, offset=start, length=length, version_id=version)
        return ObjectReader(Body(response, key, self._gate), key=key, sha256=None, size=None)

    def stat(self, key: str, version: str | None) -> StoredObject:
        """Size of one version. :raises ObjectMissing:"""
        with self._gate.passing(), translated(key):
            found = self._client.stat_object(self._bucket, key, version_id=version)
        return StoredObject(key, version_of(found), found.size or 0, key.rsplit("/", 1)[-1], locked_until(found))

    def hold(self, key: str, version: str | None) -> datetime | None:
        """Lock one version as long as one that is put now. :raises ObjectMissing:"""
        with self._gate.passing(), translated(key):
            return self._hold(key, self._client.stat_object(self._bucket, key, version_id=version))

    def exists(self, key: str, version: str | None) -> bool:
        """Whether that version is there."""
        try:
            self.stat(key, version)
        except ObjectMissing:
            return False
        return True

    def keys(self) -> Iterator[tuple[str, int]]:
        """Every key below `sha256/` with the size in bytes of its latest version, a page at a time."""
        return keys_of(self._client, self._bucket)

    def versions(self) -> Iterator[StoredVersion]:
        """Every version below `sha256/`, a page at a time; marks of deletion are none."""
        return versions_of(self._client, self._bucket)

    def remove(self, key: str, version: str) -> None:
        """Take one version out. :raises ObjectLocked: while its lock holds."""
        with self._gate.passing(), translated(key):
            try:
                with translated(key):
                    until = locked_until(self._client.stat_object(self._bucket, key, version_id=version))
            except ObjectMissing:
                return
            if until is not None and until > datetime.now(UTC):
                raise ObjectLocked(key, until)
            self._client.remove_object(self._bucket, key, version_id=version)

    def ping(self) -> None:
        """Ask for the bucket. :raises StoreUnavailable:"""
        with self._gate.passing(), translated(self._bucket):
            self._client.bucket_exists(self._bucket)

    def probe(self) -> StoreHealth:
        """Write, overwrite, delete a small object below `probe/`, and say what the store made of it."""
        try:
            with self._gate.passing(), translated("probe"):
                self._ensure_bucket()
                return try_out(self._client, self._bucket, with_lock=self._keeps_locks())
        except StorageError as error:
            return StoreHealth(ok=False, keeps_versions=False, keeps_locks=False, message=str(error))

    def leave_beacon(self) -> None:
        """Write an object for `sees_beacon`. :raises StoreUnavailable:"""
        with self._gate.passing(), translated("beacon"):
            self._ensure_bucket()
            leave_beacon(self._client, self._bucket)

    def sees_beacon(self) -> bool:
        """Whether what was left by `leave_beacon` can be read; a store just started may need a moment."""
        return sees_beacon(self._client, self._bucket)

    def close(self) -> None:
        """Close every pooled connection."""
        self._pool.clear()

    def _find(self, key: str, wanted: Measured) -> StoredObject | None:
        """The object of these bytes if the store has it and it is whole; it is locked as if it were new."""
        try:
            with translated(key):
                found = self._client.stat_object(self._bucket, key)
        except ObjectMissing:
            return None
        kept = self._accept(key, found, wanted)
        if kept is not None:
            self._hold(key, found)
        return kept

    def _write_whole(self, key: str, wanted: Measured) -> StoredObject:
        """Put what fits into one part; the store refuses it where it has these bytes, or received other ones."""
        wanted.rewind()
        data, retention = wanted.file.read(wanted.size), self._retention()
        for only_new in (True, False):  # the second time over an object of that key that is not whole
            written = self._client.put_whole(
                self._bucket, key, data, sha256=wanted.sha256, retention=retention, only_new=only_new
            )
            if written is None:
                if present := self._find(key, wanted):
                    return present
            elif confirms(written, wanted.sha256) or written.etag == wanted.etag():
                # The answer says which bytes the store received. Asking again would cost as long as a small put.
                return StoredObject(key, version_of(written), wanted.size, wanted.sha256)
            else:
                return self._kept(key, written, wanted)
        raise StorageError(f"{key}: the store refuses it as a second object of that key, and has no first")

    def _write_parts(self, key: str, wanted: Measured) -> StoredObject:
        """Put one part after the other: the SDK's threads hold up to five parts to be a twentieth faster."""
        with wanted.watched() as file:
            written = self._client.put_object(
                self._bucket,
                key,
                file,
                wanted.size,
                retention=self._retention(),
                part_size=PART,
                num_parallel_uploads=1,
            )
        return self._kept(key, written, wanted)

    def _kept(self, key: str, written: Any, wanted: Measured) -> StoredObject:
        """What was written, once the store says it has it. :raises ObjectDamaged:"""
        found = self._client.stat_object(self._bucket, key, version_id=written.version_id)
        kept = self._accept(key, found, wanted)
        if kept is None:
            raise ObjectDamaged(f"{key}: the store did not keep what was sent")
        return kept

    def _accept(self, key: str, found: Any, wanted: Measured) -> StoredObject | None:
        """`found` as the stored object if its bytes are the wanted ones.

        Size and ETag (the MD5 of what the store received) decide; where the ETag is made otherwise, as with
        server-side encryption, the object is read back.
        """
        kept = StoredObject(key, version_of(found), wanted.size, wanted.sha256)
        if found.size != wanted.size:
            return None
        if found.etag == wanted.etag() or self._reads_back(kept):
            return kept
        return None

    def _reads_back(self, kept: StoredObject) -> bool:
        response = self._client.get_object(self._bucket, kept.key, version_id=kept.version)
        digest = hashlib.sha256()
        source = Body(response, kept.key, self._gate)
        try:
            for chunk in iter(lambda: source.read(CHUNK), b""):
                digest.update(chunk)
        finally:
            source.close()
        return digest.hexdigest() == kept.sha256

    def _retention(self) -> Retention | None:
        if not self._keeps_locks():
            return None
        return Retention(COMPLIANCE, datetime.now(UTC) + timedelta(days=self._address.retain_days))

    def _hold(self, key: str, found: Any) -> datetime | None:
        """Extend the lock of what was found, unless that would add less than a day; a lock is never shortened."""
        wanted, until = self._retention(), locked_until(found)
        if wanted is None or (until is not None and until > wanted.retain_until_date - DAY):
            return until
        self._client.set_object_retention(self._bucket, key, wanted, version_id=version_of(found))
        return wanted.retain_until_date

    def _keeps_locks(self) -> bool:
        if self._locks is None:
            try:
                self._client.get_object_lock_config(self._bucket)
                self._locks = True
            except S3Error as error:
                if error.code in {"SlowDown", "ServiceUnavailable", "InternalError"}:
                    raise
                self._locks = False
        return self._locks

    def _ensure_bucket(self) -> None:
        """Make the bucket at the first use, with versions and object lock where the store has them."""
        with self._bucket_lock:
            if self._bucket_seen:
                return
            if not self._bucket_exists():
                self._make_bucket()
            self._bucket_seen = True

    def _bucket_exists(self) -> bool:
        try:
            return self._client.bucket_exists(self._bucket)
        except S3Error as error:
            if error.code == "AccessDenied":  # a key that may only put and get; the bucket was made for it
                return True
            raise

    def _make_bucket(self) -> None:
        try:
            self._client.make_bucket(self._bucket, object_lock=self._address.lock != "off")
        except S3Error as error:
            if error.code in {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}:
                return
            if self._address.lock != "auto":
                raise
            self._client.make_bucket(self._bucket)
        if not self._keeps_locks():
            self._client.set_bucket_versioning(self._bucket, VersioningConfig(ENABLED))
