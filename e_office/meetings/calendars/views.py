"""The page of one's own week and of one's unit's, with what is due in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from flask import g, render_template, request, url_for

from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor, Role, require
from e_office.core.problems import NotFound
from e_office.core.web import current_actor, current_office
from e_office.meetings import policy
from e_office.meetings.calendars import queries
from e_office.meetings.calendars.rules import Item
from e_office.meetings.leadership.by_day import days_of
from e_office.meetings.leadership.queries import agencies_above, units_of
from e_office.meetings.leadership.rules_week import bounds_of, touches
from e_office.meetings.leadership.views import asked_week, week_values
from e_office.meetings.models import Meeting
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.requests.policy import may_see
from e_office.meetings.rules_overlap import overlapping_pairs
from e_office.meetings.tasks.queries import to_do
from e_office.meetings.views import blueprint
from e_office.people.models import Unit
from e_office.people.queries import agency_of


@blueprint.get("/meetings/calendar")
def calendar() -> str:
    """One's own week, or with `unit` that of a unit one reads for."""
    office, actor = current_office(), current_actor()
    require(bool(actor.agency_ids()), "see calendar")
    g.nav_section, monday = "meetings.index", asked_week(office)
    units = units_of(office, actor)
    unit = _asked_unit(units)
    first, last = bounds_of(monday)
    items = _of_unit(office, actor, unit, monday) if unit else queries.items_of(office, actor, first, last)
    return render_template(
        "meetings/calendars/calendar.html", days=days_of(items, monday, lambda item: item), unit=unit, units=units,
        total=len(items), clashes={} if unit else _clashes(items), touches=touches,
        urls=_urls(office, actor, items), agencies=agencies_above(office, actor), **week_values(office, monday),
        due=[one for one in to_do(office, actor) if one.due_on and monday <= one.due_on < monday + timedelta(days=7)],
    )  # fmt: skip


def _clashes(items: list[Item]) -> dict[str, list[Item]]:
    """Key -> what else the person has at that time; a unit has many people, and may well be in two places."""
    found: dict[str, list[Item]] = {}
    for one, other in overlapping_pairs(items):
        found.setdefault(one.key, []).append(other)
        found.setdefault(other.key, []).append(one)
    return found


def _asked_unit(units: list[Unit]) -> Unit | None:
    """:raises NotFound: for a unit the actor does not read for."""
    if "unit" not in request.args:
        return None
    asked = request.args.get("unit", type=int)
    found = next((unit for unit in units if unit.id == asked), None)
    if found is None:
        raise NotFound
    return found


def _of_unit(office: Office, actor: Actor, unit: Unit, monday: date) -> list[Item]:
    """The unit's week; a restricted title is read by the agency's clerk and leaders alone."""
    first, last = bounds_of(monday)
    items = queries.unit_items_of(office, actor, unit.id, first, last)
    if actor.holds(Role.CLERK, *LEADING_ROLES, agency_id=agency_of(unit).id):
        return items
    own = {item.key for item in queries.items_of(office, actor, first, last)}
    return [replace(item, title="", place="") if item.restricted and item.key not in own else item for item in items]


def _urls(office: Office, actor: Actor, items: list[Item]) -> dict[str, str]:
    """Key -> where this person can open it."""
    found = {}
    for item in items:
        source, _, number = item.key.partition(":")
        if source == "meeting":
            meeting = office.session.get_one(Meeting, int(number))
            if policy.invited_as(actor, meeting):
                found[item.key] = url_for(".invitation", meeting_id=meeting.id)
            elif policy.may_see_receipts(actor, meeting):
                found[item.key] = url_for(".show", meeting_id=meeting.id)
        elif source == "request":
            asked = office.session.get_one(MeetingRequest, int(number))
            if may_see(actor, asked):
                found[item.key] = url_for(".show_request", asked_id=asked.id)
    return found
