"""Meetings when something dies: the worker among its mails, the store under a paper, the database under the minutes."""

from __future__ import annotations

import os
import re
import signal
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from config import Settings
from e_office import create_app
from e_office.core import jobs
from e_office.core.clock import FixedClock
from e_office.core.db import db
from e_office.core.mail import SmtpMailer, open_mailer
from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.meetings.minutes import views, writing
from e_office.meetings.minutes.models import Minutes, MinutesRevision
from e_office.meetings.minutes.rules_merge import merge
from e_office.meetings.models import Paper
from e_office.notices import jobs as mailing
from e_office.notices.models import MailOut
from storage.embedded import EmbeddedStore
from tests.conftest import MORNING, Browser, MovingClock
from tests.factories.meetings import make_draft, make_issued
from tests.factories.minutes import begin_minutes
from tests.factories.world import World
from tests.faults.fresh import fresh_processes
from tests.faults.store_helpers import opened
from tests.faults.test_dispatch import deadly
from tests.servers import SmtpSink
from tests.web.meetings.helpers import SignIn, count

MAILS = frozenset({"meetings.send_mail"})


def dying_worker(settings: Settings, step: str, number: int, side: str) -> None:
    """A worker that sends mails and dies on the way."""
    app = create_app(settings)
    with app.app_context():
        office = replace(app.extensions["office"], clock=FixedClock(MORNING))
        place: Any = SmtpMailer if step == "send" else mailing
        setattr(place, step, deadly(getattr(place, step), number, side))
        jobs.run_due(office, only=MAILS)
    os._exit(7)  # it lived: the step was never reached


@pytest.mark.usefixtures("both_databases")
@pytest.mark.parametrize(
    ("step", "number", "side", "went"),
    [("send", 1, "before", 0), ("send", 2, "after", 2), ("_mark", 2, "after", 2), ("send", 3, "after", 3)],
)
def test_a_worker_killed_between_distribution_and_mail_leaves_no_mailbox_out(
    step: str, number: int, side: str, went: int, office: Office, world: World, clock: MovingClock, settings: Settings,
    relay: SmtpSink,
) -> None:  # fmt: skip
    """F-07: whoever comes after it sends the rest; what goes twice is the same mail and tells so by its Message-ID."""
    make_issued(office, world)
    db.session.remove()
    db.engine.dispose()
    process = fresh_processes().Process(
        target=dying_worker, args=(replace(settings, smtp_url=relay.url), step, number, side)
    )
    process.start()
    process.join(120)
    assert process.exitcode == -signal.SIGKILL
    assert len(relay.messages) == went
    after = replace(office, mailer=open_mailer(relay.url, "e-office@hatinh.example"))
    assert jobs.run_due(after, only=MAILS).tried == 0, "they are the dead one's as long as nobody knows"
    clock.instant += jobs.LEASE + jobs.LEASE / 60
    assert jobs.run_due(after, only=MAILS).failed == 0
    reached = Counter(to for (to,) in relay.recipients)
    assert set(reached) == set(office.session.scalars(select(MailOut.address)))
    assert len(reached) == 3
    twice = 1 if step == "send" and side == "after" else 0
    assert sum(reached.values()) == 3 + twice, "only the one on the way when it died"
    assert len({str(mail["Message-ID"]) for mail in relay.messages}) == 3
    assert count(office, MailOut, sent_at=None) == 0


def put(browser: Browser, meeting_id: int, name: str, words: str) -> int:
    """Upload a paper; the status of the answer."""
    browser.get(f"/meetings/{meeting_id}/papers")
    form = {"act": "put", "title": name, "files": [(BytesIO(words.encode()), f"{name}.txt")]}
    answer = browser.post(f"/meetings/{meeting_id}/papers", form, content_type="multipart/form-data", follow=False)
    return answer.status_code


