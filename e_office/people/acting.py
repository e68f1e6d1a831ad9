"""Who acts: a person with the posts held today, and those delegated by somebody who is away (ủy nhiệm, D5)."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload

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
    held = [_held(post) for post in _posts_today(office, person.id)]
    for row in deputising(office, person.id):
        for post in _posts_today(office, row.person_id):
            if post.role in DELEGABLE:
                acting = replace(_held(post), in_place_of=row.person_id, in_place_of_name=row.person.name)
                held.append(replace(acting, sees_secrets=False))
    return Actor(person.id, person.login, person.name, tuple(held))


def deputising(office: Office, person_id: int) -> list[Delegation]:
    """The delegations by which a person acts for others today."""
    today = office.today()
    query = select(Delegation).where(
        Delegation.deputy_id == person_id,
        Delegation.ended_at.is_(None),
        Delegation.starts_on <= today,
        Delegation.ends_on >= today,
    )
    return list(office.session.scalars(query.options(joinedload(Delegation.person)).order_by(Delegation.id)))


def _posts_today(office: Office, person_id: int) -> list[Post]:
    query = select(Post).where(Post.person_id == person_id, held_on(office.today()))
    query = query.join(Post.person).where(Person.active)
    with_path = joinedload(Post.unit).joinedload(Unit.parent).joinedload(Unit.parent)  # a section's agency, at once
    return list(office.session.scalars(query.options(with_path).order_by(Post.position, Post.id)))


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
