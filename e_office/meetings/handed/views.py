"""Screens of papers handed out at a meeting: what was, the form to write one down, the file that follows."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import MultipleFileField, SelectField
from wtforms.fields.choices import SelectChoice

from e_office.core.clock import at, local
from e_office.core.fields import Area, Day, Hour, OfficeForm, Text
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, Problem, Refused, msg, refuse_if
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents.uploads import Uploads, take
from e_office.meetings.forms import whole
from e_office.meetings.handed import policy, queries, service
from e_office.meetings.handed.queries import Seen
from e_office.meetings.handed.service import NOT_FILED, HandedFacts
from e_office.meetings.handed.voiding import void
from e_office.meetings.log import late_papers_of
from e_office.meetings.minutes.queries import minutes_of
from e_office.meetings.models import MeetingState
from e_office.meetings.views import blueprint
from e_office.people.models import Unit


class HandedForm(OfficeForm):
    """A paper that was handed out; its file comes with it or follows."""

    title = Text(_l("Tên tài liệu"))
    unit = SelectField(_l("Đơn vị có tài liệu"), coerce=whole, validate_choice=False)
    day = Day(_l("Ngày phát"))
    hour = Hour(_l("Giờ phát"))
    reason = Area(_l("Vì sao phát tại phiên họp"))
    files = MultipleFileField(_l("Bản điện tử"))

    def offer(self, units: list[Unit]) -> None:
        """Fill the list of units."""
        self.unit.choices = [SelectChoice("", _l("Chọn đơn vị")), *(SelectChoice(one.id, one.name) for one in units)]

    def facts(self) -> HandedFacts:
        """What `service.record` takes."""
        day, hour = self.day.data, self.hour.data
        return HandedFacts(
            title=self.title.data or "", unit_id=self.unit.data, handed_at=at(day, hour) if day and hour else None,
            reason=self.reason.data or "",
        )  # fmt: skip


@blueprint.route("/meetings/<int:meeting_id>/handed", methods=["GET", "POST"])
def handed(meeting_id: int) -> Any:
    """What was handed out at a meeting (tài liệu phát tại phiên họp), and writing down one more."""
    office, actor = current_office(), current_actor()
    seen = queries.seen(office, actor, meeting_id)
    meeting = seen.meeting
    if request.method == "GET":
        start = local(meeting.starts_at) if meeting.starts_at else None
        form = HandedForm(data={"day": start.date() if start else None, "hour": start.time() if start else None})
        return _page(office, actor, seen, form, Uploads())
    if not policy.may_record(actor, meeting, minutes_of(office, meeting_id)):
        raise NotFound
    form, given = HandedForm(), take(office, actor, request)

    def work() -> str:
        given.check()
        row = service.record(office, actor, meeting_id, form.facts(), _one(given))
        said = msg("Đã ghi tài liệu “%(title)s”, gửi muộn mãi mãi.", title=row.title)
        if row.paper is None:
            said = msg("Đã ghi tài liệu “%(title)s”, gửi muộn mãi mãi. Còn nợ bản điện tử.", title=row.title)
        say(said)
        return url_for(".handed", meeting_id=meeting_id)

    try:
        return answer_once(work)
    except Refused as error:
        return _page(office, actor, queries.seen(office, actor, meeting_id), form, given, error), 422


@blueprint.post("/meetings/<int:meeting_id>/handed/<int:handed_id>")
def bring_handed(meeting_id: int, handed_id: int) -> Any:
    """Bring the electronic file of what was handed out."""
    office, actor = current_office(), current_actor()
    if handed_id not in {row.id for row in queries.seen(office, actor, meeting_id).rows}:
        raise NotFound
    given = take(office, actor, request)

    def work() -> str:
        given.check()
        kept = _one(given)
        if kept is None:
            raise Refused([Problem("no_file", msg("Chưa chọn tệp nào."), "files")], NOT_FILED)
        row = service.bring_file(office, actor, handed_id, kept)
        say(msg("Đã nộp “%(title)s”. Chủ trì đồng ý thì gửi ngay tới các thành phần.", title=row.title))
        return url_for(".handed", meeting_id=meeting_id)

    try:
        return answer_once(work)
    except Refused as error:
        form = HandedForm(formdata=None)
        return _page(office, actor, queries.seen(office, actor, meeting_id), form, Uploads(), error, handed_id), 422


@blueprint.post("/meetings/<int:meeting_id>/handed/<int:handed_id>/void")
def void_handed(meeting_id: int, handed_id: int) -> Any:
    """Strike out what was written down by mistake."""
    office, actor = current_office(), current_actor()
    seen = queries.seen(office, actor, meeting_id)
    if handed_id not in {row.id for row in seen.rows} or not policy.may_void(actor, seen.meeting):
        raise NotFound

    def work() -> str:
        row = void(office, actor, handed_id, request.form.get("reason", ""))
        say(msg("Đã gạch “%(title)s” là ghi nhầm, không còn tính trong số liệu nào.", title=row.title))
        return url_for(".handed", meeting_id=meeting_id)

    try:
        return answer_once(work)
    except Refused as error:
        form = HandedForm(formdata=None)
        seen = queries.seen(office, actor, meeting_id)
        return _page(office, actor, seen, form, Uploads(), error, handed_id), 422


def _one(given: Uploads) -> Any:
    """The file that was given, if any. :raises Refused: where there are several: a paper is one file."""
    many = [Problem("many_files", msg("Mỗi tài liệu là một tệp; tài liệu khác thì ghi riêng."), "files")]
    refuse_if(many if len(given.files) > 1 else [], NOT_FILED)
    return given.files[0] if given.files else None


def _page(
    office: Office, actor: Actor, seen: Seen, form: HandedForm, given: Uploads, error: Refused | None = None,
    handed_id: int | None = None,
) -> str:  # fmt: skip
    meeting, rows = seen.meeting, seen.rows
    written, now = minutes_of(office, meeting.id), office.clock.now()
    form.offer(queries.units_to_name(office, actor, meeting, written))
    held = meeting.state == MeetingState.ISSUED and meeting.starts_at is not None and meeting.starts_at <= now
    voided = queries.voided_at(office, meeting.id)
    standing = [row for row in rows if row.id not in voided]
    return render_template(
        "meetings/handed/handed.html", meeting=meeting, rows=rows, knows=seen.knows, form=form, given=given,
        error=error, held=held, refused_id=handed_id, late_papers=late_papers_of(office, meeting, ()),
        signed=written and written.signed_at, may_record=policy.may_record(actor, meeting, written),
        may_file={row.id for row in standing if row.is_owed and policy.may_file(actor, row, written)}, voided=voided,
        may_void={row.id for row in standing if row.sent_at is None and policy.may_void(actor, meeting)},
        why_void=request.form.get("reason", ""), voiding=request.endpoint == "meetings.void_handed",
    )  # fmt: skip
