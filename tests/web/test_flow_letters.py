"""Mails as a door: one dropped as a file, and those of the unit's mailbox; each becomes a document once."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path
from typing import IO

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.exchange.mailbox import fetching
from e_office.exchange.mailbox.contract import MailboxError, addresses, open_mailbox
from e_office.exchange.mailbox.fetching import fetch_mailboxes, has_mailboxes
from e_office.exchange.mailbox.models import FetchedMail
from e_office.exchange.models import Dispatch
from e_office.notices.models import Notice
from e_office.registry.models import IncomingEntry, WaitingFile
from storage import StoreUnavailable
from tests.conftest import Browser
from tests.factories.documents import docx_bytes, pdf_bytes
from tests.factories.outlook import msg_bytes
from tests.factories.world import World
from tests.servers.imap import Box, imap_server
from tests.web.test_flow_exchange import Sender, count
from tests.web.test_flow_exchange import store_url as store_url
from tests.web.test_flow_registry import drop, letter

SignIn = Callable[[str], Browser]
SUBJECT = "V/v mời góp ý dự thảo quy chế"


def mail(
    subject: str = SUBJECT, *, message_id: str = "<một@bo.example>", files: int = 1, secret: bool = False
) -> bytes:
    """A mail as an agency's mail program sends it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "Sở Nội vụ tỉnh Nghệ An <snv@nghean.example>"
    message["To"] = "vanthu@hatinh.example"
    message["Subject"] = subject
    message["Date"] = "Mon, 23 Nov 2026 23:30:00 +0700"
    if message_id:
        message["Message-ID"] = message_id.replace("một", "mot")
    message.set_content("Kính gửi quý cơ quan, xin xem tệp kèm theo.")
    for number in range(files):
        data = docx_bytes("TỐI MẬT", "Nội dung") if secret else letter(subject).getvalue()
        kind = {"maintype": "application", "subtype": "octet-stream"}
        message.add_attachment(data, filename=f"Công văn {number + 1}.docx", **kind)
    return message.as_bytes()


@pytest.fixture
def box() -> Iterator[Box]:
    with imap_server() as box:
        yield box


@pytest.fixture
def mailboxes(office: Office, world: World, box: Box) -> Path:
    """The settings' file with the province's mailbox."""
    path = office.settings.mailboxes
    user, password = "vanthu%40hatinh.example", "mat%20khau%3A%201%2F2%403"
    path.write_text(f'[mailboxes]\n"000.00.00.H27" = "imap://{user}:{password}@127.0.0.1:{box.port}/INBOX"\n')
    path.chmod(0o600)
    return path


def waiting_files(office: Office) -> list[WaitingFile]:
    office.session.rollback()
    office.session.expire_all()
    return list(office.session.scalars(select(WaitingFile).filter_by(registered_at=None).order_by(WaitingFile.id)))


def test_a_mail_that_is_dropped_becomes_its_attachments_and_itself(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (BytesIO(mail(files=2)), "Góp ý.eml"))
    rows = waiting_files(office)
    assert [row.name for row in rows] == ["Công văn 1.docx", "Công văn 2.docx", "Góp ý.eml"]
    assert len({row.bundle for row in rows}) == 1
    assert clerk.page.count('name="files"') >= 3
    assert clerk.page.count(" checked>") >= 3, "the whole mail is one document"
    assert SUBJECT in clerk.page
    clerk.get(f"/incoming/files/{rows[0].id}")
    assert clerk.post(f"/incoming/files/{rows[0].id}/register").status_code == 200
    document = office.session.scalars(select(Document)).one()
    assert [file.name for file in document.files] == ["Công văn 1.docx", "Công văn 2.docx", "Góp ý.eml"]
    assert waiting_files(office) == []


def test_a_mail_without_words_in_its_files_fills_the_form_from_its_head(
    sign_in: SignIn, office: Office, world: World
) -> None:
    message = EmailMessage(policy=SMTP)
    message["From"], message["Subject"] = "Cục Thống kê <ctk@example.vn>", "Báo cáo tháng 11"
    message["Date"] = "Mon, 23 Nov 2026 23:30:00 +0700"
    message.add_attachment(pdf_bytes("1"), maintype="application", subtype="pdf", filename="quét.pdf")
    clerk = sign_in("vanthu")
    drop(clerk, (BytesIO(message.as_bytes()), "thư.eml"))
    for value in ("Cục Thống kê", "Báo cáo tháng 11", "23/11/2026"):
        assert value in clerk.page, value


