"""News of a held meeting over real connections: a stream with threads, the office's own web server with 200 listeners."""

from __future__ import annotations

import http.client
import json
import os
import re
import selectors
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.serving import make_server

from config import Settings
from e_office.core.db import db
from e_office.core.office import Office
from e_office.core.serving import CONNECTIONS
from e_office.meetings.live import adding, running
from e_office.meetings.live.adding import AddedItem
from e_office.meetings.live.hub import EACH, Hub
from e_office.meetings.live.rules import ItemAct
from e_office.people.access import end_sessions
from e_office.people.models import Person, Post
from storage.child import free_pairs
from tests.conftest import Browser, MovingClock
from tests.factories.live import RUNS, begin_item, held_ahead, make_held
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn

ROOT = Path(__file__).parents[3]
DELEGATES = (
    *("giamdoc.stc", "vanthu.stc", "giamdoc.stnmt", "chuyenvien.stnmt", "chutich.kyanh", "vanthu.kyanh"),
    *("phochutich", "vanthu"),
)
PATIENCE = 30.0
"""Seconds until a test gives up; nothing here depends on how long things take."""


@dataclass
class Stream:
    """One open stream, read line by line."""

    connection: http.client.HTTPConnection
    answer: http.client.HTTPResponse

    def event(self) -> dict[str, str]:
        """The next event: its fields; empty at the end of the stream. Heartbeats are passed over."""
        fields: dict[str, str] = {}
        while line := self.answer.readline().decode():
            name, _colon, value = line.rstrip("\n").partition(": ")
            if line.strip() == "" and fields.get("event") == "beat":
                fields = {}
                continue
            if not line.strip() and set(fields) - {"retry", ""}:
                return fields
            fields[name] = value
        return {}

    def news(self) -> dict[str, object]:
        """What the next event tells."""
        event = self.event()
        return json.loads(event["data"]) | {"id": event["id"]} if "data" in event else {}


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application under test, served by threads."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    hub: Hub = app.extensions["live_hub"]
    beat, most = hub.heartbeat, hub.most
    yield f"127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    hub.close()
    hub.heartbeat, hub.most = beat, most
    server.server_close()


def cookie_of(browser: Browser) -> dict[str, str]:
    cookie = browser.client.get_cookie("office")
    assert cookie is not None
    return {"Cookie": f"office={cookie.value}"}


@contextmanager
def listening(address: str, browser: Browser, meeting_id: int, **headers: str) -> Iterator[Stream]:
    connection = http.client.HTTPConnection(address, timeout=PATIENCE)
    asked = {**cookie_of(browser), "Accept": "text/event-stream", **headers}
    connection.request("GET", f"/meetings/{meeting_id}/live/events", headers=asked)
    yield Stream(connection, connection.getresponse())
    connection.close()


