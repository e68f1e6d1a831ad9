"""The form of an item added while a meeting is held: what it offers, what was typed into it."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _

from e_office.core.office import Office
from e_office.meetings.agenda.queries import first_version
from e_office.meetings.facts import papers_sent
from e_office.meetings.forms import unit_choices
from e_office.meetings.live.adding import AddedItem
from e_office.meetings.models import Meeting


def item_choices(office: Office, meeting: Meeting) -> dict[str, Any]:
    """Units, and the papers that everybody invited has."""
    papers = [(first_version(paper).id, paper.title) for paper in papers_sent(meeting)]
    return {"units": unit_choices(office, meeting.unit_id, _("Chọn đơn vị")), "offered": papers}


def said_of_item(usual_place: str) -> AddedItem:
    """What was typed."""
    sent, unit = request.form, request.form.get("unit", "")
    return AddedItem(
        title=sent.get("title", ""),
        place=sent.get("place", usual_place),
        unit_id=int(unit) if unit.isdecimal() else None,
        paper_ids=[int(one) for one in sent.getlist("papers") if one.isdecimal()],
    )


def typed_again(said: AddedItem) -> dict[str, Any]:
    """The same for the fields of the page that is shown again."""
    unit = str(said.unit_id) if said.unit_id is not None else ""
    return {"title": said.title, "place": said.place, "unit": unit, "papers": said.paper_ids}
