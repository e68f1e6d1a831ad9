"""A draft's way from its first version through review to the register, as the people of the office do it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from e_office.core.audit import JournalEntry
from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.documents.models import Document
from e_office.drafting.models import Draft, DraftStep, DraftVersion
from e_office.exchange.models import Dispatch
from e_office.notices.models import Notice
from e_office.people.models import Person, Post, Unit
from e_office.registry.models import OutgoingEntry, RegisterCounter
from tests.conftest import Browser, MovingClock
from tests.factories.documents import docx_bytes, pdf_bytes
from tests.factories.world import World

SignIn = Callable[[str], Browser]
SUBJECT = "Về việc giao chỉ tiêu trao đổi văn bản điện tử năm 2027"
ONE = ("QUYẾT ĐỊNH", "Điều 1. Giao Sở Nội vụ chủ trì.", "Điều 2. Có hiệu lực từ ngày ký.")
TWO = ("QUYẾT ĐỊNH", "Điều 1. Giao Sở Tài chính chủ trì.", "Điều 2. Có hiệu lực từ ngày ký.")
WHY = "Điều 1 ghi sai đơn vị chủ trì"
DRAFT = {
    "type_code": "QD", "urgency": "normal", "subject": SUBJECT, "answers_number": "", "amends": "", "amends_code": "",
    "amends_reason": "", "paper_reason": "", "outside": "", "note": "", "all-department": "electronic",
}  # fmt: skip


@pytest.fixture
def store_url(request: pytest.FixtureRequest) -> str:
    """Stories that run on both databases run on the real store too."""
    real = "both_databases" in request.fixturenames
    return str(request.getfixturevalue("real_store_url")) if real else "memory:"


@pytest.fixture(autouse=True)
def lawyer(office: Office, world: World) -> int:
    """A legal officer beside the people of the small province; the specialist's unit gets a second specialist."""
    with office.transaction() as session:
        hashed = world.person("chuyenvien").password_hash
        for login, name, title in (
            ("phapche", "Hà Văn Luật", "Pháp chế"),
            ("chuyenvien2", "Vũ Thị Mai", "Chuyên viên"),
        ):
            person = Person(login=login, name=name, password_hash=hashed, must_change_password=False)
            person.posts.append(Post(unit_id=world.units["th1"], role=Role.SPECIALIST, title=title))
            session.add(person)
            session.flush()
            world.persons[login] = person.id
    return world.persons["phapche"]


def the_draft(office: Office) -> Draft:
    office.session.rollback()
    office.session.expire_all()
    return office.session.scalars(select(Draft).order_by(Draft.id.desc())).first()


def status(person: Browser) -> int:
    assert person.response is not None
    return person.response.status_code


def open_draft(person: Browser, world: World, **changes: str) -> None:
    person.get("/drafts/new")
    person.post("/drafts/new", {**DRAFT, "drafting_unit_id": str(world.units["th1"]), **changes})
    assert status(person) == 200, person.page[-3000:]


def upload(person: Browser, draft_id: int, *lines: str, name: str = "Quyết định.docx", **changes: object) -> int:
    """Hand in a version as the page offers it; gives the status."""
    person.get(f"/drafts/{draft_id}")
    base = changes.pop("base", None) or re.findall(r'name="base" value="(\d+)"', person.page)[-1]
    form = {"base": base, "comment": "", "files": [(io.BytesIO(docx_bytes(*lines)), name)], **changes}
    person.post(f"/drafts/{draft_id}/versions", form, content_type="multipart/form-data")
    return status(person)


def send(person: Browser, draft_id: int, world: World, **persons: str) -> int:
    route = {"section_head": "chanhvanphong", "legal": "phapche", "leader": "chutich"} | persons
    person.get(f"/drafts/{draft_id}/review")
    chosen = {step: str(world.persons[login]) for step, login in route.items()}
    person.post(f"/drafts/{draft_id}/review", chosen)
    return status(person)


