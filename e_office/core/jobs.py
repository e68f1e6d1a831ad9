"""What is left for after the commit: rows written within the transaction, done at least once by the worker."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Index, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from e_office.core.db import Base, Code, Id, Instant

if TYPE_CHECKING:
    from e_office.core.office import Office

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""How long a claimed job is its worker's; a worker that died gives it back by this."""

QUEUED = "queued"
"""Where a session keeps the keys of jobs its transaction has written: services that compose write again and again."""

MOST_ATTEMPTS = 8
"""After so many failures a job is parked for the administrator."""


class NotNow(Exception):
    """Raised by a job that has to wait for something outside: done later, without counting as a failure."""

    def __init__(self, text: str, wait: timedelta) -> None:
        self.wait = wait
        super().__init__(text)


@dataclass(frozen=True)
class Ran:
    """What came of a round: rows tried; `failed` of them, `parked` among these; `put_off` wait for something."""

    tried: int = 0
    failed: int = 0
    parked: int = 0
    put_off: int = 0

    def __add__(self, other: Ran) -> Ran:
        """Both rounds together."""
        return Ran(
            self.tried + other.tried,
            self.failed + other.failed,
            self.parked + other.parked,
            self.put_off + other.put_off,
        )


class Job(Base):
    """One piece of work left for later (outbox row); done when `done_at` is set, parked with `parked_at`."""

    __tablename__ = "job"
    __table_args__ = (Index(None, "done_at", "parked_at", "available_at"),)
    id: Mapped[Id]
    kind: Mapped[Code]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    dedupe: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[Instant]
    available_at: Mapped[Instant]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_by: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    error: Mapped[str | None]


@dataclass(frozen=True)
class Kind:
    """A kind of job: its function, and how many rows one call may take (1: called once a row)."""

    name: str
    function: Callable[..., None]
    batch: int


_kinds: dict[str, Kind] = {}


def job(name: str, *, batch: int = 1) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a kind of job, called `function(office, **ids)` outside any transaction.

    With `batch` above 1 it is called `function(office, payloads)` with up to that many rows' ids; where that
    fails, with each row alone, so that one bad row is tried again and parked without the others.
    A job reads the present state, opens its own transactions, and may run twice.
    """

    def keep(function: Callable[..., None]) -> Callable[..., None]:
        _kinds[name] = Kind(name, function, batch)
        function.job_name = name  # type: ignore[attr-defined]
        return function

    return keep


def enqueue(
    office: Office, function: Callable[..., None], *, dedupe: str | None, at: datetime | None, payload: dict[str, Any]
) -> None:
    """Write the row; see `Office.later`."""
    session, now = office.session, office.clock.now()
    name: str = function.job_name  # type: ignore[attr-defined]
    key = f"{name}:{dedupe}" if dedupe else None
    known: set[str] = session.info.setdefault(QUEUED, set())
    if key in known:
        return
    if key and session.info.get("in_transaction") and not session.in_nested_transaction():
        known.add(key)
    connection = session.connection()
    values = {"kind": name, "payload": payload, "dedupe": key, "created_at": now, "available_at": at or now}
    connection.execute(_WRITE[connection.dialect.name], values)


def _write_or_lock(insert: Callable[..., Any]) -> Any:
    """A statement that writes a row, or leaves the waiting one of that key as it is, locked until the commit.

    Unlocked, a worker could take it now and see the old state. `insert` is the dialect's.
    """
    statement = insert(Job.__table__)
    return statement.on_conflict_do_update(index_elements=["dedupe"], set_={"dedupe": statement.excluded.dedupe})


_WRITE = {"sqlite": _write_or_lock(sqlite.insert), "postgresql": _write_or_lock(postgresql.insert)}


def run_due(office: Office, *, limit: int = 200, only: Collection[str] | None = None) -> Ran:
    """Claim what is due (of the kinds in `only`, or any), do it, and mark it."""
    worker, ran = secrets.token_hex(8), Ran()
    rows = _claim(office, worker, limit, only)
    for kind, group in _grouped(rows):
        ran += _run(office, kind, [_Claimed(row.id, dict(row.payload), row.attempts) for row in group], worker)
    return ran


def _claim(office: Office, worker: str, limit: int, only: Collection[str] | None) -> list[Job]:
    now = office.clock.now()
    due = (
        select(Job.id)
        .where(Job.done_at.is_(None), Job.parked_at.is_(None), Job.available_at <= now)
        .where(or_(Job.lease_until.is_(None), Job.lease_until < now))
        .order_by(Job.available_at, Job.id)
        .limit(limit)
    )
    if only is not None:
        due = due.where(Job.kind.in_(only))
    if not office.session.scalar(due.limit(1)):  # an idle worker must not take the write lock
        return []
    with office.transaction() as session:
        ids = list(session.scalars(due.with_for_update(skip_locked=True)))
        # The key is given up with the claim: what changes from now on must be done again.
        session.execute(
            update(Job).where(Job.id.in_(ids)).values(lease_by=worker, lease_until=now + LEASE, dedupe=None)
        )
    return list(office.session.scalars(select(Job).filter_by(lease_by=worker).order_by(Job.id)))


def _grouped(rows: Sequence[Job]) -> list[tuple[str, list[Job]]]:
    """Rows by kind, in chunks of the kind's batch size, in order."""
    chunks: list[tuple[str, list[Job]]] = []
    for name in dict.fromkeys(row.kind for row in rows):
        same = [row for row in rows if row.kind == name]
        size = _kinds[name].batch if name in _kinds else 1
        chunks += [(name, same[start : start + size]) for start in range(0, len(same), size)]
    return chunks


