"""Screens of the exchange: issuing a document, what waits to be registered, the paper tick."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from e_office.core.office import Office
from e_office.core.permission import Actor, Role
from e_office.core.problems import Message, NotFound, Problem, Refused, msg, refuse_if
from e_office.core.web import answer_once, current_actor, current_office, say, tell
from e_office.documents.models import Document, DocumentFile
from e_office.documents.page import PagePart
from e_office.documents.service import DocumentFacts
from e_office.exchange import policy, queries, service
from e_office.exchange.forms import OutgoingForm
from e_office.exchange.models import Dispatch
from e_office.exchange.rules_status import State
from e_office.people import queries as people
from e_office.people.models import Unit, UnitLevel
from e_office.registry import agency, waiting
from e_office.registry.agency import registering_agency
from e_office.registry.duplicate_views import of_files, refuse_unseen
from e_office.registry.intake import as_typed, chosen_files, drop_files, marked_lines, read_names
from e_office.registry.rules import UNSEEN, level_problems
from e_office.registry.secret.turning import after_typing
from e_office.registry.service import IncomingFacts, OutgoingFacts
from e_office.registry.types import TYPES

blueprint = Blueprint("exchange", __name__)
blueprint.url_defaults(agency.carry)

STATE_SIGNS = {
    State.SENT: "waiting",
    State.ARRIVED: "new",
    State.REFUSED: "refused",
    State.ACCEPTED: "opened",
    State.ASSIGNED: "doing",
    State.IN_WORK: "doing",
    State.DONE: "done",
    State.RECALLED: "recalled",
    State.RECALL_AGREED: "recalled",
    State.RECALL_REFUSED: "refused",
}
"""The sign beside the word of each state, see components/states.html."""


@blueprint.post("/outgoing/files")
def drop_outgoing() -> Any:
    """Take dropped files into the queue of documents to be issued."""
    return drop_files("outgoing", "exchange.new_outgoing")


@blueprint.route("/outgoing/new", methods=["GET", "POST"])
def new_outgoing() -> Any:
    """Number, register and send a signed document as one act (phát hành)."""
    office, actor = current_office(), current_actor()
    unit_id = registering_agency(actor)
    queue = waiting.waiting_for(office, actor, unit_id, "out")
    chosen = chosen_files(queue)
    read = waiting.what_it_says(chosen[0]) if chosen else None
    form = OutgoingForm(data=None if request.method == "POST" else as_typed(read))
    units = _choices(office, form, unit_id)
    problems: tuple[Problem, ...] = ()
    if form.validate_on_submit():
        if stub := after_typing(actor, unit_id, "outgoing", form, chosen, _names(form, units)):
            return stub
        try:
            return answer_once(lambda: _issue(office, actor, unit_id, form, units, [row.id for row in chosen]))
        except Refused as error:
            problems = error.problems
            queue = waiting.waiting_for(office, actor, unit_id, "out")
            chosen = chosen_files(queue)
    page = render_template(
        "exchange/new_outgoing.html",
        form=form,
        queue=queue,
        chosen=chosen,
        problems=[problem for problem in problems if problem.code != UNSEEN],
        duplicates=of_files(office, actor, chosen),
        groups=_grouped(units),
        typed={name[3:] for name, value in request.form.items() if name.startswith("to-") and value},
        channel_of=lambda unit: request.form.get(f"to-{unit.id}", ""),
        marks=marked_lines(chosen[0], read) if chosen and read else [],
        given=read_names(form, read),
        unit=people.get_unit(office, unit_id),
        agencies=agency.choices(office, actor, unit_id, registering=True),
        connected=bool(office.settings.exchange_url),
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.get("/arrivals")
def arrivals() -> str:
    """Electronic arrivals that wait to be registered (chờ vào sổ)."""
    office, actor = current_office(), current_actor()
    unit_id = registering_agency(actor)
    g.nav_section = "registry.incoming"
    rows = queries.arrivals(office, [unit_id])
    return render_template(
        "exchange/arrivals.html",
        rows=rows,
        total=queries.count_arrivals(office, [unit_id]),
        agencies=agency.choices(office, actor, unit_id, registering=True),
        types=TYPES,
        today=office.today(),
        now=office.clock.now(),
    )


@blueprint.post("/arrivals/<int:dispatch_id>/register")
def register_arrival(dispatch_id: int) -> Any:
    """Put an arrival into the register with one key; it is passed on from the register."""
    office, actor = current_office(), current_actor()

    def work() -> str:
        dispatch = office.session.get(Dispatch, dispatch_id)
        if dispatch is None or dispatch.unit_id is None:
            raise NotFound
        facts = IncomingFacts(unit_id=dispatch.unit_id, document=service.facts_of(dispatch.document))
        entry = service.register_arrival(office, actor, dispatch_id, facts)
        say(msg("Đã vào sổ, số đến %(number)s.", number=entry.number))
        return url_for("exchange.arrivals", **agency.of(actor, dispatch.unit_id))

    return answer_once(work)


@blueprint.post("/dispatches/<int:dispatch_id>/paper")
def mark_paper(dispatch_id: int) -> Any:
    """The recipient's clerk says whether paper came as well."""
    office, actor = current_office(), current_actor()

    def work() -> str:
        dispatch = service.mark_paper_received(office, actor, dispatch_id, request.form.get("received") == "1")
        return url_for("documents.show", document_id=dispatch.document_id)

    return answer_once(work)


