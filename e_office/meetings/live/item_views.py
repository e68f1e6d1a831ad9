"""The page on which an item added while a meeting is held changes: its name, place, unit and papers."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from e_office.core.office import Office
from e_office.core.problems import NotFound, Refused
from e_office.core.web import answer_once, current_actor, current_office
from e_office.meetings.live import adding, queries
from e_office.meetings.live.adding import AddedItem
from e_office.meetings.live.item_form import item_choices, said_of_item, typed_again
from e_office.meetings.live.models import LiveItem
from e_office.meetings.live.rules_added import STAY
from e_office.meetings.live.views import blueprint, find
from e_office.meetings.models import Meeting


@blueprint.route("/items/<int:live_item_id>", methods=["GET", "POST"])
def item(meeting_id: int, live_item_id: int) -> Any:
    """Change an added item."""
    office, actor = current_office(), current_actor()
    meeting = find(office, actor, meeting_id)
    if request.method == "GET":
        if not queries.runs(office, actor, meeting):
            raise NotFound
        return _page(office, meeting, live_item_id)

    def work() -> str:
        adding.change_added(office, actor, meeting_id, live_item_id, said_of_item(STAY))
        return url_for(".panel", meeting_id=meeting_id, _anchor=f"item-{live_item_id}")

    try:
        return answer_once(work)
    except Refused as error:
        return _page(office, find(office, actor, meeting_id), live_item_id, error), 422


def _page(office: Office, meeting: Meeting, live_item_id: int, error: Refused | None = None) -> str:
    live = queries.live_of(office, meeting.id)
    row = next((one for one in live.running_order if one.id == live_item_id), None) if live else None
    if live is None or row is None:
        raise NotFound
    others = [(str(one.id), one.title) for one in live.running_order if one is not row]
    typed = typed_again(said_of_item(STAY) if error else _kept(row))
    return render_template(
        "meetings/live/item.html", meeting=meeting, row=row, error=error, typed=typed, others=others,
        **item_choices(office, meeting),
    )  # fmt: skip


def _kept(row: LiveItem) -> AddedItem:
    papers = [one.paper_id for one in row.papers]
    return AddedItem(title=row.title, place=STAY, unit_id=row.unit_id, paper_ids=papers)
