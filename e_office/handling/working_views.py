"""Screens of whoever works on a part: take it up, hand it back, ask for time, close it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for

from e_office.core.permission import require
from e_office.core.problems import Message, Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.handling import policy, queries, working
from e_office.handling.forms import CloseForm, MoreTimeForm, ReasonForm
from e_office.handling.models import Assignment
from e_office.handling.views import blueprint, crumbs

_NONE: tuple[Problem, ...] = ()


@blueprint.post("/assignments/<int:assignment_id>/take-up")
def take_up(assignment_id: int) -> Any:
    """Accept a part; one only to know of is done with by it."""

    def work() -> str:
        row = working.take_up(current_office(), current_actor(), assignment_id)
        say(msg("Đã nhận việc."))
        return url_for("handling.show", entry_id=row.entry_id)

    return answer_once(work)


@blueprint.route("/assignments/<int:assignment_id>/hand-back", methods=["GET", "POST"])
def hand_back(assignment_id: int) -> Any:
    """Give a part back with the reason (trả lại)."""
    form = ReasonForm()
    return _act(
        assignment_id, form, "handling/hand_back.html", msg("Đã trả lại phần việc, người giao đã được báo."),
        lambda: working.hand_back(current_office(), current_actor(), assignment_id, form.reason.data or ""),
    )  # fmt: skip


@blueprint.route("/assignments/<int:assignment_id>/more-time", methods=["GET", "POST"])
def more_time(assignment_id: int) -> Any:
    """Ask for more time (xin gia hạn)."""
    form = MoreTimeForm()
    done = msg("Đã gửi đề nghị gia hạn. Hạn cũ còn hiệu lực đến khi có trả lời.")
    return _act(
        assignment_id, form, "handling/more_time.html", done,
        lambda: working.ask_time(
            current_office(), current_actor(), assignment_id, form.wanted_on.data, form.reason.data or ""
        ),
    )  # fmt: skip


@blueprint.route("/assignments/<int:assignment_id>/close", methods=["GET", "POST"])
def close(assignment_id: int) -> Any:
    """Close a part: answered, or with the reason why not (kết thúc)."""
    form = CloseForm()
    return _act(
        assignment_id, form, "handling/close.html", msg("Đã kết thúc phần việc."),
        lambda: working.close(
            current_office(), current_actor(), assignment_id, answer_code=form.answer_code.data or "",
            result=form.result.data or "", late_reason=form.late_reason.data or "",
        ),
    )  # fmt: skip


def _act(assignment_id: int, form: Any, template: str, done: Message, act: Callable[[], object]) -> Any:
    """The page of one act on a part; the act itself, and where it leads."""
    office, actor = current_office(), current_actor()
    row = queries.get_assignment(office, actor, assignment_id)
    require(policy.holds(actor, row), "work on a part")
    entry_id, problems = row.entry_id, _NONE

    def work() -> str:
        act()
        say(done)
        return url_for("handling.show", entry_id=entry_id)

    if form.validate_on_submit():
        try:
            return answer_once(work)
        except Refused as error:
            problems = error.problems
    return page(template, form, assignment_id, problems), 422 if request.method == "POST" else 200


def page(template: str, form: Any, assignment_id: int, problems: tuple[Problem, ...]) -> str:
    """The form of an act on a part."""
    office = current_office()
    row: Assignment = queries.get_assignment(office, current_actor(), assignment_id)
    return render_template(
        template,
        form=form,
        row=row,
        entry=row.entry,
        crumbs_of=crumbs(row.entry),
        problems=problems,
        today=office.today(),
    )
