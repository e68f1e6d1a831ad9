"""A document's way from the leader's direction to its answer, as the people of the office do it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import docx
import pytest
from sqlalchemy import select

from e_office.core.office import Office
from e_office.handling.models import Assignment, Remark
from e_office.notices.models import Notice
from e_office.registry.models import IncomingEntry
from tests.conftest import Browser, MovingClock
from tests.factories.world import World
from tests.web.test_flow_registry import drop, letter, register

SignIn = Callable[[str], Browser]
WHY = "Cần thêm số liệu của Sở Tài chính"


@pytest.fixture
def entry_id(sign_in: SignIn, office: Office, world: World) -> int:
    """A registered letter that the clerk has put before the Vice-Chairman."""
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "a.docx"))
    register(clerk, office, handler_id=str(world.persons["phochutich"]))
    return office.session.scalars(select(IncomingEntry.id)).one()


def direct(browser: Browser, entry_id: int, **lines: object) -> str:
    browser.get(f"/incoming/{entry_id}/direct")
    form = {"words": "Tham mưu văn bản trả lời", "due_on": "30/11/2026", **lines}
    return browser.post(f"/incoming/{entry_id}/direct", form).text


def part(office: Office, **facts: object) -> Assignment:
    office.session.rollback()
    return office.session.scalars(select(Assignment).filter_by(**facts).order_by(Assignment.id.desc())).first()


@pytest.mark.usefixtures("both_databases")
def test_a_letter_is_directed_passed_on_given_more_time_answered_and_closed(
    sign_in: SignIn, office: Office, world: World, entry_id: int, clock: MovingClock, work_off: Callable[[], int]
) -> None:
    leader, unit, person = sign_in("phochutich"), world.units["th1"], world.persons["chuyenvien"]
    assert "Chờ ý kiến của bạn" in leader.get("/").text
    page = direct(leader, entry_id, lead=f"u{unit}", know=[f"p{world.persons['chanhvanphong']}"])
    assert "Tham mưu văn bản trả lời" in page
    assert "Phó Chủ tịch UBND tỉnh Lê Thị Minh Hòa" in page
    entry = office.session.get_one(IncomingEntry, entry_id)
    assert (entry.handler_unit_id, f"{entry.due_on:%d/%m/%Y}") == (unit, "30/11/2026"), "the register follows"

    worker = sign_in("chuyenvien")
    assert "Việc được giao" in worker.get("/").text
    assert "giao đơn vị" in worker.page
    lead = part(office, part="lead")
    worker.get(f"/incoming/{entry_id}/handling")
    assert "Đã nhận việc" in worker.post(f"/assignments/{lead.id}/take-up").text

    worker.get(f"/assignments/{lead.id}/more-time")
    assert (
        "Đã gửi đề nghị"
        in worker.post(f"/assignments/{lead.id}/more-time", {"wanted_on": "03/12/2026", "reason": WHY}).text
    )
    request_id = part(office, id=lead.id).requests[0].id
    leader.get(f"/time-requests/{request_id}")
    assert WHY in leader.page
    assert "Đã trả lời" in leader.post(f"/time-requests/{request_id}", {"agreed": "1"}).text
    assert f"{part(office, id=lead.id).due_on:%d/%m/%Y}" == "03/12/2026"
    assert f"{office.session.get_one(IncomingEntry, entry_id).due_on:%d/%m/%Y}" == "03/12/2026"

    worker.get(f"/incoming/{entry_id}/handling")
    worker.post(
        f"/incoming/{entry_id}/remarks",
        {"text": "Đề xuất trả lời đồng ý đơn giá", "proposal": "y", "files": [(letter("Bảng tính"), "bang-tinh.docx")]},
        content_type="multipart/form-data",
    )
    assert "Đề xuất trả lời đồng ý đơn giá" in worker.page
    said = office.session.scalars(select(Remark)).one()
    assert [file.name for file in said.document.files] == ["bang-tinh.docx"]
    assert person == said.person_id

    worker.get(f"/assignments/{lead.id}/close")
    refused = worker.post(f"/assignments/{lead.id}/close", {"answer_code": "999/UBND", "result": ""})
    assert refused.status_code == 422
    assert "Không có văn bản đi số 999/UBND" in refused.text
    done = worker.post(
        f"/assignments/{lead.id}/close", {"answer_code": "", "result": "Đã trả lời trực tiếp qua điện thoại"}
    )
    assert "Đã giải quyết xong" in done.text
    office.session.rollback()
    assert office.session.get_one(IncomingEntry, entry_id).closed_at is not None
    assert part(office, part="know").state == "taken_back", "nothing stays on a desk of what is done with"
    assert "Việc được giao" not in worker.get("/").text
    slip = worker.get(f"/incoming/{entry_id}/slip").text
    for told in ("Tham mưu văn bản trả lời", "Phòng TH1", "Đề xuất trả lời đồng ý đơn giá"):
        assert told in slip
    written = worker.client.get(f"/incoming/{entry_id}/slip.docx")
    texts = [
        cell.text
        for table in docx.Document(io.BytesIO(written.data)).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert any("Tham mưu văn bản trả lời" in text for text in texts)


@pytest.mark.usefixtures("both_databases")
def test_a_head_passes_the_units_part_on_and_closes_it_after_them(
    sign_in: SignIn, office: Office, world: World, entry_id: int
) -> None:
    direct(sign_in("phochutich"), entry_id, lead=f"u{world.units['vp']}")
    whole, head = part(office, part="lead"), sign_in("chanhvanphong")
    head.get(f"/assignments/{whole.id}/pass-on")
    late = head.post(
        f"/assignments/{whole.id}/pass-on", {"lead": f"p{world.persons['chuyenvien']}", "due_on": "02/12/2026"}
    )
    assert "không được sau hạn của đơn vị" in late.text
    assert 'value="02/12/2026"' in late.text, "nothing typed is lost"
    page = head.post(
        f"/assignments/{whole.id}/pass-on", {"lead": f"p{world.persons['chuyenvien']}", "due_on": "27/11/2026"}
    ).text
    assert "Phạm Quốc Duy" in page
    head.get(f"/assignments/{whole.id}/close")
    early = head.post(f"/assignments/{whole.id}/close", {"result": "Đã làm xong việc này"})
    assert "Còn 1 phần việc giao lại chưa xong" in early.text
    worker, below = sign_in("chuyenvien"), part(office, parent_id=whole.id)
    worker.get(f"/assignments/{below.id}/close")
    worker.post(f"/assignments/{below.id}/close", {"result": "Đã tham mưu xong dự thảo"})
    office.session.rollback()
    assert office.session.get_one(IncomingEntry, entry_id).closed_at is None, "a part below closes itself alone"
    head.get(f"/assignments/{whole.id}/close")
    head.post(f"/assignments/{whole.id}/close", {"result": "Đã làm xong việc này"})
    office.session.rollback()
    assert office.session.get_one(IncomingEntry, entry_id).closed_at is not None


def test_the_clerk_writes_a_direction_down_and_the_leader_confirms_it(
    sign_in: SignIn, office: Office, world: World, entry_id: int
) -> None:
    clerk = sign_in("vanthu")
    assert "Chưa chọn lãnh đạo" in direct(clerk, entry_id, lead=f"u{world.units['th1']}")
    direct(clerk, entry_id, lead=f"u{world.units['th1']}", leader_id=str(world.persons["phochutich"]))
    row = part(office, part="lead")
    assert (row.given_by_id, row.entered_by_id) == (world.persons["phochutich"], world.persons["vanthu"])
    assert row.confirmed_at is None
    stranger = sign_in("chutich")
    stranger.get(f"/incoming/{entry_id}/handling")
    assert stranger.post(f"/assignments/{row.id}/confirm").status_code == 403
    leader = sign_in("phochutich")
    assert "Văn thư đã ghi chỉ đạo này" in leader.get(f"/incoming/{entry_id}/handling").text
    assert "Đã xác nhận" in leader.post(f"/assignments/{row.id}/confirm").text
    assert part(office, part="lead").confirmed_at is not None


def test_a_deputy_directs_and_the_delegator_stays_named_d5(
    sign_in: SignIn, office: Office, world: World, entry_id: int
) -> None:
    away = sign_in("phochutich")
    away.get("/account/delegation")
    days = {"starts_on": "24/11/2026", "ends_on": "27/11/2026", "reason": "Đi công tác"}
    away.post("/account/delegation", {"deputy_id": str(world.persons["chanhvanphong"]), **days})
    deputy = sign_in("chuyenvien")
    assert deputy.get(f"/incoming/{entry_id}/direct").status_code == 403
    deputy = sign_in("chanhvanphong")
    assert "Chờ ý kiến của bạn" in deputy.get("/").text
    direct(deputy, entry_id, lead=f"u{world.units['th1']}")
    row = part(office, part="lead")
    assert row.given_by_id == world.persons["chanhvanphong"]
    # the Chief of Office leads the office in his own right, and needs nobody's place for it
    assert row.in_place_of_id is None


def test_a_part_is_handed_back_with_a_reason_and_given_anew(
    sign_in: SignIn, office: Office, world: World, entry_id: int
) -> None:
    leader = sign_in("phochutich")
    direct(leader, entry_id, lead=f"u{world.units['th1']}")
    row, worker = part(office, part="lead"), sign_in("chuyenvien")
    worker.get(f"/assignments/{row.id}/hand-back")
    assert "Chưa ghi rõ lý do" in worker.post(f"/assignments/{row.id}/hand-back", {"reason": "không"}).text
    worker.post(f"/assignments/{row.id}/hand-back", {"reason": "Không thuộc nhiệm vụ của phòng"})
    told = office.session.scalars(select(Notice).filter_by(person_id=world.persons["phochutich"])).all()
    assert any("Không thuộc nhiệm vụ" in str(notice.message) for notice in told)
    direct(leader, entry_id, lead=f"p{world.persons['chanhvanphong']}")
    assert part(office, part="lead").state == "given"
    assert part(office, id=row.id).state == "handed_back"


def test_nobody_outside_the_agency_is_given_work_or_may_look(
    sign_in: SignIn, office: Office, world: World, entry_id: int
) -> None:
    page = direct(sign_in("phochutich"), entry_id, lead=f"u{world.units['stc']}")
    assert "Chỉ giao việc trong cơ quan" in page
    assert part(office) is None
    for login in ("giamdoc.stc", "quantri", "kiemtoan"):
        assert sign_in(login).get(f"/incoming/{entry_id}/handling").status_code == 404


def test_reminders_come_the_working_day_before_and_on_the_day_once_and_not_when_done(
    sign_in: SignIn, office: Office, world: World, entry_id: int, clock: MovingClock, work_off: Callable[[], int]
) -> None:
    direct(sign_in("phochutich"), entry_id, lead=f"p{world.persons['chuyenvien']}", due_on="30/11/2026")

    def reminded() -> list[str]:
        work_off()
        work_off()
        office.session.rollback()
        query = select(Notice).filter_by(person_id=world.persons["chuyenvien"]).order_by(Notice.id)
        return [str(row.message)[:12] for row in office.session.scalars(query) if row.key.startswith("remind:")]

    assert reminded() == []
    clock.move(days=3)  # Friday, the working day before Monday
    assert reminded() == ["Sắp đến hạn "]
    clock.move(days=3)
    assert reminded() == ["Sắp đến hạn ", "Hạn hôm nay:"]


def test_an_order_held_to_be_unlawful_is_reported_at_once_to_who_gave_it_d3(
    sign_in: SignIn, office: Office, world: World, entry_id: int
) -> None:
    leader, worker = sign_in("phochutich"), sign_in("chuyenvien")
    direct(leader, entry_id, lead=f"p{world.persons['chuyenvien']}")
    worker.get(f"/incoming/{entry_id}/handling")
    why = "Giao đất không qua đấu giá là trái Luật Đất đai"
    worker.post(f"/incoming/{entry_id}/remarks", {"text": why, "objection": "y", "proposal": "y"})
    assert "kiến nghị: chỉ đạo trái quy định" in worker.page
    assert office.session.scalars(select(Remark.kind)).all() == ["objection"]
    office.session.rollback()
    assert why in leader.get("/").text
    assert "kiến nghị, chỉ đạo trái quy định" in leader.page


def test_being_late_is_explained_d2(
    sign_in: SignIn, office: Office, world: World, entry_id: int, clock: MovingClock
) -> None:
    direct(sign_in("phochutich"), entry_id, lead=f"p{world.persons['chuyenvien']}", due_on="25/11/2026")
    row = part(office, part="lead")
    clock.instant += timedelta(days=3)
    worker = sign_in("chuyenvien")
    worker.get(f"/assignments/{row.id}/close")
    assert "Lý do chậm" in worker.page
    refused = worker.post(f"/assignments/{row.id}/close", {"result": "Đã trả lời bằng điện thoại"})
    assert "Quá hạn 2 ngày" in refused.text
    worker.post(f"/assignments/{row.id}/close", {"result": "Đã trả lời bằng điện thoại", "late_reason": WHY})
    assert part(office, id=row.id).late_reason == WHY


@pytest.mark.usefixtures("both_databases")
def test_the_follow_up_register_tells_what_became_of_each_in_seven_columns(
    sign_in: SignIn, office: Office, world: World, entry_id: int, clock: MovingClock
) -> None:
    """NĐ 30/2020 Annex IV, in real time."""
    clerk = sign_in("vanthu")
    assert "Theo dõi giải quyết" in clerk.get("/incoming").text
    assert "Chưa có chỉ đạo" in clerk.get("/incoming/follow-up").text
    direct(sign_in("phochutich"), entry_id, lead=f"u{world.units['th1']}", due_on="25/11/2026")
    assert "Phòng TH1" in clerk.get("/incoming/follow-up").text
    assert "V/v xin ý kiến" in clerk.get("/incoming/follow-up?progress=given").text
    clock.move(days=3)
    clerk = sign_in("vanthu")
    assert "V/v xin ý kiến" in clerk.get("/incoming/follow-up?progress=late").text
    assert "Không có văn bản nào khớp" in clerk.get("/incoming/follow-up?progress=done").text
    printed = clerk.get("/incoming/follow-up/print?progress=late").text
    assert printed.count('scope="col"') == 7
    assert "Chỉ gồm: Quá hạn" in printed
    for name in ("follow-up.xlsx", "follow-up.docx"):
        answer = clerk.client.get(f"/incoming/{name}")
        assert answer.status_code == 200
        assert answer.data[:2] == b"PK"
    shown = docx.Document(io.BytesIO(answer.data)).tables[-1]
    assert shown.rows[2].cells[0].text == "1"
    assert "Quá hạn" in [cell.text for cell in shown.rows[2].cells]
    for login in ("quantri", "kiemtoan"):
        assert sign_in(login).get("/incoming/follow-up").status_code == 404
    assert "V/v xin ý kiến" not in sign_in("vanthu.stc").get("/incoming/follow-up").text
