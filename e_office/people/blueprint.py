"""The room's blueprint: log-in and own page at the root, administration under `/admin`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict
from wtforms import Form

from e_office.core.permission import require
from e_office.core.problems import Message, Problem, Refused, refuse_if
from e_office.core.web import answer_once, current_actor
from e_office.people.policy import may_administer

bp = Blueprint("people", __name__)

View = Callable[..., Any]


def for_administrators(view: View) -> View:
    """Refuse everybody else before the view begins."""

    @wraps(view)
    def guarded(**kwargs: Any) -> Any:
        require(may_administer(current_actor()), "administer")
        return view(**kwargs)

    return guarded


def before_password_change(view: View) -> View:
    """Let a view be used while an initial password still has to be changed."""
    view.before_password_change = True  # type: ignore[attr-defined]
    return view


def sent() -> MultiDict[str, str] | None:
    """The form of this request, None where none was sent: an empty one would empty every field."""
    return request.form if request.method == "POST" else None


def unread(form: Form) -> list[Problem]:
    """What of a form could not be read, as problems: they are told together with those of the rules."""
    return [
        Problem("unreadable", Message(str(error)), name) for name, errors in form.errors.items() for error in errors
    ]


def answer_form(form: Form, work: Callable[[], str], page: Callable[..., str]) -> Any:
    """Do `work` once and go where it says; or show the form again with every problem and all that was typed.

    `page(problems=…, refused=…, title=…)` renders it: `problems` are those of the rules, `refused` all.
    """
    form.validate()
    unreadable = unread(form)

    def attempt() -> str:
        location = work()
        refuse_if(unreadable)  # the rules were asked first, so that both are told at once
        return location

    try:
        return answer_once(attempt)
    except Refused as refusal:
        of_rules = [problem for problem in refusal.problems if problem not in unreadable]
        every = (*unreadable, *of_rules)
        return page(problems=of_rules, refused=every, title=refusal.title), 422


def page_of(template: str, **values: Any) -> Callable[..., str]:
    """A page to be rendered later, once what stands in the way is known."""
    return lambda problems=(), refused=(), title=None: render_template(
        template, problems=problems, refused=refused, refusal_title=title, **values
    )