@dataclass(frozen=True)
class Source:
    """A place where documents wait to be registered, shown over the incoming register."""

    title: str
    act: str
    url: str


def arrivals_source(office: Office, actor: Actor, unit_id: int) -> Source | None:
    """What waits in the exchange, for the head of the incoming register."""
    if not actor.holds(Role.CLERK, agency_id=unit_id):
        return None
    waiting_now = queries.count_arrivals(office, [unit_id])
    if not waiting_now:
        return None
    title: Message = msg("%(n)s văn bản điện tử chờ vào sổ.", n=waiting_now)
    return Source(tell(title), _("Mở danh sách chờ vào sổ"), url_for("exchange.arrivals", **agency.of(actor, unit_id)))


def page_part(office: Office, actor: Actor, document: Document) -> PagePart | None:
    """The exchange's share of a document's page: the issuer sees every recipient, a recipient its own line."""
    rows = queries.dispatches_of(office, document.id)
    own = actor.agency_ids()
    if document.owner_unit_id not in own:
        rows = [row for row in rows if row.unit_id in own]
    if not rows:
        return None
    panel = render_template(
        "exchange/_dispatches.html",
        rows=rows,
        may_receive=lambda row: policy.may_receive(actor, row),
        state_signs=STATE_SIGNS,
    )
    return PagePart(sections=(Markup(panel),))


def note_receipt(office: Office, actor: Actor, file: DocumentFile) -> None:
    """An opening of a file is the receipt of the document by the opener's agency."""
    service.acknowledge(office, actor, file.document)


def _issue(office: Office, actor: Actor, unit_id: int, form: OutgoingForm, units: list[Unit], ids: list[int]) -> str:
    refuse_if(level_problems(form.secrecy.data), service.NOT_ISSUED)
    rows = waiting.take(office, actor, unit_id, ids)
    found = of_files(office, actor, rows)
    issuer = people.get_unit(office, unit_id)
    recipients = form.recipients(request.form, units)
    document = form.document(owner_unit_id=unit_id, issuer_unit_id=unit_id, internal=bool(form.internal.data))
    facts = OutgoingFacts(
        unit_id=unit_id,
        document=_as_issued(document, issuer.name, [recipient.name for recipient in recipients]),
        drafting_unit_id=form.drafting_unit_id.data,
        note=form.note.data or "",
    )
    entry = service.issue(office, actor, facts, [waiting.kept(row) for row in rows], recipients)
    refuse_unseen(found, service.NOT_ISSUED)  # after all that is wrong; the number goes back with the rest
    waiting.used(office, rows)
    say(msg("Đã phát hành %(code)s tới %(n)s nơi.", code=entry.document.code, n=len(recipients)))
    return url_for("documents.show", document_id=entry.document_id)


def _as_issued(document: DocumentFacts, issuer: str, names: list[str]) -> DocumentFacts:
    recipients = document.recipients or "\n".join([*names, "Lưu: VT"])
    return replace(document, issuer_name=issuer, code="", recipients=recipients)


def _names(form: OutgoingForm, units: list[Unit]) -> str:
    """To whom it was to go, a line each, or as the document says it."""
    return form.recipients_text.data or "\n".join(one.name for one in form.recipients(request.form, units))


def _choices(office: Office, form: OutgoingForm, unit_id: int) -> list[Unit]:
    """Fill the choices; gives the agencies a document can be sent to."""
    tree = [branch.unit for branch in people.units_tree(office, day=office.today())]
    own = people.units_of_agency(office, unit_id)
    parts = [unit for unit in tree if unit.id in own and unit.id != unit_id]
    form.drafting_unit_id.choices = [("", _("Văn thư"))] + [(unit.id, unit.name) for unit in parts]
    return [unit for unit in tree if unit.is_agency and unit.id != unit_id]


def _grouped(units: list[Unit]) -> list[tuple[UnitLevel, list[Unit]]]:
    """Agencies by level, in the order of the levels."""
    groups: dict[UnitLevel, list[Unit]] = {}
    for unit in sorted(units, key=lambda unit: (unit.level.rank, unit.position)):
        groups.setdefault(unit.level, []).append(unit)
    return list(groups.items())
