"""Who may work in an agency's registers."""

from __future__ import annotations

from e_office.core.permission import CONTENT_ROLES, Actor, Role
from e_office.registry.models import IncomingEntry

REGISTRARS = (Role.CLERK,)


def may_register(actor: Actor, agency_id: int) -> bool:
    """The agency's own clerk registers (văn thư), nobody else (A-15)."""
    return actor.holds(*REGISTRARS, agency_id=agency_id)


def may_finish(actor: Actor, entry: IncomingEntry) -> bool:
    """Whoever it was passed to, by name or to the own unit, and the agency's clerk."""
    named = entry.handler_id is not None and entry.handler_id == actor.person_id
    return named or entry.handler_unit_id in actor.unit_ids() or may_register(actor, entry.unit_id)


def may_enter_outgoing(actor: Actor, agency_id: int) -> bool:
    """The clerk numbers documents; an invitation or conclusion is numbered by whoever may issue it."""
    return actor.holds(*REGISTRARS, agency_id=agency_id)


def may_see_registers(actor: Actor, agency_id: int) -> bool:
    """Whoever holds a post with content rights in the agency; single lines follow the visibility predicate."""
    return actor.holds(*CONTENT_ROLES, agency_id=agency_id)


def may_see_any_register(actor: Actor) -> bool:
    """Whether there is a register to show at all."""
    return bool(actor.agency_ids())


def register_agencies(actor: Actor) -> list[int]:
    """The agencies whose registers the actor works in: those where a clerk's first, then in the order of posts."""
    clerk = [post.agency_id for post in actor.posts if post.role in REGISTRARS]
    content = [post.agency_id for post in actor.posts if post.role in CONTENT_ROLES]
    return list(dict.fromkeys([*clerk, *content]))
