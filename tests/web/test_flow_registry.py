"""The clerk's morning: drop a file, confirm what was read, register, pass on, print the book."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from docx import Document as Docx
from openpyxl import load_workbook
from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.documents.models import Document
from e_office.people.models import Person, Post
from e_office.registry.books import outgoing_line
from e_office.registry.models import IncomingEntry, OutgoingEntry, RegisterCounter, WaitingFile
from tests.conftest import Browser
from tests.factories.world import World

SignIn = Callable[[str], Browser]


def status(person: Browser) -> int:
    """The status of the answer seen last."""
    assert person.response is not None
    return person.response.status_code


def letter(subject: str = "V/v xin ý kiến về đơn giá bồi thường cây trồng", number: str = "1352/UBND-TNMT") -> BytesIO:
    """A letter laid out by the rules, as another office would send it."""
    document = Docx()
    head = document.add_table(1, 2).rows[0]
    head.cells[0].text = f"UBND TỈNH HÀ TĨNH\nỦY BAN NHÂN DÂN\nHUYỆN KỲ ANH\nSố: {number}\n{subject}"
    motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cells[1].text = f"{motto}\nKỳ Anh, ngày 20 tháng 11 năm 2026"
    document.add_paragraph("Kính gửi: Ủy ban nhân dân tỉnh")
    document.add_paragraph("Văn bản trả lời xin gửi về UBND huyện trước ngày 30/11/2026.")
    stream = BytesIO()
    document.save(stream)
    stream.seek(0)
    return stream


SCAN = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de")
"""The beginning of a picture: a scanned page, in which nothing can be read."""


def drop(clerk: Browser, *files: tuple[BytesIO, str], path: str = "/incoming") -> None:
    clerk.get(f"{path}/new")
    response = clerk.post(f"{path}/files", {"files": list(files)}, content_type="multipart/form-data")
    assert response.status_code == 200


FORM = {
    "issuer_name": "UBND huyện Kỳ Anh", "code": "1352/UBND-TNMT", "issued_on": "20/11/2026", "type_code": "CV",
    "urgency": "normal", "subject": "V/v xin ý kiến về đơn giá bồi thường", "secrecy": "none", "due_on": "",
    "handler_unit_id": "", "handler_id": "",
}  # fmt: skip


def register(clerk: Browser, office: Office, **changes: str) -> None:
    waiting = office.session.scalars(select(WaitingFile.id).where(WaitingFile.registered_at.is_(None))).all()
    office.session.rollback()
    seen = re.findall(r'name="seen" value="(\d+)"', clerk.page)
    clerk.post("/incoming/new", {**FORM, "files": [str(waiting[0])] if waiting else [], "seen": seen, **changes})


def test_the_clerks_morning(sign_in: SignIn, office: Office, world: World, both_databases: str) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "CV 1352 Kỳ Anh.docx"))
    assert 'value="1352/UBND-TNMT"' in clerk.page
    assert 'value="20/11/2026"' in clerk.page
    assert "đơn giá bồi thường cây trồng" in clerk.page
    assert 'value="29/11/2026"' in clerk.page  # "trước ngày 30/11" is counted as the 29th
    assert "đọc từ tệp" in clerk.page

    register(clerk, office, due_on="29/11/2026", handler_unit_id=str(world.units["th1"]))
    assert status(clerk) == 200
    assert "Đã đăng ký số đến 1" in clerk.page

    page = clerk.get("/incoming").text
    assert "1352/UBND-TNMT" in page
    assert "Phòng TH1" in page
    entry = office.session.scalars(select(IncomingEntry)).one()
    assert (entry.number, entry.year, entry.document.issued_on) == (1, 2026, date(2026, 11, 20))
    assert entry.document.files[0].name == "CV 1352 Kỳ Anh.docx"

    printed = clerk.get("/incoming/print").text
    assert printed.count('class="column-number"') == 10
    assert "CV 1352" not in printed
    assert clerk.get("/incoming.xlsx").data[:2] == b"PK"
    document_page = clerk.get(f"/documents/{entry.document_id}").text
    assert "Số đến 1" in document_page


def test_a_refused_form_loses_nothing_and_uses_no_number(sign_in: SignIn, office: Office) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "a.docx"))
    register(clerk, office, subject="", issued_on="31/02/2026", code="", issuer_name="UBND huyện <Kỳ Anh>")
    assert status(clerk) == 422
    assert "UBND huyện &lt;Kỳ Anh&gt;" in clerk.page
    assert "31/02/2026" in clerk.page
    register(clerk, office, subject="", code="")
    assert status(clerk) == 422
    assert "Chưa có trích yếu" in clerk.page
    assert "Chưa có số, ký hiệu" in clerk.page
    assert "a.docx" in clerk.page
    assert office.session.scalars(select(RegisterCounter)).all() == []


def test_the_same_form_sent_twice_registers_once(sign_in: SignIn, office: Office) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "a.docx"))
    key = clerk.field("form_key")
    waiting = office.session.scalars(select(WaitingFile.id)).one()
    office.session.rollback()
    for _ in range(3):
        sent = {"files": [str(waiting)], "form_key": key, "csrf_token": clerk.field("csrf_token")}
        clerk.post("/incoming/new", {**FORM, **sent})
    assert len(office.session.scalars(select(IncomingEntry)).all()) == 1


def test_a_number_typed_by_hand_is_compared_before_a_number_is_given(
    sign_in: SignIn, office: Office, both_databases: str
) -> None:
    """A scan has no text: what is typed is all there is to compare (L-06)."""
    clerk = sign_in("vanthu")
    for name in ("a.png", "b.png"):
        drop(clerk, (BytesIO(SCAN + name.encode()), name))
        assert "Có thể trùng" not in clerk.page
        register(clerk, office)
    assert status(clerk) == 422
    assert "Có thể trùng với 1352/UBND-TNMT" in clerk.page
    assert "Vẫn đăng ký" in clerk.page
    assert "việc phải sửa" not in clerk.page
    assert 'value="1352/UBND-TNMT"' in clerk.page
    assert [row.last for row in office.session.scalars(select(RegisterCounter))] == [1]
    office.session.rollback()
    register(clerk, office, issued_on="20/11/2025")  # the same number of another year is another document
    assert "Đã đăng ký số đến 2" in clerk.page
    drop(clerk, (BytesIO(SCAN + b"c"), "c.png"))
    register(clerk, office)
    assert status(clerk) == 422
    register(clerk, office)  # what the clerk has seen is not asked again
    assert "Đã đăng ký số đến 3" in clerk.page


def test_the_warning_follows_what_is_typed(sign_in: SignIn, office: Office) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "a.docx"))
    register(clerk, office)
    clerk.get("/incoming/new")
    token = {"csrf_token": clerk.field("csrf_token")}
    same = {"code": "01352/ubnd-tnmt", "issuer_name": "Ủy ban nhân dân huyện Kỳ Anh", "issued_on": "02/01/2026"}
    part = clerk.post("/incoming/duplicates", {**token, **same}).text
    assert "Có thể trùng với 1352/UBND-TNMT" in part
    assert "<html" not in part
    for changed in ({"code": "1353/UBND-TNMT"}, {"issuer_name": "UBND huyện Can Lộc"}, {"issued_on": "02/01/2025"}):
        assert "Có thể trùng với" not in clerk.post("/incoming/duplicates", {**token, **same, **changed}).text
    stranger = sign_in("vanthu.stc")
    stranger.get("/incoming/new")
    token = {"csrf_token": stranger.field("csrf_token")}
    assert "Có thể trùng với" not in stranger.post("/incoming/duplicates", {**token, **same}).text


def test_a_possible_duplicate_is_shown_and_never_blocks(sign_in: SignIn, office: Office) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "a.docx"))
    register(clerk, office)
    drop(clerk, (letter(), "b.docx"))
    assert "Có thể trùng với 1352/UBND-TNMT" in clerk.page
    register(clerk, office)
    assert len(office.session.scalars(select(IncomingEntry)).all()) == 2


@pytest.mark.parametrize("login", ["chuyenvien", "giamdoc.stnmt", "quantri", "kiemtoan"])
def test_only_clerks_register(sign_in: SignIn, office: Office, login: str) -> None:
    person = sign_in(login)
    assert person.get("/incoming/new").status_code == 404
    assert person.post("/incoming/new", FORM).status_code == 404
    assert office.session.scalars(select(IncomingEntry)).all() == []


def test_forwarding_opens_the_document_to_the_unit_it_goes_to(sign_in: SignIn, office: Office, world: World) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "a.docx"))
    register(clerk, office)
    entry = office.session.scalars(select(IncomingEntry)).one()
    entry_id, document_id = entry.id, entry.document_id
    office.session.rollback()
    director = sign_in("giamdoc.stnmt")
    assert director.get(f"/documents/{document_id}").status_code == 404
    clerk.get(f"/incoming/{entry_id}/forward")
    clerk.post(f"/incoming/{entry_id}/forward", {"handler_unit_id": "", "handler_id": "", "due_on": ""})
    assert "Chưa chọn đơn vị hoặc người nhận" in clerk.page
    clerk.post(
        f"/incoming/{entry_id}/forward",
        {"handler_unit_id": str(world.units["stnmt"]), "handler_id": "", "due_on": "30/11/2026"},
    )
    assert "Đã chuyển số đến 1 tới Sở Tài nguyên và Môi trường; văn bản nằm trên bàn làm việc ở đó." in clerk.page
    assert director.get(f"/documents/{document_id}").status_code == 200
    assert re.search(r"xin ý kiến", director.get("/").text)
    both = {"handler_unit_id": str(world.units["vp"]), "handler_id": str(world.persons["phochutich"]), "due_on": ""}
    clerk.get(f"/incoming/{entry_id}/forward")
    assert 'data-also="Sở TNMT STNMT"' in clerk.page, "the list is searched by short names too"
    clerk.post(f"/incoming/{entry_id}/forward", both)
    office.session.rollback()
    chief = office.session.get_one(Person, world.persons["phochutich"]).name
    office.session.rollback()
    assert f"văn bản nằm trên bàn làm việc của {chief}." in clerk.page
    clerk.get(f"/documents/{document_id}")
    assert re.search(rf"chuyển tới [^<]+, {chief}", clerk.page), "history names the person too"


def test_a_filter_knows_an_issuer_by_all_its_names_and_its_figures_follow_it(
    sign_in: SignIn, office: Office, world: World
) -> None:
    clerk = sign_in("vanthu")
    long_name, short_name = "Sở Tài nguyên và Môi trường", "Sở TNMT"
    for n, name in enumerate((long_name, short_name, "UBND huyện Kỳ Anh"), start=1):
        drop(clerk, (letter(number=f"{n}/CV-TEST", subject=f"V/v việc thứ {n}"), f"{n}.docx"))
        register(clerk, office, issuer_name=name, code=f"{n}/CV-TEST", subject=f"V/v việc thứ {n}")
    clerk.get("/incoming")
    assert f'<option value="{long_name}">' in clerk.page
    assert '<option value="Sở TNMT">' not in clerk.page, "one agency is one entry"
    for name in (long_name, short_name):
        clerk.get("/incoming", query_string={"issuer": name})
        assert "1/CV-TEST" in clerk.page
        assert "2/CV-TEST" in clerk.page
        assert "3/CV-TEST" not in clerk.page
        assert f'<option selected value="{long_name}">' in clerk.page
        assert re.search(r"Tất cả <b>2</b>", clerk.page), "the figures count what the filter leaves"
        assert "Bỏ lọc" in clerk.page
    clerk.get("/incoming", query_string={"q": "việc thứ 3"})
    bar = clerk.page.partition('class="bar-search"')[2].partition("</form>")[0]
    assert "việc thứ 3" not in bar, "a register's own filter is no search of everything"


def test_what_was_registered_is_found_without_accents(
    sign_in: SignIn, office: Office, work_off: Callable[[], int]
) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "a.docx"))
    register(clerk, office)
    work_off()
    office.session.rollback()
    for words in ("don gia boi thuong", "đơn giá bồi thường", "1352/UBND-TNMT", "1352"):
        assert "xin ý kiến về" in clerk.get("/search", query_string={"q": words}).text, words
    stranger = sign_in("vanthu.stc")
    assert "Không có kết quả" in stranger.get("/search", query_string={"q": "don gia boi thuong"}).text
    assert office.session.scalars(select(Document)).one().files[0].text_state == "drawn"


def test_an_invitation_of_an_agency_that_works_here_is_not_taken_in_on_paper(
    sign_in: SignIn, office: Office, world: World
) -> None:
    """M1: not from an edited request either; from outside it is evidence of what came (ADR 0006)."""
    clerk = sign_in("vanthu")
    drop(clerk, (letter(number="12/GM-UBND"), "GM.docx"))
    inside = {"type_code": "GM", "code": "12/GM-UBND", "issuer_name": "Ủy ban nhân dân huyện Kỳ Anh"}
    register(clerk, office, **inside, paper="y")
    assert status(clerk) == 422
    assert "Giấy mời của cơ quan trong hệ thống chỉ có bản điện tử" in clerk.page
    assert office.session.scalars(select(RegisterCounter)).all() == []
    office.session.rollback()
    register(clerk, office, **{**inside, "issuer_name": "Bộ Xây dựng"}, paper="y")
    assert "Đã đăng ký số đến 1" in clerk.page
    assert office.session.scalars(select(IncomingEntry.channel)).one() == "both"


def test_a_printed_book_says_what_it_was_narrowed_to(sign_in: SignIn, office: Office, world: World) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "a.docx"))
    register(clerk, office, handler_unit_id=str(world.units["th1"]))
    assert "Chỉ gồm" not in clerk.get("/incoming/print").text
    wanted = {
        "q": "bồi thường", "type_code": "CV", "issuer": "UBND huyện Kỳ Anh", "handler": world.units["th1"],
        "chip": "recent", "first": "01/11/2026", "last": "30/11/2026",
    }  # fmt: skip
    page = clerk.get("/incoming/print", query_string=wanted).text
    said = (
        "Chỉ gồm: Hai ngày qua; Công văn; UBND huyện Kỳ Anh; Phòng TH1; có chữ “bồi thường”; "
        "từ 01/11/2026 đến 30/11/2026"
    )
    assert said in page
    assert "1352/UBND-TNMT" in page
    sheet = load_workbook(BytesIO(clerk.get("/incoming.xlsx", query_string=wanted).data)).worksheets[0]
    assert sheet["A2"].value == said


def test_the_book_of_outgoing_documents_names_who_keeps_the_copy(office: Office, world: World) -> None:
    """Column 6 of Annex IV, as the last line of the recipients has it: Lưu: VT, TH1."""
    unit = world.unit("th1")
    entry = OutgoingEntry(
        archive_keeper="VT",
        drafting_unit=unit,
        issued_at=office.clock.now(),
        document=Document(code="", subject="", signer="", recipients=""),
        copies=0,
        note="",
    )
    assert outgoing_line(entry)[5] == "VT, TH1"
    entry.drafting_unit = None
    assert outgoing_line(entry)[5] == "VT"


@pytest.fixture
def two_agencies(office: Office, world: World) -> dict[str, int]:
    """The clerk of Sở Tài chính is clerk of Sở Công Thương as well; gives both units."""
    with office.transaction() as session:
        person_id, unit_id = world.persons["vanthu.stc"], world.units["sct"]
        session.add(Post(person_id=person_id, unit_id=unit_id, role=Role.CLERK, title="Văn thư", position=9))
    return {"stc": world.units["stc"], "sct": unit_id}


PAGES = ("/incoming", "/outgoing", "/incoming/new", "/outgoing/new", "/arrivals", "/incoming/follow-up")


@pytest.mark.parametrize("path", PAGES)
def test_a_clerk_of_two_agencies_changes_over_on_every_page_of_the_registers(
    sign_in: SignIn, two_agencies: dict[str, int], path: str
) -> None:
    clerk = sign_in("vanthu.stc")
    page = clerk.get(path).text
    assert re.findall(r'href="(?:[^"]*)unit=(\d+)"', page)[:1] == [str(two_agencies["stc"])]
    other = clerk.get(path, query_string={"unit": two_agencies["sct"]})
    assert other.status_code == 200
    switch = re.search(r'aria-label="Sổ của cơ quan".*?</(?:nav|div|ul)>', other.text, re.DOTALL)
    assert switch, path
    assert re.findall(r'aria-current="[^"]*"[^>]*>\s*([^<]*?)\s*<', switch[0]) == ["Sở Công Thương"]
    assert sign_in("vanthu.kyanh").get(path, query_string={"unit": two_agencies["sct"]}).status_code == 404
    assert "Sổ của cơ quan" not in sign_in("vanthu.kyanh").get(path).text


def test_what_is_registered_for_the_second_agency_stands_in_its_book(
    sign_in: SignIn, office: Office, two_agencies: dict[str, int]
) -> None:
    clerk, unit_id = sign_in("vanthu.stc"), two_agencies["sct"]
    clerk.get("/incoming/new", query_string={"unit": unit_id})
    (upload,) = re.findall(r'action="(/incoming/files[^"]*)"', clerk.page)
    clerk.post(upload, {"files": [(letter(), "a.docx")]}, content_type="multipart/form-data")
    (action,) = re.findall(r'<form id="register"[^>]*action="([^"]*)"', clerk.page)
    waiting = office.session.scalars(select(WaitingFile.id)).one()
    office.session.rollback()
    clerk.post(action, {**FORM, "files": [str(waiting)]})
    assert "Đã đăng ký số đến 1" in clerk.page
    entry = office.session.scalars(select(IncomingEntry)).one()
    assert (entry.unit_id, entry.document.owner_unit_id) == (unit_id, unit_id)


def test_a_filter_of_another_page_is_not_taken_for_an_agency(
    sign_in: SignIn, two_agencies: dict[str, int], world: World
) -> None:
    page = sign_in("vanthu.stc").get("/search", query_string={"q": "x", "unit": world.units["kyanh"]}).text
    assert 'href="/incoming"' in page
