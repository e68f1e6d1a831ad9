"""What waits to be registered (chờ vào sổ): electronic arrivals and mails of units' mailboxes, one list and number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from e_office.core.asking import Anybody, only_for
from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.exchange.models import Dispatch
from e_office.exchange.queries import arrivals, counted_arrivals
from e_office.people.queries import holidays
from e_office.registry.models import WaitingFile
from e_office.registry.rules_time import DeskClock, desk_clock
from e_office.registry.types import Urgency
from e_office.registry.waiting_queries import counted_mails, mails_waiting


@dataclass(frozen=True, kw_only=True)
class Arriving:
    """One thing that waits for the clerk: a document sent here, or a mail with so many files; by when is its clock."""

    at: datetime
    clock: DeskClock
    urgent: bool = False
    dispatch: Dispatch | None = None
    mail: WaitingFile | None = None
    files: int = 0


def arriving(office: Office, unit_ids: Collection[int], *, limit: int = 100) -> list[Arriving]:
    """All that waits for the clerks of these agencies, urgent and oldest first."""
    sent, mails = arrivals(office, unit_ids, limit=limit), mails_waiting(office, unit_ids, limit=limit)
    return with_clocks(office, sent, mails)[:limit]


def with_clocks(office: Office, sent: Sequence[Dispatch], mails: Sequence[tuple[WaitingFile, int]]) -> list[Arriving]:
    """Documents sent here and mails with so many files, each with its clock, urgent and oldest first."""
    if not sent and not mails:
        return []
    table, now = holidays(office), office.clock.now()
    found = [
        Arriving(
            at=row.sent_at,
            clock=desk_clock(row.sent_at, row.document.urgency, now, table),
            urgent=row.document.urgency != "normal",
            dispatch=row,
        )
        for row in sent
    ]
    found += [
        Arriving(at=row.dropped_at, clock=desk_clock(row.dropped_at, Urgency.NORMAL, now, table), mail=row, files=files)
        for row, files in mails
    ]
    return sorted(found, key=lambda one: (not one.urgent, one.at))


def count_arriving(office: Office, unit_ids: Collection[int]) -> int:
    """How much waits for the clerks of these agencies."""
    if not unit_ids:
        return 0
    counted = counted_arrivals(unit_ids).scalar_subquery() + counted_mails(unit_ids).scalar_subquery()
    return office.session.scalars(select(counted)).one()


@only_for(Role.CLERK)
def count_arrivals(anybody: Anybody) -> Select[tuple[int]]:
    """How many documents sent here wait for a clerk."""
    return counted_arrivals(anybody.agency_ids(Role.CLERK))


@only_for(Role.CLERK)
def count_mails(anybody: Anybody) -> Select[tuple[int]]:
    """How many mails wait for a clerk."""
    return counted_mails(anybody.agency_ids(Role.CLERK))
