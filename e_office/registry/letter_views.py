"""One key for a mail that waits: registered as it was read, or the form with what is still to be said."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for

from e_office.core.problems import NotFound, Refused
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.registry import waiting
from e_office.registry.agency import registering_agency
from e_office.registry.forms import IncomingForm
from e_office.registry.intake import first_values, register_chosen
from e_office.registry.views import blueprint


@blueprint.post("/incoming/files/<int:waiting_id>/register")
def register_waiting(waiting_id: int) -> Any:
    """Register a waiting file with those of its mail as it was read; what stands against it leads to the form."""
    office, actor = current_office(), current_actor()
    unit_id = registering_agency(actor)
    queue = waiting.waiting_for(office, actor, unit_id, "in")
    row = next((row for row in queue if row.id == waiting_id), None)
    if row is None:
        raise NotFound
    chosen = waiting.bundle_of(row, queue)
    values = {"urgency": "normal", "secrecy": "none", "kind": ""} | first_values(office, unit_id, chosen)
    form = IncomingForm(formdata=None, data=values)

    def work() -> str:
        register_chosen(office, actor, unit_id, form, [one.id for one in chosen])
        return url_for("exchange.arrivals")

    try:
        return answer_once(work)
    except Refused as error:
        for problem in error.problems:
            say(problem.message)
        return redirect(url_for("registry.new_incoming", file=waiting_id), 303)
