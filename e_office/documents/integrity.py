"""Remembering whether the store still gives the bytes of a file that were put."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timedelta

from e_office.core.office import Office
from e_office.documents.models import DocumentFile
from storage import CHUNK, ObjectDamaged, ObjectMissing

FRESH = timedelta(minutes=5)
"""A reading younger than this is not written down again: a popular file must not make writers wait."""


@dataclass(frozen=True)
class Place:
    """Where an object rests, and what its bytes must be; `size` in bytes."""

    key: str
    version: str | None
    sha256: str
    size: int


def place_of(file: DocumentFile) -> Place:
    """Where the original of a file rests."""
    return Place(file.key, file.version, file.sha256, file.size)


def open_noted(office: Office, file: DocumentFile) -> Generator[bytes, None, None]:
    """The bytes of a file, piece by piece; at the verified end, or where it breaks, the outcome is written down.

    The last piece is delivered after the hash was found right. A file that was found damaged before is read
    through first, so that not even its beginning leaves. The row is not looked at again once this was called.

    :raises StorageError: at the first piece or later, where the object is missing, damaged, or the store away; the
        first two are noted.
    """
    return _pieces(office, file.id, place_of(file), doubtful=file.damaged_at is not None)


def _pieces(office: Office, file_id: int, place: Place, *, doubtful: bool) -> Generator[bytes, None, None]:
    try:
        if doubtful:
            for _chunk in open_place(office, place):
                pass
        yield from open_place(office, place)
    except (ObjectDamaged, ObjectMissing):
        note(office, file_id, whole=False)
        raise
    note(office, file_id, whole=True)


def open_place(office: Office, place: Place, amount: int = CHUNK) -> Generator[bytes, None, None]:
    """The verified bytes of an object in pieces of `amount`; nothing is asked of the store before the first one."""
    with office.store.open(place.key, place.version, sha256=place.sha256, size=place.size) as reader:
        yield from reader.iter_chunks(amount)


def note(office: Office, file_id: int, *, whole: bool) -> None:
    """Write down the outcome of a reading to the end, in a transaction of its own; only where it tells something.

    A file that is found whole again is no longer marked damaged.
    """
    now = office.clock.now()
    file = office.session.get(DocumentFile, file_id)
    if file is None:
        return
    if not _tells_something(file, now, whole):
        office.session.rollback()
        return
    with office.transaction() as session:
        mark(session.get_one(DocumentFile, file_id), now, whole=whole)


def mark(file: DocumentFile, now: datetime, *, whole: bool) -> None:
    """The same within a transaction that writes of the file anyway."""
    if _tells_something(file, now, whole):
        file.damaged_at = None if whole else now
        file.verified_at = now if whole else file.verified_at


def _tells_something(file: DocumentFile, now: datetime, whole: bool) -> bool:
    if not whole:
        return file.damaged_at is None
    fresh = file.verified_at is not None and now - file.verified_at < FRESH
    return not fresh or file.damaged_at is not None
