"""Remembering whether the store still gives the bytes of a file that were put."""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta

from e_office.core.office import Office
from e_office.documents.models import DocumentFile
from storage import ObjectDamaged, ObjectMissing

FRESH = timedelta(minutes=5)
"""A reading younger than this is not written down again: a popular file must not make writers wait."""


def open_noted(office: Office, file: DocumentFile) -> Generator[bytes, None, None]:
    """The bytes of a file, piece by piece; at the verified end, or where it breaks, the outcome is written down.

    The last piece is delivered after the hash was found right. A file that was found damaged before is read
    through first, so that not even its beginning leaves.

    :raises StorageError: where the object is missing, damaged, or the store away; the first two are noted.
    """
    file_id, key, version, sha256, size = file.id, file.key, file.version, file.sha256, file.size
    doubtful = file.damaged_at is not None
    try:
        if doubtful:
            for _chunk in office.store.open(key, version, sha256=sha256, size=size).iter_chunks():
                pass
        yield from office.store.open(key, version, sha256=sha256, size=size).iter_chunks()
    except (ObjectDamaged, ObjectMissing):
        note(office, file_id, whole=False)
        raise
    note(office, file_id, whole=True)


def note(office: Office, file_id: int, *, whole: bool) -> None:
    """Write down the outcome of a reading to the end, in a transaction of its own; only where it tells something.

    A file that is found whole again is no longer marked damaged.
    """
    now = office.clock.now()
    file = office.session.get(DocumentFile, file_id)
    if file is None:
        return
    fresh = file.verified_at is not None and now - file.verified_at < FRESH
    if (fresh and file.damaged_at is None) if whole else (file.damaged_at is not None):
        return
    with office.transaction() as session:
        file = session.get_one(DocumentFile, file_id)
        file.damaged_at = None if whole else now
        file.verified_at = now if whole else file.verified_at
