"""Screens of the agency that puts a dossier together: its fields, components, opinions, and the sending."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from e_office.core.permission import require
from e_office.core.problems import Message, Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, form_page, say
from e_office.documents import uploads
from e_office.submissions import choices, composing, facts, panel, policy, queries, sending
from e_office.submissions.forms import ConsultForm, DossierForm, OpinionForm, PartForm, SendForm
from e_office.submissions.models import Consulted
from e_office.submissions.views import act_on_page, blueprint, crumbs, place


@blueprint.route("/submissions/new", methods=["GET", "POST"])
def new() -> Any:
    """Begin a dossier; its components come after it."""
    office, actor, form = current_office(), current_actor(), DossierForm()
    require(policy.may_compose(actor), "compose")
    form.agency_id.choices = choices.own_agencies(actor)
    agency_id = form.agency_id.data or form.agency_id.choices[0][0]
    form.leader_id.choices = choices.leaders(office, but=agency_id)

    def work() -> str:
        dossier = composing.open_dossier(office, actor, agency_id, form.facts())
        say(msg("Đã lập hồ sơ. Thêm dự thảo, báo cáo giải trình và văn bản liên quan."))
        return url_for("submissions.edit", dossier_id=dossier.id)

    return form_page(form, work, lambda problems: render_template("submissions/new.html", form=form, problems=problems))


@blueprint.route("/submissions/<int:dossier_id>/edit", methods=["GET", "POST"])
def edit(dossier_id: int) -> Any:
    """Put a dossier together: its fields and six points, with what is missing beside them."""
    office, actor = current_office(), current_actor()
    dossier = queries.get_dossier(office, actor, dossier_id)
    require(policy.may_edit(actor, dossier), "compose")
    form = DossierForm(obj=dossier)

    def work() -> str:
        composing.change_facts(office, actor, dossier_id, form.facts())
        say(msg("Đã lưu hồ sơ."))
        return url_for("submissions.edit", dossier_id=dossier_id)

    return form_page(form, work, lambda problems: edit_page(dossier_id, problems, form=form))


@blueprint.post("/submissions/<int:dossier_id>/check")
def check(dossier_id: int) -> str:
    """What is missing with the fields as they are typed now; nothing is saved."""
    office, actor = current_office(), current_actor()
    dossier = queries.get_dossier(office, actor, dossier_id)
    require(policy.may_edit(actor, dossier), "compose")
    typed = vars(DossierForm().facts())
    return render_template(
        "submissions/_panel.html", panel=panel.panel_of(office, dossier, typed), dossier=dossier, policy=policy
    )


@blueprint.post("/submissions/<int:dossier_id>/parts")
def add_part(dossier_id: int) -> Any:
    """Add a component with its file."""
    office, actor, form = current_office(), current_actor(), PartForm()
    require(policy.may_edit(actor, queries.get_dossier(office, actor, dossier_id)), "compose")
    given = uploads.take(office, actor, request)

    def work() -> str:
        given.check()
        composing.add_part(
            office, actor, dossier_id, form.kind.data or "", form.title.data or "", bool(form.paper.data), given.files
        )
        say(msg("Đã thêm thành phần."))
        return url_for("submissions.edit", dossier_id=dossier_id, _anchor="parts")

    try:
        return answer_once(work)
    except Refused as error:
        return edit_page(dossier_id, error.problems, title=error.title, part_form=form, given=given), 422


@blueprint.post("/submissions/parts/<int:part_id>/file")
def put_file(part_id: int) -> Any:
    """Give a component its file, or another in its place."""
    office, actor = current_office(), current_actor()
    dossier_id = queries.get_part(office, actor, part_id).dossier_id
    given = uploads.take(office, actor, request)

    def work() -> str:
        given.check()
        composing.put_file(office, actor, part_id, given.files)
        say(msg("Đã nhận tệp."))
        return url_for("submissions.edit", dossier_id=dossier_id, _anchor="parts")

    try:
        return answer_once(work)
    except Refused as error:
        return edit_page(dossier_id, error.problems, title=error.title), 422


@blueprint.post("/submissions/parts/<int:part_id>/drop")
def drop_part(part_id: int) -> Any:
    """Leave a component out."""

    def work() -> str:
        dossier = composing.drop_part(current_office(), current_actor(), part_id)
        say(msg("Đã bỏ thành phần. Những lần trình trước vẫn giữ nguyên."))
        return url_for("submissions.edit", dossier_id=dossier.id, _anchor="parts")

    return answer_once(work)


@blueprint.post("/submissions/<int:dossier_id>/consulted")
def consult(dossier_id: int) -> Any:
    """Name an agency whose opinion is asked."""
    office, actor, form = current_office(), current_actor(), ConsultForm()
    dossier = queries.get_dossier(office, actor, dossier_id)
    editing = policy.may_edit(actor, dossier)

    def work() -> str:
        composing.consult(
            office, actor, dossier_id, unit_id=form.unit_id.data, name=form.name.data or "", due_on=form.due_on.data
        )
        say(msg("Đã ghi cơ quan lấy ý kiến."))
        where = "submissions.edit" if editing else "submissions.show"
        return url_for(where, dossier_id=dossier_id, _anchor="opinions")

    if not editing:
        return act_on_page(dossier_id, work)
    try:
        return answer_once(work)
    except Refused as error:
        return edit_page(dossier_id, error.problems, title=error.title, consult_form=form), 422


@blueprint.route("/submissions/opinions/<int:consulted_id>", methods=["GET", "POST"])
def opinion(consulted_id: int) -> Any:
    """What a consulted agency answered, with its file, and what was done with it."""
    office, actor = current_office(), current_actor()
    row = queries.get_consulted(office, actor, consulted_id)
    require(policy.may_enter_opinion(actor, row), "enter an opinion")
    form, dossier_id = OpinionForm(data=_as_entered(row)), row.dossier_id
    given = uploads.take(office, actor, request) if request.method == "POST" else uploads.Uploads()

    def work() -> str:
        given.check()
        row = composing.write_opinion(office, actor, consulted_id, form.facts(), given.files)
        say(msg("Đã ghi ý kiến của %(name)s.", name=row.name))
        return place(dossier_id, _anchor="opinions")

    def page(problems: tuple[Problem, ...]) -> str:
        shown = queries.get_consulted(office, actor, consulted_id)
        return render_template(
            "submissions/opinion.html", form=form, row=shown, dossier=shown.dossier, problems=problems, given=given,
            crumbs_of=crumbs(shown.dossier), today=office.today(),
        )  # fmt: skip

    return form_page(form, work, page)


@blueprint.post("/submissions/<int:dossier_id>/drop")
def drop(dossier_id: int) -> Any:
    """Give a dossier up."""

    def work() -> str:
        composing.drop(current_office(), current_actor(), dossier_id)
        say(msg("Đã bỏ hồ sơ."))
        return place(dossier_id)

    return act_on_page(dossier_id, work)


@blueprint.route("/submissions/<int:dossier_id>/send", methods=["GET", "POST"])
def send(dossier_id: int) -> Any:
    """Number and send a dossier; what is missing is told before anything is numbered."""
    office, actor = current_office(), current_actor()
    require(policy.may_send(actor, queries.get_dossier(office, actor, dossier_id)), "send")
    form = SendForm(issued_on=office.today())

    def work() -> str:
        wanted = sending.SendFacts(
            issued_on=form.issued_on.data,
            signer=form.signer.data or "",
            signer_title=form.signer_title.data or "",
            paper_reason=form.paper_reason.data or "",
        )
        sent = sending.send(office, actor, dossier_id, wanted)
        say(msg("Đã gửi hồ sơ trình, số %(code)s.", code=sent.document.code))
        return place(dossier_id)

    def page(problems: tuple[Problem, ...]) -> str:
        dossier = queries.get_dossier(office, actor, dossier_id)
        return render_template(
            "submissions/send.html", form=form, dossier=dossier, problems=problems, crumbs_of=crumbs(dossier),
            panel=panel.panel_of(office, dossier), changes=facts.changes_to_send(dossier), labels=choices.FIELD_LABELS,
            on_paper=sending.goes_on_paper(dossier),
        )  # fmt: skip

    return form_page(form, work, page)


def _as_entered(row: Consulted) -> dict[str, Any]:
    """An opinion as its form shows it."""
    names = ("answer", "due_on", "answered_on", "words", "why_not")
    taken = "" if row.taken is None else "yes" if row.taken else "no"
    return {name: getattr(row, name) for name in names} | {"taken": taken}


def edit_page(dossier_id: int, problems: tuple[Problem, ...], *, title: Message | None = None, **forms: Any) -> str:
    """The page on which a dossier is put together, with what an act was refused for and all that was typed."""
    office, actor = current_office(), current_actor()
    dossier = queries.get_dossier(office, actor, dossier_id)
    form = forms.get("form") or DossierForm(formdata=None, obj=dossier)
    form.agency_id.choices = [(dossier.agency_id, dossier.agency.name)]
    form.leader_id.choices = choices.leaders(office, but=dossier.agency_id)
    consult_form = forms.get("consult_form") or ConsultForm(formdata=None)
    consult_form.unit_id.choices = choices.agencies(office, but={dossier.agency_id, dossier.to_unit_id})
    return render_template(
        "submissions/edit.html", form=form, dossier=dossier, problems=problems, title=title, policy=policy,
        part_form=forms.get("part_form") or PartForm(formdata=None), consult_form=consult_form,
        given=forms.get("given") or uploads.Uploads(), panel=panel.panel_of(office, dossier), today=office.today(),
    )  # fmt: skip
