"""Signing in and out, and a person's own page."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from e_office.core import audit
from e_office.core.clock import day_of
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, public, say
from e_office.people import access, delegation, queries, service, tries
from e_office.people.blueprint import before_password_change, bp, sent
from e_office.people.browsers import browser_name
from e_office.people.forms import LoginForm, PasswordForm
from e_office.people.next_page import HOME, local_path
from e_office.people.roles import ROLE_NAMES
from e_office.people.rules import login_wait, tries_left
from e_office.people.signed_in import here, sign_in, sign_out

A_YEAR = 365 * 24 * 3600


@bp.route("/login", methods=["GET", "POST"])
@public
def login() -> Any:
    """Sign in."""
    target = local_path(request.values.get("next"))
    if current_user.is_authenticated:
        return redirect(target, 303)
    form, problem, status = LoginForm(sent()), None, 200
    if request.method == "POST":
        newcomer, problem = _try(form.login.data or "", form.password.data or "")
        if newcomer is not None:
            sign_in(newcomer, form.password.data or "")
            return _with_own_choices(redirect(target, 303), newcomer.choices)
        status = 429 if problem and problem.code == "login_waits" else 422
    office = current_office()
    page = render_template(
        "people/login.html", form=form, problem=problem, target=target, today=day_of(office.clock.now())
    )
    return page, status


def _try(login_name: str, password: str) -> tuple[access.Newcomer | None, Problem | None]:
    """The person, or why not."""
    office, judged = current_office(), _counted(login_name)
    if judged.wait:
        return None, _waits(judged, "login")
    newcomer = access.newcomer(office, login_name, password)
    if newcomer is not None:
        return newcomer, None
    failures = judged.failures + 1
    with office.transaction():
        tries.note_failure(office, login_name, here(), failures)
    return None, _wrong(failures)


def _counted(login_name: str) -> tries.Try:
    """This try, counted first and judged then, so that tries side by side see each other (A-39)."""
    office, network = current_office(), here()
    with office.transaction():
        try_id = tries.note_try(office, login_name, network)
    judged = tries.judge_try(office, try_id, login_name, network)
    if judged.wait:
        with office.transaction():
            tries.forget_try(office, try_id)
    return judged


def _waits(judged: tries.Try, field: str) -> Problem:
    minutes = -(-int(judged.wait.total_seconds()) // 60)
    return Problem("login_waits", msg("Đã sai quá nhiều lần. Thử lại sau %(n)s phút.", n=minutes), field)


def _wrong(failures: int) -> Problem:
    """The same words for an unknown account and for a wrong password (A-38)."""
    if left := tries_left(failures):
        text = msg("Tên đăng nhập hoặc mật khẩu chưa đúng. Còn %(n)s lần thử, sau đó phải chờ.", n=left)
    else:
        minutes = int(login_wait([current_office().clock.now()] * failures).total_seconds()) // 60
        text = msg("Tên đăng nhập hoặc mật khẩu chưa đúng. Chờ %(n)s phút rồi thử lại.", n=minutes)
    return Problem("login_wrong", text, "password")


def _with_own_choices(response: Response, choices: dict[str, str]) -> Response:
    """The person's language and theme, where this browser has none of its own yet."""
    for name, value in choices.items():
        if name not in request.cookies:
            _keep_choice(response, name, value)
    return response


def _keep_choice(response: Response, name: str, value: str) -> None:
    secure = current_office().settings.base_url.startswith("https://")
    response.set_cookie(name, value, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")


@bp.post("/logout")
@before_password_change
def logout() -> Any:
    """Sign out; the log-in is ended in the table, so a copied cookie is worth nothing."""
    sign_out()
    return redirect(url_for("people.login"), 303)


@bp.route("/password", methods=["GET", "POST"])
@before_password_change
def change_password() -> Any:
    """Change one's own password; every other log-in ends and this one gets a new token."""
    form, actor = PasswordForm(sent()), current_actor()
    forced: bool = current_user.must_change_password
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        problems = _changed(actor, (form.current.data or "", form.new.data or "", form.again.data or ""))
        if not problems:
            sign_in(queries.get_person(current_office(), actor.person_id))
            say(msg("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."))
            return redirect(HOME if forced else url_for("people.account"), 303)
    page = render_template("people/change_password.html", form=form, problems=problems, forced=forced)
    return page, 422 if problems else 200


def _changed(actor: Actor, values: tuple[str, str, str]) -> tuple[Problem, ...]:
    """What keeps the password from being changed; a stolen session guesses no faster than a stranger (A-39)."""
    office, judged = current_office(), _counted(actor.login)
    if judged.wait:
        return (_waits(judged, "current"),)
    try:
        with office.transaction():
            service.change_password(office, actor, *values)
            tries.forget_try(office, judged.id)
    except Refused as refusal:
        if all(problem.code != "current_wrong" for problem in refusal.problems):
            with office.transaction():
                tries.forget_try(office, judged.id)
        return refusal.problems
    return ()


@bp.get("/account")
def account() -> Any:
    """One's own page: data, posts, open log-ins, choices."""
    office, actor = current_office(), current_actor()
    return render_template(
        "people/account.html",
        person=queries.get_person(office, actor.person_id),
        posts=queries.posts_of(office, actor.person_id),
        sessions=access.open_sessions(office, actor.person_id),
        delegations=delegation.delegations_of(office, actor.person_id),
        may_delegate=delegation.may_delegate(actor),
        session_id=current_user.session_id,
        history=audit.history(office.session, "person", actor.person_id)[:12],
        today=office.today(),
        roles=ROLE_NAMES,
        browser_name=browser_name,
    )


@bp.post("/account/sessions/<int:session_id>/end")
def end_session(session_id: int) -> Any:
    """End one of one's own log-ins."""
    if session_id == current_user.session_id:
        return logout()

    def work() -> str:
        access.end_session(current_office(), current_actor(), session_id)
        say(msg("Đã kết thúc một phiên đăng nhập."))
        return url_for("people.account")

    return answer_once(work)


@bp.post("/account/sessions/end-others")
def end_other_sessions() -> Any:
    """End all of one's own log-ins but this one."""

    def work() -> str:
        ended = access.end_other_sessions(current_office(), current_actor(), current_user.session_id)
        say(msg("Đã kết thúc %(n)s phiên đăng nhập khác.", n=ended))
        return url_for("people.account")

    return answer_once(work)


@bp.post("/account/shortcuts")
def shortcuts() -> Any:
    """Switch the single-letter keys on or off (WCAG 2.1.4)."""
    wanted = request.form.get("shortcuts") == "1"
    with current_office().transaction():
        queries.get_person(current_office(), current_actor().person_id).shortcuts = wanted
    say(msg("Đã bật phím tắt một chữ.") if wanted else msg("Đã tắt phím tắt một chữ."))
    return redirect(url_for("people.account"), 303)


@bp.post("/language")
@public
def language() -> Any:
    """Choose the language, signed in or not."""
    return _choose("lang", "language", ("vi", "en"))


@bp.post("/theme")
@public
def theme() -> Any:
    """Choose the theme, signed in or not."""
    return _choose("theme", "theme", ("light", "dark", "auto"))


def _choose(name: str, column: str, known: tuple[str, ...]) -> Response:
    value = request.form.get(name, "")
    if value not in known:
        raise NotFound(name)
    if current_user.is_authenticated:
        office = current_office()
        with office.transaction():
            setattr(queries.get_person(office, current_user.actor.person_id), column, value)
    response = redirect(local_path(request.form.get("next")), 303)
    _keep_choice(response, name, value)
    return response
