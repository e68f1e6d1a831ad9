"""Screens of case files: the list, one file, opening and correcting it, its index and its package."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request, send_file, url_for

from e_office.casefiles import papers, policy, queries, service
from e_office.casefiles.answers import answer, as_docx
from e_office.casefiles.contents import Totals, contents_of, totals_of
from e_office.casefiles.forms import CaseFileForm, number
from e_office.casefiles.models import Heading
from e_office.casefiles.package import make_package
from e_office.casefiles.queries import FileFilter
from e_office.casefiles.rules import LANGUAGE
from e_office.core import audit
from e_office.core.media_types import XLSX
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, Problem, msg
from e_office.core.web import current_actor, current_office, say, tell
from e_office.documents import looking, sending
from e_office.people import queries as people
from e_office.registry import agency

blueprint = Blueprint("casefiles", __name__)
blueprint.url_defaults(agency.carry)

CHIPS = {
    "all": msg("Tất cả"),
    "mine": msg("Tôi lập"),
    "open": msg("Đang lập"),
    "closed": msg("Đã kết thúc"),
    "due": msg("Sắp đến hạn nộp lưu"),
    "late": msg("Quá hạn nộp lưu"),
    "handed_over": msg("Đã nộp lưu"),
}


@blueprint.get("/casefiles")
def index() -> str:
    """The agency's files one may know of, filtered (hồ sơ công việc)."""
    office, actor, wanted = _asked()
    page = queries.file_page(office, actor, wanted)
    return render_template(
        "casefiles/index.html",
        page=page,
        wanted=wanted,
        totals=totals_of(office, [file.id for file in page.rows]),
        chip_items=[_chip(name, label, page.counts[name], wanted) for name, label in CHIPS.items()],
        years=queries.years_of(office, wanted.unit_id),
        keepers=service.persons_of(office, wanted.unit_id),
        today=office.today(),
        may_open=policy.may_open(actor, wanted.unit_id),
        agencies=agency.choices(office, actor, wanted.unit_id),
        url_of=lambda number: url_for("casefiles.index", **{**request.args, "page": number}),
    )


@blueprint.get("/casefiles/print")
def print_files() -> str:
    """The index of files (mục lục hồ sơ) of the filter, for printing."""
    office, actor, wanted = _asked()
    files = queries.file_book(office, actor, wanted)
    totals = totals_of(office, [file.id for file in files])
    return render_template(
        "casefiles/print_files.html",
        files=files,
        unit=people.get_unit(office, wanted.unit_id),
        wanted=wanted,
        only=tell(CHIPS[wanted.chip]),
        columns=papers.FILES_COLUMNS,
        cells=lambda number, file: papers.files_cells(number, file, totals.get(file.id, Totals())),
        printed_at=office.clock.now(),
        printed_by=actor,
    )


@blueprint.get("/casefiles.xlsx")
def export_files() -> Response:
    """The same as a spreadsheet."""
    office, actor, wanted = _asked()
    files = queries.file_book(office, actor, wanted)
    unit, totals = people.get_unit(office, wanted.unit_id), totals_of(office, [file.id for file in files])
    stream = papers.files_xlsx(files, totals, unit.name, str(wanted.year or ""))
    return send_file(stream, mimetype=XLSX, as_attachment=True, download_name="muc-luc-ho-so.xlsx")


@blueprint.route("/casefiles/new", methods=["GET", "POST"])
def new_file() -> Any:
    """Open a file from a line of the list, or outside it with the reason (mở hồ sơ)."""
    office, actor = current_office(), current_actor()
    agency_id = agency.working_agency(actor)
    require(policy.may_open(actor, agency_id), "open a file")
    form, heading = CaseFileForm(), _heading(office, actor)
    if request.method == "GET":
        _fill(form, heading, actor, office.today())
    year = heading.list.year if heading else office.today().year

    def work() -> str:
        file = service.open_file(office, actor, agency_id, form.facts(year, heading_id))
        say(msg("Đã mở hồ sơ %(code)s.", code=file.notation))
        return url_for("casefiles.show", casefile_id=file.id)

    heading_id = heading.id if heading else None
    return answer(form, work, lambda *told: _form_page("casefiles/new_file.html", form, agency_id, told))


@blueprint.get("/casefiles/<int:casefile_id>")
def show(casefile_id: int) -> str:
    """One file: what it is, what lies in it, what is asked, who may see it, what was done with it."""
    office, actor = current_office(), current_actor()
    file = queries.get_casefile(office, actor, casefile_id)
    return render_template(
        "casefiles/show.html",
        file=file,
        contents=contents_of(office, actor, file),
        changes=[change for change in queries.changes_of(office, file.id) if change.agreed is None],
        history=audit.history(office.session, "case_file", file.id),
        policy=policy,
        today=office.today(),
    )


