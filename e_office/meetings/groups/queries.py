"""Reads of groups of units, and of the leader whom a capacity means today."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor
from e_office.core.problems import NotFound
from e_office.meetings import policy
from e_office.meetings.groups.models import InviteeGroup, InviteeGroupUnit
from e_office.meetings.groups.rules import (
    PortfolioFacts,
    PostFacts,
    asks_for_leader,
    field_of,
    in_charge,
    led_by_list,
)
from e_office.meetings.portfolios.models import Portfolio
from e_office.people.models import Person, Post, Unit
from e_office.people.queries import held_on, is_open, units_of_agency
from e_office.people.rules import holds_on
from search import fold


def groups_of(office: Office, agency_id: int) -> list[InviteeGroup]:
    """The groups of an agency that are in use, by name, with their units."""
    query = select(InviteeGroup).filter_by(unit_id=agency_id, ended_at=None).order_by(InviteeGroup.name)
    shown = selectinload(InviteeGroup.members).joinedload(InviteeGroupUnit.unit)
    return list(office.session.scalars(query.options(shown)))


def get_group(office: Office, actor: Actor, group_id: int) -> InviteeGroup:
    """A group in use of an agency for which the actor may invite.

    :raises NotFound: for everybody else; nobody can tell whether there is one.
    """
    group = office.session.get(InviteeGroup, group_id)
    if group is None or group.ended_at is not None or not policy.may_write(actor, group.unit_id):
        raise NotFound
    return group


def open_units(office: Office, group: InviteeGroup) -> list[Unit]:
    """The units of a group that exist today, in its order."""
    return [member.unit for member in group.members if is_open(member.unit, office.today())]


def units_invited_by(office: Office, agency_id: int, group_id: int) -> list[Unit]:
    """The units a group of that agency stands for today; none where it is another's or was given up."""
    group = office.session.get(InviteeGroup, group_id)
    if group is None or group.unit_id != agency_id or group.ended_at is not None:
        return []
    return open_units(office, group)


def asks_leader(office: Office, person: Person | None, capacity: str, ticked: bool) -> bool:
    """Whether a leader is invited (M6, M8, M10): ticked, meant by the words, or who holds a leading post today."""
    today, posts = office.today(), person.posts if person else ()
    leads = any(post.role in LEADING_ROLES and holds_on(post.starts_on, post.ends_on, today) for post in posts)
    return asks_for_leader(fold(capacity), ticked=ticked, leads=leads)


def leader_meant(office: Office, unit_id: int, capacity: str) -> Post | None:
    """The leading post of a unit that has the field a capacity names; None where it names none, or several have it.

    The agency's list of fields says who that is; where it has no such field, the titles of its leaders do.
    """
    words = fold(capacity)
    if not field_of(words):
        return None
    query = (
        select(Post)
        .join(Post.person)
        .where(Person.active, Post.role.in_(LEADING_ROLES), held_on(office.today()))
        .where(Post.unit_id.in_(units_of_agency(office, unit_id)))
        .options(joinedload(Post.person))
    )
    posts = {post.id: post for post in office.session.scalars(query)}
    listed = select(Portfolio.leader_id, Portfolio.name).filter_by(unit_id=unit_id, ended_on=None)
    fields = [PortfolioFacts(leader, fold(name)) for leader, name in office.session.execute(listed).tuples()]
    if led := led_by_list(words, fields):
        return next((post for post in posts.values() if led == {post.person_id}), None)
    chosen = in_charge(words, [PostFacts(post.id, fold(post.title)) for post in posts.values()])
    return posts[chosen.id] if chosen else None
