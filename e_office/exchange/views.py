"""The screen of issuing: a signed document is numbered, registered and sent, alone or in the place of another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, Problem, Refused, msg, refuse_if
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents.models import Document
from e_office.documents.queries import get_visible
from e_office.documents.service import DocumentFacts, KeptFile
from e_office.exchange import service
from e_office.exchange.changing.asking import issue_successor
from e_office.exchange.changing.queries import leaders_of
from e_office.exchange.channels.queries import channel_rules, usual_of
from e_office.exchange.forms import ChangeForm, OutgoingForm
from e_office.exchange.queries import dispatches_of
from e_office.exchange.rules import Recipient
from e_office.exchange.rules_change import Change
from e_office.people import queries as people
from e_office.people.models import Unit, UnitLevel
from e_office.registry import agency, waiting
from e_office.registry.agency import registering_agency
from e_office.registry.duplicate_views import of_files, refuse_unseen
from e_office.registry.intake import as_typed, chosen_files, drop_files, marked_lines, read_names
from e_office.registry.models import OutgoingEntry
from e_office.registry.rules import UNSEEN, level_problems
from e_office.registry.secret.turning import after_typing
from e_office.registry.service import OutgoingFacts

blueprint = Blueprint("exchange", __name__)
blueprint.url_defaults(agency.carry)


@blueprint.url_defaults
def _carry(endpoint: str, values: dict[str, Any]) -> None:
    """A document that comes in the place of another does so through dropping its files as well."""
    same = endpoint in {"exchange.new_outgoing", "exchange.drop_outgoing"}
    if same and request and (number := request.args.get("supersedes", type=int)):
        values.setdefault("supersedes", number)


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
    old = _superseded(office, actor, unit_id)
    change = ChangeForm(request.form, leaders_of(office, unit_id), [Change.REPLACE, Change.UPDATE]) if old else None
    problems: tuple[Problem, ...] = ()
    if form.validate_on_submit():
        if stub := after_typing(actor, unit_id, "outgoing", form, chosen, _names(office, form, units)):
            return stub
        try:
            issued = _Issuing(office, actor, unit_id, form, [row.id for row in chosen])
            return answer_once(lambda: _supersede(issued, old, change) if old and change else _issue(issued, units))
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
        old=old,
        change=change,
        laid_down=bool(channel_rules(office)),
    )
    return page, 422 if request.method == "POST" else 200


@dataclass(frozen=True)
class _Issuing:
    """What both ways of issuing from this screen need."""

    office: Office
    actor: Actor
    unit_id: int
    form: OutgoingForm
    ids: list[int]

    def facts(self, names: list[str]) -> OutgoingFacts:
        """The facts as typed, with the issuer and, where none are written, the recipients."""
        form, unit_id = self.form, self.unit_id
        issuer = people.get_unit(self.office, unit_id)
        document = form.document(owner_unit_id=unit_id, issuer_unit_id=unit_id, internal=bool(form.internal.data))
        return OutgoingFacts(
            unit_id=unit_id,
            document=_as_issued(document, issuer.name, names),
            drafting_unit_id=form.drafting_unit_id.data,
            note=form.note.data or "",
        )

    def by(self, make: Callable[[list[KeptFile]], OutgoingEntry]) -> OutgoingEntry:
        """Issue by `make` of the chosen files, once nobody has to look at a likely duplicate first."""
        office, actor = self.office, self.actor
        refuse_if(level_problems(self.form.secrecy.data), service.NOT_ISSUED)
        rows = waiting.take(office, actor, self.unit_id, self.ids)
        found = of_files(office, actor, rows)
        entry = make([waiting.kept(row) for row in rows])
        refuse_unseen(found, service.NOT_ISSUED)  # after all that is wrong; the number goes back with the rest
        waiting.used(office, rows)
        return entry


def _issue(issuing: _Issuing, units: list[Unit]) -> str:
    recipients = _recipients(issuing.office, issuing.form, units)
    facts = issuing.facts([recipient.name for recipient in recipients])
    entry = issuing.by(lambda files: service.issue(issuing.office, issuing.actor, facts, files, recipients))
    say(msg("Đã phát hành %(code)s tới %(n)s nơi.", code=entry.document.code, n=len(recipients)))
    return url_for("documents.show", document_id=entry.document_id)


def _supersede(issuing: _Issuing, old: Document, change: ChangeForm) -> str:
    office, actor, old_id = issuing.office, issuing.actor, old.id
    facts = issuing.facts([row.name for row in dispatches_of(office, old_id)])
    entry = issuing.by(lambda files: issue_successor(office, actor, facts, files, old_id, change.wanted()))
    say(msg("Đã phát hành %(code)s thay cho văn bản cũ.", code=entry.document.code))
    return url_for("exchange.recipients", document_id=old_id)


def _superseded(office: Office, actor: Actor, unit_id: int) -> Document | None:
    """The document in whose place the new one comes.

    :raises NotFound: where it is not one of this agency's.
    """
    number = request.args.get("supersedes", type=int)
    if number is None:
        return None
    document = get_visible(office, actor, number)
    if document.owner_unit_id != unit_id:
        raise NotFound
    return document


def _as_issued(document: DocumentFacts, issuer: str, names: list[str]) -> DocumentFacts:
    recipients = document.recipients or "\n".join([*names, "Lưu: VT"])
    return replace(document, issuer_name=issuer, code="", recipients=recipients)


def _recipients(office: Office, form: OutgoingForm, units: list[Unit]) -> list[Recipient]:
    return form.recipients(request.form, units, usual_of(office, form.type_code.data or "", units))


def _names(office: Office, form: OutgoingForm, units: list[Unit]) -> str:
    """To whom it was to go, a line each, or as the document says it."""
    return form.recipients_text.data or "\n".join(one.name for one in _recipients(office, form, units))


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
