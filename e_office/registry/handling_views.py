"""Screens of handling: passing a registered document on, and saying that it is done with."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor
from e_office.core.problems import Message, NotFound, Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents.queries import get_visible
from e_office.people import queries as people
from e_office.registry import agency, policy, service
from e_office.registry.forms import FinishForm, ForwardForm
from e_office.registry.models import IncomingEntry
from e_office.registry.views import blueprint


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
    say(_forwarded(entry))
    return url_for("registry.incoming", **agency.of(actor, entry.unit_id))


def _forwarded(entry: IncomingEntry) -> Message:
    """To whom it went and where it waits now: a person named has it, else everybody of the unit (`handed_to`)."""
    unit, person = entry.handler_unit, entry.handler
    if person and unit:
        return msg(
            "Đã chuyển số đến %(number)s tới %(unit)s, %(person)s; văn bản nằm trên bàn làm việc của %(person)s.",
            number=entry.number,
            unit=unit.name,
            person=person.name,
        )
    place = person.name if person else unit.name if unit else ""
    return msg(
        "Đã chuyển số đến %(number)s tới %(place)s; văn bản nằm trên bàn làm việc ở đó.",
        number=entry.number,
        place=place,
    )


@blueprint.route("/incoming/<int:entry_id>/finish", methods=["GET", "POST"])
def finish(entry_id: int) -> Any:
    """Say that a document is done with; of a late one, why."""
    office, actor, form = current_office(), current_actor(), FinishForm()
    _finishable(office, actor, entry_id)
    problems: tuple[Problem, ...] = ()
    if form.validate_on_submit():
        try:
            return answer_once(lambda: _finish(office, actor, entry_id, form.late_reason.data or ""))
        except Refused as error:
            problems = error.problems
    entry = _finishable(office, actor, entry_id)
    page = render_template("registry/finish.html", form=form, entry=entry, problems=problems, today=office.today())
    return page, 422 if request.method == "POST" else 200


def _finish(office: Office, actor: Actor, entry_id: int, late_reason: str) -> str:
    entry = _finishable(office, actor, entry_id)
    service.finish(office, actor, entry, late_reason)
    say(msg("Đã ghi giải quyết xong văn bản số đến %(number)s.", number=entry.number))
    return url_for("documents.show", document_id=entry.document_id)


def _finishable(office: Office, actor: Actor, entry_id: int) -> IncomingEntry:
    entry = office.session.get(IncomingEntry, entry_id)
    if entry is None or not policy.may_finish(actor, entry):
        raise NotFound
    get_visible(office, actor, entry.document_id)
    return entry


def choose_handlers(office: Office, form: Any, unit_id: int) -> None:
    """Units and leaders a document of this agency can be passed to: its own parts, then everybody."""
    own = people.units_of_agency(office, unit_id)
    tree = [branch.unit for branch in people.units_tree(office, day=office.today())]
    ordered = [unit for unit in tree if unit.id in own] + [unit for unit in tree if unit.id not in own]
    form.handler_unit_id.choices = [
        SelectChoice("", _("Chọn đơn vị")),
        *(SelectChoice(str(one.id), one.name, {"data-also": f"{one.short_name} {one.notation}"}) for one in ordered),
    ]
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
