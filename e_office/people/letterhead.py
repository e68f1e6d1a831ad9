"""The head of documents and pages: the agency, what stands above it, and its place."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.people.models import Unit
from e_office.people.queries import agency_of, get_unit


def office_head(office: Office, actor: Actor | None) -> dict[str, str]:
    """The head of documents and pages: the actor's agency, what stands above it, and its place.

    For nobody it is the highest agency of the tree.
    """
    post = actor.main_post if actor else None
    row = office.session.execute(_head(of_one=post is not None), {"agency_id": post.agency_id} if post else {}).first()
    if row is None:
        return {"parent": "", "agency": "", "place": ""}
    if row.above_id and not row.above_is_agency:
        return {"parent": agency_of(get_unit(office, row.above_id)).name, "agency": row.name, "place": row.place}
    return {"parent": row.above or "", "agency": row.name, "place": row.place}


@cache
def _head(*, of_one: bool) -> Select[Any]:
    """Every page asks it, so it is built once: the agency of a parameter, or the highest of the tree."""
    above = aliased(Unit)
    parent = (above.id.label("above_id"), above.name.label("above"), above.is_agency.label("above_is_agency"))
    query = select(Unit.name, Unit.place, *parent).outerjoin(above, above.id == Unit.parent_id)
    if of_one:
        return query.where(Unit.id == bindparam("agency_id"))
    return query.where(Unit.parent_id.is_(None), Unit.is_agency).order_by(Unit.position, Unit.id).limit(1)
