"""The promises of `storage.ObjectStore`, kept alike by every driver."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from minio import Minio

from storage import (
    ObjectDamaged,
    ObjectLocked,
    ObjectMissing,
    ObjectStore,
    StorageError,
    StoredObject,
    TooLarge,
    key_of,
    open_store,
)
from storage.memory_store import MemoryStore
from storage.minio_store import MinioStore, S3Address

SMALL = "Thông báo kết luận cuộc họp".encode()
LONG = bytes(range(256)) * 4096 * 3  # 3 MB: many chunks, one part
PARTS = b"0123456789abcdef" * 700_000  # 11.2 MB: three parts of a multipart upload


class Pipe(io.RawIOBase):
    """A stream that can only be read onwards, as one from the network."""

    def __init__(self, data: bytes, *, breaks_at: int | None = None) -> None:
        self._rest, self._breaks_at, self.name = io.BytesIO(data), breaks_at, "Quyết định số 3713.pdf"

    def readable(self) -> bool:
        return True

    def read(self, amount: int = -1) -> bytes:
        if self._breaks_at is not None and self._rest.tell() >= self._breaks_at:
            raise ConnectionResetError("the browser went away")
        return self._rest.read(amount)


def pipe(data: bytes, **kwargs: Any) -> BinaryIO:
    return cast(BinaryIO, Pipe(data, **kwargs))


@dataclass
class Bench:
    """A store under test, and another tool that writes to the same place."""

    store: ObjectStore
    url: str

    def overwrite(self, key: str, data: bytes) -> str | None:
        """What a careless or hostile hand does; returns the version it made."""
        if isinstance(self.store, MemoryStore):
            versions = self.store._versions.setdefault(key, {})
            versions["tampered"] = data
            return "tampered"
        return self.client.put_object(self.bucket, key, io.BytesIO(data), len(data)).version_id

    @property
    def bucket(self) -> str:
        return S3Address.parse(self.url).bucket

    @property
    def client(self) -> Minio:
        address = S3Address.parse(self.url)
        return Minio(address.host, address.access_key, address.secret_key, secure=False, region=address.region)


def own_bucket(url: str, **changes: Any) -> str:
    """The address of a bucket nobody else uses."""
    return replace(S3Address.parse(url), bucket=f"test-{uuid.uuid4().hex[:20]}", **changes).url()


@pytest.fixture(params=["memory", pytest.param("s3", marks=pytest.mark.store)])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    url = "memory:" if request.param == "memory" else own_bucket(request.getfixturevalue("real_store_url"))
    store = open_store(url)
    yield Bench(store, url)
    store.close()


@pytest.fixture(params=["memory", pytest.param("s3", marks=pytest.mark.store)])
def unlocked(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A store that lets go of what it has."""
    url = "memory:" if request.param == "memory" else own_bucket(request.getfixturevalue("real_store_url"), lock="off")
    store = open_store(url)
    yield Bench(store, url)
    store.close()


@pytest.fixture
def s3(real_store_url: str) -> Iterator[Bench]:
    url = own_bucket(real_store_url)
    store = open_store(url)
    yield Bench(store, url)
    store.close()


@pytest.mark.parametrize("data", [b"", SMALL, LONG, PARTS], ids=["empty", "small", "long", "parts"])
@pytest.mark.parametrize("wrap", [io.BytesIO, pipe], ids=["file", "pipe"])
def test_what_was_put_is_read_back_whole(bench: Bench, data: bytes, wrap: Any) -> None:
    kept = bench.store.put(wrap(data))
    sha256 = hashlib.sha256(data).hexdigest()
    assert (kept.key, kept.size, kept.sha256) == (key_of(sha256), len(data), sha256)
    with bench.store.open(kept.key, kept.version, sha256=sha256, size=len(data)) as reader:
        assert reader.read() == data
    pieces = bench.store.open(kept.key, kept.version, sha256=sha256, size=len(data)).iter_chunks(100_000)
    assert b"".join(pieces) == data
    assert bench.store.stat(kept.key, kept.version) == kept


def test_a_key_is_the_hash_in_folders_and_never_a_name(bench: Bench) -> None:
    kept = bench.store.put(pipe(SMALL))
    sha256 = hashlib.sha256(SMALL).hexdigest()
    assert kept.key == f"sha256/{sha256[:2]}/{sha256[2:4]}/{sha256}"
    assert list(bench.store.keys()) == [(kept.key, len(SMALL))]


def test_only_the_rest_of_a_stream_is_put(bench: Bench) -> None:
    stream = io.BytesIO(b"skipped" + SMALL)
    stream.seek(7)
    assert bench.store.put(stream).sha256 == hashlib.sha256(SMALL).hexdigest()


