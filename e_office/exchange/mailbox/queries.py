"""Reads of what was fetched from units' mailboxes."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from e_office.core.office import Office
from e_office.exchange.mailbox.models import FetchedMail

SHOWN_FOR = timedelta(days=14)
"""How long a mail that was not taken is shown to the clerk."""


def refused_mails(office: Office, unit_id: int, limit: int = 20) -> list[FetchedMail]:
    """Mails of a unit's mailbox that were not taken lately, the newest first."""
    since = office.clock.now() - SHOWN_FOR
    query = select(FetchedMail).filter_by(unit_id=unit_id, state="refused").where(FetchedMail.fetched_at >= since)
    return list(office.session.scalars(query.order_by(FetchedMail.id.desc()).limit(limit)))
