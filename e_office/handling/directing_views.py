"""Screens of whoever directs: the direction, passing on, confirming, granting time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from e_office.core.office import Office
from e_office.core.permission import CONTENT_ROLES, LEADING_ROLES, require
from e_office.core.problems import Problem, msg
from e_office.core.web import answer_once, current_actor, current_office, form_page, say
from e_office.handling import directing, policy, queries, rules
from e_office.handling.deadlines import proposed_due
from e_office.handling.forms import DirectionForm, TimeAnswerForm
from e_office.handling.views import blueprint, crumbs
from e_office.people import queries as people


@blueprint.route("/incoming/<int:entry_id>/direct", methods=["GET", "POST"])
def direct(entry_id: int) -> Any:
    """Direct the handling of a document (bút phê)."""
    office, actor = current_office(), current_actor()
    entry = queries.get_entry(office, actor, entry_id)
    require(policy.may_direct(actor, entry), "direct")
    form = DirectionForm(due_on=proposed_due(office, entry))
    by_clerk = policy.directing_post(actor, entry) is None
    _choices(office, form, people.units_of_agency(office, entry.unit_id), entry.unit_id)

    def work() -> str:
        directing.direct(office, actor, entry_id, form.lines(), leader_id=form.leader_id.data if by_clerk else None)
        say(msg("Đã ghi ý kiến chỉ đạo và báo cho những nơi được giao."))
        return url_for("handling.show", entry_id=entry_id)

    def page(problems: Iterable[Problem]) -> str:
        shown = queries.get_entry(office, actor, entry_id)
        given = [branch.row for branch in queries.tree_of(office, entry_id) if branch.row.state in rules.OPEN]
        return render_template(
            "handling/direct.html", form=form, entry=shown, crumbs_of=crumbs(shown), by_clerk=by_clerk,
            problems=problems, again=given, title=_("Ý kiến chỉ đạo"), passing=None,
        )  # fmt: skip

    return form_page(form, work, page)


@blueprint.route("/assignments/<int:assignment_id>/pass-on", methods=["GET", "POST"])
def pass_on(assignment_id: int) -> Any:
    """Give a unit's part to people of the unit (giao lại)."""
    office, actor = current_office(), current_actor()
    whole = queries.get_assignment(office, actor, assignment_id)
    require(policy.may_pass_on(actor, whole), "pass on")
    form, entry_id = DirectionForm(due_on=whole.due_on), whole.entry_id
    _choices(office, form, people.units_below(office, whole.unit_id or 0), whole.entry.unit_id, but=whole.unit_id)

    def work() -> str:
        directing.pass_on(office, actor, assignment_id, form.lines())
        say(msg("Đã giao lại trong đơn vị."))
        return url_for("handling.show", entry_id=entry_id)

    def page(problems: Iterable[Problem]) -> str:
        row = queries.get_assignment(office, actor, assignment_id)
        return render_template(
            "handling/pass_on.html", form=form, entry=row.entry, crumbs_of=crumbs(row.entry), by_clerk=False,
            problems=problems, again=[], title=_("Giao lại trong đơn vị"), passing=row,
        )  # fmt: skip

    return form_page(form, work, page)


@blueprint.post("/assignments/<int:assignment_id>/confirm")
def confirm(assignment_id: int) -> Any:
    """The leader confirms what the clerk wrote down."""

    def work() -> str:
        entry = directing.confirm(current_office(), current_actor(), assignment_id)
        say(msg("Đã xác nhận ý kiến chỉ đạo."))
        return url_for("handling.show", entry_id=entry.id)

    return answer_once(work)


@blueprint.route("/time-requests/<int:request_id>", methods=["GET", "POST"])
def decide_time(request_id: int) -> Any:
    """Grant more time, or not."""
    office, actor, form = current_office(), current_actor(), TimeAnswerForm()
    entry_id = queries.get_request(office, actor, request_id).assignment.entry_id

    def work() -> str:
        agreed = request.form.get("agreed") == "1"
        directing.decide_time(office, actor, request_id, agreed=agreed, answer=form.answer.data or "")
        say(msg("Đã trả lời đề nghị gia hạn."))
        return url_for("handling.show", entry_id=entry_id)

    def page(problems: Iterable[Problem]) -> str:
        asked = queries.get_request(office, actor, request_id)
        return render_template("handling/decide_time.html", form=form, asked=asked, problems=problems)

    return form_page(form, work, page)


def _choices(
    office: Office, form: DirectionForm, unit_ids: Iterable[int], agency_id: int, but: int | None = None
) -> None:
    """Units and people who can be given work, by the order of the tree; the leaders for the clerk."""
    own = set(unit_ids)
    units = [branch.unit for branch in people.units_tree(office, day=office.today()) if branch.unit.id in own]
    persons = [
        person
        for person in people.persons_holding(office, CONTENT_ROLES, agency_id)
        if own & {post.unit_id for post in person.posts}
    ]
    who = [(f"u{unit.id}", unit.name) for unit in units if unit.id not in {but, agency_id}]
    who += [(f"p{person.id}", f"{person.name}, {person.posts[0].title}") for person in persons]
    form.lead.choices = [("", _("Chọn nơi chủ trì")), *who]
    form.join.choices = form.know.choices = who
    leaders = people.persons_holding(office, LEADING_ROLES, agency_id)
    form.leader_id.choices = [
        ("", _("Chọn lãnh đạo")),
        *((row.id, f"{row.posts[0].title} {row.name}") for row in leaders),
    ]
