"""Screens of signing: where and in which right, then the act repeated and confirmed with the pass phrase."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from e_office.core.permission import require
from e_office.core.problems import Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say, tell
from e_office.documents.models import DocumentFile
from e_office.documents.queries import get_visible_file
from e_office.signatures import policy, screens, service
from e_office.signatures.forms import ConfirmForm, PlaceForm
from e_office.signatures.screens import Shown

blueprint = Blueprint("signatures", __name__)

NOT_MEANT = Problem("not_meant", msg("Chưa đánh dấu đã xem nội dung và ký số."), "meant")


@blueprint.get("/documents/<int:document_id>/files/<int:file_id>/sign")
def sign(document_id: int, file_id: int) -> Any:
    """Choose in which right and where; a click on the page comes back with the place that was clicked."""
    office, actor = current_office(), current_actor()
    file, form = _file(document_id, file_id), PlaceForm(request.args)
    seen = screens.shown(office, actor, file, form)
    if chosen := screens.clicked(form, request.args, seen):
        place = {"page": chosen.page, "x": chosen.x_mm, "y": chosen.y_mm}
        return redirect(url_for(".sign", **_address(file, seen), **place), 303)
    kinds = screens.kinds_for(office, actor, file.document)
    form.kind.choices = [SelectChoice(kind.value, tell(kind.label)) for kind in kinds]
    form.capacity.choices = [SelectChoice(one.value, tell(one.label)) for one in seen.allowed]
    form.kind.data, form.capacity.data = seen.kind.value, seen.capacity.value
    chosen_by_hand = form.chosen() is not None
    return render_template(
        "signatures/sign.html", form=form, seen=seen, kinds=kinds, by_hand=chosen_by_hand, widths=screens.SHOWN,
        place=_place(form), address=_address(file, seen),
    )  # fmt: skip


@blueprint.get("/documents/<int:document_id>/files/<int:file_id>/sign/page.png")
def page_picture(document_id: int, file_id: int) -> Response:
    """The page as it would look once signed."""
    office, actor = current_office(), current_actor()
    file = _file(document_id, file_id)
    width = min(max(request.args.get("width", screens.SHOWN["desk"], type=int), 100), 1600)
    png = screens.picture(office, actor, file, PlaceForm(request.args), width)
    return Response(png, mimetype="image/png")


@blueprint.route("/documents/<int:document_id>/files/<int:file_id>/sign/confirm", methods=["GET", "POST"])
def confirm(document_id: int, file_id: int) -> Any:
    """Repeat what will be signed, take the pass phrase, and sign."""
    office, actor = current_office(), current_actor()
    file, place, form = _file(document_id, file_id), PlaceForm(request.args), ConfirmForm()
    problems: tuple[Problem, ...] = ()
    if form.validate_on_submit():
        try:
            return _signed(file, place, form)
        except Refused as refusal:
            problems = refusal.problems
            _note_refusal(document_id, file_id, place, problems)
    file = _file(document_id, file_id)
    seen = screens.shown(office, actor, file, place)
    page = render_template(
        "signatures/confirm.html", form=form, seen=seen, problems=problems or seen.problems, widths=screens.SHOWN,
        place=_place(place), address=_address(file, seen),
    )  # fmt: skip
    return page, 422 if request.method == "POST" else 200


def _signed(file: DocumentFile, place: PlaceForm, form: ConfirmForm) -> Any:
    office, actor = current_office(), current_actor()
    if not form.meant.data:
        raise Refused([NOT_MEANT])
    document_id, kind = file.document_id, place.wanted_kind()
    capacity = place.wanted_capacity(service.allowed_capacities(actor, file.document))
    made = service.sign(
        office, actor, file, kind=kind, capacity=capacity, passphrase=form.passphrase.data or "",
        chosen=place.chosen(),
    )  # fmt: skip

    def work() -> str:
        document = get_visible_file(office, actor, document_id, made.source_id).document
        added = service.add_signed(office, actor, document, made)
        say(msg("Đã ký số: %(name)s. Tệp trước khi ký vẫn giữ nguyên.", name=added.name))
        return url_for("documents.show", document_id=document_id, file=added.id)

    return answer_once(work)


def _note_refusal(document_id: int, file_id: int, place: PlaceForm, problems: tuple[Problem, ...]) -> None:
    """A key that was not opened is journalled: somebody may be trying."""
    if any(problem.code == "locked" for problem in problems):
        office, actor = current_office(), current_actor()
        with office.transaction():
            file = get_visible_file(office, actor, document_id, file_id)
            service.note_refusal(office, actor, file.document, place.wanted_kind())


def _file(document_id: int, file_id: int) -> DocumentFile:
    """The file, for whoever may sign its document in one way or another."""
    office, actor = current_office(), current_actor()
    file = get_visible_file(office, actor, document_id, file_id)
    kind = PlaceForm(request.args).wanted_kind()
    require(policy.may_sign_here(actor, file.document, kind), "sign", file.document)
    return file


def _address(file: DocumentFile, seen: Shown) -> dict[str, Any]:
    more = {"kind": seen.kind.value, "capacity": seen.capacity.value}
    return {"document_id": file.document_id, "file_id": file.id} | more


def _place(form: PlaceForm) -> dict[str, str]:
    """The place chosen by hand, as it goes on in addresses."""
    given = {"page": form.page.data, "x": form.x.data, "y": form.y.data}
    return {name: value for name, value in given.items() if value} if form.chosen() else {}
