"""A-107: what does not count as a receipt: loading ahead, HEAD, scanners, another's token, a version never opened."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from e_office.core.db import db
from e_office.core.office import Office
from e_office.documents.looking import seen_token
from e_office.documents.models import DocumentFile, Opening
from e_office.meetings import service
from e_office.meetings.models import Invitee, PaperReceipt
from tests.conftest import Browser
from tests.factories.meetings import agree_to_all, make_file, make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of


@pytest.fixture
def meeting_id(office: Office, world: World) -> int:
    return make_issued(office, world, ahead=timedelta(hours=60))


def alone(ask: Callable[[str], TestResponse], path: str) -> int:
    """The status of one request in a context of its own, with nothing carried over and no redirect followed."""
    db.session.rollback()
    status = Context().run(lambda: ask(path).status_code)
    db.session.rollback()
    return status


def opened(office: Office) -> tuple[int, int]:
    """How many invitations are opened, and how many papers."""
    return 3 - count(office, Invitee, opened_at=None), count(office, PaperReceipt)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"Purpose": "preview"},
        {"X-Purpose": "preview"},
        {"X-Moz": "prefetch"},
        {"Sec-Fetch-Dest": "image", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors"},
        {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Mode": "navigate"},
    ],
    ids=lambda headers: " ".join(f"{name}={value}" for name, value in headers.items()),
)
def test_a107_what_a_browser_loads_by_itself_is_no_opening(
    headers: dict[str, str], sign_in: SignIn, office: Office, meeting_id: int
) -> None:
    reader = sign_in("vanthu.stc")
    assert reader.get(f"/meetings/{meeting_id}/invitation", headers=headers).status_code == 200
    assert opened(office) == (0, 0)


def test_a107_head_and_a_scanner_without_a_session_are_no_opening(
    app: Flask, sign_in: SignIn, office: Office, meeting_id: int
) -> None:
    paths = [f"/meetings/{meeting_id}/invitation", f"/meetings/{meeting_id}/meeting.ics"]
    scanner, reader = Browser(app), sign_in("vanthu.stc")
    for path in paths:
        assert alone(scanner.client.get, path) in {302, 303}
        assert alone(scanner.client.head, path) in {302, 303}
        assert alone(reader.client.head, path) == 200
    reader.get(paths[1])
    paper = meeting_of(office, meeting_id).papers[0]
    way = f"/meetings/{meeting_id}/papers/{paper.id}/open"
    assert alone(reader.client.get, way) == 405, "a link that something follows opens no paper"
    assert alone(reader.client.head, way) == 405
    assert alone(scanner.client.post, way) in {303, 400}
    assert alone(reader.client.post, way) == 400, "without the form's own token"
    assert opened(office) == (0, 0)


def test_a107_a_list_the_desk_and_a_search_open_nothing(sign_in: SignIn, office: Office, meeting_id: int) -> None:
    reader = sign_in("vanthu.stc")
    for path in ("/", "/meetings", "/meetings?view=coming", "/search?q=giai+phong+mat+bang"):
        assert reader.get(path).status_code == 200
    assert opened(office) == (0, 0)


def test_a107_another_persons_token_proves_nothing(
    app: Flask, sign_in: SignIn, office: Office, world: World, meeting_id: int
) -> None:
    paper = meeting_of(office, meeting_id).papers[0]
    file = office.session.get_one(DocumentFile, paper.file_id)
    with app.test_request_context():
        theirs = seen_token(world.actor("vanthu.stnmt"), file)
    office.session.rollback()
    reader = sign_in("vanthu.stc")
    path = f"/documents/{paper.document_id}/files/{paper.file_id}/preview?seen={theirs}"
    reader.get(path, headers={"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Mode": "navigate"})
    assert count(office, Opening, person_id=world.persons["vanthu.stc"], file_id=paper.file_id) == 0
    assert opened(office) == (0, 0)


def test_a107_organisers_chair_and_administrator_leave_no_receipt(
    sign_in: SignIn, office: Office, meeting_id: int
) -> None:
    paper = meeting_of(office, meeting_id).papers[0]
    for login in ("chuyenvien", "phochutich"):
        browser = sign_in(login)
        browser.get(f"/meetings/{meeting_id}/invitation")
        browser.post(f"/meetings/{meeting_id}/papers/{paper.id}/open")
    assert sign_in("quantri").get(f"/meetings/{meeting_id}/invitation").status_code == 404
    assert opened(office) == (0, 0)


def test_a101_a107_a_version_never_opened_has_no_receipt(
    sign_in: SignIn, office: Office, world: World, meeting_id: int
) -> None:
    reader, writer = sign_in("vanthu.stc"), world.actor("chuyenvien")
    first = meeting_of(office, meeting_id).papers[0].id
    reader.get(f"/meetings/{meeting_id}/invitation")
    reader.post(f"/meetings/{meeting_id}/papers/{first}/open")
    file = make_file(office, words="Tiến độ đến 01/12, số liệu mới")
    with office.transaction():
        second = service.put_paper(office, writer, meeting_id, file, replaces_id=first, changes="Cập nhật số liệu").id
        service.submit(office, writer, meeting_id)
    agree_to_all(office, world.actor("phochutich"), meeting_id)
    with office.transaction():
        service.send_paper(office, writer, meeting_id, second)
    reader.get(f"/meetings/{meeting_id}/invitation")
    assert "đã đọc 0 trên 1" in reader.page, "the version read before is another one"
    assert count(office, PaperReceipt, paper_id=first) == 1
    assert count(office, PaperReceipt, paper_id=second) == 0
    reader.post(f"/meetings/{meeting_id}/papers/{second}/open")
    assert count(office, PaperReceipt, paper_id=second) == 1
