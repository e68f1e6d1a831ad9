"""Reads of portfolios: an agency's list, those a conclusion may choose from, the tasks that name one."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor
from e_office.core.problems import NotFound
from e_office.meetings.models import ConclusionItem
from e_office.meetings.portfolios import policy
from e_office.meetings.portfolios.models import Portfolio
from e_office.meetings.queries import LARGEST_ID
from e_office.people.models import Person
from e_office.people.queries import persons_holding


def portfolios_of(
    office: Office, agency_id: int, *, ended: bool = False, named: Collection[int] = ()
) -> list[Portfolio]:
    """The portfolios of an agency in their order: those in use and those `named`; with `ended` all of them."""
    query = select(Portfolio).filter_by(unit_id=agency_id).options(joinedload(Portfolio.leader))
    if not ended:
        query = query.where(or_(Portfolio.ended_on.is_(None), Portfolio.id.in_(named)))
    return list(office.session.scalars(query.order_by(Portfolio.position, Portfolio.id)))


def get_portfolio(office: Office, actor: Actor, portfolio_id: int) -> Portfolio:
    """A portfolio of an agency whose list the actor keeps.

    :raises NotFound: for everybody else; nobody can tell whether there is one.
    """
    portfolio = office.session.get(Portfolio, portfolio_id) if 0 < portfolio_id <= LARGEST_ID else None
    if portfolio is None or not policy.may_keep(actor, portfolio.unit_id):
        raise NotFound
    return portfolio


def leaders_of(office: Office, agency_id: int) -> list[Person]:
    """Who may answer for a portfolio: who leads in the agency today, by name."""
    return persons_holding(office, LEADING_ROLES, agency_id)


def tasks_naming(office: Office, agency_id: int) -> dict[int, int]:
    """Portfolio id -> how many tasks of conclusions name it, of drafts too; those nobody names are missing."""
    query = (
        select(ConclusionItem.portfolio_id, func.count())
        .join(Portfolio, Portfolio.id == ConclusionItem.portfolio_id)
        .where(Portfolio.unit_id == agency_id)
        .group_by(ConclusionItem.portfolio_id)
    )
    return {portfolio_id: n for portfolio_id, n in office.session.execute(query) if portfolio_id is not None}
