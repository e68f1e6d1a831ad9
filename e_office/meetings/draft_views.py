"""Screens of writing an invitation: begin, the form with its rule panel, the page before issue, the act itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

from flask import Response, redirect, render_template, request, send_file, url_for

from e_office.core.clock import local
from e_office.core.media_types import DOCX
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, Refused, msg, refuse_if
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents.uploads import Uploads, take
from e_office.meetings import earlier, letters, policy, queries, service
from e_office.meetings.conflicts.warnings import of_meeting
from e_office.meetings.draft_facts import DraftFacts
from e_office.meetings.facts import as_kept, invitation_facts, judge_of, papers_in_force
from e_office.meetings.forms import DraftForm, draft_form
from e_office.meetings.groups.charge import charges_of, shown_as
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.picking import first_pick, groups, picks_for
from e_office.meetings.picking_days import calendar_of, start_picked
from e_office.meetings.places.picking import place_picked
from e_office.meetings.places.queries import found_for, offered
from e_office.meetings.portfolios.queries import portfolios_of
from e_office.meetings.rules import RULE_SETS
from e_office.meetings.rules_panel import Panel, panel_of
from e_office.meetings.series.inheriting import settle_minutes
from e_office.meetings.series.inviting import invite_picked
from e_office.meetings.series.queries import inherited_of
from e_office.meetings.sheets import LaidOut
from e_office.meetings.telling import mailboxes_of, units_of
from e_office.meetings.views import answer_numbered, blueprint, find, order_ended
from e_office.people.queries import get_unit

NOT_READ = msg("Chưa lưu được")
PICKED = frozenset({"day", "hour"})
"""What the calendar's buttons set."""
ANCHORS = PICKED | {"place"}
"""Buttons whose field the page goes on at."""


@blueprint.route("/meetings/new", methods=["GET", "POST"])
def new() -> Any:
    """Begin an invitation: what it is about; the rest is asked on its own page."""
    office, actor = current_office(), current_actor()
    agency = policy.writing_agency(actor)
    if agency is None:
        raise NotFound
    form = DraftForm()
    if request.method == "GET":
        return render_template("meetings/new.html", form=form, unit=get_unit(office, agency))

    def work() -> str:
        meeting = service.begin(office, actor, agency)
        kept = draft_form(meeting).facts({}, meeting)
        service.save(office, actor, meeting.id, replace(kept, purpose=form.purpose.data or ""))
        return url_for(".edit", meeting_id=meeting.id)

    return answer_once(work)


@blueprint.route("/meetings/<int:meeting_id>/edit", methods=["GET", "POST"])
def edit(meeting_id: int) -> Any:
    """The form of an invitation; every button of it keeps what was typed first."""
    office, actor = current_office(), current_actor()
    meeting = _draft(office, actor, meeting_id)
    if meeting.state != MeetingState.DRAFT:
        return redirect(url_for(".show", meeting_id=meeting_id), 303)
    if request.method == "GET":
        return _page(meeting, draft_form(meeting))
    given = take(office, actor, request)
    form, act = DraftForm(), request.form.get("act", "save")
    facts = form.facts(request.form, meeting)
    try:
        refuse_if([*form.typed_problems(), *given.problems], NOT_READ)
        response = answer_once(lambda: _do(office, actor, meeting_id, act, form, facts, given))
    except Refused as error:
        return _page(_draft(office, actor, meeting_id), form, given=given, error=error), 422
    if act == "issue":
        meeting = _draft(office, actor, meeting_id)
        if _panel(office, meeting, None, attempted=True).problems:
            return _page(meeting, draft_form(meeting), attempted=True), 422
    return response


@blueprint.post("/meetings/<int:meeting_id>/check")
def check(meeting_id: int) -> str:
    """The rule panel, and earlier meetings on the matter, for what is typed at this moment; nothing of it is kept."""
    office, actor = current_office(), current_actor()
    meeting = _draft(office, actor, meeting_id)
    form = DraftForm()
    form.typed_problems()
    facts = form.facts(request.form, meeting)
    panel = _panel(office, meeting, facts)
    on_the_page = [paper for paper in papers_in_force(meeting) if f"title-{paper.id}" in request.form]
    return render_template(
        "meetings/_checked.html", earlier=earlier.matters(office, actor, meeting, facts.purpose), oob=True,
        papers=on_the_page, today=office.today(),
        **_panel_values(office, actor, meeting, panel, facts),
    )  # fmt: skip


@blueprint.get("/meetings/<int:meeting_id>/pulse")
def pulse(meeting_id: int) -> tuple[str, int]:
    """What others did to a draft, as a few letters; nothing while it is as the page has seen it."""
    office, actor = current_office(), current_actor()
    known = queries.pulse_of(office, _draft(office, actor, meeting_id))
    return ("", 204) if known == request.args.get("seen", "") else (known, 200)


