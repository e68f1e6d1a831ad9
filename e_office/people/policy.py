"""Who may change units, persons and posts: the administrator, who has no right to content."""

from __future__ import annotations

from e_office.core.permission import Actor, Role


def may_administer(actor: Actor) -> bool:
    """Manage units, persons, posts, levels and the holiday table."""
    return actor.holds(Role.ADMINISTRATOR)


def may_change_rights(actor: Actor, person_id: int) -> bool:
    """Give or end posts, or close an account: an administrator's, but never one's own (A-44)."""
    return may_administer(actor) and actor.person_id != person_id
