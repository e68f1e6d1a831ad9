"""What every document's page shows of its type and urgency, and of its line in the actor's own register."""

from __future__ import annotations

from flask import render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from e_office.core.formats import format_moment
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.web import tell
from e_office.documents.models import Document, Kind
from e_office.documents.page import PagePart
from e_office.registry import agency, policy, queries
from e_office.registry.models import IncomingEntry
from e_office.registry.types import TYPES, Urgency


def type_part(office: Office, actor: Actor, document: Document) -> PagePart:
    """The type's name over the title, the stamp under it, and the urgency in words among the facts."""
    kind = TYPES.get(document.type_code)
    stamps = render_template("registry/_stamps.html", document=document).strip()
    return PagePart(
        kind=(tell(kind.name),) if kind else (),
        states=(Markup(stamps),) if stamps else (),  # rendered by a template that escapes
        facts=((_("Độ khẩn"), tell(Urgency(document.urgency).label)),),
    )


def page_part(office: Office, actor: Actor, document: Document) -> PagePart | None:
    """The register's share of a document's page: its line in the actor's own register."""
    entry = queries.incoming_entry(office, document.id, actor.agency_ids())
    if entry is None:
        crumb = (_("Sổ văn bản đi"), url_for("registry.outgoing", **agency.of(actor, document.owner_unit_id)))
        own = document.owner_unit_id in actor.agency_ids() and document.kind in {Kind.REGISTER, Kind.CONCLUSION}
        return PagePart(crumbs=(crumb,), here=(document.code,)) if own and document.number else None
    page = render_template("registry/_page_part.html", entry=entry, today=office.today())
    states = (Markup(page),)
    tools: tuple[Markup, ...] = ()
    if policy.may_register(actor, entry.unit_id):
        tools = (Markup(render_template("registry/_forward_tool.html", entry=entry)),)
    if entry.closed_at is None and policy.may_finish(actor, entry):
        tools += (Markup(render_template("registry/_finish_tool.html", entry=entry, today=office.today())),)
    book = url_for("registry.incoming", year=entry.year, **agency.of(actor, entry.unit_id))
    arrived = f"{entry.number}, {format_moment(entry.arrived_at, str(get_locale()))}"
    uncounted = "" if entry.from_state_agency else _("không tính, nơi gửi không phải cơ quan nhà nước")
    return PagePart(
        crumbs=((_("Sổ văn bản đến %(year)s", year=entry.year), book),),
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
