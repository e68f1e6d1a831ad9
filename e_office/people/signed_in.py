"""Flask-Login over the table of log-ins: the cookie holds a token, every request asks the table anew."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from flask import Flask, redirect, request, session, url_for
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy.exc import OperationalError

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.web import current_office, is_htmx
from e_office.people import access, tries
from e_office.people.letterhead import office_head
from e_office.people.models import Person
from e_office.people.policy import may_administer

log = logging.getLogger(__name__)

SEEN_EVERY = timedelta(minutes=1)
"""How exactly the last use of a log-in is kept: writing it at each request would be a write for each read."""


@dataclass(frozen=True, eq=False)
class LoginUser(UserMixin):
    """Who is signed in in this request; plain values, so that no rollback empties them."""

    token: str
    session_id: int
    actor: Actor
    must_change_password: bool
    shortcuts: bool

    def get_id(self) -> str:
        """What the signed cookie holds."""
        return self.token


class JustIn(UserMixin):
    """Who signed in just now; the table is asked only where the rest of this request wants more than the token."""

    def __init__(self, token: str) -> None:
        self.token = token

    def get_id(self) -> str:
        """What the signed cookie holds."""
        return self.token

    def __getattr__(self, name: str) -> Any:
        return getattr(self._looked_up, name)

    @cached_property
    def _looked_up(self) -> LoginUser | None:
        return load_user(self.token)


def init_login(app: Flask) -> None:
    """Tell Flask-Login how a token becomes a person and where strangers go."""
    manager = app.login_manager  # type: ignore[attr-defined]
    manager.user_loader(load_user)
    manager.unauthorized_handler(ask_to_sign_in)


BY_ITSELF = "X-Watching"
"""A page that asks by itself says so: that is no use of the log-in, which ends when nobody does anything."""
STREAM = "text/event-stream"
"""A stream of events is asked for by the browser itself, which can send no header of ours."""


def load_user(token: str) -> LoginUser | None:
    """The person of a token, with today's posts; None where the log-in has ended."""
    office = current_office()
    row = access.session_of(office, token)
    if row is None:
        return None
    user = LoginUser(token, row.id, row.actor, row.must_change_password, row.shortcuts)
    if request.headers.get(BY_ITSELF) or request.headers.get("Accept") == STREAM:
        return user
    if office.clock.now() - row.seen_at >= SEEN_EVERY and not office.session.info.get("in_transaction"):
        _touch(office, row.id)
    return user


def _touch(office: Office, session_id: int) -> None:
    try:
        with office.transaction():
            access.touch_session(office, session_id)
    except OperationalError as error:  # reading goes on while nothing can be written
        log.warning("the last use of a log-in was not kept: %s", error)


def sign_in(person: Person | access.Newcomer, password: str = "") -> None:
    """Open a log-in for the person and put a fresh token into a fresh cookie (A-34: no fixation)."""
    office = current_office()
    with office.transaction():
        token = access.open_session(office, person, network=here(), agent=request.user_agent.string, password=password)
    session.clear()
    login_user(JustIn(token))


def sign_out() -> None:
    """End the log-in in use, in the table and in the browser."""
    office = current_office()
    if current_user.is_authenticated:
        with office.transaction():
            access.end_session(office, current_user.actor, current_user.session_id)
    logout_user()
    session.clear()


def here() -> str:
    """The network of this request."""
    return tries.network_of(request.remote_addr)


def ask_to_sign_in() -> Any:
    """Send a stranger to the log-in page and remember where to; a part of a page loads it whole."""
    target = request.full_path if request.method == "GET" and not is_htmx() else None
    place = url_for("people.login", next=target.removesuffix("?") if target not in {None, "/?"} else None)
    if is_htmx():
        return "", 401, {"HX-Redirect": place}
    return redirect(place, 303)


def chrome(actor: Actor | None) -> dict[str, Any]:
    """The layout's own links, the head of the actor's agency, and whether single keys are on."""
    links = {"language_url": url_for("people.language"), "theme_url": url_for("people.theme")}
    if actor:
        links |= {"account": url_for("people.account"), "logout_url": url_for("people.logout")}
        if may_administer(actor):
            links["admin"] = url_for("people.units")
    return {
        "links": links,
        "office_head": office_head(current_office(), actor),
        "shortcuts": bool(actor) and current_user.shortcuts,
    }
