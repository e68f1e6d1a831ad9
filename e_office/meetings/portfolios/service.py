"""Keeping an agency's portfolios: add, change, end and use again, delete what no task names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.meetings.portfolios import policy
from e_office.meetings.portfolios.models import Portfolio
from e_office.meetings.portfolios.queries import get_portfolio, leaders_of, portfolios_of, tasks_naming
from e_office.meetings.portfolios.rules import LAST_PLACE, drop_problems, place_of, portfolio_problems
from e_office.people.models import Unit
from e_office.people.queries import get_person

NOT_KEPT = msg("Chưa lưu được lĩnh vực")


@dataclass(frozen=True, kw_only=True)
class PortfolioWanted:
    """What the form says; `place` as it was typed, empty for the last place of the list."""

    name: str = ""
    leader_id: int | None = None
    place: str = ""


def make_portfolio(office: Office, actor: Actor, agency_id: int, wanted: PortfolioWanted) -> Portfolio:
    """Add a portfolio to an agency's list; conclusions may choose it from now on.

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    require(policy.may_keep(actor, agency_id), "keep portfolio")
    _queue(office, agency_id)
    refuse_if(_problems(office, agency_id, wanted), NOT_KEPT)
    portfolio = Portfolio(unit_id=agency_id, created_at=office.clock.now(), created_by_id=actor.person_id)
    _write(office, portfolio, wanted)
    office.session.add(portfolio)
    office.session.flush()
    audit.record(office, actor, "made", "portfolio", portfolio.id, msg("lập lĩnh vực %(name)s", name=portfolio.label))
    return portfolio


def change_portfolio(
    office: Office, actor: Actor, portfolio_id: int, wanted: PortfolioWanted, *, version: int | None = None
) -> Portfolio:
    """Another name, leader or place; tasks that name it are shown with them.

    :raises NotFound: :raises Refused: naming every problem; where somebody else changed it after `version`.
    """
    portfolio = get_portfolio(office, actor, portfolio_id)
    _queue(office, portfolio.unit_id)
    problems = list(_problems(office, portfolio.unit_id, wanted, but=portfolio.id))
    if version is not None and version != portfolio.version:
        text = msg("Người khác vừa sửa lĩnh vực này. Mở lại trang rồi làm tiếp.")
        problems = [Problem("changed_meanwhile", text)]
    refuse_if(problems, NOT_KEPT)
    _write(office, portfolio, wanted)
    audit.record(
        office, actor, "changed", "portfolio", portfolio.id, msg("sửa lĩnh vực %(name)s", name=portfolio.label)
    )
    return portfolio


def set_in_use(office: Office, actor: Actor, portfolio_id: int, in_use: bool) -> Portfolio:
    """End a portfolio, or use it again; tasks that name it keep it.

    :raises NotFound: where there is none the actor may change.
    """
    portfolio = get_portfolio(office, actor, portfolio_id)
    if in_use:
        portfolio.ended_on, said = None, msg("dùng lại lĩnh vực %(name)s", name=portfolio.name)
    else:
        portfolio.ended_on = portfolio.ended_on or office.today()
        said = msg("thôi dùng lĩnh vực %(name)s", name=portfolio.name)
    audit.record(office, actor, "changed", "portfolio", portfolio.id, said)
    return portfolio


def drop_portfolio(office: Office, actor: Actor, portfolio_id: int) -> str:
    """Delete a portfolio no task names, a slip of the pen; gives its name.

    :raises NotFound: :raises Refused: while tasks name it.
    """
    portfolio = get_portfolio(office, actor, portfolio_id)
    name, used = portfolio.name, tasks_naming(office, portfolio.unit_id).get(portfolio.id, 0)
    refuse_if(drop_problems(used), msg("Chưa xóa được lĩnh vực"))
    audit.record(office, actor, "deleted", "portfolio", portfolio.id, msg("xóa lĩnh vực %(name)s", name=name))
    office.session.delete(portfolio)
    return name


def _queue(office: Office, agency_id: int) -> None:
    """Two who add the same name at once stand in line before the row of their agency."""
    office.session.get(Unit, agency_id, with_for_update=True)


def _problems(office: Office, agency_id: int, wanted: PortfolioWanted, *, but: int = 0) -> Iterable[Problem]:
    name = " ".join(wanted.name.split())
    others = {one.name.casefold() for one in portfolios_of(office, agency_id, ended=True) if one.id != but}
    return portfolio_problems(
        name=name,
        taken=name.casefold() in others,
        leader=wanted.leader_id is not None,
        leads=wanted.leader_id in {person.id for person in leaders_of(office, agency_id)},
        place=wanted.place,
    )


def _write(office: Office, portfolio: Portfolio, wanted: PortfolioWanted) -> None:
    assert wanted.leader_id is not None  # the rules have looked
    portfolio.name, portfolio.leader = " ".join(wanted.name.split()), get_person(office, wanted.leader_id)
    others = portfolios_of(office, portfolio.unit_id, ended=True)
    last = max((one.position for one in others if one is not portfolio), default=0) + 1
    portfolio.position = place_of(wanted.place.strip()) or min(last, LAST_PLACE)