def test_a_mail_of_outlook_becomes_its_attachments_and_itself(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    raw = msg_bytes(SUBJECT, [("Công văn.docx", letter(SUBJECT).getvalue()), ("logo.png", b"\x89PNG\r\n\x1a\n")])
    clerk = sign_in("vanthu")
    drop(clerk, (BytesIO(raw), "Góp ý.msg"))
    rows = waiting_files(office)
    assert [(row.name, row.type_code) for row in rows] == [("Công văn.docx", "docx"), ("Góp ý.msg", "msg")]
    assert (rows[0].letter or {})["sender"] == "Sở Nội vụ tỉnh Nghệ An"
    assert (rows[0].letter or {})["day"] == "2026-11-23"
    clerk.get(f"/incoming/files/{rows[0].id}")
    assert clerk.post(f"/incoming/files/{rows[0].id}/register").status_code == 200
    document = office.session.scalars(select(Document)).one()
    assert [file.name for file in document.files] == ["Công văn.docx", "Góp ý.msg"]


def test_a_mail_of_outlook_that_cannot_be_read_is_refused_with_its_reason(
    sign_in: SignIn, office: Office, world: World
) -> None:
    clerk = sign_in("vanthu")
    secret = msg_bytes(files=[("kế hoạch.docx", docx_bytes("TỐI MẬT", "Nội dung"))])
    drop(clerk, (BytesIO(msg_bytes()[:1200]), "hỏng.msg"))
    assert "Thư hỏng.msg không mở được: Tệp hỏng hoặc không đúng định dạng" in clerk.page
    clerk.get("/incoming/new")
    form = {"files": [(BytesIO(secret), "mật.msg")]}
    answer = clerk.post("/incoming/files", form, content_type="multipart/form-data")
    assert (answer.status_code, "mang dấu mật" in clerk.page) == (422, True)
    assert waiting_files(office) == []


def test_a_mail_with_a_secret_in_it_leaves_nothing_here(sign_in: SignIn, office: Office, world: World) -> None:
    """T6, A-112: the mail holds the bytes of its attachment, so neither is kept."""
    clerk = sign_in("vanthu")
    clerk.get("/incoming/new")
    form = {"files": [(BytesIO(mail(secret=True)), "mật.eml")]}
    answer = clerk.post("/incoming/files", form, content_type="multipart/form-data")
    assert (answer.status_code, "mang dấu mật" in clerk.page) == (422, True)
    assert waiting_files(office) == []


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" * 400,
        b"From: a@b\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n1\r\n" * 5000 + b"--x--",
    ],
    ids=["nested", "of many parts"],
)  # fmt: skip
def test_a_hostile_mail_is_refused_with_its_reason(sign_in: SignIn, office: Office, world: World, raw: bytes) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (BytesIO(raw), "bom.eml"))
    assert "Thư bom.eml không mở được" in clerk.page
    assert waiting_files(office) == []


def test_a_mail_of_the_box_waits_once_however_often_it_is_fetched(
    sign_in: SignIn, office: Office, world: World, box: Box, mailboxes: Path, both_databases: str
) -> None:
    """Door "hộp thư": by UID and Message-ID; the box itself is only read."""
    assert has_mailboxes(office.settings)
    box.put(mail())
    assert [fetch_mailboxes(office) for _ in range(3)] == [1, 0, 0]
    box.put(mail())  # the same message, delivered twice by its way
    box.put(mail("V/v việc khác", message_id="<hai@bo.example>"))
    assert fetch_mailboxes(office) == 1
    box.validity = 8  # the box was rebuilt: its numbers begin anew
    assert fetch_mailboxes(office) == 0
    states = [row.state for row in office.session.scalars(select(FetchedMail).order_by(FetchedMail.id))]
    assert states == ["taken", "repeated", "taken", "repeated", "repeated", "repeated"]
    assert {row.door for row in waiting_files(office)} == {"mailbox"}
    assert count(office, Notice, kind="mail") == 2
    assert not [
        word
        for word in box.commands
        if word.upper().startswith(("SELECT", "STORE", "UID STORE", "EXPUNGE", "UID EXPUNGE"))
    ]

    clerk = sign_in("vanthu")
    page = clerk.get("/arrivals").text
    assert "Sở Nội vụ tỉnh Nghệ An" in page
    first = waiting_files(office)[0]
    assert sign_in("vanthu.stc").get(f"/incoming/files/{first.id}").status_code == 404
    assert clerk.post(f"/incoming/files/{first.id}/register").status_code == 200
    entry = office.session.scalars(select(IncomingEntry)).one()
    assert (entry.number, entry.document.subject) == (1, SUBJECT)
    assert SUBJECT not in clerk.get("/arrivals").text
    assert "V/v việc khác" in clerk.page


