"""Reads of the channels laid down."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from e_office.core.office import Office
from e_office.exchange.channels.models import ChannelRule
from e_office.exchange.rules_channel import Usual, usual_channel
from e_office.people.models import Unit


def channel_rules(office: Office) -> list[ChannelRule]:
    """Everything laid down, by type and level."""
    query = select(ChannelRule).options(joinedload(ChannelRule.changed_by))
    return list(office.session.scalars(query.order_by(ChannelRule.type_code, ChannelRule.level_code)))


def usual_of(office: Office, type_code: str, units: Iterable[Unit]) -> dict[int, Usual]:
    """What is laid down for a document of a type to each of these agencies; those without a rule are left out."""
    laid_down = [row.usual for row in channel_rules(office)]
    found = {unit.id: usual_channel(laid_down, type_code, unit.level_code) for unit in units}
    return {unit_id: usual for unit_id, usual in found.items() if usual is not None}
