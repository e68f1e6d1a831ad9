"""The screen of what is late or due now: the table by unit, person or leader, and the list behind a number."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from e_office.core.web import current_actor, current_office, tell
from e_office.handling import overdue as lists
from e_office.handling.rules import Lateness
from e_office.handling.views import blueprint
from e_office.people.queries import get_unit
from e_office.registry.agency import choices, working_agency

SHOWN = 200
"""Lines of a list; more than that nobody works through."""


@blueprint.get("/incoming/overdue")
def overdue() -> str:
    """What is late, due today or next, by unit, person or leader (danh sách quá hạn, đến hạn)."""
    office, actor = current_office(), current_actor()
    agency_id, by = working_agency(actor), request.args.get("by", "unit")
    by = by if by in lists.BY else "unit"
    items = lists.seen_by(office, actor, agency_id)
    who, when = request.args.get("who", ""), request.args.get("when", "")
    chosen = [item for item in items if who in {"", item.key(by)} and when in {"", item.when}]
    rows = lists.tallies(items, by, office.today())
    return render_template(
        "handling/overdue.html",
        by=by,
        who=who,
        when=when,
        rows=rows,
        items=chosen[:SHOWN],
        total=len(chosen),
        all_of=len(items),
        name=next((row.name for row in rows if row.key == who), ""),
        tabs=[(tell(label), _url(by=name), name == by) for name, label in lists.BY.items()],
        lateness=Lateness,
        url=_url,
        unit=get_unit(office, agency_id),
        agencies=choices(office, actor, agency_id),
        today=office.today(),
    )


def _url(**changes: Any) -> str:
    return url_for("handling.overdue", **changes)
