"""Screens of a held meeting: the delegate's page, the panel of who runs it, the wall; and how they stay up to date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, current_app, render_template, request, url_for
from flask_babel import get_locale
from flask_login import current_user

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, Refused
from e_office.core.web import current_actor, current_office
from e_office.meetings.live import points as places
from e_office.meetings.live import policy, queries
from e_office.meetings.live.hub import Hub
from e_office.meetings.live.item_form import item_choices
from e_office.meetings.live.lines import message_of
from e_office.meetings.live.models import LiveMeeting
from e_office.meetings.live.packing import packed
from e_office.meetings.live.queries import Board
from e_office.meetings.live.rules import NAMES, is_past
from e_office.meetings.live.rules_points import HALL
from e_office.meetings.live.rules_vote import CHOICES, RULES, Majority, has_quorum, quorum_of
from e_office.meetings.live.rules_vote import NAMES as CHOICE_NAMES
from e_office.meetings.live.stream_rights import still_allowed
from e_office.meetings.live.voters import presence_of
from e_office.meetings.log import call_off_reason, events_of
from e_office.meetings.minutes.queries import others_at
from e_office.meetings.minutes.sheet import who
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.queries import get_meeting
from e_office.meetings.remarks.queries import remarks_at, unanswered

blueprint = Blueprint("live", __name__, url_prefix="/meetings/<int:meeting_id>/live")

STREAM = "text/event-stream"
VIEWS = ("show", "panel", "wall")


def make_hub(app: Flask) -> Hub:
    """The listeners of this process; each look at the database has a context, and a connection, of its own."""

    def versions(meeting_ids: Any) -> Any:
        with app.app_context():
            return queries.versions_of(current_office(), meeting_ids)

    def facts(meeting_id: int) -> Any:
        with app.app_context():
            return queries.told_of(current_office(), meeting_id)

    return Hub(versions, facts)


@blueprint.record
def _open_hub(state: Any) -> None:
    state.app.extensions["live_hub"] = make_hub(state.app)


@blueprint.get("")
def show(meeting_id: int) -> Any:
    """The delegate's own page: what is dealt with, that one is there, the word, the vote."""
    office, actor = current_office(), current_actor()
    return page(office, actor, find(office, actor, meeting_id), "show")


@blueprint.get("/panel")
def panel(meeting_id: int) -> Any:
    """The panel of who runs the meeting; before it is opened, the button that opens it."""
    office, actor = current_office(), current_actor()
    meeting = find(office, actor, meeting_id)
    if not queries.runs(office, actor, meeting):
        raise NotFound
    return page(office, actor, meeting, "panel")


@blueprint.get("/wall")
def wall(meeting_id: int) -> Any:
    """The screen in the hall and, with `?point=`, at a bridge point: nothing to press.

    The code is on it only where it is opened by who runs the meeting, or by the clerk of the bridge point.
    """
    office, actor = current_office(), current_actor()
    return page(office, actor, find(office, actor, meeting_id), "wall")


@blueprint.get("/names")
def names(meeting_id: int) -> Any:
    """Who is there, by unit; the delegate's page fetches the list only where somebody opens it."""
    office, actor = current_office(), current_actor()
    return page(office, actor, find(office, actor, meeting_id), "names")


@blueprint.get("/state/<any(show, panel, wall, names):view>")
def state(meeting_id: int, view: str) -> Any:
    """The changing part of a page; 304 while it is as the page has it."""
    office, actor = current_office(), current_actor()
    meeting = find(office, actor, meeting_id)
    tag = f"{queries.version_of(office, meeting_id)}-{view}{_point_asked(view)}-{actor.person_id}-{get_locale()}"
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304)
    elif view == "panel" and not queries.runs(office, actor, meeting):
        raise NotFound
    else:
        answer = packed(render_template(f"meetings/live/_{view}.html", **shown(office, actor, meeting, view)))
    answer.set_etag(tag, weak=True)
    return answer


