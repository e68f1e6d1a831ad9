"""A file from the browser's connection to its answer, against a bare `put_object` of the MinIO SDK to the same store.

The office runs as `make run` starts it: gunicorn, the real SeaweedFS with one sync to the disk for each put. What
an upload does beyond the bare put: log-in and form token are checked, the form is parsed, the type is decided by
content, the SHA-256 is computed before the put and confirmed after it, the object is locked.
"""

import hashlib
import io
import os
import time
import uuid
from collections.abc import Callable
from typing import Any

import urllib3
from minio import Minio

from bench.house import House, Person, house
from bench.rows import Row, median, times
from storage.s3_address import S3Address

SIZES = ((1_000_000, 60), (50_000_000, 9))
"""Bytes, and how often each side sends as many."""
WARM_UP = 3
AIM = 1.5
PEER = "bare `put_object`"


def run() -> list[Row]:
    """Upload fresh bytes through the application and beside it, in turn."""
    with house(scale=1) as running:
        person = Person(running.url, "vanthu").sign_in()
        return [_compare(running, person, size, rounds) for size, rounds in SIZES]


def _compare(running: House, person: Person, size: int, rounds: int) -> Row:
    address = S3Address.parse(running.store_url)
    client = Minio(address.host, address.access_key, address.secret_key, secure=False, region=address.region)
    ours, peer = [], []
    for number in range(-WARM_UP, rounds):
        through, beside = _upload(person, os.urandom(size)), _bare_put(client, address.bucket, os.urandom(size))
        if number >= 0:
            ours.append(through)
            peer.append(beside)
    what = f"upload of {size // 1_000_000} MB, median of {rounds}"
    return times(what, median(ours) * 1000, median(peer) * 1000, "ms", PEER, AIM)


def _upload(person: Person, data: bytes) -> float:
    """Seconds until the answer; the body is made beforehand, as it comes from a disk in a browser."""
    form = {"csrf_token": person.token, "files": ("công văn.bin", data, "application/octet-stream")}
    body, kind = urllib3.encode_multipart_formdata(form)
    seconds, answer = _timed(lambda: person.ask("POST", "/uploads", body=body, headers={"Content-Type": kind}))
    (file,) = answer.json()["files"]
    assert (file["size"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    return seconds


def _bare_put(client: Minio, bucket: str, data: bytes) -> float:
    key = f"bench/{uuid.uuid4().hex}"
    seconds, _ = _timed(lambda: client.put_object(bucket, key, io.BytesIO(data), len(data)))
    return seconds


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    done = act()
    return time.perf_counter() - started, done