def test_a_store_that_dies_under_papers_loses_none_that_was_acknowledged(
    app: Flask, sign_in: SignIn, office: Office, world: World, tmp_path: Path, without_renditions: None
) -> None:
    """Taken or not taken, never half: no row without its bytes; all is there again when the store is."""
    directory = tmp_path / "store"
    with EmbeddedStore(directory) as server, opened(server.url) as store:
        app.extensions["office"] = replace(office, store=store)
        meeting_id = make_draft(app.extensions["office"], world, papers=())
        clerk = sign_in("vanthu.stnmt")
        assert put(clerk, meeting_id, "Báo cáo", "Tiến độ đến 30/11") == 303
        paper = office.session.scalars(select(Paper)).one()
        way, paper_id = f"/documents/{paper.document_id}/files/{paper.file_id}", paper.id
        os.killpg(server.pid or 0, signal.SIGKILL)
        before = (count(office, Paper), count(office, Document))
        assert put(clerk, meeting_id, "Phụ lục", "Số liệu") in {422, 503}
        assert "Kho lưu trữ" in clerk.page
        assert (count(office, Paper), count(office, Document)) == before, "nothing half taken"
        assert clerk.get(way).status_code == 503, "and nothing half read"
        assert clerk.get(f"/meetings/{meeting_id}/papers").status_code == 200, "all else goes on"
    with EmbeddedStore(directory) as server, opened(server.url) as store:
        app.extensions["office"] = replace(office, store=store)
        db.session.remove()
        with clerk.client.get(way) as answer:
            assert answer.data.decode() == "Tiến độ đến 30/11"
        assert put(clerk, meeting_id, "Phụ lục", "Số liệu") == 303
    assert [one.title for one in office.session.scalars(select(Paper).order_by(Paper.id))] == ["Báo cáo", "Phụ lục"]
    assert paper_id == office.session.scalars(select(Paper.id).order_by(Paper.id)).first()


def save(browser: Browser, meeting_id: int, words: str, base: int) -> str:
    """What the page sends by itself while somebody types."""
    path, form = f"/meetings/{meeting_id}/minutes/parts/course", {"text": words, "base": str(base)}
    return browser.post(path, form, headers={"HX-Request": "true"}).text


def dying_server(settings: Settings, meeting_id: int, step: str, side: str) -> None:
    """A web server's worker that dies while it keeps what was typed."""
    app = create_app(settings)
    app.extensions["office"] = replace(app.extensions["office"], clock=FixedClock(MORNING))
    with app.app_context():
        browser = Browser(app, "chuyenvien")
        browser.get("/account")
        place: Any = writing if step == "save_part" else views
        setattr(place, step, deadly(getattr(place, step), 1, side))
        save(browser, meeting_id, FIRST, 0)
    os._exit(7)


FIRST, SECOND = "Khai mạc lúc 8 giờ.", "Khai mạc lúc 8 giờ.\nSở TNMT báo cáo."


@pytest.mark.usefixtures("both_databases")
@pytest.mark.parametrize(("step", "side", "kept"), [("save_part", "after", ""), ("render_template", "before", FIRST)])
def test_a_server_killed_while_it_keeps_the_minutes_says_saved_only_of_what_is(
    step: str, side: str, kept: str, app: Flask, office: Office, world: World, settings: Settings
) -> None:
    """Killed before the commit or before the answer, the page sends the same text again and nothing is lost or doubled."""
    meeting_id = make_issued(office, world)
    begin_minutes(office, world, meeting_id)
    db.session.remove()
    db.engine.dispose()
    process = fresh_processes().Process(target=dying_server, args=(settings, meeting_id, step, side))
    process.start()
    process.join(120)
    assert process.exitcode == -signal.SIGKILL
    assert course(office) == kept
    writer = Browser(app, "chuyenvien")
    assert "Đã lưu" in save(writer, meeting_id, FIRST, 0)
    assert course(office) == FIRST, "once, although it was sent twice"
    base = office.session.scalars(select(Minutes)).one().part("course").revision
    assert "Đã lưu" in save(writer, meeting_id, SECOND, base)
    assert course(office) == SECOND


def course(office: Office) -> str:
    office.session.rollback()
    office.session.expire_all()
    return office.session.scalars(select(Minutes)).one().text("course")


@pytest.mark.postgresql
@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_database_that_goes_away_while_minutes_are_kept_is_told_and_loses_nothing(
    app: Flask, office: Office, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection is cut in the middle of the transaction; "saved" is not said, and sent again it is kept once."""
    meeting_id = make_issued(office, world)
    begin_minutes(office, world, meeting_id)
    writer = Browser(app, "chuyenvien")
    first = save(writer, meeting_id, FIRST, 0)
    base = re.search(r'id="base-\w+"[^>]* value="(\d+)"', first)
    assert base

    def cut(*args: Any) -> Any:
        monkeypatch.setattr(writing, "merge", merge)
        own = office.session.scalar(text("SELECT pg_backend_pid()"))
        with db.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})
        return merge(*args)

    monkeypatch.setattr(writing, "merge", cut)
    answer = save(writer, meeting_id, SECOND, int(base[1]))
    assert "Đã lưu" not in answer
    assert writer.response is not None
    assert writer.response.status_code == 503
    assert course(office) == FIRST
    assert "Đã lưu" in save(writer, meeting_id, SECOND, int(base[1]))
    assert course(office) == SECOND
    assert count(office, MinutesRevision) == 2
