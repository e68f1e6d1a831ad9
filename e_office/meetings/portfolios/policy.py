"""Who keeps an agency's portfolios, and who reads the list."""

from __future__ import annotations

from e_office.core.permission import LEADING_ROLES, Actor, Role

KEEPERS = LEADING_ROLES | {Role.ADMINISTRATOR}


def may_keep(actor: Actor, agency_id: int) -> bool:
    """The Chief of Office, the leaders and the administrator of the agency."""
    return actor.holds(*KEEPERS, agency_id=agency_id)


def may_read(actor: Actor, agency_id: int) -> bool:
    """Whoever works in the agency: who answers for what is no secret there."""
    return agency_id in actor.agency_ids() or may_keep(actor, agency_id)


def agency_for(actor: Actor) -> int | None:
    """The agency whose list the actor is shown: that of the first post from which it may be read."""
    return next((post.agency_id for post in actor.posts if may_read(actor, post.agency_id)), None)
