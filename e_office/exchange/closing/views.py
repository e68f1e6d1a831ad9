"""Screens of closed periods: sign one off, see it beside what is counted now, correct it with a reason."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for
from flask_babel import gettext as _

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
from e_office.people.queries import unit_by_code, units_tree
from e_office.registry.types import TYPES

LIST_SIZE = 50


@blueprint.route("/ratio/closed", methods=["GET", "POST"])
def closed_periods() -> Any:
    """The periods that are closed (kỳ đã khóa), and the form to close one."""
    office, actor = _reader()
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            return answer_once(lambda: _close(office, actor))
        except Refused as error:
            problems = error.problems
    rows = queries.snapshots(office)
    page = render_template(
        "exchange/closed_periods.html",
        rows=rows,
        summed=summed,
        ratio=ratio,
        problems=problems,
        typed=request.form,
        may_close=policy.may_close_any(actor),
        agencies=_agencies(office, actor),
        names={row.unit_code: name_of(office, row.unit_code) for row in rows},
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/ratio/closed/<int:snapshot_id>", methods=["GET", "POST"])
def closed_period(snapshot_id: int) -> Any:
    """One closed period: as it was closed, with its corrections, beside what is counted now."""
    office, actor = _reader()
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            return answer_once(lambda: _correct(office, actor, snapshot_id))
        except Refused as error:
            problems = error.problems
    snapshot = queries.find_snapshot(office, snapshot_id)
    if snapshot is None:
        raise NotFound
    page = render_template("exchange/closed_period.html", problems=problems, **_figures(office, actor, snapshot))
    return page, 422 if request.method == "POST" else 200


@blueprint.get("/ratio/closed/<int:snapshot_id>/documents")
def closed_documents(snapshot_id: int) -> str:
    """The list behind a closed period, as it was counted then."""
    office, actor = _reader()
    snapshot = queries.find_snapshot(office, snapshot_id)
    if snapshot is None:
        raise NotFound
    page, total = max(1, request.args.get("page", 1, type=int)), len(snapshot.documents or ())
    return render_template(
        "exchange/closed_documents.html",
        snapshot=snapshot,
        name=name_of(office, snapshot.unit_code),
        rows=queries.behind_closed(office, actor, snapshot, page, LIST_SIZE),
        total=total,
        page=page,
        pages=max(1, -(-total // LIST_SIZE)),
        url_of_page=lambda number: url_for("exchange.closed_documents", snapshot_id=snapshot_id, page=number),
    )


def name_of(office: Office, unit_code: str) -> str:
    """The name of the agency a period is about; nothing where it is about all."""
    unit = unit_by_code(office, unit_code) if unit_code else None
    return unit.name if unit else unit_code


def _agencies(office: Office, actor: Actor) -> list[tuple[str, str]]:
    """Code and name of what this person may sign off; the whole installation first."""
    units = [branch.unit for branch in units_tree(office) if branch.unit.is_agency]
    found = [(unit.code, unit.name) for unit in units if policy.may_close(actor, unit.id)]
    return [("", _("Toàn tỉnh")), *found] if policy.may_close_periods(actor) else found


def _figures(office: Office, actor: Actor, snapshot: RatioSnapshot) -> dict[str, Any]:
    days = (snapshot.first, snapshot.last, snapshot.direction, snapshot.unit_code)
    now = queries.counted_now(office, queries.scope_of(office, *days))
    standing = snapshot.standing
    found = differences(standing, now)
    return {
        "snapshot": snapshot,
        "whose": name_of(office, snapshot.unit_code),
        "listed": len(snapshot.documents or ()),
        "columns": [summed(snapshot.cells), summed(standing), summed(now)],
        "ratio": ratio,
        "found": found,
        "names": {one.cell[0]: unit.name for one in found if (unit := unit_by_code(office, one.cell[0]))},
        "types": TYPES,
        "whole": snapshot.seal() == snapshot.sha256,
        "may_close": policy.may_close(actor, unit.id if (unit := unit_by_code(office, snapshot.unit_code)) else None),
    }


def _reader() -> tuple[Office, Actor]:
    office, actor = current_office(), current_actor()
    require(policy.may_see_figures(actor), "see figures")
    g.nav_section = "reports.ratio_page"
    return office, actor


def _close(office: Office, actor: Actor) -> str:
    direction = "in" if request.form.get("direction") == "in" else "out"
    snapshot = service.close_period(
        office, actor, request.form.get("period", ""), direction, request.form.get("unit", "")
    )
    say(msg("Đã khóa kỳ %(period)s.", period=snapshot.name))
    return url_for("exchange.closed_period", snapshot_id=snapshot.id)


def _correct(office: Office, actor: Actor, snapshot_id: int) -> str:
    service.correct(office, actor, snapshot_id, request.form.get("reason", ""))
    say(msg("Đã ghi đính chính; số đã khóa giữ nguyên."))
    return url_for("exchange.closed_period", snapshot_id=snapshot_id)
