"""How the screens of case files answer: a form's page again with every problem, or where an act leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from e_office.casefiles import queries
from e_office.casefiles.models import CaseFile
from e_office.core.media_types import DOCX
from e_office.core.problems import Message, Problem, Refused
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.people.blueprint import answer_form

Page = Callable[[Sequence[Problem], Sequence[Problem]], str]
"""Renders a form's page: the problems of the rules, which stand at their fields, then all of them."""


def answer(form: Any, work: Callable[[], str], page: Page) -> Any:
    """Do what a form asks once and lead on; a refusal is shown on its own page, with nothing changed or lost.

    What could not be read is told together with what the rules say.
    """
    if request.method == "GET":
        return page((), ())
    return answer_form(form, work, lambda problems, refused, title: page(problems, refused))


def do(work: Callable[[], str], casefile_id: int) -> Any:
    """Do what a single button asks; a refusal is told on a page that leads back to the file."""
    try:
        return answer_once(work)
    except Refused as error:
        file = queries.get_casefile(current_office(), current_actor(), casefile_id)
        here = url_for("casefiles.show", casefile_id=casefile_id)
        return refused(error, (file.notation, here), _("Hồ sơ vẫn như cũ."), _("Về hồ sơ"))


def refused(error: Refused, back: tuple[str, str], unchanged: str, way: str) -> tuple[str, int]:
    """The page on which a button's refusal is told: `back` is name and address of where it was pressed."""
    values = {"problems": error.problems, "title": error.title, "unchanged": unchanged, "way": way}
    return render_template("casefiles/refused.html", back=back, **values), 422


def done(message: Message, casefile_id: int) -> str:
    """Say what was done and lead to the file."""
    say(message)
    return url_for("casefiles.show", casefile_id=casefile_id)


def as_docx(content: bytes, name: str) -> Response:
    """A paper as a download."""
    response = Response(content, mimetype=DOCX)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def crumbs(file: CaseFile) -> list[tuple[str, str]]:
    """The way from the list to a file."""
    return [(_("Hồ sơ"), url_for("casefiles.index")), (file.notation, url_for("casefiles.show", casefile_id=file.id))]