def decide(person: Browser, draft_id: int, *, passed: bool = True, opinion: str = "", seen: str = "") -> int:
    person.get(f"/drafts/{draft_id}/decide")
    form = {"opinion": opinion, "passed": "1" if passed else "0", "seen": seen or person.field("seen") or ""}
    person.post(f"/drafts/{draft_id}/decide", form)
    return status(person)


def issue(person: Browser, draft_id: int, **changes: object) -> int:
    person.get(f"/drafts/{draft_id}/issue")
    form = {"issued_on": "24/11/2026", "signer": "Đặng Hữu Khánh", "signer_title": "Chủ tịch", "note": "", **changes}
    person.post(f"/drafts/{draft_id}/issue", form, content_type="multipart/form-data")
    return status(person)


def many_agencies(office: Office, world: World, total: int) -> list[int]:
    """As many more departments as make `total` with the three there are."""
    with office.transaction() as session:
        made = [
            Unit(
                code=f"000.00.{n:02d}.H28", name=f"Sở thứ {n}", short_name=f"Sở {n}", notation=f"S{n}",
                level_code="department", parent_id=world.units["ubnd"], position=100 + n,
            )
            for n in range(total - 3)
        ]  # fmt: skip
        session.add_all(made)
        session.flush()
        return [unit.id for unit in made]


@pytest.mark.usefixtures("both_databases")
def test_a_decision_is_drafted_returned_rewritten_approved_by_three_and_issued_to_thirty(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int]
) -> None:
    """NĐ 30/2020 Art. 5.1: what is not signed is told before a number is spent."""
    many_agencies(office, world, 30)
    drafter, head = sign_in("chuyenvien"), sign_in("chanhvanphong")
    open_draft(drafter, world)
    draft_id = the_draft(office).id
    assert upload(drafter, draft_id, *ONE) == 200
    assert "Đã nhận lần dự thảo 1" in drafter.page
    assert send(drafter, draft_id, world) == 200
    assert "Đang chờ Nguyễn Trọng Tuệ" in drafter.page
    assert "Dự thảo chờ bạn duyệt" in head.get("/").text
    assert sign_in("vanthu").get(f"/drafts/{draft_id}").status_code == 404, "the clerk sees what is approved"
    assert sign_in("chuyenvien.stnmt").get(f"/drafts/{draft_id}").status_code == 404

    assert decide(head, draft_id, passed=False, opinion="sai") == 422
    assert "ít nhất 10 chữ cái" in head.page
    clock.move(minutes=30)
    assert decide(head, draft_id, passed=False, opinion=WHY) == 200
    assert WHY in drafter.get("/").text
    assert "Dự thảo bị trả lại" in drafter.page

    clock.move(minutes=30)
    work_off()
    assert upload(drafter, draft_id, *TWO, comment="Sửa Điều 1 theo ý kiến") == 200
    work_off()
    page = drafter.get(f"/drafts/{draft_id}/compare").text
    assert "1 đoạn sửa, 0 đoạn thêm, 0 đoạn bỏ" in page
    assert re.search(r"<del>.*Nội vụ</del><ins>.*Tài chính</ins>", page)
    assert "Sửa Điều 1 theo ý kiến" in page
    assert send(drafter, draft_id, world) == 200
    for login in ("chanhvanphong", "phapche", "chutich"):
        clock.move(minutes=10)
        assert decide(sign_in(login), draft_id, opinion="Nhất trí") == 200
    draft = the_draft(office)
    assert (draft.state, draft.signer, draft.version) == ("approved", "Đặng Hữu Khánh", 2)
    assert {step.sha256 for step in draft.present_steps} == {draft.sha256}

    clerk = sign_in("vanthu")
    assert "ký 10:00, phát hành trong ngày" in clerk.get("/").text
    page = clerk.get(f"/drafts/{draft_id}/issue").text
    assert "Tệp nội dung chưa phải bản ký" in page
    assert issue(clerk, draft_id, issued_on="25/11/2026") == 422
    assert "sau hôm nay" in clerk.page
    office.session.rollback()
    assert office.session.scalar(select(func.count(OutgoingEntry.id))) == 0
    assert office.session.scalar(select(func.count()).select_from(RegisterCounter)) == 0, "no number is spent"
    assert issue(clerk, draft_id, signed=[(io.BytesIO(pdf_bytes("Da ky")), "Đã ký.pdf")]) == 422
    assert "Tệp Đã ký.pdf chưa có chữ ký số" in clerk.page, "what a copy is worth is seen before a number is spent"
    office.session.rollback()
    assert office.session.scalar(select(func.count(OutgoingEntry.id))) == 0
    token = re.findall(r'name="signed-kept" value="([^"]+)"', clerk.page)
    assert issue(clerk, draft_id, **{"signed-kept": token, "seen_worries": "1"}) == 200
    assert "Đã phát hành 01/QĐ-UBND" in clerk.page
    draft = the_draft(office)
    document = office.session.get_one(Document, draft.issued_id)
    assert (draft.state, document.code, document.signer) == ("issued", "01/QĐ-UBND", "Đặng Hữu Khánh")
    assert [file.name for file in document.files] == ["Đã ký.pdf"]
    assert office.session.scalar(select(func.count(Dispatch.id)).filter_by(document_id=document.id)) == 30
    assert sign_in("vanthu.stc").get(f"/documents/{document.id}").status_code == 200
    assert sign_in("vanthu.stc").get(f"/documents/{draft.document_id}").status_code == 404, "drafts stay at home"
    assert "Quá trình soạn thảo" in clerk.get(f"/documents/{document.id}").text
    assert issue(clerk, draft_id) in {403, 422}
    office.session.rollback()
    assert office.session.scalar(select(func.count(OutgoingEntry.id))) == 1


