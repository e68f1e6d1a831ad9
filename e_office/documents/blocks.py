"""A part of an original, proved like the whole: by the hashes of its blocks, taken when all of it was found right.

The SHA-256 of a file says nothing of a part. So the first time a part is asked for, the file is read through and
compared with its hash, and the hashes of its blocks are remembered; from then on a part costs as much as its
blocks, and not a byte of it leaves that was not compared.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Generator

from e_office.core.office import Office
from e_office.documents.integrity import Place, note, open_place, place_of
from e_office.documents.models import DocumentFile
from storage import ObjectDamaged, ObjectMissing

BLOCK = 256 * 1024
"""Bytes of one block; `static/js/preview.js` asks for as many at a time."""

REMEMBERED = 256
"""Files whose blocks one process knows: 128 bytes for each megabyte of them."""


class Blocks:
    """The block hashes of the files asked for last; safe between threads, each file read through once at a time."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._remembered = remembered
        self._known: OrderedDict[Place, tuple[bytes, ...]] = OrderedDict()
        self._lock = threading.Lock()
        self._reading = tuple(threading.Lock() for _ in range(32))

    def of(self, office: Office, place: Place) -> tuple[bytes, ...]:
        """The hash of every block. :raises StorageError: where the file is not to be had as it was put."""
        with self._reading[hash(place) % len(self._reading)]:
            known = self._look(place)
            if known is None:
                known = tuple(hashlib.sha256(block).digest() for block in open_place(office, place, BLOCK))
                self._remember(place, known)
            return known

    def forget(self, place: Place) -> None:
        """Have the file read through again before its next part."""
        with self._lock:
            self._known.pop(place, None)

    def __contains__(self, place: Place) -> bool:
        return place in self._known

    def _look(self, place: Place) -> tuple[bytes, ...] | None:
        with self._lock:
            if place in self._known:
                self._known.move_to_end(place)
            return self._known.get(place)

    def _remember(self, place: Place, known: tuple[bytes, ...]) -> None:
        with self._lock:
            self._known[place] = known
            while len(self._known) > self._remembered:
                self._known.popitem(last=False)


BLOCKS = Blocks()
"""Those of this process."""


def open_part(office: Office, place: Place, start: int, stop: int) -> Generator[bytes, None, None]:
    """The bytes from `start` up to but not including `stop`, block by block, each delivered after it was compared.

    :raises StorageError: at the first piece or later, where object or block are missing or damaged, or the store away.
    """
    if place.size <= BLOCK:
        yield b"".join(open_place(office, place))[start:stop]
        return
    known = BLOCKS.of(office, place)
    first, end = start // BLOCK, -(-stop // BLOCK)
    at = first * BLOCK
    with office.store.open_range(place.key, place.version, at, min(end * BLOCK, place.size) - at) as reader:
        pieces = reader.iter_chunks(BLOCK)
        for number in range(first, end):
            piece = next(pieces, b"")
            if hashlib.sha256(piece).digest() != known[number]:
                BLOCKS.forget(place)
                raise ObjectDamaged(f"{place.key}: the block at {number * BLOCK} is not the one that was put")
            yield piece[max(0, start - number * BLOCK) : stop - number * BLOCK]


def open_part_noted(office: Office, file: DocumentFile, start: int, stop: int) -> Generator[bytes, None, None]:
    """The same of a document's file; what a reading shows of it is written down, as `integrity.open_noted` does."""
    return _noted(office, file.id, place_of(file), start, stop, doubtful=file.damaged_at is not None)


def _noted(
    office: Office, file_id: int, place: Place, start: int, stop: int, *, doubtful: bool
) -> Generator[bytes, None, None]:
    if doubtful:
        BLOCKS.forget(place)
    read_through = place not in BLOCKS
    try:
        yield from open_part(office, place, start, stop)
    except (ObjectDamaged, ObjectMissing):
        note(office, file_id, whole=False)
        raise
    if read_through:
        note(office, file_id, whole=True)
