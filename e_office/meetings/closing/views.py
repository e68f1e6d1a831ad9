"""Screens of meetings that are over without a conclusion notice: the list with their age, closing one with a reason."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from e_office.core.problems import Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.meetings import policy
from e_office.meetings.closing import queries, service
from e_office.meetings.views import blueprint, organised


@blueprint.get("/meetings/unconcluded")
def unconcluded() -> str:
    """Meetings held without conclusion notice or "not needed", the oldest first."""
    return _page()


@blueprint.post("/meetings/<int:meeting_id>/not-needed")
def waive_conclusion(meeting_id: int) -> Any:
    """Close a meeting without a notice, with the reason."""
    office, actor = current_office(), current_actor()
    organised(office, actor, meeting_id)

    def work() -> str:
        service.waive_conclusion(office, actor, meeting_id, request.form.get("reason", ""))
        say(msg("Đã ghi: cuộc họp không cần thông báo kết luận."))
        return url_for(".unconcluded")

    try:
        return answer_once(work)
    except Refused as error:
        return _page(error, meeting_id), 422


def _page(error: Refused | None = None, refused_id: int | None = None) -> str:
    office, actor = current_office(), current_actor()
    rows = queries.unwritten(office, actor)
    return render_template(
        "meetings/closing/unconcluded.html", rows=rows, error=error, refused_id=refused_id,
        typed=request.form.get("reason", ""), most=queries.SHOWN,
        may_waive={row.meeting.id for row in rows if policy.may_issue_conclusion(actor, row.meeting)},
    )  # fmt: skip
