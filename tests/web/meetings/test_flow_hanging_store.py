"""A store that hangs keeps nobody from numbering: sheets are kept before a number is taken, never under its lock."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from e_office.core.db import db
from e_office.core.office import Office
from e_office.documents.models import DocumentFile
from e_office.meetings import service
from e_office.meetings.models import Conclusion, Meeting, MeetingEvent
from e_office.registry.models import OutgoingEntry, RegisterCounter
from e_office.registry.numbers import take_number
from e_office.registry.rules import outgoing_book
from storage import open_store
from tests.conftest import Browser, MovingClock
from tests.factories.meetings import make_draft, make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of, sent_original, words_of_docx

PATIENCE = 3.0
"""Seconds the driver waits for an answer that never comes."""


@dataclass
class HangingStore:
    """A server that takes every connection and never says a word; `asked` tells that somebody waits for it."""

    listener: socket.socket
    asked: threading.Event = field(default_factory=threading.Event)
    taken: list[socket.socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"s3://key:secret@127.0.0.1:{self.listener.getsockname()[1]}/originals?secure=0&read_seconds={PATIENCE}"

    def take(self) -> None:
        with suppress(OSError):  # closed at the end
            while True:
                self.taken.append(self.listener.accept()[0])
                self.asked.set()


@pytest.fixture
def hanging() -> Iterator[HangingStore]:
    store = HangingStore(socket.create_server(("127.0.0.1", 0)))
    thread = threading.Thread(target=store.take)
    thread.start()
    yield store
    store.listener.shutdown(socket.SHUT_RDWR)
    store.listener.close()
    thread.join()
    for each in store.taken:
        each.close()


@pytest.fixture
def hang(app: Flask, office: Office, hanging: HangingStore) -> Callable[[], None]:
    """From now on the screens speak to the store that hangs."""

    def swap() -> None:
        app.extensions["office"] = replace(office, store=open_store(hanging.url))

    return swap


def pressed(browser: Browser, path: str) -> dict[str, str | None]:
    """What the page of confirmation sends."""
    browser.get(path)
    assert "Số sẽ cấp" in browser.page
    return {name: browser.field(name) for name in ("version", "csrf_token", "form_key")}


def take_while_it_hangs(
    office: Office, world: World, hanging: HangingStore, type_code: str, press: Callable[[], str]
) -> str:
    """Press the button; while it waits for the store, another takes a number of the same book. Gives the page."""
    pages: list[str] = []
    book = outgoing_book(type_code, one_sequence=world.unit("ubnd").one_sequence)
    office.session.rollback()
    db.session.remove()
    began = time.monotonic()
    thread = threading.Thread(target=lambda: pages.append(press()))
    thread.start()
    assert hanging.asked.wait(PATIENCE)
    waited = time.monotonic()
    with office.transaction():
        number = take_number(office, world.units["ubnd"], book, 2026)
    assert time.monotonic() - waited < PATIENCE / 2, "the book was locked while the store kept somebody waiting"
    assert thread.is_alive(), "the number was taken while the other still waited"
    thread.join()
    assert time.monotonic() - began < PATIENCE + 2
    assert office.session.scalars(select(RegisterCounter.last).filter_by(book=book)).all() == [number], (
        "nobody else took one"
    )
    return pages[0]


def test_an_invitation_is_refused_and_numbering_goes_on(
    sign_in: SignIn,
    office: Office,
    world: World,
    hanging: HangingStore,
    hang: Callable[[], None],
    both_databases: str,
) -> None:
    meeting_id = make_draft(office, world)
    writer = sign_in("chuyenvien")
    form = pressed(writer, f"/meetings/{meeting_id}/confirm")
    hang()
    issue = f"/meetings/{meeting_id}/issue"
    page = take_while_it_hangs(office, world, hanging, "GM", lambda: writer.client.post(issue, data=form).text)
    assert "Kho lưu trữ chưa trả lời" in page
    assert "Chưa cấp số, chưa gửi nơi nào" in page
    meeting = meeting_of(office, meeting_id)
    assert (str(meeting.state), meeting.document_id) == ("draft", None)
    assert count(office, OutgoingEntry) == count(office, MeetingEvent) == 0


def test_a_conclusion_is_refused_and_numbering_goes_on(
    sign_in: SignIn,
    office: Office,
    world: World,
    clock: MovingClock,
    hanging: HangingStore,
    hang: Callable[[], None],
) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    with office.transaction():
        facts = service.ConclusionFacts(assessment="Đạt yêu cầu.", signer_id=world.persons["chanhvanphong"])
        service.save_conclusion(office, world.actor("chuyenvien"), meeting_id, facts)
    writer = sign_in("chuyenvien")
    path = f"/meetings/{meeting_id}/conclusion"
    form = pressed(writer, f"{path}/confirm")
    hang()
    page = take_while_it_hangs(
        office, world, hanging, "TB", lambda: writer.client.post(f"{path}/issue", data=form).text
    )
    assert "Kho lưu trữ chưa trả lời" in page
    assert office.session.scalars(select(Conclusion)).one().issued_at is None


def test_those_who_issue_at_once_get_numbers_in_a_row_each_in_its_own_sheet(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    """All lay their sheet out with the same number; whoever comes second lays it out anew."""
    hours = range(30, 38, 2)
    meetings = [make_draft(office, world, ahead=timedelta(hours=each), papers=()) for each in hours]
    browsers = [sign_in("chuyenvien") for _ in meetings]
    forms = [pressed(one, f"/meetings/{each}/confirm") for one, each in zip(browsers, meetings, strict=True)]
    office.session.rollback()
    db.session.remove()
    start, answers = threading.Barrier(len(meetings)), []

    def press(at: int) -> None:
        start.wait()
        answers.append(browsers[at].client.post(f"/meetings/{meetings[at]}/issue", data=forms[at]).status_code)

    threads = [threading.Thread(target=press, args=[at]) for at in range(len(meetings))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * len(meetings)
    documents = [meeting_of(office, each).document for each in meetings]
    assert sorted(one.number or 0 for one in documents if one) == [1, 2, 3, 4]
    for document in documents:
        assert document is not None
        assert f"Số: {document.code}" in words_of_docx(sent_original(office, document.id))
        name = office.session.scalars(select(DocumentFile.name).filter_by(document_id=document.id)).one()
        assert name == f"{document.code.replace('/', '-')}.docx"


def test_a_sheet_with_a_number_that_is_gone_is_never_issued(office: Office, world: World) -> None:
    first = make_draft(office, world, papers=())
    second = make_draft(office, world, ahead=timedelta(hours=40), papers=())
    actor = world.actor("chuyenvien")
    ahead = service.lay_out_invitation(office, actor, office.session.get_one(Meeting, second))
    with office.transaction():
        service.issue_invitation(office, actor, first)
    with pytest.raises(service.Overtaken), office.transaction():
        service.issue_invitation(office, actor, second, ahead=ahead)
    assert meeting_of(office, second).document_id is None
    assert office.session.scalars(select(RegisterCounter.last)).all() == [1], "the number went back"
    ahead = service.lay_out_invitation(office, actor, office.session.get_one(Meeting, second))
    with office.transaction():
        issued = service.issue_invitation(office, actor, second, ahead=ahead).meeting
    assert issued.document is not None
    assert issued.document.code == "02/GM-UBND"
