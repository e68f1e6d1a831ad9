"""Fixtures of the whole suite: an office with real parts, a small province, and a browser-like client."""

from __future__ import annotations

import gc
import os
import re
import secrets
from collections.abc import Callable, Generator, Iterator
from contextvars import Context
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config import Settings
from e_office.core import jobs
from e_office.core.clock import FixedClock
from e_office.core.db import db
from e_office.core.mail import Mail, Mailer, open_mailer
from e_office.core.office import Office
from e_office.documents import rendition
from e_office.people import access
from e_office.people.queries import person_by_login
from search import open_engine
from storage import open_store
from tests.factories.world import PASSWORD, World, make_world
from tests.making import Databases, application, settings_of
from tests.servers import Letter, PostgresServer, SmtpSink, postgres, real_store, smtp_sink

CI = os.environ.get("CI") == "true"
# How long an example takes says something of the machine, not of the rule under test.
hypothesis.settings.register_profile("office", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("office")
MORNING = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
"""Tuesday 24/11/2026, 08:30 in Hà Tĩnh: where the tests' clock stands unless a test moves it."""


class Outbox:
    """A mailer that keeps what it is given; tests of the mail itself use a real SMTP sink."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    def send(self, mail: Mail) -> None:
        self.mails.append(mail)


@dataclass
class MovingClock(FixedClock):
    """A clock tests move by hand."""

    def move(self, **delta: float) -> None:
        """Go on by so much."""
        self.instant += timedelta(**delta)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests that ask for `database_kind` run on both databases; `app` alone runs on SQLite."""
    if "database_kind" in metafunc.fixturenames and not any(
        mark.name == "parametrize" and "database_kind" in str(mark.args[0])
        for mark in metafunc.definition.iter_markers()
    ):
        both = "both_databases" in metafunc.fixturenames
        kinds = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)] if both else ["sqlite"]
        metafunc.parametrize("database_kind", kinds, scope="function")


def pytest_collection_finish() -> None:
    """What was imported stays: the collector of rubbish need not look at it again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With `CI=true` nothing is skipped: what a test needs is installed, or the test fails."""
    report = yield
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"With CI=true nothing is skipped, but this was: {report.longrepr}"
    return report


