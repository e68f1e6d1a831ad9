"""Messages of other systems come in: one becomes an arrival, a second import changes nothing, a bad one is kept aside."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from e_office.core.audit import JournalEntry
from e_office.core.office import Office
from e_office.documents.models import Document, DocumentFile
from e_office.exchange import edxml
from e_office.exchange.edxml.certificates import Signer
from e_office.exchange.edxml.signatures import signing_with
from e_office.exchange.messages.models import ExchangeMessage
from e_office.exchange.models import Dispatch
from e_office.people.models import Unit
from e_office.registry.models import IncomingEntry
from tests.conftest import Browser, MovingClock
from tests.factories.authority import Authority
from tests.factories.documents import docx_bytes, pdf_bytes
from tests.factories.edxml import (
    COMMITTEE,
    DEPARTMENT,
    HEAD,
    MINISTRY,
    SUBJECT,
    attached,
    envelope,
    make_attachment,
    make_message,
    reference,
    written,
)
from tests.factories.world import World

SignIn = Callable[[str], Browser]
ELSEWHERE = replace(DEPARTMENT, organ_id="000.00.00.H41", name="Ủy ban nhân dân tỉnh khác")


@pytest.fixture
def letter(tmp_path: Path) -> edxml.Message:
    """A letter with a Word file and a PDF, for the department."""
    files = [
        make_attachment(tmp_path, docx_bytes(), "Công văn 1352.docx", 1),
        make_attachment(tmp_path, pdf_bytes(), "Phụ lục.pdf", 2),
    ]
    return make_message(files, to=[DEPARTMENT])


class Inbox:
    """Hands files to the command, as an administrator would."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app, self.folder = app, folder / "in"
        self.folder.mkdir()
        self.said: list[dict[str, Any]] = []

    def __call__(self, *messages: bytes | edxml.Message | edxml.Status) -> int:
        paths = []
        for number, message in enumerate(messages):
            path = self.folder / f"message-{number}.edxml"
            path.write_bytes(message if isinstance(message, bytes) else written(message))
            paths.append(str(path))
        result = self.app.test_cli_runner().invoke(args=["exchange", "import", "--json", *paths])
        self.said = json.loads(result.stdout)
        return result.exit_code

    @property
    def outcomes(self) -> list[str]:
        return [row["outcome"] for row in self.said]

    @property
    def codes(self) -> set[str]:
        return {problem["code"] for row in self.said for problem in row["problems"]}


@pytest.fixture
def take(app: Flask, world: World, tmp_path: Path) -> Inbox:
    return Inbox(app, tmp_path)


def count(office: Office, model: Any) -> int:
    return office.session.scalar(select(func.count()).select_from(model)) or 0


def words(page: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"<[^>]+>", "", page)


def rows(office: Office, **wanted: Any) -> list[ExchangeMessage]:
    office.session.expire_all()
    return list(office.session.scalars(select(ExchangeMessage).filter_by(**wanted).order_by(ExchangeMessage.id)))


