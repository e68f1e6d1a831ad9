"""Screens of the conclusion notice: the form, the page before issue, the act."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Response, redirect, render_template, request, send_file, url_for

from e_office.core.media_types import DOCX
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.meetings import letters, policy, queries, service
from e_office.meetings.agenda.queries import items_of
from e_office.meetings.conclusion_recipients import doubtful_tasks, recipients_of
from e_office.meetings.facts import conclusion_problems_of
from e_office.meetings.forms import (
    ConclusionForm,
    conclusion_form,
    kept_rows,
    portfolio_choices,
    sent_rows,
    unit_choices,
)
from e_office.meetings.handover.queries import last_step, waits
from e_office.meetings.handover.rules import handing_problems
from e_office.meetings.handover.service import NOT_HANDED
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.sheets import NOT_ISSUED, LaidOut
from e_office.meetings.views import answer_numbered, blueprint, organised


@blueprint.route("/meetings/<int:meeting_id>/conclusion", methods=["GET", "POST"])
def conclusion(meeting_id: int) -> Any:
    """Write the conclusion notice (thông báo kết luận); every save keeps it, complete or not."""
    office, actor = current_office(), current_actor()
    meeting = concludable(office, actor, meeting_id)
    if meeting.conclusion is not None and meeting.conclusion.issued_at is not None:
        return redirect(url_for("documents.show", document_id=meeting.conclusion.document_id))
    if request.method == "GET":
        return conclusion_page(office, actor, meeting, conclusion_form(meeting.conclusion, meeting))
    form = ConclusionForm()

    def work() -> str:
        version = request.form.get("version", type=int)
        service.save_conclusion(office, actor, meeting_id, form.facts(sent_rows(request.form)), version=version)
        if request.form.get("act") == "issue":
            return url_for(".confirm_conclusion", meeting_id=meeting_id)
        say(msg("Đã lưu dự thảo kết luận."))
        return url_for(".conclusion", meeting_id=meeting_id)

    try:
        return answer_once(work)
    except Refused as error:
        return conclusion_page(office, actor, concludable(office, actor, meeting_id), form, error, _typed_rows()), 422


@blueprint.get("/meetings/<int:meeting_id>/conclusion/confirm")
def confirm_conclusion(meeting_id: int) -> Any:
    """The page before issue: who gets it, the number it would get."""
    office, actor = current_office(), current_actor()
    meeting = concludable(office, actor, meeting_id)
    written = meeting.conclusion
    if written is None or written.issued_at is not None:
        return redirect(url_for(".conclusion", meeting_id=meeting_id))
    may_issue = policy.may_issue_conclusion(actor, meeting)
    problems = conclusion_problems_of(written, office.clock.now())
    if not may_issue:
        problems = list(handing_problems(problems, waiting=waits(office, meeting)))
    if problems:
        form, title = conclusion_form(written, meeting), NOT_ISSUED if may_issue else NOT_HANDED
        return conclusion_page(office, actor, meeting, form, Refused(problems, title)), 422
    return render_template(
        "meetings/confirm_conclusion.html", meeting=meeting, conclusion=written, units=recipients_of(office, written),
        number=queries.number_to_be(office, meeting, "TB"), now=office.clock.now(),
        may_issue=may_issue, doubtful=doubtful_tasks(office, written),
    )  # fmt: skip


@blueprint.post("/meetings/<int:meeting_id>/conclusion/issue")
def issue_conclusion(meeting_id: int) -> Any:
    """Number the notice and send it."""
    office, actor = current_office(), current_actor()
    concludable(office, actor, meeting_id)

    def work(ahead: LaidOut) -> str:
        version = request.form.get("version", type=int)
        issued = service.issue_conclusion(office, actor, meeting_id, version=version, ahead=ahead)
        code = issued.document.code if issued.document else ""
        say(msg("Đã phát hành %(code)s tới %(n)s nơi.", code=code, n=len(recipients_of(office, issued))))
        return url_for("documents.show", document_id=issued.document_id)

    try:
        return answer_numbered(
            lambda: service.lay_out_conclusion(office, actor, concludable(office, actor, meeting_id)), work
        )
    except Refused as error:
        meeting = concludable(office, actor, meeting_id)
        return conclusion_page(office, actor, meeting, conclusion_form(meeting.conclusion, meeting), error), 422


@blueprint.get("/meetings/<int:meeting_id>/conclusion.docx")
def conclusion_docx(meeting_id: int) -> Response:
    """The notice as it would be laid out, with blanks for number and day."""
    office, actor = current_office(), current_actor()
    meeting = concludable(office, actor, meeting_id)
    if meeting.conclusion is None:
        raise NotFound
    sheet = letters.conclusion_docx(office, meeting.conclusion, number=None, day=None)
    return send_file(BytesIO(sheet), DOCX, as_attachment=True, download_name="du-thao-ket-luan.docx")


def concludable(office: Office, actor: Actor, meeting_id: int) -> Meeting:
    """The issued meeting where the actor may draft its notice.

    :raises NotFound: :raises NotAllowed:
    """
    meeting = organised(office, actor, meeting_id)
    require(policy.may_conclude(actor, meeting), "write conclusion", meeting)
    if meeting.state != MeetingState.ISSUED:
        raise NotFound
    return meeting


def _typed_rows() -> list[dict[str, Any]]:
    """The rows as they came, readable or not, so that nothing typed is lost."""
    count = sum(name.startswith("task-") for name in request.form)
    return [
        {
            "text": request.form.get(f"task-{place}", ""),
            "lead": request.form.get(f"lead-{place}", type=int),
            "with": request.form.get(f"with-{place}", ""),
            "typed": request.form.get(f"due-{place}", ""),
            "portfolio": request.form.get(f"portfolio-{place}", type=int),
            "matter": request.form.get(f"matter-{place}", type=int),
        }
        for place in range(1, min(count, 100) + 1)
    ]


def conclusion_page(
    office: Office,
    actor: Actor,
    meeting: Meeting,
    form: ConclusionForm,
    error: Refused | None = None,
    typed: list[dict[str, Any]] | None = None,
) -> str:
    """The form with the rows as kept, or as `typed` where they were refused."""
    form.offer(office, meeting)
    matters = items_of(office, meeting)
    now, kept, may_issue = office.clock.now(), meeting.conclusion, policy.may_issue_conclusion(actor, meeting)
    waiting, step = waits(office, meeting), last_step(office, meeting)
    return render_template(
        "meetings/conclusion.html", meeting=meeting, form=form, error=error, matters=matters,
        rows=kept_rows(meeting.conclusion, matters) if typed is None else typed,
        units=unit_choices(office, meeting.unit_id, ""), version=kept.version if kept else "",
        waiting=waiting, step=step, may_issue=may_issue, may_write=may_issue or not waiting,
        begun=meeting.starts_at is not None and meeting.starts_at <= now, now=now,
        number=queries.number_to_be(office, meeting, "TB"), portfolios=portfolio_choices(office, meeting),
    )  # fmt: skip
