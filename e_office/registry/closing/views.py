"""Screens of closing: the years of both registers, closing one, a closed one with its corrections."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.people import queries as people
from e_office.registry import agency, policy
from e_office.registry.books import INCOMING, OUTGOING
from e_office.registry.closing import queries, service
from e_office.registry.closing.forms import CorrectionForm
from e_office.registry.closing.models import ClosedBook
from e_office.registry.closing.rules import series_name
from e_office.registry.views import blueprint

SHOWN = 50
"""Differences shown on a page; the command prints all of them."""


@blueprint.get("/registers/years")
def register_years() -> str:
    """The years of both registers, which of them are closed, and what may be closed now (khóa sổ)."""
    office, actor = current_office(), current_actor()
    unit_id = agency.working_agency(actor)
    return render_template(
        "registry/register_years.html",
        rows=queries.years(office, unit_id),
        this_year=office.today().year,
        may_close=policy.may_register(actor, unit_id),
        agencies=agency.choices(office, actor, unit_id),
    )


@blueprint.route("/registers/<any(incoming, outgoing):direction>/<int:year>/close", methods=["GET", "POST"])
def close_book(direction: str, year: int) -> Any:
    """What is in the way of closing a year's register, and the closing itself."""
    office, actor = current_office(), current_actor()
    unit_id = agency.registering_agency(actor)

    def work() -> str:
        book = service.close_book(office, actor, unit_id, direction, year)
        say(msg("Đã khóa sổ năm %(year)s với %(n)s dòng.", year=year, n=book.count))
        return url_for("registry.closed_book", direction=direction, year=year)

    refused = False
    if request.method == "POST":
        try:
            return answer_once(work)
        except Refused:
            refused = True
    return _closing_page(office, unit_id, direction, year, refused), 422 if refused else 200


def _closing_page(office: Office, unit_id: int, direction: str, year: int, refused: bool) -> str:
    count = sum(row.count for row in queries.years(office, unit_id) if (row.direction, row.year) == (direction, year))
    return render_template(
        "registry/close_book.html",
        direction=direction,
        year=year,
        count=count,
        series=queries.series_of(office, unit_id, direction, year),
        series_name=series_name,
        found=service.problems_of(office, unit_id, direction, year),
        refused=refused,
        unit=people.get_unit(office, unit_id),
    )


@blueprint.get("/registers/<any(incoming, outgoing):direction>/<int:year>")
def closed_book(direction: str, year: int) -> str:
    """A closed register: who closed it, whether it still holds, what differs today, what was corrected."""
    book = _closed(current_office(), current_actor(), direction, year)
    return _closed_page(book, CorrectionForm(direction), ())


@blueprint.post("/registers/<any(incoming, outgoing):direction>/<int:year>/corrections")
def correct_book(direction: str, year: int) -> Any:
    """Correct a column of a closed line, with the reason (đính chính)."""
    office, actor = current_office(), current_actor()
    book = _closed(office, actor, direction, year)
    form = CorrectionForm(direction)

    def work() -> str:
        service.correct(
            office, actor, queries.get_closed(office, book.unit_id, direction, year), number=form.number.data or "",
            column=form.column.data, after=form.after.data or "", reason=form.reason.data or "",
        )  # fmt: skip
        say(msg("Đã ghi đính chính. Dòng đã khóa giữ nguyên."))
        return url_for("registry.closed_book", direction=direction, year=year, _anchor="corrections")

    try:
        return answer_once(work)
    except Refused as error:
        return _closed_page(_closed(office, actor, direction, year), form, error.problems), 422


def _closed(office: Office, actor: Actor, direction: str, year: int) -> ClosedBook:
    """The closed register of the agency the page is about. :raises NotFound: while it is open."""
    unit_id = agency.working_agency(actor)
    if not policy.may_see_registers(actor, unit_id):
        raise NotFound
    return queries.get_closed(office, unit_id, direction, year)


def _closed_page(book: ClosedBook, form: CorrectionForm, problems: tuple[Problem, ...]) -> str:
    office, actor = current_office(), current_actor()
    may_correct = policy.may_register(actor, book.unit_id)
    return render_template(
        "registry/closed_book.html",
        book=book,
        columns=INCOMING if book.direction == "incoming" else OUTGOING,
        verdict=queries.verify(office, book) if may_correct else None,
        shown=SHOWN,
        corrections=queries.corrections_of(office, book) if may_correct else [],
        form=form,
        problems=problems,
        may_correct=may_correct,
    )
