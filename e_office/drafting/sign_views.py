"""Screens of the leader who signs: one page, one act, and the next paper that waits."""

from __future__ import annotations

from typing import Any

from flask import Response, g, redirect, render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from e_office.core.permission import require
from e_office.core.problems import Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say, tell
from e_office.drafting import policy, queries, signing
from e_office.drafting.models import Draft
from e_office.drafting.views import blueprint
from e_office.registry.types import TYPES
from e_office.signatures import placing, screens, service
from e_office.signatures.forms import ConfirmForm, PlaceForm
from e_office.signatures.rules import Kind
from e_office.signatures.views import NOT_MEANT


@blueprint.route("/drafts/<int:draft_id>/sign", methods=["GET", "POST"])
def sign(draft_id: int) -> Any:
    """Read what was approved, see where the signature goes, sign; a click on the page moves it there."""
    office, actor = current_office(), current_actor()
    draft, place, form = queries.get_draft(office, actor, draft_id), PlaceForm(request.args), ConfirmForm()
    sent_twice = draft.signature is not None and draft.signature.person_id == actor.person_id
    require(policy.may_sign(actor, draft) or (request.method == "POST" and sent_twice), "sign")
    problems: tuple[Problem, ...] = ()
    if form.validate_on_submit():
        try:
            return _signed(draft, place, form)
        except Refused as refusal:
            problems = refusal.problems
            _note_refusal(draft_id, problems)
            draft = queries.get_draft(office, actor, draft_id)
    seen = screens.shown(office, actor, signing.text_of(draft), place)
    if chosen := screens.clicked(place, request.args, seen):
        moved = {"page": chosen.page, "x": chosen.x_mm, "y": chosen.y_mm}
        return redirect(url_for(".sign", draft_id=draft_id, capacity=seen.capacity.value, **moved), 303)
    place.capacity.choices = [SelectChoice(one.value, tell(one.label)) for one in seen.allowed]
    place.capacity.data = seen.capacity.value
    return _page(draft, place, form, seen, problems), 422 if request.method == "POST" else 200


@blueprint.get("/drafts/<int:draft_id>/sign/page.png")
def sign_picture(draft_id: int) -> Response:
    """The page as it would look once signed."""
    office, actor = current_office(), current_actor()
    draft = queries.get_draft(office, actor, draft_id)
    require(policy.may_sign(actor, draft), "sign")
    width = min(max(request.args.get("width", screens.SHOWN["desk"], type=int), 100), 1600)
    png = screens.picture(office, actor, signing.text_of(draft), PlaceForm(request.args), width)
    return Response(png, mimetype="image/png")


def _signed(draft: Draft, place: PlaceForm, form: ConfirmForm) -> Any:
    office, actor, draft_id = current_office(), current_actor(), draft.id
    if not form.meant.data:
        raise Refused([NOT_MEANT])
    made = None
    if draft.signature_id is None:  # else the form was sent twice, and is answered with the first one's address
        facts = signing.SigningFacts(
            passphrase=form.passphrase.data or "", chosen=place.chosen(),
            capacity=place.wanted_capacity(service.allowed_capacities(actor, draft.document)),
        )  # fmt: skip
        made = signing.make_signature(office, actor, draft_id, facts)

    def work() -> str:
        if made is None:
            raise Refused([Problem("signed_before", msg("Dự thảo này đã được ký số."))], service.NOT_SIGNED)
        signing.record_signature(office, actor, draft_id, made)
        waiting = queries.awaiting_signature(office, actor)
        say(msg("Đã ký số, chuyển văn thư cấp số và phát hành. Còn %(n)s văn bản chờ bạn ký.", n=len(waiting)))
        return url_for(".sign", draft_id=waiting[0].id) if waiting else url_for(".show", draft_id=draft_id)

    return answer_once(work)


def _note_refusal(draft_id: int, problems: tuple[Problem, ...]) -> None:
    """A key that was not opened is journalled: somebody may be trying."""
    if any(problem.code == "locked" for problem in problems):
        office, actor = current_office(), current_actor()
        with office.transaction():
            draft = queries.get_draft(office, actor, draft_id)
            service.note_refusal(office, actor, draft.document, Kind.PERSON)


def _page(draft: Draft, place: PlaceForm, form: ConfirmForm, seen: screens.Shown, problems: tuple[Problem, ...]) -> str:
    office, actor = current_office(), current_actor()
    waiting = [one for one in queries.awaiting_signature(office, actor) if one.id != draft.id]
    g.nav_section = "registry.outgoing"
    chosen = {"page": place.page.data, "x": place.x.data, "y": place.y.data} if place.chosen() else {}
    return render_template(
        "drafting/sign.html", draft=draft, place_form=place, form=form, seen=seen, widths=screens.SHOWN, types=TYPES,
        problems=problems or (*seen.problems, *_head_problems(draft, seen)), waiting=waiting, place=chosen,
        address={"draft_id": draft.id, "capacity": seen.capacity.value}, comes=signing.next_number(office, draft),
    )  # fmt: skip


def _head_problems(draft: Draft, seen: screens.Shown) -> tuple[Problem, ...]:
    """Whether number and day will have their place, told before anything is signed."""
    office = current_office()
    if seen.place is None:
        return ()
    try:
        with service.pdf_of(office, signing.text_of(draft)) as pdf:
            return tuple(signing.head_problems(office, draft, placing.head(pdf)))
    except Refused as refusal:
        return tuple(refusal.problems)
