"""Keeping originals from being deleted: when their locks run out, and making them longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from e_office.core.office import Office
from e_office.documents.places import all_places
from storage import ObjectMissing

SOON = timedelta(days=60)
"""So long before a lock runs out `fsck` begins to say so."""


@dataclass
class Held:
    """What came of a round: objects looked at, made longer, not locked at all, and missing."""

    looked_at: int = 0
    extended: int = 0
    unlocked: int = 0
    missing: int = 0


def hold_all(office: Office, progress: Callable[[int], object]) -> Held:
    """Lock every object that a row keeps as long as one that is put now; a lock is never made shorter.

    :raises StorageError: where the store is away or refuses; what was done before stays done.
    """
    held = Held()
    for key, version in kept_versions(office):
        held.looked_at += 1
        try:
            before = office.store.stat(key, version).locked_until
            until = office.store.hold(key, version)
        except ObjectMissing:
            held.missing += 1
        else:
            held.unlocked += until is None
            held.extended += until is not None and until != before
        progress(held.looked_at)
    return held


def kept_versions(office: Office) -> Iterator[tuple[str, str | None]]:
    """Every object that a row keeps, once."""
    seen = set()
    for _label, _row_id, place in all_places(office):
        if (found := (place.key, place.version)) not in seen:
            seen.add(found)
            yield found