@dataclass(frozen=True)
class _Claimed:
    """What is needed of a row while it is done: the row itself may be expired by then."""

    id: int
    payload: dict[str, Any]
    attempts: int


def _run(office: Office, name: str, rows: list[_Claimed], worker: str) -> Ran:
    ids, payloads = [row.id for row in rows], [row.payload for row in rows]
    attempts = max(row.attempts for row in rows) + 1
    error: str | None = None
    wait: timedelta | None = None
    try:
        kind = _kinds[name]
        office.session.rollback()
        if kind.batch > 1:
            kind.function(office, payloads)
        else:
            kind.function(office, **payloads[0])
    except NotNow as later:
        error, wait, attempts = str(later)[:2000], later.wait, attempts - 1
    except Exception as failure:
        if len(rows) > 1:
            log.warning("a batch of %s jobs %s failed, each is tried alone", len(rows), name)
            return sum((_run(office, name, [row], worker) for row in rows), Ran())
        log.exception("job %s failed", name)
        error = f"{type(failure).__name__}: {failure}"[:2000]
    return _mark(office, ids, worker, attempts, error, wait)


def _mark(office: Office, ids: list[int], worker: str, attempts: int, error: str | None, wait: timedelta | None) -> Ran:
    """Done, to be tried again with growing patience, or parked; only while the lease is still ours."""
    now, count = office.clock.now(), len(ids)
    values: dict[str, Any] = {"lease_until": None, "lease_by": None, "attempts": attempts, "error": error}
    if error is None:
        ran, values["done_at"] = Ran(count), now
    elif wait is not None:
        ran, values["available_at"] = Ran(count, put_off=count), now + wait
    elif attempts >= MOST_ATTEMPTS:
        ran, values["parked_at"] = Ran(count, failed=count, parked=count), now
    else:
        ran, values["available_at"] = Ran(count, failed=count), now + timedelta(seconds=min(3600, 15 * 3**attempts))
    with office.transaction() as session:
        session.execute(update(Job).where(Job.id.in_(ids), Job.lease_by == worker).values(**values))
    return ran


def retry_parked(office: Office) -> int:
    """Give every parked job another round; gives how many."""
    now = office.clock.now()
    values = {"parked_at": None, "attempts": 0, "available_at": now, "error": None}
    return office.session.execute(update(Job).where(Job.parked_at.is_not(None)).values(**values)).rowcount


def waiting(office: Office) -> int:
    """How many jobs are neither done nor parked."""
    query = select(func.count()).select_from(Job).where(Job.done_at.is_(None), Job.parked_at.is_(None))
    return office.session.scalar(query) or 0


def drain(office: Office, *, most: int = 10_000) -> Ran:
    """Run until nothing is due; for commands and tests."""
    ran = Ran()
    while ran.tried < most and (round_ := run_due(office)).tried:
        ran += round_
    return ran
