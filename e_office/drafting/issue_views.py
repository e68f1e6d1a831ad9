"""Screens of the clerk: issuing an approved draft as one act, or handing it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from flask import g, render_template, request, url_for

from e_office.core.office import Office
from e_office.core.permission import require
from e_office.core.problems import Problem, Refused, msg, refuse_if
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents import uploads
from e_office.drafting import choices, issuing, policy, queries, signing
from e_office.drafting.forms import IssueForm, ReasonForm
from e_office.drafting.issue_checks import Finding, findings_of, findings_of_signed
from e_office.drafting.models import Draft
from e_office.drafting.rules import State
from e_office.drafting.sealing import NumberTaken, Sealed, seal
from e_office.drafting.views import blueprint
from e_office.exchange.service import NOT_ISSUED
from e_office.registry.types import TYPES
from e_office.signatures import service as signatures
from e_office.signatures.keys import seal_pass_phrase
from e_office.signatures.queries import Examined, key_for, signatures_of
from e_office.signatures.rules import Kind

TURNS = 5
"""How often the seal is made anew where others take the number it was made with."""


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

    def work(sealed: Sealed | None) -> str:
        given.check()
        refuse_if(_unseen(worries), NOT_ISSUED)
        seen = [one.text for one in asked]
        entry = issuing.issue(office, actor, draft_id, form.facts(), given.files, sealed, seen=seen)
        say(msg("Đã phát hành %(code)s.", code=entry.document.code))
        return url_for("documents.show", document_id=entry.document_id)

    if form.validate_on_submit():
        try:
            if draft.signature_id is None or draft.state != State.APPROVED or given.files:
                return answer_once(lambda: work(None))
            return _sealed_and_issued(draft_id, form, work)
        except Refused as error:
            problems = error.problems
            _note_refusal(draft_id, problems)
    return _issue_page(draft_id, form, given, problems, worries), 422 if request.method == "POST" else 200


def _sealed_and_issued(draft_id: int, form: IssueForm, work: Callable[[Sealed | None], str]) -> Any:
    """Seal with the number that comes next, then issue; again with the next one where another took it meanwhile."""
    office, actor = current_office(), current_actor()
    for _turn in range(TURNS):
        made = seal(office, actor, draft_id, form.issued_on.data, form.passphrase.data or "")
        with suppress(NumberTaken):
            return answer_once(partial(work, made))
    text = msg("Nhiều văn bản đang lấy số cùng lúc nên chưa phát hành. Bấm lại sau ít giây.")
    raise Refused([Problem("number_taken", text)], NOT_ISSUED)


def _note_refusal(draft_id: int, problems: tuple[Problem, ...]) -> None:
    """A seal that was not opened is journalled: somebody may be trying."""
    if any(problem.code == "locked" for problem in problems):
        office, actor = current_office(), current_actor()
        with office.transaction():
            draft = queries.get_draft(office, actor, draft_id)
            signatures.note_refusal(office, actor, draft.document, Kind.SEAL)


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
    require(policy.may_hand_back(actor, draft), "hand back")
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


def _examined(office: Office, draft: Draft) -> Examined | None:
    """What the signature of the leader is worth."""
    return signatures_of(office, draft.signature.file) if draft.signature else None


def _issue_page(
    draft_id: int, form: IssueForm, given: uploads.Uploads, problems: tuple[Problem, ...], worries: list[Finding]
) -> str:
    office, actor = current_office(), current_actor()
    draft = queries.get_draft(office, actor, draft_id)
    channels = [str(row.channel) for row in draft.recipients]
    g.nav_section = "registry.outgoing"
    return render_template(
        "drafting/issue.html", draft=draft, form=form, given=given, problems=problems, types=TYPES,
        worries=worries,
        findings=[one for one in findings_of(office, actor, draft) if not one.confirm],
        clock=choices.clock_of(office, draft), now=office.clock.now(),
        counts={name: channels.count(name) for name in ("electronic", "both", "paper")},
        next_number=signing.next_number(office, draft), examined=_examined(office, draft),
        seal_key=key_for(office, actor, draft.document, Kind.SEAL) if draft.signature else None,
        asks_pass_phrase=not seal_pass_phrase(office, draft.agency.code),
    )  # fmt: skip
