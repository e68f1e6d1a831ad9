"""Administration: units, levels, the holiday table, and importing files."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from e_office.core import audit
from e_office.core.problems import NotFound, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.people import calendar, imports, queries, service
from e_office.people.blueprint import answer_form, bp, for_administrators, page_of, sent
from e_office.people.csv_files import LAYOUTS, MOST_BYTES, write_rows
from e_office.people.forms import HolidayForm, ImportForm, LevelForm, UnitForm
from e_office.people.models import Unit
from e_office.people.public_holidays import has_lunar_days


@bp.get("/admin")
@for_administrators
def admin() -> Any:
    """Administration begins with the tree of units."""
    return redirect(url_for("people.units"), 303)


@bp.get("/admin/units")
@for_administrators
def units() -> Any:
    """The tree of units, closed ones on request."""
    office, closed = current_office(), request.args.get("closed") == "1"
    tree = queries.units_tree(office, day=None if closed else office.today())
    return render_template(
        "people/units.html",
        tree=tree,
        closed=closed,
        today=office.today(),
        holders=queries.count_holders(office),
        every=queries.count_units(office),
    )


@bp.route("/admin/units/new", methods=["GET", "POST"])
@for_administrators
def new_unit() -> Any:
    """Add a unit, under another one where the address names it."""
    form = UnitForm(sent(), parent_id=request.args.get("parent"), is_agency=True, is_state_agency=True)
    page = _unit_page(form, None)
    if request.method == "GET":
        return page()

    def work() -> str:
        unit = service.add_unit(current_office(), current_actor(), form.facts())
        say(msg("Đã thêm %(name)s.", name=unit.name))
        return url_for("people.unit", unit_id=unit.id)

    return answer_form(form, work, page)


@bp.route("/admin/units/<int:unit_id>", methods=["GET", "POST"])
@for_administrators
def unit(unit_id: int) -> Any:
    """Change a unit."""
    unit = queries.get_unit(current_office(), unit_id)
    form = UnitForm(sent(), obj=unit)
    page = _unit_page(form, unit)
    if request.method == "GET":
        return page()

    def work() -> str:
        changed = service.change_unit(current_office(), current_actor(), unit_id, form.facts())
        say(msg("Đã ghi %(name)s.", name=changed.name))
        return url_for("people.unit", unit_id=unit_id)

    return answer_form(form, work, page)


def _unit_page(form: UnitForm, unit: Unit | None) -> Any:
    office = current_office()
    form.level_code.choices = [SelectChoice(level.code, level.name) for level in queries.levels(office)]
    parents = unit_choices(form.parent_id.data)
    form.parent_id.choices = [SelectChoice("", "–"), *(SelectChoice(*pair) for pair in parents)]
    history = audit.history(office.session, "unit", unit.id) if unit else []
    return page_of(
        "people/unit.html",
        form=form,
        unit_id=unit.id if unit else None,
        title=unit.name if unit else None,
        history=history,
        today=office.today(),
    )


def unit_choices(*kept: int | None) -> list[tuple[str, str]]:
    """The tree of units open today, and those `kept`, as options; parts are indented under their agency.

    What a row points to stays an option although it is closed: saving the form must not lose it.
    """
    office = current_office()
    return [
        (str(branch.unit.id), "\N{NO-BREAK SPACE}" * 3 * branch.depth + branch.unit.name)
        for branch in queries.units_tree(office)
        if branch.unit.id in kept or queries.is_open(branch.unit, office.today())
    ]


@bp.route("/admin/levels", methods=["GET", "POST"])
@for_administrators
def levels() -> Any:
    """The levels of the tree: data, because districts were abolished in 2025."""
    office, form = current_office(), LevelForm(sent())
    page = page_of("people/levels.html", form=form, levels=queries.levels(office))
    if request.method == "GET":
        return page()

    def work() -> str:
        values = (form.code.data or "", form.name.data or "", form.rank.data or 0)
        service.add_level(current_office(), current_actor(), *values)
        say(msg("Đã thêm cấp %(name)s.", name=values[1]))
        return url_for("people.levels")

    return answer_form(form, work, page)


@bp.post("/admin/levels/<code>")
@for_administrators
def change_level(code: str) -> Any:
    """Rename or rank a level."""
    form = LevelForm(sent())
    page = page_of("people/levels.html", form=LevelForm(), levels=queries.levels(current_office()))

    def work() -> str:
        values = (form.name.data or "", form.rank.data or 0)
        service.change_level(current_office(), current_actor(), code, *values)
        say(msg("Đã ghi cấp %(name)s.", name=values[0]))
        return url_for("people.levels")

    return answer_form(form, work, page)


@bp.route("/admin/holidays", methods=["GET", "POST"])
@for_administrators
def holidays() -> Any:
    """The holiday table of a year; working days are counted by it."""
    office, form = current_office(), HolidayForm(sent())
    year = request.args.get("year", office.today().year, type=int)
    if not 1900 <= year <= 2200:
        raise NotFound("year")
    page = page_of(
        "people/holidays.html", form=form, year=year, days=queries.holidays_of(office, year), lunar=has_lunar_days(year)
    )
    if request.method == "GET":
        return page()

    def work() -> str:
        values = (form.day.data, form.name.data or "", form.working.data == "1")
        day = calendar.add_holiday(current_office(), current_actor(), *values).day
        say(msg("Đã ghi ngày %(day)s.", day=f"{day:%d/%m/%Y}"))
        return url_for("people.holidays", year=day.year)

    return answer_form(form, work, page)


@bp.post("/admin/holidays/<int:holiday_id>/remove")
@for_administrators
def remove_holiday(holiday_id: int) -> Any:
    """Take a day out of the table."""

    def work() -> str:
        day = calendar.remove_holiday(current_office(), current_actor(), holiday_id)
        say(msg("Đã bỏ ngày %(day)s.", day=f"{day:%d/%m/%Y}"))
        return url_for("people.holidays", year=day.year)

    return answer_once(work)


@bp.post("/admin/holidays/<int:year>/fill")
@for_administrators
def fill_holidays(year: int) -> Any:
    """Enter the public holidays of a year."""
    if not 1900 <= year <= 2200:
        raise NotFound("year")

    def work() -> str:
        new = calendar.fill_holidays(current_office(), current_actor(), year)
        say(msg("Đã thêm %(n)s ngày nghỉ của năm %(year)s.", n=new, year=year))
        return url_for("people.holidays", year=year)

    return answer_once(work)


@bp.route("/admin/import", methods=["GET", "POST"])
@for_administrators
def import_file() -> Any:
    """Import units, persons or posts: all of a file or nothing of it."""
    form = ImportForm(sent(), kind=request.args.get("kind", "units"))
    page = page_of("people/import_file.html", form=form, layouts=LAYOUTS)
    if request.method == "GET":
        return page()
    upload = request.files.get("file")
    data = upload.stream.read(MOST_BYTES + 1) if upload else b""

    def work() -> str:
        kind = form.kind.data
        rows = imports.import_file(current_office(), current_actor(), kind, data)
        say(msg("Đã nhập %(n)s dòng.", n=rows))
        return url_for("people.units" if kind == "units" else "people.persons")

    return answer_form(form, work, page)


@bp.get("/admin/import/<kind>.csv")
@for_administrators
def import_template(kind: str) -> Any:
    """A file with the right columns and one example row."""
    layout = LAYOUTS.get(kind) or abort(404)
    return csv_response(f"{kind}.csv", write_rows(layout.columns, [layout.example]))


def csv_response(name: str, data: bytes) -> Response:
    """A CSV file to be saved."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, mimetype="text/csv", headers=headers)
