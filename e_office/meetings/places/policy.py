"""Who keeps the list of rooms and bridge points, and who reads it."""

from __future__ import annotations

from e_office.core.permission import Actor
from e_office.meetings import policy as meetings


def may_keep(actor: Actor, agency_id: int) -> bool:
    """The agency's clerk and heads: a room is everybody's, and not for each writer to rename."""
    return actor.holds(*meetings.HEADS, agency_id=agency_id)


def may_read(actor: Actor, agency_id: int) -> bool:
    """Whoever works in the agency sees which rooms are free; what a meeting is about only those who may."""
    return agency_id in actor.agency_ids()
