"""Remembering whether the store still gives the bytes of a file that were put."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from e_office.core.office import Office
from e_office.documents.models import DocumentFile
from storage import ObjectDamaged, ObjectMissing, ObjectReader

FRESH = timedelta(minutes=5)
"""A reading younger than this is not written down again: a popular file must not make writers wait."""


def note(office: Office, file_id: int, *, whole: bool) -> None:
    """Write down the outcome of a reading to the end, in a transaction of its own; only where it tells something new.

    A file that is found whole again is no longer marked damaged.
    """
    now = office.clock.now()
    file = office.session.get(DocumentFile, file_id)
    if file is None:
        return
    fresh = file.verified_at is not None and now - file.verified_at < FRESH
    if whole and fresh and file.damaged_at is None:
        return
    if not whole and file.damaged_at is not None:
        return
    with office.transaction() as session:
        file = session.get_one(DocumentFile, file_id)
        file.damaged_at = None if whole else now
        file.verified_at = now if whole else file.verified_at


def noting(office: Office, file_id: int, reader: ObjectReader, first: bytes) -> Iterator[bytes]:
    """`first` and the rest of a reader; at the verified end, or where it breaks, the outcome is written down."""
    try:
        if first:
            yield first
        yield from reader.iter_chunks()
    except ObjectDamaged:
        note(office, file_id, whole=False)
        raise
    note(office, file_id, whole=True)


def open_noted(office: Office, file: DocumentFile) -> Iterator[bytes]:
    """The bytes of a file; its beginning is read now, so that a small damaged file is refused before any byte.

    :raises StorageError: where the object is missing, damaged, or the store away; the first two are noted.
    """
    file_id = file.id
    try:
        reader = office.store.open(file.key, file.version, sha256=file.sha256, size=file.size)
        first = reader.read(256 * 1024)
    except (ObjectDamaged, ObjectMissing):
        note(office, file_id, whole=False)
        raise
    return noting(office, file_id, reader, first)
