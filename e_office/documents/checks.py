"""What `fsck` and `doctor` look at: rows against objects, rows against the index, readers, the store, LibreOffice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select

from e_office.core import jobs
from e_office.core.checks import Finding, Level, doctor_check, fsck_check
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.documents.holding import SOON
from e_office.documents.integrity import Place, open_place
from e_office.documents.models import Document, DocumentFile, Reader
from e_office.documents.places import all_places, kept_keys
from e_office.documents.soffice import find_soffice
from search import SearchError
from storage import ObjectDamaged, ObjectMissing

NAMED = 20
"""How many ids a finding names; the count says how many there are."""


@fsck_check("originals")
def originals(office: Office, deep: bool) -> Iterator[Finding]:
    """Every row that keeps an object against the store; deep: every byte against its hash."""
    seen: dict[Place, _Seen] = {}
    checked = 0
    for label, row_id, place in all_places(office):
        checked += 1
        if place not in seen:
            seen[place] = _look_at(office, place, deep)
        if seen[place].wrong:
            yield Finding("originals", Level.BAD, f"{label} {row_id}: {seen[place].wrong}")
    how = "read and compared" if deep else "present with the right size"
    whole = sum(each.wrong is None for each in seen.values())
    yield Finding("originals", Level.OK, f"{checked} rows, {whole} objects {how}")
    yield from _lock_findings(office, [each.locked_until for each in seen.values() if each.wrong is None])


def _lock_findings(office: Office, locks: Sequence[datetime | None]) -> Iterator[Finding]:
    """Locks that run out soon; nothing of a store that locks nothing, which `doctor` tells."""
    ends = [until for until in locks if until is not None]
    if not ends:
        return
    soon = sum(until < office.clock.now() + SOON for until in ends)
    first = f"the first on {day_of(min(ends)):%Y-%m-%d}"
    if soon:
        text = f"{soon} originals can be deleted in {SOON.days} days or before, {first}: run `originals hold`"
        yield Finding("locks", Level.WARNING, text)
    if len(ends) < len(locks):
        text = f"{len(locks) - len(ends)} originals are not locked: run `originals hold`"
        yield Finding("locks", Level.WARNING, text)
    if not soon and len(ends) == len(locks):
        yield Finding("locks", Level.OK, f"{len(ends)} locks, {first}")


@fsck_check("unused objects")
def unused_objects(office: Office, deep: bool) -> Iterator[Finding]:
    """Objects no row points to: a form was given up after its files were kept. They do no harm."""
    known = kept_keys(office)
    unused = sum(key not in known for key, _size in office.store.keys())  # noqa: SIM118 - not a dictionary
    yield Finding("unused objects", Level.OK, f"{unused} objects belong to nothing; `originals orphans` lists them")


@fsck_check("index")
def index(office: Office, deep: bool) -> Iterator[Finding]:
    """Documents against the index; while jobs wait, what is missing may still come."""
    wanted = set(office.session.scalars(select(Document.id)))
    try:
        indexed = office.engine.ids()
    except SearchError as error:
        yield Finding("index", Level.BAD if wanted else Level.WARNING, f"{error}; run `search rebuild`")
        return
    level = Level.WARNING if jobs.waiting(office) else Level.BAD
    if missing := sorted(wanted - indexed):
        yield Finding("index", level, f"{len(missing)} documents are not in the index: {_named(missing)}")
    if extra := sorted(indexed - wanted):
        yield Finding("index", level, f"{len(extra)} entries belong to no document that may be found: {_named(extra)}")
    yield Finding("index", Level.OK, f"{len(indexed & wanted)} documents can be found")


@fsck_check("readers")
def readers(office: Office, deep: bool) -> Iterator[Finding]:
    """Every document has a reader."""
    unread = select(Document.id).where(~exists().where(Reader.document_id == Document.id)).order_by(Document.id)
    if ids := list(office.session.scalars(unread)):
        yield Finding("readers", Level.BAD, f"{len(ids)} documents nobody may read: {_named(ids)}")
    yield Finding("readers", Level.OK, f"{_count(office, Reader)} readers of {_count(office, Document)} documents")


@fsck_check("words")
def words(office: Office, deep: bool) -> Iterator[Finding]:
    """Files whose words could not be drawn, and files marked damaged."""
    damaged = list(office.session.scalars(select(DocumentFile.id).where(DocumentFile.damaged_at.is_not(None))))
    if damaged:
        yield Finding("words", Level.BAD, f"{len(damaged)} files are marked damaged: {_named(damaged)}")
    query = select(DocumentFile.text_state, func.count()).group_by(DocumentFile.text_state)
    counts = {str(state): count for state, count in office.session.execute(query)}
    told = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
    yield Finding("words", Level.OK, f"words of files: {told or 'no files'}")


@doctor_check("store")
def store(office: Office, deep: bool) -> Iterator[Finding]:
    """Whether the store answers, keeps versions and holds its locks, found out by trying."""
    health = office.store.probe()
    if not health.ok:
        own = office.settings.data_dir / "store" / "embedded.json"
        cure = "; it is the store of `make run`, is that on?" if not office.settings.store_url and own.exists() else ""
        yield Finding("store", Level.BAD, health.message + cure)
        return
    yield Finding("store", Level.OK, health.message)
    if not health.keeps_versions:
        yield Finding("store", Level.BAD, "the store keeps no versions: what is overwritten is lost")
    if health.keeps_locks:
        yield Finding("store", Level.OK, "object lock holds: originals cannot be deleted before their time")
    else:
        yield Finding("store", Level.WARNING, "no object lock: whoever has the store's keys can delete originals")


@doctor_check("LibreOffice")
def libreoffice(office: Office, deep: bool) -> Iterator[Finding]:
    """Whether doc, rtf and xls can be read, and office files be shown as PDF."""
    found = find_soffice()
    if found:
        yield Finding("LibreOffice", Level.OK, str(found))
    else:
        text = "not installed: doc, rtf, xls and ppt are kept but not searched; office files are shown as words only"
        yield Finding("LibreOffice", Level.WARNING, text)


@dataclass(frozen=True)
class _Seen:
    """What was found of an object: what is wrong with it, if anything, and its lock."""

    wrong: str | None
    locked_until: datetime | None = None


def _look_at(office: Office, place: Place, deep: bool) -> _Seen:
    """An object as the store has it.

    :raises StorageError: where the store is away, which says nothing of its objects.
    """
    try:
        found = office.store.stat(place.key, place.version)
        if found.size != place.size:
            return _Seen(f"{found.size} bytes in the store, {place.size} expected ({place.key})")
        if deep:
            for _chunk in open_place(office, place):
                pass
    except ObjectMissing:
        return _Seen(f"no object in the store ({place.key})")
    except ObjectDamaged as error:
        return _Seen(str(error))
    return _Seen(None, found.locked_until)


def _named(ids: list[int]) -> str:
    return ", ".join(map(str, ids[:NAMED])) + (" …" if len(ids) > NAMED else "")


def _count(office: Office, model: type[Reader] | type[Document]) -> int:
    return office.session.scalar(select(func.count()).select_from(model)) or 0
