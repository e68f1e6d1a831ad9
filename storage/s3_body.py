"""The body of an answer of the store, read piece by piece."""

from __future__ import annotations

import urllib3

from .contract import StoreUnavailable
from .gate import Gate
from .s3_errors import translated


class Body:
    """The body of an answer as a `Source`; a connection that breaks is StoreUnavailable."""

    def __init__(self, response: urllib3.BaseHTTPResponse, key: str, gate: Gate) -> None:
        self._response, self._key, self._gate = response, key, gate

    def read(self, amount: int, /) -> bytes:
        """At most `amount` bytes."""
        try:
            with translated(self._key):
                return self._response.read(amount)
        except StoreUnavailable:
            self._gate.trip()
            raise

    def close(self) -> None:
        """Give the connection back if the body was read to its end, drop it otherwise."""
        self._response.close()
        self._response.release_conn()
