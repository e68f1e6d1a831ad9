"""Screens of handing files to the archive: choosing them, the act with its record, taking and sending back."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request, url_for

from e_office.casefiles import handing, papers, policy, queries
from e_office.casefiles.answers import answer, as_docx
from e_office.casefiles.contents import totals_of
from e_office.casefiles.forms import OfferForm, ReasonForm, number
from e_office.casefiles.queries import FileFilter
from e_office.casefiles.views import blueprint
from e_office.core.problems import msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.registry import agency


@blueprint.route("/casefiles/handover", methods=["GET", "POST"])
def offer() -> Any:
    """Choose closed files and offer them to the archive (giao nộp hồ sơ)."""
    office, actor, form = current_office(), current_actor(), OfferForm()
    unit_id = agency.working_agency(actor)
    chosen = [one for one in map(number, request.values.getlist("casefile_ids")[:500]) if one is not None]

    def work() -> str:
        act = handing.offer(office, actor, chosen, form.note.data or "")
        say(msg("Đã giao nộp, chờ lưu trữ cơ quan nhận."))
        return url_for("casefiles.handover", handover_id=act.id)

    def page(problems: Any, refused: Any) -> str:
        closed = queries.file_book(office, actor, FileFilter(unit_id=unit_id, chip="closed"))
        files = [file for file in closed if policy.may_offer(actor, file)]
        return render_template(
            "casefiles/offer.html", form=form, files=files, chosen=set(chosen), problems=problems, refused=refused,
            acts=queries.handovers_of(office, actor, unit_id), today=office.today(),
        )  # fmt: skip

    return answer(form, work, page)


@blueprint.get("/handovers/<int:handover_id>")
def handover(handover_id: int) -> str:
    """One act of handing over, what was handed over, and the archive's answer."""
    return _page(handover_id, ReasonForm(), (), ())


@blueprint.post("/handovers/<int:handover_id>/take")
def take(handover_id: int) -> Any:
    """Take the files into the archive; from now on nothing in them changes."""

    def work() -> str:
        handing.take(current_office(), current_actor(), handover_id)
        say(msg("Đã nhận hồ sơ vào lưu trữ cơ quan."))
        return url_for("casefiles.handover", handover_id=handover_id)

    return answer_once(work)


@blueprint.post("/handovers/<int:handover_id>/send-back")
def send_back(handover_id: int) -> Any:
    """Send the files back, with the reason."""
    form = ReasonForm()

    def work() -> str:
        handing.send_back(current_office(), current_actor(), handover_id, form.reason.data or "")
        say(msg("Đã trả lại hồ sơ cho người giao."))
        return url_for("casefiles.handover", handover_id=handover_id)

    return answer(form, work, lambda problems, refused: _page(handover_id, form, problems, refused))


@blueprint.get("/handovers/<int:handover_id>/record.docx")
def download_record(handover_id: int) -> Response:
    """The record of the handover (biên bản giao nhận)."""
    office, actor = current_office(), current_actor()
    act = queries.get_handover(office, actor, handover_id)
    files = queries.files_of_handover(office, act.id)
    totals = totals_of(office, [file.id for file in files])
    return as_docx(papers.record_docx(act, files, totals, office.today()), f"bien-ban-giao-nhan-{act.id}.docx")


def _page(handover_id: int, form: ReasonForm, problems: Any, refused: Any) -> str:
    office, actor = current_office(), current_actor()
    act = queries.get_handover(office, actor, handover_id)
    files = queries.files_of_handover(office, act.id)
    return render_template(
        "casefiles/handover.html",
        act=act,
        files=files,
        totals=totals_of(office, [file.id for file in files]),
        form=form,
        problems=problems,
        refused=refused,
        may_take=policy.may_take(actor, act),
        may_see=lambda file: policy.may_see(actor, file),
    )
