"""Screens of the reports: the share of electronic exchange, the list behind each number, the exports."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, send_file, url_for
from flask_babel import get_locale

from e_office.core.formats import format_short_month
from e_office.core.media_types import DOCX, XLSX
from e_office.core.office import Office
from e_office.core.permission import require
from e_office.core.web import current_actor, current_office
from e_office.exchange.channels.queries import channel_rules
from e_office.exchange.closing.models import RatioSnapshot
from e_office.exchange.closing.queries import closed_period
from e_office.exchange.ratio_queries import behind, pairs_behind
from e_office.exchange.rules import Class, Counts
from e_office.exchange.rules_closing import summed
from e_office.people import queries as people
from e_office.registry.types import TYPES
from e_office.reports import exports, lateness, policy, ratio
from e_office.reports.forms import Asked, asked
from e_office.reports.lateness import LatenessScope

blueprint = Blueprint("reports", __name__)
LIST_SIZE = 50


@blueprint.get("/ratio")
def ratio_page() -> str:
    """The share of wholly electronic exchange against the target (T1)."""
    office, actor = current_office(), current_actor()
    require(policy.may_see_ratio(actor), "see figures")
    wanted = asked(office, request.args)
    found = ratio.figures(office, wanted.scope, wanted.period)
    types = request.args.getlist("without")
    own = actor.agency_ids()
    return render_template(
        "reports/ratio.html",
        found=found,
        asked=wanted,
        what_if=ratio.what_if(found, types),
        own=own,
        closed=_closed(office, wanted),
        laid_down=channel_rules(office),
        types=TYPES,
        ranking=_ranking(found.units, own, "units" in request.args),
        url_of=url_of,
        month_points=_points(found),
        all_units="units" in request.args,
        args=request.args,
    )


def _closed(office: Office, wanted: Asked) -> tuple[RatioSnapshot, Counts] | None:
    """The period asked for as it was closed, where it is, and it is the whole of it that is looked at."""
    scope = wanted.scope
    if scope.type_code:
        return None
    code = wanted.unit.code if wanted.unit else ""
    snapshot = closed_period(office, scope.first, scope.last, scope.direction, code)
    return (snapshot, summed(snapshot.standing)) if snapshot else None


@blueprint.get("/ratio/documents")
def ratio_documents() -> str:
    """The documents behind a figure."""
    office, actor = current_office(), current_actor()
    require(policy.may_see_ratio(actor), "see figures")
    wanted, page = asked(office, request.args), asked_page()
    klasses = [Class(name) for name in request.args.getlist("class") if name in set(Class)]
    rows, total = behind(office, actor, wanted.scope, klasses, page=page, size=LIST_SIZE)
    return render_template(
        "reports/ratio_documents.html",
        rows=rows,
        total=total,
        page=page,
        pages=max(1, -(-total // LIST_SIZE)),
        asked=wanted,
        klasses=klasses,
        url_of=url_of,
        pager_url=lambda number: url_of(page=number),
    )


@blueprint.get("/ratio/pairs")
def ratio_pairs() -> str:
    """The pairs of document and recipient behind the second figure; `wholly` 1 or 0 narrows them."""
    office, actor = current_office(), current_actor()
    require(policy.may_see_ratio(actor), "see figures")
    wanted, page = asked(office, request.args), asked_page()
    wholly = {"1": True, "0": False}.get(request.args.get("wholly", ""))
    rows, total = pairs_behind(office, actor, wanted.scope, wholly, page=page, size=LIST_SIZE)
    return render_template(
        "reports/ratio_pairs.html",
        rows=rows,
        total=total,
        page=page,
        pages=max(1, -(-total // LIST_SIZE)),
        asked=wanted,
        wholly=wholly,
        url_of=url_of,
        pager_url=lambda number: url_of(page=number),
    )


@blueprint.get("/ratio.xlsx")
def ratio_xlsx() -> Response:
    """The figures as a spreadsheet."""
    office, actor = current_office(), current_actor()
    require(policy.may_see_ratio(actor), "see figures")
    wanted = asked(office, request.args)
    found = ratio.figures(office, wanted.scope, wanted.period)
    return download(exports.as_xlsx(found), XLSX, f"ty-le-dien-tu-{found.period.last:%Y-%m-%d}.xlsx")


@blueprint.get("/ratio.docx")
def ratio_docx() -> Response:
    """The figures as a report in the layout of NĐ 30/2020."""
    office, actor = current_office(), current_actor()
    require(policy.may_see_ratio(actor), "see figures")
    wanted = asked(office, request.args)
    found = ratio.figures(office, wanted.scope, wanted.period)
    assert actor.main_post, "whoever may see figures has a post"
    agency = people.get_unit(office, actor.main_post.agency_id)
    late = None
    if wanted.scope.direction == "out" and wanted.scope.type_code is None:
        days = LatenessScope(first=wanted.scope.first, last=wanted.scope.last, unit_id=wanted.scope.unit_id)
        late = lateness.figures(office, days)
    stream = exports.as_docx(found, agency, office.today(), late)
    return download(stream, DOCX, f"bao-cao-ty-le-dien-tu-{found.period.last:%Y-%m-%d}.docx")


def asked_page() -> int:
    """The page of a list an address asks for."""
    return max(1, min(request.args.get("page", 1, type=int), 100_000))


def _points(found: ratio.Figures) -> list[tuple[str, float | None]]:
    """The points of the trend, each under a name of its own."""
    one_year = found.trend[0].first.year == found.trend[-1].first.year if found.trend else True
    language = str(get_locale() or "vi")
    return [
        (format_short_month(row.first, language) if one_year else row.first.strftime("%-m/%y"), row.ratio.documents)
        for row in found.trend
    ]


def download(stream: Any, media_type: str, name: str) -> Response:
    """A file made now."""
    return send_file(stream, mimetype=media_type, as_attachment=True, download_name=name)


def url_of(endpoint: str = "", **changes: Any) -> str:
    """The same address with changes; None takes a value out."""
    values = {name: request.args.getlist(name) for name in request.args} | changes
    kept = {name: value for name, value in values.items() if value not in (None, "", [])}
    return url_for(endpoint or request.endpoint or "", **kept)


def _ranking(rows: tuple[ratio.UnitRow, ...], own: frozenset[int], everybody: bool) -> list[tuple[str, Any]]:
    """The first five, the last four and the reader's own agencies, with how many stand between."""
    if everybody or len(rows) <= 12:
        return [("row", row) for row in rows]
    shown = {row.rank for row in rows if row.rank <= 5 or row.rank > len(rows) - 4 or row.unit.id in own}
    listed: list[tuple[str, Any]] = []
    for row in rows:
        if row.rank in shown:
            listed.append(("row", row))
        elif listed and listed[-1][0] == "gap":
            listed[-1] = ("gap", listed[-1][1] + 1)
        else:
            listed.append(("gap", 1))
    return listed
