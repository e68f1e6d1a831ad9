"""Screens of versions: handing one in, comparing two, checking out and giving back, breaking a hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g, render_template, request, url_for

from e_office.core.permission import Role, require
from e_office.core.problems import Message, NotFound, Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents import uploads
from e_office.documents.queries import text_of
from e_office.drafting import holding, policy, queries, versions
from e_office.drafting.difference import difference
from e_office.drafting.forms import ReasonForm, VersionForm, as_id
from e_office.drafting.views import blueprint, page


@blueprint.post("/drafts/<int:draft_id>/versions")
def add_version(draft_id: int) -> Any:
    """Take a new version; where it is refused its files stay on the page, and nothing is overwritten."""
    office, actor, form = current_office(), current_actor(), VersionForm()
    draft = queries.get_draft(office, actor, draft_id)
    require(policy.may_upload(actor, draft), "upload")
    main, annexes = uploads.take(office, actor, request), uploads.take(office, actor, request, "annexes")

    def work() -> str:
        main.check()
        annexes.check()
        version = versions.add_version(
            office, actor, draft_id, base=as_id(request.form.get("merged")) or form.base.data or 0,
            main=main.files, annexes=annexes.files, dropped=set(map(as_id, request.form.getlist("dropped"))),
            comment=form.comment.data or "", keep_hold=bool(form.keep_hold.data),
        )  # fmt: skip
        say(msg("Đã nhận lần dự thảo %(n)s.", n=version.number))
        return url_for(".show", draft_id=draft_id)

    try:
        return answer_once(work)
    except Refused as error:
        return page(queries.get_draft(office, actor, draft_id), form, error.problems, main, annexes), 422


@blueprint.get("/drafts/<int:draft_id>/compare")
def compare(draft_id: int) -> str:
    """Who changed what: the words of two versions, what went and what came."""
    office = current_office()
    draft = queries.get_draft(office, current_actor(), draft_id)
    if not draft.versions:
        raise NotFound
    new = queries.get_version(draft, request.args.get("new", draft.version, type=int))
    old = queries.get_version(draft, request.args.get("old", max(1, new.number - 1), type=int))
    texts = [text_of(office, one.main.file) if one.main else None for one in (old, new)]
    g.nav_section = "registry.outgoing"
    return render_template(
        "drafting/compare.html", draft=draft, old=old, new=new,
        between=[one for one in draft.versions if old.number < one.number <= new.number],
        found=difference(texts[0], texts[1]) if texts[0] is not None and texts[1] is not None else None,
        waiting=any(one.main and one.main.file.text_state == "waiting" for one in (old, new)),
    )  # fmt: skip


@blueprint.post("/drafts/<int:draft_id>/hold")
def hold(draft_id: int) -> Any:
    """Check a draft out, or renew the own hold."""
    done = msg("Bạn đang giữ dự thảo. Người khác chưa nộp được bản mới tới khi bạn nộp hoặc thôi giữ.")
    return _once(draft_id, done, lambda: holding.hold(current_office(), current_actor(), draft_id))


@blueprint.post("/drafts/<int:draft_id>/give-back")
def give_back(draft_id: int) -> Any:
    """Give a draft back without a new version."""
    done = msg("Đã thôi giữ dự thảo.")
    return _once(draft_id, done, lambda: holding.give_back(current_office(), current_actor(), draft_id))


@blueprint.route("/drafts/<int:draft_id>/break-hold", methods=["GET", "POST"])
def break_hold(draft_id: int) -> Any:
    """Take a hold away, with the reason; an administrator, who reads no drafts, sees only who holds it."""
    office, actor, form = current_office(), current_actor(), ReasonForm()
    draft = queries.held_draft(office, actor, draft_id)
    readable, problems = policy.may_see(actor, draft), ()

    def work() -> str:
        holding.break_hold(office, actor, draft_id, form.reason.data or "")
        say(msg("Đã gỡ giữ. Người giữ đã được báo."))
        return url_for(".show", draft_id=draft_id) if readable else url_for(".held")

    if form.validate_on_submit():
        try:
            return answer_once(work)
        except Refused as error:
            problems = error.problems
    content = _break_page(draft_id, form, problems, readable=readable)
    return content, 422 if request.method == "POST" else 200


@blueprint.get("/admin/held-drafts")
def held() -> str:
    """For the administrator: who holds which draft since when; what it is about stays with those who may read it."""
    office, actor = current_office(), current_actor()
    agencies = {post.agency_id for post in actor.posts if post.role is Role.ADMINISTRATOR}
    require(bool(agencies), "administer")
    return render_template("drafting/held.html", rows=queries.held_drafts(office, agencies))


def _break_page(draft_id: int, form: ReasonForm, problems: tuple[Problem, ...], *, readable: bool) -> str:
    draft = queries.held_draft(current_office(), current_actor(), draft_id)
    return render_template("drafting/break_hold.html", form=form, draft=draft, problems=problems, readable=readable)


def _once(draft_id: int, done: Message, act: Callable[[], object]) -> Any:
    """One act of one button; a refusal is told on the draft's page."""
    office, actor = current_office(), current_actor()

    def work() -> str:
        act()
        say(done)
        return url_for(".show", draft_id=draft_id)

    try:
        return answer_once(work)
    except Refused as error:
        draft = queries.get_draft(office, actor, draft_id)
        form = VersionForm(formdata=None, base=draft.version)
        return page(draft, form, error.problems, uploads.Uploads(), uploads.Uploads(field="annexes")), 422
