"""The desk (bàn làm việc) and the search screen."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from e_office.core.office import Office
from e_office.core.problems import Message, msg
from e_office.core.web import current_actor, current_office, tell
from e_office.documents.models import Kind
from e_office.meetings.papers import PAPER_TYPE
from e_office.people.models import Unit
from e_office.portal import desk
from e_office.portal.finding import PAGE, Wanted, search
from e_office.registry.types import TYPES

blueprint = Blueprint("portal", __name__)

KINDS: dict[str, Message] = {
    kind.value: kind.label for kind in (Kind.CONCLUSION, Kind.INVITATION, Kind.PAPER, Kind.REGISTER)
}
DIRECTIONS: dict[str, Message] = {"incoming": msg("Đến"), "outgoing": msg("Đi")}
FILTERS = ("kind", "year", "unit", "doc_type", "direction")
TITLES: dict[str, Message] = {
    "kind": msg("Nhóm"),
    "year": msg("Năm"),
    "unit": msg("Cơ quan ban hành"),
    "doc_type": msg("Tên loại"),
    "direction": msg("Hướng"),
}
FACET_LENGTH = 8


@blueprint.get("/")
def home() -> str:
    """What waits for this person and this person's unit, the counters side by side."""
    office, actor = current_office(), current_actor()
    view = request.args.get("view", "all")
    return render_template("portal/home.html", desk=desk.desk_of(office, actor, view), view=view, today=office.today())


@blueprint.get("/search")
def find() -> str:
    """One box over number, title and content; its address can be shared."""
    office, actor = current_office(), current_actor()
    filters = {name: frozenset(request.args.getlist(name)[:50]) for name in FILTERS}
    wanted = Wanted(
        words=request.args.get("q", "").strip()[:500],
        filters=filters,
        newest=request.args.get("sort") == "newest",
        page=max(1, min(request.args.get("page", 1, type=int), 500)),
    )
    answer = search(office, actor, wanted)
    return render_template(
        "portal/search.html",
        wanted=wanted,
        answer=answer,
        facets=_facets(office, answer.counts, filters),
        applied=_applied(office, filters),
        kinds=KINDS,
        url_of=_url_of,
        page_url=lambda number: _url_of(page=number),
        pages=max(1, min(500, -(-answer.total // PAGE))),
    )


def _facets(
    office: Office, counts: Any, chosen: dict[str, frozenset[str]]
) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Each filter with its values and how many there are, what is ticked always among them."""
    found = []
    for name in FILTERS:
        values = dict(counts.get(name, {})) | {value: counts.get(name, {}).get(value, 0) for value in chosen[name]}
        ordered = sorted(
            values.items(), key=lambda pair: pair[0] if name == "year" else -pair[1], reverse=name == "year"
        )
        options = [
            {"value": value, "text": _label(office, name, value), "count": n, "checked": value in chosen[name]}
            for value, n in ordered
            if value and value != "0" and (n or value in chosen[name])
        ]
        options.sort(key=lambda option: not option["checked"])
        found.append((tell(TITLES[name]), name, options[:FACET_LENGTH]))
    return found


def _label(office: Office, name: str, value: str) -> str:
    if name == "kind":
        return tell(KINDS[value]) if value in KINDS else value
    if name == "direction":
        return tell(DIRECTIONS[value]) if value in DIRECTIONS else value
    if name == "doc_type":
        return tell(TYPES[value].name) if value in TYPES else _("Tài liệu họp") if value == PAPER_TYPE else value
    if name == "unit" and value.isdecimal():
        unit = office.session.get(Unit, int(value)) if int(value) < 2**31 else None
        return unit.name if unit else _("cơ quan khác")
    return value


def _applied(office: Office, chosen: dict[str, frozenset[str]]) -> list[tuple[str, str]]:
    return [
        (
            _label(office, name, value),
            _url_of(**{name: [other for other in request.args.getlist(name) if other != value]}),
        )
        for name in FILTERS
        for value in sorted(chosen[name])
    ]


def _url_of(**changes: Any) -> str:
    """This search with changes; the page starts over unless it is what changes."""
    values: dict[str, Any] = {name: request.args.getlist(name) for name in request.args if name != "page"}
    return url_for("portal.find", **{name: value for name, value in (values | changes).items() if value})
