"""From the sender's act to the receiver's answer: sent back, sent again, reminded, recalled, replaced, to the end."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from e_office.core.audit import JournalEntry
from e_office.core.office import Office
from e_office.core.problems import Refused
from e_office.documents.models import Document
from e_office.documents.service import attach
from e_office.exchange.changing.models import DocumentChange
from e_office.exchange.messages.models import DispatchEvent
from e_office.exchange.messages.rounds import report_here
from e_office.exchange.models import Dispatch
from e_office.exchange.rules import Recipient
from e_office.exchange.service import deliver
from e_office.exchange.states import report_state
from e_office.notices.models import Notice
from e_office.people.models import Unit
from e_office.registry.models import IncomingEntry
from tests.conftest import Browser, MovingClock
from tests.factories.documents import kept
from tests.factories.world import World
from tests.web.test_flow_exchange import SUBJECT, TYPED, count, figure, send, waiting_ids
from tests.web.test_flow_exchange import store_url as store_url
from tests.web.test_flow_registry import drop, letter

SignIn = Callable[[str], Browser]
FIND = "/search?q=trao+doi+van+ban"
WHY = "Văn bản thuộc việc của Sở Công Thương"
WHY_RECALLED = "Ban hành nhầm bản dự thảo chưa ký"


def more_agencies(office: Office, world: World, n: int) -> dict[str, int]:
    """Communes of the province; their ids by key."""
    with office.transaction() as session:
        rows = [
            Unit(
                code=f"001.{i:02}.05.H27", name=f"Ủy ban nhân dân xã số {i}", short_name=f"Xã {i}", notation="UBND",
                level_code="commune", position=100 + i, parent_id=world.units["kyanh"], is_agency=True, place="Kỳ Anh",
            )
            for i in range(n)
        ]  # fmt: skip
        session.add_all(rows)
        session.flush()
        return {f"x{i}": row.id for i, row in enumerate(rows)}


def issued(clerk: Browser, office: Office, units: list[int], **changes: object) -> int:
    """Drop a letter and send it electronically to these units; gives the document."""
    drop(clerk, (letter(), "Công văn đã ký.docx"), path="/outgoing")
    assert send(clerk, office, dict.fromkeys(units, "electronic"), **changes) == 200, clerk.page[:3000]
    office.session.rollback()
    return max(office.session.scalars(select(Dispatch.document_id)))


def dispatch_of(office: Office, document_id: int, unit_id: int) -> Dispatch:
    office.session.rollback()
    office.session.expire_all()
    return office.session.scalars(select(Dispatch).filter_by(document_id=document_id, unit_id=unit_id)).one()


def told(office: Office, dispatch: Dispatch) -> list[str]:
    rows = office.session.scalars(select(DispatchEvent).filter_by(dispatch_id=dispatch.id).order_by(DispatchEvent.id))
    return [row.state for row in rows]


def states(office: Office, document_id: int) -> dict[str, int]:
    office.session.rollback()
    found: dict[str, int] = {}
    for state in office.session.scalars(select(Dispatch.state).filter_by(document_id=document_id)):
        found[state] = found.get(state, 0) + 1
    return found


def text_of(browser: Browser) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", browser.page))


def words_of(browser: Browser, path: str) -> str:
    """What a page says, the marks of found words taken out."""
    return re.sub(r"<[^>]+>", "", browser.get(path).text)


def nothing_left(browser: Browser, document_id: int, file_id: int, subject: str = SUBJECT) -> None:
    """Page, file, zip, lists, search and desk know the document no more."""
    for path in ("", f"/files/{file_id}", "/zip", "/recipients"):
        assert browser.get(f"/documents/{document_id}{path}", buffered=True).status_code == 404, path
    for path in ("/", "/incoming", "/arrivals", "/arrivals/asked", FIND):
        assert subject not in words_of(browser, path), path


def test_thirty_get_it_one_sends_it_back_and_all_give_it_up(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int], both_databases: str
) -> None:
    """NĐ 30 Art. 18.4, 21.2; L-05, A-110: every step told to whom it concerns, and to nobody else."""
    units = [world.units[key] for key in ("stnmt", "stc", "sct", "kyanh")]
    units += more_agencies(office, world, 26).values()
    clerk, stc, stnmt = sign_in("vanthu"), sign_in("vanthu.stc"), sign_in("vanthu.stnmt")
    document_id = issued(clerk, office, units)
    assert states(office, document_id) == {"01": 30}
    row = dispatch_of(office, document_id, world.units["stc"])
    file_id, dispatch_id = row.document.files[0].id, row.id
    assert told(office, row) == ["01"]

    clock.move(minutes=5)
    assert SUBJECT in stc.get("/arrivals").text
    assert stc.get(f"/arrivals/{dispatch_id}/refuse").status_code == 200
    assert stc.post(f"/arrivals/{dispatch_id}/refuse", {"ground": "addressee", "reason": "nhầm"}).status_code == 422
    assert "ít nhất 10 ký tự" in stc.page
    assert states(office, document_id) == {"01": 30}
    assert stnmt.post(f"/arrivals/{dispatch_id}/refuse", {"ground": "addressee", "reason": WHY}).status_code == 404
    stc.get(f"/arrivals/{dispatch_id}/refuse")
    assert stc.post(f"/arrivals/{dispatch_id}/refuse", {"ground": "addressee", "reason": WHY}).status_code == 200
    assert "nơi gửi thấy ngay lý do" in stc.page
    nothing_left(stc, document_id, file_id)
    assert WHY in stc.get("/arrivals?view=refused").text
    assert states(office, document_id) == {"01": 29, "02": 1}
    clerk.get(f"/documents/{document_id}/recipients?state=02")
    assert WHY in clerk.page
    assert "Gửi nhầm nơi nhận" in clerk.page
    assert "Sở Công Thương</th>" not in clerk.page
    assert "từ chối tiếp nhận" in clerk.get("/").text
    assert stc.post(f"/arrivals/{dispatch_id}/register").status_code == 409
    assert count(office, IncomingEntry) == 0

    stnmt.get("/arrivals")
    arrival = dispatch_of(office, document_id, world.units["stnmt"]).id
    assert stnmt.post(f"/arrivals/{arrival}/register").status_code == 200
    entry = office.session.scalars(select(IncomingEntry)).one()
    stnmt.get(f"/incoming/{entry.id}/forward")
    stnmt.post(
        f"/incoming/{entry.id}/forward", {"handler_unit_id": str(world.units["stnmt"]), "handler_id": "", "due_on": ""}
    )
    assert report_here(office) == 1
    assert report_here(office) == 0
    row = dispatch_of(office, document_id, world.units["stnmt"])
    assert (told(office, row), row.state) == (["01", "03", "04"], "04")
    with office.transaction():
        specialist = world.actor("chuyenvien.stnmt")
        assert report_state(office, specialist, document_id, world.units["stnmt"], "05")
    assert states(office, document_id) == {"01": 28, "02": 1, "05": 1}

    clerk.get(f"/documents/{document_id}/recipients")
    assert clerk.post(f"/documents/{document_id}/recipients/remind").status_code == 200
    assert "Đã nhắc 28 nơi" in text_of(clerk)
    reminded = {row.unit_id for row in office.session.scalars(select(Notice).where(Notice.key.startswith("reminded:")))}
    assert len(reminded) == 28
    assert not reminded & {world.units["stnmt"], world.units["stc"]}

    assert stc.post(f"/dispatches/{dispatch_id}/again").status_code == 404
    clerk.get(f"/documents/{document_id}/recipients")
    assert clerk.post(f"/dispatches/{dispatch_id}/again").status_code == 200
    assert SUBJECT in stc.get("/arrivals").text
    assert told(office, dispatch_of(office, document_id, world.units["stc"])) == ["01", "02", "sent", "01"]

    work_off()
    assert SUBJECT in words_of(stnmt, FIND)
    assert SUBJECT in words_of(clerk, FIND)
    clock.move(hours=1)
    assert figure(clerk) == "100,0"
    clerk.get(f"/documents/{document_id}/recall")
    assert (
        clerk.post(f"/documents/{document_id}/recall", {"consented_by_id": "", "change_reason": "sai"}).status_code
        == 422
    )
    asked = {"consented_by_id": str(world.persons["phochutich"]), "change_reason": WHY_RECALLED}
    assert clerk.post(f"/documents/{document_id}/recall", asked).status_code == 200
    assert states(office, document_id) == {"13": 1, "15": 29}
    for browser in (stc, stnmt, clerk):
        assert SUBJECT not in words_of(browser, FIND), "gone before the worker has come by"
    nothing_left(stc, document_id, file_id)
    change = office.session.scalars(select(DocumentChange)).one()
    assert (change.consented_by_id, change.reason) == (world.persons["phochutich"], WHY_RECALLED)
    assert figure(clerk) == "none"

    assert "yêu cầu Thu hồi" in text_of_desk(stnmt)
    assert WHY_RECALLED in stnmt.get("/arrivals/asked").text
    assert stnmt.post(f"/dispatches/{arrival}/answer", {"agree": "0", "reason": "không"}).status_code == 409
    assert stc.post(f"/dispatches/{arrival}/answer", {"agree": "1"}).status_code == 404
    stnmt.get("/arrivals/asked")
    assert stnmt.post(f"/dispatches/{arrival}/answer", {"agree": "1", "reason": ""}).status_code == 200
    assert states(office, document_id) == {"15": 30}
    nothing_left(stnmt, document_id, file_id)
    nothing_left(sign_in("giamdoc.stnmt"), document_id, file_id)
    line = stnmt.get("/incoming").text
    assert f"Đã thu hồi ngày 24/11/2026 theo đề nghị của Ủy ban nhân dân tỉnh Hà Tĩnh: {WHY_RECALLED}" in line
    book = load_workbook(BytesIO(stnmt.get("/incoming.xlsx").data)).active
    written = [str(cell.value) for row in book.iter_rows() for cell in row]
    assert any("Đã thu hồi ngày" in text for text in written)
    assert not any(SUBJECT in text for text in written)
    assert "Đã thu hồi" not in stnmt.get("/incoming?q=phần+mềm").text, "its words find the line no more"
    assert stnmt.get(f"/incoming/{entry.id}/forward").status_code == 404

    clerk.get(f"/documents/{document_id}")
    assert "Đã thu hồi" in clerk.page
    assert "Đồng ý thu hồi, cập nhật" in clerk.page
    assert clerk.get(f"/documents/{document_id}/files/{file_id}", buffered=True).status_code == 200
    verbs = set(
        office.session.scalars(select(JournalEntry.verb).filter_by(thing_type="document", thing_id=document_id))
    )
    assert {"numbered", "sent", "refused", "reminded", "recalled", "answered"} <= verbs


def text_of_desk(browser: Browser) -> str:
    browser.get("/")
    return text_of(browser)


def test_a_recalled_document_is_frozen_and_its_number_stays_its_own(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    """L-05: no edit, no send, no new number, and the number never again."""
    clerk = sign_in("vanthu")
    document_id = issued(clerk, office, [world.units["stc"]])
    clerk.get(f"/documents/{document_id}/recall")
    asked = {"consented_by_id": str(world.persons["chutich"]), "change_reason": WHY_RECALLED}
    clerk.post(f"/documents/{document_id}/recall", asked)
    document = office.session.get_one(Document, document_id)
    assert document.recalled_at is not None
    assert document.code == "01/UBND"
    actor, more = world.actor("vanthu"), kept(office, "thêm.docx")
    with pytest.raises(Refused), office.transaction():
        attach(office, actor, office.session.get_one(Document, document_id), [more])
    recipient = Recipient(world.units["sct"], "Sở Công Thương", "electronic")
    with pytest.raises(Refused), office.transaction():
        deliver(office, actor, office.session.get_one(Document, document_id), [recipient])
    clerk.get("/account")
    assert clerk.post(f"/documents/{document_id}/recall", asked).status_code == 422, "once"
    assert "đã thu hồi" in clerk.page
    assert count(office, DocumentChange) == count(office, Dispatch) == 1
    drop(clerk, (letter("Bản khác"), "khác.docx"), path="/outgoing")
    assert send(clerk, office, {world.units["stc"]: "electronic"}, subject="V/v việc khác") == 200
    assert "Đã phát hành 02/UBND" in clerk.page


def test_nobody_but_the_issuers_clerk_recalls(sign_in: SignIn, office: Office, world: World) -> None:
    document_id = issued(sign_in("vanthu"), office, [world.units["stc"]])
    asked = {"consented_by_id": str(world.persons["chutich"]), "change_reason": WHY_RECALLED}
    for login in ("vanthu.stc", "giamdoc.stc", "vanthu.sct", "chutich", "chuyenvien", "quantri", "kiemtoan"):
        browser = sign_in(login)
        browser.get("/account")
        assert browser.post(f"/documents/{document_id}/recall", asked).status_code == 404, login
    assert count(office, DocumentChange) == 0


def test_a_replacement_takes_the_place_of_the_old_where_it_is_agreed_to(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    """NĐ 30 Art. 18.3: who agrees has the new one in the old line, who refuses keeps the old one, marked."""
    clerk = sign_in("vanthu")
    old_id = issued(clerk, office, [world.units[key] for key in ("stnmt", "stc", "sct")])
    arrivals = {key: dispatch_of(office, old_id, world.units[key]).id for key in ("stnmt", "stc", "sct")}
    for key in ("stnmt", "stc"):
        browser = sign_in(f"vanthu.{key}")
        browser.get("/arrivals")
        browser.post(f"/arrivals/{arrivals[key]}/register")
    file_id = office.session.get_one(Document, old_id).files[0].id
    clock.move(days=1)
    clerk = sign_in("vanthu")
    drop(clerk, (letter("Số liệu đã sửa"), "Công văn sửa.docx"), path="/outgoing")
    clerk.get(f"/outgoing/new?supersedes={old_id}")
    assert "Thay cho 01/UBND" in text_of(clerk)
    new_subject = "V/v số liệu đã sửa"
    change = {
        "business": "3",
        "consented_by_id": str(world.persons["chutich"]),
        "change_reason": "Số liệu bảng 2 bị sai",
    }
    typed = _typed(office) | change | {"subject": new_subject}
    assert clerk.post(f"/outgoing/new?supersedes={old_id}", typed | {"consented_by_id": ""}).status_code == 422
    assert count(office, Document) == 1
    clerk.get(f"/outgoing/new?supersedes={old_id}")
    assert clerk.post(f"/outgoing/new?supersedes={old_id}", typed).status_code == 200
    new_id = office.session.scalars(select(DocumentChange)).one().successor_id
    assert new_id is not None
    assert states(office, old_id) == {"13": 2, "15": 1}
    sct = sign_in("vanthu.sct")
    assert new_subject in sct.get("/arrivals").text
    nothing_left(sct, old_id, file_id)

    stnmt, stc = sign_in("vanthu.stnmt"), sign_in("vanthu.stc")
    stnmt.get(f"/documents/{old_id}")
    assert "Nơi gửi yêu cầu thay thế" in stnmt.page
    stnmt.post(f"/dispatches/{arrivals['stnmt']}/answer", {"agree": "1", "reason": ""})
    stc.get(f"/documents/{old_id}")
    stc.post(f"/dispatches/{arrivals['stc']}/answer", {"agree": "0", "reason": "Đã trình lãnh đạo theo bản cũ"})
    nothing_left(stnmt, old_id, file_id)
    assert stnmt.get(f"/documents/{new_id}").status_code == 200
    register = stnmt.get("/incoming").text
    assert new_subject in register
    assert SUBJECT not in register
    lines = {row.unit_id: row for row in office.session.scalars(select(IncomingEntry))}
    assert (lines[world.units["stnmt"]].document_id, lines[world.units["stnmt"]].number) == (new_id, 1)
    assert lines[world.units["stc"]].document_id == old_id
    assert stc.get(f"/documents/{old_id}").status_code == 200
    assert "Từ chối thu hồi, cập nhật" in stc.page
    assert "Đã trình lãnh đạo theo bản cũ" in stc.page
    assert stc.get(f"/documents/{new_id}").status_code == 404
    assert dispatch_of(office, new_id, world.units["stnmt"]).state == "03"
    clerk.get(f"/documents/{old_id}")
    assert re.search(rf'Được thay bằng</dt><dd><a href="/documents/{new_id}"', clerk.page)
    clerk.get(f"/documents/{new_id}")
    assert re.search(rf'Thay cho</dt><dd><a href="/documents/{old_id}"', clerk.page)
    typed = _typed(office) | change
    assert clerk.post(f"/outgoing/new?supersedes={old_id}", typed).status_code == 422, "changed once"


def _typed(office: Office) -> dict[str, Any]:
    return {**TYPED, "files": waiting_ids(office), "issued_on": "24/11/2026"}


def test_how_documents_are_sent_is_laid_down_and_a_departure_has_its_reason(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    """T2, T3, M1: the Chief of Office lays down, everybody with figures reads, the clerk departs with words."""
    chief = sign_in("chanhvanphong")
    chief.get("/outgoing/channels")
    assert "Giấy mời" in chief.page
    rule = {"type_code": "CV", "level_code": "district", "channel": "both", "reason": "Huyện chưa có chữ ký số"}
    assert chief.post("/outgoing/channels", rule | {"type_code": "GM"}).status_code == 422
    assert chief.post("/outgoing/channels", rule).status_code == 200
    assert "Huyện chưa có chữ ký số" in chief.page
    clerk = sign_in("vanthu")
    assert "Huyện chưa có chữ ký số" in clerk.get("/outgoing/channels").text
    assert clerk.post("/outgoing/channels", rule).status_code == 403

    drop(clerk, (letter(), "a.docx"), path="/outgoing")
    both = {world.units["kyanh"]: "electronic", world.units["stc"]: "electronic"}
    assert send(clerk, office, both) == 422
    assert "Quy định gửi Ủy ban nhân dân huyện Kỳ Anh kèm bản giấy" in clerk.page
    usual = {world.units["kyanh"]: "usual", world.units["stc"]: "usual"}
    assert send(clerk, office, usual) == 200
    rows = {row.unit_id: (row.channel, row.paper_reason) for row in office.session.scalars(select(Dispatch))}
    assert rows == {
        world.units["kyanh"]: ("both", "Huyện chưa có chữ ký số"), world.units["stc"]: ("electronic", ""),
    }  # fmt: skip
    drop(clerk, (letter("Bản hai"), "b.docx"), path="/outgoing")
    assert send(clerk, office, both, paper_reason="Huyện vừa được cấp chữ ký số", subject="V/v hai") == 200
    rule_id = re.search(r"/outgoing/channels/(\d+)/withdraw", chief.get("/outgoing/channels").text)
    assert rule_id
    chief.post(f"/outgoing/channels/{rule_id.group(1)}/withdraw")
    assert "Huyện chưa có chữ ký số" not in chief.page