def test_a_message_waits_for_the_receiving_clerk_and_is_registered(
    take: Inbox, letter: edxml.Message, sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    """The third door of the register: one key registers what came over the axis, under the outside sender's name."""
    assert take(letter) == 0
    assert take.outcomes == ["taken"]
    document = office.session.scalars(select(Document)).one()
    assert (document.code, document.issuer_name, document.urgency) == ("1352/BXD-QHKT", "Bộ Xây dựng", "urgent")
    assert (document.type_code, document.signer, document.signer_title) == (
        "CV",
        "Trần Văn Mẫu",
        "KT. BỘ TRƯỞNG Thứ trưởng",
    )
    assert document.recipients == "Như trên\nLưu: VT, QHKT"
    files = [(file.name, file.type_code) for file in document.files]
    assert files == [("Công văn 1352.docx", "docx"), ("Phụ lục.pdf", "pdf")]
    row = rows(office, direction="in")[0]
    assert (row.organ_id, row.organ_name, row.edxml_id) == (
        MINISTRY.organ_id,
        "Bộ Xây dựng",
        "000.00.00.G08,2026/11/20,1352/BXD-QHKT",
    )
    raw = office.store.open(row.raw_key, row.raw_version, sha256=row.raw_sha256, size=row.raw_size or 0).read()
    assert hashlib.sha256(raw).hexdigest() == hashlib.sha256(written(letter)).hexdigest()
    document_id = document.id
    office.session.rollback()

    clerk = sign_in("vanthu.stnmt")
    assert SUBJECT in clerk.get("/arrivals").text
    assert SUBJECT not in sign_in("vanthu.stc").get("/arrivals").text
    assert sign_in("vanthu.stc").get(f"/documents/{document_id}").status_code == 404
    dispatch = office.session.scalars(select(Dispatch)).one()
    assert (dispatch.unit_id, dispatch.channel, dispatch.state) == (world.units["stnmt"], "electronic", "01")
    dispatch_id = dispatch.id
    office.session.rollback()
    clerk.post(f"/arrivals/{dispatch_id}/register")
    entry = office.session.scalars(select(IncomingEntry)).one()
    assert (entry.number, entry.channel, entry.document_id) == (1, "electronic", document_id)
    page = clerk.get(f"/documents/{document_id}").text
    assert "nhận qua trục liên thông từ Bộ Xây dựng, mã 000.00.00.G08" in page
    assert [(one.status_code, one.organ_id) for one in rows(office, direction="out")] == [
        ("01", MINISTRY.organ_id),
        ("03", MINISTRY.organ_id),
    ]


def test_a_second_import_is_harmless(take: Inbox, letter: edxml.Message, office: Office, both_databases: str) -> None:
    assert take(letter, letter) == 0
    assert take.outcomes == ["taken", "repeated"]
    repacked = replace(letter, trace=replace(letter.trace, hops=(*letter.trace.hops, *letter.trace.hops)))
    assert take(repacked) == 0
    assert take.outcomes == ["repeated"]
    assert (count(office, Document), count(office, Dispatch), len(rows(office, direction="in"))) == (1, 1, 1)
    assert [one.status_code for one in rows(office, direction="out")] == ["01"]


def test_one_message_for_two_agencies_here_and_one_elsewhere_is_one_document(
    take: Inbox, letter: edxml.Message, office: Office, sign_in: SignIn
) -> None:
    to = (DEPARTMENT, ELSEWHERE, COMMITTEE)
    assert take(replace(letter, header=replace(letter.header, recipients=to))) == 0
    assert (count(office, Document), count(office, Dispatch), count(office, DocumentFile)) == (1, 2, 2)
    for login in ("vanthu", "vanthu.stnmt"):
        assert SUBJECT in sign_in(login).get("/arrivals").text


def test_a_part_of_an_agency_is_reached_through_its_clerk(
    take: Inbox, letter: edxml.Message, office: Office, world: World
) -> None:
    section = replace(COMMITTEE, organ_id="001.00.01.h27", name="Phòng Tổng hợp 1")
    assert take(replace(letter, header=replace(letter.header, recipients=(section,)))) == 0
    assert office.session.scalars(select(Dispatch.unit_id)).all() == [world.units["ubnd"]]


@pytest.mark.parametrize(("paper", "channel", "register"), [(0, "electronic", "electronic"), (1, "both", "both")])
def test_paper_sets_the_channel(
    paper: int, channel: str, register: str, take: Inbox, letter: edxml.Message, office: Office, sign_in: SignIn
) -> None:
    """`domain.md` 2.11: `Paper` is what makes the ratio computable across agencies."""
    business = replace(letter.trace.business, paper=paper)
    take(replace(letter, trace=replace(letter.trace, business=business)))
    dispatch = office.session.scalars(select(Dispatch)).one()
    assert dispatch.channel == channel
    dispatch_id = dispatch.id
    office.session.rollback()
    clerk = sign_in("vanthu.stnmt")
    clerk.get("/arrivals")
    clerk.post(f"/arrivals/{dispatch_id}/register")
    assert office.session.scalars(select(IncomingEntry.channel)).one() == register


def test_a_message_for_nobody_here_is_kept_aside_and_its_sender_told(
    take: Inbox, letter: edxml.Message, office: Office, sign_in: SignIn
) -> None:
    astray = replace(letter, header=replace(letter.header, recipients=(ELSEWHERE,)))
    assert take(astray) == 1
    assert take.codes == {"unknown_unit"}
    assert take(astray) == 1
    assert count(office, Document) == 0
    (row,) = rows(office, direction="in")
    assert (row.state, row.unit_id, str(row.reasons[0])) == (
        "aside",
        None,
        "Không có đơn vị nào ở đây mang mã 000.00.00.H41.",
    )
    (answer,) = rows(office, direction="out")
    assert (answer.status_code, answer.head["description"]) == (
        "02",
        "Không có đơn vị nào ở đây mang mã 000.00.00.H41.",
    )
    assert "bị giữ lại: Không có đơn vị nào ở đây" in sign_in("vanthu").get("/").text
    assert "bị giữ lại" not in sign_in("vanthu.stc").get("/").text


def test_what_was_kept_aside_is_dealt_with_once_it_can_be_taken(
    take: Inbox, letter: edxml.Message, office: Office, world: World
) -> None:
    astray = replace(letter, header=replace(letter.header, recipients=(ELSEWHERE,)))
    take(astray)
    with office.transaction():
        office.session.get_one(Unit, world.units["sct"]).code = ELSEWHERE.organ_id
    assert take(astray) == 0
    assert [(row.state, row.unit_id) for row in rows(office, direction="in")] == [
        ("settled", None),
        ("taken", world.units["sct"]),
    ]


def test_what_is_not_whole_is_returned_with_its_reason(take: Inbox, office: Office) -> None:
    """L-03: a message whose file does not match its hash never becomes a document; its sender is told the same day."""
    head = (
        HEAD.replace("000.00.00.H27", "000.00.02.H27")
        + "<x:DocumentId>000.00.00.G08,2026/11/20,9/BXD-VP</x:DocumentId>"
    )
    assert take(envelope(head, references=reference(sha256="0" * 64), attachments=attached(pdf_bytes()))) == 1
    assert take.codes == {"hash_wrong"}
    (row,) = rows(office, direction="in")
    assert row.unit is not None
    assert (row.state, row.unit.notation, row.organ_id) == ("aside", "STNMT", "000.00.00.G08")
    (answer,) = rows(office, direction="out")
    assert (answer.status_code, answer.code) == ("02", "9/BXD-VP")
    assert "không khớp mã SHA-256" in answer.head["description"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"%PDF-1.7 scan.pdf", "not_xml"),
        (envelope(before='<!DOCTYPE edXML [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "doctype"),
        (envelope(root="Invoice"), "unknown_root"),
    ],
    ids=["pdf", "xxe", "invoice"],
)
def test_what_is_no_message_is_kept_aside_as_it_came(source: bytes, code: str, take: Inbox, office: Office) -> None:
    assert take(source) == 1
    assert take.codes == {code}
    (row,) = rows(office)
    raw = office.store.open(row.raw_key, row.raw_version, sha256=row.raw_sha256, size=row.raw_size or 0).read()
    assert (row.state, raw) == ("aside", source)


def test_a_message_above_the_limit_is_refused_and_not_kept(
    take: Inbox, office: Office, app: Flask, letter: edxml.Message
) -> None:
    small = replace(office.settings, upload_limit_mb=1)
    app.extensions["office"] = replace(office, settings=small)
    source = envelope(references=reference(), attachments=attached(b"x" * 6_000_000))
    assert take(source) == 1
    assert take.codes == {"too_large"}
    (row,) = rows(office)
    assert (row.raw_key, row.raw_size) == ("", 5_333_334)


def test_a_file_with_a_stamp_of_secrecy_leaves_no_byte_here(
    take: Inbox, office: Office, tmp_path: Path, sign_in: SignIn
) -> None:
    """T6, A-112: neither the file nor the message that carries it is kept; the sender is told."""
    before = dict(office.store.keys())
    secret = make_attachment(tmp_path, docx_bytes("TỐI MẬT", "Phương án bảo vệ mục tiêu"), "Phương án.docx", 1)
    assert take(make_message([secret], to=[DEPARTMENT])) == 1
    assert take.codes == {"secret_stamp"}
    (row,) = rows(office, direction="in")
    assert (row.raw_key, row.state, row.subject) == ("", "aside", SUBJECT)
    assert dict(office.store.keys()) == before
    assert [one.status_code for one in rows(office, direction="out")] == ["02"]


def test_the_same_id_with_another_content_is_not_taken_for_the_same(
    take: Inbox, letter: edxml.Message, office: Office, tmp_path: Path
) -> None:
    take(letter)
    other = make_message([make_attachment(tmp_path, pdf_bytes("Khac"), "Khác.pdf", 7)], to=[DEPARTMENT])
    assert take(other) == 1
    assert take.codes == {"same_id_other_content"}
    stranger = replace(letter, header=replace(letter.header, sender=replace(MINISTRY, organ_id="000.00.00.G99")))
    assert take(stranger) == 1
    assert count(office, Document) == 1


def test_a_document_without_a_file_is_none(take: Inbox, office: Office) -> None:
    assert take(make_message(to=[DEPARTMENT])) == 1
    assert take.codes == {"document_without_file"}


def test_a_file_that_another_system_packed_is_taken_out(take: Inbox, office: Office, tmp_path: Path) -> None:
    """Systems in use wrap each file into a zip of its own; the name and the bytes of the inside are what people need."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("3f2a.docx", docx_bytes())
    several = io.BytesIO()
    with zipfile.ZipFile(several, "w") as package:
        package.writestr("a.txt", "một")
        package.writestr("b.txt", "hai")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a.txt", b"0" * 30_000_000)
    files = [
        make_attachment(tmp_path, packed.getvalue(), "Công văn.docx", 1),
        make_attachment(tmp_path, several.getvalue(), "Nhiều.docx", 2),
        make_attachment(tmp_path, packed.getvalue(), "Gói.zip", 3),
        make_attachment(tmp_path, bomb.getvalue(), "bom.txt", 4),
    ]
    take(make_message(files, to=[DEPARTMENT]))
    taken = {file.name: (file.type_code, file.size) for file in office.session.scalars(select(DocumentFile))}
    assert taken["Công văn.docx"] == ("docx", len(docx_bytes()))
    assert [taken[name][0] for name in ("Nhiều.docx", "Gói.zip")] == ["zip", "zip"]
    assert taken["bom.txt"][1] == len(bomb.getvalue()), "what inflates so is left as it came"


@pytest.mark.parametrize(
    ("case", "seal", "taken"),
    [
        ("trusted", "valid", True),
        ("stranger", "unknown_issuer", True),
        ("unsigned", "none", True),
        ("altered", "changed", False),
    ],
)
def test_the_signature_of_a_message_is_judged(
    case: str, seal: str, taken: bool, take: Inbox, letter: edxml.Message, office: Office
) -> None:
    """NĐ 30 Art. 21.2: what is not intact goes back; what nobody vouches for is taken and said to be so."""
    authority = Authority.make()
    authority.trust(office.settings.exchange_trust)
    key, certificate = (Authority.make() if case == "stranger" else authority).issue("Bộ Xây dựng")
    out = io.BytesIO()
    edxml.write(letter, out, None if case == "unsigned" else signing_with(Signer(key, (certificate,))))
    source = out.getvalue()
    if case == "altered":
        source = source.replace("V/v rà soát".encode(), "V/v bãi bỏ".encode())
    assert take(source) == (0 if taken else 1)
    (row,) = rows(office, direction="in")
    assert (row.seal, row.state) == (seal, "taken" if taken else "aside")
    assert (row.signed_by != "") == (case != "unsigned")


def test_a_recall_waits_for_the_clerks_answer(
    take: Inbox, letter: edxml.Message, office: Office, sign_in: SignIn
) -> None:
    recall = replace(
        letter, trace=replace(letter.trace, business=replace(letter.trace.business, type=1, reason="Ban hành nhầm"))
    )
    assert take(recall) == 1
    assert take.codes == {"nothing_to_change"}
    assert take(letter) == 0
    assert take(recall) == 0
    assert take(recall) == 0
    assert take.outcomes == ["repeated"]
    stranger = replace(recall, header=replace(recall.header, sender=replace(MINISTRY, organ_id="000.00.00.G99")))
    assert take(stranger) == 1, "nobody recalls what another sent"
    (asked,) = rows(office, state="asked")
    assert (asked.business, asked.head["reason"]) == (1, "Ban hành nhầm")
    assert "Bộ Xây dựng yêu cầu thu hồi 1352/BXD-QHKT" in words(sign_in("vanthu.stnmt").get("/").text)


def test_a_replacement_is_an_arrival_of_its_own(take: Inbox, letter: edxml.Message, office: Office) -> None:
    business = replace(letter.trace.business, type=3)
    assert take(replace(letter, trace=replace(letter.trace, business=business))) == 0
    assert count(office, Dispatch) == 1


def test_the_journal_tells_where_it_came_from(take: Inbox, letter: edxml.Message, office: Office) -> None:
    take(letter)
    entry = office.session.scalars(select(JournalEntry).filter_by(verb="arrived")).one()
    assert (entry.actor_id, str(entry.message)) == (None, "nhận qua trục liên thông từ Bộ Xây dựng, mã 000.00.00.G08")


def test_senders_are_told_how_far_it_is(
    take: Inbox, letter: edxml.Message, office: Office, world: World, sign_in: SignIn, clock: MovingClock
) -> None:
    """03 when registered, 04 when passed on, 05 when opened by whoever handles it, 06 when done."""
    from e_office.exchange.messages.rounds import report_progress

    take(letter)
    dispatch_id = office.session.scalars(select(Dispatch.id)).one()
    office.session.rollback()
    clerk = sign_in("vanthu.stnmt")
    clerk.get("/arrivals")
    clerk.post(f"/arrivals/{dispatch_id}/register")
    assert report_progress(office) == 0
    clock.move(minutes=5)
    entry = office.session.scalars(select(IncomingEntry)).one()
    entry_id, document_id, file_id = entry.id, entry.document_id, entry.document.files[0].id
    office.session.rollback()
    clerk.get("/incoming")
    clerk.post(
        f"/incoming/{entry_id}/forward",
        {"handler_unit_id": "", "handler_id": world.persons["giamdoc.stnmt"]},
    )
    assert report_progress(office) == 1
    clock.move(minutes=5)
    handler = sign_in("giamdoc.stnmt")
    handler.get(f"/documents/{document_id}/files/{file_id}", buffered=True)
    assert (report_progress(office), report_progress(office)) == (1, 0)
    clock.move(minutes=5)
    handler.get(f"/documents/{document_id}")
    handler.post(f"/incoming/{entry_id}/finish")
    assert report_progress(office) == 1
    assert [one.status_code for one in rows(office, direction="out")] == ["01", "03", "04", "05", "06"]
