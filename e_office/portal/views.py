"""The desk (bàn làm việc) and the search screen."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from e_office.core.bar import waiting_for
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.web import current_actor, current_office
from e_office.notices.queries import MailState, count_mails
from e_office.people.policy import may_administer
from e_office.portal import desk, facets
from e_office.portal.facets import FILTERS, KINDS
from e_office.portal.finding import PAGE, Wanted, search

blueprint = Blueprint("portal", __name__)


@blueprint.get("/")
def home() -> str:
    """What waits for this person and this person's unit, the counters side by side."""
    office, actor = current_office(), current_actor()
    view = request.args.get("view", "all")
    shown = desk.desk_of(office, actor, waiting_for(actor, desk.READS, desk.COUNTS), view)
    return render_template(
        "portal/home.html", desk=shown, view=view, today=office.today(), now=office.clock.now(),
        mail_waits=_mail_waits(office, actor),
    )  # fmt: skip


@blueprint.get("/search")
def find() -> str:
    """One box over number, title and content; its address can be shared."""
    office, actor = current_office(), current_actor()
    chosen = {name: frozenset(filter(None, request.args.getlist(name)[:50])) for name in FILTERS}
    wanted = Wanted(
        words=request.args.get("q", "").strip()[:500],
        filters=chosen,
        newest=request.args.get("sort") == "newest",
        page=max(1, min(request.args.get("page", 1, type=int), 500)),
    )
    answer = search(office, actor, wanted)
    return render_template(
        "portal/search.html",
        wanted=wanted,
        answer=answer,
        facets=facets.facets_of(office, answer.counts, chosen),
        kind_chips=facets.kind_chips(answer.counts, chosen, _url_of),
        applied=facets.applied(office, chosen, _url_of),
        narrowed=any(chosen.values()),
        unfiltered=_url_of(**dict.fromkeys(FILTERS)),
        kinds=KINDS,
        url_of=_url_of,
        page_url=lambda number: _url_of(page=number),
        pages=max(1, min(500, -(-answer.total // PAGE))),
    )


def _mail_waits(office: Office, actor: Actor) -> dict[str, int]:
    """What an administrator has to know: how many mails wait although no relay is configured; else nothing."""
    if office.settings.smtp_url or not may_administer(actor):
        return {}
    return {"waiting": count_mails(office)[MailState.WAITING]}


def _url_of(**changes: Any) -> str:
    """This search with changes; the page starts over unless it is what changes."""
    values: dict[str, Any] = {name: request.args.getlist(name) for name in request.args if name != "page"}
    return url_for("portal.find", **{name: value for name, value in (values | changes).items() if value})
