"""An issued answer ends the handling of what it answers, or asks; recalled, it opens it again."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from sqlalchemy import select

from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.handling.models import Assignment, Reply
from e_office.notices.models import Notice
from e_office.registry.models import IncomingEntry
from tests.conftest import Browser, MovingClock
from tests.factories.world import World
from tests.web.test_flow_drafting import ONE, decide, issue, open_draft, the_draft, upload
from tests.web.test_flow_handling import direct, part
from tests.web.test_flow_registry import drop, letter, register

SignIn = Callable[[str], Browser]


@pytest.fixture(autouse=True)
def entry_id(sign_in: SignIn, office: Office, world: World) -> int:
    """A registered letter that the clerk has put before the Vice-Chairman."""
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "a.docx"))
    register(clerk, office, handler_id=str(world.persons["phochutich"]))
    return office.session.scalars(select(IncomingEntry.id)).one()


def answer(sign_in: SignIn, office: Office, world: World) -> Document:
    """A letter of section TH1 in answer to number 1, approved and issued."""
    drafter = sign_in("chuyenvien")
    open_draft(
        drafter, world, type_code="CV", subject="V/v trả lời về đơn giá bồi thường", answers_number="1",
        **{"all-department": "", "all-district": "electronic"},
    )  # fmt: skip
    draft_id = the_draft(office).id
    upload(drafter, draft_id, *ONE, name="Công văn.docx")
    drafter.get(f"/drafts/{draft_id}/review")
    route = {"section_head": str(world.persons["chanhvanphong"]), "leader": str(world.persons["chutich"])}
    drafter.post(f"/drafts/{draft_id}/review", route)
    for login in ("chanhvanphong", "chutich"):
        decide(sign_in(login), draft_id)
    clerk = sign_in("vanthu")
    assert issue(clerk, draft_id) == 200, clerk.page[-2000:]
    document_id = the_draft(office).issued_id
    return office.session.get_one(Document, document_id)


def recall(clerk: Browser, world: World, document_id: int) -> None:
    clerk.get(f"/documents/{document_id}/recall")
    asked = {"consented_by_id": str(world.persons["chutich"]), "change_reason": "Số liệu trong công văn bị sai"}
    assert clerk.post(f"/documents/{document_id}/recall", asked).status_code == 200


def the_entry(office: Office) -> IncomingEntry:
    office.session.rollback()
    office.session.expire_all()
    return office.session.scalars(select(IncomingEntry)).one()


@pytest.mark.usefixtures("both_databases")
def test_an_answer_ends_the_part_by_itself_and_a_recalled_one_opens_it_again(
    sign_in: SignIn, office: Office, world: World, entry_id: int
) -> None:
    th1, leader = world.units["th1"], sign_in("phochutich")
    direct(leader, entry_id, lead=f"u{th1}", know=[f"p{world.persons['chanhvanphong']}"])
    document = answer(sign_in, office, world)
    lead = part(office, part="lead")
    assert (lead.state, lead.answer_id, lead.closed_by_id) == ("done", document.id, world.persons["chuyenvien"])
    assert the_entry(office).closed_at is not None
    worker = sign_in("chuyenvien")
    assert "Việc được giao" not in worker.get("/").text
    code = document.code
    slip = worker.get(f"/incoming/{entry_id}/slip").text
    assert "Văn bản trả lời" in slip
    assert code in slip
    written = docx.Document(io.BytesIO(worker.client.get(f"/incoming/{entry_id}/slip.docx").data))
    assert any(code in paragraph.text for paragraph in written.paragraphs)
    assert code in worker.get("/incoming/follow-up").text

    recall(sign_in("vanthu"), world, document.id)
    entry, lead = the_entry(office), part(office, part="lead")
    assert (entry.closed_at, lead.state, lead.answer_id) == (None, "in_work", None)
    assert part(office, part="know").state == "given", "what was over with the document is as it was before"
    assert code not in sign_in("chuyenvien").get("/incoming/follow-up").text
    assert code not in worker.get(f"/incoming/{entry_id}/slip").text
    assert "Việc được giao" in worker.get("/").text
    told = office.session.scalars(select(Notice).filter_by(unit_id=th1)).all()
    assert any("đã thu hồi: số đến 1 xử lý lại" in str(notice.message) for notice in told)


def test_where_others_still_work_on_it_the_holder_is_asked(
    sign_in: SignIn, office: Office, world: World, entry_id: int, clock: MovingClock
) -> None:
    direct(sign_in("phochutich"), entry_id, lead=f"u{world.units['th1']}", join=[f"u{world.units['vp']}"])
    document = answer(sign_in, office, world)
    assert part(office, part="lead").state == "given", "two parts are open"
    reply = office.session.scalars(select(Reply)).one()
    worker, reply_id, code = sign_in("chuyenvien"), reply.id, document.code
    assert "đã trả lời đủ?" in worker.get("/").text
    page = worker.get(f"/incoming/{entry_id}/handling").text
    assert "Đã trả lời đủ?" in page
    assert code in worker.get("/incoming/follow-up").text, "the register names it though the work goes on"
    assert sign_in("giamdoc.stc").post(f"/replies/{reply_id}/enough").status_code == 404

    worker.get(f"/incoming/{entry_id}/handling")
    assert "còn xử lý tiếp" in worker.post(f"/replies/{reply_id}/more").text
    assert "Đã trả lời đủ?" not in worker.get(f"/incoming/{entry_id}/handling").text
    assert part(office, part="lead").state == "given"

    clock.move(days=14)  # after its day: why it is late is asked before it ends (D2)
    worker = sign_in("chuyenvien")
    worker.get(f"/incoming/{entry_id}/handling")
    refused = worker.post(f"/replies/{reply_id}/enough")
    assert refused.status_code == 422
    assert "ghi rõ lý do chậm" in refused.text
    assert f'value="{code}"' in refused.text, "the form has the answer already"
    lead = part(office, part="lead")
    late = {"answer_code": code, "result": "", "late_reason": "Chờ số liệu của Sở Tài chính"}
    assert "Đã kết thúc phần việc" in worker.post(f"/assignments/{lead.id}/close", late).text
    assert the_entry(office).closed_at is not None


def test_enough_ends_the_part_with_one_press(sign_in: SignIn, office: Office, world: World, entry_id: int) -> None:
    direct(sign_in("phochutich"), entry_id, lead=f"u{world.units['th1']}", join=[f"u{world.units['vp']}"])
    document = answer(sign_in, office, world)
    document_id, reply_id = document.id, office.session.scalars(select(Reply.id)).one()
    worker = sign_in("chuyenvien")
    worker.get(f"/incoming/{entry_id}/handling")
    assert "Đã kết thúc phần việc" in worker.post(f"/replies/{reply_id}/enough").text
    lead = part(office, part="lead")
    assert (lead.state, lead.answer_id) == ("done", document_id)
    assert worker.post(f"/replies/{reply_id}/enough").status_code in {403, 404}, "once"


def test_what_a_head_passed_on_ends_from_below(sign_in: SignIn, office: Office, world: World, entry_id: int) -> None:
    direct(sign_in("phochutich"), entry_id, lead=f"u{world.units['vp']}")
    whole, head = part(office, part="lead"), sign_in("chanhvanphong")
    head.get(f"/assignments/{whole.id}/pass-on")
    head.post(f"/assignments/{whole.id}/pass-on", {"lead": f"p{world.persons['chuyenvien']}", "due_on": "27/11/2026"})
    answer(sign_in, office, world)
    office.session.rollback()
    rows = office.session.scalars(select(Assignment).order_by(Assignment.id)).all()
    assert [row.state for row in rows] == ["done", "done"]
    assert the_entry(office).closed_at is not None


def test_an_answer_to_what_nobody_directed_ends_it_where_its_handler_answered(
    sign_in: SignIn, office: Office, world: World
) -> None:
    with office.transaction():
        entry = office.session.scalars(select(IncomingEntry)).one()
        entry.handler_id, entry.handler_unit_id = None, world.units["th1"]
    document = answer(sign_in, office, world)
    document_id = document.id
    assert the_entry(office).closed_at is not None
    recall(sign_in("vanthu"), world, document_id)
    assert the_entry(office).closed_at is None


def test_an_answer_by_others_than_its_handler_asks(sign_in: SignIn, office: Office, world: World) -> None:
    answer(sign_in, office, world)
    assert the_entry(office).closed_at is None, "the Vice-Chairman has it and has not directed"
    told = office.session.scalars(select(Notice).filter_by(person_id=world.persons["phochutich"])).all()
    assert any("Đã trả lời đủ?" in str(notice.message) for notice in told)
