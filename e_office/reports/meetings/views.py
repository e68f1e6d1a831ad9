"""Screens of the figures on meetings: the figures, the rows behind each number, the exports of both."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, g, render_template, request
from flask_babel import get_locale, gettext

from e_office.core.formats import format_short_month
from e_office.core.media_types import DOCX, XLSX
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.web import current_actor, current_office
from e_office.people import queries as people
from e_office.reports.lateness_views import CAUSES
from e_office.reports.meetings import exports, lists, paper_report, policy
from e_office.reports.meetings.behind import behind
from e_office.reports.meetings.figures import Figures, UnitRow, figures
from e_office.reports.meetings.forms import AskedMeetings, asked_meetings
from e_office.reports.meetings.measures import MEASURES, Kind, of_kind
from e_office.reports.meetings.rules import AGAIN_WITHIN, LEAST, LENGTH_ASSUMED
from e_office.reports.views import LIST_SIZE, asked_page, blueprint, download, url_of

SHOWN = 10
"""Units of each table that are shown unless all are asked for, beside the reader's own."""


@blueprint.get("/meeting-figures")
def meeting_figures() -> str:
    """How meetings are prepared, attended and followed, by unit and by month (M2, M5, M11, M14, M16)."""
    _office, actor, wanted, found = _found()
    own = policy.own_agencies(actor)

    def shown(rows: Sequence[UnitRow]) -> list[UnitRow]:
        everybody = "units" in request.args or len(rows) <= SHOWN + 2
        return [row for place, row in enumerate(rows) if everybody or place < SHOWN or row.unit.id in own]

    def all_of(rows: Sequence[UnitRow], place: str) -> tuple[str, str] | None:
        if len(shown(rows)) == len(rows):
            return None
        return gettext("Cả %(n)s đơn vị", n=len(rows)), url_of(units="all", _anchor=place)

    return render_template(
        "reports/meetings/meeting_figures.html", found=found, asked=wanted, url_of=url_of, measures=MEASURES,
        kinds=Kind, own=own, shown=shown, all_of=all_of, month_points=_points(found), least=LEAST,
        again_days=AGAIN_WITHIN.days, length_assumed=LENGTH_ASSUMED,
    )  # fmt: skip


@blueprint.get("/meeting-figures/papers")
def figure_papers() -> str:
    """The papers behind a figure."""
    return _list("reports/meetings/figure_papers.html", Kind.PAPERS)


@blueprint.get("/meeting-figures/seats")
def figure_seats() -> str:
    """The invitees behind a figure."""
    return _list("reports/meetings/figure_seats.html", Kind.SEATS)


@blueprint.get("/meeting-figures/meetings")
def figure_meetings() -> str:
    """The meetings behind a figure."""
    return _list("reports/meetings/figure_meetings.html", Kind.MEETINGS)


@blueprint.get("/meeting-figures/reports")
def figure_reports() -> str:
    """The reports back behind a figure."""
    return _list("reports/meetings/figure_reports.html", Kind.REPORTS)


@blueprint.get("/meeting-figures/papers.xlsx")
def figure_papers_xlsx() -> Response:
    """The papers behind a figure as a spreadsheet."""
    return _list_xlsx(Kind.PAPERS)


@blueprint.get("/meeting-figures/seats.xlsx")
def figure_seats_xlsx() -> Response:
    """The invitees behind a figure as a spreadsheet."""
    return _list_xlsx(Kind.SEATS)


@blueprint.get("/meeting-figures/meetings.xlsx")
def figure_meetings_xlsx() -> Response:
    """The meetings behind a figure as a spreadsheet."""
    return _list_xlsx(Kind.MEETINGS)


@blueprint.get("/meeting-figures/reports.xlsx")
def figure_reports_xlsx() -> Response:
    """The reports back behind a figure as a spreadsheet."""
    return _list_xlsx(Kind.REPORTS)


@blueprint.get("/meeting-figures.xlsx")
def meeting_figures_xlsx() -> Response:
    """The figures as a spreadsheet."""
    _office, _actor, _wanted, found = _found()
    return download(exports.as_xlsx(found), XLSX, f"che-do-hop-{found.scope.last:%Y-%m-%d}.xlsx")


@blueprint.get("/meeting-figures.docx")
def meeting_figures_docx() -> Response:
    """The figures as a report in the layout of NĐ 30/2020."""
    office, actor, _wanted, found = _found()
    assert actor.main_post, "whoever may see figures has a post"
    agency = people.get_unit(office, actor.main_post.agency_id)
    stream = paper_report.as_docx(found, agency, office.today())
    return download(stream, DOCX, f"bao-cao-che-do-hop-{found.scope.last:%Y-%m-%d}.docx")


def _points(found: Figures) -> list[tuple[str, int, int]]:
    """Month, meetings that take place, meetings called off."""
    one_year = len({row.first.year for row in found.months}) == 1
    language = str(get_locale() or "vi")
    return [
        (
            format_short_month(row.first, language) if one_year else row.first.strftime("%-m/%y"),
            row.tally["meetings"] - row.tally["called_off"],
            row.tally["called_off"],
        )
        for row in found.months
    ]


def _list(template: str, kind: Kind) -> str:
    office, actor, wanted = _shown()
    figure, page = _figure(kind), asked_page()
    rows, total = behind(office, actor, wanted.scope, figure, page=page, size=LIST_SIZE)
    return render_template(
        template, rows=rows, total=total, page=page, pages=max(1, -(-total // LIST_SIZE)), asked=wanted, figure=figure,
        measures=of_kind(kind), url_of=url_of, pager_url=lambda number: url_of(page=number), causes=CAUSES,
        came=lists.CAME, args=request.args,
    )  # fmt: skip


def _list_xlsx(kind: Kind) -> Response:
    office, actor, wanted = _shown()
    figure = _figure(kind)
    rows, total = behind(office, actor, wanted.scope, figure, size=lists.MOST)
    stream = lists.as_xlsx(figure, rows, total, wanted.scope, wanted.unit)
    return download(stream, XLSX, f"{figure.replace('_', '-')}-{wanted.scope.last:%Y-%m-%d}.xlsx")


def _figure(kind: Kind) -> str:
    """The figure an address names; the one that counts everything of the kind where it names none of them."""
    named = request.args.get("figure", "")
    return named if named in of_kind(kind) else next(iter(of_kind(kind)))


def _found() -> tuple[Office, Actor, AskedMeetings, Figures]:
    office, actor, wanted = _shown()
    return office, actor, wanted, figures(office, wanted.scope, wanted.period, wanted.unit)


def _shown() -> tuple[Office, Actor, AskedMeetings]:
    """Who looks and at what, once it is sure that they may; the bar keeps to the reports."""
    office, actor = current_office(), current_actor()
    require(policy.may_see(actor), "see figures")
    g.nav_section = "reports.ratio_page"
    return office, actor, asked_meetings(office, actor, request.args)