def in_bar(page: str) -> str:
    """The number beside the incoming register in the bar; empty where there is none."""
    found = re.search(r'href="/incoming"[^>]*>Văn bản đến(?: <b class="nav-count">(\d+)</b>)?</a>', page)
    assert found
    return found.group(1) or ""


def test_a_mail_counts_and_stands_beside_what_came_over_the_exchange(
    sign_in: SignIn, office: Office, world: World, box: Box, mailboxes: Path, both_databases: str
) -> None:
    """Doors of the register: one list, one number on the desk and in the bar, one key for each."""
    box.put(mail(files=2))
    box.put(mail("Quảng cáo", message_id="<hai@bo.example>", files=3))
    assert fetch_mailboxes(office) == 2
    Sender(office, world)("vanthu.stnmt", "stnmt", "CV", "2026-11-23", "ubnd")
    clerk = sign_in("vanthu")
    desk = clerk.get("/").text
    assert (in_bar(desk), in_bar(sign_in("vanthu.stc").get("/").text)) == ("3", "")
    assert re.search(r'id="arrivals"[^>]*>.*?<span class="count">3</span>|Chờ vào sổ.{0,40}3', desk, re.DOTALL)
    assert SUBJECT in desk
    assert in_bar(sign_in("giamdoc.stnmt").get("/").text) == "", "who registers nothing has no such number"
    assert "3 văn bản điện tử chờ vào sổ" in clerk.get("/incoming").text
    page = clerk.get("/arrivals").text
    assert "3 văn bản chờ vào sổ" in page
    assert page.count('data-row-key="r"') == 3
    assert page.count("<table") == 1

    first, other = (row for row in waiting_files(office) if row.name == "Công văn 1.docx")
    clerk.post(f"/incoming/files/{first.id}/register")
    assert ("Đã đăng ký số đến 1" in clerk.page, "2 văn bản chờ vào sổ" in clerk.page) == (True, True)
    clerk.post(f"/incoming/files/{other.id}/aside", {"whole": "1"})
    assert "Đã bỏ thư “Quảng cáo” khỏi hàng chờ" in clerk.page
    assert waiting_files(office) == []
    assert "1 văn bản chờ vào sổ" in clerk.page
    dispatch = office.session.scalars(select(Dispatch)).one()
    clerk.post(f"/arrivals/{dispatch.id}/register")
    assert ("Đã vào sổ hết" in clerk.page, in_bar(clerk.page)) == (True, "2"), "two wait to be passed on"


