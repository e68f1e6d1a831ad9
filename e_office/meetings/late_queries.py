"""Reads for the statistics of lateness: meetings of a period, and the names behind invitees and papers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from e_office.core.clock import at
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document
from e_office.documents.queries import visible_to
from e_office.meetings.models import Invitee, Meeting, Paper


def issued_meetings(
    office: Office, first: date, last: date, *, unit_id: int | None = None, preparing: bool = False
) -> list[Meeting]:
    """Meetings whose invitation went out and whose hour lies on these days of the office, both inclusive.

    Those called off are among them: what was late stays late. `unit_id` is the unit that invites, or with
    `preparing` the one that prepares the content. The latest first.
    """
    query = select(Meeting).where(
        Meeting.issued_at.is_not(None),
        Meeting.starts_at >= at(first, time.min),
        Meeting.starts_at < at(last + timedelta(days=1), time.min),
    )
    if unit_id is not None:
        prepared_by = func.coalesce(Meeting.preparing_unit_id, Meeting.unit_id)
        query = query.where((prepared_by if preparing else Meeting.unit_id) == unit_id)
    parts = (joinedload(Meeting.unit), joinedload(Meeting.preparing_unit), joinedload(Meeting.document))
    return list(office.session.scalars(query.options(*parts).order_by(Meeting.starts_at.desc(), Meeting.id.desc())))


def invitees_by_id(office: Office, ids: Collection[int]) -> dict[int, Invitee]:
    """Invitees with their unit and person."""
    query = select(Invitee).where(Invitee.id.in_(ids)).options(joinedload(Invitee.unit), joinedload(Invitee.person))
    return {row.id: row for row in office.session.scalars(query)}


def papers_by_id(office: Office, ids: Collection[int]) -> dict[int, Paper]:
    """Papers by id."""
    return {row.id: row for row in office.session.scalars(select(Paper).where(Paper.id.in_(ids)))}


def readable_documents(office: Office, actor: Actor, ids: Iterable[int]) -> frozenset[int]:
    """Those of these documents that the actor may read."""
    query = select(Document.id).where(Document.id.in_(set(ids)), visible_to(actor))
    return frozenset(office.session.scalars(query))
