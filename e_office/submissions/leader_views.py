"""Screens of the decision: the leader's word, the Chairman's consent, and what becomes of it."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from e_office.core.permission import require
from e_office.core.problems import Problem, msg
from e_office.core.web import current_actor, current_office, form_page, say
from e_office.submissions import becoming, choices, deciding, facts, policy, queries, rules
from e_office.submissions.forms import AnswerForm, BecomeForm, DecisionForm
from e_office.submissions.views import act_on_page, blueprint, crumbs, place


@blueprint.route("/submissions/<int:dossier_id>/decide", methods=["GET", "POST"])
def decide(dossier_id: int) -> Any:
    """The leader decides, on a phone too, on the very text that is shown."""
    office, actor, form = current_office(), current_actor(), DecisionForm()
    require(policy.may_decide(actor, queries.get_dossier(office, actor, dossier_id)), "decide")

    def work() -> str:
        seen = request.form.get("seen", "")
        deciding.decide(office, actor, dossier_id, decision=form.chosen(), words=form.words.data or "", seen=seen)
        say(msg("Đã ghi ý kiến."))
        return place(dossier_id)

    def page(problems: tuple[Problem, ...]) -> str:
        dossier = queries.get_dossier(office, actor, dossier_id)
        return render_template(
            "submissions/decide.html", dossier=dossier, form=form, problems=problems, points=rules.POINTS,
            crumbs_of=crumbs(dossier), today=office.today(), chairman=policy.is_chairman(actor, dossier),
            post=policy.deciding_post(actor, dossier), outstanding=facts.opinions_outstanding(office, dossier),
        )  # fmt: skip

    return form_page(form, work, page)


@blueprint.post("/submissions/<int:dossier_id>/consent")
def consent(dossier_id: int) -> Any:
    """The Chairman agrees that a body outside is answered (H9)."""

    def work() -> str:
        dossier = deciding.consent(current_office(), current_actor(), dossier_id)
        say(msg("Đã ghi ý kiến đồng ý trả lời %(body)s.", body=dossier.outside_body))
        return place(dossier_id)

    return act_on_page(dossier_id, work)


@blueprint.route("/submissions/<int:dossier_id>/draft", methods=["GET", "POST"])
def begin_draft(dossier_id: int) -> Any:
    """Begin the outgoing document from the file the leader agreed to."""
    office, actor = current_office(), current_actor()
    dossier = queries.get_dossier(office, actor, dossier_id)
    require(policy.may_begin_draft(actor, dossier), "begin a draft")
    form = BecomeForm(subject=dossier.matter, unit_ids=becoming.proposed_recipients(office, dossier))
    form.unit_ids.choices = choices.agencies(office, but={dossier.to_unit_id})[1:]

    def work() -> str:
        wanted = becoming.DraftWanted(subject=form.subject.data or "", unit_ids=tuple(form.unit_ids.data or ()))
        draft = becoming.begin_draft(office, actor, dossier_id, wanted)
        say(msg("Đã lập dự thảo phát hành."))
        return url_for("drafting.show", draft_id=draft.id)

    def page(problems: tuple[Problem, ...]) -> str:
        shown = queries.get_dossier(office, actor, dossier_id)
        return render_template(
            "submissions/begin_draft.html", dossier=shown, form=form, problems=problems, crumbs_of=crumbs(shown),
            types=choices.TYPES,
        )  # fmt: skip

    return form_page(form, work, page)


@blueprint.post("/submissions/<int:dossier_id>/answer")
def link_answer(dossier_id: int) -> Any:
    """Say by which outgoing document a dossier was answered (H8)."""
    form = AnswerForm()

    def work() -> str:
        deciding.link_answer(current_office(), current_actor(), dossier_id, form.answer_code.data or "")
        say(msg("Đã ghi văn bản trả lời."))
        return place(dossier_id)

    return act_on_page(dossier_id, work)
