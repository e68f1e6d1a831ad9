"""Who drafts and publishes the leadership's week, who reads it, and who reads its restricted lines."""

from __future__ import annotations

from collections.abc import Collection

from e_office.core.permission import LEADING_ROLES, Actor, Role
from e_office.meetings.leadership.rules_week import Line
from e_office.meetings.policy import HEADS


def may_draft(actor: Actor, agency_id: int) -> bool:
    """Type entries, mark lines, publish: the agency's clerk, heads of sections and leaders."""
    return actor.holds(*HEADS, agency_id=agency_id)


def may_read(actor: Actor, agency_id: int, above: Collection[int]) -> bool:
    """The published week: everybody with content rights in the agency, and in agencies under it.

    `above` are the agencies that stand above those of the actor.
    """
    return agency_id in actor.agency_ids() or (bool(actor.agency_ids()) and agency_id in above)


def may_read_line(actor: Actor, line: Line, agency_id: int) -> bool:
    """A restricted line: who is on it (or acts for them), who drafts the week, leaders and clerk of who prepares it."""
    if not line.restricted or may_draft(actor, agency_id):
        return True
    if not actor.acts_for().isdisjoint(one.id for one in line.persons):
        return True
    preparing = line.prepared_by.id if line.prepared_by else None
    return preparing is not None and actor.holds(Role.CLERK, *LEADING_ROLES, agency_id=preparing)
