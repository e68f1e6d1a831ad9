"""The office: one bundle of handles, the first argument of every service, command, job and test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Session

from config import Settings
from e_office.core import audit, jobs
from e_office.core.clock import Clock, day_of
from e_office.core.connections import WRITING
from e_office.core.mail import Mailer
from search import SearchEngine
from storage import ObjectStore


@dataclass(frozen=True)
class Office:
    """Settings, database, store of originals, search engine, mail and clock of one installation."""

    settings: Settings
    db: SQLAlchemy
    store: ObjectStore
    engine: SearchEngine
    mailer: Mailer
    clock: Clock

    @property
    def session(self) -> Session:
        """The session of this request, command or job."""
        return self.db.session()

    @contextmanager
    def transaction(self, *, noting: bool = False) -> Iterator[Session]:
        """One unit of work: all of it is committed, or nothing.

        Only a view, a command or a job opens one. A reading snapshot that is still open is given up first,
        because on SQLite a reader may not become a writer; on SQLite the write lock is taken at once.

        What was read before it is read again where it is needed, so that nothing is decided by what others have
        changed meanwhile. With `noting` it stands: for an act that notes that something was read and decides nothing.
        """
        session = self.session
        if session.info.get("in_transaction"):
            raise RuntimeError("a transaction is open already: services compose, they do not open one")
        if noting and (reading := session.get_transaction()):
            reading.close()  # a rollback would forget what was read
        session.rollback()
        session.expire_on_commit = not noting
        session.info["in_transaction"] = True
        session.info.pop(audit.PENDING, None)
        session.info.pop(jobs.QUEUED, None)
        try:
            session.connection(execution_options={WRITING: True})
            yield session
            audit.seal(session)
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.expire_on_commit = True
            session.info.pop("in_transaction", None)

    def later(
        self,
        job: Callable[..., None],
        *,
        dedupe: str | None = None,
        at: datetime | None = None,
        **ids: Any,
    ) -> None:
        """Leave `job` for after the commit; it is called with `ids`, at least once.

        With `dedupe` a job of that key that has not begun yet is not written a second time.
        """
        jobs.enqueue(self, job, dedupe=dedupe, at=at, payload=ids)

    def today(self) -> date:
        """The office's calendar day."""
        return day_of(self.clock.now())

    def link(self, path: str) -> str:
        """An absolute address for mails and calendars, built from the configured base alone."""
        return self.settings.base_url.rstrip("/") + path
