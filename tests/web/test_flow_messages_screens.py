"""The clerk's screens of messages with other systems: lists with state and reason, one in full, answers."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from e_office.core import jobs
from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.exchange import edxml
from e_office.exchange.messages.models import ExchangeMessage
from e_office.exchange.models import Dispatch
from e_office.people.models import Unit
from tests.factories.edxml import DEPARTMENT, SUBJECT, written
from tests.factories.world import World
from tests.web.test_flow_messages_in import ELSEWHERE, Inbox, SignIn, letter, rows, take
from tests.web.test_flow_messages_out import BUILDING, Folders, connected, folders, sent_to

__all__ = ["connected", "folders", "letter", "take"]


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_the_clerk_sees_what_came_with_its_state_and_its_reason(
    take: Inbox, letter: edxml.Message, sign_in: SignIn, office: Office
) -> None:
    take(letter)
    take(b"<broken")
    clerk = sign_in("vanthu.stnmt")
    page = words(clerk.get("/exchange/messages").text)
    assert "Chưa cấu hình trục liên thông, không gì rời hệ thống này." in page
    assert SUBJECT in page
    assert "Không có chữ ký số" in page
    assert "Không phải XML hợp lệ" not in page, "what is meant for nobody is the highest agency's"
    top = sign_in("vanthu")
    assert "Không phải XML hợp lệ" in top.get("/exchange/aside").text
    assert SUBJECT not in top.get("/exchange/messages").text
    row = rows(office, direction="in")[0]
    detail = words(clerk.get(f"/exchange/messages/{row.id}").text)
    for text in (
        "Bộ Xây dựng",
        "000.00.00.G08",
        "KT. BỘ TRƯỞNG Thứ trưởng",
        "Danh mục dự án",
        "Phụ lục.pdf",
        "Đã đến (chờ gửi)",
    ):
        assert text in detail, text
    raw = clerk.get(f"/exchange/messages/{row.id}/original")
    assert raw.data == written(letter)
    assert raw.headers["Content-Disposition"].startswith("attachment")
    assert raw.mimetype == "application/octet-stream"


@pytest.mark.parametrize("login", ["vanthu.stc", "giamdoc.stnmt", "quantri", "kiemtoan"])
def test_nobody_else_sees_a_message(
    login: str, take: Inbox, letter: edxml.Message, sign_in: SignIn, office: Office
) -> None:
    take(letter)
    row = rows(office, direction="in")[0]
    other = sign_in(login)
    for path in (f"/exchange/messages/{row.id}", f"/exchange/messages/{row.id}/original"):
        assert other.get(path).status_code == 404
    other.get("/account")
    for path in ("again", "answer"):
        assert other.post(f"/exchange/messages/{row.id}/{path}", {"agree": "1"}).status_code == 404
    assert SUBJECT not in other.get("/exchange/messages").text


def test_what_was_kept_aside_is_read_again(
    take: Inbox, letter: edxml.Message, sign_in: SignIn, office: Office, world: World
) -> None:
    take(replace(letter, header=replace(letter.header, recipients=(ELSEWHERE,))))
    row_id = rows(office, state="aside")[0].id
    clerk = sign_in("vanthu")
    clerk.get("/exchange/aside")
    clerk.post(f"/exchange/messages/{row_id}/again")
    assert "Vẫn chưa nhận được: Không có đơn vị nào" in words(clerk.page)
    with office.transaction():
        office.session.get_one(Unit, world.units["sct"]).code = ELSEWHERE.organ_id
    clerk.get("/exchange/aside")
    clerk.post(f"/exchange/messages/{row_id}/again")
    assert [row.state for row in rows(office, direction="in")] == ["settled", "taken"]
    assert office.session.scalars(select(Dispatch)).one().unit_id == world.units["sct"]


@pytest.mark.parametrize(("agree", "code", "recalled"), [("1", "15", True), ("0", "16", False)])
def test_a_recall_is_answered_with_words(
    agree: str, code: str, recalled: bool, take: Inbox, letter: edxml.Message, sign_in: SignIn, office: Office
) -> None:
    """L-05: the receiver answers 15 or 16; what is recalled leaves the clerk's list."""
    business = replace(letter.trace.business, type=1, reason="Ban hành nhầm")
    take(letter)
    take(replace(letter, trace=replace(letter.trace, business=business)))
    row_id = rows(office, state="asked")[0].id
    clerk = sign_in("vanthu.stnmt")
    assert "Ban hành nhầm" in clerk.get(f"/exchange/messages/{row_id}").text
    if agree == "0":
        assert clerk.post(f"/exchange/messages/{row_id}/answer", {"agree": "0", "reason": "không"}).status_code == 422
        assert "Từ chối thì phải ghi lý do" in clerk.page
    clerk.post(f"/exchange/messages/{row_id}/answer", {"agree": agree, "reason": "Đang giải quyết theo văn bản này"})
    assert [row.status_code for row in rows(office, direction="out")] == ["01", code]
    dispatch = office.session.scalars(select(Dispatch)).one()
    assert dispatch.state == code
    assert (office.session.scalars(select(Document)).one().recalled_at is not None) == recalled
    office.session.rollback()
    assert (SUBJECT in clerk.get("/arrivals").text) != recalled
    clerk.get(f"/exchange/messages/{row_id}")
    assert clerk.post(f"/exchange/messages/{row_id}/answer", {"agree": "1"}).status_code == 422


def test_what_could_not_be_sent_is_sent_again(
    connected: Office, world: World, folders: Folders, sign_in: SignIn, app: Flask
) -> None:
    sent_to(connected, world, BUILDING)
    with connected.transaction() as session:
        session.scalars(select(ExchangeMessage)).one().state = "failed"  # type: ignore[assignment]
    row_id = rows(connected)[0].id
    clerk = sign_in("vanthu")
    assert "Không gửi được" in clerk.get("/exchange/messages?direction=out&state=failed").text
    clerk.get(f"/exchange/messages/{row_id}")
    clerk.post(f"/exchange/messages/{row_id}/again")
    jobs.drain(connected)
    assert rows(connected)[0].state == "sent"
    assert len(folders.out()) == 1


def test_names_in_a_message_are_shown_as_text(
    take: Inbox, letter: edxml.Message, sign_in: SignIn, office: Office, tmp_path: Path
) -> None:
    evil = replace(DEPARTMENT, organ_id="000.00.02.H27")
    sender = replace(letter.header.sender, name="<script>alert(1)</script>", address="<img src=x onerror=alert(1)>")
    take(replace(letter, header=replace(letter.header, sender=sender, recipients=(evil,), subject="<b>V/v</b>")))
    clerk = sign_in("vanthu.stnmt")
    for path in ("/exchange/messages", f"/exchange/messages/{rows(office, direction='in')[0].id}", "/arrivals"):
        page = clerk.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>V/v" not in page
    assert clerk.get("/exchange/messages?direction=sideways").status_code == 404
    assert clerk.get("/exchange/messages?state=odd").status_code == 404