@pytest.mark.parametrize("data", [SMALL, PARTS], ids=["small", "parts"])
def test_the_same_bytes_twice_are_one_object(bench: Bench, data: bytes) -> None:
    first = bench.store.put(io.BytesIO(data))
    assert bench.store.put(pipe(data)) == first
    assert list(bench.store.keys()) == [(first.key, first.size)]
    if not isinstance(bench.store, MemoryStore):
        assert len(list(bench.client.list_objects(bench.bucket, first.key, include_version=True))) == 1


@pytest.mark.parametrize("data", [SMALL, LONG], ids=["small", "long"])
def test_the_same_bytes_put_by_many_at_once_are_one_object(bench: Bench, data: bytes) -> None:
    together = threading.Barrier(6)

    def put(_number: int) -> StoredObject:
        together.wait(10)
        return bench.store.put(io.BytesIO(data))

    with ThreadPoolExecutor(6) as hands:
        kept = set(hands.map(put, range(6)))
    assert len(kept) == 1
    if not isinstance(bench.store, MemoryStore):
        (one,) = bench.client.list_objects(bench.bucket, next(iter(kept)).key, include_version=True)
        assert one.version_id == next(iter(kept)).version


@pytest.mark.parametrize(
    "other", [LONG[:-1] + b"!", LONG[:-1], LONG + b"!", b""], ids=["changed", "shorter", "longer", "emptied"]
)
def test_tampered_bytes_are_never_delivered_as_the_whole(bench: Bench, other: bytes) -> None:
    kept = bench.store.put(io.BytesIO(LONG))
    version = bench.overwrite(kept.key, other)
    got = bytearray()

    def read() -> None:
        with bench.store.open(kept.key, version, sha256=kept.sha256, size=kept.size) as reader:
            for chunk in reader.iter_chunks():
                got.extend(chunk)

    with pytest.raises(ObjectDamaged, match=kept.sha256[:8]):
        read()
    assert len(got) < len(LONG) - 1
    assert bytes(got) == LONG[: len(got)]


def test_a_small_tampered_object_delivers_nothing_at_all(bench: Bench) -> None:
    kept = bench.store.put(io.BytesIO(SMALL))
    version = bench.overwrite(kept.key, SMALL.upper())
    with bench.store.open(kept.key, version, sha256=kept.sha256, size=len(SMALL.upper())) as reader:
        with pytest.raises(ObjectDamaged):
            reader.read(5)
        with pytest.raises(ObjectDamaged):
            reader.read(5)


def test_the_version_put_is_read_whatever_was_written_over_it(bench: Bench) -> None:
    kept = bench.store.put(io.BytesIO(SMALL))
    bench.overwrite(kept.key, SMALL.upper())
    with bench.store.open(kept.key, kept.version, sha256=kept.sha256, size=kept.size) as reader:
        assert reader.read() == SMALL


def test_putting_again_after_an_overwrite_keeps_good_bytes(bench: Bench) -> None:
    kept = bench.store.put(io.BytesIO(SMALL))
    bench.overwrite(kept.key, b"x" * len(SMALL))
    again = bench.store.put(io.BytesIO(SMALL))
    assert again.version != "tampered"
    with bench.store.open(again.key, again.version, sha256=again.sha256, size=again.size) as reader:
        assert reader.read() == SMALL


def test_what_was_never_put_is_missing(bench: Bench) -> None:
    key = key_of("ab" * 32)
    for _ in ("before the first put", "after it"):
        assert not bench.store.exists(key, None)
        with pytest.raises(ObjectMissing):
            bench.store.stat(key, None)
        with pytest.raises(ObjectMissing):
            bench.store.open(key, None, sha256="ab" * 32, size=1)
        with pytest.raises(ObjectMissing):
            bench.store.open_range(key, None, 0, 1)
        kept = bench.store.put(io.BytesIO(SMALL))
    assert bench.store.exists(kept.key, kept.version)
    assert not bench.store.exists(kept.key, "f" * 32)


def test_an_empty_store_lists_no_keys(bench: Bench) -> None:
    assert list(bench.store.keys()) == []


@pytest.mark.parametrize("wrap", [io.BytesIO, pipe], ids=["file", "pipe"])
def test_more_than_the_limit_is_refused_and_nothing_kept(bench: Bench, wrap: Any) -> None:
    assert bench.store.put(wrap(SMALL), limit=len(SMALL)).size == len(SMALL)
    with pytest.raises(TooLarge) as refused:
        bench.store.put(wrap(LONG), limit=len(LONG) - 1)
    assert refused.value.limit == len(LONG) - 1
    assert len(list(bench.store.keys())) == 1


def test_an_upload_that_breaks_off_keeps_nothing_and_says_so_itself(bench: Bench) -> None:
    with pytest.raises(ConnectionResetError):
        bench.store.put(pipe(PARTS, breaks_at=6_000_000))
    assert list(bench.store.keys()) == []


