"""How the screens of case files answer: a form's page again with every problem, or where an act leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from e_office.casefiles import papers, queries
from e_office.casefiles.models import CaseFile
from e_office.core.problems import Message, Problem, Refused, refuse_if
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.people.blueprint import unread

Page = Callable[[Sequence[Problem], Sequence[Problem]], str]
"""Renders a form's page: the problems of the rules, which stand at their fields, then all of them."""


def answer(form: Any, work: Callable[[], str], page: Page) -> Any:
    """Do what a form asks once and lead on; a refusal is shown on its own page, with nothing changed or lost.

    What could not be read is told together with what the rules say.
    """
    if request.method == "GET":
        return page((), ())
    form.validate()
    unreadable = unread(form)

    def attempt() -> str:
        location = work()
        refuse_if(unreadable)  # the rules were asked first, so that both are told at once
        return location

    try:
        return answer_once(attempt)
    except Refused as error:
        of_rules = [problem for problem in error.problems if problem not in unreadable]
        return page(of_rules, [*unreadable, *of_rules]), 422


def do(work: Callable[[], str], casefile_id: int) -> Any:
    """Do what a single button asks; a refusal is told on a page that leads back to the file."""
    try:
        return answer_once(work)
    except Refused as error:
        file = queries.get_casefile(current_office(), current_actor(), casefile_id)
        return render_template("casefiles/refused.html", file=file, problems=error.problems, title=error.title), 422


def done(message: Message, casefile_id: int) -> str:
    """Say what was done and lead to the file."""
    say(message)
    return url_for("casefiles.show", casefile_id=casefile_id)


def as_docx(content: bytes, name: str) -> Response:
    """A paper as a download."""
    response = Response(content, mimetype=papers.DOCX)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def crumbs(file: CaseFile) -> list[tuple[str, str]]:
    """The way from the list to a file."""
    return [(_("Hồ sơ"), url_for("casefiles.index")), (file.notation, url_for("casefiles.show", casefile_id=file.id))]
