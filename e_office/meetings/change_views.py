"""Screens of the organiser: who received and read, reminding, moving, inviting more, papers, the chair's order."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, send_file, url_for

from e_office.core import audit
from e_office.core.clock import local
from e_office.core.media_types import XLSX
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.meetings import earlier, exports, policy, service
from e_office.meetings.absent.queries import asks_of
from e_office.meetings.change_forms import InviteForm, OrderForm, ReasonForm, move_form
from e_office.meetings.closing.queries import waived_of
from e_office.meetings.conflicts.warnings import of_meeting, unseen_problems
from e_office.meetings.facts import as_moved, is_ordered, judge_of, other_starts, papers_in_force, successors
from e_office.meetings.log import events_of, lateness_of, moves_of
from e_office.meetings.minutes.queries import readable
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.picking import first_pick, groups, named_wanted, picks_for, wanted_from
from e_office.meetings.places.queries import found_for
from e_office.meetings.receipts_table import CHIPS, table_of
from e_office.meetings.requests.needs import stop_problems
from e_office.meetings.rules import (
    EventKind,
    added_invitee_problems,
    earliest_lawful_start,
    human_slot,
    latest_issue,
    worst,
)
from e_office.meetings.rules_form import Where
from e_office.meetings.rules_national import national_warning
from e_office.meetings.rules_remind import reminded_lately
from e_office.meetings.series.queries import is_in_series
from e_office.meetings.tasks.queries import tasks_of
from e_office.meetings.views import blueprint, find, order_ended, organised
from e_office.notices.queries import mails_of
from e_office.people.queries import holidays


@blueprint.get("/meetings/<int:meeting_id>")
def show(meeting_id: int) -> Any:
    """The organiser's page: the matrix of receipts, what changed, what may still be done."""
    office, actor = current_office(), current_actor()
    meeting = _organised_or_invited(office, actor, meeting_id)
    if isinstance(meeting, str):
        return redirect(meeting)
    if meeting.state == MeetingState.DRAFT:
        target = ".edit" if policy.may_edit(actor, meeting) else ".papers"
        return redirect(url_for(target, meeting_id=meeting_id))
    return _matrix_page(meeting)


@blueprint.get("/meetings/<int:meeting_id>/receipts.xlsx")
def receipts_xlsx(meeting_id: int) -> Any:
    """The matrix as a spreadsheet."""
    office, actor = current_office(), current_actor()
    meeting = organised(office, actor, meeting_id)
    code = meeting.document.code.replace("/", "-") if meeting.document else str(meeting.id)
    stream = exports.receipts_xlsx(meeting, table_of(office, meeting))
    return send_file(stream, XLSX, as_attachment=True, download_name=f"nhan-giay-moi-{code}.xlsx")


@blueprint.post("/meetings/<int:meeting_id>/remind")
def remind(meeting_id: int) -> Any:
    """Remind the ticked invitees who have not opened the invitation, or not answered it."""
    office, actor = current_office(), current_actor()
    organised(office, actor, meeting_id)

    def work() -> str:
        chosen = service.remind(office, actor, meeting_id, request.form.getlist("invitee", type=int))
        values = {"n": len(chosen), "time": f"{local(office.clock.now()):%H:%M}"}
        say(
            msg("Đã nhắc %(n)s nơi chưa trả lời lúc %(time)s.", **values)
            if all(one.opened_at for one in chosen)
            else msg("Đã nhắc %(n)s nơi chưa mở lúc %(time)s.", **values)
        )
        return url_for(".show", meeting_id=meeting_id)

    try:
        return answer_once(work)
    except Refused as error:
        return _matrix_page(organised(office, actor, meeting_id), error), 422


