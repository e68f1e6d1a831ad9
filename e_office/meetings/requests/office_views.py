"""Screens of the Office and of the leader: examine, arrange what is urgent, decide, take a consent back."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from e_office.core.clock import local
from e_office.core.permission import require
from e_office.core.problems import Problem, Refused, msg, refuse_if
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.meetings.requests import deciding, examining, policy, queries
from e_office.meetings.requests.deciding import NOT_DECIDED
from e_office.meetings.requests.forms import DecideForm, EndForm, ExamineForm
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.requests.views import act_on_request, request_page
from e_office.meetings.views import blueprint


@blueprint.route("/meetings/requests/<int:asked_id>/examine", methods=["GET", "POST"])
def examine_request(asked_id: int) -> Any:
    """Name the officer and put it before the leader; an urgent one may be arranged at once by the Chief of Office."""
    office, actor = current_office(), current_actor()
    row = queries.get_request(office, actor, asked_id)
    require(policy.may_examine(actor, row), "examine request", row)
    form = ExamineForm(data=_first(row) if request.method == "GET" else None)

    def work() -> str:
        who = {"officer_id": form.officer.data, "leader_id": form.leader.data}
        if request.form.get("act") == "arrange":
            refuse_if(form.unreadable(), NOT_DECIDED)
            hour = {"starts_at": form.starts_at(), "minutes": form.minutes.data or 0}
            examining.arrange(office, actor, asked_id, words=form.words.data or "", **who, **hour)
            say(msg("Đã ghi lịch theo báo cáo trực tiếp của Chánh Văn phòng."))
        else:
            examining.examine(office, actor, asked_id, advice=form.advice.data or "", **who)
            say(msg("Đã trình lãnh đạo."))
        return url_for(".show_request", asked_id=asked_id)

    return _stepping(asked_id, form, work, "examine")


@blueprint.route("/meetings/requests/<int:asked_id>/decide", methods=["GET", "POST"])
def decide_request(asked_id: int) -> Any:
    """Consent to the hour, or refuse with a reason."""
    office, actor = current_office(), current_actor()
    row = queries.get_request(office, actor, asked_id)
    require(policy.deciding_post(actor, row) is not None, "decide request", row)
    form = DecideForm(data=_first(row) if request.method == "GET" else None)

    def work() -> str:
        act = request.form.get("act")
        if act not in {"consent", "refuse"}:
            raise Refused([Problem("no_word", msg("Chưa chọn đồng ý hay không đồng ý."))], NOT_DECIDED)
        if act == "refuse":
            deciding.refuse(office, actor, asked_id, form.words.data or "")
            say(msg("Đã trả lời không đồng ý, kèm lý do."))
        else:
            refuse_if(form.unreadable(), NOT_DECIDED)
            hour = {"starts_at": form.starts_at(), "minutes": form.minutes.data or 0}
            deciding.consent(office, actor, asked_id, words=form.words.data or "", **hour)
            say(msg("Đã đồng ý, đã ghi vào lịch."))
        return url_for(".show_request", asked_id=asked_id)

    return _stepping(asked_id, form, work, "decide")


@blueprint.post("/meetings/requests/<int:asked_id>/revoke")
def revoke_request(asked_id: int) -> Any:
    """Take a consent back."""
    office, actor, form = current_office(), current_actor(), EndForm()

    def work() -> str:
        deciding.revoke(office, actor, asked_id, form.reason.data or "")
        say(msg("Đã rút sự đồng ý. Phần chưa gửi của giấy mời đã dừng."))
        return url_for(".show_request", asked_id=asked_id)

    return act_on_request(asked_id, work)


def _first(row: MeetingRequest) -> dict[str, Any]:
    start = local(row.starts_at)
    return {
        "day": start.date(), "hour": start.time(), "minutes": row.minutes, "officer": row.officer_id,
        "leader": row.leader_id, "advice": row.advice,
    }  # fmt: skip


def _stepping(asked_id: int, form: Any, work: Any, step: str) -> Any:
    """The request's page with the form of a step on it; done once, or shown again with every reason against it."""
    office, actor, error = current_office(), current_actor(), None
    if request.method == "POST":
        try:
            return answer_once(work)
        except Refused as refused:
            error = refused
    row = queries.get_request(office, actor, asked_id)
    if step == "examine":
        form.offer(office, row)
    return request_page(asked_id, error, step=step, step_form=form), 422 if error else 200