@blueprint.get("/meetings/<int:meeting_id>/pick")
def pick(meeting_id: int) -> str:
    """Units and persons that match what is typed, accents or not; each is a button that invites."""
    office, actor = current_office(), current_actor()
    _draft(office, actor, meeting_id)
    words = request.args.get("who", "")
    return render_template("meetings/_picks.html", **picks_for(office, words))


@blueprint.get("/meetings/<int:meeting_id>/confirm")
def confirm(meeting_id: int) -> Any:
    """The page before issue: what goes where, the number it would get, what cannot be undone."""
    office, actor = current_office(), current_actor()
    meeting = _draft(office, actor, meeting_id)
    if meeting.state != MeetingState.DRAFT:
        return redirect(url_for(".show", meeting_id=meeting_id), 303)
    panel = _panel(office, meeting, None, attempted=True)
    if panel.problems:
        return _page(meeting, draft_form(meeting), attempted=True), 422
    return _confirm_page(meeting, panel)


def _confirm_page(meeting: Meeting, panel: Panel, error: Refused | None = None) -> str:
    office, actor = current_office(), current_actor()
    units = units_of(meeting.invitees)
    boxes, charges = mailboxes_of(units), charges_of(office, meeting.invitees)
    return render_template(
        "meetings/confirm.html", meeting=meeting, panel=panel, units=units, boxes=boxes,
        without=[unit for unit in units if not mailboxes_of([unit])], papers=papers_in_force(meeting),
        rule=RULE_SETS[meeting.rules], number=queries.number_to_be(office, meeting, "GM"),
        earlier=earlier.matters(office, actor, meeting), today=office.today(), error=error,
        found=found_for(office, actor, meeting), over_reason=request.form.get("over_reason", ""),
        conflicts=of_meeting(office, actor, meeting), charges=charges, charges_shown=shown_as(charges),
    )  # fmt: skip


@blueprint.post("/meetings/<int:meeting_id>/issue")
def issue(meeting_id: int) -> Any:
    """Issue the invitation; whoever comes second is led to the one that was issued."""
    office, actor = current_office(), current_actor()
    find(office, actor, meeting_id)

    def work(ahead: LaidOut) -> str:
        version = request.form.get("version", type=int)
        said = {"over": request.form.get("over_reason", ""), "charges": request.form.get("charges")}
        issued = service.issue_invitation(office, actor, meeting_id, version=version, ahead=ahead, **said)
        code = issued.meeting.document.code if issued.meeting.document else ""
        count = len(issued.meeting.invitees)
        say(
            msg("Đã phát hành %(code)s tới %(n)s thành phần.", code=code, n=count)
            if issued.first
            else msg("%(code)s đã được phát hành trước đó, không cấp số lần nữa.", code=code)
        )
        return url_for(".show", meeting_id=meeting_id)

    with office.transaction():  # the sheet prints it as item 1 of the program
        settle_minutes(office, actor, meeting_id, issuing=True)
    try:
        return answer_numbered(lambda: service.lay_out_invitation(office, actor, find(office, actor, meeting_id)), work)
    except Refused as error:
        meeting = _draft(office, actor, meeting_id)
        if all(one.field == "over_reason" for one in error.problems):
            return _confirm_page(meeting, _panel(office, meeting, None, attempted=True), error), 422
        return _page(meeting, draft_form(meeting), error=error, attempted=True), 422


@blueprint.get("/meetings/<int:meeting_id>/draft.docx")
def draft_docx(meeting_id: int) -> Response:
    """The invitation as it would be laid out, with blanks for number and day."""
    office, actor = current_office(), current_actor()
    meeting = _draft(office, actor, meeting_id)
    if meeting.starts_at is None:
        refuse_if(
            [Problem("start_missing", msg("Chưa có ngày giờ họp, nên chưa dàn trang được."))],
            msg("Chưa xem được bản .docx"),
        )
    sheet = letters.invitation_docx(office, meeting, number=None, day=None)
    return send_file(BytesIO(sheet), DOCX, as_attachment=True, download_name="du-thao-giay-moi.docx")


