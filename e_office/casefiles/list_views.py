"""Screens of the yearly list of files (danh mục hồ sơ): writing, copying, importing, approving, printing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from e_office.casefiles import importing, listing, policy, queries, service
from e_office.casefiles.answers import answer, refused
from e_office.casefiles.forms import HeadingForm, ImportForm
from e_office.casefiles.views import blueprint
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say, tell
from e_office.people.csv_files import MOST_BYTES, write_rows
from e_office.people.queries import get_unit
from e_office.registry import agency


@blueprint.get("/casefiles/list")
def lists() -> Any:
    """The list of this year."""
    return redirect(url_for("casefiles.year_list", year=current_office().today().year), 303)


@blueprint.get("/casefiles/list/<int:year>")
def year_list(year: int) -> str:
    """The files the agency means to keep in a year, and which of them are open."""
    office, actor, unit_id = current_office(), current_actor(), agency.working_agency(current_actor())
    files = queries.list_of(office, unit_id, year)
    draft = files is None or files.approved_at is None
    if files is None and not 1900 < year < 2200:
        raise NotFound("year")
    return render_template(
        "casefiles/year_list.html",
        files=files,
        year=year,
        years=queries.years_of(office, unit_id),
        before=queries.list_of(office, unit_id, year - 1),
        unit=get_unit(office, unit_id),
        may_write=draft and policy.may_prepare_list(actor, unit_id),
        may_approve=draft and policy.approving_post(actor, unit_id) is not None,
        may_open=policy.may_open(actor, unit_id),
        policy=policy,
        problems=(),
        agencies=agency.choices(office, actor, unit_id),
    )


@blueprint.get("/casefiles/list/<int:year>/print")
def print_list(year: int) -> str:
    """The list for printing (NĐ 30/2020 Annex V)."""
    office, actor = current_office(), current_actor()
    unit_id = agency.working_agency(actor)
    files = queries.list_of(office, unit_id, year)
    if files is None:
        raise NotFound("list")
    return render_template(
        "casefiles/print_list.html", files=files, unit=get_unit(office, unit_id), year=year,
        printed_at=office.clock.now(), printed_by=actor,
    )  # fmt: skip


@blueprint.route("/casefiles/list/<int:year>/new", methods=["GET", "POST"])
def new_heading(year: int) -> Any:
    """Write a line at the end of the list."""
    unit_id, form = _writing(current_actor()), HeadingForm()

    def work() -> str:
        row = listing.add_heading(current_office(), current_actor(), unit_id, year, form.facts())
        say(msg("Đã ghi %(code)s vào danh mục.", code=row.notation))
        return url_for("casefiles.new_heading" if "more" in request.form else "casefiles.year_list", year=year)

    return answer(form, work, _heading_page("casefiles/new_heading.html", form, unit_id, year=year))


@blueprint.route("/casefiles/headings/<int:heading_id>", methods=["GET", "POST"])
def heading(heading_id: int) -> Any:
    """Correct a line of the list, while it is not approved."""
    office, actor = current_office(), current_actor()
    row = queries.get_heading(office, heading_id, actor.agency_ids(*policy.OVERSEERS))
    form, year, unit_id = HeadingForm(obj=row), row.list.year, row.list.unit_id
    if request.method == "GET":
        form.retention.data = tell(row.maintenance)

    def work() -> str:
        changed = listing.change_heading(office, actor, heading_id, form.facts())
        say(msg("Đã sửa %(code)s.", code=changed.notation))
        return url_for("casefiles.year_list", year=year)

    return answer(form, work, _heading_page("casefiles/heading.html", form, unit_id, year=year, heading_id=heading_id))


@blueprint.post("/casefiles/headings/<int:heading_id>/remove")
def remove_heading(heading_id: int) -> Any:
    """Take a line out of the list, while it is not approved."""
    office, actor = current_office(), current_actor()
    year = queries.get_heading(office, heading_id, actor.agency_ids(*policy.OVERSEERS)).list.year

    def work() -> str:
        listing.remove_heading(office, actor, heading_id)
        say(msg("Đã bỏ khỏi danh mục."))
        return url_for("casefiles.year_list", year=year)

    return _act(year, work)


@blueprint.post("/casefiles/list/<int:year>/copy")
def copy_list(year: int) -> Any:
    """Take over the lines of the year before."""
    unit_id = _writing(current_actor())

    def work() -> str:
        count = listing.copy_last(current_office(), current_actor(), unit_id, year)
        say(msg("Đã lấy %(n)s hồ sơ từ danh mục năm trước.", n=count))
        return url_for("casefiles.year_list", year=year)

    return _act(year, work)


@blueprint.post("/casefiles/list/<int:year>/approve")
def approve_list(year: int) -> Any:
    """Approve the list: files are opened from it, and no line changes any more."""
    unit_id = agency.working_agency(current_actor())
    require(policy.approving_post(current_actor(), unit_id) is not None, "approve the list of files")

    def work() -> str:
        files = listing.approve(current_office(), current_actor(), unit_id, year)
        say(msg("Đã phê duyệt danh mục %(n)s hồ sơ.", n=len(files.headings)))
        return url_for("casefiles.year_list", year=year)

    return _act(year, work)


@blueprint.route("/casefiles/list/<int:year>/import", methods=["GET", "POST"])
def import_list(year: int) -> Any:
    """Import lines from a CSV file: all of it or nothing, every problem at once."""
    unit_id, form = _writing(current_actor()), ImportForm()

    def work() -> str:
        upload = request.files.get("file")
        data = upload.stream.read(MOST_BYTES + 1) if upload else b""
        count = importing.import_list(current_office(), current_actor(), unit_id, year, data)
        say(msg("Đã nhập %(n)s dòng.", n=count))
        return url_for("casefiles.year_list", year=year)

    def page(_problems: Any, refused: Any) -> str:
        return render_template(
            "casefiles/import_list.html", form=form, year=year, refused=refused, layout=importing.LAYOUT
        )

    return answer(form, work, page)


@blueprint.get("/casefiles/list/template.csv")
def list_template() -> Response:
    """A file with the right columns and one example row."""
    response = Response(write_rows(importing.LAYOUT.columns, [importing.LAYOUT.example]), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename="danh-muc-ho-so.csv")
    return response


def _writing(actor: Actor) -> int:
    """The agency whose list the actor may write."""
    unit_id = agency.working_agency(actor)
    require(policy.may_prepare_list(actor, unit_id), "prepare the list of files")
    return unit_id


def _heading_page(template: str, form: HeadingForm, unit_id: int, **values: Any) -> Callable[..., str]:
    def page(problems: Any, refused: Any) -> str:
        persons = service.persons_of(current_office(), unit_id)
        form.keeper_id.choices = [("", "–"), *((person.id, person.name) for person in persons)]
        return render_template(template, form=form, problems=problems, refused=refused, **values)

    return page


def _act(year: int, work: Callable[[], str]) -> Any:
    """Do what a button of the list asks; a refusal is told on a page that leads back to it."""
    try:
        return answer_once(work)
    except Refused as error:
        here = url_for("casefiles.year_list", year=year)
        return refused(error, (_("Danh mục %(year)s", year=year), here), _("Danh mục vẫn như cũ."), _("Về danh mục"))