@pytest.mark.parametrize(("start", "length"), [(0, 10), (1_000_000, 500_000), (len(LONG) - 5, 5), (len(LONG) - 5, 50)])
def test_a_part_can_be_read_by_itself(bench: Bench, start: int, length: int) -> None:
    kept = bench.store.put(io.BytesIO(LONG))
    with bench.store.open_range(kept.key, kept.version, start, length) as reader:
        assert reader.read() == LONG[start : start + length]


def test_a_part_comes_from_the_version_asked_for(bench: Bench) -> None:
    kept = bench.store.put(io.BytesIO(LONG))
    other = bench.overwrite(kept.key, LONG[::-1])
    for version, data in ((kept.version, LONG), (other, LONG[::-1])):
        with bench.store.open_range(kept.key, version, 300_000, 300_000) as reader:
            pieces = list(reader.iter_chunks(131_072))
        assert b"".join(pieces) == data[300_000:600_000]
        assert [len(piece) for piece in pieces] == [131_072, 131_072, 37_856]
    with pytest.raises(ObjectMissing):
        bench.store.open_range(kept.key, "f" * 32, 0, 10)


def test_every_version_is_listed_and_can_be_taken_out_by_itself(unlocked: Bench) -> None:
    bench = unlocked
    before = datetime.now(UTC) - timedelta(seconds=2)  # S3 tells whole seconds
    first, other = bench.store.put(io.BytesIO(LONG)), bench.store.put(io.BytesIO(SMALL))
    second = bench.overwrite(first.key, LONG[::-1])
    listed = {(one.key, one.version): one for one in bench.store.versions()}
    assert set(listed) == {(first.key, first.version), (first.key, second), (other.key, other.version)}
    assert listed[other.key, other.version].size == len(SMALL)
    assert all(before <= one.put_at <= datetime.now(UTC) for one in listed.values())
    for _twice in range(2):
        bench.store.remove(first.key, str(second))
        assert {(one.key, one.version) for one in bench.store.versions()} == set(listed) - {(first.key, second)}
    with bench.store.open(first.key, first.version, sha256=first.sha256, size=first.size) as reader:
        assert reader.read() == LONG
    bench.store.remove(first.key, str(first.version))
    assert not bench.store.exists(first.key, first.version)
    again = bench.store.put(io.BytesIO(LONG))
    assert again.key == first.key
    assert again.version not in {first.version, second}  # a version that is gone never comes back by its name


@pytest.mark.store
def test_what_is_locked_is_not_taken_out(s3: Bench) -> None:
    kept = s3.store.put(io.BytesIO(SMALL))
    with pytest.raises(ObjectLocked) as refused:
        s3.store.remove(kept.key, str(kept.version))
    assert refused.value.until > datetime.now(UTC) + timedelta(days=3000)
    assert s3.store.exists(kept.key, kept.version)


def test_every_key_is_listed(bench: Bench) -> None:
    kept = {bench.store.put(io.BytesIO(str(n).encode() * 10)) for n in range(25)}
    assert sorted(bench.store.keys()) == sorted((each.key, each.size) for each in kept)


def test_a_probe_leaves_no_key_behind(bench: Bench) -> None:
    bench.store.ping()
    health = bench.store.probe()
    assert health.ok
    assert health.keeps_versions
    assert list(bench.store.keys()) == []


@pytest.mark.store
def test_the_probe_finds_the_lock_the_store_holds(s3: Bench) -> None:
    assert s3.store.probe().keeps_locks
    assert s3.store.probe().keeps_locks


@pytest.mark.store
def test_the_probe_finds_that_a_bucket_keeps_neither_versions_nor_locks(real_store_url: str) -> None:
    url = own_bucket(real_store_url)
    bench = Bench(open_store(url), url)
    bench.client.make_bucket(bench.bucket)
    health = bench.store.probe()
    assert (health.ok, health.keeps_versions, health.keeps_locks) == (True, False, False)
    kept = bench.store.put(io.BytesIO(SMALL))
    assert kept.version is None
    bench.overwrite(kept.key, SMALL[::-1])
    with (
        pytest.raises(ObjectDamaged),
        bench.store.open(kept.key, None, sha256=kept.sha256, size=kept.size) as reader,
    ):
        reader.read()
    bench.store.close()


@pytest.mark.store
def test_a_locked_original_cannot_be_deleted(s3: Bench) -> None:
    kept = s3.store.put(io.BytesIO(SMALL))
    held = s3.client.get_object_retention(s3.bucket, kept.key, version_id=kept.version)
    assert held is not None
    assert held.mode == "COMPLIANCE"
    with suppress(Exception):
        s3.client.remove_object(s3.bucket, kept.key, version_id=kept.version)
    s3.client.remove_object(s3.bucket, kept.key)  # only hides the latest
    with s3.store.open(kept.key, kept.version, sha256=kept.sha256, size=kept.size) as reader:
        assert reader.read() == SMALL


