"""The hashes of blocks: read once however many ask, forgotten in the order they were asked for, never guessed."""

from __future__ import annotations

import hashlib
import io
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from e_office.core.office import Office
from e_office.documents.blocks import BLOCK, Blocks, open_part
from e_office.documents.integrity import Place
from storage import ObjectDamaged, ObjectMissing, ObjectReader
from storage.memory_store import MemoryStore


class CountingStore(MemoryStore):
    """The store in memory, telling how often an object was opened as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = 0
        self.gate = threading.Event()
        self.gate.set()

    def open(self, key: str, version: str | None, *, sha256: str, size: int) -> ObjectReader:
        self.opened += 1
        self.gate.wait(10)
        return super().open(key, version, sha256=sha256, size=size)


@pytest.fixture
def store() -> CountingStore:
    return CountingStore()


@pytest.fixture
def house(office: Office, store: CountingStore) -> Office:
    return replace(office, store=store)


def kept(store: MemoryStore, seed: int, size: int = 2 * BLOCK + 5) -> tuple[Place, bytes]:
    data = random.Random(seed).randbytes(size)
    found = store.put(io.BytesIO(data))
    return Place(found.key, found.version, found.sha256, found.size), data


def test_every_block_has_the_hash_of_its_bytes(house: Office, store: CountingStore) -> None:
    place, data = kept(store, 1)
    blocks = Blocks().of(house, place)
    assert blocks == tuple(hashlib.sha256(data[at : at + BLOCK]).digest() for at in range(0, len(data), BLOCK))
    assert len(blocks) == 3


def test_many_who_ask_at_once_have_the_file_read_once(house: Office, store: CountingStore) -> None:
    place, _data = kept(store, 2)
    blocks = Blocks()
    store.gate.clear()
    with ThreadPoolExecutor(4) as hands:
        asked = [hands.submit(blocks.of, house, place) for _ in range(4)]
        store.gate.set()
        assert len({one.result(10) for one in asked}) == 1
    assert store.opened == 1


def test_the_file_asked_for_longest_ago_is_forgotten_first(house: Office, store: CountingStore) -> None:
    places = [kept(store, seed, BLOCK + 1)[0] for seed in (3, 4, 5)]
    blocks = Blocks(remembered=2)
    for place in (places[0], places[1], places[0], places[2]):
        blocks.of(house, place)
    assert [place in blocks for place in places] == [True, False, True]
    blocks.forget(places[0])
    assert places[0] not in blocks


def test_nothing_is_remembered_of_a_damaged_file(house: Office, store: CountingStore) -> None:
    place, data = kept(store, 6)
    store._versions[place.key] = {str(place.version): data[:-1] + b"?"}
    blocks = Blocks()
    with pytest.raises(ObjectDamaged):
        blocks.of(house, place)
    assert place not in blocks


@pytest.mark.parametrize("size", [1, 100, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK - 1])
def test_every_part_is_what_it_would_be_of_the_whole(house: Office, store: CountingStore, size: int) -> None:
    place, data = kept(store, 7, size)
    edges = sorted({0, 1, size // 2, size - 1, size, min(size, BLOCK), min(size, BLOCK + 1), max(0, size - BLOCK)})
    for start in edges:
        for stop in edges:
            if start < stop:
                assert b"".join(open_part(house, place, start, stop)) == data[start:stop], (start, stop)


def test_an_object_that_went_missing_is_told(house: Office, store: CountingStore) -> None:
    place, _data = kept(store, 8)
    b"".join(open_part(house, place, 0, 10))
    del store._versions[place.key]
    with pytest.raises(ObjectMissing):
        b"".join(open_part(house, place, 0, 10))