@pytest.mark.usefixtures("both_databases")
def test_two_people_do_not_overwrite_each_other(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int]
) -> None:
    one, two = sign_in("chuyenvien"), sign_in("chuyenvien2")
    open_draft(one, world)
    draft_id = the_draft(office).id
    upload(one, draft_id, *ONE)
    one.get(f"/drafts/{draft_id}")
    assert "Bạn đang giữ dự thảo" in one.post(f"/drafts/{draft_id}/hold").text
    assert "Phạm Quốc Duy đang giữ để sửa đến 12:30" in two.get(f"/drafts/{draft_id}").text
    two.post(f"/drafts/{draft_id}/hold")
    assert status(two) == 422
    two.post(
        f"/drafts/{draft_id}/versions", {"base": "1", "files": [(io.BytesIO(docx_bytes(*TWO)), "b.docx")]},
        content_type="multipart/form-data",
    )  # fmt: skip
    assert "đang giữ dự thảo để sửa đến 12:30" in two.page
    assert the_draft(office).version == 1
    clock.move(hours=4)
    one, two = sign_in("chuyenvien"), sign_in("chuyenvien2")
    assert upload(two, draft_id, *TWO) == 200, "a hold runs out by itself"
    assert the_draft(office).version == 2

    one.get(f"/drafts/{draft_id}")
    form = {"base": "1", "files": [(io.BytesIO(docx_bytes(*ONE, "Điều 3. Mới.")), "c.docx")]}
    one.post(f"/drafts/{draft_id}/versions", form, content_type="multipart/form-data")
    assert status(one) == 422
    assert "Bạn sửa từ lần 1, nhưng đã có lần 2 của Vũ Thị Mai" in one.page
    assert "c.docx" in one.page, "the file handed in is not lost"
    assert the_draft(office).version == 2
    token = re.findall(r'name="files-kept" value="([^"]+)"', one.page)[0]
    again = {"base": "1", "files-kept": token}
    one.post(f"/drafts/{draft_id}/versions", again, content_type="multipart/form-data")
    assert status(one) == 422, "the same button does not overwrite the second time either"
    token = re.findall(r'name="files-kept" value="([^"]+)"', one.page)[0]
    one.post(f"/drafts/{draft_id}/versions", {"base": "1", "merged": "2", "files-kept": token})
    assert status(one) == 200
    office.session.rollback()
    rows = office.session.scalars(select(DraftVersion).order_by(DraftVersion.number)).all()
    assert [(row.number, row.base, row.author.login) for row in rows] == [
        (1, 0, "chuyenvien"), (2, 1, "chuyenvien2"), (3, 2, "chuyenvien"),
    ]  # fmt: skip


