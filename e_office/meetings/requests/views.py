"""Screens of those who ask: the list of requests, a new one, one request, changing and withdrawing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from e_office.core import audit
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, NotFound, Problem, Refused, msg, refuse_if
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.meetings import policy as meeting_policy
from e_office.meetings.calendar_entries.queries import entries_on, entry_of
from e_office.meetings.conflicts.warnings import of_request
from e_office.meetings.models import Meeting
from e_office.meetings.requests import asking, policy, queries
from e_office.meetings.requests.asking import NOT_SENT, SOURCE
from e_office.meetings.requests.forms import EndForm, RequestForm, about, kept
from e_office.meetings.requests.rules import first_day_open, has_passed
from e_office.meetings.requests.rules_consent import RequestKind, RequestState
from e_office.meetings.views import blueprint, find
from e_office.people.models import Unit

VIEWS: dict[str, Message] = {
    "waiting": msg("Chờ bạn"),
    "open": msg("Đang xem xét"),
    "consented": msg("Đã đồng ý"),
    "ended": msg("Không đồng ý, đã rút"),
}
SIGNS = {
    RequestState.SENT: "waiting", RequestState.EXAMINED: "waiting", RequestState.CONSENTED: "done",
    RequestState.REFUSED: "refused", RequestState.WITHDRAWN: "absent", RequestState.REVOKED: "refused",
}  # fmt: skip
"""The sign beside the word of each state, see components/states.html."""


@blueprint.get("/meetings/requests")
def requests() -> str:
    """The requests one asks, examines or decides, by where they stand."""
    office, actor = current_office(), current_actor()
    require(policy.may_use(actor), "see requests")
    counts = {view: queries.count_view(office, actor, view) for view in VIEWS}
    view = request.args.get("view") or next((one for one in VIEWS if counts[one]), "open")
    view = view if view in VIEWS else "open"
    return _page(
        "index", rows=queries.in_view(office, actor, view), view=view, views=VIEWS, counts=counts,
        kinds=[kind for kind, _unit in queries.asking(office, actor)],
    )  # fmt: skip


@blueprint.route("/meetings/requests/new", methods=["GET", "POST"])
def new_request() -> Any:
    """Ask: the kind and the invitation it is about stand in the address."""
    office, actor = current_office(), current_actor()
    kind, unit = _kind(office, actor)
    meeting = _about(office, actor)
    districts = [one.unit_id for one in meeting.invitees] if meeting else []
    form = RequestForm(data=about(meeting, districts) if request.method == "GET" else None)
    to = queries.asked_agency(unit)
    form.offer(office, kind, to.id)

    def work() -> str:
        refuse_if(form.unreadable(), NOT_SENT)
        row = asking.send(office, actor, kind, form.facts(), meeting_id=meeting.id if meeting else None)
        say(msg("Đã gửi đề nghị tới %(unit)s.", unit=to.short_name or to.name))
        return url_for(".show_request", asked_id=row.id)

    def page(problems: tuple[Problem, ...]) -> str:
        return _form_page(form, problems, kind=kind, unit=unit, to=to, meeting=_about(office, actor), row=None)

    return _sent(work, page)


@blueprint.get("/meetings/requests/<int:asked_id>")
def show_request(asked_id: int) -> str:
    """One request: what is asked, where it stands, what was said to it, its history."""
    return request_page(asked_id)


@blueprint.route("/meetings/requests/<int:asked_id>/change", methods=["GET", "POST"])
def change_request(asked_id: int) -> Any:
    """Change a request: it goes to the Office anew."""
    office, actor = current_office(), current_actor()
    row = queries.get_request(office, actor, asked_id)
    require(policy.may_change(actor, row), "change request", row)
    form = RequestForm(data=kept(row) if request.method == "GET" else None)
    form.offer(office, RequestKind(row.kind), row.to_unit_id)

    def work() -> str:
        refuse_if(form.unreadable(), NOT_SENT)
        asking.change(office, actor, asked_id, form.facts())
        say(msg("Đã sửa đề nghị, gửi lại Văn phòng."))
        return url_for(".show_request", asked_id=asked_id)

    def page(problems: tuple[Problem, ...]) -> str:
        shown = queries.get_request(office, actor, asked_id)
        return _form_page(
            form, problems, kind=RequestKind(shown.kind), unit=shown.unit, to=shown.to_unit, meeting=shown.meeting,
            row=shown,
        )  # fmt: skip

    return _sent(work, page)


@blueprint.post("/meetings/requests/<int:asked_id>/withdraw")
def withdraw_request(asked_id: int) -> Any:
    """Withdraw it with a reason."""
    office, actor, form = current_office(), current_actor(), EndForm()

    def work() -> str:
        asking.withdraw(office, actor, asked_id, form.reason.data or "")
        say(msg("Đã rút đề nghị."))
        return url_for(".show_request", asked_id=asked_id)

    return act_on_request(asked_id, work)


@blueprint.post("/meetings/requests/<int:asked_id>/invitation")
def write_requested(asked_id: int) -> Any:
    """Begin the invitation that was agreed to."""
    office, actor = current_office(), current_actor()

    def work() -> str:
        meeting = asking.write_invitation(office, actor, asked_id)
        return url_for(".edit", meeting_id=meeting.id)

    return act_on_request(asked_id, work)


def act_on_request(asked_id: int, work: Any) -> Any:
    """An act that is one button of the request's page."""
    try:
        return answer_once(work)
    except Refused as error:
        return request_page(asked_id, error), 422


