"""A-106: consent taken back in the very moment an invitation is issued, by people at two screens, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from e_office.core.db import db
from e_office.core.office import Office
from e_office.exchange.service import deliver
from e_office.meetings import consent, issuing
from e_office.meetings.models import MeetingEvent, Paper
from e_office.meetings.requests import deciding
from e_office.notices.models import MailOut
from e_office.registry.models import OutgoingEntry
from tests.conftest import Browser, Outbox
from tests.factories.meetings import make_draft
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of
from tests.web.meetings.test_flow_requests import WHY, ask, decide, department_draft, examine, newest


class Second:
    """Somebody at another screen who presses a button while the first one's request is being answered."""

    def __init__(self, app: Flask, login: str, path: str, form: dict[str, str], page: str) -> None:
        self.browser, self.path, self.form, self.status = Browser(app, login), path, form, 0
        self.browser.get(page)
        self.under_way, self.inside = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._press)

    def _press(self) -> None:
        form = {"csrf_token": self.browser.field("csrf_token"), "form_key": self.browser.field("form_key"), **self.form}
        self.under_way.set()
        with self.browser.client.post(self.path, data=form) as answer:
            self.status = answer.status_code


def in_the_middle(monkeypatch: pytest.MonkeyPatch, other: Second, place: Any, within: str, kind: str) -> None:
    """Let the other one press in the middle of issuing, and go on only when that press has come to the lock.

    SQLite lets nobody begin to write meanwhile; on PostgreSQL the other one is within its own transaction by then.
    """
    held = getattr(place, within)

    def came(*args: Any, **kwargs: Any) -> Any:
        other.inside.set()
        return held(*args, **kwargs)

    def begun(*args: Any, **kwargs: Any) -> Any:
        other.thread.start()
        assert (other.inside if kind == "postgresql" else other.under_way).wait(30)
        return deliver(*args, **kwargs)

    monkeypatch.setattr(place, within, came)
    monkeypatch.setattr(issuing, "deliver", begun)


def press_issue(writer: Browser, meeting_id: int) -> int:
    """Issue it from the page of confirmation; the status, no redirect followed."""
    writer.get(f"/meetings/{meeting_id}/confirm")
    return writer.post(f"/meetings/{meeting_id}/issue", {"version": writer.field("version")}, follow=False).status_code


def test_the_chairmans_consent_taken_back_while_the_invitation_is_distributed_stops_every_mail(
    app: Flask, sign_in: SignIn, office: Office, world: World, monkeypatch: pytest.MonkeyPatch, outbox: Outbox,
    work_off: Callable[[], int], both_databases: str,
) -> None:  # fmt: skip
    """M6: it waits for the invitation that is on its way to be whole, then nothing more of it goes out."""
    meeting_id = department_draft(office, world)
    start = meeting_of(office, meeting_id).starts_at
    assert start is not None
    ask(sign_in("vanthu.stnmt"), "invite", start, meeting_id, units=world.units["kyanh"])
    request_id = newest(office).id
    examine(sign_in("chanhvanphong"), request_id, world)
    assert decide(sign_in("chutich"), request_id) == 200
    work_off()
    outbox.mails.clear()
    page = f"/meetings/requests/{request_id}"
    chairman = Second(app, "chutich", f"{page}/revoke", {"reason": WHY}, page)
    clerk = sign_in("vanthu.stnmt")
    in_the_middle(monkeypatch, chairman, deciding, "lock_request", both_databases)
    db.session.remove()
    assert press_issue(clerk, meeting_id) == 303
    chairman.thread.join(60)
    assert chairman.status == 303, "neither is lost"
    assert meeting_of(office, meeting_id).state == "issued"
    assert newest(office).state == "revoked"
    work_off()
    assert outbox.mails == []
    rows = office.session.scalars(select(MailOut).filter_by(meeting_id=meeting_id)).all()
    assert [row.error for row in rows] == ["consent revoked"] * 2
    assert "2 thư chưa đi đã dừng lại" in clerk.get(f"/meetings/{meeting_id}").text
    assert WHY in clerk.page


def test_a_chairs_consent_to_a_paper_taken_back_while_it_is_distributed_comes_too_late(
    app: Flask, sign_in: SignIn, office: Office, world: World, monkeypatch: pytest.MonkeyPatch, both_databases: str
) -> None:
    """M3: what is on its way is whole before anybody is heard again; the chair is told that it is out."""
    meeting_id = make_draft(office, world)
    paper_id = meeting_of(office, meeting_id).papers[0].id
    path = f"/meetings/papers/{paper_id}/withdraw"
    chair = Second(app, "phochutich", path, {}, f"/meetings/{meeting_id}/papers")
    writer = sign_in("chuyenvien")
    in_the_middle(monkeypatch, chair, consent, "_lock_paper", both_databases)
    db.session.remove()
    assert press_issue(writer, meeting_id) == 303
    chair.thread.join(60)
    assert chair.status == 409
    paper = office.session.get_one(Paper, paper_id, populate_existing=True)
    assert (paper.state, paper.approved_sha256) == ("distributed", paper.file.sha256)


def test_a_chairs_consent_taken_back_a_moment_before_keeps_everything_in_the_house(
    sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int], outbox: Outbox, both_databases: str
) -> None:
    """M3: the page of confirmation was open already; what it promised holds no more and nothing goes out."""
    meeting_id = make_draft(office, world)
    writer, chair = sign_in("chuyenvien"), sign_in("phochutich")
    writer.get(f"/meetings/{meeting_id}/confirm")
    assert "Số sẽ cấp" in writer.page
    version = writer.field("version")
    paper_id = meeting_of(office, meeting_id).papers[0].id
    chair.get("/meetings/consents")
    assert chair.post(f"/meetings/papers/{paper_id}/withdraw", follow=False).status_code == 303
    assert writer.post(f"/meetings/{meeting_id}/issue", {"version": version}).status_code == 422
    assert "chưa được chủ trì đồng ý" in writer.page
    work_off()
    assert outbox.mails == []
    for model in (OutgoingEntry, MailOut, MeetingEvent):
        assert count(office, model) == 0, model