@blueprint.get("/events")
def events(meeting_id: int) -> Any:
    """The stream of news; 204 where no thread is left for it: the page asks now and then instead."""
    office, actor = current_office(), current_actor()
    find(office, actor, meeting_id)
    hub: Hub = current_app.extensions["live_hub"]
    last = request.headers.get("Last-Event-ID") or request.args.get("seen", "")
    seen = int(last) if last.isdecimal() and len(last) < 19 else -1
    listener = hub.join(meeting_id, actor.person_id) if request.environ.get("wsgi.multithread") else None
    if listener is None:
        return "", 204
    wall_of = meeting_id if request.args.get("view") == "wall" else None
    allowed = _rights(meeting_id, current_user.get_id(), touch=wall_of is not None)
    stream = listener.events(seen, allowed)
    answer = Response(stream, mimetype=STREAM, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
    answer.call_on_close(listener.leave)
    return answer


def _rights(meeting_id: int, token: str, *, touch: bool) -> Callable[[], bool]:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def allowed() -> bool:
        with app.app_context():
            return still_allowed(current_office(), token, meeting_id, touch=touch)

    return allowed


def find(office: Office, actor: Actor, meeting_id: int) -> Meeting:
    """The meeting where it is issued and the actor may know of it, or is the secretary of its minutes."""
    try:
        meeting = get_meeting(office, actor, meeting_id)
    except NotFound:
        found = queries.meeting_of_secretary(office, actor, meeting_id)
        if found is None:
            raise
        meeting = found
    if meeting.state == MeetingState.DRAFT:
        raise NotFound
    return meeting


def page(office: Office, actor: Actor, meeting: Meeting, view: str, error: Refused | None = None, **typed: Any) -> Any:
    """One of the pages; before the meeting is opened they say so. `ticked`: keys of voters as they were sent."""
    facts = shown(office, actor, meeting, view)
    if view == "panel":
        facts |= item_choices(office, meeting) | {"presiders": queries.presiders(office, meeting)}
    ticked = typed.pop("ticked", None)
    if ticked is None:
        ticked = queries.usual_voters(facts["live"]) if facts["live"] else frozenset()
    return render_template(
        f"meetings/live/{view}.html", error=error, typed=defaultdict(str, typed), ticked=ticked, **facts
    )  # fmt: skip


def shown(office: Office, actor: Actor, meeting: Meeting, view: str) -> dict[str, Any]:
    """What the pages and their changing parts are drawn from."""
    live: LiveMeeting | None = queries.live_of(office, meeting.id)
    runs = queries.runs(office, actor, meeting)
    board = queries.board_of(office, actor, live) if live else None
    item = board.current.item if board and board.current else None
    leads = runs and view != "wall"  # which everybody in the hall reads, whoever opened it
    return {
        **_presence(office, actor, meeting, board, view, runs=runs),
        "meeting": meeting, "live": live, "runs": runs, "view": view, "now": office.clock.now(), "board": board,
        "version": queries.version_of(office, meeting.id), "called_off": _called_off(office, meeting),
        "said_before": remarks_at(office, actor, meeting, item) if item and leads else [], "unanswered": unanswered,
        "past": meeting.starts_at is not None and is_past(meeting.starts_at, office.clock.now()),
        "seated": policy.seats_of(actor, meeting),
        "who": who, "message_of": message_of, "item_names": NAMES, "rules": RULES, "majorities": list(Majority),
        "quorum_of": quorum_of, "has_quorum": has_quorum, "standard": list(CHOICES), "choice_names": CHOICE_NAMES,
    }  # fmt: skip


def _presence(
    office: Office, actor: Actor, meeting: Meeting, board: Board | None, view: str, *, runs: bool
) -> dict[str, Any]:
    """Places, their codes for whom may see them, and who is there beside the invitees; lists where they are shown."""
    points = places.points_at(office, meeting)
    asked, shows = _point_asked(view), places.points_shown(actor, meeting, points)
    point = next((one for one in points if one.key == asked), None)
    if asked and point is None:
        raise NotFound
    codes = places.codes_at(board.live, points) if board and (runs or point in shows) else {}
    others = others_at(office, meeting.id)
    there = presence_of(board.seats, others.chair) if board else None
    return {
        "there": there.counted(board.vote.voters) if there and board and board.vote and view == "panel" else 0,
        "points": points, "point": point, "codes": codes if runs else {},
        "wall_code": codes.get(point.key if point else HALL, ""), "own_points": [] if runs else shows,
        "groups": places.grouped(points, board.seats) if board and view != "show" else [],
        "others": others, "chairs": policy.chairs(actor, meeting),
    }  # fmt: skip


def _point_asked(view: str) -> str:
    """The key of the bridge point whose wall is asked for; "" for the hall's, and on all other pages."""
    return request.args.get("point", "") if view == "wall" else ""


def _called_off(office: Office, meeting: Meeting) -> str:
    """Why the meeting was called off; empty where it was not."""
    if meeting.state != MeetingState.CANCELLED:
        return ""
    return call_off_reason(events_of(office, [meeting.id])[meeting.id])


def back(meeting_id: int) -> str:
    """Where a form of one of the pages leads back to: the page it was on."""
    view = request.form.get("view", "show")
    return url_for(f".{view if view in VIEWS else 'show'}", meeting_id=meeting_id)