@pytest.mark.usefixtures("both_databases")
def test_a_new_version_voids_what_was_approved_and_says_so(sign_in: SignIn, office: Office, world: World) -> None:
    drafter = sign_in("chuyenvien")
    open_draft(drafter, world)
    draft_id = the_draft(office).id
    upload(drafter, draft_id, *ONE)
    send(drafter, draft_id, world)
    seen = the_draft(office).sha256
    assert decide(sign_in("chanhvanphong"), draft_id) == 200
    assert "các ý kiến duyệt đã có mất hiệu lực" in drafter.get(f"/drafts/{draft_id}").text
    assert upload(drafter, draft_id, *TWO) == 200
    draft = the_draft(office)
    assert (draft.state, [step.state for step in draft.present_steps]) == ("drafting", ["void", "off", "off"])
    assert "Mất hiệu lực vì có bản mới" in drafter.page
    office.session.rollback()
    told = office.session.scalars(select(Notice).filter_by(person_id=world.persons["chanhvanphong"])).all()
    assert any("mất hiệu lực" in str(notice.message) for notice in told)

    send(drafter, draft_id, world)
    head = sign_in("chanhvanphong")
    assert decide(head, draft_id, seen=seen) == 422, "the page of the old version decides nothing"
    assert "Đã có bản mới từ lúc bạn mở trang" in head.page
    for login in ("chanhvanphong", "phapche", "chutich"):
        assert decide(sign_in(login), draft_id) == 200
    assert upload(drafter, draft_id, *ONE, "Điều 3. Thêm sau khi duyệt.") == 200
    assert the_draft(office).state == "drafting", "not even the last word outlives another text"
    assert sign_in("vanthu").get(f"/drafts/{draft_id}/issue").status_code == 404


def test_a_leader_approves_on_a_phone_and_a_deputy_while_away_d5(
    sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int]
) -> None:
    away = sign_in("phochutich")
    away.get("/account/delegation")
    days = {"starts_on": "24/11/2026", "ends_on": "27/11/2026", "reason": "Đi công tác"}
    away.post("/account/delegation", {"deputy_id": str(world.persons["chanhvanphong"]), **days})
    drafter = sign_in("chuyenvien")
    open_draft(drafter, world, type_code="CV", subject="V/v báo cáo tiến độ")
    draft_id = the_draft(office).id
    upload(drafter, draft_id, *ONE, name="Công văn.docx")
    drafter.get(f"/drafts/{draft_id}/review")
    route = {"section_head": str(world.persons["chanhvanphong"]), "leader": str(world.persons["phochutich"])}
    drafter.post(f"/drafts/{draft_id}/review", route)
    work_off()
    deputy = sign_in("chanhvanphong")
    decide(deputy, draft_id)
    assert "Dự thảo chờ bạn duyệt" in deputy.get("/").text, "the delegator's turn is the deputy's"
    page = deputy.get(f"/drafts/{draft_id}/decide").text
    assert "thay Lê Thị Minh Hòa" in page
    act_bar = page[page.index('class="act-bar"') :]
    assert 'form="decide"' in act_bar, "the decision is in reach of the thumb"
    assert "Giao Sở Nội vụ chủ trì" in page, "and the text is on the same page"
    assert decide(deputy, draft_id) == 200
    draft = the_draft(office)
    last = draft.present_steps[-1]
    assert (draft.state, draft.signer) == ("approved", "Nguyễn Trọng Tuệ")
    assert (last.decided_by_id, last.in_place_of_id) == (world.persons["chanhvanphong"], world.persons["phochutich"])
    assert "được ủy nhiệm của Lê Thị Minh Hòa" in deputy.page


