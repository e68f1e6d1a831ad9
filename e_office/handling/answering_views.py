"""The question "đã trả lời đủ?": whether an issued answer was all, said by whoever has the part."""

from __future__ import annotations

from typing import Any

from flask import url_for

from e_office.core.problems import Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.handling import answering, queries
from e_office.handling.forms import CloseForm
from e_office.handling.views import blueprint
from e_office.handling.working_views import page


@blueprint.post("/replies/<int:reply_id>/enough")
def enough(reply_id: int) -> Any:
    """Yes: the part ends with this answer; where something is missing for that, its form asks for it."""
    office, actor = current_office(), current_actor()

    def work() -> str:
        row = answering.enough(office, actor, reply_id)
        say(msg("Đã kết thúc phần việc."))
        return url_for("handling.show", entry_id=row.entry_id)

    try:
        return answer_once(work)
    except Refused as error:
        reply, row = queries.get_reply(office, actor, reply_id)
        form = CloseForm(formdata=None, answer_code=reply.document.code)
        return page("handling/close.html", form, row.id, error.problems), 422


@blueprint.post("/replies/<int:reply_id>/more")
def more(reply_id: int) -> Any:
    """No: the part stays open, more is to come."""

    def work() -> str:
        row = answering.not_enough(current_office(), current_actor(), reply_id)
        say(msg("Đã ghi: còn xử lý tiếp. Văn bản trả lời vẫn được ghi ở phiếu và sổ theo dõi."))
        return url_for("handling.show", entry_id=row.entry_id)

    return answer_once(work)
