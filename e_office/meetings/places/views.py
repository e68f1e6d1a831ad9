"""Screens of rooms and bridge points: the week, the list an agency keeps, one of it, the room for another's meeting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import g, render_template, request, url_for

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.meetings.places import policy, queries, service
from e_office.meetings.places.bridging import bridging_of, choose_bridge
from e_office.meetings.places.forms import PlaceForm, place_form
from e_office.meetings.places.models import MeetingPlace
from e_office.meetings.places.week import week_of
from e_office.meetings.policy import writing_agency
from e_office.meetings.views import blueprint
from e_office.people.queries import get_unit


@blueprint.get("/meetings/rooms")
def rooms() -> str:
    """Which meeting has which room and bridge point in a week, this one unless another day is named."""
    office, actor = current_office(), current_actor()
    agency, day = _agency(office, actor), _day(office)
    g.nav_section = "meetings.index"
    monday = day - timedelta(days=day.weekday())
    return render_template(
        "meetings/places/rooms.html", week=week_of(office, actor, agency, day), unit=get_unit(office, agency),
        monday=monday, before=monday - timedelta(days=7), after=monday + timedelta(days=7), today=office.today(),
        may_keep=policy.may_keep(actor, agency),
    )  # fmt: skip


@blueprint.get("/meetings/places")
def places() -> str:
    """The list of rooms and bridge points of the actor's agency, those out of use last."""
    office, actor = current_office(), current_actor()
    agency = _agency(office, actor)
    g.nav_section = "meetings.index"
    rows = queries.places_of(office, agency, ended=True)
    return render_template(
        "meetings/places/places.html", rows=sorted(rows, key=lambda one: one.ended_at is not None),
        unit=get_unit(office, agency), may_keep=policy.may_keep(actor, agency),
    )  # fmt: skip


@blueprint.route("/meetings/places/new", methods=["GET", "POST"])
def new_place() -> Any:
    """Put a room or bridge point into the list."""
    office, actor = current_office(), current_actor()
    agency, form = _agency(office, actor), PlaceForm()
    require(policy.may_keep(actor, agency), "keep place")

    def work() -> str:
        place = service.make_place(office, actor, agency, form.wanted())
        say(msg("Đã ghi %(name)s vào danh sách.", name=place.name))
        return url_for(".places")

    return _answered(form, work, None)


@blueprint.route("/meetings/places/<int:place_id>", methods=["GET", "POST"])
def place(place_id: int) -> Any:
    """Change what the list says of one, take it out of use or into it again."""
    office, actor = current_office(), current_actor()
    found = queries.get_place(office, actor, place_id)
    form = place_form(found)

    def work() -> str:
        act = request.form.get("act", "save")
        if act in {"end", "resume"}:
            kept = service.set_in_use(office, actor, place_id, act == "resume")
        else:
            version = request.form.get("version", type=int)
            kept = service.change_place(office, actor, place_id, form.wanted(), version=version)
        say(msg("Đã lưu %(name)s.", name=kept.name))
        return url_for(".places")

    return _answered(form, work, place_id)


@blueprint.route("/meetings/<int:meeting_id>/bridge", methods=["GET", "POST"])
def bridge(meeting_id: int) -> Any:
    """Choose the room of one's own from which the agency takes part in another's online meeting."""
    office, actor = current_office(), current_actor()
    meeting, bridging = bridging_of(office, actor, meeting_id)
    g.nav_section, error = "meetings.index", None
    typed, over = request.form.get("room", ""), request.form.get("over_reason", "")
    place_id = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else None

    def work() -> str:
        kept = choose_bridge(office, actor, meeting_id, place_id, over)
        if kept:
            say(msg("%(name)s là điểm cầu của cơ quan cho cuộc họp này.", name=kept.name))
        else:
            say(msg("Cuộc họp này không giữ phòng nào của cơ quan."))
        return url_for(".bridge", meeting_id=meeting_id)

    if request.method == "POST":
        try:
            return answer_once(work)
        except Refused as problem:
            error = problem
            meeting, bridging = bridging_of(office, actor, meeting_id, place_id)
    page = render_template(
        "meetings/places/bridge.html", meeting=meeting, bridging=bridging, error=error, over_reason=over,
        room_day=local(bridging.starts_at).date().isoformat(),
    )  # fmt: skip
    return page, 422 if error else 200


def _answered(form: PlaceForm, work: Callable[[], str], place_id: int | None) -> Any:
    """The page, or what the pressed button did; a refusal shows the page again as it was typed."""
    g.nav_section, error = "meetings.index", None
    office, actor = current_office(), current_actor()
    if request.method == "POST":
        try:
            return answer_once(work)
        except Refused as problem:
            error = problem
    found: MeetingPlace | None = queries.get_place(office, actor, place_id) if place_id else None
    page = render_template("meetings/places/place.html", form=form, place=found, error=error)
    return page, 422 if error else 200


def _agency(office: Office, actor: Actor) -> int:
    """The agency whose rooms the actor looks at: that of the first post.

    :raises NotFound: for who has no post in an agency.
    """
    agency = writing_agency(actor) or next(iter(sorted(actor.agency_ids())), None)
    if agency is None or not policy.may_read(actor, agency):
        raise NotFound
    return agency


def _day(office: Office) -> date:
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return office.today()
    return day if 2000 <= day.year <= 2200 else office.today()
