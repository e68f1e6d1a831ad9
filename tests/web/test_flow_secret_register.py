"""A secret document: its file is refused, its stub stands in a register of its own, seen by named people only."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from e_office.core import audit
from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.people.models import Post
from e_office.portal.checks import numbers_without_gap
from e_office.portal.finding import Wanted, search
from e_office.registry.models import IncomingEntry, OutgoingEntry, RegisterCounter, WaitingFile
from e_office.registry.secret.models import SecretEntry
from search import SearchError
from tests.conftest import Browser
from tests.factories.documents import docx_bytes
from tests.factories.world import PEOPLE, World
from tests.web.test_flow_registry import FORM, drop, letter, register, status

SignIn = Callable[[str], Browser]
STAMPED = docx_bytes(
    "UBND TỈNH HÀ TĨNH", "ỦY BAN NHÂN DÂN", "HUYỆN KỲ ANH", "TỐI MẬT", "Số: 77/BC-UBND",
    "Kỳ Anh, ngày 20 tháng 11 năm 2026", "BÁO CÁO", "Phương án phòng thủ khu vực Đèo Ngang", "Kính gửi: UBND tỉnh",
)  # fmt: skip
SIGNS = ("77/BC-UBND", "Đèo Ngang", "Ban Cơ yếu")
"""What would give the document away."""


def stub(world: World, **changes: object) -> dict[str, object]:
    """The form of a line as the clerk sends it."""
    sent = {
        "level": "secret", "code": "77/BC-UBND", "issued_on": "20/11/2026", "type_code": "BC",
        "correspondent": "UBND huyện Kỳ Anh", "subject": "Phương án phòng thủ khu vực Đèo Ngang", "consent": "",
        "custodian_id": str(world.persons["vanthu"]), "readers": [str(world.persons["chanhvanphong"])],
    }  # fmt: skip
    return sent | changes


def write(clerk: Browser, world: World, direction: str = "incoming", **changes: object) -> int:
    """Send the form; the status of the answer."""
    clerk.get(f"/secret/{direction}/new")
    clerk.post(f"/secret/{direction}/new", stub(world, **changes))
    return status(clerk)


def lines(office: Office) -> list[SecretEntry]:
    office.session.rollback()
    return list(office.session.scalars(select(SecretEntry).order_by(SecretEntry.id)))


def test_a_stamped_file_becomes_a_stub_seen_by_named_people_and_found_nowhere(
    sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int], both_databases: str
) -> None:
    clerk = sign_in("vanthu")
    clerk.get("/incoming/new")
    clerk.post(
        "/incoming/files", {"files": [(io.BytesIO(STAMPED), "bao-cao.docx")]}, content_type="multipart/form-data"
    )
    assert status(clerk) == 422
    assert "Tệp bao-cao.docx mang dấu mật nên không được đưa lên" in clerk.page
    for typed in ('value="77/BC-UBND"', 'value="20/11/2026"', "Đèo Ngang</textarea>", 'huyện Kỳ Anh"'):
        assert typed in clerk.page, typed
    assert re.search(r'<option selected value="secret">', clerk.page)
    assert 'type="file"' not in clerk.page
    clerk.post("/secret/incoming/new", stub(world, correspondent="Ban Cơ yếu"))
    assert status(clerk) == 200
    assert "Đã ghi sổ mật, số 1." in clerk.page
    assert list(office.store.keys()) == []
    drop(clerk, (letter(), "a.docx"))
    register(clerk, office)
    (entry,) = lines(office)
    assert (entry.book, entry.number, entry.level, entry.code) == ("in:secret", 1, "secret", "77/BC-UBND")
    work_off()

    for login, *_ in PEOPLE:
        person = sign_in(login)
        named = login in {"vanthu", "chanhvanphong"}
        assert (person.get("/secret/incoming").status_code == 200) is named, login
        assert ("77/BC-UBND" in person.page) is named, login
        assert person.get(f"/secret/lines/{entry.id}").status_code == (200 if named else 404), login
        assert person.get("/secret/incoming/print").status_code == (200 if login == "vanthu" else 404), login
        assert person.get("/secret/outgoing").status_code == (200 if named else 404), login
        hints = [person.get(path).text for path in ("/", "/incoming", "/outgoing", "/ratio", "/meetings")]
        for words in ("77/BC-UBND", "Đèo Ngang", "phương án phòng thủ"):
            hints.append(person.get("/search", query_string={"q": words}).text.replace(words, ""))
        assert not [sign for page in hints for sign in SIGNS if sign in page], login
        actor = world.actor(login)
        found = search(office, actor, Wanted(words="77/BC-UBND"))
        assert (found.total, found.from_database) == (0, False)
        assert search(blind(office), actor, Wanted(words="phòng thủ")).from_database
        assert search(blind(office), actor, Wanted(words="phòng thủ")).total == 0
    assert office.session.scalars(select(Document.code)).all() == ["1352/UBND-TNMT"]


def blind(office: Office) -> Office:
    """The office with an index that cannot be asked."""

    class Broken:
        def find(self, query: object) -> object:
            raise SearchError("away")

    return replace(office, engine=Broken())  # type: ignore[arg-type]


def test_the_ordinary_register_knows_nothing_of_the_secret_one(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    clerk = sign_in("vanthu")
    before = clerk.get("/incoming").text
    assert write(clerk, world) == 200
    drop(clerk, (letter(number="77/BC-UBND"), "a.docx"))
    assert "Có thể trùng" not in clerk.page
    assert "Số đến dự kiến 1" in clerk.page
    register(clerk, office, issuer_name="Sở Nội vụ", code="8/SNV-VP", subject="V/v lịch trực")
    after = clerk.get("/incoming").text
    assert "Số cuối đã cấp 1. 1 văn bản." in after
    assert "Số cuối đã cấp 0. 0 văn bản." in before
    assert after.count('<option value="UBND huyện Kỳ Anh"') == 0  # the pick list of issuers
    assert '<option value="Sở Nội vụ"' in after
    assert re.search(r"Tất cả <b>1</b>", after)
    printed = clerk.get("/incoming/print").text
    assert "77/BC-UBND" not in printed
    assert "1 văn bản. In từ hệ thống" in printed
    assert re.search(r'Văn bản đến[^<]*<span class="count">1</span>|<b[^>]*>1</b>', clerk.get("/").text)


def test_a_year_that_has_secret_lines_alone_is_offered_to_nobody_else(
    sign_in: SignIn, office: Office, world: World
) -> None:
    clerk = sign_in("vanthu")
    assert write(clerk, world, "outgoing", issued_on="10/12/2025", correspondent="Bộ Chỉ huy Quân sự tỉnh") == 200
    assert lines(office)[0].year == 2025
    assert '<option value="2025"' not in clerk.get("/outgoing").text
    assert "year=2025" in clerk.get("/secret/outgoing").text
    assert "Bộ Chỉ huy Quân sự tỉnh" in clerk.get("/secret/outgoing?year=2025").text


def test_an_outgoing_stub_is_numbered_and_never_sent(sign_in: SignIn, office: Office, world: World) -> None:
    clerk = sign_in("vanthu")
    sent = {"correspondent": "Công an tỉnh\nBộ Chỉ huy Quân sự tỉnh", "drafting_unit_id": str(world.units["th1"])}
    assert write(clerk, world, "outgoing", type_code="CV", **sent) == 200
    assert write(clerk, world, "outgoing", type_code="QD", level="confidential", **sent) == 200
    assert write(clerk, world, "outgoing", type_code="QD_QPPL", **sent) == 200
    assert [(entry.number, entry.code) for entry in lines(office)] == [
        (1, "01/UBND-TH1"), (2, "02/QĐ-UBND"), (3, "03/2026/QĐ-UBND"),
    ]  # fmt: skip
    for model in (Document, OutgoingEntry):
        assert office.session.scalar(select(func.count()).select_from(model)) == 0
    counters = office.session.execute(select(RegisterCounter.book, RegisterCounter.last)).all()
    assert [tuple(row) for row in counters] == [("out:secret", 3)]
    assert [finding.level.value for finding in numbers_without_gap(office, False)] == ["ok"]
    page = clerk.get("/secret/outgoing").text
    assert "Công an tỉnh; Bộ Chỉ huy Quân sự tỉnh" in page


def test_the_printed_book_has_its_columns_and_the_level(sign_in: SignIn, office: Office, world: World) -> None:
    clerk = sign_in("vanthu")
    write(clerk, world, subject="")
    printed = clerk.get("/secret/incoming/print").text
    assert printed.count('class="column-number"') == 11
    heads = re.findall(r'<th scope="col">([^<]*)</th>', printed)
    assert heads[5:8] == ["Tên loại và trích yếu nội dung", "Mức độ mật", "Đơn vị hoặc người nhận"]
    cells = re.findall(r"<td>([^<]*)</td>", printed)
    assert cells == [
        "24/11/2026", "1", "UBND huyện Kỳ Anh", "77/BC-UBND", "20/11/2026", "Báo cáo", "Tối mật", "Bùi Thị Thu Hà", "",
        "", "",
    ]  # fmt: skip


def test_the_subject_of_a_top_secret_document_needs_a_recorded_consent(
    sign_in: SignIn, office: Office, world: World
) -> None:
    clerk = sign_in("vanthu")
    assert write(clerk, world, level="top_secret") == 422
    assert "chỉ được ghi khi người có thẩm quyền đồng ý" in clerk.page
    assert "Đèo Ngang</textarea>" in clerk.page  # nothing typed is lost
    assert lines(office) == []
    assert write(clerk, world, level="top_secret", subject="") == 200
    assert write(clerk, world, level="top_secret", consent="Đặng Hữu Khánh, Chủ tịch, 24/11/2026") == 200
    first, second = lines(office)
    assert (first.subject, first.consent) == ("", "")
    assert second.consent.startswith("Đặng Hữu Khánh")


@pytest.mark.parametrize(("direction", "queue"), [("incoming", "in"), ("outgoing", "out")])
def test_a_level_chosen_while_registering_leads_on_with_all_that_was_typed(
    sign_in: SignIn, office: Office, world: World, direction: str, queue: str
) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "quet.docx"), path=f"/{direction}")
    waiting = office.session.scalars(select(WaitingFile.id)).one()
    office.session.rollback()
    typed = {**FORM, "secrecy": "confidential", "files": [str(waiting)], "recipients_text": "Công an tỉnh"}
    clerk.post(f"/{direction}/new", {**typed, "drafting_unit_id": "", "outside": "", "paper_reason": ""})
    assert status(clerk) == 422
    assert "Văn bản mật vào sổ riêng" in clerk.page
    assert "V/v xin ý kiến về đơn giá bồi thường</textarea>" in clerk.page
    assert ("UBND huyện Kỳ Anh" if direction == "incoming" else "Công an tỉnh") in clerk.page
    assert f'name="files" value="{waiting}"' in clerk.page
    assert lines(office) == []
    clerk.post(f"/secret/{direction}/new", stub(world, level="confidential", files=[str(waiting)]))
    assert status(clerk) == 200
    row = office.session.get_one(WaitingFile, waiting)
    assert (row.registered_at is not None, row.name, row.text) == (True, "", "")
    told = audit.history(office.session, "waiting_file", waiting)
    assert [entry.verb for entry in told] == ["withdrawn"]
    assert row.key in str(told[0].message)
    assert office.session.scalar(select(func.count()).select_from(IncomingEntry)) == 0


def test_a_clerk_without_the_right_is_told_whom_to_give_it_to(sign_in: SignIn, office: Office, world: World) -> None:
    clerk = sign_in("vanthu.stc")
    assert clerk.get("/secret/incoming").status_code == 404
    assert clerk.get("/secret/incoming/new").status_code == 404
    clerk.get("/incoming/new")
    answer = clerk.post(
        "/incoming/files", {"files": [(io.BytesIO(STAMPED), "bao-cao.docx")]}, content_type="multipart/form-data"
    )
    assert "mang dấu mật nên không được đưa lên" in answer.text
    assert "Đèo Ngang" not in answer.text
    register(clerk, office, secrecy="secret")
    assert status(clerk) == 422
    assert "Giao bản giấy cho người giữ sổ văn bản mật" in clerk.page
    assert clerk.post("/secret/incoming/new", stub(world)).status_code == 404
    assert lines(office) == []


def test_the_right_is_an_administrators_to_give_and_to_take_and_stands_in_the_journal(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    admin, clerk = sign_in("quantri"), sign_in("vanthu.stc")
    post = office.session.scalars(select(Post).filter_by(person_id=world.persons["vanthu.stc"])).one()
    form = {"unit_id": str(post.unit_id), "role": "clerk", "title": "Văn thư", "position": "0"}
    path = f"/admin/posts/{post.id}"
    admin.get(path)
    admin.post(path, {**form, "sees_secrets": "y"})
    assert clerk.get("/secret/incoming").status_code == 200
    assert "Sổ mật" in clerk.get("/incoming").text
    assert admin.get("/secret/incoming").status_code == 404
    assert "cho Ngô Thị Hằng" in admin.get(f"/admin/persons/{world.persons['vanthu.stc']}").text
    assert "được xem sổ văn bản mật" in admin.page
    assert write(clerk, world, custodian_id=str(world.persons["vanthu.stc"]), readers=[]) == 200
    admin.get(path)
    admin.post(path, form)
    assert clerk.get(f"/secret/lines/{lines(office)[0].id}").status_code == 200  # still the keeper of that paper
    assert clerk.get("/secret/incoming/new").status_code == 404
    told = audit.history(office.session, "person", world.persons["vanthu.stc"])
    assert [entry.verb for entry in told if entry.verb == "secrets_right"] == ["secrets_right"] * 2
    admin.get(path)
    admin.post(path, {**form, "role": "auditor", "sees_secrets": "y"})
    assert "không được xem sổ văn bản mật" in admin.page


def test_the_paper_is_passed_on_and_the_line_with_it(sign_in: SignIn, office: Office, world: World) -> None:
    clerk, officer = sign_in("vanthu"), sign_in("chuyenvien")
    write(clerk, world)
    (entry,) = lines(office)
    path = f"/secret/lines/{entry.id}"
    assert officer.get(path).status_code == 404
    clerk.get(path)
    clerk.post(path, {"custodian_id": str(world.persons["chuyenvien"]), "readers": []})
    assert status(clerk) == 200
    assert "chuyển người giữ từ Bùi Thị Thu Hà sang Phạm Quốc Duy" in clerk.page
    assert officer.get(path).status_code == 200
    assert "chuyển người giữ" not in officer.page
    assert "Ghi người giữ" not in officer.page
    assert sign_in("chanhvanphong").get(path).status_code == 404  # named no more
    assert officer.post(path, {"custodian_id": str(world.persons["vanthu"])}).status_code == 403
    clerk.get(path)
    clerk.post(path, {"custodian_id": str(world.persons["giamdoc.stc"]), "readers": []})
    assert status(clerk) == 422
    assert "Người giữ phải là người của cơ quan" in clerk.page
    with office.transaction():  # who leaves the agency leaves the line
        post = office.session.scalars(select(Post).filter_by(person_id=world.persons["chuyenvien"])).one()
        post.ends_on = date(2026, 11, 20)
    assert officer.get(path).status_code == 404


def test_the_same_form_sent_twice_takes_one_number(sign_in: SignIn, office: Office, world: World) -> None:
    clerk = sign_in("vanthu")
    clerk.get("/secret/incoming/new")
    again = {"form_key": clerk.field("form_key"), "csrf_token": clerk.field("csrf_token")}
    for _ in range(3):
        clerk.post("/secret/incoming/new", stub(world, **again))
    assert len(lines(office)) == 1
