"""The MinIO SDK's client, with the conditional put that the SDK does not offer by itself."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

from minio import Minio
from minio.error import S3Error
from minio.helpers import genheaders
from minio.retention import Retention

TAKEN = {"PreconditionFailed", "ConditionalRequestConflict"}
"""There is such an object, or somebody is writing it at this moment."""


class Client(Minio):
    """As the SDK made it, and `put_whole`."""

    def put_whole(
        self, bucket: str, key: str, data: bytes, *, sha256: str, retention: Retention | None, only_new: bool
    ) -> Any | None:
        """Put an object in one piece; with `only_new` None where there is one of that key already.

        To ask beforehand would cost one more call for each of the many that are new. A store that does not know
        the condition keeps one more version of the same bytes instead.
        """
        headers = genheaders(None, None, None, retention, False)
        headers |= {"Content-Type": "application/octet-stream", **checked(sha256)}
        if only_new:
            headers["If-None-Match"] = "*"
        try:
            return self._put_object(bucket, key, data, headers)
        except S3Error as error:
            if only_new and error.code in TAKEN:
                return None
            raise


def checked(sha256: str) -> dict[str, str]:
    """The header by which S3 refuses bytes whose SHA-256 is another."""
    return {"x-amz-checksum-sha256": base64.b64encode(bytes.fromhex(sha256)).decode()}


def confirms(written: Any, sha256: str) -> bool:
    """Whether the answer to a put says that the store computed this SHA-256 itself; not every store does."""
    (name, value), *_ = checked(sha256).items()
    return bool(written.http_headers.get(name) == value)


def locked_until(found: Any) -> datetime | None:
    """Until when an object that `stat_object` found is locked; None where the answer names no lock."""
    text = (found.metadata or {}).get("x-amz-object-lock-retain-until-date")
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
