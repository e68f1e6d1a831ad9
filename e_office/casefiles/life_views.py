"""Screens of a file's course: closing, opening again, locking, and who may see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from e_office.casefiles import closing, policy, queries, rights, service
from e_office.casefiles.answers import answer, do, done
from e_office.casefiles.forms import CloseForm, ReasonForm, RightForm
from e_office.casefiles.models import CaseFile
from e_office.casefiles.views import blueprint
from e_office.core.office import Office
from e_office.core.permission import require
from e_office.core.problems import Message, msg
from e_office.core.web import current_actor, current_office
from e_office.people.queries import units_of_agency, units_tree


@blueprint.route("/casefiles/<int:casefile_id>/close", methods=["GET", "POST"])
def close(casefile_id: int) -> Any:
    """Close a file; what is missing is named before anything is typed (kết thúc hồ sơ)."""
    office, actor, form = current_office(), current_actor(), CloseForm()
    file = queries.get_casefile(office, actor, casefile_id)
    require(policy.may_manage(actor, file), "close a file", file)

    def work() -> str:
        closing.close(office, actor, casefile_id, ended_on=form.ended_on.data, settled_on=form.settled_on.data)
        return done(msg("Đã kết thúc hồ sơ."), casefile_id)

    def page(problems: Any, refused: Any) -> str:
        shown = queries.get_casefile(office, actor, casefile_id)
        missing = closing.closing_problems(office, actor, shown, office.today(), office.today())
        ahead = [one for one in missing if one.field is None] if request.method == "GET" else []
        return render_template(
            "casefiles/close.html", file=shown, form=form, problems=problems, refused=refused, ahead=ahead
        )

    return answer(form, work, page)


@blueprint.route("/casefiles/<int:casefile_id>/reopen", methods=["GET", "POST"])
def reopen(casefile_id: int) -> Any:
    """Open a closed file again, with the reason."""
    form = ReasonForm()
    return _with_reason(
        casefile_id, form, policy.may_manage, _("Mở lại hồ sơ"), msg("Đã mở lại hồ sơ."),
        lambda: closing.reopen(current_office(), current_actor(), casefile_id, form.reason.data or ""),
    )  # fmt: skip


@blueprint.route("/casefiles/<int:casefile_id>/lock", methods=["GET", "POST"])
def lock(casefile_id: int) -> Any:
    """Lock a file against every change, with the reason (khóa, L-10)."""
    form = ReasonForm()
    return _with_reason(
        casefile_id, form, policy.may_freeze, _("Khóa hồ sơ"), msg("Đã khóa hồ sơ."),
        lambda: service.freeze(current_office(), current_actor(), casefile_id, form.reason.data or ""),
    )  # fmt: skip


@blueprint.route("/casefiles/<int:casefile_id>/unlock", methods=["GET", "POST"])
def unlock(casefile_id: int) -> Any:
    """Unlock it, with the reason."""
    form = ReasonForm()
    return _with_reason(
        casefile_id, form, policy.may_freeze, _("Mở khóa hồ sơ"), msg("Đã mở khóa hồ sơ."),
        lambda: service.unfreeze(current_office(), current_actor(), casefile_id, form.reason.data or ""),
    )  # fmt: skip


@blueprint.route("/casefiles/<int:casefile_id>/rights", methods=["GET", "POST"])
def change_rights(casefile_id: int) -> Any:
    """Who may see a file, every change of it, and asking for another (L-07)."""
    office, actor, form = current_office(), current_actor(), RightForm()
    file = queries.get_casefile(office, actor, casefile_id)
    require(policy.may_manage(actor, file), "change rights", file)

    def work() -> str:
        change = rights.ask_change(
            office, actor, casefile_id, form.chosen(), form.chosen_level(), form.reason.data or ""
        )
        said = msg("Đã đổi quyền xem hồ sơ.") if change.agreed else msg("Đã ghi thay đổi quyền, chờ lãnh đạo xác nhận.")
        return done(said, casefile_id)

    def page(problems: Any, refused: Any) -> str:
        shown = queries.get_casefile(office, actor, casefile_id)
        form.holder.choices = _holders(office, shown)
        return render_template(
            "casefiles/change_rights.html", file=shown, form=form, changes=queries.changes_of(office, casefile_id),
            problems=problems, refused=refused,
        )  # fmt: skip

    return answer(form, work, page)


@blueprint.post("/right-changes/<int:change_id>")
def decide_right(change_id: int) -> Any:
    """Confirm a change of rights, or refuse it."""
    office, actor = current_office(), current_actor()
    casefile_id = queries.get_change(office, actor, change_id).casefile_id

    def work() -> str:
        change = rights.decide(office, actor, change_id, request.form.get("agreed") == "1")
        said = msg("Đã xác nhận thay đổi quyền.") if change.agreed else msg("Đã từ chối thay đổi quyền.")
        return done(said, casefile_id)

    return do(work, casefile_id)


def _with_reason(
    casefile_id: int,
    form: ReasonForm,
    allowed: Callable[..., bool],
    title: str,
    said: Message,
    act: Callable[[], object],
) -> Any:
    """The page of an act that carries its reason; the act itself, and where it leads."""
    office, actor = current_office(), current_actor()
    require(allowed(actor, queries.get_casefile(office, actor, casefile_id)), "change the course of a file")

    def work() -> str:
        act()
        return done(said, casefile_id)

    def page(problems: Any, refused: Any) -> str:
        file = queries.get_casefile(office, actor, casefile_id)
        return render_template(
            "casefiles/with_reason.html", file=file, form=form, title=title, problems=problems, refused=refused
        )

    return answer(form, work, page)


def _holders(office: Office, file: CaseFile) -> list[tuple[str, str]]:
    """Units and people of the agency, and whoever has a right already."""
    own = units_of_agency(office, file.unit_id)
    units = [branch.unit for branch in units_tree(office) if branch.unit.id in own]
    choices = {f"u{unit.id}": unit.name for unit in units}
    choices |= {f"p{person.id}": person.name for person in service.persons_of(office, file.unit_id)}
    for right in file.rights:
        choices.setdefault(f"u{right.unit_id}" if right.unit_id else f"p{right.person_id}", right.holder)
    return [("", _("Chọn đơn vị hoặc người")), *choices.items()]