def test_a_leader_or_an_administrator_breaks_a_hold_with_a_reason_that_is_journalled(
    sign_in: SignIn, office: Office, world: World
) -> None:
    drafter = sign_in("chuyenvien")
    open_draft(drafter, world)
    draft_id = the_draft(office).id
    upload(drafter, draft_id, *ONE)
    drafter.get(f"/drafts/{draft_id}")
    drafter.post(f"/drafts/{draft_id}/hold")
    assert sign_in("chuyenvien2").get(f"/drafts/{draft_id}/break-hold").status_code == 404
    administrator = sign_in("quantri")
    assert SUBJECT not in administrator.get("/admin/held-drafts").text
    assert "Phạm Quốc Duy" in administrator.page
    assert SUBJECT not in administrator.get(f"/drafts/{draft_id}/break-hold").text
    assert administrator.get(f"/drafts/{draft_id}").status_code == 404
    administrator.get(f"/drafts/{draft_id}/break-hold")
    administrator.post(f"/drafts/{draft_id}/break-hold", {"reason": "gấp"})
    assert status(administrator) == 422
    administrator.post(f"/drafts/{draft_id}/break-hold", {"reason": "Người giữ nghỉ ốm, cần trình gấp"})
    assert status(administrator) == 200
    assert the_draft(office).held_by_id is None
    entry = office.session.scalars(select(JournalEntry).filter_by(verb="broke_hold")).one()
    assert "Người giữ nghỉ ốm" in str(entry.message)
    told = office.session.scalars(select(Notice).filter_by(person_id=world.persons["chuyenvien"])).all()
    assert any("gỡ giữ" in str(notice.message) for notice in told)


def test_the_clerk_hands_an_approved_draft_back_and_nothing_is_numbered(
    sign_in: SignIn, office: Office, world: World
) -> None:
    drafter, clerk = sign_in("chuyenvien"), sign_in("vanthu")
    open_draft(drafter, world)
    draft_id = the_draft(office).id
    upload(drafter, draft_id, *ONE)
    send(drafter, draft_id, world)
    for login in ("chanhvanphong", "phapche", "chutich"):
        decide(sign_in(login), draft_id)
    clerk.get(f"/drafts/{draft_id}/hand-back")
    clerk.post(f"/drafts/{draft_id}/hand-back", {"reason": "Thiếu dòng Lưu: VT ở nơi nhận"})
    assert status(clerk) == 200
    draft = the_draft(office)
    assert (draft.state, draft.approved_at) == ("returned", None)
    assert "Thiếu dòng Lưu" in drafter.get("/").text
    assert office.session.scalar(select(func.count(OutgoingEntry.id))) == 0
    office.session.rollback()
    assert issue(clerk, draft_id) == 404, "it is no business of the clerk's until it is approved again"


