"""Screens of the follow-up register: the list with its progress, its print, its files."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request, send_file, url_for
from flask_babel import gettext as _

from e_office.core.media_types import DOCX, XLSX
from e_office.core.permission import Actor
from e_office.core.web import current_actor, current_office, tell
from e_office.documents.rendition import can_make_pdf, pdf_of
from e_office.handling import follow_up as register
from e_office.handling.views import blueprint
from e_office.people.models import Unit
from e_office.people.queries import get_unit
from e_office.registry.agency import choices, working_agency
from e_office.registry.models import IncomingEntry
from e_office.registry.policy import may_see_any_register
from e_office.registry.queries import years_of

SHOWN = 100


@blueprint.get("/incoming/follow-up")
def follow_up() -> str:
    """Who is to do what with which incoming document by when (sổ theo dõi giải quyết văn bản đến)."""
    unit, year, wanted, found = _asked()
    page = max(1, request.args.get("page", 1, type=int))
    pages = max(1, -(-len(found.lines) // SHOWN))
    page = min(page, pages)
    newest_first = found.lines[::-1][SHOWN * (page - 1) : SHOWN * page]
    return render_template(
        "handling/follow_up.html",
        lines=newest_first,
        names=register.PROGRESS,
        chip_items=_chips(wanted, found, year),
        total=len(found.lines),
        page=page,
        pages=pages,
        url_of=lambda number: url_for("handling.follow_up", **{**request.args, "page": number}),
        unit=unit,
        year=year,
        may_pdf=can_make_pdf(),
        years=years_of(current_office(), IncomingEntry, unit.id),
        today=current_office().today(),
        agencies=choices(current_office(), current_actor(), unit.id),
    )


@blueprint.get("/incoming/follow-up/print")
def print_follow_up() -> str:
    """The seven columns, for printing and binding (NĐ 30/2020 Art. 22.3b, Annex IV)."""
    unit, year, wanted, found = _asked()
    return render_template(
        "handling/print_follow_up.html",
        lines=found.lines,
        cells=register.cells,
        columns=register.COLUMNS,
        only=_only(wanted),
        unit=unit,
        year=year,
        printed_at=current_office().clock.now(),
        printed_by=current_actor(),
    )


@blueprint.get("/incoming/follow-up.xlsx")
def export_follow_up() -> Response:
    """The same as a spreadsheet."""
    unit, year, wanted, found = _asked()
    stream = register.as_xlsx(found.lines, unit.name, year, _only(wanted))
    return send_file(stream, mimetype=XLSX, as_attachment=True, download_name=f"so-theo-doi-{year}.xlsx")


@blueprint.get("/incoming/follow-up.docx")
def download_follow_up() -> Response:
    """The same as a document."""
    unit, year, wanted, found = _asked()
    stream = register.as_docx(found.lines, unit.name, year, _only(wanted))
    return send_file(stream, mimetype=DOCX, as_attachment=True, download_name=f"so-theo-doi-{year}.docx")


@blueprint.get("/incoming/follow-up.pdf")
def download_follow_up_pdf() -> Response:
    """The document as PDF, where LibreOffice is installed."""
    unit, year, wanted, found = _asked()
    stream = pdf_of(register.as_docx(found.lines, unit.name, year, _only(wanted)))
    return send_file(stream, mimetype="application/pdf", as_attachment=True, download_name=f"so-theo-doi-{year}.pdf")


def _only(wanted: str) -> str:
    """What the register is narrowed to, in words."""
    return _("Chỉ gồm: %(what)s", what=tell(register.PROGRESS[wanted])) if wanted else ""


def _asked() -> tuple[Unit, int, str, register.FollowUp]:
    """The agency, year and progress of the address, with the lines; what cannot be read narrows nothing."""
    office, actor = current_office(), current_actor()
    agency_id = working_agency(actor)
    asked = request.args.get("year", type=int) or office.today().year
    year = asked if 1900 < asked < 2200 else office.today().year
    wanted = request.args.get("progress", "")
    wanted = wanted if wanted in register.PROGRESS else ""
    return get_unit(office, agency_id), year, wanted, register.follow_up(office, actor, agency_id, year, wanted)


def _chips(wanted: str, found: register.FollowUp, year: int) -> list[dict[str, Any]]:
    def chip(name: str, text: str, count: int) -> dict[str, Any]:
        url = url_for("handling.follow_up", year=year, progress=name or None)
        return {"text": text, "count": count, "current": wanted == name, "late": name == "late", "url": url}

    every = chip("", _("Tất cả"), found.counts.total())
    return [every, *(chip(name, tell(label), found.counts[name]) for name, label in register.PROGRESS.items())]


def chrome(actor: Actor | None) -> dict[str, Any]:
    """The way from the incoming register to this one."""
    shown = actor is not None and may_see_any_register(actor)
    return {"follow_up_url": url_for("handling.follow_up") if shown else ""}
