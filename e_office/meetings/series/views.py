"""Screens of series: begin the next meeting, plan many ahead, all meetings of a series."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from e_office.core.permission import require
from e_office.core.problems import Refused, msg, refuse_if
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.meetings import policy
from e_office.meetings.models import MeetingState
from e_office.meetings.series import ahead, queries, service
from e_office.meetings.series.forms import AheadForm, ahead_form, days_sent
from e_office.meetings.views import blueprint, find, organised


@blueprint.post("/meetings/<int:meeting_id>/next")
def begin_next(meeting_id: int) -> Any:
    """Begin the next meeting of the series; its draft opens."""
    office, actor = current_office(), current_actor()
    organised(office, actor, meeting_id)

    def work() -> str:
        meeting = service.begin_next(office, actor, meeting_id)
        say(msg("Đã soạn phiên tiếp theo từ phiên này. Ghi ngày giờ và xem lại thành phần."))
        return url_for(".edit", meeting_id=meeting.id)

    return answer_once(work)


@blueprint.get("/meetings/<int:meeting_id>/series")
def series(meeting_id: int) -> str:
    """The meetings of the series the reader may know of, with minutes and conclusion."""
    office, actor = current_office(), current_actor()
    meeting = find(office, actor, meeting_id)
    g.nav_section = "meetings.index"
    rows = queries.series_of(office, actor, meeting)
    drafted = any(one.state == MeetingState.DRAFT for one in queries.followers_of(office, meeting_id))
    return render_template(
        "meetings/series/series.html", meeting=meeting, rows=rows, now=office.clock.now(),
        may_begin=policy.may_edit(actor, meeting) and meeting.issued_at is not None and not drafted,
        may_plan=policy.may_edit(actor, meeting) and meeting.starts_at is not None,
        organises={row.meeting.id for row in rows if policy.may_see_receipts(actor, row.meeting)},
    )  # fmt: skip


@blueprint.route("/meetings/<int:meeting_id>/ahead", methods=["GET", "POST"])
def plan_ahead(meeting_id: int) -> Any:
    """Plan the next meetings of a series: the days of a rhythm with what is in the way of each, then drafts of them."""
    office, actor = current_office(), current_actor()
    require(policy.may_edit(actor, organised(office, actor, meeting_id)), "write invitation")
    if request.method == "GET":
        asked = "hour" in request.args
        return _ahead_page(meeting_id, AheadForm(request.args) if asked else None)
    form = AheadForm(request.form)

    def work() -> str:
        done = service.plan_ahead(office, actor, meeting_id, form.wish(), days_sent(request.form.getlist("on")))
        if done.made:
            say(msg("Đã soạn %(n)s bản dự thảo. Chưa gửi nơi nào, mỗi bản phát hành riêng.", n=len(done.made)))
        if done.there:
            say(msg("%(n)s ngày đã có phiên trong chuỗi, không soạn thêm.", n=done.there))
        return url_for(".series", meeting_id=meeting_id)

    try:
        return answer_once(work)
    except Refused as error:
        return _ahead_page(meeting_id, form, error)


def _ahead_page(meeting_id: int, asked: AheadForm | None, error: Refused | None = None) -> Any:
    """The form, with the days it asks for; a refusal stands over what was typed."""
    office, actor = current_office(), current_actor()
    meeting = find(office, actor, meeting_id)
    g.nav_section, shown, form = "meetings.index", None, asked or ahead_form(meeting)
    form.offer(ahead.anchor_of(office, meeting))
    try:
        wish = form.wish()
        refuse_if(ahead.problems_of(office, meeting, wish) if asked else (), service.NOT_PLANNED)
        shown = ahead.preview(office, actor, meeting, wish) if asked else None
    except Refused as found:
        error = error or found
    wanted = days_sent(request.form.getlist("on")) if request.method == "POST" else None
    page = render_template(
        "meetings/series/ahead.html", meeting=meeting, form=form, error=error, shown=shown, wanted=wanted,
    )  # fmt: skip
    return (page, 422) if error else page