def _do(
    office: Office, actor: Actor, meeting_id: int, act: str, form: DraftForm, facts: DraftFacts, given: Uploads
) -> str:
    """Keep what was typed, then do what the pressed button says; gives the address to go on at."""
    verb, _, what = act.partition(":")
    if verb == "move":
        facts = replace(facts, starts_at=datetime.fromisoformat(what))
    elif verb in PICKED:
        judge = judge_of(office, _draft(office, actor, meeting_id))
        facts = replace(facts, starts_at=start_picked(verb, what, form.day.data, form.hour.data, judge))
    elif verb == "place":
        facts = place_picked(office, _draft(office, actor, meeting_id), what, facts)
    service.save(office, actor, meeting_id, facts, version=request.form.get("version", type=int))
    settle_minutes(office, actor, meeting_id, issuing=verb == "issue")
    for file in given.files:
        service.put_paper(office, actor, meeting_id, file)
    words = (form.who.data or "").strip()
    anchor: dict[str, Any] = {"_anchor": "papers"} if given.files else {"_anchor": verb} if verb in ANCHORS else {}
    if verb == "issue":
        return url_for(".confirm", meeting_id=meeting_id)
    if verb == "first" and (found := first_pick(office, words)):
        verb, what = "invite", found
    if verb == "invite":
        agency = find(office, actor, meeting_id).unit_id
        invite_picked(office, actor, meeting_id, agency, what, form.capacity.data or "", bool(form.leader.data))
        anchor = {"_anchor": "who"}  # the field takes the focus: the next name can be typed at once
    elif verb == "uninvite" and what.isdigit():
        service.uninvite(office, actor, meeting_id, int(what))
        anchor = {"_anchor": "invitees"}
    elif verb == "submit":
        service.submit(office, actor, meeting_id, [int(what)] if what.isdigit() else None)
        anchor = {"_anchor": "papers"}
    elif verb == "out" and what.isdigit():
        service.take_paper_out(office, actor, meeting_id, int(what))
        anchor = {"_anchor": "papers"}
    elif verb == "cross":
        service.cross_out(office, actor, meeting_id)
        say(msg("Đã bỏ bản soạn."))
        return url_for(".ours", view="drafts")
    elif words:
        anchor = {"who": words, "_anchor": "who"}
    elif verb == "save":
        say(msg("Đã lưu dự thảo lúc %(time)s.", time=f"{local(office.clock.now()):%H:%M}"))
    return url_for(".edit", meeting_id=meeting_id, **anchor)


def _draft(office: Office, actor: Actor, meeting_id: int) -> Meeting:
    meeting = find(office, actor, meeting_id)
    require(policy.may_edit(actor, meeting), "write invitation", meeting)
    return meeting


def _panel(office: Office, meeting: Meeting, typed: DraftFacts | None, *, attempted: bool = False) -> Panel:
    return panel_of(invitation_facts(office, meeting, typed), judge_of(office, meeting), attempted=attempted)


def _page(
    meeting: Meeting,
    form: DraftForm,
    *,
    given: Uploads | None = None,
    error: Refused | None = None,
    attempted: bool = False,
) -> str:
    """The form with its panel; a refusal stands over it, and at each field."""
    office, actor = current_office(), current_actor()
    form.offer(office, meeting)
    panel = _panel(office, meeting, None, attempted=attempted)
    problems = list(error.problems) if error else list(panel.problems) if attempted else []
    return render_template(
        "meetings/edit.html", form=form, given=given or Uploads(), error=error, attempted=attempted,
        problems=[_told_apart(problem) for problem in problems], papers=papers_in_force(meeting),
        groups=groups(office, meeting.unit_id), picks=picks_for(office, request.args.get("who", "")),
        earlier=earlier.matters(office, actor, meeting), pulse=queries.pulse_of(office, meeting),
        today=office.today(),
        calendar=calendar_of(judge_of(office, meeting), form.day.data), charges=charges_of(office, meeting.invitees),
        fields=[one.name for one in portfolios_of(office, meeting.unit_id)],
        **_panel_values(office, actor, meeting, panel), **order_ended(office, meeting),
        **inherited_of(office, actor, meeting),
    )  # fmt: skip


def _panel_values(
    office: Office, actor: Actor, meeting: Meeting, panel: Panel, typed: DraftFacts | None = None
) -> dict[str, Any]:
    said = typed or as_kept(meeting)
    return {
        "offered": offered(office, meeting, said),
        "found": found_for(office, actor, meeting, said),
        "room_day": local(said.starts_at).date().isoformat() if said.starts_at else None,
        "conflicts": of_meeting(office, actor, meeting, typed),
        "meeting": meeting,
        "panel": panel,
        "number": queries.number_to_be(office, meeting, "GM"),
        "boxes": mailboxes_of(units_of(meeting.invitees)),
        "may_order": policy.may_order(actor, meeting),
    }


def _told_apart(problem: Problem) -> Problem:
    """Give each paper's problem a code of its own, so that the page can put the right buttons under it."""
    paper = problem.values.get("paper_id")
    return replace(problem, code=f"{problem.code}-{paper}") if paper else problem
