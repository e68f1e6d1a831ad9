"""A document's life from door to door: it arrives, is directed, answered, sent, and filed with its answer."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import docx
import pytest
from sqlalchemy import select

from e_office.casefiles.models import Item
from e_office.core.audit import history
from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.exchange.models import Dispatch
from e_office.handling.models import Assignment
from e_office.registry.models import IncomingEntry
from tests.conftest import Browser, MovingClock
from tests.factories.casefiles import make_casefile
from tests.factories.documents import docx_bytes
from tests.factories.world import World
from tests.web.test_flow_drafting import decide, issue, open_draft, the_draft, upload

SignIn = Callable[[str], Browser]


@pytest.fixture
def store_url(real_store_url: str) -> str:
    """Stories run on the real store."""
    return real_store_url


def ask_the_province(sign_in: SignIn, office: Office, world: World) -> Document:
    """The district's clerk issues a letter to the province; it waits there to be registered."""
    clerk = sign_in("vanthu.kyanh")
    clerk.get("/outgoing/new")
    files = {"files": [(io.BytesIO(docx_bytes("Kính gửi: UBND tỉnh", "Xin ý kiến về đơn giá.")), "Công văn.docx")]}
    clerk.post("/outgoing/files", files, content_type="multipart/form-data")
    waiting = re.findall(r'name="files" value="(\d+)"', clerk.page)
    form = {
        "files": waiting, "type_code": "CV", "subject": "V/v xin ý kiến về đơn giá bồi thường cây trồng",
        "issued_on": "24/11/2026", "signer": "Trần Viết Sáng", "signer_title": "Chủ tịch", "urgency": "normal",
        "secrecy": "none", f"to-{world.units['ubnd']}": "electronic",
        "seen": re.findall(r'name="seen" value="(\d+)"', clerk.page),
    }  # fmt: skip
    clerk.post("/outgoing/new", form)
    assert clerk.response is not None
    assert clerk.response.status_code == 200, clerk.page[-3000:]
    return office.session.scalars(select(Document).where(Document.owner_unit_id == world.units["kyanh"])).one()


@pytest.mark.usefixtures("both_databases")
def test_a_document_arrives_is_directed_answered_sent_and_filed(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int]
) -> None:
    """H8, D1 and the states 01, 03-06 of `domain.md` 2.11, the clock of 2.5, the follow-up register of 2.6.

    T4: one installation, so what the district sent and what the province files is one original.
    """
    asked_id = ask_the_province(sign_in, office, world).id
    office.session.rollback()
    state = select(Dispatch.state).filter_by(document_id=asked_id)
    assert office.session.scalar(state) == "01", "that it arrived is told by itself"

    clerk = sign_in("vanthu")
    assert "vào sổ trong ngày" in clerk.get("/arrivals").text
    dispatch_id = office.session.scalars(select(Dispatch.id).filter_by(document_id=asked_id)).one()
    clerk.get("/arrivals")
    assert "Đã vào sổ, số đến 1" in clerk.post(f"/arrivals/{dispatch_id}/register").text
    entry_id = office.session.scalars(select(IncomingEntry.id)).one()
    clerk.get(f"/incoming/{entry_id}/forward")
    clerk.post(
        f"/incoming/{entry_id}/forward",
        {"handler_unit_id": "", "handler_id": str(world.persons["phochutich"]), "due_on": "30/11/2026"},
    )

    clock.move(minutes=30)
    leader, th1 = sign_in("phochutich"), world.units["th1"]
    leader.get(f"/incoming/{entry_id}/direct")
    line = {"lead": f"u{th1}", "words": "Tham mưu văn bản trả lời", "due_on": "30/11/2026"}
    leader.post(f"/incoming/{entry_id}/direct", line)
    office.session.rollback()
    assert office.session.scalar(state) == "04"

    worker = sign_in("chuyenvien")
    lead = office.session.scalars(select(Assignment.id)).one()
    worker.get(f"/incoming/{entry_id}/handling")
    worker.post(f"/assignments/{lead}/take-up")
    office.session.rollback()
    assert office.session.scalar(state) == "05"
    casefile_id = make_casefile(office, world, title="Đơn giá bồi thường cây trồng huyện Kỳ Anh")
    worker.get(f"/documents/{asked_id}")
    assert "gợi ý: cùng vấn đề" in worker.page
    worker.post(f"/documents/{asked_id}/casefiles", {"casefile_id": str(casefile_id)})

    open_draft(
        worker, world, type_code="CV", subject="V/v trả lời về đơn giá bồi thường cây trồng", answers_number="1",
        **{"all-department": "", "all-district": "electronic"},
    )  # fmt: skip
    draft_id = the_draft(office).id
    assert upload(worker, draft_id, "Kính gửi: UBND huyện", "UBND tỉnh đồng ý đơn giá.", name="Trả lời.docx") == 200
    worker.get(f"/drafts/{draft_id}/review")
    route = {"section_head": str(world.persons["chanhvanphong"]), "leader": str(world.persons["phochutich"])}
    worker.post(f"/drafts/{draft_id}/review", route)
    for login in ("chanhvanphong", "phochutich"):
        clock.move(minutes=20)
        assert decide(sign_in(login), draft_id, opinion="Nhất trí") == 200
    clock.move(minutes=5)
    clerk = sign_in("vanthu")
    assert issue(clerk, draft_id, signer="Lê Thị Minh Hòa", signer_title="Phó Chủ tịch") == 200
    answer_id = the_draft(office).issued_id
    code = office.session.get_one(Document, answer_id).code
    work_off()

    office.session.rollback()
    assert office.session.scalar(state) == "06", "the district sees by itself that it is done"
    entry = office.session.get_one(IncomingEntry, entry_id)
    assert entry.closed_at is not None
    assert [row.answer_id for row in office.session.scalars(select(Assignment))] == [answer_id]
    asker = sign_in("vanthu.kyanh")
    assert code in asker.get("/arrivals").text, "and has the answer before its clerk"
    assert "Đã hoàn thành" in asker.get(f"/documents/{asked_id}/recipients").text
    written = docx.Document(io.BytesIO(clerk.client.get("/incoming/follow-up.docx").data))
    cells = [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    assert {code, "Đã xong", "30/11/2026"} <= set(cells)

    worker = sign_in("chuyenvien")
    worker.get(f"/documents/{answer_id}")
    assert "gợi ý: văn bản cùng chuỗi trả lời đã ở đây" in worker.page
    worker.post(f"/documents/{answer_id}/casefiles", {"casefile_id": str(casefile_id)})
    office.session.rollback()
    inside = office.session.scalars(select(Item.document_id).filter_by(casefile_id=casefile_id).order_by(Item.position))
    assert inside.all() == [asked_id, answer_id]
    index = texts_of(worker.client.get(f"/casefiles/{casefile_id}/index.docx").data)
    assert any(code in text for text in index)
    verbs = [row.verb for row in history(office.session, "document", asked_id)]
    for verb in ("registered", "forwarded", "directed", "took_up", "answered", "closed", "filed"):
        assert verb in verbs, verb


def texts_of(data: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(data))
    return [cell.text for table in document.tables for row in table.rows for cell in row.cells]
