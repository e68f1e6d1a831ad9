"""What is sent to agencies outside leaves as a message, once; what they tell of it comes back to its dispatch."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from e_office.core import jobs
from e_office.core.jobs import Job
from e_office.core.office import Office
from e_office.documents.service import DocumentFacts
from e_office.exchange import edxml
from e_office.exchange.edxml.facts import Organ
from e_office.exchange.edxml.signatures import Seal, verify
from e_office.exchange.messages.models import DispatchEvent, ExchangeMessage
from e_office.exchange.messages.rounds import fetch
from e_office.exchange.models import Dispatch
from e_office.exchange.rules import Recipient
from e_office.exchange.service import issue
from e_office.registry.service import OutgoingFacts
from tests.conftest import Browser, MovingClock
from tests.factories.authority import Authority, p12
from tests.factories.documents import kept, pdf_bytes
from tests.factories.edxml import DEPARTMENT, MINISTRY, make_attachment, make_message, make_status, written
from tests.factories.world import World
from tests.web.test_flow_exchange import drop, letter, send

SignIn = Callable[[str], Browser]
DOCUMENT_ID = "000.00.00.H27,2026/11/24,01/UBND"


@dataclass
class Folders:
    """The way to other systems as its carrier sees it."""

    root: Path

    @property
    def url(self) -> str:
        return f"folder://{self.root}?settle=0"

    def out(self) -> list[bytes]:
        return [
            path.read_bytes()
            for path in sorted((self.root / "outbox").glob("*.edxml"), key=lambda one: one.stat().st_mtime_ns)
        ]

    def place(self, name: str, body: bytes) -> None:
        (self.root / "inbox").mkdir(parents=True, exist_ok=True)
        (self.root / "inbox" / name).write_bytes(body)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "axis")


@pytest.fixture
def connected(app: Flask, office: Office, folders: Folders) -> Office:
    """The same office with a way to other systems."""
    app.extensions["office"] = replace(office, settings=replace(office.settings, exchange_url=folders.url))
    found: Office = app.extensions["office"]
    return found


def sent_to(office: Office, world: World, *recipients: Recipient) -> int:
    """Issue a letter of the province's; gives the document's id."""
    with office.transaction():
        facts = OutgoingFacts(
            unit_id=world.units["ubnd"],
            document=DocumentFacts(
                owner_unit_id=world.units["ubnd"], issuer_unit_id=world.units["ubnd"], type_code="CV", subject="V/v góp ý dự thảo",
                issued_on=date(2026, 11, 24), signer="Đặng Hữu Khánh", signer_title="TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",
                recipients="- Như trên;\n- Lưu: VT, TH1.", urgency="very_urgent",
            ),
        )  # fmt: skip
        file = kept(office)
        return issue(office, world.actor("vanthu"), facts, [file], recipients).document_id


BUILDING = Recipient(None, "Bộ Xây dựng", "electronic", organ_id="000.00.00.G08")
HEALTH = Recipient(None, "Bộ Y tế", "electronic", organ_id="000.00.00.G18")
NGHE_AN = Recipient(None, "UBND tỉnh Nghệ An", "both", paper_reason="Nơi nhận cần bản giấy", organ_id="000.00.00.H41")


def words(page: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"<[^>]+>", "", page)


def rows(office: Office, **wanted: Any) -> list[ExchangeMessage]:
    office.session.rollback()
    office.session.expire_all()
    return list(office.session.scalars(select(ExchangeMessage).filter_by(**wanted).order_by(ExchangeMessage.id)))


def read(source: bytes, folder: Path) -> edxml.Message | edxml.Status:
    folder.mkdir(exist_ok=True)
    return edxml.read(io.BytesIO(source), folder)


def dispatch_to(office: Office, organ_id: str) -> Dispatch:
    office.session.rollback()
    office.session.expire_all()
    return office.session.scalars(select(Dispatch).filter_by(organ_id=organ_id)).one()


def test_a_letter_to_outside_agencies_leaves_as_a_message(
    connected: Office, world: World, folders: Folders, tmp_path: Path, both_databases: str
) -> None:
    """All header fields of `domain.md` 2.11 that the house knows; who gets paper as well gets a message of its own."""
    document_id = sent_to(
        connected, world, BUILDING, HEALTH, NGHE_AN, Recipient(world.units["stc"], "Sở Tài chính", "electronic")
    )
    assert folders.root.exists() is False, "nothing leaves before the commit"
    jobs.drain(connected)
    first, second = (read(source, tmp_path / f"{n}") for n, source in enumerate(folders.out()))
    assert isinstance(first, edxml.Message)
    assert isinstance(second, edxml.Message)
    header = first.header
    assert (header.sender.organ_id, header.sender.name) == ("000.00.00.H27", "Ủy ban nhân dân tỉnh Hà Tĩnh")
    assert [(one.organ_id, one.name) for one in header.recipients] == [
        ("000.00.00.G08", "Bộ Xây dựng"),
        ("000.00.00.G18", "Bộ Y tế"),
    ]
    assert (header.code.number, header.code.notation, header.document_id) == ("01", "UBND", DOCUMENT_ID)
    assert (header.promulgation.place, header.promulgation.day) == ("Hà Tĩnh", date(2026, 11, 24))
    assert (header.type.name, header.subject, header.places) == (
        "Công văn",
        "V/v góp ý dự thảo",
        ("Như trên", "Lưu: VT, TH1"),
    )
    assert (header.signer.competence, header.signer.position, header.signer.name) == (
        "TM.",
        "ỦY BAN NHÂN DÂN CHỦ TỊCH",
        "Đặng Hữu Khánh",
    )
    assert (header.other.priority, first.trace.business.type, first.trace.business.paper) == (2, 0, 0)
    assert (first.trace.hops[0].organ_id, first.trace.hops[0].at) == ("000.00.00.H27", connected.clock.now())
    assert first.trace.business.staff.name == "Bùi Thị Thu Hà"
    assert [one.organ_id for one in second.header.recipients] == ["000.00.00.H41"]
    assert second.trace.business.paper == 1
    original = connected.session.scalars(select(Dispatch).filter_by(document_id=document_id)).first()
    assert original is not None
    assert [one.sha256 for one in first.attachments] == [file.sha256 for file in original.document.files]
    assert [(row.state, row.organ_name) for row in rows(connected)] == [
        ("sent", "Bộ Xây dựng, Bộ Y tế"),
        ("sent", "UBND tỉnh Nghệ An"),
    ]
    assert {one.organ_id: one.state for one in connected.session.scalars(select(Dispatch).where(Dispatch.unit_id.is_(None)))} == {
        "000.00.00.G08": "sent", "000.00.00.G18": "sent", "000.00.00.H41": "sent",
    }  # fmt: skip


def test_what_leaves_rests_in_the_store_as_it_left(connected: Office, world: World, folders: Folders) -> None:
    sent_to(connected, world, BUILDING)
    jobs.drain(connected)
    (row,) = rows(connected)
    raw = connected.store.open(row.raw_key, row.raw_version, sha256=row.raw_sha256, size=row.raw_size or 0).read()
    assert [raw] == folders.out()


def test_without_a_way_nothing_leaves_and_that_is_said(
    office: Office, app: Flask, world: World, folders: Folders, clock: MovingClock
) -> None:
    sent_to(office, world, BUILDING)
    jobs.drain(office)
    (row,) = rows(office)
    assert (row.state, row.sent_at) == ("waiting", None)
    assert "no way to other systems is configured" in (row.error or "")
    later = replace(office, settings=replace(office.settings, exchange_url=folders.url))
    clock.move(minutes=11)
    jobs.drain(later)
    assert len(folders.out()) == 1
    assert rows(office)[0].state == "sent"


def test_who_only_has_a_name_is_sent_nothing(connected: Office, world: World, folders: Folders) -> None:
    sent_to(
        connected,
        world,
        Recipient(None, "Công ty Sông Lam", "electronic", state_agency=False),
        replace(BUILDING, channel="paper", paper_reason="Theo yêu cầu"),
    )
    jobs.drain(connected)
    assert rows(connected) == []


def test_a_job_that_ran_half_sends_the_same_message_again(connected: Office, world: World, folders: Folders) -> None:
    """F-07: killed after the handing over and before the mark, the other side still has one message."""
    sent_to(connected, world, BUILDING)
    jobs.drain(connected)
    with connected.transaction() as session:
        session.scalars(select(ExchangeMessage)).one().state = "waiting"  # type: ignore[assignment]
    from e_office.exchange.messages.sending import send_message

    before = folders.out()
    send_message(connected, rows(connected)[0].id)
    assert folders.out() == before
    assert rows(connected)[0].state == "sent"


def test_a_way_that_is_blocked_is_tried_again_and_given_up_after_days(
    connected: Office, world: World, folders: Folders, clock: MovingClock
) -> None:
    folders.root.write_text("in the way")
    sent_to(connected, world, BUILDING)
    jobs.drain(connected)
    (row,) = rows(connected)
    assert row.state == "waiting"
    assert "File exists" in (row.error or "") or "Not a directory" in (row.error or "")
    for _ in range(4):
        clock.move(days=2)
        jobs.drain(connected)
    assert rows(connected)[0].state == "failed"
    assert connected.session.scalars(select(Job).where(Job.parked_at.is_not(None))).all() == []


@pytest.fixture
def signing(app: Flask, connected: Office, tmp_path: Path) -> tuple[Office, Authority]:
    authority = Authority.make()
    key, certificate = authority.issue("UBND tỉnh Hà Tĩnh")
    settings = replace(
        connected.settings,
        exchange_certificate=str(p12(tmp_path / "office.p12", "bí mật", key, certificate)),
        exchange_certificate_password="bí mật",
    )
    app.extensions["office"] = replace(connected, settings=settings)
    return app.extensions["office"], authority


def test_messages_go_signed_where_the_office_has_a_certificate(
    signing: tuple[Office, Authority], world: World, folders: Folders
) -> None:
    office, authority = signing
    sent_to(office, world, BUILDING)
    jobs.drain(office)
    verdict = verify(io.BytesIO(folders.out()[0]), [authority.certificate], datetime(2026, 11, 24, tzinfo=UTC))
    assert (verdict.seal, verdict.signer) == (Seal.VALID, "UBND tỉnh Hà Tĩnh, Hà Tĩnh (thử)")


def test_with_a_certificate_that_does_not_open_nothing_goes_unsigned(
    signing: tuple[Office, Authority], world: World, folders: Folders
) -> None:
    office = replace(signing[0], settings=replace(signing[0].settings, exchange_certificate_password="sai"))
    sent_to(office, world, BUILDING)
    jobs.drain(office)
    assert not folders.root.exists() or folders.out() == []
    assert rows(office)[0].state == "waiting"
    assert "office.p12" in (rows(office)[0].error or "")


def told(organ: str, code: str, minute: int, description: str = "") -> bytes:
    at = datetime(2026, 11, 24, 3, minute, tzinfo=UTC)
    return written(
        make_status(code, DOCUMENT_ID, sender=Organ(organ_id=organ, name="Bộ Xây dựng"), at=at, description=description)
    )


def test_what_a_recipient_outside_tells_moves_its_dispatch(
    connected: Office, world: World, folders: Folders, sign_in: SignIn, both_databases: str
) -> None:
    document_id = sent_to(connected, world, BUILDING, HEALTH)
    jobs.drain(connected)
    for number, (organ, code) in enumerate(
        [("000.00.00.G08", "01"), ("000.00.00.G08", "03"), ("000.00.00.G18", "02"), ("000.00.00.G08", "01")]
    ):
        folders.place(f"{number}.edxml", told(organ, code, number, "Gửi nhầm cơ quan" if code == "02" else "Văn thư"))
    assert [outcome.what for outcome in fetch(connected)] == ["taken"] * 4
    assert list((folders.root / "inbox").iterdir()) == []
    first, second = dispatch_to(connected, "000.00.00.G08"), dispatch_to(connected, "000.00.00.G18")
    assert (first.state, second.state, second.state_note) == ("03", "02", "Gửi nhầm cơ quan")
    history = connected.session.scalars(select(DispatchEvent).order_by(DispatchEvent.at)).all()
    assert [(one.dispatch_id, one.state) for one in history] == [
        (first.id, "01"),
        (first.id, "03"),
        (second.id, "02"),
        (first.id, "01"),
    ]
    folders.place("again.edxml", told("000.00.00.G08", "03", 1, "Văn thư"))
    assert [outcome.what for outcome in fetch(connected)] == ["repeated"]
    connected.session.rollback()
    clerk = sign_in("vanthu")
    page = clerk.get(f"/documents/{document_id}").text
    assert "Đã tiếp nhận" in page
    assert "Từ chối tiếp nhận" in page
    assert "Gửi nhầm cơ quan" in page
    assert "Bộ Y tế từ chối tiếp nhận 01/UBND" in words(clerk.get("/").text)
    assert [row.kind for row in rows(connected, direction="out")] == ["document"], (
        "a state is never answered by a state"
    )


def test_a_state_of_nothing_we_sent_is_kept_aside(connected: Office, world: World, folders: Folders) -> None:
    sent_to(connected, world, BUILDING)
    folders.place("a.edxml", told("000.00.00.G99", "03", 1))
    folders.place("b.edxml", written(make_status("03", "000.00.00.H27,2026/11/24,77/UBND")))
    assert [outcome.problems[0].code for outcome in fetch(connected)] == ["unknown_dispatch"] * 2
    assert len(list((folders.root / "aside").glob("*.reason.txt"))) == 2
    assert dispatch_to(connected, "000.00.00.G08").state == "sent"


def test_a_message_fetched_is_answered_over_the_same_way(
    connected: Office, world: World, folders: Folders, tmp_path: Path
) -> None:
    """The whole way round: in, an arrival, and 01 out again, naming the document as its sender does."""
    folders.place("in.edxml", written(make_message([make_attachment(tmp_path, pdf_bytes(), "a.pdf")], to=[DEPARTMENT])))
    folders.place("bad.edxml", b"<edXML")
    assert sorted(outcome.what for outcome in fetch(connected)) == ["aside", "taken"]
    jobs.drain(connected)
    (source,) = folders.out()
    status = read(source, tmp_path / "back")
    assert isinstance(status, edxml.Status)
    assert (status.header.code, status.header.sender.organ_id) == ("01", "000.00.02.H27")
    response = status.header.response
    assert (response.organ_id, response.code, response.day) == (MINISTRY.organ_id, "1352/BXD-QHKT", date(2026, 11, 20))
    assert response.document_id == "000.00.00.G08,2026/11/20,1352/BXD-QHKT"
    (reason,) = (folders.root / "aside").glob("*.reason.txt")
    assert "Không phải XML hợp lệ" in reason.read_text(encoding="utf-8")


def test_the_clerk_writes_the_code_of_an_outside_agency_behind_its_name(
    sign_in: SignIn, connected: Office, world: World, folders: Folders
) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "a.docx"), path="/outgoing")
    assert "Ghi mã định danh trong ngoặc" in clerk.page
    outside = "- Bộ Xây dựng (000.00.00.G08);\nCông ty Sông Lam"
    assert send(clerk, connected, {}, outside=outside, outside_state="1") == 200
    dispatch = dispatch_to(connected, "000.00.00.G08")
    assert (dispatch.name, dispatch.channel, dispatch.state_agency) == ("Bộ Xây dựng", "electronic", True)
    jobs.drain(connected)
    assert len(folders.out()) == 1


def test_a_code_twice_or_of_our_own_is_refused(sign_in: SignIn, connected: Office, world: World) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "a.docx"), path="/outgoing")
    outside = "Bộ Xây dựng (000.00.00.G08)\nBộ XD (000.00.00.g08)\nSở Tài chính (000.00.03.H27)"
    assert send(clerk, connected, {}, outside=outside, outside_state="1") == 422
    assert "Bộ XD có hai lần trong nơi nhận" in clerk.page
    assert "Sở Tài chính có trong hệ thống này" in clerk.page


class TestExport:
    """`exchange export ID`: a dispatched document as a file, for whoever carries it by hand."""

    def run(self, app: Flask, *args: str) -> Any:
        return app.test_cli_runner().invoke(args=["exchange", "export", *args])

    def test_a_dispatched_document_becomes_a_file(
        self, app: Flask, office: Office, world: World, tmp_path: Path
    ) -> None:
        document_id = sent_to(office, world, BUILDING, Recipient(world.units["stc"], "", "electronic"))
        path = tmp_path / "out.edxml"
        assert self.run(app, str(document_id), "--to", str(path)).exit_code == 0
        found = read(path.read_bytes(), tmp_path / "a")
        assert isinstance(found, edxml.Message)
        assert [one.organ_id for one in found.header.recipients] == ["000.00.00.G08", "000.00.03.H27"]
        assert self.run(app, str(document_id)).stdout_bytes.startswith(b"<?xml")

    def test_nobody_here_is_sent_to_from_outside(
        self, app: Flask, office: Office, world: World, tmp_path: Path
    ) -> None:
        document_id = sent_to(office, world, BUILDING, Recipient(world.units["stc"], "", "electronic"))
        self.run(app, str(document_id), "--to", str(tmp_path / "out.edxml"))
        result = app.test_cli_runner().invoke(args=["exchange", "import", "--json", str(tmp_path / "out.edxml")])
        (row,) = json.loads(result.stdout)
        assert (result.exit_code, row["outcome"], row["problems"][0]["code"]) == (1, "aside", "sender_here")
        assert rows(office, direction="out", kind="status") == []

    def test_what_may_not_or_cannot_leave_is_refused(self, app: Flask, office: Office, world: World) -> None:
        assert self.run(app, "4711").exit_code == 1
        document_id = sent_to(office, world, BUILDING)
        with office.transaction() as session:
            session.scalars(select(Dispatch)).one().document.recalled_at = office.clock.now()
        result = self.run(app, str(document_id))
        assert (result.exit_code, result.stderr) == (1, "refused: Văn bản đã thu hồi, không gửi nữa.\n")
