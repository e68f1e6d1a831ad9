"""Exchange over HTTPS with one server (trục liên thông): POST what goes out, GET what waits, DELETE what was taken.

POST   {base}/messages           the edXML file; Idempotency-Key names it, the same key is the same message
GET    {base}/inbox?limit=100    {"messages": [{"id": "…", "size": 123}]}
GET    {base}/inbox/{id}         the edXML file
DELETE {base}/inbox/{id}         it was taken
POST   {base}/inbox/{id}/aside   {"reason": "…"}: it cannot be taken
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast
from urllib.parse import quote

import urllib3
from urllib3.exceptions import HTTPError

from e_office.exchange.transport.contract import TransportError, TransportRefused, Waiting, checked

TIMEOUT = urllib3.Timeout(connect=10, read=60)
"""Seconds to connect, and between two pieces of an answer."""
LONGEST = 900
"""Seconds for one message in all."""
LIST_LIMIT = 1_000_000
"""Bytes of a list of what waits."""
CHUNK = 1 << 16
NEVER = {400, 413, 415, 422}
"""Answers that will be the same for this message whenever it is sent."""


class HttpsTransport:
    """Speaks to one server, whose certificate is always verified; follows no redirect, repeats nothing by itself.

    `most` is how many bytes of a message are fetched; where more come, what is fetched is one byte longer, and
    whoever reads it says so.
    """

    def __init__(
        self, base: str, *, user: str = "", password: str = "", ca_file: str | None = None, most: int = 270_000_000
    ) -> None:
        self.base, self.most = base.rstrip("/"), most
        login = f"{user}:{password}" if user else None
        self.headers = dict(urllib3.make_headers(basic_auth=login, basic_auth_encoding="utf-8"))
        self.pool = urllib3.PoolManager(
            num_pools=2, cert_reqs="CERT_REQUIRED", ca_certs=ca_file, timeout=TIMEOUT, retries=False
        )

    def send(self, key: str, body: BinaryIO) -> None:
        """POST it; any 2xx answer says that the server has it."""
        size = body.seek(0, os.SEEK_END)
        body.seek(0)
        headers = {"Idempotency-Key": checked(key), "Content-Type": "application/xml", "Content-Length": str(size)}
        with self._answer("POST", "/messages", body=body, headers=headers):
            return

    def waiting(self, limit: int = 100) -> list[Waiting]:
        """The first of what waits, as the server orders it."""
        with self._answer("GET", f"/inbox?limit={limit}") as answer:
            source = answer.read(LIST_LIMIT + 1)
        if len(source) > LIST_LIMIT:
            raise TransportError("the list of what waits is longer than 1 MB")
        try:
            rows = json.loads(source)["messages"]
            return [Waiting(str(row["id"]), _size(row.get("size"))) for row in rows][:limit]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise TransportError("the list of what waits cannot be read") from error

    def open(self, name: str) -> BinaryIO:
        """Fetch it whole into a file of no name, then hand that over."""
        # The caller closes it, as the contract says.
        file = tempfile.TemporaryFile()  # noqa: SIM115
        try:
            with self._answer("GET", f"/inbox/{_quoted(name)}") as answer:
                self._fetch(answer, cast(BinaryIO, file))
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return cast(BinaryIO, file)

    def acknowledge(self, name: str) -> None:
        """DELETE it; gone already is as good."""
        with self._answer("DELETE", f"/inbox/{_quoted(name)}", good={404, 410}):
            return

    def put_aside(self, name: str, reason: str) -> None:
        """Tell the server, which keeps it with the reason."""
        body = json.dumps({"reason": reason}).encode()
        headers = {"Content-Type": "application/json"}
        with self._answer("POST", f"/inbox/{_quoted(name)}/aside", body=body, headers=headers, good={404, 410}):
            return

    def _fetch(self, answer: Any, file: BinaryIO) -> None:
        ends, left = time.monotonic() + LONGEST, self.most + 1
        while left and (piece := answer.read(min(CHUNK, left))):
            file.write(piece)
            left -= len(piece)
            if time.monotonic() > ends:
                raise TransportError(f"the message took longer than {LONGEST} s")

    @contextmanager
    def _answer(
        self,
        method: str,
        path: str,
        *,
        good: set[int] | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> Iterator[Any]:
        """An answer of 2xx, or of `good`; its connection goes back whatever happens.

        :raises TransportRefused: for an answer that stays the same; :raises TransportError: for every other.
        """
        try:
            answer = self.pool.request(
                method,
                self.base + path,
                headers=self.headers | (headers or {}),
                redirect=False,
                preload_content=False,
                decode_content=False,
                **more,
            )
            try:
                if not 200 <= answer.status < 300 and answer.status not in (good or set()):
                    raise _told(method, path, answer)
                yield answer
            finally:
                answer.close()
        except (HTTPError, OSError) as error:
            raise TransportError(f"{method} {path}: {error}") from error


def _told(method: str, path: str, answer: Any) -> TransportError:
    words = answer.read(300).decode("utf-8", "replace").strip()
    kind = TransportRefused if method == "POST" and path == "/messages" and answer.status in NEVER else TransportError
    return kind(f"{method} {path}: {answer.status} {words}".strip())


def _quoted(name: str) -> str:
    """An id as one part of a path; one that is only dots would be a way up."""
    if not name.strip(".") or len(name) > 200:
        raise TransportError(f"not an id of a message: {name[:50]!r}")
    return quote(name, safe="")


def _size(value: object) -> int | None:
    return value if isinstance(value, int) and value >= 0 else None
