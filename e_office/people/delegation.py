"""Use cases of delegating while one is away (ủy nhiệm, D5): who acts in whose place, from a day to a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import CONTENT_ROLES, Actor, require
from e_office.core.problems import NotFound, msg, refuse_if
from e_office.people.acting import DELEGABLE
from e_office.people.models import Delegation, Person
from e_office.people.queries import get_person, persons_holding
from e_office.people.rules import delegation_problems

NOT_DELEGATED = msg("Chưa ủy nhiệm được")


@dataclass(frozen=True, kw_only=True)
class DelegationFacts:
    """Whom, from which day to which (both inclusive), and why."""

    deputy_id: int | None
    starts_on: date | None
    ends_on: date | None
    reason: str


def may_delegate(actor: Actor) -> bool:
    """Whoever holds a deciding post of their own; what was delegated to somebody is not passed on."""
    return any(post.role in DELEGABLE and post.in_place_of is None for post in actor.posts)


def eligible_deputies(office: Office, actor: Actor) -> list[Person]:
    """Those of the actor's agencies who can be asked, by name."""
    agencies = {post.agency_id for post in actor.posts if post.role in DELEGABLE and post.in_place_of is None}
    found = {row.id: row for agency in agencies for row in persons_holding(office, CONTENT_ROLES, agency)}
    return sorted((row for row in found.values() if row.id != actor.person_id), key=lambda row: (row.name, row.id))


def delegate(office: Office, actor: Actor, facts: DelegationFacts) -> Delegation:
    """Delegate one's deciding posts to somebody of the agency for some days; both are told.

    :raises NotAllowed: for somebody without such a post; :raises Refused: naming every problem.
    """
    require(may_delegate(actor), "delegate")
    problems = delegation_problems(
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        today=office.today(),
        reason=facts.reason,
        deputy_id=facts.deputy_id,
        eligible=[row.id for row in eligible_deputies(office, actor)],
        others=[(row.starts_on, row.ends_on) for row in _open_ones(office, actor.person_id)],
    )
    refuse_if(problems, NOT_DELEGATED)
    assert facts.deputy_id is not None
    assert facts.starts_on is not None
    assert facts.ends_on is not None
    row = Delegation(
        person_id=actor.person_id,
        deputy_id=facts.deputy_id,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        reason=facts.reason.strip(),
        created_at=office.clock.now(),
    )
    office.session.add(row)
    office.session.flush()  # the journal names its id
    text = msg(
        "ủy nhiệm cho %(name)s từ %(first)s đến %(last)s",
        name=get_person(office, facts.deputy_id).name,
        first=f"{facts.starts_on:%d/%m/%Y}",
        last=f"{facts.ends_on:%d/%m/%Y}",
    )
    audit.record(office, actor, "delegate", "person", actor.person_id, text)
    audit.record(office, actor, "delegate", "person", facts.deputy_id, text)
    return row


def end_delegation(office: Office, actor: Actor, delegation_id: int) -> None:
    """Take the powers back before the last day; from now on the deputy has none.

    :raises NotFound: where it is not the actor's own, or over already.
    """
    row = office.session.get(Delegation, delegation_id)
    if row is None or row.person_id != actor.person_id or row.ended_at is not None:
        raise NotFound("delegation")
    row.ended_at = office.clock.now()
    text = msg("kết thúc ủy nhiệm cho %(name)s", name=row.deputy.name)
    audit.record(office, actor, "end_delegation", "person", actor.person_id, text)
    audit.record(office, actor, "end_delegation", "person", row.deputy_id, text)


def delegations_of(office: Office, person_id: int) -> Sequence[Delegation]:
    """What a person has delegated or was given, that is not over yet."""
    query = _running(office).where(or_(Delegation.person_id == person_id, Delegation.deputy_id == person_id))
    options = (joinedload(Delegation.person), joinedload(Delegation.deputy))
    return list(office.session.scalars(query.options(*options).order_by(Delegation.starts_on)))


def _open_ones(office: Office, person_id: int) -> Sequence[Delegation]:
    return list(office.session.scalars(_running(office).where(Delegation.person_id == person_id)))


def _running(office: Office) -> Select[Delegation]:
    return select(Delegation).where(Delegation.ended_at.is_(None), Delegation.ends_on >= office.today())
