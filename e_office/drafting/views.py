"""Screens of drafts: the list, one draft, what it is and whom it goes to, its files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, g, render_template, request, url_for

from e_office.core.audit import history
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say, tell
from e_office.documents import looking, previews, sending, uploads
from e_office.drafting import choices, policy, queries, service
from e_office.drafting.composing.kinds import KINDS
from e_office.drafting.forms import DraftForm, VersionForm
from e_office.drafting.models import Draft
from e_office.drafting.rules import Amends, is_held
from e_office.exchange.channels.queries import channel_rules, usual_of
from e_office.registry.types import TYPES
from e_office.signatures.queries import has_key

blueprint = Blueprint("drafting", __name__)

TITLES = {
    "mine": msg("Tôi soạn"),
    "unit": msg("Đang mở"),
    "decide": msg("Chờ tôi duyệt"),
    "sign": msg("Chờ tôi ký"),
    "issue": msg("Chờ phát hành"),
    "done": msg("Đã xong"),
}


@blueprint.get("/drafts")
def index() -> str:
    """Drafts: mine, my unit's, those that wait for my word or for the clerk, and where each lies since when."""
    office, actor = current_office(), current_actor()
    require(bool(actor.agency_ids()), "see drafts")
    g.nav_section = "registry.outgoing"
    counted = queries.counts(office, actor)
    view = request.args.get("view", "")
    view = (
        view
        if view in TITLES
        else next((name for name in ("sign", "decide", "issue", "mine") if counted[name]), "unit")
    )
    page = queries.page_of(office, actor, view, request.args.get("page", 1, type=int))
    chips = [
        {"text": tell(label), "count": counted[name], "current": view == name, "url": url_for(".index", view=name)}
        for name, label in TITLES.items()
    ]
    return render_template(
        "drafting/index.html", page=page, chip_items=chips, view=view, types=TYPES, policy=policy,
        url_of=lambda number: url_for(".index", view=view, page=number), clocks=choices.clocks(office, page.rows),
        now=office.clock.now(),
    )  # fmt: skip


@blueprint.route("/drafts/new", methods=["GET", "POST"])
def new() -> Any:
    """Open a draft: what it is, whom it goes to, what it answers or amends."""
    office, actor = current_office(), current_actor()
    require(policy.may_draft(actor), "draft")
    form = DraftForm(data=choices.proposed(office, actor, request.args) if request.method == "GET" else None)

    def work() -> str:
        draft = service.open_draft(office, actor, _facts(office, actor, form))
        say(msg("Đã mở dự thảo. Nộp tệp nội dung ở dưới."))
        return url_for(".show", draft_id=draft.id)

    return _form_page(form, work, None)


@blueprint.route("/drafts/<int:draft_id>/edit", methods=["GET", "POST"])
def edit(draft_id: int) -> Any:
    """Say anew what a draft is and whom it goes to."""
    office, actor = current_office(), current_actor()
    draft = queries.get_draft(office, actor, draft_id)
    require(policy.may_edit(actor, draft), "edit")
    form = DraftForm(data=choices.as_written(draft) if request.method == "GET" else None)

    def work() -> str:
        service.change_facts(office, actor, draft_id, _facts(office, actor, form))
        say(msg("Đã lưu thông tin dự thảo."))
        return url_for(".show", draft_id=draft_id)

    return _form_page(form, work, draft_id)


@blueprint.get("/drafts/<int:draft_id>")
def show(draft_id: int) -> str:
    """One draft: where it lies since when, its text, its versions, who said what, whom it will go to."""
    draft = queries.get_draft(current_office(), current_actor(), draft_id)
    return page(draft, VersionForm(base=draft.version), (), uploads.Uploads(), uploads.Uploads(field="annexes"))


@blueprint.post("/drafts/<int:draft_id>/drop")
def drop(draft_id: int) -> Any:
    """Give a draft up."""

    def work() -> str:
        service.drop(current_office(), current_actor(), draft_id)
        say(msg("Đã bỏ dự thảo. Các lần dự thảo và ý kiến vẫn xem được."))
        return url_for(".show", draft_id=draft_id)

    return answer_once(work)


@blueprint.get("/drafts/<int:draft_id>/files/<int:file_id>")
def download_file(draft_id: int, file_id: int) -> Response:
    """A file of a version as it was handed in."""
    office, actor = current_office(), current_actor()
    file = queries.get_file(office, queries.get_draft(office, actor, draft_id), file_id)
    response = sending.itself(request, office, file, file.name)
    if looking.is_deliberate(request):
        looking.note_answer(office, actor, file, response)
    return response


@blueprint.get("/drafts/<int:draft_id>/files/<int:file_id>/preview")
def preview_file(draft_id: int, file_id: int) -> Response:
    """What the page shows of a file: the PDF itself, or the one made of it."""
    office, actor = current_office(), current_actor()
    file = queries.get_file(office, queries.get_draft(office, actor, draft_id), file_id)
    return sending.shown(request, office, file, file.name)


def page(
    draft: Draft, form: VersionForm, problems: Iterable[Problem], given: uploads.Uploads, annexes: uploads.Uploads
) -> str:
    """The page of a draft, with what was typed into its form of a new version."""
    office = current_office()
    now, hold = office.clock.now(), queries.hold_of(draft)
    main = draft.newest.main if draft.newest else None
    g.nav_section = "registry.outgoing"
    return render_template(
        "drafting/show.html", draft=draft, form=form, problems=problems, given=given, annexes=annexes, policy=policy,
        held=is_held(hold, now), types=TYPES, clock=choices.clock_of(office, draft), now=now,
        preview=previews.preview_of(office, main.file) if main else None,
        signs=policy.may_sign(current_actor(), draft) and has_key(office, current_actor().person_id),
        amends=Amends, composed=draft.type_code in KINDS, history=history(office.session, "draft", draft.id),
    )  # fmt: skip


def _facts(office: Office, actor: Actor, form: DraftForm) -> service.DraftFacts:
    """What was typed; a number of the register that is none is told among the problems, see `service`."""
    agency_id = choices.agency_of_unit(actor, form.drafting_unit_id.data)
    entry_id = choices.entry_of_number(office, agency_id, form.answers_number.data or "")
    units = choices.agencies(office, actor)
    return form.facts(request.form, units, usual_of(office, form.type_code.data or "", units), entry_id)


def _form_page(form: DraftForm, work: Any, draft_id: int | None) -> Any:
    """The form of a draft, new or changed; nothing typed is lost where it is refused."""
    office, actor = current_office(), current_actor()
    form.drafting_unit_id.choices = choices.own_units(actor)
    problems: tuple[Problem, ...] = ()
    if form.validate_on_submit():
        try:
            return answer_once(work)
        except Refused as error:
            problems = error.problems
    draft = queries.get_draft(office, actor, draft_id) if draft_id else None
    units = choices.agencies(office, actor, draft)
    g.nav_section = "registry.outgoing"
    content = render_template(
        "drafting/form.html", form=form, draft=draft, problems=problems, groups=choices.grouped(units),
        channel_of=choices.channel_of(draft, request.form if request.method == "POST" else None),
        ready_id=choices.ready_for(office, actor, request.args) if draft is None else None,
        connected=bool(office.settings.exchange_url), laid_down=bool(channel_rules(office)),
    )  # fmt: skip
    return content, 422 if request.method == "POST" else 200
