"""Checks of the index, the journal and the worker for `doctor` and `fsck`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select

from e_office.core import audit
from e_office.core.checks import Finding, Level, doctor_check, fsck_check
from e_office.core.jobs import Job
from e_office.core.office import Office
from e_office.registry.models import IncomingEntry, OutgoingEntry, RegisterCounter
from search import SearchError

INDEX_CHECK = "index"
STUCK = timedelta(minutes=5)


@doctor_check(INDEX_CHECK)
def index_state(office: Office, _deep: bool) -> Iterator[Finding]:
    """Whether the index can be read."""
    try:
        yield Finding(INDEX_CHECK, Level.OK, f"{office.engine.count()} documents, schema {office.engine.version()}")
    except SearchError as error:
        yield Finding(INDEX_CHECK, Level.BAD, f"{error}; run `flask --app app search rebuild`")


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
    """Every book holds 1 to its counter, each number once (NĐ 30/2020 Art. 15, 22; L-01, L-02)."""
    counters = {(row.unit_id, row.book, row.year): row.last for row in office.session.scalars(select(RegisterCounter))}
    books: dict[tuple[int, str, int], tuple[int, int, int]] = {}
    for model in (IncomingEntry, OutgoingEntry):
        found = office.session.execute(
            select(
                model.unit_id,
                model.book,
                model.year,
                func.count(),
                func.count(func.distinct(model.number)),
                func.max(model.number),
            ).group_by(model.unit_id, model.book, model.year)
        )
        books.update({(unit, book, year): (n, distinct, most) for unit, book, year, n, distinct, most in found})
    bad = 0
    for key, (count, distinct, most) in books.items():
        last = counters.get(key, 0)
        if not count == distinct == most == last:
            bad += 1
            place = f"unit {key[0]}, book {key[1]}, {key[2]}"
            yield Finding("numbers", Level.BAD, f"{place}: {count} lines, highest {most}, counter {last}")
    if not bad:
        yield Finding("numbers", Level.OK, f"{len(books)} books without gap or double")


@fsck_check("journal")
def journal_holds(office: Office, _deep: bool) -> Iterator[Finding]:
    """The chain of the journal holds from the first entry to the last (P-11)."""
    broken = list(audit.broken_links(office.session))
    if broken:
        yield Finding("journal", Level.BAD, f"the chain breaks at entry {broken[0]} ({len(broken)} places)")
    else:
        yield Finding("journal", Level.OK, "the chain holds")
