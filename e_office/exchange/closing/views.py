"""Screens of closed periods: sign one off, see it beside what is counted now, correct it with a reason."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.exchange import policy
from e_office.exchange.closing import queries, service
from e_office.exchange.closing.models import RatioSnapshot
from e_office.exchange.rules import ratio
from e_office.exchange.rules_closing import differences, summed
from e_office.exchange.views import blueprint
from e_office.people.queries import unit_by_code
from e_office.registry.types import TYPES


@blueprint.route("/ratio/closed", methods=["GET", "POST"])
def closed_periods() -> Any:
    """The periods that are closed (kỳ đã khóa), and the form to close one."""
    office, actor = _reader()
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        require(policy.may_close_periods(actor), "close a period")
        try:
            return answer_once(lambda: _close(office, actor))
        except Refused as error:
            problems = error.problems
    page = render_template(
        "exchange/closed_periods.html",
        rows=queries.snapshots(office),
        summed=summed,
        ratio=ratio,
        problems=problems,
        typed=request.form,
        may_close=policy.may_close_periods(actor),
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/ratio/closed/<int:snapshot_id>", methods=["GET", "POST"])
def closed_period(snapshot_id: int) -> Any:
    """One closed period: as it was closed, with its corrections, beside what is counted now."""
    office, actor = _reader()
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        require(policy.may_close_periods(actor), "correct a period")
        try:
            return answer_once(lambda: _correct(office, actor, snapshot_id))
        except Refused as error:
            problems = error.problems
    snapshot = queries.find_snapshot(office, snapshot_id)
    if snapshot is None:
        raise NotFound
    page = render_template("exchange/closed_period.html", problems=problems, **_figures(office, actor, snapshot))
    return page, 422 if request.method == "POST" else 200


def _figures(office: Office, actor: Actor, snapshot: RatioSnapshot) -> dict[str, Any]:
    now = queries.counted_now(office, snapshot.first, snapshot.last, snapshot.direction)
    standing = snapshot.standing
    found = differences(standing, now)
    return {
        "snapshot": snapshot,
        "columns": [summed(snapshot.cells), summed(standing), summed(now)],
        "ratio": ratio,
        "found": found,
        "names": {one.cell[0]: unit.name for one in found if (unit := unit_by_code(office, one.cell[0]))},
        "types": TYPES,
        "whole": snapshot.seal() == snapshot.sha256,
        "may_close": policy.may_close_periods(actor),
    }


def _reader() -> tuple[Office, Actor]:
    office, actor = current_office(), current_actor()
    require(policy.may_see_figures(actor), "see figures")
    g.nav_section = "reports.ratio_page"
    return office, actor


def _close(office: Office, actor: Actor) -> str:
    direction = "in" if request.form.get("direction") == "in" else "out"
    snapshot = service.close_period(office, actor, request.form.get("period", ""), direction)
    say(msg("Đã khóa kỳ %(period)s.", period=snapshot.period))
    return url_for("exchange.closed_period", snapshot_id=snapshot.id)


def _correct(office: Office, actor: Actor, snapshot_id: int) -> str:
    service.correct(office, actor, snapshot_id, request.form.get("reason", ""))
    say(msg("Đã ghi đính chính; số đã khóa giữ nguyên."))
    return url_for("exchange.closed_period", snapshot_id=snapshot_id)
