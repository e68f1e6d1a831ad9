"""The object store when its server is down, hangs, is killed, or the bytes change on their way."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from storage import ObjectDamaged, ObjectStore, StorageError, StoredObject, StoreUnavailable, key_of
from storage.child import free_pairs
from storage.embedded import EmbeddedStore
from storage.minio_store import S3Address
from tests.faults.store_helpers import opened, read, server_in, thread_states, wait_until

pytestmark = pytest.mark.store
ROOT = Path(__file__).resolve().parents[2]
TEXT = "Giấy mời họp giao ban".encode()
LONG = os.urandom(4_000_000)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with server_in(tmp_path / "a store") as server:
        yield server


def seconds(action: Callable[[], object]) -> float:
    """How long it takes to say that the store is unavailable."""
    began = time.monotonic()
    with pytest.raises(StoreUnavailable):
        action()
    return time.monotonic() - began


def test_a_store_that_is_down_is_unavailable_within_four_seconds() -> None:
    (port,) = free_pairs(1)
    key = "sha256/ab/cd/" + "ab" * 32
    with opened(f"s3://key:secret@127.0.0.1:{port}/originals?secure=0") as store:
        assert seconds(lambda: store.put(io.BytesIO(TEXT))) < 4
        # The gate is closed now: nobody waits for the network again.
        assert seconds(lambda: store.stat(key, None)) < 0.1
        time.sleep(2.1)
        assert seconds(lambda: store.open(key, None, sha256="ab" * 32, size=1)) < 4
        assert seconds(lambda: list(store.keys())) < 4
        assert not store.probe().ok


def test_a_store_that_hangs_costs_one_time_out_and_then_nothing(server: EmbeddedStore) -> None:
    address = replace(S3Address.parse(server.url), read_seconds=1.0, calls=2)
    with opened(address.url() + "&read_seconds=1.0") as store:
        kept = store.put(io.BytesIO(TEXT))
        assert server.pid
        os.killpg(server.pid, signal.SIGSTOP)
        wait_until(lambda: all(state == "T" for state in thread_states(server.pid)))
        try:
            waits: list[float] = []
            crowd = [
                threading.Thread(target=lambda: waits.append(seconds(lambda: read(store, kept)))) for _ in range(12)
            ]
            for each in crowd:
                each.start()
            for each in crowd:
                each.join()
            assert max(waits) < 3.5
            assert seconds(lambda: read(store, kept)) < 0.1
        finally:
            os.killpg(server.pid, signal.SIGCONT)
        wait_until(lambda: _answers(store, kept))


def _answers(store: ObjectStore, kept: StoredObject) -> bool:
    with suppress(StoreUnavailable):
        return read(store, kept) == TEXT
    return False


def test_what_was_answered_survives_a_kill_of_the_server(server: EmbeddedStore) -> None:
    kept: list[tuple[StoredObject, bytes]] = []
    with opened(server.url) as store:

        def write(worker: int) -> None:
            with suppress(StorageError):
                for n in range(10_000):
                    data = f"{worker} {n} ".encode() * (n % 50 * 100 + 1)
                    kept.append((store.put(io.BytesIO(data)), data))

        writers = [threading.Thread(target=write, args=[n]) for n in range(4)]
        for each in writers:
            each.start()
        time.sleep(1.5)
        assert server.pid
        os.killpg(server.pid, signal.SIGKILL)
        for each in writers:
            each.join()
        assert len(kept) > 10
        wait_until(lambda: not server.alive())
        server.start()
        wait_until(lambda: store.probe().ok)
        assert [each for each, data in kept if read(store, each) != data] == []


def test_bytes_changed_on_the_disk_are_never_delivered_as_the_whole(server: EmbeddedStore) -> None:
    with opened(server.url) as store:
        kept = store.put(io.BytesIO(LONG))
        server.stop()
        assert sum(_flip(path, LONG[2_000_000:2_000_032]) for path in server.directory.rglob("*.dat")) == 1
        server.start()
        with pytest.raises((ObjectDamaged, StoreUnavailable)):
            read(store, kept)
        time.sleep(2.1)
        # Putting the original again heals it under a new version.
        again = store.put(io.BytesIO(LONG))
        assert again.sha256 == kept.sha256


def _flip(path: Path, wanted: bytes) -> bool:
    data = path.read_bytes()
    if wanted not in data:
        return False
    path.write_bytes(data.replace(wanted, bytes(255 - byte for byte in wanted)))
    return True


Change = Callable[[int, bytes], bytes | None]


@contextmanager
def proxy(url: str, back: Change, *, up: Change = lambda _, data: data) -> Iterator[str]:
    """The same store through a wire that may change what passes: `back(offset, bytes)`, None to cut."""
    address = S3Address.parse(url)
    host, port = address.host.split(":")
    listener = socket.create_server(("127.0.0.1", 0))

    def pump(source: socket.socket, target: socket.socket, through: Change) -> None:
        offset = 0
        with suppress(OSError):
            while data := source.recv(65536):
                passed = through(offset, data)
                if passed is None:
                    break
                target.sendall(passed)
                offset += len(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def serve() -> None:
        with suppress(OSError):
            while True:
                inside, _ = listener.accept()
                outside = socket.create_connection((host, int(port)))
                threading.Thread(target=pump, args=(inside, outside, up), daemon=True).start()
                threading.Thread(target=pump, args=(outside, inside, back), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield replace(address, host=f"127.0.0.1:{listener.getsockname()[1]}").url()
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def test_a_byte_changed_on_the_way_is_found(real_store_url: str) -> None:
    with opened(real_store_url) as store:
        kept = store.put(io.BytesIO(LONG))

    def flip(offset: int, data: bytes) -> bytes:
        place = 3_000_000 - offset
        return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :] if 0 <= place < len(data) else data

    with proxy(real_store_url, flip) as url, opened(url) as store, pytest.raises(ObjectDamaged):
        read(store, kept)


def test_a_download_cut_on_the_way_is_not_the_whole(real_store_url: str) -> None:
    with opened(real_store_url) as store:
        kept = store.put(io.BytesIO(LONG))
    cut = proxy(real_store_url, lambda offset, data: None if offset > 1_000_000 else data)
    with cut as url, opened(url) as store, pytest.raises(StoreUnavailable):
        read(store, kept)


def test_an_upload_cut_on_the_way_keeps_nothing(real_store_url: str) -> None:
    data = os.urandom(2_000_000)
    key = key_of(hashlib.sha256(data).hexdigest())
    cut = proxy(real_store_url, lambda _, back: back, up=lambda offset, part: None if offset > 900_000 else part)
    with cut as url, opened(url) as store, pytest.raises(StoreUnavailable):
        store.put(io.BytesIO(data))
    with opened(real_store_url) as store:
        assert not store.exists(key, None)
        store.put(io.BytesIO(data))
        assert store.exists(key, None)


@pytest.mark.parametrize("size", [2_000_000, 12_000_000], ids=["whole", "parts"])
def test_a_byte_changed_on_the_way_up_is_refused_and_nothing_kept_of_it(real_store_url: str, size: int) -> None:
    data = os.urandom(size)
    key = key_of(hashlib.sha256(data).hexdigest())
    flipped: list[int] = []

    def flip(offset: int, part: bytes) -> bytes:
        if offset < 900_000 or flipped:
            return part
        flipped.append(offset)
        return bytes([part[0] ^ 1]) + part[1:]

    wire = proxy(real_store_url, lambda _, back: back, up=flip)
    with wire as url, opened(url) as store, pytest.raises(StorageError):
        store.put(io.BytesIO(data))
    assert flipped
    with opened(real_store_url) as store:
        kept = store.put(io.BytesIO(data))
        assert kept.key == key
        assert read(store, kept) == data