def test_a_mail_that_is_not_taken_says_why_and_stays_in_the_box(
    sign_in: SignIn, office: Office, world: World, box: Box, mailboxes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("e_office.exchange.mailbox.fetching.LARGEST", 200_000)
    box.put(mail("V/v tệp lớn", message_id="<lon@bo.example>") + b"x" * 200_000)
    box.put(mail(message_id="<mat@bo.example>", secret=True))
    box.put(b"not a mail at all")
    box.put(mail())
    assert fetch_mailboxes(office) == 1
    rows = list(office.session.scalars(select(FetchedMail).order_by(FetchedMail.id)))
    assert [row.state for row in rows] == ["refused", "refused", "refused", "taken"]
    assert all(row.reasons for row in rows[:3])
    assert len(box.mails) == 4
    assert not any("BODY" in word and "FETCH 1 " in word for word in box.commands), "too large to be fetched at all"
    page = sign_in("vanthu").get("/arrivals").text
    assert "Thư không nhận được" in page
    assert "mang dấu mật" in page


@pytest.mark.parametrize("where", ["read", "kept"])
def test_a_mail_that_breaks_its_reader_is_set_aside_and_those_about_it_are_taken(
    where: str, sign_in: SignIn, office: Office, world: World, box: Box, mailboxes: Path, both_databases: str,
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """One poisonous mail between two good ones: noted once, told to clerk and administrator, never asked for again."""
    name = {"read": "keep_letter", "kept": "hear"}[where]
    sound = getattr(fetching, name)

    def break_at_it(*given: object) -> object:
        raise RecursionError("what nobody foresaw")

    def read(office: Office, stream: IO[bytes], *given: object) -> object:
        if b"nghe an thu doc" in stream.read():
            break_at_it()
        stream.seek(0)
        return sound(office, stream, *given)

    poison = {"read": mail("nghe an thu doc", message_id="<hai@bo.example>"), "kept": calendar_answer()}[where]
    monkeypatch.setattr(fetching, name, read if where == "read" else break_at_it)
    for one in (mail(), poison, mail("V/v việc khác", message_id="<ba@bo.example>")):
        box.put(one)
    assert fetch_mailboxes(office) == 2
    rows = list(office.session.scalars(select(FetchedMail).order_by(FetchedMail.id)))
    assert [row.state for row in rows] == ["taken", "refused", "taken"]
    assert (rows[1].sender, rows[1].subject) == ("", ""), "nothing of what it says is kept"
    assert "what nobody foresaw" in caplog.text, "the administrator's log has the whole of it"
    assert "làm việc đọc bị lỗi, đã để riêng" in sign_in("vanthu").get("/arrivals").text
    assert "Một thư trong hộp thư của UBND tỉnh làm việc đọc bị lỗi" in sign_in("quantri").get("/").text
    monkeypatch.undo()
    assert fetch_mailboxes(office) == 0
    assert count(office, FetchedMail) == 3


@pytest.mark.parametrize("error", [StoreUnavailable("gone"), OperationalError("select", {}, Exception("gone"))])
def test_a_mail_that_could_not_be_taken_because_of_the_house_is_tried_again(
    error: Exception, office: Office, world: World, box: Box, mailboxes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*given: object) -> None:
        raise error

    box.put(mail())
    with monkeypatch.context() as broken:
        broken.setattr(fetching, "keep_letter", away)
        with pytest.raises(type(error)):
            fetch_mailboxes(office)
    assert count(office, FetchedMail) == 0
    assert fetch_mailboxes(office) == 1


def calendar_answer() -> bytes:
    """A mail by which a calendar program answers an invitation."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["Subject"], message["Message-ID"] = "la@nghean.example", "Accepted", "<lich@bo.example>"
    message.set_content("dự")
    lines = ["BEGIN:VCALENDAR", "METHOD:REPLY", "VERSION:2.0", "END:VCALENDAR", ""]
    message.add_alternative("\r\n".join(lines), subtype="calendar", params={"method": "REPLY"}, cte="base64")
    return message.as_bytes()


def test_a_box_that_is_away_holds_up_no_other_and_tells_no_password(
    office: Office, world: World, box: Box, mailboxes: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = mailboxes.read_text()
    away = '"000.00.02.H27" = "imap://x:bi-mat-lam@127.0.0.1:1/INBOX"\n"nowhere" = "imaps://a:b@c/INBOX"\n'
    mailboxes.write_text(text.replace("[mailboxes]\n", "[mailboxes]\n" + away))
    box.put(mail())
    with caplog.at_level(logging.WARNING):
        assert fetch_mailboxes(office) == 1
    assert "mailbox of 000.00.02.H27" in caplog.text
    assert "there is no such agency" in caplog.text
    assert "bi-mat-lam" not in caplog.text
    box.broken = True
    assert fetch_mailboxes(office) == 0
    box.broken, box.password = False, "another"
    box.put(mail("V/v nữa", message_id="<ba@bo.example>"))
    assert fetch_mailboxes(office) == 0
    assert count(office, FetchedMail) == 1


def test_the_file_of_passwords_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "mailboxes.toml"
    assert addresses(path) == {}
    path.write_text('[mailboxes]\nH27 = "imaps://u:p@mail.example/INBOX"\n')
    os.chmod(path, 0o644)
    with pytest.raises(MailboxError, match="chmod 600"):
        addresses(path)
    path.chmod(0o600)
    assert addresses(path) == {"H27": "imaps://u:p@mail.example/INBOX"}
    path.write_text("[mailboxes\n")
    with pytest.raises(MailboxError):
        addresses(path)


@pytest.mark.parametrize("url", ["imap://u:p@mail.example/INBOX", "pop3://u:p@mail.example", "", "file:///etc/passwd"])
def test_no_mailbox_is_read_without_encryption_or_by_another_way(url: str) -> None:
    with pytest.raises(MailboxError):
        open_mailbox(url)
