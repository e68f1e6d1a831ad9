"""Screens of the clerk: issuing an approved draft as one act, or handing it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import g, render_template, request, url_for

from e_office.core.clock import day_of
from e_office.core.permission import require
from e_office.core.problems import Problem, Refused, msg, refuse_if
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents import uploads
from e_office.drafting import choices, issuing, policy, queries
from e_office.drafting.forms import IssueForm, ReasonForm
from e_office.drafting.issue_checks import Finding, findings_of, findings_of_signed
from e_office.drafting.views import blueprint
from e_office.exchange.service import NOT_ISSUED
from e_office.registry.numbers import last_number
from e_office.registry.rules import outgoing_book
from e_office.registry.types import TYPES, type_of


@blueprint.route("/drafts/<int:draft_id>/issue", methods=["GET", "POST"])
def issue(draft_id: int) -> Any:
    """Number, register and send: what goes where, what was found, the number that comes next, then one button."""
    office, actor = current_office(), current_actor()
    draft = queries.get_draft(office, actor, draft_id)
    require(policy.may_issue(actor, draft) or request.method == "POST", "issue")
    form = IssueForm(issued_on=office.today(), signer=draft.signer, signer_title=draft.signer_title)
    given = uploads.take(office, actor, request, "signed") if request.method == "POST" else uploads.Uploads()
    asked = [finding for finding in findings_of(office, actor, draft) if finding.confirm]
    worries = [*findings_of_signed(office, given.files), *asked]
    problems: tuple[Problem, ...] = ()

    def work() -> str:
        given.check()
        refuse_if(_unseen(worries), NOT_ISSUED)
        facts = issuing.IssueFacts(
            issued_on=form.issued_on.data, signer=form.signer.data or "", signer_title=form.signer_title.data or "",
            note=form.note.data or "",
        )  # fmt: skip
        entry = issuing.issue(office, actor, draft_id, facts, given.files, seen=[one.text for one in asked])
        say(msg("Đã phát hành %(code)s.", code=entry.document.code))
        return url_for("documents.show", document_id=entry.document_id)

    if form.validate_on_submit():
        try:
            return answer_once(work)
        except Refused as error:
            problems = error.problems
    return _issue_page(draft_id, form, given, problems, worries), 422 if request.method == "POST" else 200


def _unseen(worries: list[Finding]) -> Iterator[Problem]:
    """What the signatures of the copies chosen are worth is seen before a number is spent; the clerk decides."""
    if request.form.get("seen_worries") == "1":
        return
    if any(one.confirm for one in worries):
        yield Problem("worries_unseen", msg("Xem lại điều cần xác nhận rồi đánh dấu đã xem."), "seen_worries")
    if not all(one.confirm for one in worries):
        yield Problem("signature_doubtful", msg("Xem lại chữ ký số của bản đã ký rồi đánh dấu đã xem."), "signed")


@blueprint.route("/drafts/<int:draft_id>/hand-back", methods=["GET", "POST"])
def hand_back(draft_id: int) -> Any:
    """Give an approved draft back before it is numbered."""
    office, actor, form = current_office(), current_actor(), ReasonForm()
    draft = queries.get_draft(office, actor, draft_id)
    require(policy.may_issue(actor, draft), "hand back")
    problems: tuple[Problem, ...] = ()

    def work() -> str:
        issuing.hand_back(office, actor, draft_id, form.reason.data or "")
        say(msg("Đã trả lại, người soạn đã được báo. Chưa cấp số."))
        return url_for(".index", view="issue")

    if form.validate_on_submit():
        try:
            return answer_once(work)
        except Refused as error:
            problems = error.problems
    g.nav_section = "registry.outgoing"
    shown = queries.get_draft(office, actor, draft_id)
    content = render_template("drafting/hand_back.html", draft=shown, form=form, problems=problems)
    return content, 422 if request.method == "POST" else 200


def _issue_page(
    draft_id: int, form: IssueForm, given: uploads.Uploads, problems: tuple[Problem, ...], worries: list[Finding]
) -> str:
    office, actor = current_office(), current_actor()
    draft = queries.get_draft(office, actor, draft_id)
    kind = type_of(draft.type_code)
    book = outgoing_book(
        draft.type_code, one_sequence=draft.agency.one_sequence, legal_normative=kind.is_legal_normative
    )
    channels = [str(row.channel) for row in draft.recipients]
    g.nav_section = "registry.outgoing"
    return render_template(
        "drafting/issue.html", draft=draft, form=form, given=given, problems=problems, types=TYPES,
        worries=worries,
        findings=[one for one in findings_of(office, actor, draft) if not one.confirm],
        clock=choices.clock_of(office, draft), now=office.clock.now(),
        counts={name: channels.count(name) for name in ("electronic", "both", "paper")},
        next_number=last_number(office, draft.agency_id, book, day_of(office.clock.now()).year) + 1,
    )  # fmt: skip
