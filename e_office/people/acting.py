"""Who acts: a person with the posts held today, and those delegated by somebody who is away (ủy nhiệm, D5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Row,
    Select,
    Subquery,
    bindparam,
    cast,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from e_office.core.db import WHOLE
from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor, AgencyHead, PostHeld, Role
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
    given = {"person_id": person.id, "today": office.today()}
    return Actor(person.id, person.login, person.name, held_in(office, office.session.execute(_of_person(), given)))


@cache
def _of_person() -> Select[Any]:
    somebody = select(bindparam("person_id", type_=WHOLE).label("person_id")).cte("somebody")
    held = held_today(somebody)
    return select(held).order_by(*in_order(held))


def held_in(office: Office, rows: Iterable[Row[Any]]) -> tuple[PostHeld, ...]:
    """The posts of rows of `held_today`; a row without a post is none."""
    held = []
    for row in rows:
        if row.role is not None and row.delegation_id is None:
            held.append(_held(office, row))
        elif row.role in DELEGABLE:
            acting = replace(_held(office, row), in_place_of=row.holder_id, in_place_of_name=row.holder)
            held.append(replace(acting, sees_secrets=False))
    return tuple(held)


def held_today(somebody: FromClause) -> Subquery:
    """The posts of `somebody.person_id`, then those of others that person acts for today, each with the delegation.

    Every request begins with it: it asks for what is needed and no more. The parameter `today` is the office's day.
    """
    today = bindparam("today", type_=Date())
    others = (
        select(Delegation.person_id, Delegation.id)
        .join(somebody, somebody.c.person_id == Delegation.deputy_id)
        .where(Delegation.ended_at.is_(None), Delegation.starts_on <= today, Delegation.ends_on >= today)
    )
    oneself = select(somebody.c.person_id, cast(null(), WHOLE).label("delegation_id"))
    whose = union_all(oneself, others).subquery()
    unit, above, top = aliased(Unit), aliased(Unit), aliased(Unit)
    path = [
        column.label(f"{step}_{column.key}")
        for step, one in (("unit", unit), ("above", above), ("top", top))
        for column in (one.id, one.name, one.place, one.is_agency, one.parent_id)
    ]
    post = (Post.id.label("post_id"), Post.position, Post.role, Post.title, Post.sees_secrets, unit.short_name)
    return (
        select(*post, *path, whose.c.delegation_id, Person.id.label("holder_id"), Person.name.label("holder"))
        .select_from(Post)
        .join(whose, whose.c.person_id == Post.person_id)
        .join(Person, Person.id == Post.person_id)
        .join(unit, unit.id == Post.unit_id)
        .outerjoin(above, above.id == unit.parent_id)
        .outerjoin(top, top.id == above.parent_id)
        .where(Person.active, held_on(today))
        .subquery("held")
    )


def in_order(held: Subquery) -> tuple[ColumnElement[Any], ...]:
    """The main post first; what is delegated last."""
    return held.c.delegation_id.is_not(None), held.c.delegation_id, held.c.position, held.c.post_id


def _held(office: Office, row: Row[Any]) -> PostHeld:
    steps = _steps(row)
    agency = next((number for number, step in enumerate(steps) if step.is_agency), None)
    whole = agency is not None or steps[-1].parent_id is None
    path = tuple(step.id for step in steps[: None if agency is None else agency + 1])
    if not whole:  # what lies deeper than a section's section is looked up
        path = tuple(unit.id for unit in path_to_agency(office.session.get_one(Unit, row.unit_id)))
    return PostHeld(
        role=row.role,
        title=row.title,
        unit_id=row.unit_id,
        unit_name=row.short_name or row.unit_name,
        agency_id=path[-1],
        path=path,
        sees_secrets=row.sees_secrets,
        head=_head(steps[agency:]) if agency is not None else None,
    )


class _Step(NamedTuple):
    """A unit on the way from a post up to the agency."""

    id: int
    name: str
    place: str
    is_agency: bool
    parent_id: int | None


def _steps(row: Row[Any]) -> list[_Step]:
    """The unit of a post and up to two above it."""
    named = row._mapping
    steps = (_Step(*(named[f"{step}_{field}"] for field in _Step._fields)) for step in ("unit", "above", "top"))
    return [step for step in steps if step.id is not None]


def _head(steps: Sequence[_Step]) -> AgencyHead | None:
    """The head of an agency and what is known of above it; None where that is not enough."""
    agency, above = steps[0], steps[1] if len(steps) > 1 else None
    if above is None:
        return AgencyHead(agency.name, agency.place) if agency.parent_id is None else None
    return AgencyHead(agency.name, agency.place, above.name) if above.is_agency else None
