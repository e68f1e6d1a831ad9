"""Who may bring files into the house; who may read is decided by `queries.visible_to` alone."""

from __future__ import annotations

from e_office.core.permission import CONTENT_ROLES, Actor, Role


def may_upload(actor: Actor) -> bool:
    """Whoever holds a post that works with content; an administrator or an auditor alone does not."""
    return actor.holds(*CONTENT_ROLES)


def may_see_openings(actor: Actor, owner_agency_id: int) -> bool:
    """Who may read and has opened is shown to the agency that keeps the document, and to auditors.

    Others see their own unit's readers only.
    """
    return actor.holds(Role.AUDITOR) or owner_agency_id in actor.agency_ids()
