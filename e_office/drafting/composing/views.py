"""Screens of composing: choose a type, fill in its form, see what is missing, take the file or make a draft of it."""

from __future__ import annotations

from typing import Any

from flask import Response, g, render_template, request, send_file, url_for

from e_office.core.media_types import DOCX
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, Refused, msg, refuse_if
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents.service import keep
from e_office.drafting import choices, policy, queries, service, versions
from e_office.drafting.composing.defaults import Desk, desk_of
from e_office.drafting.composing.facts import Composition
from e_office.drafting.composing.forms import ComposeForm, beginning, form_of
from e_office.drafting.composing.keeping import beginning_again, kept_of, typed_of
from e_office.drafting.composing.kinds import KINDS, Kind
from e_office.drafting.composing.laying import docx_of, subject_of
from e_office.drafting.composing.rules import composing_problems
from e_office.drafting.models import Draft
from e_office.drafting.views import blueprint

NOT_MADE = msg("Chưa lập được văn bản")


@blueprint.get("/drafts/compose")
def compose_types() -> str:
    """The types that can be composed from a form."""
    require(policy.may_draft(current_actor()), "draft")
    g.nav_section = "registry.outgoing"
    return render_template("drafting/compose_types.html", kinds=KINDS.values())


@blueprint.route("/drafts/compose/<type_code>", methods=["GET", "POST"])
def compose(type_code: str) -> Any:
    """The form of a type; its buttons check it, give the file, or make a draft of it."""
    kind, desk, form = _asked(type_code)
    if request.method == "GET":
        return _page(kind, desk, form, ())
    made, act = form.composition(kind, desk), request.form.get("act", "check")
    problems = _problems(form, made)
    if problems or act == "check":
        return _page(kind, desk, form, problems if act != "check" else ()), 422 if act != "check" else 200
    if act == "docx":
        return _download(made)
    try:
        return _into_draft(made, desk, typed_of(form, made, request.form))
    except Refused as error:
        return _page(kind, desk, form, error.problems), 422


@blueprint.post("/drafts/compose/<type_code>/check")
def check_composed(type_code: str) -> str:
    """What is still missing of what is typed at this moment; nothing of it is kept."""
    kind, desk, form = _asked(type_code)
    problems = _problems(form, form.composition(kind, desk))
    return render_template("drafting/_missing.html", kind=kind, problems=problems, now=current_office().clock.now())


def _asked(type_code: str) -> tuple[Kind, Desk, ComposeForm]:
    """The kind, where it is written, and its form as sent or as it begins."""
    office, actor = current_office(), current_actor()
    require(policy.may_draft(actor), "draft")
    kind = KINDS.get(type_code)
    unit_id = request.values.get("unit_id", type=int)
    desk = desk_of(office, actor, unit_id)
    if kind is None or desk is None:
        raise NotFound
    form = _begun(kind, desk) if request.method == "GET" else form_of(type_code)()
    form.offer(desk, choices.own_units(actor))
    return kind, desk, form


def _begun(kind: Kind, desk: Desk) -> ComposeForm:
    """The form as it begins: as it was typed for a version of the draft the address names, else untouched."""
    draft = _draft(current_office(), current_actor())
    if draft is None:
        return form_of(kind.type_code)(data=beginning(kind, desk))
    if draft.type_code == kind.type_code and (kept := kept_of(draft)) is not None:
        return form_of(kind.type_code)(formdata=beginning_again(kept, desk))
    known = {"subject": draft.subject.removeprefix("V/v "), "urgency": draft.urgency}
    return form_of(kind.type_code)(data=beginning(kind, desk) | known)


def _problems(form: ComposeForm, made: Composition) -> tuple[Problem, ...]:
    """What is missing, and what was typed and cannot be read."""
    form.validate()
    unread = [
        Problem("unreadable", msg("Không đọc được ô “%(field)s”.", field=str(field.label.text)), field.name)
        for field in form
        if field.errors and field.data is None and field.raw_data and field.raw_data[0]
    ]
    known = {problem.field for problem in unread}
    return (*unread, *(problem for problem in composing_problems(made) if problem.field not in known))


def _page(kind: Kind, desk: Desk, form: ComposeForm, problems: tuple[Problem, ...]) -> str:
    g.nav_section = "registry.outgoing"
    made = form.composition(kind, desk)
    missing = _problems(form, made) if request.method == "POST" else tuple(composing_problems(made))
    draft = _draft(current_office(), current_actor())
    return render_template(
        "drafting/compose.html", kind=kind, desk=desk, form=form, problems=problems, missing=missing,
        draft=draft, kept=kept_of(draft) if draft else None, now=current_office().clock.now(),
    )  # fmt: skip


def _download(made: Composition) -> Response:
    name = f"du-thao-{made.kind.type_code.lower()}.docx"
    return send_file(docx_of(made), DOCX, as_attachment=True, download_name=name)


def _draft(office: Office, actor: Actor) -> Draft | None:
    """The draft the address names, to which a version is added."""
    draft_id = request.values.get("draft", type=int)
    return queries.get_draft(office, actor, draft_id) if draft_id else None


def _into_draft(made: Composition, desk: Desk, typed: dict[str, str]) -> Any:
    """The file as the next version of the draft the address names, or as the first of a new one."""
    office, actor = current_office(), current_actor()
    draft = _draft(office, actor)
    draft_id, base = (draft.id, request.form.get("base", draft.version, type=int)) if draft else (None, 0)
    if draft is not None:
        require(policy.may_upload(actor, draft), "upload")
        refuse_if(_other_type(made, draft), NOT_MADE)
    # What was typed is looked through for a stamp of secrecy like any file that comes into the house.
    kept = keep(office, docx_of(made), f"{subject_of(made)[:80]}.docx")

    def work() -> str:
        opened = draft_id
        if opened is None:
            facts = service.DraftFacts(
                unit_id=desk.unit.id, type_code=made.kind.type_code, subject=subject_of(made), urgency=made.urgency
            )
            opened = service.open_draft(office, actor, facts).id
        version = versions.add_version(office, actor, opened, base=base, main=[kept], typed=typed)
        say(msg("Đã lập văn bản từ mẫu, là lần dự thảo %(n)s.", n=version.number))
        return url_for("drafting.show", draft_id=opened)

    return answer_once(work)


def _other_type(made: Composition, draft: Draft) -> list[Problem]:
    if draft.type_code == made.kind.type_code:
        return []
    return [Problem("other_type", msg("Dự thảo này thuộc loại khác. Chọn mẫu đúng loại của dự thảo."))]
