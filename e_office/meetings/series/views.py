"""Screens of series: begin the next meeting, all meetings of a series."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, url_for

from e_office.core.problems import msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.meetings import policy
from e_office.meetings.models import MeetingState
from e_office.meetings.series import queries, service
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
        organises={row.meeting.id for row in rows if policy.may_see_receipts(actor, row.meeting)},
    )  # fmt: skip
