"""Screens of groups of units: the list, one group with its units to tick, giving it up."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.meetings import policy
from e_office.meetings.groups import queries, service
from e_office.meetings.groups.forms import GroupForm
from e_office.meetings.groups.models import InviteeGroup
from e_office.meetings.views import blueprint
from e_office.people.models import Unit
from e_office.people.queries import get_unit, units_tree


@blueprint.get("/meetings/groups")
def groups() -> str:
    """The groups of units of the actor's agency."""
    office, actor = current_office(), current_actor()
    agency = _agency(actor)
    g.nav_section = "meetings.index"
    rows = [(group, queries.open_units(office, group)) for group in queries.groups_of(office, agency)]
    return render_template("meetings/groups/groups.html", rows=rows, unit=get_unit(office, agency))


@blueprint.route("/meetings/groups/new", methods=["GET", "POST"])
def new_group() -> Any:
    """Make a group: a name and the units that are ticked."""
    office, actor = current_office(), current_actor()
    agency, form = _agency(actor), GroupForm()

    def work() -> str:
        group = service.make_group(office, actor, agency, form.name.data or "", _ticked())
        say(msg("Đã lập nhóm “%(name)s”, %(n)s đơn vị.", name=group.name, n=len(group.members)))
        return url_for(".groups")

    return _answered(office, agency, None, form, work)


@blueprint.route("/meetings/groups/<int:group_id>", methods=["GET", "POST"])
def group(group_id: int) -> Any:
    """Change a group's name or units, or give it up."""
    office, actor = current_office(), current_actor()
    found = queries.get_group(office, actor, group_id)
    agency, form = found.unit_id, GroupForm(data={"name": found.name})

    def work() -> str:
        if request.form.get("act") == "end":
            ended = service.give_up_group(office, actor, group_id)
            say(msg("Đã bỏ nhóm “%(name)s”. Giấy mời đã soạn không đổi.", name=ended.name))
            return url_for(".groups")
        version = request.form.get("version", type=int)
        kept = service.change_group(office, actor, group_id, form.name.data or "", _ticked(), version=version)
        say(msg("Đã lưu nhóm “%(name)s”, %(n)s đơn vị.", name=kept.name, n=len(kept.members)))
        return url_for(".groups")

    return _answered(office, agency, group_id, form, work)


def _answered(office: Office, agency: int, group_id: int | None, form: GroupForm, work: Any) -> Any:
    """The page, or what the pressed button did; a refusal shows the page again as it was typed."""
    g.nav_section, error = "meetings.index", None
    if request.method == "POST":
        try:
            return answer_once(work)
        except Refused as problem:
            error = problem
    group = queries.get_group(office, current_actor(), group_id) if group_id else None
    ticked = set(_ticked()) if error else {member.unit_id for member in group.members} if group else set()
    page = render_template(
        "meetings/groups/group.html", form=form, group=group, error=error, ticked=ticked,
        levels=_by_level(office, group), unit=get_unit(office, agency),
    )  # fmt: skip
    return page, 422 if error else 200


def _by_level(office: Office, group: InviteeGroup | None) -> dict[str, list[Unit]]:
    """Agencies open today by their level, in the order of the tree; parts of an agency that are members stay."""
    kept = {member.unit_id for member in group.members} if group else set()
    found: dict[str, list[Unit]] = {}
    for branch in units_tree(office, day=office.today()):
        if branch.unit.is_agency or branch.unit.id in kept:
            found.setdefault(branch.unit.level.name, []).append(branch.unit)
    return found


def _ticked() -> list[int]:
    return request.form.getlist("unit", type=int)


def _agency(actor: Actor) -> int:
    agency = policy.writing_agency(actor)
    if agency is None:
        raise NotFound
    return agency