@pytest.mark.store
@pytest.mark.parametrize("data", [SMALL, PARTS], ids=["small", "parts"])
def test_the_same_content_again_renews_the_lock_and_never_shortens_it(real_store_url: str, data: bytes) -> None:
    url = own_bucket(real_store_url, retain_days=2)
    stores = {days: open_store(replace(S3Address.parse(url), retain_days=days).url()) for days in (2, 400, 30)}
    kept = stores[2].put(io.BytesIO(data))
    locked = []
    for days in (2, 400, 30):
        assert stores[days].put(io.BytesIO(data)) == kept, "still one object of one version"
        until = stores[days].stat(kept.key, kept.version).locked_until
        assert until is not None
        locked.append(round((until - datetime.now(UTC)) / timedelta(days=1)))
    assert locked == [2, 400, 400]
    bench = Bench(stores[2], url)
    held = bench.client.get_object_retention(bench.bucket, kept.key, version_id=kept.version)
    assert held is not None
    assert held.mode == "COMPLIANCE"
    for store in stores.values():
        store.close()


def test_an_object_can_be_held_for_as_long_as_a_new_one(bench: Bench) -> None:
    kept = bench.store.put(io.BytesIO(SMALL))
    with pytest.raises(ObjectMissing):
        bench.store.hold(key_of("ab" * 32), None)
    if isinstance(bench.store, MemoryStore):
        assert bench.store.hold(kept.key, kept.version) is None
        return
    longer = open_store(replace(S3Address.parse(bench.url), retain_days=5000).url())
    until = longer.hold(kept.key, kept.version)
    assert until is not None
    assert abs(until - datetime.now(UTC) - timedelta(days=5000)) < timedelta(hours=1)
    assert bench.store.hold(kept.key, kept.version) == bench.store.stat(kept.key, kept.version).locked_until
    longer.close()


@pytest.mark.store
def test_a_bucket_without_locks_holds_nothing(real_store_url: str) -> None:
    bench = Bench(open_store(own_bucket(real_store_url, lock="off")), "")
    kept = bench.store.put(io.BytesIO(SMALL))
    assert bench.store.put(io.BytesIO(SMALL)) == kept
    assert bench.store.hold(kept.key, kept.version) is None
    bench.store.close()


@pytest.mark.store
def test_a_bucket_that_must_lock_and_cannot_refuses_the_put(real_store_url: str) -> None:
    url = own_bucket(real_store_url, lock="require")
    bench = Bench(open_store(url), url)
    bench.client.make_bucket(bench.bucket)
    with pytest.raises(StorageError):
        bench.store.put(io.BytesIO(SMALL))
    bench.store.close()


@pytest.mark.store
def test_a_hundred_megabytes_pass_without_being_held_in_memory(s3: Bench) -> None:
    script = Path(__file__).with_name("stream_much.py")
    done = subprocess.run(
        [sys.executable, str(script)], input=s3.url, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    before, after = map(int, done.stdout.split())
    assert after - before < 14_000, f"{after - before} KB more at the peak"


@pytest.mark.store
def test_a_store_whose_etag_is_not_the_md5_is_read_back(s3: Bench) -> None:
    """Another tool put the same bytes in other parts: the object is found whole by reading, not put twice."""
    key = key_of(hashlib.sha256(PARTS).hexdigest())
    assert isinstance(s3.store, MinioStore)
    s3.store._ensure_bucket()
    other = s3.client.put_object(s3.bucket, key, io.BytesIO(PARTS), len(PARTS), part_size=6 * 1024 * 1024)
    assert s3.store.put(io.BytesIO(PARTS)).version == other.version_id


@pytest.mark.parametrize(
    "url",
    [
        "file:///tmp",
        "",
        "s3://host/bucket",
        "s3://key:secret@host",
        "s3://key:secret@host/a/b",
        "s3://key:secret@host/bucket?secure=maybe",
        "s3://key:secret@host/bucket?lock=never",
        "s3://key:secret@host/bucket?colour=red",
        "s3://key:secret@host/bucket?retain_days=0",
    ],
)
def test_a_url_that_names_no_store_is_refused_without_telling_the_secret(url: str) -> None:
    with pytest.raises(StorageError) as refused:
        open_store(url)
    assert "secret" not in str(refused.value).replace("KEY:SECRET", "")


def test_an_address_survives_being_written_as_a_url() -> None:
    address = S3Address("127.0.0.1:9000", "a/key", "s:e@c/ret?", "originals", secure=False, lock="require", calls=3)
    assert S3Address.parse(address.url()) == address
    assert "s:e@c" not in repr(address)
