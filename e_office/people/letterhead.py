"""The head of pages: the agency, what stands above it, and its place."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased

from e_office.core.office import Office
from e_office.core.permission import Actor, AgencyHead
from e_office.people.models import Unit
from e_office.people.queries import agency_of, get_unit


def office_head(office: Office, actor: Actor | None) -> AgencyHead:
    """The head of pages: the actor's agency, what stands above it, and its place.

    For nobody it is the highest agency of the tree.
    """
    post = actor.main_post if actor else None
    if post is not None and post.head is not None:
        return post.head
    row = office.session.execute(_head(of_one=post is not None), {"agency_id": post.agency_id} if post else {}).first()
    if row is None:
        return AgencyHead("", "")
    if row.above_id and not row.above_is_agency:
        return AgencyHead(row.name, row.place, agency_of(get_unit(office, row.above_id)).name)
    return AgencyHead(row.name, row.place, row.above or "")


@cache
def _head(*, of_one: bool) -> Select[Any]:
    """Built once: the agency of a parameter, or the highest of the tree."""
    above = aliased(Unit)
    parent = (above.id.label("above_id"), above.name.label("above"), above.is_agency.label("above_is_agency"))
    query = select(Unit.name, Unit.place, *parent).outerjoin(above, above.id == Unit.parent_id)
    if of_one:
        return query.where(Unit.id == bindparam("agency_id"))
    return query.where(Unit.parent_id.is_(None), Unit.is_agency).order_by(Unit.position, Unit.id).limit(1)
