"""Comments, questions and answers before the meeting; notes for oneself that no door shows to anybody else."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable
from contextvars import Context
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from e_office.core.db import Base, db
from e_office.core.office import Office
from e_office.meetings.models import Paper
from e_office.meetings.remarks.models import MeetingRemark, MeetingRemarkAnswer, PrivateNote
from search import Query
from tests.conftest import Browser, MovingClock, Outbox
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of
from tests.web.test_permissions import address, routes, things

__all__ = ["things"]

SAID, TOLD = "Nguồn vốn của dự án số 3 lấy ở đâu?", "Từ ngân sách tỉnh, theo Nghị quyết 26"
NOTE = "ghichukhongaiduocdoc"


def say(browser: Browser, meeting_id: int, **form: object) -> int:
    browser.get(f"/meetings/{meeting_id}/remarks")
    return browser.post(f"/meetings/{meeting_id}/remarks", {"act": "remark", "kind": "question", **form}).status_code


def test_a_question_is_read_by_the_preparing_side_alone_until_its_author_opens_it_to_all(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=40))
    paper_id = meeting_of(office, meeting_id).papers[0].id
    author, other = sign_in("giamdoc.stc"), sign_in("chutich.kyanh")
    assert say(author, meeting_id, text=" ", paper=paper_id) == 422
    assert say(author, meeting_id, text=SAID, paper=paper_id, kind="shout") == 422
    assert SAID in author.page, "what was typed is still there"
    assert say(author, meeting_id, text=SAID, paper=paper_id) == 200
    path = f"/meetings/{meeting_id}/remarks"
    for login in ("giamdoc.stc", "phochutich", "chuyenvien", "vanthu.stnmt"):
        assert SAID in sign_in(login).get(path).text, login
    for login in ("chutich.kyanh", "vanthu.stc"):
        assert SAID not in sign_in(login).get(path).text, login
    for login in ("vanthu.sct", "quantri"):
        assert sign_in(login).get(path).status_code == 404
    assert "Có ý kiến trước cuộc họp" in sign_in("giamdoc.stnmt").get("/").text

    row = office.session.scalars(select(MeetingRemark)).one()
    assert other.post(path, {"act": f"answer:{row.id}", "text": TOLD}).status_code == 403
    prepares = sign_in("vanthu.stnmt")
    prepares.get(path)
    assert "1 câu hỏi chưa trả lời" in prepares.page
    assert prepares.post(path, {"act": f"answer:{row.id}", "text": " "}).status_code == 422
    prepares.post(path, {"act": f"answer:{row.id}", "text": TOLD})
    assert "đã trả lời" in prepares.page
    assert TOLD in author.get(path).text
    assert "Ý kiến của bạn đã có trả lời" in author.get("/").text
    assert say(author, meeting_id, text="Đề nghị bổ sung bảng tiến độ từng xã", kind="comment", to_all="1") == 200
    page = other.get(path).text
    assert "Đề nghị bổ sung bảng tiến độ" in page
    assert SAID not in page
    assert SAID in author.get(f"/meetings/{meeting_id}/papers/{paper_id}").text, "it stands beside the paper, too"
    clock.move(hours=41)
    assert say(sign_in("giamdoc.stc"), meeting_id, text=SAID) == 422, "from now on it is said in the meeting"
    assert (count(office, MeetingRemark), count(office, MeetingRemarkAnswer)) == (2, 1)


@pytest.fixture
def noted(sign_in: SignIn, things: dict[str, object]) -> dict[str, object]:
    """The things of the permissions' matrix, with a note of a department's director on the meeting's paper."""
    writer, path = sign_in("giamdoc.stc"), f"/meetings/{things['meeting_id']}/papers/{things['paper_id']}"
    writer.get(path)
    assert writer.post(f"{path}/note", {"note": NOTE}).status_code == 200
    assert NOTE in writer.get(path).text
    return things


def test_a_note_for_oneself_comes_out_of_no_door(
    app: Flask, office: Office, noted: dict[str, object], work_off: Callable[[], int], outbox: Outbox,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    work_off()
    for login in ("quantri", "vanthu.stc", "chuyenvien"):
        browser = Browser(app, login)
        for method, rule in routes(app):
            if method == "GET" and rule != "/logout":
                assert not holds(answer_of(browser, address(app, rule, noted))), (login, rule)
    runner = app.test_cli_runner()
    for said in (
        ["fsck", "--deep"], ["doctor"], ["meeting", "receipts", str(noted["meeting_id"]), "--json"],
        ["search", NOTE, "--as", "giamdoc.stc"], ["search", NOTE, "--as", "quantri"], ["jobs", "list"],
    ):  # fmt: skip
        result = runner.invoke(args=said)
        told = result.output.replace(f"“{NOTE}”", "").replace(NOTE, "", said.count(NOTE))
        assert NOTE not in told, said
    db.session.rollback()
    for table in Base.metadata.sorted_tables:
        rows = [repr(tuple(row)) for row in db.session.execute(select(table))]
        assert any(NOTE in row for row in rows) == (table.name == PrivateNote.__tablename__), table.name
    assert office.engine.find(Query(words=NOTE, readers=frozenset(), limit=5)).hits == ()
    assert not any(NOTE in mail.text + (mail.html or "") for mail in outbox.mails)
    assert NOTE not in caplog.text


def answer_of(browser: Browser, url: str) -> bytes:
    """What an address answers."""
    db.session.rollback()

    def once() -> bytes:
        with browser.client.get(url, buffered=True) as response:
            return response.data

    data = Context().run(once)
    db.session.rollback()
    return data


def holds(data: bytes) -> bool:
    """Whether the note is in it, or in a file packed into it."""
    if data[:2] != b"PK":
        return NOTE.encode() in data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return any(NOTE.encode() in package.read(name) for name in package.namelist())


def test_a_note_is_its_writers_alone_and_goes_when_it_is_emptied(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=40))
    paper_id = office.session.scalars(select(Paper.id)).one()
    path = f"/meetings/{meeting_id}/papers/{paper_id}"
    for login in ("giamdoc.stc", "vanthu.stc", "phochutich"):
        browser = sign_in(login)
        browser.get(path)
        browser.post(f"{path}/note", {"note": f"của {login}"})
        assert f"của {login}" in browser.page
    assert "của vanthu.stc" not in sign_in("giamdoc.stc").get(path).text
    assert count(office, PrivateNote) == 3
    first = sign_in("giamdoc.stc")
    first.get(path)
    assert first.post(f"{path}/note", {"note": "x" * 20_001}).status_code >= 400
    first.get(path)
    first.post(f"{path}/note", {"note": " "})
    assert count(office, PrivateNote) == 2
    stranger = sign_in("vanthu.sct")
    stranger.get("/meetings")
    assert stranger.post(f"{path}/note", {"note": "xin chào"}).status_code == 404
