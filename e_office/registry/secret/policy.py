"""Who may see and keep the secret registers: only whom an administrator gave the right, post by post (T6)."""

from __future__ import annotations

from e_office.core.permission import CONTENT_ROLES, Actor
from e_office.registry.policy import REGISTRARS


def may_see_book(actor: Actor, agency_id: int) -> bool:
    """See every line: the holder of a post in the agency to which the right was given (`Post.sees_secrets`)."""
    return any(post.sees_secrets and post.role in CONTENT_ROLES and post.agency_id == agency_id for post in actor.posts)


def may_keep(actor: Actor, agency_id: int) -> bool:
    """Write lines and say who keeps the paper: the agency's clerk who was given the right."""
    return any(post.sees_secrets and post.role in REGISTRARS and post.agency_id == agency_id for post in actor.posts)
