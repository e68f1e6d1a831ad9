"""Checks of the index, the journal and the worker for `doctor` and `fsck`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from e_office.core import audit
from e_office.core.checks import Finding, Level, doctor_check, fsck_check
from e_office.core.db import in_parts
from e_office.core.jobs import Job
from e_office.core.office import Office
from e_office.core.setting_up import setting_up
from e_office.documents.models import Document
from e_office.registry.models import IncomingEntry, OutgoingEntry, RegisterCounter
from e_office.registry.secret.models import SecretEntry
from search import SearchError

INDEX_CHECK = "index"
STUCK = timedelta(minutes=5)


@setting_up(INDEX_CHECK)
def empty_index(office: Office) -> str:
    """Begin an index while there is nothing to put into it; what holds documents is only looked at."""
    documents = office.session.scalar(select(func.count(Document.id))) or 0
    office.session.rollback()
    try:
        return f"{office.engine.count()} of {documents} documents in the index"
    except SearchError as error:
        if documents:
            return f"{error}; run `search rebuild`"
        office.engine.rebuild(())
        return "the index is empty and ready"


@doctor_check(INDEX_CHECK)
def index_state(office: Office, _deep: bool) -> Iterator[Finding]:
    """Whether the index can be read; one that was never begun is no fault where nothing is to be found."""
    try:
        yield Finding(INDEX_CHECK, Level.OK, f"{office.engine.count()} documents, schema {office.engine.version()}")
    except SearchError as error:
        if office.session.scalar(select(Document.id).limit(1)) is None:
            yield Finding(INDEX_CHECK, Level.WARNING, f"{error}, and there is no document yet; `init` begins one")
        else:
            yield Finding(INDEX_CHECK, Level.BAD, f"{error}; run `search rebuild`")


@doctor_check("worker")
def worker_state(office: Office, _deep: bool) -> Iterator[Finding]:
    """Whether somebody does what was left for later."""
    now = office.clock.now()
    waiting = (Job.done_at.is_(None), Job.parked_at.is_(None))
    oldest = office.session.scalar(select(func.min(Job.available_at)).where(*waiting, Job.attempts == 0))
    parked = office.session.scalar(select(func.count(Job.id)).where(Job.parked_at.is_not(None))) or 0
    if oldest and now - oldest > STUCK:
        yield Finding(
            "worker", Level.BAD, f"work has been waiting since {oldest:%Y-%m-%d %H:%M} UTC: is the worker on?"
        )
    if parked:
        yield Finding("worker", Level.WARNING, f"{parked} jobs are parked; see `jobs list`, then `jobs retry`")
    if not parked and not (oldest and now - oldest > STUCK):
        yield Finding("worker", Level.OK, "nothing waits for long")


@fsck_check("numbers")
def numbers_without_gap(office: Office, _deep: bool) -> Iterator[Finding]:
    """Every book runs without gap or double up to its counter (NĐ 30/2020 Art. 15, 22; L-01, L-02).

    It begins with 1, or with the number after the last one of a book taken over from paper; a document that goes
    out carries the number of its line.
    """
    given = {(row.unit_id, row.book, row.year): row for row in office.session.scalars(select(RegisterCounter))}
    lines = {(unit_id, book, year): figures for unit_id, book, year, *figures in _books(office)}
    bad = 0
    for place in sorted({*given, *lines}):
        counter, (count, distinct, least, most) = given.get(place), lines.get(place, (0, 0, 0, 0))
        first, last = (counter.first, counter.last) if counter else (1, 0)
        whole = count == distinct == last - first + 1 and (not count or (least, most) == (first, last))
        if not whole:
            bad += 1
            unit_id, book, year = place
            text = f"unit {unit_id}, book {book}, {year}: {count} lines from {least} to {most}, counter {first}-{last}"
            yield Finding("numbers", Level.BAD, text)
    for entry_id, number, code in _otherwise_numbered(office):
        bad += 1
        yield Finding("numbers", Level.BAD, f"outgoing line {entry_id} has number {number}, its document {code!r}")
    if not bad:
        yield Finding("numbers", Level.OK, f"{len(lines)} books without gap or double")


def _otherwise_numbered(office: Office) -> Iterator[tuple[int, int, str]]:
    """Outgoing lines whose document carries another number than the line."""
    query = select(OutgoingEntry.id, OutgoingEntry.number, Document.code).join(OutgoingEntry.document)
    for entry_id, number, code in in_parts(office.session, query):
        written = re.match(r"\d+", code)
        if written is None or int(written[0]) != number:
            yield entry_id, number, code


def _books(office: Office) -> Iterator[Any]:
    for model in (IncomingEntry, OutgoingEntry, SecretEntry):
        number = model.number
        figures = (func.count(), func.count(func.distinct(number)), func.min(number), func.max(number))
        query = select(model.unit_id, model.book, model.year, *figures)
        yield from office.session.execute(query.group_by(model.unit_id, model.book, model.year))


@fsck_check("journal")
def journal_holds(office: Office, _deep: bool) -> Iterator[Finding]:
    """The chain of the journal holds from the first entry to the last (P-11)."""
    broken = list(audit.broken_links(office.session))
    if broken:
        yield Finding("journal", Level.BAD, f"the chain breaks at entry {broken[0]} ({len(broken)} places)")
    else:
        yield Finding("journal", Level.OK, "the chain holds")
