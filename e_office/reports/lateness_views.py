"""Screens of lateness: the figures, the meetings and the things behind each number, the exports."""

from __future__ import annotations

from flask import Response, g, render_template, request

from e_office.core.media_types import DOCX, XLSX
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, msg
from e_office.core.web import current_actor, current_office
from e_office.meetings.rules_late import EventKind
from e_office.people import queries as people
from e_office.reports import lateness, lateness_exports, policy
from e_office.reports.forms import asked_lateness
from e_office.reports.tally import Narrowed
from e_office.reports.views import LIST_SIZE, asked_page, blueprint, download, url_of

BANDS: tuple[Message, ...] = (
    msg("đến 1 giờ"),
    msg("trên 1 đến 6 giờ"),
    msg("trên 6 đến 24 giờ"),
    msg("trên 24 giờ"),
)
CAUSES = {
    EventKind.INVITED.value: msg("mời sau hạn"),
    EventKind.PAPER.value: msg("gửi tài liệu sau hạn"),
    EventKind.MOVED.value: msg("dời họp"),
    EventKind.TOOK_PLACE.value: msg("họp thay cuộc đã hủy"),
    EventKind.HANDED.value: msg("phát tại phiên họp"),
}
"""Why something was late: the event at which it was judged so."""


@blueprint.get("/lateness")
def lateness_page() -> str:
    """What reached invitees too late, by unit, by month and by how much (M2, M9, M16 a)."""
    office, actor = _shown()
    wanted = asked_lateness(office, request.args)
    found = lateness.figures(office, wanted.scope)
    return render_template(
        "reports/lateness_page.html", found=found, asked=wanted, url_of=url_of, bands=BANDS, own=actor.agency_ids()
    )


@blueprint.get("/lateness/meetings")
def late_meetings() -> str:
    """The meetings behind a figure."""
    office, actor = _shown()
    wanted, page, late = asked_lateness(office, request.args), asked_page(), _yes_or_no("late")
    rows, total = lateness.meetings_behind(office, actor, wanted.scope, late, page=page, size=LIST_SIZE)
    return render_template(
        "reports/late_meetings.html", rows=rows, total=total, page=page, pages=_pages(total), asked=wanted, late=late,
        url_of=url_of, pager_url=_page_url, unit_of=lateness.unit_of,
    )  # fmt: skip


@blueprint.get("/lateness/things")
def late_things() -> str:
    """The invitations and papers behind a figure, a line for each invitee they reached."""
    office, actor = _shown()
    wanted, page, narrowed = asked_lateness(office, request.args), asked_page(), _narrowed()
    rows, total = lateness.things_behind(office, actor, wanted.scope, narrowed, page=page, size=LIST_SIZE)
    return render_template(
        "reports/late_things.html", rows=rows, total=total, page=page, pages=_pages(total), asked=wanted,
        narrowed=narrowed, url_of=url_of, pager_url=_page_url, bands=BANDS, causes=CAUSES,
    )  # fmt: skip


@blueprint.get("/lateness.xlsx")
def lateness_xlsx() -> Response:
    """The figures as a spreadsheet."""
    office, _actor = _shown()
    found = lateness.figures(office, asked_lateness(office, request.args).scope)
    return download(lateness_exports.as_xlsx(found), XLSX, f"gui-muon-{found.scope.last:%Y-%m-%d}.xlsx")


@blueprint.get("/lateness.docx")
def lateness_docx() -> Response:
    """The figures as a report in the layout of NĐ 30/2020."""
    office, actor = _shown()
    found = lateness.figures(office, asked_lateness(office, request.args).scope)
    assert actor.main_post, "whoever may see figures has a post"
    agency = people.get_unit(office, actor.main_post.agency_id)
    stream = lateness_exports.as_docx(found, agency, office.today())
    return download(stream, DOCX, f"bao-cao-gui-muon-{found.scope.last:%Y-%m-%d}.docx")


def _shown() -> tuple[Office, Actor]:
    """Who looks, once it is sure that they may; the bar keeps to the reports."""
    office, actor = current_office(), current_actor()
    require(policy.may_see_ratio(actor), "see figures")
    g.nav_section = "reports.ratio_page"
    return office, actor


def _narrowed() -> Narrowed:
    """Which things an address asks for; without a word on lateness, the late ones."""
    band = request.args.get("band", type=int)
    paper = {"paper": True, "invitation": False}.get(request.args.get("what", ""))
    late = None if request.args.get("late") == "all" else _yes_or_no("late") is not False
    return Narrowed(paper, late, _yes_or_no("ordered"), band if band is not None and 0 <= band < len(BANDS) else None)


def _yes_or_no(name: str) -> bool | None:
    return {"1": True, "0": False}.get(request.args.get(name, ""))


def _pages(total: int) -> int:
    return max(1, -(-total // LIST_SIZE))


def _page_url(number: int) -> str:
    return url_of(page=number)
