"""Screens of the registers: the lists. What is printed and exported of them: `book_views`."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from flask_babel import gettext as _

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import msg
from e_office.core.web import current_actor, current_office, tell
from e_office.documents.rendition import can_make_pdf
from e_office.people import queries as people
from e_office.registry import agency, policy, queries
from e_office.registry.clocks import handing_over
from e_office.registry.days import grouped
from e_office.registry.forms import FilterForm
from e_office.registry.models import IncomingEntry, OutgoingEntry
from e_office.registry.narrowing import narrowed
from e_office.registry.numbers import last_number
from e_office.registry.queries import RegisterFilter
from e_office.registry.secret.queries import may_look
from e_office.registry.types import TYPES

blueprint = Blueprint("registry", __name__)
blueprint.url_defaults(agency.carry)

INCOMING_CHIPS = {
    "all": msg("Tất cả"),
    "recent": msg("Hai ngày qua"),
    "unforwarded": msg("Chưa chuyển"),
    "due": msg("Đến hạn hôm nay"),
    "late": msg("Quá hạn"),
    "urgent": msg("Khẩn trở lên"),
    "paper": msg("Có bản giấy"),
}
OUTGOING_CHIPS = {
    "all": msg("Tất cả"),
    "recent": msg("Hai ngày qua"),
    "urgent": msg("Khẩn trở lên"),
    "paper": msg("Có bản giấy"),
}


@blueprint.get("/incoming")
def incoming() -> str:
    """The register of incoming documents (sổ đăng ký văn bản đến)."""
    office, actor = current_office(), current_actor()
    unit_id, wanted, form = _asked(office, actor, IncomingEntry)
    page = queries.incoming_page(office, actor, unit_id, wanted)
    return render_template(
        "registry/incoming.html",
        form=form,
        wanted=wanted,
        page=page,
        today=office.today(),
        groups=grouped(page.rows, attrgetter("arrived_at")),
        clocks=handing_over(office, page.rows),
        may_pdf=can_make_pdf(),
        last=last_number(office, unit_id, "in", wanted.year),
        chip_items=_chips(INCOMING_CHIPS, queries.incoming_chips(office, actor, unit_id, wanted), wanted),
        unit=people.get_unit(office, unit_id),
        may_register=policy.may_register(actor, unit_id),
        may_look=may_look(office, actor, unit_id),
        agencies=agency.choices(office, actor, unit_id),
        years=queries.years_of(office, IncomingEntry, unit_id),
        url_of=_url_of_page,
        sources=_sources(office, actor, unit_id),
        types=TYPES,
    )


@blueprint.get("/outgoing")
def outgoing() -> str:
    """The register of outgoing documents (sổ đăng ký văn bản đi)."""
    office, actor = current_office(), current_actor()
    unit_id, wanted, form = _asked(office, actor, OutgoingEntry)
    page = queries.outgoing_page(office, actor, unit_id, wanted)
    return render_template(
        "registry/outgoing.html",
        form=form,
        wanted=wanted,
        page=page,
        today=office.today(),
        groups=grouped(page.rows, attrgetter("issued_at")),
        unit=people.get_unit(office, unit_id),
        types=TYPES,
        chip_items=_chips(OUTGOING_CHIPS, queries.outgoing_chips(office, actor, unit_id, wanted), wanted),
        may_register=policy.may_register(actor, unit_id),
        may_look=may_look(office, actor, unit_id),
        agencies=agency.choices(office, actor, unit_id),
        url_of=_url_of_page,
        may_pdf=can_make_pdf(),
        years=queries.years_of(office, OutgoingEntry, unit_id),
    )


def _asked(office: Office, actor: Actor, model: Any) -> tuple[int, RegisterFilter, FilterForm]:
    """The filter of the address; what cannot be read narrows nothing and is shown as typed."""
    unit_id, form = agency.working_agency(actor), FilterForm(request.args)
    year = request.args.get("year", type=int) or office.today().year
    issuers = queries.issuers_of(office, unit_id, year) if model is IncomingEntry else {}
    form.issuer.choices = [("", _("Mọi cơ quan ban hành")), *((name, name) for name in issuers)]
    chosen = form.issuer.data or ""
    form.issuer.data = issuer = next((one for one, names in issuers.items() if chosen in names), chosen)
    form.type_code.choices = [("", _("Mọi tên loại"))] + [(kind.code, tell(kind.name)) for kind in TYPES.values()]
    own = people.units_of_agency(office, unit_id)
    units = [branch.unit for branch in people.units_tree(office) if branch.unit.id in own]
    form.handler.choices = [("", _("Mọi đơn vị xử lý"))] + [(str(unit.id), unit.short_name) for unit in units]
    form.validate()
    handler = form.handler.data or ""
    chip = request.args.get("chip", "")
    known = INCOMING_CHIPS if model is IncomingEntry else OUTGOING_CHIPS
    wanted = RegisterFilter(
        year=year if 1900 < year < 2200 else office.today().year,
        chip=chip if chip in known else "all",
        words=form.q.data or "",
        type_code=form.type_code.data or "",
        issuer=issuer,
        issuer_names=issuers.get(issuer, ()),
        handler_unit_id=int(handler) if handler.isdecimal() else None,
        first=form.first.data,
        last=form.last.data,
        page=max(1, min(request.args.get("page", 1, type=int), 100_000)),
    )
    return unit_id, wanted, form


def book_rows(office: Office, actor: Actor, book: str) -> tuple[list[Any], int, RegisterFilter, str]:
    """The lines, their agency, the filter, and the filter in words."""
    came = book == "incoming"
    unit_id, wanted, form = _asked(office, actor, IncomingEntry if came else OutgoingEntry)
    read = queries.incoming_book if came else queries.outgoing_book
    chips = {name: tell(label) for name, label in (INCOMING_CHIPS if came else OUTGOING_CHIPS).items()}
    return list(read(office, actor, unit_id, wanted)), unit_id, wanted, narrowed(wanted, form, chips)


def _chips(names: dict[str, Any], counts: dict[str, int], wanted: RegisterFilter) -> list[dict[str, Any]]:
    return [
        {
            "text": tell(label),
            "count": counts[name],
            "current": wanted.chip == name,
            "late": name == "late",
            "url": url_for(request.endpoint or "", **{**request.args, "chip": name, "page": 1}),
        }
        for name, label in names.items()
    ]


def _url_of_page(number: int) -> str:
    return url_for(request.endpoint or "", **{**request.args, "page": number})


def _sources(office: Office, actor: Actor, unit_id: int) -> list[Any]:
    """Where documents wait to be registered besides dropped files; later rooms add theirs."""
    return [source(office, actor, unit_id) for source in current_app.extensions.get("intake", [])]
