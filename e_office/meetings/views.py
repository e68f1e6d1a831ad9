"""Screens of meetings: the list of invitations, the meetings one's side holds, the papers a chair is asked about."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message, NotFound, Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.meetings import policy, queries, service
from e_office.meetings.answers.queries import count_waiting_for_word
from e_office.meetings.closing.queries import unwritten
from e_office.meetings.log import ended_order, events_of, lateness_of
from e_office.meetings.models import Meeting
from e_office.meetings.ordering import said_ends
from e_office.meetings.preparing.steps import changes_in, steps_of
from e_office.meetings.rules import worst
from e_office.meetings.sheets import NOT_ISSUED, LaidOut, Overtaken
from e_office.people.queries import holidays

blueprint = Blueprint("meetings", __name__)

TRIES = 5
"""How often a sheet is laid out anew: each time somebody else has got on by a number."""

INVITED = {"unopened": msg("Chưa mở"), "coming": msg("Sắp họp"), "past": msg("Đã họp")}
OWN = {"drafts": msg("Dự thảo"), "coming": msg("Sắp họp"), "past": msg("Đã họp"), "cancelled": msg("Đã hủy")}


@blueprint.get("/meetings")
def index() -> str:
    """The invitations to the actor's units and person; the unopened first (L: a list of their own)."""
    office, actor = current_office(), current_actor()
    counts = {view: queries.count_invited(office, actor, view) for view in INVITED}
    view = _view(INVITED, "unopened" if counts["unopened"] or not counts["coming"] else "coming")
    page = _page()
    rows = queries.invited(office, actor, view, offset=(page - 1) * queries.PAGE)
    return render_template(
        "meetings/index.html", rows=rows, view=view, counts=counts, views=INVITED, page=page,
        pages=-(-counts[view] // queries.PAGE), as_invited=lambda meeting: policy.invited_as(actor, meeting),
        **shared(office, actor, rows),
    )  # fmt: skip


@blueprint.get("/meetings/ours")
def ours() -> str:
    """The meetings the actor's side writes, holds or prepares."""
    office, actor = current_office(), current_actor()
    counts = {view: queries.count_own(office, actor, view) for view in OWN}
    view = _view(OWN, next((one for one in ("coming", "drafts", "past") if counts[one]), "drafts"))
    page = _page()
    rows = queries.own(office, actor, view, offset=(page - 1) * queries.PAGE)
    return render_template(
        "meetings/ours.html", rows=rows, view=view, counts=counts, views=OWN, page=page,
        pages=-(-counts[view] // queries.PAGE), may_edit=lambda meeting: policy.may_edit(actor, meeting),
        unwritten=len(unwritten(office, actor)),
        unopened=queries.count_unopened(office, [meeting.id for meeting in rows]), **shared(office, actor, rows),
    )  # fmt: skip


@blueprint.get("/meetings/consents")
def consents() -> str:
    """The papers that wait for the actor's consent as chair (tài liệu chờ đồng ý)."""
    return _consents_page()


@blueprint.post("/meetings/papers/<int:paper_id>/<any(agree, back, withdraw):verb>")
def decide_paper(paper_id: int, verb: str) -> Any:
    """The chair agrees to exactly the file that was shown, sends it back, or takes a consent back."""
    office, actor = current_office(), current_actor()

    queries.get_paper(office, actor, paper_id)

    def work() -> str:
        if verb == "agree":
            paper = service.agree(office, actor, paper_id, request.form.get("sha256", ""))
            say(msg("Đã đồng ý tài liệu “%(title)s”.", title=paper.title))
        elif verb == "back":
            paper = service.send_back(office, actor, paper_id, request.form.get("reason", ""))
            say(msg("Đã trả lại tài liệu “%(title)s”.", title=paper.title))
        else:
            paper = service.withdraw(office, actor, paper_id)
            say(msg("Đã rút tài liệu “%(title)s”.", title=paper.title))
        meeting = paper.meeting
        return url_for(".consents") if policy.may_agree(actor, meeting) else url_for(".papers", meeting_id=meeting.id)

    try:
        return answer_once(work)
    except Refused as error:
        if verb == "withdraw":
            raise
        return _consents_page(error, paper_id), 422


def find(office: Office, actor: Actor, meeting_id: int) -> Meeting:
    """The meeting where the actor may know of it; the page of an unknown address otherwise."""
    return queries.get_meeting(office, actor, meeting_id)


def organised(office: Office, actor: Actor, meeting_id: int) -> Meeting:
    """The meeting where the actor works on it.

    :raises NotFound: for invitees and everybody else.
    """
    meeting = queries.get_meeting(office, actor, meeting_id)
    if not policy.may_see_receipts(actor, meeting):
        raise NotFound
    return meeting


def answer_numbered(lay_out: Callable[[], LaidOut], work: Callable[[LaidOut], str]) -> Response:
    """`answer_once` for an act that numbers a sheet: it is laid out and kept before, anew where others were faster."""
    for _ in range(TRIES):
        with suppress(Overtaken):
            return answer_once(partial(work, lay_out()))
    text = msg("Nhiều văn bản đang lấy số cùng lúc, chưa đến lượt bản này. Bấm phát hành lần nữa.")
    raise Refused([Problem("overtaken", text)], NOT_ISSUED)


def order_ended(office: Office, meeting: Meeting) -> dict[str, Any]:
    """When and why the last order for an extraordinary meeting ended, for `_order_ended.html`; nothing otherwise."""
    event = ended_order(events_of(office, [meeting.id])[meeting.id])
    return {"order_ended": event, "order_ended_why": said_ends(event.facts["why"]) if event else None}


def _consents_page(error: Refused | None = None, paper_id: int | None = None) -> str:
    office, actor = current_office(), current_actor()
    papers = queries.awaiting_consent(office, actor)
    groups = [(meeting, list(group)) for meeting, group in groupby(papers, key=lambda paper: paper.meeting)]
    said = steps_of(office, [paper for paper in papers if paper.replaces])
    opened = paper_id or request.args.get("back", type=int)
    return render_template(
        "meetings/consents.html", papers=papers, groups=groups, error=error, refused_id=opened,
        changes={paper: changes_in(steps) for paper, steps in said.items()}, typed=request.form.get("reason", ""),
        **shared(office, actor, []),
    )  # fmt: skip


def shared(office: Office, actor: Actor, rows: list[Meeting]) -> dict[str, Any]:
    """What the lists of the room have in common: marks of lateness, the switch between them, the hour."""
    late = lateness_of(office, rows, holidays(office)) if rows else {}
    return {
        "late": {meeting: worst(found) for meeting, found in late.items() if found},
        "waiting_consent": queries.count_awaiting_consent(office, actor),
        "waiting_words": count_waiting_for_word(office, actor),
        "unopened_count": queries.count_invited(office, actor, "unopened"),
        "may_write": policy.may_write_any(actor),
        "now": office.clock.now(),
        "today": office.today(),
    }


def _view(views: dict[str, Message], default: str) -> str:
    chosen = request.args.get("view", default)
    return chosen if chosen in views else default


def _page() -> int:
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= 10_000:
        abort(404)
    return page
