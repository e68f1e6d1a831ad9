"""Reads of the files that wait to be registered: the mails of units' mailboxes, each as one thing."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, func, select
from sqlalchemy.orm import defer

from e_office.core.office import Office
from e_office.registry.models import WaitingFile


def mails_waiting(office: Office, unit_ids: Collection[int], *, limit: int = 100) -> list[tuple[WaitingFile, int]]:
    """The first file of each mail of these units' mailboxes that waits, oldest first, and how many files it has."""
    first = func.min(WaitingFile.id)
    found = _mails(unit_ids).with_only_columns(first, func.count()).group_by(WaitingFile.bundle).order_by(first)
    files = {row[0]: row[1] for row in office.session.execute(found.limit(limit))}
    if not files:
        return []
    rows = select(WaitingFile).where(WaitingFile.id.in_(files)).options(defer(WaitingFile.text))
    return [(row, files[row.id]) for row in office.session.scalars(rows.order_by(WaitingFile.id))]


def counted_mails(unit_ids: Collection[int]) -> Select[tuple[int]]:
    """How many mails of these units' mailboxes wait to be registered: the statement."""
    return _mails(unit_ids).with_only_columns(func.count(WaitingFile.bundle.distinct()))


def _mails(unit_ids: Collection[int]) -> Select[tuple[WaitingFile]]:
    query = select(WaitingFile).where(WaitingFile.unit_id.in_(unit_ids), WaitingFile.registered_at.is_(None))
    return query.where(WaitingFile.direction == "in", WaitingFile.door == "mailbox")