@blueprint.route("/casefiles/<int:casefile_id>/edit", methods=["GET", "POST"])
def edit(casefile_id: int) -> Any:
    """Correct what a file says of itself."""
    office, actor = current_office(), current_actor()
    file = queries.get_casefile(office, actor, casefile_id)
    require(policy.may_manage(actor, file), "correct a file", file)
    form = CaseFileForm(obj=file)
    if request.method == "GET":
        form.retention.data = tell(file.maintenance)
    year, heading_id, agency_id = file.year, file.heading_id, file.unit_id

    def work() -> str:
        service.correct(office, actor, casefile_id, form.facts(year, heading_id))
        say(msg("Đã sửa thông tin hồ sơ."))
        return url_for("casefiles.show", casefile_id=casefile_id)

    return answer(form, work, lambda *told: _form_page("casefiles/edit.html", form, agency_id, told, casefile_id))


@blueprint.get("/casefiles/<int:casefile_id>/index")
def print_index(casefile_id: int) -> str:
    """The index of the documents in a file (mục lục văn bản), for printing."""
    office, actor = current_office(), current_actor()
    file = queries.get_casefile(office, actor, casefile_id)
    return render_template(
        "casefiles/print_index.html",
        file=file,
        contents=contents_of(office, actor, file),
        columns=papers.INDEX_COLUMNS,
        cells=papers.index_cells,
        hidden_words=papers.hidden_words,
        printed_at=office.clock.now(),
        printed_by=actor,
    )


@blueprint.get("/casefiles/<int:casefile_id>/index.docx")
def download_index(casefile_id: int) -> Response:
    """The same as a document."""
    office, actor = current_office(), current_actor()
    file = queries.get_casefile(office, actor, casefile_id)
    content = papers.index_docx(file, contents_of(office, actor, file), office.today())
    return as_docx(content, f"muc-luc-van-ban-{file.id}.docx")


@blueprint.get("/casefiles/<int:casefile_id>/package")
def download_package(casefile_id: int) -> Response:
    """The file as a package with a manifest of hashes (BagIt); what the reader may not read is left out."""
    office, actor = current_office(), current_actor()
    package = make_package(office, actor, queries.get_casefile(office, actor, casefile_id))
    response = Response() if request.method == "HEAD" else sending.sent(package.pieces)
    if looking.is_deliberate(request):
        looking.note_look(office, actor, list(package.files))
        with office.transaction():
            file = queries.get_casefile(office, actor, casefile_id)
            service.note(office, actor, "exported_file", file, msg("xuất gói hồ sơ"))
    return sending.harmless(response, f"{package.name}.zip", "application/zip", inline=False)


def _asked() -> tuple[Office, Actor, FileFilter]:
    """The filter of the address; what cannot be read narrows nothing."""
    office, actor = current_office(), current_actor()
    year, chip = request.args.get("year", type=int), request.args.get("chip", "")
    wanted = FileFilter(
        unit_id=agency.working_agency(actor),
        chip=chip if chip in CHIPS else "all",
        words=request.args.get("q", "").strip()[:200],
        year=year if year and 1900 < year < 2200 else None,
        keeper_id=number(request.args.get("keeper")),
        page=max(1, min(request.args.get("page", 1, type=int), 100_000)),
    )
    return office, actor, wanted


def _chip(name: str, label: Message, count: int, wanted: FileFilter) -> dict[str, Any]:
    url = url_for("casefiles.index", **{**request.args, "chip": name, "page": 1})
    return {"text": tell(label), "count": count, "current": wanted.chip == name, "late": name == "late", "url": url}


def _heading(office: Office, actor: Actor) -> Heading | None:
    heading_id = number(request.args.get("heading"))
    return queries.get_heading(office, heading_id, actor.agency_ids()) if heading_id else None


def _fill(form: CaseFileForm, heading: Heading | None, actor: Actor, today: date) -> None:
    """What is known before anybody types: the line of the list, who asks, today."""
    form.language.data, form.started_on.data, form.keeper_id.data = LANGUAGE, today, actor.person_id
    if heading is not None:
        form.notation.data, form.title.data = heading.notation, heading.title
        form.retention.data = tell(heading.maintenance)
        form.keeper_id.data = heading.keeper_id or actor.person_id


def _form_page(
    template: str, form: CaseFileForm, agency_id: int, told: Sequence[Sequence[Problem]], casefile_id: int | None = None
) -> str:
    office, actor = current_office(), current_actor()
    form.keeper_id.choices = [(person.id, person.name) for person in service.persons_of(office, agency_id)]
    if casefile_id is not None:
        about: dict[str, Any] = {"file": queries.get_casefile(office, actor, casefile_id)}
    else:
        about = {"headings": queries.free_headings(office, agency_id), "heading": _heading(office, actor)}
    return render_template(template, form=form, problems=told[0], refused=told[1], **about)
