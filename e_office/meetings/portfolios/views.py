"""The page of an agency's portfolios: the list, adding one, changing, ending and deleting each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g, render_template, request, url_for

from e_office.core.problems import NotFound, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.meetings.portfolios import policy, queries, service
from e_office.meetings.portfolios.service import PortfolioWanted
from e_office.meetings.views import blueprint
from e_office.people.queries import get_unit


@blueprint.route("/meetings/portfolios", methods=["GET", "POST"])
def portfolios() -> Any:
    """The portfolios of the actor's agency; add one."""
    office, actor = current_office(), current_actor()
    agency = policy.agency_for(actor)
    if agency is None:
        raise NotFound
    if request.method == "GET":
        return _page(agency)

    def work() -> str:
        made = service.make_portfolio(office, actor, agency, _wanted())
        say(msg("Đã thêm lĩnh vực %(name)s.", name=made.name))
        return url_for(".portfolios")

    return _answered(agency, work, 0)


@blueprint.post("/meetings/portfolios/<int:portfolio_id>")
def change_portfolio(portfolio_id: int) -> Any:
    """Change one, end it or use it again, delete it."""
    office, actor = current_office(), current_actor()
    agency, act = queries.get_portfolio(office, actor, portfolio_id).unit_id, request.form.get("act", "save")

    def work() -> str:
        if act == "drop":
            say(msg("Đã xóa lĩnh vực %(name)s.", name=service.drop_portfolio(office, actor, portfolio_id)))
            return url_for(".portfolios")
        if act in {"end", "resume"}:
            kept = service.set_in_use(office, actor, portfolio_id, act == "resume")
        else:
            version = request.form.get("version", type=int)
            kept = service.change_portfolio(office, actor, portfolio_id, _wanted(), version=version)
        say(msg("Đã lưu lĩnh vực %(name)s.", name=kept.name))
        return url_for(".portfolios")

    return _answered(agency, work, portfolio_id)


def _wanted() -> PortfolioWanted:
    sent = request.form
    return PortfolioWanted(
        name=sent.get("name", ""), leader_id=sent.get("leader", type=int), place=sent.get("place", "")
    )


def _answered(agency: int, work: Callable[[], str], at: int) -> Any:
    """What the pressed button did; a refusal shows the page again as it was typed."""
    try:
        return answer_once(work)
    except Refused as error:
        return _page(agency, error, at), 422


def _page(agency: int, error: Refused | None = None, at: int = 0) -> str:
    """The list; `error` was said to the form of portfolio `at`, 0 being the one that adds."""
    g.nav_section = "meetings.index"
    office, actor = current_office(), current_actor()
    leaders = [
        (person.id, f"{person.name}, {person.posts[0].title}" if person.posts else person.name)
        for person in queries.leaders_of(office, agency)
    ]
    return render_template(
        "meetings/portfolios/portfolios.html", rows=queries.portfolios_of(office, agency, ended=True), at=at,
        counts=queries.tasks_naming(office, agency), leaders=leaders, error=error, unit=get_unit(office, agency),
        typed=_wanted() if error else None, may_keep=policy.may_keep(actor, agency),
    )  # fmt: skip
