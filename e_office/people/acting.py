"""Who acts: a person with the posts held today, and those delegated by somebody who is away (ủy nhiệm, D5)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Date, Row, Select, bindparam, cast, null, select, union_all
from sqlalchemy.orm import aliased

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
    given = {"person_id": person.id, "today": office.today()}
    for row in office.session.execute(_held_today(), given):
        if row.delegation_id is None:
            held.append(_held(office, row))
        elif row.role in DELEGABLE:
            acting = replace(_held(office, row), in_place_of=row.holder_id, in_place_of_name=row.holder)
            held.append(replace(acting, sees_secrets=False))
    return Actor(person.id, person.login, person.name, tuple(held))


@cache
def _held_today() -> Select[Any]:
    """A person's own posts, then those of others the person acts for today, each with the delegation.

    Every request begins with it: it is built once, and asks for what is needed and no more.
    """
    person_id, today = bindparam("person_id", type_=WHOLE), bindparam("today", type_=Date())
    others = select(Delegation.person_id, Delegation.id).where(
        Delegation.deputy_id == person_id,
        Delegation.ended_at.is_(None),
        Delegation.starts_on <= today,
        Delegation.ends_on >= today,
    )
    oneself = select(person_id.label("person_id"), cast(null(), WHOLE).label("delegation_id"))
    whose = union_all(oneself, others).subquery()
    unit, above, top = aliased(Unit), aliased(Unit), aliased(Unit)
    path = (
        unit.is_agency, above.id.label("above_id"), above.is_agency.label("above_is_agency"),
        top.id.label("top_id"), top.is_agency.label("top_is_agency"),
    )  # fmt: skip
    post = (Post.role, Post.title, Post.unit_id, Post.sees_secrets, unit.name, unit.short_name, *path)
    return (
        select(*post, whose.c.delegation_id, Person.id.label("holder_id"), Person.name.label("holder"))
        .select_from(Post)
        .join(whose, whose.c.person_id == Post.person_id)
        .join(Person, Person.id == Post.person_id)
        .join(unit, unit.id == Post.unit_id)
        .outerjoin(above, above.id == unit.parent_id)
        .outerjoin(top, top.id == above.parent_id)
        .where(Person.active, held_on(today))
        .order_by(whose.c.delegation_id.is_not(None), whose.c.delegation_id, Post.position, Post.id)
    )


def _held(office: Office, row: Row[Any]) -> PostHeld:
    path = _path(office, row)
    return PostHeld(
        role=row.role,
        title=row.title,
        unit_id=row.unit_id,
        unit_name=row.short_name or row.name,
        agency_id=path[-1],
        path=path,
        sees_secrets=row.sees_secrets,
    )


def _path(office: Office, row: Row[Any]) -> tuple[int, ...]:
    """The unit and those above it up to the agency; what lies deeper than a section's section is looked up."""
    steps = (row.unit_id, row.is_agency), (row.above_id, row.above_is_agency), (row.top_id, row.top_is_agency)
    path: list[int] = []
    for unit_id, is_agency in steps:
        if unit_id is None:
            return tuple(path)
        path.append(unit_id)
        if is_agency:
            return tuple(path)
    return tuple(unit.id for unit in path_to_agency(office.session.get_one(Unit, row.unit_id)))