@pytest.mark.usefixtures("both_databases")
def test_a_decision_is_replaced_by_another_and_both_pages_say_so_18_3(
    sign_in: SignIn, office: Office, world: World
) -> None:
    drafter, clerk = sign_in("chuyenvien"), sign_in("vanthu")

    def whole_way(**changes: str) -> int:
        open_draft(drafter, world, **changes)
        draft_id = the_draft(office).id
        upload(drafter, draft_id, *ONE)
        steps = {"section_head": "chanhvanphong", "leader": "chutich"}
        if changes.get("type_code") != "CV":
            send(drafter, draft_id, world)
            steps = {"section_head": "chanhvanphong", "legal": "phapche", "leader": "chutich"}
        else:
            drafter.get(f"/drafts/{draft_id}/review")
            drafter.post(f"/drafts/{draft_id}/review", {step: str(world.persons[one]) for step, one in steps.items()})
        for login in steps.values():
            assert decide(sign_in(login), draft_id) == 200
        assert issue(clerk, draft_id) == 200, clerk.page[-2000:]
        return the_draft(office).issued_id or 0

    first = whole_way()
    page = drafter.get(f"/documents/{first}").text
    assert f"/drafts/new?amends=replacement&amp;document={first}" in page
    page = clerk.get(f"/documents/{first}").text
    assert page.count(">Thay thế<") == 1 and "supersedes" not in page, "one button, one path"
    assert f"/outgoing/new?supersedes={first}" in clerk.get(f"/drafts/new?amends=replacement&document={first}").text
    assert "supersedes" not in drafter.get(f"/drafts/new?amends=replacement&document={first}").text
    drafter.get(f"/drafts/new?amends=replacement&document={first}")
    assert 'value="01/QĐ-UBND"' in drafter.page
    wrong = {**DRAFT, "drafting_unit_id": str(world.units["th1"]), "type_code": "CV", "amends": "replacement"}
    drafter.post("/drafts/new", {**wrong, "amends_code": "01/QĐ-UBND", "amends_reason": WHY})
    assert "hình thức tương đương" in drafter.page
    corrected = whole_way(type_code="CV", amends="correction", amends_code="01/QĐ-UBND", amends_reason=WHY)
    second = whole_way(amends="replacement", amends_code="01/QĐ-UBND", amends_reason=WHY)
    page = clerk.get(f"/documents/{first}").text
    assert "Đã được thay thế bằng 02/QĐ-UBND" in page
    assert "Đã được đính chính bằng 01/UBND-TH1" in page
    assert "Thay thế 01/QĐ-UBND" in clerk.get(f"/documents/{second}").text
    assert "Đính chính 01/QĐ-UBND" in clerk.get(f"/documents/{corrected}").text
    receiver = sign_in("vanthu.stc")
    assert receiver.get(f"/documents/{first}").status_code == 404, "who had not registered it has the new one instead"
    assert receiver.get(f"/documents/{second}").status_code == 200
    drafter.get("/drafts/new")
    drafter.post(
        "/drafts/new",
        {**wrong, "type_code": "QD", "amends_code": "01/QĐ-UBND", "amends_reason": WHY},
    )
    assert "đã được thay thế" in drafter.page


def test_a_unit_sets_its_own_route_and_drafts_take_it(sign_in: SignIn, office: Office, world: World) -> None:
    head = sign_in("chanhvanphong")
    head.get("/drafts/routes?type=QD")
    form = {"of": str(world.units["vp"]), "type": "QD", "use-office": "1", "office": str(world.persons["vanthu"])}
    head.post("/drafts/routes", {**form, "leader": str(world.persons["chutich"])})
    assert "Đã lưu quy trình duyệt" in head.page
    drafter = sign_in("chuyenvien")
    open_draft(drafter, world)
    draft_id = the_draft(office).id
    upload(drafter, draft_id, *ONE)
    page = drafter.get(f"/drafts/{draft_id}/review").text
    assert "Theo quy trình của VP UBND tỉnh" in page
    assert 'name="legal"' not in page
    drafter.post(
        f"/drafts/{draft_id}/review", {"office": str(world.persons["vanthu"]), "leader": str(world.persons["chutich"])}
    )
    office.session.rollback()
    steps = office.session.scalars(select(DraftStep).order_by(DraftStep.position)).all()
    assert [(step.step, step.person_id) for step in steps] == [
        ("office", world.persons["vanthu"]), ("leader", world.persons["chutich"]),
    ]  # fmt: skip
    assert sign_in("chuyenvien").get("/drafts/routes").status_code == 403


def test_the_clock_of_issuing_stands_on_the_clerks_desk_2_5(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    drafter, clerk = sign_in("chuyenvien"), sign_in("vanthu")
    open_draft(drafter, world, urgency="flash")
    draft_id = the_draft(office).id
    upload(drafter, draft_id, *ONE)
    send(drafter, draft_id, world)
    for login in ("chanhvanphong", "phapche", "chutich"):
        decide(sign_in(login), draft_id)
    assert "văn bản khẩn: phát hành ngay" in clerk.get("/").text
    assert "HỎA TỐC" in clerk.page
    clock.instant += timedelta(days=1)
    clerk = sign_in("vanthu")
    assert "quá hạn phát hành từ 24/11" in clerk.get("/drafts?view=issue").text
