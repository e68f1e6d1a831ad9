"""Checks of what the exchange keeps: everything sent can be registered by somebody."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from e_office.core.checks import Finding, Level, fsck_check
from e_office.core.office import Office
from e_office.documents.places import keeps_objects
from e_office.exchange.messages.models import ExchangeMessage
from e_office.exchange.models import Channel, Dispatch
from e_office.people.models import Unit

CHECK = "exchange"

keeps_objects(
    "message",
    ExchangeMessage.id,
    (
        ExchangeMessage.raw_key,
        ExchangeMessage.raw_version,
        ExchangeMessage.raw_sha256,
        ExchangeMessage.raw_size,
    ),
    where=ExchangeMessage.raw_key != "",
)


@fsck_check(CHECK)
def check_exchange(office: Office, _deep: bool) -> Iterator[Finding]:
    """No electronic copy waits at a part of an agency, where no clerk sees it (NĐ 30/2020 Art. 21)."""
    query = (
        select(func.count(Dispatch.id))
        .join(Unit, Unit.id == Dispatch.unit_id)
        .where(Unit.is_agency.is_(False), Dispatch.channel != Channel.PAPER, Dispatch.registered_at.is_(None))
    )
    if astray := office.session.scalar(query) or 0:
        yield Finding(CHECK, Level.BAD, f"{astray} documents wait at units that are no agencies and have no clerk")
        return
    total = office.session.scalar(select(func.count(Dispatch.id))) or 0
    yield Finding(CHECK, Level.OK, f"{total} dispatches")
