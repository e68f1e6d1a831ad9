"""Screens of reporting back: what the agency owes and reported, one report with whom everything was given to."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice

from e_office.core.fields import Area, OfficeForm, Text
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents.queries import find_visible
from e_office.meetings import policy as meetings
from e_office.meetings.answers.queries import people_in
from e_office.meetings.minutes.queries import readable
from e_office.meetings.reports_back import policy, queries, service
from e_office.meetings.reports_back.models import ReportBack
from e_office.meetings.reports_back.queries import PAGE
from e_office.meetings.reports_back.service import Hand
from e_office.meetings.views import blueprint

VIEWS: dict[str, Message] = {
    "open": msg("Phải báo cáo"), "done": msg("Đã báo cáo"), "mine": msg("Việc giao cho tôi"),
}  # fmt: skip


def _id(value: str | None) -> int | None:
    return int(value) if value and str(value).isdigit() else None


class ReportForm(OfficeForm):
    """What was concluded, and something given to a person; the persons of tasks come as `task-<id>`."""

    concluded = Area(_l("Cuộc họp đã kết luận gì"))
    nothing = BooleanField(_l("Không có việc gì cho đơn vị"))
    person = SelectField(_l("Giao cho"), coerce=_id, validate_choice=False)
    what = Text(_l("Việc khác"))

    def hands(self, task_ids: list[int]) -> list[Hand]:
        """Everything the form gives to somebody."""
        chosen = [(task, _id(request.form.get(f"task-{task}"))) for task in task_ids]
        found = [Hand(person_id=person, task_id=task) for task, person in chosen if person]
        if self.person.data or self.what.data:
            found.append(Hand(person_id=self.person.data or 0, words=self.what.data or ""))
        return found


@blueprint.get("/meetings/reports-back")
def reports_back() -> str:
    """What one's agency has to report after meetings, what it reported, what was given to oneself."""
    office, actor = current_office(), current_actor()
    counts = queries.count_reports(office, actor)
    view, page = request.args.get("view", "open"), request.args.get("page", 1, type=int)
    if not 1 <= page <= 10_000:
        abort(404)
    view = view if view in VIEWS else "open"
    return render_template(
        "meetings/reports_back/reports_back.html", rows=queries.reports(office, actor, view, offset=(page - 1) * PAGE),
        view=view, views=VIEWS, counts=counts, page=page, pages=-(-counts[view] // PAGE), today=office.today(),
    )  # fmt: skip


@blueprint.route("/meetings/reports-back/<int:report_id>", methods=["GET", "POST"])
def report_back(report_id: int) -> Any:
    """One report: written by whoever was there, read by the head; more may be given on afterwards."""
    office, actor = current_office(), current_actor()
    row = queries.get_report(office, actor, report_id)
    if request.method == "GET":
        return _page(office, actor, row, ReportForm(formdata=None))
    form, done = ReportForm(), row.reported_at is not None

    def work() -> str:
        hands = form.hands([] if done else [task.id for task in queries.tasks_for(office, row)])
        if done:
            service.give_more(office, actor, report_id, hands[0] if hands else Hand(person_id=0))
            say(msg("Đã giao thêm việc."))
        else:
            service.report(
                office, actor, report_id, concluded=form.concluded.data or "", hands=hands, nothing=form.nothing.data
            )
            say(msg("Đã báo cáo lại, người được giao việc đã được báo."))
        return url_for(".report_back", report_id=report_id)

    try:
        return answer_once(work)
    except Refused as error:
        return _page(office, actor, queries.get_report(office, actor, report_id), form, error), 422


def _page(office: Office, actor: Actor, row: ReportBack, form: ReportForm, error: Refused | None = None) -> str:
    people = [(one.id, f"{one.name}, {one.title}") for one in people_in(office, row.unit_id)]
    form.person.choices = [SelectChoice("", _l("Chưa giao")), *(SelectChoice(one, name) for one, name in people)]
    meeting, conclusion = row.meeting, row.meeting.conclusion
    notice = conclusion.document if conclusion else None
    return render_template(
        "meetings/reports_back/report_back.html", row=row, meeting=meeting, form=form, error=error, people=people,
        tasks=queries.tasks_for(office, row), typed=request.form, today=office.today(),
        may_report=policy.may_report(actor, row), minutes=readable(office, actor, meeting),
        invited=bool(meetings.invited_as(actor, meeting)),
        notice=notice if notice and find_visible(office, actor, notice.id) else None,
    )  # fmt: skip
