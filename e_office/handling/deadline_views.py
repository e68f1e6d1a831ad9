"""The screen of usual deadlines: how many working days an answer takes, by type and urgency."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from e_office.core.permission import require
from e_office.core.problems import Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.handling import deadlines, policy
from e_office.handling.forms import DeadlineForm
from e_office.handling.rules_deadline import DEFAULT_DAYS
from e_office.handling.views import blueprint
from e_office.people.queries import get_unit
from e_office.registry.agency import working_agency
from e_office.registry.types import TYPES, Urgency


@blueprint.route("/incoming/deadlines", methods=["GET", "POST"])
def usual_deadlines() -> Any:
    """The table of usual deadlines (thời hạn thường lệ), and setting a line of it."""
    office, actor, form = current_office(), current_actor(), DeadlineForm()
    agency_id, problems = working_agency(actor), ()

    def work() -> str:
        deadlines.set_days(
            office, actor, agency_id, type_code=form.type_code.data or "", urgency=form.urgency.data or "",
            days=form.days.data,
        )  # fmt: skip
        say(msg("Đã ghi thời hạn. Từ nay các chỉ đạo mới được gợi ý theo đó."))
        return url_for("handling.usual_deadlines")

    if request.method == "POST":
        try:
            return answer_once(work)
        except Refused as error:
            problems = error.problems
    return _page(agency_id, form, problems), 422 if request.method == "POST" else 200


@blueprint.post("/incoming/deadlines/<int:deadline_id>/take-out")
def take_out_deadline(deadline_id: int) -> Any:
    """Take a line out of the table."""
    office, actor = current_office(), current_actor()
    agency_id = working_agency(actor)
    require(policy.may_set_deadlines(actor, agency_id), "set deadlines")

    def work() -> str:
        deadlines.take_out(office, actor, agency_id, deadline_id)
        say(msg("Đã bỏ thời hạn này."))
        return url_for("handling.usual_deadlines")

    return answer_once(work)


def _page(agency_id: int, form: DeadlineForm, problems: tuple[Problem, ...]) -> str:
    office, actor = current_office(), current_actor()
    return render_template(
        "handling/usual_deadlines.html",
        rows=deadlines.rows_of(office, agency_id),
        defaults=[(Urgency(name), days) for name, days in DEFAULT_DAYS.items()],
        types=TYPES,
        urgency=Urgency,
        unit=get_unit(office, agency_id),
        may_set=policy.may_set_deadlines(actor, agency_id),
        form=form,
        problems=problems,
    )
