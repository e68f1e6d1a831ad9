"""The e-office: its rooms in order (each may call only those before it) and the application made of them.

The systems that the Decision names (T5: documents and files, exchange, mail, meetings) are rooms of this one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import jinja2
from flask import Flask, request
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings, SettingsError
from e_office.core import cli, formats, web
from e_office.core.clock import SystemClock
from e_office.core.db import db
from e_office.core.mail import open_mailer
from e_office.core.office import Office
from e_office.core.serving import CONNECTIONS, Gate
from search import SearchError, open_engine
from storage import StorageError, open_store
from storage.embedded import remembered_url

ROOMS = (
    "people",
    "notices",
    "documents",
    "signatures",
    "registry",
    "exchange",
    "handling",
    "drafting",
    "submissions",
    "casefiles",
    "meetings",
    "reports",
    "portal",
    "demo",
)

HERE = Path(__file__).parent
POOL = {"pool_size": CONNECTIONS, "max_overflow": 0, "pool_use_lifo": True}
"""No connection is thrown away when it is busy: one that is warm has its plans. The one used last is taken first."""
NO_STORE = "none:"
"""Without a store every original is refused in so many words, and nothing is lost."""


def create_app(settings: Settings, office: Office | None = None) -> Flask:
    """The application of one installation; `office` replaces the handles made from the settings (tests).

    :raises SettingsError: naming every address of the settings that cannot be read.
    """
    handles = {} if office else _handles(settings)
    app = Flask("e_office", root_path=str(HERE), template_folder=str(HERE.parent / "templates"))
    secure = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=POOL,
        MAX_CONTENT_LENGTH=settings.upload_limit_mb * 1_000_000,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        MAX_FORM_PARTS=2000,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        SESSION_COOKIE_NAME="__Host-office" if secure else "office",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_DEFAULT_TIMEZONE="Asia/Ho_Chi_Minh",
        BABEL_TRANSLATION_DIRECTORIES=str(HERE / "translations"),
    )
    app.jinja_environment = web.PageEnvironment
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.proxies:
        n = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    app.wsgi_app = Gate(app.wsgi_app)  # type: ignore[method-assign]
    db.init_app(app)
    Migrate(app, db, directory=str(HERE / "migrations"), compare_type=True)
    Babel(app, locale_selector=_language)
    CSRFProtect(app)
    LoginManager(app).session_protection = None
    app.extensions["office"] = office or Office(settings=settings, db=db, clock=SystemClock(), **handles)
    formats.register_filters(app.jinja_env, _language)
    web.init_web(app)
    cli.register(app)
    for room in ROOMS:
        import_module(f"e_office.{room}").register(app)
    return app


def _handles(settings: Settings) -> dict[str, Any]:
    """Store, index and mailer of the addresses in the settings; nothing is connected to yet.

    :raises SettingsError: naming every address that cannot be read, that of the database too.
    """
    ways: dict[str, Callable[[], Any]] = {
        "database_url": lambda: make_url(settings.database_url).get_dialect().import_dbapi(),
        "store_url": lambda: open_store(_store_url(settings)),
        "search_url": lambda: open_engine(settings.search_url),
        "smtp_url": lambda: open_mailer(settings.smtp_url, settings.mail_from),
    }
    opened, wrong = {}, []
    for name, way in ways.items():
        try:
            opened[name] = way()
        except (StorageError, SearchError, SQLAlchemyError, ValueError, ImportError) as error:
            wrong.append(f"{name}: {error}")
    if wrong:
        raise SettingsError("\n".join(wrong))
    return {"store": opened["store_url"], "engine": opened["search_url"], "mailer": opened["smtp_url"]}


def _store_url(settings: Settings) -> str:
    """The store asked for, else the one of this machine's office; never one that forgets, outside tests."""
    forgetful = "memory:" if settings.testing else None
    return settings.store_url or forgetful or remembered_url(settings.data_dir / "store") or NO_STORE


def _language() -> str:
    """The language chosen in the cookie; Vietnamese otherwise."""
    chosen = request.cookies.get("lang", "vi") if request else "vi"
    return chosen if chosen in {"vi", "en"} else "vi"
