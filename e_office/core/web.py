"""The one Flask file of the core: who asks, in which language, within which transaction, with which headers."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from flask import Flask, Response, current_app, flash, g, has_request_context, redirect, request, url_for
from flask.templating import Environment
from flask_babel import get_domain, get_locale, gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from sqlalchemy import UniqueConstraint, select, text
from sqlalchemy.orm import Mapped

from e_office.core.assets import version_of
from e_office.core.db import Base, Code, Id, Instant, for_update
from e_office.core.office import Office
from e_office.core.permission import Actor, NotAllowed
from e_office.core.plurals import counted
from e_office.core.problems import Message, Problem, Refused

log = logging.getLogger(__name__)

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
FORM_KEYS_KEPT = timedelta(days=2)


class FormKey(Base):
    """A form that was sent: its key and where its answer led, so that a second click changes nothing."""

    __tablename__ = "form_key"
    __table_args__ = (UniqueConstraint("person_id", "key"),)
    id: Mapped[Id]
    key: Mapped[Code]
    person_id: Mapped[int]
    location: Mapped[str]
    created_at: Mapped[Instant]


class PageEnvironment(Environment):
    """Templates whose globals are all there before the first page is made."""

    def make_globals(self, d: Any) -> dict[str, Any]:
        """One dictionary: Jinja's chain of two is walked key by key whenever a template imports a macro."""
        return {**self.globals, **(d or {})}


def current_office() -> Office:
    """The office this request is for."""
    return cast(Office, current_app.extensions["office"])


def current_actor() -> Actor:
    """Who asks.

    :raises NotAllowed: where nobody is signed in.
    """
    if not current_user.is_authenticated:
        raise NotAllowed("sign in")
    return cast(Actor, current_user.actor)


def tell(message: Message) -> str:
    """The message in the reader's language."""
    values = {name: tell(value) if isinstance(value, Message) else value for name, value in message.values.items()}
    said = _said(message.text)
    return counted(said, values) % values if values else said


def _url_of_page(endpoint: str, /, **values: Any) -> str:
    """`url_for()` of the templates; a page names some forty files of ours, whose addresses never change."""
    if endpoint != "static":
        return url_for(endpoint, **values)
    known: dict[Any, str] = current_app.extensions.setdefault("addresses_of_files", {})
    key = (request.script_root, *sorted(values.items()))
    if key not in known:
        known[key] = url_for(endpoint, **values)
    return known[key]


@pass_context
def _text_of_page(context: Context, text: str, /, **values: Any) -> str:
    """`_()` of the templates: the text in the reader's language, its values escaped, its words in the right number."""
    said = counted(_said(text), values)
    if context.eval_ctx.autoescape:
        said = Markup(said)
    return said % values if values or "%" in said else said


def _said(text: str) -> str:
    """`gettext()`, which looks for the reader's catalogue at each text; a page says some sixty of one language."""
    locale = get_locale()
    if locale is None:
        return gettext(text)
    found, catalogue = g.get("catalogue", (None, None))
    if found is not locale:
        catalogue = get_domain().get_translations()
        g.catalogue = (locale, catalogue)
    return cast(str, catalogue.ugettext(text))


def say(message: Message) -> None:
    """Show a toast on the next page: what was done, with its figures."""
    flash(tell(message), "done")


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a view be seen without signing in; everything else asks for it."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def answer_once(work: Callable[[], str]) -> Response:
    """Do `work` in one transaction and redirect to the address it returns; once for each form key.

    A second click, a refresh or a retry of the same form is answered with the first one's address.
    Errors of `work` pass through with nothing changed.
    """
    office, actor, key = current_office(), current_actor(), request.form.get("form_key", "")[:60]
    with office.transaction() as session:
        if not key:
            return cast(Response, redirect(work(), 303))
        # The person's row is the queue in which two sendings of one form stand.
        session.execute(text("SELECT id FROM person WHERE id = :id" + for_update(session)), {"id": actor.person_id})
        if earlier := session.scalar(select(FormKey.location).filter_by(key=key, person_id=actor.person_id)):
            return cast(Response, redirect(earlier, 303))
        location = work()
        session.add(FormKey(key=key, person_id=actor.person_id, location=location, created_at=office.clock.now()))
    return cast(Response, redirect(location, 303))


def form_page(form: Any, work: Callable[[], str], page: Callable[[tuple[Problem, ...]], str]) -> Any:
    """The page of a form; or its act, and the page again with every problem and all that was typed."""
    problems: tuple[Problem, ...] = ()
    if form.validate_on_submit():
        try:
            return answer_once(work)
        except Refused as error:
            problems = error.problems
    return page(problems), 422 if request.method == "POST" else 200


def new_form_key() -> str:
    """A key for a fresh form; templates put it into the hidden field `form_key`."""
    return secrets.token_urlsafe(16)


def is_htmx() -> bool:
    """Whether only a part of the page is wanted."""
    return request.headers.get("HX-Request") == "true"


def add_chrome(app: Flask, more: Callable[[Actor | None], dict[str, Any]]) -> None:
    """Let a room set values of the layout (links, agency head, search box); not asked on failure pages."""
    app.extensions.setdefault("chrome", []).append(more)


def init_web(app: Flask) -> None:
    """Guards, headers, error pages and what every template may use."""
    app.before_request(_sign_in_first)
    app.before_request(_refuse_cross_site)
    app.after_request(_add_headers)
    version = version_of(Path(app.static_folder or ""))
    app.url_defaults(lambda endpoint, values: endpoint == "static" and values.setdefault("v", version))
    app.jinja_env.globals["url_for"] = _url_of_page
    app.context_processor(_page_values)
    app.jinja_env.globals.update(tell=tell, new_form_key=new_form_key, gettext=_text_of_page, _=_text_of_page)
    from e_office.core import bar, failures  # they stand on this module

    bar.register(app)
    failures.register(app)


def _sign_in_first() -> Any:
    """Nothing is public and nobody looks without a name (T7, QĐ 25/2013/QĐ-TTg), but for the few views that say so."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static" or getattr(view, "is_public", False):
        return None
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    if current_user.must_change_password and not getattr(view, "before_password_change", False):
        return redirect(url_for("people.change_password"))
    return None


def _refuse_cross_site() -> None:
    """A form of another site never counts, token or not (A-30)."""
    if request.method not in {"GET", "HEAD", "OPTIONS"} and request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise CSRFError("cross-site")


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if request.args.get("v") else "no-cache"
        )
    else:
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.add("Cookie")
    if current_office().settings.base_url.startswith("https://"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def _page_values() -> dict[str, Any]:
    """Values every layout uses; cheap for error pages, which must work with the database down."""
    if not has_request_context():  # a mail is no page
        return {}
    signed_in = not g.get("failed") and bool(current_user) and current_user.is_authenticated
    actor = current_user.actor if signed_in else None
    values = {
        "lang": str(get_locale() or "vi"),
        "theme": request.cookies.get("theme", "auto"),
        "nav": [],
        "actor": actor,
        "office": current_office(),
        "shortcuts": True,
        "office_head": {"parent": "", "agency": "", "place": ""},
        "links": {},
        "search_url": None,
        "search_words": "",
    }
    if values["theme"] not in {"light", "dark", "auto"}:
        values["theme"] = "auto"
    if not g.get("failed"):
        for more in current_app.extensions.get("chrome", []):
            values.update(more(actor))
    return values
