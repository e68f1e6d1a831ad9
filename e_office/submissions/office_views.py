"""Screens of the Office: registering, the paper that came, sending back, appraisal, putting before the leader."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from e_office.core.permission import require
from e_office.core.problems import Problem, msg
from e_office.core.web import answer_once, current_actor, current_office, form_page, say
from e_office.documents import uploads
from e_office.handling.deadlines import table_of
from e_office.handling.rules_deadline import default_due
from e_office.people.queries import holidays
from e_office.submissions import appraising, choices, examining, facts, policy, queries
from e_office.submissions.forms import AppraisalForm, OfficerForm, ReportForm, ReturnForm, SubmitForm
from e_office.submissions.models import Dossier
from e_office.submissions.sending import CARRIER
from e_office.submissions.views import blueprint, crumbs, place


@blueprint.route("/submissions/<int:dossier_id>/register", methods=["GET", "POST"])
def register(dossier_id: int) -> Any:
    """Put a dossier into the incoming register and give it to an officer; an incomplete one gets no number."""
    office, actor = current_office(), current_actor()
    dossier = queries.get_dossier(office, actor, dossier_id)
    require(policy.may_register(actor, dossier), "register")
    table = table_of(office, dossier.to_unit_id or 0)
    usual = default_due(office.today(), dossier.urgency, holidays(office), CARRIER, table)
    form = OfficerForm(answer_due_on=dossier.wanted_on or usual, officer_id=dossier.officer_id)

    def work() -> str:
        row = examining.register(
            office, actor, dossier_id, officer_id=form.officer_id.data, answer_due_on=form.answer_due_on.data
        )
        number = row.last.entry.number if row.last and row.last.entry else ""
        say(msg("Đã vào sổ, số đến %(number)s.", number=number))
        return place(dossier_id)

    def page(problems: tuple[Problem, ...]) -> str:
        shown = _with_officers(dossier_id, form)
        return _page("submissions/register.html", shown, form, problems)

    return form_page(form, work, page)


@blueprint.route("/submissions/<int:dossier_id>/officer", methods=["GET", "POST"])
def assign(dossier_id: int) -> Any:
    """Give a dossier to another officer."""
    office, actor = current_office(), current_actor()
    dossier = queries.get_dossier(office, actor, dossier_id)
    require(policy.may_assign(actor, dossier), "assign")
    form = OfficerForm(officer_id=dossier.officer_id)

    def work() -> str:
        examining.assign(office, actor, dossier_id, form.officer_id.data)
        say(msg("Đã giao chuyên viên theo dõi."))
        return place(dossier_id)

    def page(problems: tuple[Problem, ...]) -> str:
        return _page("submissions/assign.html", _with_officers(dossier_id, form), form, problems)

    return form_page(form, work, page)


@blueprint.post("/submissions/sent-parts/<int:sent_part_id>/paper")
def tick_paper(sent_part_id: int) -> Any:
    """The clerk says whether the paper of a component came."""

    def work() -> str:
        came = request.form.get("came") == "1"
        part = examining.tick_paper(current_office(), current_actor(), sent_part_id, came)
        return place(part.round.dossier_id, _anchor="parts")

    return answer_once(work)


@blueprint.route("/submissions/<int:dossier_id>/send-back", methods=["GET", "POST"])
def send_back(dossier_id: int) -> Any:
    """Return a dossier, or ask for a supplement, with kinds that are counted and with words."""
    office, actor, form = current_office(), current_actor(), ReturnForm()
    dossier = queries.get_dossier(office, actor, dossier_id)
    examines = policy.may_examine(actor, dossier)
    require(examines or policy.may_return_at_the_door(actor, dossier), "send back")

    def work() -> str:
        supplement = request.form.get("act") == "supplement"
        examining.send_back(office, actor, dossier_id, form.chosen(), form.words.data or "", supplement=supplement)
        say(msg("Đã yêu cầu bổ sung.") if supplement else msg("Đã trả lại hồ sơ kèm lý do."))
        return place(dossier_id)

    def page(problems: tuple[Problem, ...]) -> str:
        shown = queries.get_dossier(office, actor, dossier_id)
        return _page("submissions/send_back.html", shown, form, problems, examines=examines)

    return form_page(form, work, page)


@blueprint.route("/submissions/<int:dossier_id>/submit", methods=["GET", "POST"])
def submit(dossier_id: int) -> Any:
    """Put a dossier before the leader of the portfolio."""
    office, actor = current_office(), current_actor()
    dossier = queries.get_dossier(office, actor, dossier_id)
    require(policy.may_examine(actor, dossier), "submit")
    form = SubmitForm(leader_id=dossier.leader_id, advice=dossier.advice)

    def work() -> str:
        examining.submit(office, actor, dossier_id, leader_id=form.leader_id.data, advice=form.advice.data or "")
        say(msg("Đã trình lãnh đạo."))
        return place(dossier_id)

    def page(problems: tuple[Problem, ...]) -> str:
        shown = queries.get_dossier(office, actor, dossier_id)
        form.leader_id.choices = choices.leaders(office, agency_id=shown.to_unit_id)
        return _page("submissions/submit.html", shown, form, problems, gate=facts.gate(office, shown))

    return form_page(form, work, page)


@blueprint.route("/submissions/<int:dossier_id>/appraisals/new", methods=["GET", "POST"])
def ask_appraisal(dossier_id: int) -> Any:
    """Ask an agency to appraise a dossier by a day (H6)."""
    office, actor, form = current_office(), current_actor(), AppraisalForm()
    require(policy.may_examine(actor, queries.get_dossier(office, actor, dossier_id)), "ask for appraisal")

    def work() -> str:
        row = appraising.ask(
            office, actor, dossier_id, unit_id=form.unit_id.data, task=form.task.data or "", due_on=form.due_on.data
        )
        say(msg("Đã giao %(name)s thẩm định.", name=row.unit.name))
        return place(dossier_id, _anchor="appraisals")

    def page(problems: tuple[Problem, ...]) -> str:
        shown = queries.get_dossier(office, actor, dossier_id)
        form.unit_id.choices = choices.agencies(office, but={shown.agency_id, shown.to_unit_id})
        return _page("submissions/ask_appraisal.html", shown, form, problems)

    return form_page(form, work, page)


@blueprint.route("/submissions/appraisals/<int:appraisal_id>", methods=["GET", "POST"])
def report_appraisal(appraisal_id: int) -> Any:
    """Hand in the result of an appraisal with its file."""
    office, actor, form = current_office(), current_actor(), ReportForm()
    row = queries.get_appraisal(office, actor, appraisal_id)
    require(policy.may_report(actor, row), "report an appraisal")
    dossier_id = row.dossier_id
    given = uploads.take(office, actor, request) if request.method == "POST" else uploads.Uploads()

    def work() -> str:
        given.check()
        said = appraising.Report(result=form.result.data or "", late_reason=form.late_reason.data or "")
        appraising.report(office, actor, appraisal_id, said, given.files)
        say(msg("Đã gửi kết quả thẩm định."))
        return place(dossier_id, _anchor="appraisals")

    def page(problems: tuple[Problem, ...]) -> str:
        shown = queries.get_appraisal(office, actor, appraisal_id)
        return _page("submissions/report_appraisal.html", shown.dossier, form, problems, row=shown, given=given)

    return form_page(form, work, page)


def _with_officers(dossier_id: int, form: OfficerForm) -> Dossier:
    office = current_office()
    dossier = queries.get_dossier(office, current_actor(), dossier_id)
    form.officer_id.choices = choices.officers(office, dossier)
    return dossier


def _page(template: str, dossier: Dossier, form: Any, problems: tuple[Problem, ...], **more: Any) -> str:
    return render_template(
        template, dossier=dossier, form=form, problems=problems, crumbs_of=crumbs(dossier),
        today=current_office().today(), **more,
    )  # fmt: skip