@pytest.fixture
def both_databases(database_kind: str) -> str:
    """Ask for it to run a test on SQLite and on PostgreSQL."""
    return database_kind


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """The file of SQLite the tests of this process work with, one after the other."""
    return Databases(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def postgresql_databases(tmp_path_factory: pytest.TempPathFactory, postgresql_server: PostgresServer) -> Databases:
    """The database of PostgreSQL the tests of this process work with, one after the other."""
    return Databases(tmp_path_factory.mktemp("office"), postgresql_server)


@dataclass(frozen=True)
class Database:
    """A database with every table, at the disposal of one test; `province` is known where it holds the small one."""

    url: str
    province: dict[str, dict[str, int]]


@pytest.fixture
def database(database_kind: str, request: pytest.FixtureRequest) -> Database:
    """The database of one test, with nothing of the test before."""
    databases: Databases = request.getfixturevalue(f"{database_kind}_databases")
    return Database(databases.url, databases.renew(province="world" in request.fixturenames))


@pytest.fixture
def settings(tmp_path: Path, database: Database) -> Settings:
    """Settings of one test: its own directory and database."""
    return settings_of(tmp_path, database.url)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL, shared by the session's tests."""
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def real_store_url() -> Iterator[str]:
    """A real S3 store (SeaweedFS), shared by the session's tests."""
    with real_store() as url:
        yield url


@pytest.fixture
def clock() -> MovingClock:
    """The clock of the test's office."""
    return MovingClock(MORNING)


@pytest.fixture
def relay() -> Iterator[SmtpSink]:
    """Ask for it to have the office's mail handed to a real SMTP server; what reached it is what units were sent."""
    with smtp_sink() as sink:
        yield sink


@pytest.fixture
def outbox(request: pytest.FixtureRequest) -> Outbox | Mailer:
    """Where the office's mail goes: kept as it was handed over, or to the relay where a test asks for one."""
    if "relay" in request.fixturenames:
        return open_mailer(request.getfixturevalue("relay").url, "e-office@hatinh.example")
    return Outbox()


@pytest.fixture
def letters(office: Office, relay: SmtpSink, work_off: Callable[[], int]) -> Callable[[], list[Letter]]:
    """Do what was left for later; gives what the relay was sent by it, in the order of the mailboxes."""

    def came() -> list[Letter]:
        before = len(relay.messages)
        office.session.rollback()  # a server of this test has written since we last looked
        work_off()
        return relay.letters_after(before)

    return came


@pytest.fixture
def store_url() -> str:
    """The store of the office under test; `stories` tests replace it by the real one."""
    return "memory:"


@pytest.fixture
def own_app() -> bool:
    """Tests that add to the application itself say True; all others are given the same one."""
    return False


@pytest.fixture
def app(
    settings: Settings, clock: MovingClock, outbox: Outbox | Mailer, store_url: str, own_app: bool,
    request: pytest.FixtureRequest,
) -> Iterator[Flask]:  # fmt: skip
    """The application with a moving clock, a kept outbox or a relay, and the store asked for."""
    engine, store = open_engine(settings.search_url), open_store(store_url)
    told = replace(settings, store_url=store_url)
    if "relay" in request.fixturenames:
        told = replace(told, smtp_url=request.getfixturevalue("relay").url)
    office = Office(told, db, store, engine, outbox, clock)
    with application(settings, own=own_app) as app:
        app.extensions["office"] = office
        app.config["TESTING"] = False  # error pages are part of what is tested
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()
    engine.close()


@pytest.fixture
def office(app: Flask) -> Office:
    """The office of the application under test."""
    office: Office = app.extensions["office"]
    return office


@pytest.fixture
def world(office: Office, database: Database) -> World:
    """The small province of `tests/factories/world.py`."""
    return World(office, **database.province) if database.province else make_world(office)


class Browser:
    """A signed-in person's browser without a screen: follows redirects, carries tokens of the forms it saw."""

    def __init__(self, app: Flask, login: str | None = None) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.page = ""
        self.response: TestResponse | None = None
        if login:
            self.let_in(login)

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        """Open a page and remember it."""
        return self._keep(lambda: self.client.get(path, follow_redirects=True, **kwargs))

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, follow: bool = True, **kwargs: Any
    ) -> TestResponse:
        """Send a form with the token of the page seen last; the form key of that page goes along."""
        form = {"csrf_token": self.field("csrf_token") or self._token(), "form_key": self.field("form_key") or ""}
        form |= data or {}
        return self._keep(lambda: self.client.post(path, data=form, follow_redirects=follow, **kwargs))

    def let_in(self, login: str) -> None:
        """Be signed in as the log-in page does it whom it knows; the page itself has tests of its own."""
        office: Office = self.app.extensions["office"]
        with office.transaction():
            person = person_by_login(office, login)
            assert person, f"there is no {login}"
            token = access.open_session(office, person, network="127.0.0.0/24", agent="a test")
        with self.client.session_transaction() as session:  # the key of forms is there since the log-in page
            session |= {"_user_id": token, "_fresh": True, "csrf_token": secrets.token_hex(20)}

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        """Sign in through the log-in page."""
        self.get("/login")
        response = self.post("/login", {"login": login, "password": password})
        assert response.status_code == 200, response.text[:500]
        assert 'name="password"' not in response.text, f"{login} was not let in"

    def field(self, name: str) -> str | None:
        """The value of a named hidden input of the page seen last."""
        for tag in re.findall(r"<input[^>]*>", self.page):
            if re.search(rf'\bname="{re.escape(name)}"', tag) and (value := re.search(r'\bvalue="([^"]*)"', tag)):
                return value.group(1)
        return None

    def _token(self) -> str:
        self.get("/account")
        return self.field("csrf_token") or ""

    def _keep(self, ask: Callable[[], TestResponse]) -> TestResponse:
        """Ask in a context of its own, as a server would: the test's must not lend the request its `g`."""
        db.session.rollback()
        self.response = response = Context().run(ask)
        db.session.rollback()  # the test sees what the request has written
        if response.mimetype == "text/html":
            self.page = response.text
        return response


@pytest.fixture
def sign_in(app: Flask, world: World) -> Callable[[str], Browser]:
    """`sign_in("vanthu")` gives a browser in which that person is signed in."""
    return lambda login: Browser(app, login)


@pytest.fixture
def anonymous(app: Flask) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(app)


@pytest.fixture
def without_renditions(monkeypatch: pytest.MonkeyPatch) -> None:
    """An office without LibreOffice, which takes seconds a file: office files show their text.

    That they become PDF is proved in unit/documents and in the browser.
    """
    monkeypatch.setattr(rendition, "find_soffice", lambda: None)


@pytest.fixture
def work_off(office: Office) -> Callable[[], int]:
    """Do everything that was left for later, as the worker would."""
    return lambda: jobs.drain(office).tried