@blueprint.route("/meetings/<int:meeting_id>/move", methods=["GET", "POST"])
def move(meeting_id: int) -> Any:
    """Move the meeting to another hour or place; judged like issuing it now where it is earlier."""
    office, actor = current_office(), current_actor()
    meeting = _changed(office, actor, meeting_id)
    form, before = move_form(meeting), meeting.starts_at
    facts, over = form.facts(), request.form.get("over_reason", "")
    where = Where(facts["form"], facts["place"], facts["bridge"])
    there = as_moved(meeting, facts["starts_at"], where, facts["length"])
    other = (before, meeting.length) != (there.starts_at, there.length)
    busy = of_meeting(office, actor, meeting, there) if request.method == "POST" and other else []

    def work() -> str:
        besides = list(unseen_problems(busy, request.form.getlist("seen"), _overlaps))
        moved = service.move(office, actor, meeting_id, **facts, over=over, besides=besides)
        say(_moved(moves_of(events_of(office, [meeting_id])[meeting_id])[-1].kind, len(moved.invitees)))
        return url_for(".show", meeting_id=meeting_id)

    found = found_for(office, actor, meeting, there)
    return changing(
        "meetings/move.html", work, meeting_id, form=form, found=found, conflicts=busy, over_reason=over,
    )  # fmt: skip


@blueprint.route("/meetings/<int:meeting_id>/invite", methods=["GET", "POST"])
def invite_more(meeting_id: int) -> Any:
    """Invite more after issue: what it means for them is said before anything is pressed (A-100)."""
    office, actor = current_office(), current_actor()
    agency = _changed(office, actor, meeting_id).unit_id
    form = InviteForm(data={"leader": True} if request.method == "GET" else None)

    act, _, token = request.form.get("act", "").partition(":")
    token = first_pick(office, form.who.data or "") if act == "first" else token
    capacity, leader = form.capacity.data or "", bool(form.leader.data)

    def work() -> str:
        wanted = wanted_from(office, agency, token, capacity, leader)
        added = service.invite_more(office, actor, meeting_id, wanted)
        say(msg("Đã mời thêm %(n)s thành phần.", n=len(added)))
        return url_for(".show", meeting_id=meeting_id)

    if request.method == "POST" and act != "send":
        chosen = {"pick": token, "capacity": capacity, "leader": int(leader)} if token else {"who": form.who.data or ""}
        return redirect(url_for(".invite_more", meeting_id=meeting_id, **chosen), 303)
    token = token or request.args.get("pick", "")
    capacity = capacity or request.args.get("capacity", "")
    leader = leader if request.method == "POST" else request.args.get("leader") != "0"
    picked = named_wanted(office, wanted_from(office, agency, token, capacity, leader))
    return changing(
        "meetings/invite.html", work, meeting_id, form=form, groups=groups(office, agency), token=token,
        capacity=capacity, leader=leader, picked=picked,
        picks=picks_for(office, request.args.get("who", "")),
    )  # fmt: skip


@blueprint.route("/meetings/<int:meeting_id>/order", methods=["GET", "POST"])
def order(meeting_id: int) -> Any:
    """The Chief of Office records the chair's order for an extraordinary meeting (M9)."""
    office, actor = current_office(), current_actor()
    meeting = organised(office, actor, meeting_id)
    require(policy.may_order(actor, meeting), "record order", meeting)
    start = local(meeting.starts_at) if meeting.starts_at else None
    form = OrderForm(data={"day": start.date() if start else None})

    def work() -> str:
        service.record_order(office, actor, meeting_id, form.reason.data or "", form.day.data)
        say(msg("Đã ghi lệnh họp cấp bách của chủ trì."))
        return url_for(".show", meeting_id=meeting_id)

    return changing("meetings/order.html", work, meeting_id, form=form)


@blueprint.route("/meetings/<int:meeting_id>/call-off", methods=["GET", "POST"])
def call_off(meeting_id: int) -> Any:
    """Call an issued meeting off; asked on a page of its own, because everybody is told."""
    office, actor = current_office(), current_actor()
    _changed(office, actor, meeting_id)
    form = ReasonForm()

    def work() -> str:
        meeting = service.call_off(office, actor, meeting_id, form.reason.data or "")
        say(msg("Đã báo hủy họp tới %(n)s thành phần.", n=len(meeting.invitees)))
        return url_for(".show", meeting_id=meeting_id)

    return changing("meetings/call_off.html", work, meeting_id, form=form)


def _overlaps(names: str) -> Problem:
    text = msg("Giờ mới trùng việc khác của %(names)s.", names=names)
    return Problem("conflicts_new", text, "day", msg("Xem các việc trùng bên dưới, đổi giờ hoặc bấm lại để vẫn dời."))