def test_two_listeners_see_what_is_changed_and_one_that_comes_back_misses_nothing(
    address: str, sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_held(office, world, clock)
    clerk, delegate = sign_in("vanthu"), sign_in("giamdoc.stc")
    with listening(address, clerk, meeting_id) as one, listening(address, delegate, meeting_id) as other:
        head = dict(other.answer.getheaders())
        assert (head["Content-Type"].split(";")[0], head["Cache-Control"], head["X-Accel-Buffering"]) == (
            "text/event-stream", "no-store", "no"
        )  # fmt: skip
        first = one.news()
        assert (first["item"], first["present"], first["ended"]) == ("", 0, False)
        assert other.news()["id"] == first["id"]
        begin_item(office, world, meeting_id)
        office.session.rollback()
        seen = [stream.news() for stream in (one, other)]
        assert {news["item"] for news in seen} == {"Tiến độ giải phóng mặt bằng"}
        last = str(seen[0]["id"])
    begin_item(office, world, meeting_id, 1)
    office.session.rollback()
    with listening(address, delegate, meeting_id, **{"Last-Event-ID": last}) as back:
        missed = back.news()
        assert missed["item"] == "Vướng mắc về tái định cư"
        assert int(str(missed["id"])) > int(last)


def test_a_line_speaks_when_it_begins_and_at_every_heartbeat_in_events_that_a_script_hears(
    address: str, app: Flask, sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    """The specification dispatches nothing for a comment, nor for an event without data."""
    meeting_id = make_held(office, world, clock)
    app.extensions["live_hub"].heartbeat = 0.05
    with listening(address, sign_in("giamdoc.stc"), meeting_id) as stream:
        said = [stream.answer.readline() for _line in range(13)]
    assert re.fullmatch(rb"retry: [2-5]\d{3}\nevent: beat\ndata: on\n\n", b"".join(said[:4]))
    assert b"".join(said[4:]).count(b"event: beat\ndata: on\n\n") == 2, "and the news once, between them"


def test_who_may_look_no_more_hears_so_and_the_stream_ends(
    address: str, app: Flask, sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    """Signed out, or the account closed, or the post taken away: at the next heartbeat."""
    meeting_id = make_held(office, world, clock)
    app.extensions["live_hub"].heartbeat = 0.05
    for login, taken in (("giamdoc.stc", "session"), ("giamdoc.stnmt", "person"), ("chutich.kyanh", "post")):
        with listening(address, sign_in(login), meeting_id) as stream:
            assert stream.news()
            with office.transaction() as session:
                person = session.get_one(Person, world.persons[login])
                if taken == "session":
                    end_sessions(office, person.id)
                elif taken == "person":
                    person.active = False
                else:
                    session.delete(session.query(Post).filter_by(person_id=person.id).one())
            assert stream.event()["event"] == "gone", taken
            assert stream.event() == {}


def test_a_stream_is_no_use_of_the_log_in_but_the_walls_is_while_the_meeting_runs(
    address: str, app: Flask, sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    app.extensions["live_hub"].heartbeat = 0.05
    delegate, clerk = sign_in("giamdoc.stc"), sign_in("vanthu")
    wall = http.client.HTTPConnection(address, timeout=PATIENCE)
    asked = {**cookie_of(clerk), "Accept": "text/event-stream"}
    wall.request("GET", f"/meetings/{meeting_id}/live/events?view=wall", headers=asked)
    stream = Stream(wall, wall.getresponse())
    with listening(address, delegate, meeting_id) as own:
        assert own.news()
        assert stream.news()
        for _quarter in range(9):  # of an hour: idle_minutes is 120
            clock.move(minutes=15)
            beats = 0
            while beats < 2:
                beats += stream.answer.readline() == b"data: on\n"
        assert own.event()["event"] == "gone"
    begin_item(office, world, meeting_id)
    office.session.rollback()
    assert stream.news()["item"], "the wall is still there"
    wall.close()


def test_beyond_the_threads_there_are_a_listener_is_told_to_ask(
    address: str, app: Flask, sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    hub: Hub = app.extensions["live_hub"]
    hub.most = 1
    browser = sign_in("giamdoc.stc")
    with listening(address, browser, meeting_id) as first:
        assert first.news()
        with listening(address, browser, meeting_id) as second:
            assert second.answer.status == 204
        assert browser.get(f"/meetings/{meeting_id}/live/state/show").status_code == 200
    hub.close()
    with listening(address, browser, meeting_id) as third:
        assert third.answer.status == 200, "a place that was left is taken again"


def test_one_person_takes_neither_all_places_nor_one_for_good(
    address: str, app: Flask, sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    hub: Hub = app.extensions["live_hub"]
    one, other = sign_in("giamdoc.stc"), sign_in("giamdoc.stnmt")
    for said in ("9" * 5000, "٧" * 30, "-1"):
        with listening(address, one, meeting_id, **{"Last-Event-ID": quote(said)}) as stream:
            assert stream.answer.status == 200, "a number nobody was sent is no number"
            assert stream.news()
    hub.close()
    with ExitStack() as tabs:
        opened = [tabs.enter_context(listening(address, one, meeting_id)) for _tab in range(EACH + 2)]
        assert [stream.answer.status for stream in opened] == [200] * EACH + [204] * 2
        assert tabs.enter_context(listening(address, other, meeting_id)).news(), "the others' places are theirs"


def test_listeners_hold_no_connection_of_the_database(
    address: str, app: Flask, sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    browser = sign_in("giamdoc.stc")
    office.session.rollback()
    with ExitStack() as stack:
        streams = [stack.enter_context(listening(address, browser, meeting_id)) for _number in range(25)]
        assert all(stream.news() for stream in streams)
        assert app.extensions["live_hub"].listeners == 25
        assert db.engine.pool.checkedout() <= 1, "the watcher's at most"  # type: ignore[attr-defined]


@contextmanager
def web_server(settings: Settings) -> Iterator[str]:
    """The web server as the service starts it, at a free port; gives its address."""
    unit = (ROOT / "config/deploy/e-office-web.service").read_text(encoding="utf-8")
    found = re.search(r"^ExecStart=\S+/gunicorn (.*)$", unit, re.MULTILINE)
    assert found
    (port,) = free_pairs(1)
    arguments = [f"127.0.0.1:{port}" if one == "127.0.0.1:8000" else one for one in shlex.split(found[1])]
    own = {name: value for name, value in os.environ.items() if not name.startswith("EOFFICE_")}
    told = {"data_dir": settings.data_dir, "database_url": settings.database_url, "secret_key": settings.secret_key}
    env = own | {f"EOFFICE_{name.upper()}": str(value) for name, value in told.items()}
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *arguments], cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True
    )
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and process.poll() is None:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            time.sleep(0.05)
        yield f"127.0.0.1:{port}"
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)
    finally:
        process.kill()
        process.wait()


def until_all(streams: list[socket.socket], words: bytes) -> int:
    """Read all streams until each has said the words, or has ended; how many said them."""
    chosen, said = selectors.DefaultSelector(), dict.fromkeys(streams, b"")
    for one in streams:
        chosen.register(one, selectors.EVENT_READ)
    end = time.monotonic() + PATIENCE
    while chosen.get_map() and time.monotonic() < end:
        for key, _events in chosen.select(1):
            one: socket.socket = key.fileobj  # type: ignore[assignment]
            piece = one.recv(65536)
            said[one] += piece
            if words in said[one] or not piece:
                chosen.unregister(one)
    return sum(words in text for text in said.values())


def test_two_hundred_delegates_on_the_live_page_see_the_item_change_and_a_stop_waits_for_none(
    settings: Settings, sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    """The office's own web server, two processes: 200 listeners connect, the clerk goes on, every one of them sees it."""
    clock.instant = datetime.now(UTC)
    meeting_id = make_issued(office, world)
    held_ahead(office, world, meeting_id)
    second = add_item_to(office, world, meeting_id)
    cookies = [cookie_of(sign_in(login))["Cookie"] for login in DELEGATES]
    with web_server(settings) as place:
        asked = f"GET /meetings/{meeting_id}/live/events HTTP/1.1\r\nHost: {place}\r\nAccept: text/event-stream\r\n"
        host, port = urlsplit(f"//{place}").hostname, urlsplit(f"//{place}").port
        streams = [socket.create_connection((host, port), PATIENCE) for _number in range(200)]
        try:
            for number, one in enumerate(streams):
                one.sendall(f"{asked}Cookie: {cookies[number % len(cookies)]}\r\n\r\n".encode())
            assert until_all(streams, b'"version"') == 200, "each hears at once how things stand"
            with office.transaction():
                running.change_item(office, world.actor(RUNS), meeting_id, second, ItemAct.START)
            assert until_all(streams, "Việc thêm tại phiên họp".encode()) == 200
            if both_databases == "postgresql":
                assert others_of(office) <= 2 * CONNECTIONS, "listeners hold no connection of the database"
            page = http.client.HTTPConnection(place, timeout=PATIENCE)
            page.request("GET", f"/meetings/{meeting_id}/live/state/show", headers={"Cookie": cookies[0]})
            assert page.getresponse().status == 200, "and pages are served beside them"
            page.close()
        except BaseException:
            for one in streams:
                one.close()
            raise
    assert until_all(streams, b"nobody says this") == 0, "a stop ends every stream"
    for one in streams:
        one.close()


def others_of(office: Office) -> int:
    """How many connections of other processes this database has; what was read first ends with it."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    found = office.session.execute(text(asked)).scalar()
    office.session.rollback()
    return found or 0


def add_item_to(office: Office, world: World, meeting_id: int) -> int:
    """An item added in the hall; gives its id."""
    with office.transaction():
        item = adding.add_item(office, world.actor(RUNS), meeting_id, AddedItem(title="Việc thêm tại phiên họp"))
        office.session.flush()
        return item.id
