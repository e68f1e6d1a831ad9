"""The errors of the S3 driver's libraries, in the words of `storage`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

import urllib3
from minio.error import InvalidResponseError, MinioException, S3Error, ServerError
from urllib3.exceptions import HTTPError, MaxRetryError, ReadTimeoutError

from .contract import ObjectMissing, StorageError, StoreUnavailable

MISSING = {"NoSuchKey", "NoSuchVersion", "NoSuchBucket", "NoSuchObject", "MethodNotAllowed", "ResourceNotFound"}
"""MethodNotAllowed is S3's answer for a delete marker read by its version."""

BUSY = {"SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout", "XMinioServerNotInitialized"}


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Raise storage errors for those of minio and urllib3, the original as cause; `what` opens the text."""
    try:
        yield
    except S3Error as error:
        kind = ObjectMissing if error.code in MISSING else StoreUnavailable if error.code in BUSY else StorageError
        raise kind(f"{what}: {error.code}: {error.message}") from error
    except (HTTPError, ServerError, InvalidResponseError) as error:
        raise StoreUnavailable(f"{what}: {_plainly(error)}") from error
    except MinioException as error:
        raise StorageError(f"{what}: {error}") from error


def _plainly(error: Exception) -> str:
    """Why nothing came of the last try, without the tries before it."""
    return str(error.reason or error) if isinstance(error, MaxRetryError) else str(error)


class PatientRetry(urllib3.Retry):
    """Two more tries for a refused connection or a busy answer, none after waiting in vain for bytes.

    A store that hangs costs a thread the read time-out once, not three times.
    """

    @classmethod
    def standard(cls) -> Self:
        """The policy of this driver: all its calls are idempotent, the keys being hashes."""
        return cls(
            total=2,
            backoff_factor=0.1,
            backoff_jitter=0.1,
            status_forcelist=[500, 502, 503, 504],
            respect_retry_after_header=False,
        )

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: urllib3.BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: Any = None,
        _stacktrace: TracebackType | None = None,
    ) -> Self:
        """The policy for the next try. :raises ReadTimeoutError: at once."""
        if isinstance(error, ReadTimeoutError):
            raise error
        return super().increment(method, url, response, error, _pool, _stacktrace)
