"""Screens of the registers: the lists, the printed books, forwarding."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, send_file, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from e_office.core.formats import format_moment
from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor
from e_office.core.problems import NotFound, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say, tell
from e_office.documents.models import Document, Kind
from e_office.documents.page import PagePart
from e_office.documents.queries import get_visible
from e_office.people import queries as people
from e_office.registry import books, policy, queries, service
from e_office.registry.days import grouped
from e_office.registry.forms import FilterForm, ForwardForm
from e_office.registry.models import IncomingEntry, OutgoingEntry
from e_office.registry.numbers import last_number
from e_office.registry.queries import RegisterFilter
from e_office.registry.types import TYPES

blueprint = Blueprint("registry", __name__)

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


def working_agency(actor: Actor) -> int:
    """The agency whose registers are shown.

    :raises NotFound: for somebody who has none, an administrator for example.
    """
    agency = policy.register_agency(actor)
    if agency is None:
        raise NotFound
    return agency


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
        last=last_number(office, unit_id, "in", wanted.year),
        chip_items=_chips(INCOMING_CHIPS, queries.incoming_chips(office, actor, unit_id, wanted.year), wanted),
        unit=people.get_unit(office, unit_id),
        may_register=policy.may_register(actor, unit_id),
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
        chip_items=_chips(OUTGOING_CHIPS, queries.outgoing_chips(office, actor, unit_id, wanted.year), wanted),
        may_register=policy.may_register(actor, unit_id),
        url_of=_url_of_page,
        years=queries.years_of(office, OutgoingEntry, unit_id),
    )


@blueprint.get("/<any(incoming, outgoing):book>/print")
def print_book(book: str) -> str:
    """The register with the ten legal columns, for binding (NĐ 30/2020 Art. 16, 22, Annex IV)."""
    office, actor = current_office(), current_actor()
    rows, unit_id, wanted = _book_rows(office, actor, book)
    return render_template(
        f"registry/print_{book}.html",
        rows=rows,
        wanted=wanted,
        unit=people.get_unit(office, unit_id),
        columns=books.INCOMING if book == "incoming" else books.OUTGOING,
        printed_at=office.clock.now(),
        printed_by=actor,
        line=books.incoming_line if book == "incoming" else books.outgoing_line,
    )


@blueprint.get("/<any(incoming, outgoing):book>.xlsx")
def export_book(book: str) -> Response:
    """The same ten columns as a spreadsheet."""
    office, actor = current_office(), current_actor()
    rows, unit_id, wanted = _book_rows(office, actor, book)
    unit = people.get_unit(office, unit_id)
    stream = books.as_xlsx(book, rows, unit.name, wanted.year)
    name = f"so-van-ban-{'den' if book == 'incoming' else 'di'}-{wanted.year}.xlsx"
    return send_file(stream, mimetype=books.XLSX, as_attachment=True, download_name=name)


@blueprint.route("/incoming/<int:entry_id>/forward", methods=["GET", "POST"])
def forward(entry_id: int) -> Any:
    """Pass a registered document on, with the day by which to answer (chuyển)."""
    office, actor = current_office(), current_actor()
    entry = _entry(office, actor, entry_id)
    form, problems = ForwardForm(obj=entry), ()
    choose_handlers(office, form, entry.unit_id)
    if form.validate_on_submit():
        try:
            return answer_once(lambda: _forward(office, actor, entry_id, form))
        except Refused as error:
            problems = error.problems
            entry = _entry(office, actor, entry_id)
    page = render_template("registry/forward.html", form=form, entry=entry, problems=problems)
    return page, 422 if request.method == "POST" else 200


def _forward(office: Office, actor: Actor, entry_id: int, form: ForwardForm) -> str:
    entry = _entry(office, actor, entry_id)
    service.forward(
        office, actor, entry, unit_id=form.handler_unit_id.data, person_id=form.handler_id.data, due_on=form.due_on.data
    )
    say(msg("Đã chuyển văn bản số đến %(number)s.", number=entry.number))
    return url_for("registry.incoming")


@blueprint.post("/incoming/<int:entry_id>/finish")
def finish(entry_id: int) -> Any:
    """Say that a document is done with."""
    office, actor = current_office(), current_actor()

    def work() -> str:
        entry = office.session.get(IncomingEntry, entry_id)
        if entry is None or not policy.may_finish(actor, entry):
            raise NotFound
        get_visible(office, actor, entry.document_id)
        service.finish(office, actor, entry)
        say(msg("Đã ghi giải quyết xong văn bản số đến %(number)s.", number=entry.number))
        return url_for("documents.show", document_id=entry.document_id)

    return answer_once(work)


def choose_handlers(office: Office, form: Any, unit_id: int) -> None:
    """Units and leaders a document of this agency can be passed to: its own parts, then everybody."""
    own = people.units_of_agency(office, unit_id)
    tree = [branch.unit for branch in people.units_tree(office, day=office.today())]
    ordered = [unit for unit in tree if unit.id in own] + [unit for unit in tree if unit.id not in own]
    form.handler_unit_id.choices = [("", _("Chọn đơn vị"))] + [(unit.id, unit.name) for unit in ordered]
    leaders = _leaders(office, unit_id)
    form.handler_id.choices = [("", _("Chọn người")), *leaders]


def _leaders(office: Office, unit_id: int) -> list[tuple[int, str]]:
    """Those who direct the handling (bút phê), with their post."""
    persons = people.persons_holding(office, LEADING_ROLES, unit_id)
    return [(person.id, f"{person.posts[0].title} {person.name}") for person in persons]


def _entry(office: Office, actor: Actor, entry_id: int) -> IncomingEntry:
    entry = office.session.get(IncomingEntry, entry_id)
    if entry is None or not policy.may_register(actor, entry.unit_id):
        raise NotFound
    get_visible(office, actor, entry.document_id)
    return entry


def _asked(office: Office, actor: Actor, model: Any) -> tuple[int, RegisterFilter, FilterForm]:
    """The filter of the address; what cannot be read narrows nothing and is shown as typed."""
    unit_id, form = working_agency(actor), FilterForm(request.args)
    year = request.args.get("year", type=int) or office.today().year
    form.issuer.choices = [("", _("Mọi cơ quan ban hành"))] + [
        (name, name) for name in queries.issuers_of(office, unit_id, year) if model is IncomingEntry
    ]
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
        issuer=form.issuer.data or "",
        handler_unit_id=int(handler) if handler.isdecimal() else None,
        first=form.first.data,
        last=form.last.data,
        page=max(1, min(request.args.get("page", 1, type=int), 100_000)),
    )
    return unit_id, wanted, form


def _book_rows(office: Office, actor: Actor, book: str) -> tuple[list[Any], int, RegisterFilter]:
    model = IncomingEntry if book == "incoming" else OutgoingEntry
    unit_id, wanted, _form = _asked(office, actor, model)
    read = queries.incoming_book if book == "incoming" else queries.outgoing_book
    return list(read(office, actor, unit_id, wanted)), unit_id, wanted


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


def page_part(office: Office, actor: Actor, document: Document) -> PagePart | None:
    """The register's share of a document's page: its line in the actor's own register."""
    entry = queries.incoming_entry(office, document.id, actor.agency_ids())
    if entry is None:
        crumb = (_("Sổ văn bản đi"), url_for("registry.outgoing"))
        own = document.owner_unit_id in actor.agency_ids() and document.kind in {Kind.REGISTER, Kind.CONCLUSION}
        return PagePart(crumbs=(crumb,), here=(document.code,)) if own and document.number else None
    page = render_template("registry/_page_part.html", entry=entry, today=office.today())
    states = (Markup(page),)
    tools: tuple[Markup, ...] = ()
    if policy.may_register(actor, entry.unit_id):
        tools = (Markup(render_template("registry/_forward_tool.html", entry=entry)),)
    if entry.closed_at is None and policy.may_finish(actor, entry):
        tools += (Markup(render_template("registry/_finish_tool.html", entry=entry)),)
    arrived = f"{entry.number}, {format_moment(entry.arrived_at, str(get_locale()))}"
    uncounted = "" if entry.from_state_agency else _("không tính, nơi gửi không phải cơ quan nhà nước")
    return PagePart(
        crumbs=((_("Sổ văn bản đến %(year)s", year=entry.year), url_for("registry.incoming", year=entry.year)),),
        here=(_("Số đến %(number)s", number=entry.number),),
        states=states,
        facts=(
            (_("Số đến"), arrived),
            (_("Chuyển tới"), _handled_by(entry)),
            (_("Tỷ lệ điện tử"), uncounted),
            (_("Ghi chú"), entry.note),
        ),
        tools=tools,
        section_of_bar=("registry.incoming",),
    )


def _handled_by(entry: IncomingEntry) -> str:
    names = [entry.handler_unit.name if entry.handler_unit else "", entry.handler.name if entry.handler else ""]
    return ", ".join(filter(None, names))
