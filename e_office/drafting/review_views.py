"""Screens of review: sending on the route, taking back, the reviewer's decision, the routes a unit sets."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for
from flask_babel import gettext as _

from e_office.core.permission import require
from e_office.core.problems import Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents import previews
from e_office.drafting import policy, queries, reviewing, routes
from e_office.drafting.forms import DecisionForm, as_id, chosen_steps, route_steps
from e_office.drafting.rules_review import ROLES, Step
from e_office.drafting.views import blueprint
from e_office.people.queries import persons_holding
from e_office.registry.types import TYPES
from e_office.signatures.queries import has_key


@blueprint.route("/drafts/<int:draft_id>/review", methods=["GET", "POST"])
def review(draft_id: int) -> Any:
    """Send a draft on its route: who shall take each step (trình duyệt)."""
    office, actor = current_office(), current_actor()
    require(policy.may_send_for_review(actor, queries.get_draft(office, actor, draft_id)), "send for review")
    problems: tuple[Problem, ...] = ()

    def work() -> str:
        draft = reviewing.send_for_review(office, actor, draft_id, chosen_steps(request.form))
        name = draft.open_step.person.name if draft.open_step else ""
        say(msg("Đã trình duyệt. Đang chờ %(name)s.", name=name))
        return url_for(".show", draft_id=draft_id)

    if request.method == "POST":
        try:
            return answer_once(work)
        except Refused as error:
            problems = error.problems
    return _review_page(draft_id, problems), 422 if problems else 200


@blueprint.post("/drafts/<int:draft_id>/withdraw")
def withdraw(draft_id: int) -> Any:
    """Take a draft back from review."""

    def work() -> str:
        reviewing.withdraw(current_office(), current_actor(), draft_id)
        say(msg("Đã rút dự thảo về. Trình lại thì duyệt từ bước đầu."))
        return url_for(".show", draft_id=draft_id)

    return answer_once(work)


@blueprint.route("/drafts/<int:draft_id>/decide", methods=["GET", "POST"])
def decide(draft_id: int) -> Any:
    """Read a draft and say yes or no to the very bytes that are shown; made for a phone as well."""
    office, actor, form = current_office(), current_actor(), DecisionForm()
    draft = queries.get_draft(office, actor, draft_id)
    problems: tuple[Problem, ...] = ()
    if request.method == "GET":
        require(draft.open_step is not None and policy.may_decide(actor, draft.open_step), "decide")

    def work() -> str:
        passed = request.form.get("passed") == "1"
        seen = request.form.get("seen", "")
        decided = reviewing.decide(office, actor, draft_id, passed=passed, opinion=form.opinion.data or "", seen=seen)
        say(msg("Đã duyệt dự thảo.") if passed else msg("Đã trả lại dự thảo, người soạn đã được báo."))
        signs = policy.may_sign(actor, decided) and has_key(office, actor.person_id)
        return url_for(".sign" if signs else ".show", draft_id=decided.id)

    if form.validate_on_submit():
        try:
            return answer_once(work)
        except Refused as error:
            problems = error.problems
    return _decide_page(draft_id, form, problems), 422 if request.method == "POST" else 200


@blueprint.route("/drafts/routes", methods=["GET", "POST"])
def set_routes() -> Any:
    """The route of each type in one's unit (quy trình duyệt dự thảo)."""
    office, actor = current_office(), current_actor()
    posts = policy.route_units(actor)
    require(bool(posts), "set routes")
    post = next((one for one in posts if one.unit_id == as_id(request.values.get("of"))), posts[0])
    type_code = request.values.get("type", routes.ANY_TYPE)
    problems: tuple[Problem, ...] = ()

    def work() -> str:
        steps = [] if request.form.get("reset") else route_steps(request.form)
        routes.set_route(office, actor, post.unit_id, type_code, steps)
        say(msg("Đã lưu quy trình duyệt."))
        return url_for(".set_routes", of=post.unit_id, type=type_code)

    if request.method == "POST":
        try:
            return answer_once(work)
        except Refused as error:
            problems = error.problems
    g.nav_section = "registry.outgoing"
    shown = routes.route_of(office, post.unit_id, type_code)
    content = render_template(
        "drafting/set_routes.html", posts=posts, post=post, type_code=type_code, types=TYPES, problems=problems,
        steps=Step, route=dict(shown.steps), set_by=shown.set_by, own=routes.own_routes(office, post.unit_id),
        able={step: persons_holding(office, ROLES[step], post.agency_id) for step in Step}, any_type=_("Mọi loại khác"),
    )  # fmt: skip
    return content, 422 if problems else 200


def _review_page(draft_id: int, problems: tuple[Problem, ...]) -> str:
    office = current_office()
    draft = queries.get_draft(office, current_actor(), draft_id)
    g.nav_section = "registry.outgoing"
    return render_template(
        "drafting/review.html", draft=draft, problems=problems, proposals=routes.proposals(office, draft),
        set_by=routes.route_of(office, draft.unit_id, draft.type_code).set_by, sent=request.form,
    )  # fmt: skip


def _decide_page(draft_id: int, form: DecisionForm, problems: tuple[Problem, ...]) -> str:
    office, actor = current_office(), current_actor()
    draft = queries.get_draft(office, actor, draft_id)
    main = draft.newest.main if draft.newest else None
    g.nav_section = "registry.outgoing"
    return render_template(
        "drafting/decide.html", draft=draft, form=form, problems=problems, step=draft.open_step, policy=policy,
        preview=previews.preview_of(office, main.file) if main else None, types=TYPES,
    )  # fmt: skip
