"""Clearing away originals that belong to nothing: files of forms that were given up, and what was put aside.

An object is named by its content, so somebody may hand in the very bytes that are being cleared away, and would
be told that the store has them. That such a file is not lost, a version is claimed first, in a transaction beside
which nobody writes rows of files; while it is claimed no row can name it (`claims`). Whoever held on to it hands
the file in again, which makes a new version. Only versions are taken out, never a key with all that lies behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice

from sqlalchemy import delete, select, update

from e_office.core.office import Office
from e_office.documents import claims
from e_office.documents.models import ClaimedObject
from e_office.documents.places import all_places, give_up, keepers
from storage import ObjectLocked, StorageError, StoredVersion, StoreUnavailable

YOUNGEST = timedelta(days=1)
"""Nothing younger is ever cleared away: a form may still be open."""

REMEMBERED = timedelta(days=30)
"""So long it is known which versions were taken out; no form is open longer."""

BATCH = 100


class Fate(StrEnum):
    """What became of a version; `FOUND`: it belongs to nothing, and was only looked at."""

    FOUND = "found"
    REMOVED = "removed"
    LOCKED = "locked"
    IN_USE = "in_use"
    NO_VERSIONS = "no_versions"
    FAILED = "failed"


@dataclass(frozen=True)
class Outcome:
    """One version and its fate; `until` its lock holds, `why` it failed."""

    stored: StoredVersion
    fate: Fate
    until: datetime | None = None
    why: str = ""


def orphans(office: Office, older_than: timedelta) -> Iterator[StoredVersion]:
    """The versions older than an age that no row of any room names. Changes nothing."""
    before = office.clock.now() - max(older_than, YOUNGEST)
    used = _used(office)
    for stored in office.store.versions():
        if stored.put_at < before and not _is_used(stored, used):
            yield stored


def put_aside(office: Office, before: datetime) -> int:
    """Let the rooms give up what has waited in them since before then; gives how many files."""
    with office.transaction():
        return give_up(office, before)


def clear(office: Office, older_than: timedelta) -> Iterator[Outcome]:
    """Take out what belongs to nothing, so many at a time; what a run before was stopped at comes first.

    :raises StoreUnavailable: where the store is away; what was claimed is done by the next run.
    """
    _forget_old_claims(office)
    for stored in _left_over(office):
        yield _take_out(office, stored)
    waiting = orphans(office, older_than)
    while batch := list(islice(waiting, BATCH)):
        claimed = _claim(office, [stored for stored in batch if stored.version is not None])
        for stored in batch:
            if stored.version is None:
                yield Outcome(stored, Fate.NO_VERSIONS)
            elif (stored.key, stored.version) in claimed:
                yield _take_out(office, stored)
            else:
                yield Outcome(stored, Fate.IN_USE)


def _claim(office: Office, batch: Sequence[StoredVersion]) -> set[tuple[str, str]]:
    """Claim those that belong to nothing still, while nobody writes rows of files."""
    now = office.clock.now()
    with office.transaction() as session:
        claims.keep_writers_out(session)
        used = _used(office, {stored.key for stored in batch})
        free = {(one.key, one.version): one for one in batch if one.version and not _is_used(one, used)}
        known = select(ClaimedObject.key, ClaimedObject.version).where(ClaimedObject.key.in_([key for key, _ in free]))
        fresh = free.keys() - {tuple(row) for row in session.execute(known)}
        session.add_all(
            ClaimedObject(key=key, version=version, size=free[key, version].size, claimed_at=now)
            for key, version in sorted(fresh)
        )
        return set(free)


def _take_out(office: Office, stored: StoredVersion) -> Outcome:
    try:
        office.store.remove(stored.key, str(stored.version))
    except StoreUnavailable:
        raise
    except ObjectLocked as locked:
        outcome = Outcome(stored, Fate.LOCKED, until=locked.until)
    except StorageError as error:
        outcome = Outcome(stored, Fate.FAILED, why=str(error))
    else:
        outcome = Outcome(stored, Fate.REMOVED)
    this = (ClaimedObject.key == stored.key, ClaimedObject.version == stored.version)
    with office.transaction() as session:
        if outcome.fate is Fate.REMOVED:
            session.execute(update(ClaimedObject).where(*this).values(removed_at=office.clock.now()))
        else:  # it is there still, so it may be used again
            session.execute(delete(ClaimedObject).where(*this))
    return outcome


def _left_over(office: Office) -> list[StoredVersion]:
    rows = list(office.session.scalars(select(ClaimedObject).where(ClaimedObject.removed_at.is_(None))))
    office.session.rollback()
    return [StoredVersion(row.key, row.version, row.size, row.claimed_at) for row in rows]


def _forget_old_claims(office: Office) -> None:
    before = office.clock.now() - REMEMBERED
    with office.transaction() as session:
        session.execute(delete(ClaimedObject).where(ClaimedObject.removed_at < before))


def _used(office: Office, keys: Collection[str] | None = None) -> dict[str, set[str | None]]:
    """The versions rows name, by key; of all keys, or within the present transaction of these."""
    used: dict[str, set[str | None]] = {}
    if keys is None:
        for _label, _row_id, place in all_places(office):
            used.setdefault(place.key, set()).add(place.version)
        return used
    for keeper in keepers():
        query = select(keeper.key, keeper.version).where(keeper.where, keeper.key.in_(keys))
        for key, version in office.session.execute(query):
            used.setdefault(key, set()).add(version)
    return used


def _is_used(stored: StoredVersion, used: dict[str, set[str | None]]) -> bool:
    """A row that names no version means whichever is the latest, so it keeps all of them."""
    versions = used.get(stored.key, set())
    return stored.version in versions or None in versions