def _moved(kind: str, n: int) -> Message:
    if kind == EventKind.LENGTH:
        return msg("Đã đổi thời lượng dự kiến, báo %(n)s thành phần.", n=n)
    if kind == EventKind.RELOCATED:
        return msg("Đã đổi nơi họp, báo %(n)s thành phần.", n=n)
    return msg("Đã dời họp, báo %(n)s thành phần.", n=n)


def _organised_or_invited(office: Office, actor: Actor, meeting_id: int) -> Meeting | str:
    """The meeting for its organisers, or the address of the invitation for an invitee."""
    meeting = find(office, actor, meeting_id)
    if policy.may_see_receipts(actor, meeting):
        return meeting
    return url_for(".invitation", meeting_id=meeting_id)


def _changed(office: Office, actor: Actor, meeting_id: int) -> Meeting:
    meeting = organised(office, actor, meeting_id)
    require(policy.may_change(actor, meeting), "change meeting", meeting)
    return meeting


def changing(template: str, work: Any, meeting_id: int, *, refused: Any = (), **values: Any) -> Any:
    """A page that changes a meeting: shown, done once, or shown again with every reason against it."""
    office, actor, error = current_office(), current_actor(), None
    if request.method == "POST":
        try:
            if refused:
                raise Refused(refused, msg("Chưa nhận tệp"))
            return answer_once(work)
        except Refused as problem:
            error = problem
    meeting = organised(office, actor, meeting_id)
    judge = judge_of(office, meeting)
    earliest = earliest_lawful_start(judge.now, judge.rule_set, judge.holidays)
    late = (
        added_invitee_problems(start=meeting.starts_at, judge=judge, ordered=is_ordered(meeting))
        if meeting.starts_at
        else ()
    )
    page = render_template(
        template, meeting=meeting, error=error, judge=judge, earliest=earliest, too_late=list(late),
        national=national_warning(meeting.starts_at, judge, ordered=is_ordered(meeting)),
        slot=human_slot(earliest, judge.holidays, other_starts(office, meeting, meeting.chair_id)),
        ordered=is_ordered(meeting), papers=papers_in_force(meeting),
        latest=latest_issue(meeting.starts_at, judge.rule_set, judge.holidays) if meeting.starts_at else None,
        may_order=policy.may_order(actor, meeting), may_change=policy.may_change(actor, meeting),
        may_agree=policy.may_agree(actor, meeting), **values,
    )  # fmt: skip
    return page, 422 if error else 200


def _matrix_page(meeting: Meeting, error: Refused | None = None) -> str:
    office, actor = current_office(), current_actor()
    table = table_of(office, meeting)
    chip = request.args.get("show", "all")
    chip = chip if chip in (*CHIPS, "late") else "all"
    late = lateness_of(office, [meeting], holidays(office))[meeting.id]
    events = events_of(office, [meeting.id])[meeting.id]
    now = office.clock.now()
    return render_template(
        "meetings/show.html", meeting=meeting, table=table, rows=table.chosen(chip), chip=chip, error=error, now=now,
        late=worst(late), moves=moves_of(events), relay=bool(office.settings.smtp_url),
        lately={row.invitee.id for row in table.rows if reminded_lately(row.invitee.reminded_at, now)},
        begun=meeting.starts_at is not None and meeting.starts_at <= now, today=office.today(),
        may_change=policy.may_change(actor, meeting), may_order=policy.may_order(actor, meeting),
        may_conclude=policy.may_conclude(actor, meeting), may_prepare=policy.may_prepare(actor, meeting),
        earlier=earlier.matters(office, actor, meeting), **order_ended(office, meeting),
        renewed={paper.id for paper in successors(meeting).values()},
        history=audit.history(office.session, "meeting", meeting.id), mails=mails_of(office, meeting.id),
        stopped=stop_problems(office, meeting), found=found_for(office, actor, meeting),
        in_series=is_in_series(office, meeting.id),
        has_minutes=readable(office, actor, meeting) is not None,
        tasks=tasks_of(office, [meeting.id]).get(meeting.id, []), waived=waived_of(office, meeting.id),
        asks=asks_of(office, meeting.id),
    )  # fmt: skip
