"""Comments, questions and answers before the meeting; notes for oneself that no door shows to anybody else."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Callable
from contextvars import Context
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from e_office.core.db import Base, db
from e_office.core.office import Office
from e_office.meetings.agenda.queries import items_of
from e_office.meetings.agenda.service import ItemFacts, add_item, save_items, take_out
from e_office.meetings.issuing import issue_invitation
from e_office.meetings.live.running import open_meeting
from e_office.meetings.models import MeetingState, Paper
from e_office.meetings.remarks.models import MeetingRemark, MeetingRemarkAnswer, PrivateNote
from search import Query
from tests.conftest import Browser, MovingClock, Outbox
from tests.factories.live import begin_item
from tests.factories.meetings import make_draft, make_issued, start_of
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
    about = f"paper:{paper_id}"
    assert say(author, meeting_id, text=" ", about=about) == 422
    assert say(author, meeting_id, text=SAID, about=about, kind="shout") == 422
    assert SAID in author.page, "what was typed is still there"
    assert f'value="{about}" selected' in author.page
    assert say(author, meeting_id, text=SAID, about=about) == 200
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


def test_m13_an_item_without_a_paper_is_commented_on_and_a_papers_remark_stands_at_its_item(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = with_agenda(office, world)
    bound, bare = items_of(office, meeting_of(office, meeting_id))
    (paper,) = meeting_of(office, meeting_id).papers
    author, other = sign_in("giamdoc.stc"), sign_in("chutich.kyanh")
    assert re.findall(r"<option[^>]*>(?:\d\. )?([^<]*)</option>", author.get(f"/meetings/{meeting_id}/remarks").text) == [
        "cả cuộc họp", bound.title, bare.title, paper.title, "ý kiến góp ý", "câu hỏi, cần trả lời",
    ]  # fmt: skip
    for gone in (f"item:{bare.id + 9}", "item:", f"paper:{'9' * 30}"):
        assert say(author, meeting_id, text=SAID, about=gone) == 422, gone
        assert "Chưa ghi được ý kiến" in author.page
    assert count(office, MeetingRemark) == 0
    for about, text in (("", "Chung"), (f"item:{bare.id}", SAID), (f"paper:{paper.id}", "Biểu 3 thiếu số liệu")):
        assert say(author, meeting_id, text=text, about=about) == 200
    assert say(other, meeting_id, text="Nhất trí", about=f"item:{bound.id}", to_all="1", kind="comment") == 200
    chair = sign_in("phochutich")
    shown = dict(sections(chair.get(f"/meetings/{meeting_id}/remarks").text))
    assert list(shown) == [bound.title, bare.title, "Cả cuộc họp"], "the paper belongs to the first"
    assert ("Biểu 3 thiếu" in shown[bound.title], "Nhất trí" in shown[bound.title]) == (True, True)
    assert f"Về tài liệu “{paper.title}”" in shown[bound.title]
    assert (SAID in shown[bare.title], "Chung" in shown["Cả cuộc họp"]) == (True, True)
    page = other.get(f"/meetings/{meeting_id}/remarks").text
    assert ("Nhất trí" in page, SAID in page, "Biểu 3 thiếu" in page) == (True, False, False)


def test_at_the_item_dealt_with_who_runs_the_meeting_sees_what_was_said_of_it_and_nobody_else(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = with_agenda(office, world)
    bare = items_of(office, meeting_of(office, meeting_id))[1]
    (paper,) = meeting_of(office, meeting_id).papers
    author = sign_in("giamdoc.stc")
    for about, text in ((f"item:{bare.id}", SAID), (f"paper:{paper.id}", "Biểu 3 thiếu số liệu"), ("", "Chung")):
        assert say(author, meeting_id, text=text, about=about) == 200
    clock.instant = start_of(office, meeting_id)
    with office.transaction():
        open_meeting(office, world.actor("vanthu"), meeting_id)
    at, count_of = f"/meetings/{meeting_id}/live", "Ý kiến trước cuộc họp về nội dung này: 1, 1 câu hỏi chưa trả lời"
    for place, own, foreign in ((0, "Biểu 3 thiếu", SAID), (1, SAID, "Biểu 3 thiếu")):
        begin_item(office, world, meeting_id, place)
        for login, page in (("phochutich", ""), ("phochutich", "/state/show"), ("vanthu", "/panel")):
            shown = sign_in(login).get(at + page).text
            assert (count_of in shown, own in shown, foreign in shown, "Chung" in shown) == (True, True, False, False)
        for login, page in (("vanthu", "/wall"), ("phochutich", "/wall"), ("chutich.kyanh", ""), ("giamdoc.stc", "")):
            shown = sign_in(login).get(at + page).text
            assert (own in shown, "về nội dung này" in shown) == (False, False), (login, page)


def test_a_remark_on_an_item_that_is_taken_off_is_on_the_whole_meeting_and_tells_the_item_in_words(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    meeting_id = with_agenda(office, world)
    _bound, bare = items_of(office, meeting_of(office, meeting_id))
    assert say(sign_in("giamdoc.stc"), meeting_id, text=SAID, about=f"item:{bare.id}") == 200
    for state in (MeetingState.DRAFT, MeetingState.ISSUED):
        with office.transaction():
            meeting_of(office, meeting_id).state = state
            if state == MeetingState.DRAFT:
                take_out(office, world.actor("chuyenvien"), meeting_id, bare.id)
    ((title, text),) = sections(sign_in("phochutich").get(f"/meetings/{meeting_id}/remarks").text)
    assert (title, SAID in text) == ("Cả cuộc họp", True)
    assert f"Về nội dung “{bare.title}”, đã bỏ khỏi chương trình" in text


def with_agenda(office: Office, world: World) -> int:
    """An issued meeting with two items, of which the first has the meeting's paper; gives its id."""
    meeting_id = make_draft(office, world, ahead=timedelta(hours=40))
    writer = world.actor("chuyenvien")
    with office.transaction():
        paper_id = office.session.scalars(select(Paper.id).filter_by(meeting_id=meeting_id)).one()
        for title, paper_ids in (("Tiến độ mặt bằng", [paper_id]), ("Nguồn vốn", [])):
            item = add_item(office, writer, meeting_id, title)
            save_items(office, writer, meeting_id, [ItemFacts(id=item.id, title=title, paper_ids=paper_ids)])
        issue_invitation(office, writer, meeting_id)
    return meeting_id


def sections(page: str) -> list[tuple[str, str]]:
    """Heading and remarks of each section that lists some."""
    found = re.findall(r'<h2 class="section-title"[^>]*>(.*?)</h2>.*?<ul class="remarks">(.*?)</ul>', page, re.DOTALL)
    return [(re.sub(r"\s*<.*", "", title, flags=re.DOTALL).strip(), text) for title, text in found]


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
