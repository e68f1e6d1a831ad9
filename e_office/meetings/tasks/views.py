"""Screens of conclusions' tasks: the list, one task with what was reported, reporting and deciding."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import MultipleFileField

from e_office.core.fields import Area, OfficeForm, Text
from e_office.core.problems import Message, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents.queries import find_visible
from e_office.documents.uploads import Uploads, take
from e_office.meetings.portfolios.policy import agency_for
from e_office.meetings.reports_back.queries import given_of
from e_office.meetings.tasks import policy, queries, service
from e_office.meetings.tasks.decided import count_decided, decided
from e_office.meetings.tasks.models import ConclusionTask
from e_office.meetings.tasks.origin import origin_of
from e_office.meetings.tasks.queries import PAGE, Sought
from e_office.meetings.tasks.rules import TaskState
from e_office.meetings.views import blueprint

VIEWS: dict[str, Message] = {
    "open": msg("Đang làm"),
    "overdue": msg("Quá hạn"),
    "reported": msg("Chờ xác nhận"),
    "done": msg("Đã xong"),
    "all": msg("Tất cả"),
}
WHOSE: dict[str, Message] = {
    "ours": msg("Việc của đơn vị tôi"),
    "given": msg("Việc đơn vị tôi giao"),
    "read": msg("Đã kết luận gì"),
}


class ReportForm(OfficeForm):
    """What the lead unit reports."""

    words = Area(_l("Kết quả đã làm"))
    code = Text(_l("Văn bản chứng minh"))
    files = MultipleFileField(_l("Tệp chứng minh"))


class DecisionForm(OfficeForm):
    """What the agency that gave it says to a report."""

    words = Area(_l("Ý kiến"))


@blueprint.get("/meetings/tasks")
def tasks() -> str:
    """The tasks of conclusions: of one's units, of those one gave, and all that was decided as one may read it."""
    office, actor = current_office(), current_actor()
    given = queries.count_tasks(office, actor, Sought("given"))["all"]
    whose = request.args.get("whose", "")
    if whose not in WHOSE:
        whose = "given" if given and not queries.count_tasks(office, actor, Sought("ours"))["all"] else "ours"
    unit_id, meeting_id = request.args.get("unit", type=int), request.args.get("meeting", type=int)
    words, portfolio_id = request.args.get("q", "").strip()[:200], request.args.get("portfolio", type=int)
    sought = Sought(whose, meeting_id, unit_id, words, portfolio_id)
    counts = count_decided(office, actor, sought)
    view = request.args.get("view", "all" if whose == "read" or sought.words or meeting_id else "open")
    view, page = view if view in VIEWS else "open", request.args.get("page", 1, type=int)
    if not 1 <= page <= 10_000:
        abort(404)
    rows = decided(office, actor, sought, view, offset=(page - 1) * PAGE)
    return render_template(
        "meetings/tasks/tasks.html", rows=rows, sought=sought, view=view, counts=counts, views=VIEWS, whose=WHOSE,
        units=[(one.id, one.name) for one in queries.leads_in(office, actor, whose)], page=page,
        pages=-(-counts[view] // PAGE), today=office.today(), reads_portfolios=agency_for(actor) is not None,
        portfolios=[(one.id, one.label) for one in queries.portfolios_in(office, actor, whose)],
    )  # fmt: skip


@blueprint.get("/meetings/tasks/<int:task_id>")
def show_task(task_id: int) -> str:
    """One task: what was given by which conclusion, and what became of it."""
    return _page(queries.get_task(current_office(), current_actor(), task_id), None)


@blueprint.post("/meetings/tasks/<int:task_id>/<any(report, confirm, giveback):step>")
def act_on_task(task_id: int, step: str) -> Any:
    """The lead unit reports it done; the agency that gave it confirms or sends back."""
    office, actor = current_office(), current_actor()
    form = ReportForm() if step == "report" else DecisionForm()
    queries.get_task(office, actor, task_id)
    words = form.words.data or ""
    given = take(office, actor, request) if step == "report" else Uploads()

    def work() -> str:
        if step == "report":
            given.check()
            code = request.form.get("code", "")
            service.report(office, actor, task_id, words=words, code=code, files=given.files)
            say(msg("Đã báo cáo hoàn thành, chờ nơi giao xác nhận."))
        else:
            service.decide(office, actor, task_id, done=step == "confirm", words=words)
            say(msg("Đã xác nhận hoàn thành.") if step == "confirm" else msg("Đã trả lại để làm tiếp."))
        return url_for(".show_task", task_id=task_id)

    try:
        return answer_once(work)
    except Refused as error:
        return _page(queries.get_task(office, actor, task_id), form, error, given), 422


def _page(
    task: ConclusionTask, form: OfficeForm | None, error: Refused | None = None, given: Uploads | None = None
) -> str:
    office, actor = current_office(), current_actor()
    reports = policy.may_report(actor, task) and task.state == TaskState.OPEN
    if not isinstance(form, ReportForm if reports else DecisionForm):
        form = ReportForm(formdata=None) if reports else DecisionForm(formdata=None)
    evidence = {one for step in task.steps for one in (step.document_id, step.files_id) if one}
    return render_template(
        "meetings/tasks/show.html", task=task, form=form, error=error, today=office.today(),
        follows=policy.may_follow(actor, task), origin=origin_of(office, actor, task),
        visible={one for one in evidence if find_visible(office, actor, one)},
        may_report=reports, handed=given_of(office, actor, task.id), given=given or Uploads(),
        may_decide=policy.may_decide(actor, task) and task.state == TaskState.REPORTED,
    )  # fmt: skip
