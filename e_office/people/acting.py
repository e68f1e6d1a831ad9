"""Who acts: a person with the posts held today, and those delegated by somebody who is away (ủy nhiệm, D5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import cast, literal, null, select, union_all
from sqlalchemy.orm import contains_eager, joinedload

from e_office.core.db import WHOLE
from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor, PostHeld, Role
from e_office.people.models import Delegation, Person, Post, Unit
from e_office.people.queries import held_on, path_to_agency

DELEGABLE = LEADING_ROLES | {Role.SECTION_HEAD}
"""What can be delegated: deciding. Registering, administering and auditing cannot."""


def actor_for(office: Office, person: Person) -> Actor:
    """Who `person` is today: the posts held on the office's calendar day, none for a closed account.

    Posts that somebody who is away has delegated (D5) come last, each with the name of who stays answerable. The
    register of secret documents is not delegated with them: it is open to named people only (T6).
    """
    if not person.active:
        return Actor(person.id, person.login, person.name)
    held = []
    for post, delegation_id in _posts_today(office, person.id):
        if delegation_id is None:
            held.append(_held(post))
        elif post.role in DELEGABLE:
            acting = replace(_held(post), in_place_of=post.person_id, in_place_of_name=post.person.name)
            held.append(replace(acting, sees_secrets=False))
    return Actor(person.id, person.login, person.name, tuple(held))


def _posts_today(office: Office, person_id: int) -> Sequence[tuple[Post, int | None]]:
    """A person's own posts, then those of others the person acts for today, each with the delegation.

    One query, since every request begins with it.
    """
    today = office.today()
    others = select(Delegation.person_id, Delegation.id).where(
        Delegation.deputy_id == person_id,
        Delegation.ended_at.is_(None),
        Delegation.starts_on <= today,
        Delegation.ends_on >= today,
    )
    oneself = select(literal(person_id, WHOLE).label("person_id"), cast(null(), WHOLE).label("delegation_id"))
    whose = union_all(oneself, others).subquery()
    query = (
        select(Post, whose.c.delegation_id)
        .join(whose, whose.c.person_id == Post.person_id)
        .join(Post.person)
        .where(Person.active, held_on(today))
        .options(
            contains_eager(Post.person),
            joinedload(Post.unit).joinedload(Unit.parent).joinedload(Unit.parent),  # a section's agency, at once
        )
        .order_by(whose.c.delegation_id.is_not(None), whose.c.delegation_id, Post.position, Post.id)
    )
    return office.session.execute(query).tuples().all()


def _held(post: Post) -> PostHeld:
    path = path_to_agency(post.unit)
    return PostHeld(
        role=post.role,
        title=post.title,
        unit_id=post.unit_id,
        unit_name=post.unit.short_name or post.unit.name,
        agency_id=path[-1].id,
        path=tuple(unit.id for unit in path),
        sees_secrets=post.sees_secrets,
    )
