"""Acts on a drafted conclusion notice: handing it to the Office, giving it back."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from e_office.core.problems import Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.meetings.conclusion_views import concludable, conclusion_page
from e_office.meetings.forms import conclusion_form
from e_office.meetings.handover import service
from e_office.meetings.views import blueprint


@blueprint.post("/meetings/<int:meeting_id>/conclusion/hand-over")
def hand_over_conclusion(meeting_id: int) -> Any:
    """The preparing unit hands its draft to the Office to be issued."""
    office, actor = current_office(), current_actor()
    concludable(office, actor, meeting_id)

    def work() -> str:
        service.hand_over(office, actor, meeting_id, version=request.form.get("version", type=int))
        say(msg("Đã chuyển Văn phòng phát hành. Văn phòng được báo ngay."))
        return url_for(".unconcluded")

    try:
        return answer_once(work)
    except Refused as error:
        return _refused(meeting_id, error)


@blueprint.post("/meetings/<int:meeting_id>/conclusion/give-back")
def give_conclusion_back(meeting_id: int) -> Any:
    """The Office gives a draft back to the unit that wrote it, with the reason."""
    office, actor = current_office(), current_actor()
    concludable(office, actor, meeting_id)

    def work() -> str:
        service.give_back(office, actor, meeting_id, request.form.get("reason", ""))
        say(msg("Đã trả lại dự thảo. Đơn vị soạn được báo ngay."))
        return url_for(".unconcluded")

    try:
        return answer_once(work)
    except Refused as error:
        return _refused(meeting_id, error)


def _refused(meeting_id: int, error: Refused) -> tuple[str, int]:
    office, actor = current_office(), current_actor()
    meeting = concludable(office, actor, meeting_id)
    return conclusion_page(office, actor, meeting, conclusion_form(meeting.conclusion, meeting), error), 422