def request_page(asked_id: int, error: Refused | None = None, **more: Any) -> str:
    """The page of a request, with what an act on it was refused for."""
    office, actor = current_office(), current_actor()
    row = queries.get_request(office, actor, asked_id)
    inside = policy.serves(actor, row) or policy.deciding_post(actor, row) is not None
    leader = row.leader_id if inside and row.state in {RequestState.SENT, RequestState.EXAMINED} else None
    knows = row.meeting is not None and meeting_policy.may_see_receipts(actor, row.meeting)
    values = {
        "row": row, "error": error, "policy": policy, "form": EndForm(), "knows": knows, "inside": inside,
        "entry": entry_of(office, SOURCE, row.id), "history": audit.history(office.session, "meeting_request", row.id),
        "conflicts": of_request(office, actor, row) if inside else [],
        "day": entries_on(office, leader, day_of(row.starts_at)) if leader else [],
    }  # fmt: skip
    return _page("show", **values | more)


def _sent(work: Callable[[], str], page: Callable[[tuple[Problem, ...]], str]) -> Any:
    """The page of a form, or its act; the rules judge it however little of it can be read."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            return answer_once(work)
        except Refused as error:
            problems = error.problems
    return page(problems), 422 if problems else 200


def _kind(office: Office, actor: Actor) -> tuple[RequestKind, Unit]:
    """The kind in the address with the agency it is asked for; the first this person may ask where none is named."""
    offered = dict(queries.asking(office, actor))
    wanted = request.values.get("kind", "")
    kind = RequestKind(wanted) if wanted in set(RequestKind) else next(iter(offered), None)
    if kind is None or kind not in offered:
        raise NotFound
    return kind, offered[kind]


def _about(office: Office, actor: Actor) -> Meeting | None:
    meeting_id = request.args.get("meeting", type=int)
    if meeting_id is None:
        return None
    meeting = find(office, actor, meeting_id)
    require(meeting_policy.may_edit(actor, meeting), "send request", meeting)
    return meeting


def _form_page(form: RequestForm, problems: tuple[Problem, ...], **values: Any) -> str:
    opens = first_day_open(current_office().clock.now())
    return _page("form", form=form, problems=problems, opens=opens, **values)


def _page(name: str, **values: Any) -> str:
    office = current_office()
    return render_template(
        f"meetings/requests/{name}.html", signs=SIGNS, today=office.today(), now=office.clock.now(), passed=has_passed,
        crumbs_of=[(_("Giấy mời, họp"), url_for(".index")), (_("Đề nghị"), url_for(".requests"))], **values,
    )  # fmt: skip
