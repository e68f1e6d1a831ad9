"""Who may bring files into the house; who may read is decided by `queries.visible_to` alone."""

from __future__ import annotations

from e_office.core.permission import CONTENT_ROLES, Actor
from e_office.documents.models import Document


def may_upload(actor: Actor) -> bool:
    """Whoever holds a post that works with content; an administrator or an auditor alone does not."""
    return actor.holds(*CONTENT_ROLES)


def may_see_whole_history(actor: Actor, document: Document) -> bool:
    """The agency that keeps a document sees all that was done with it and everybody who opened it.

    Others see what was done and opened in their own agency, and the acts that sent it to them (A-09).
    """
    return document.owner_unit_id in actor.agency_ids()
