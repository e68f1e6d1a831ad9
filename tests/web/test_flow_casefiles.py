"""A file's life as the people of the office do it: listed, opened, filled, closed, handed to the archive, exported."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date

import docx
import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from e_office.casefiles import closing, filing, handing, rights
from e_office.casefiles.models import CaseFile, FileList, Heading, Item, RightChange
from e_office.casefiles.rules import Level
from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.drafting.service import DraftFacts, open_draft
from e_office.handling.models import Assignment
from e_office.notices.models import Notice
from e_office.registry.models import IncomingEntry
from tests.conftest import Browser, MovingClock, Outbox
from tests.factories.casefiles import TITLE, WHY, load, make_casefile
from tests.factories.documents import make_document
from tests.factories.meetings import make_issued
from tests.factories.submissions import make_dossier, register_dossier, send_dossier, the_dossier
from tests.factories.world import World
from tests.web.test_flow_exchange import Sender
from tests.web.test_flow_registry import drop, letter, register

SignIn = Callable[[str], Browser]
LINES = (
    "notation;title;retention;chapter;keeper;note\n"
    "01.TH;Hồ sơ xây dựng chương trình công tác năm 2026;20 năm;I. Tổng hợp;chuyenvien;\n"
    "02.TH;Hồ sơ bồi thường, giải phóng mặt bằng huyện Kỳ Anh;vĩnh viễn;I. Tổng hợp;;\n"
)


def read(office: Office, query: object) -> list[object]:
    office.session.rollback()
    return list(office.session.scalars(query))  # type: ignore[call-overload]


def import_lines(browser: Browser, text: str, year: int = 2026) -> str:
    browser.get(f"/casefiles/list/{year}/import")
    data = {"file": (io.BytesIO(text.encode()), "danh-muc.csv")}
    return browser.post(f"/casefiles/list/{year}/import", data, content_type="multipart/form-data").text


@pytest.mark.usefixtures("both_databases")
def test_the_list_is_imported_approved_and_files_are_opened_from_it(
    sign_in: SignIn, office: Office, world: World
) -> None:
    """NĐ 30/2020 Art. 28, 29.2."""
    clerk = sign_in("vanthu")
    wrong = import_lines(clerk, LINES + "01.TH;;lâu dài;;ai.do;\n" + "x" * 21 + ";Tên;5;;;\n")
    for told in ("Dòng 4: thời hạn ghi lâu dài", "Dòng 4: Chưa có tiêu đề", "Dòng 4: không có người dùng ai.do",
                 "Dòng 4: số và ký hiệu 01.TH ghi hai lần", "Dòng 5: Số và ký hiệu hồ sơ dài 21"):  # fmt: skip
        assert told in wrong, "all errors at once"
    assert read(office, select(Heading)) == []
    assert "Đã nhập 2 dòng" in import_lines(clerk, LINES)
    worker, leader = sign_in("chuyenvien"), sign_in("chutich")
    worker.get("/casefiles/list/2026")
    assert "Chờ lãnh đạo phê duyệt" in worker.page
    assert worker.post("/casefiles/list/2026/approve").status_code == 403
    assert "Danh mục hồ sơ 2026 chờ bạn phê duyệt" in leader.get("/").text
    leader.get("/casefiles/list/2026")
    assert "Đã phê duyệt danh mục 2 hồ sơ" in leader.post("/casefiles/list/2026/approve").text
    clerk.get("/casefiles/list/2026/new")
    late = clerk.post("/casefiles/list/2026/new", {"notation": "03.TH", "title": "Muộn", "retention": "5"})
    assert "Danh mục đã phê duyệt không sửa được" in late.text
    first, second = (row.id for row in read(office, select(Heading).order_by(Heading.position)))
    page = worker.get(f"/casefiles/new?heading={second}").text
    assert 'value="02.TH"' in page
    form = {"title": TITLE, "retention": "5 năm", "keeper_id": str(world.persons["chuyenvien"]), "started_on": "02/11/2026",
            "language": "Tiếng Việt", "notation": "99"}  # fmt: skip
    assert "Đã mở hồ sơ 02.TH" in worker.post(f"/casefiles/new?heading={second}", form).text
    file = read(office, select(CaseFile))[0]
    assert (file.notation, file.retention_years, file.heading_id) == ("02.TH", None, second), "as the list has it"
    worker.get(f"/casefiles/new?heading={second}")
    assert "Hồ sơ của dòng này đã được mở" in worker.post(f"/casefiles/new?heading={second}", form).text
    worker.get("/casefiles/new")
    assert "Hồ sơ ngoài danh mục phải ghi lý do" in worker.post("/casefiles/new", {**form, "notation": "09.TH"}).text
    outside = {**form, "notation": "09.TH", "outside_reason": WHY, "retention": "lâu", "started_on": "31/02/2026"}
    refused = worker.post("/casefiles/new", outside).text
    for told in ("Ghi số năm, ví dụ 10 năm", "Không đọc được ngày này", 'value="31/02/2026"', WHY):
        assert told in refused
    assert (
        "Đã mở hồ sơ 09.TH"
        in worker.post("/casefiles/new", {**outside, "retention": "5", "started_on": "02/11/2026"}).text
    )
    assert "Mở hồ sơ" in worker.get("/casefiles/list/2026").text, "the first line is still free"
    assert first != second


@pytest.mark.usefixtures("both_databases")
def test_next_years_list_is_taken_from_the_last_one(sign_in: SignIn, office: Office, world: World) -> None:
    clerk = sign_in("vanthu")
    assert "không có hồ sơ nào để lấy sang" in clerk.post("/casefiles/list/2027/copy").text
    import_lines(clerk, LINES)
    clerk.get("/casefiles/list/2027")
    assert "Đã lấy 2 hồ sơ" in clerk.post("/casefiles/list/2027/copy").text
    rows = read(office, select(Heading).join(FileList).where(FileList.year == 2027).order_by(Heading.position))
    assert rows[0].title == "Hồ sơ xây dựng chương trình công tác năm 2027"
    assert (rows[0].keeper_id, rows[1].retention_years) == (world.persons["chuyenvien"], None)
    clerk.get(f"/casefiles/headings/{rows[1].id}")
    clerk.post(f"/casefiles/headings/{rows[1].id}", {"notation": "01.TH", "title": "Trùng", "retention": "5"})
    assert "Số và ký hiệu 01.TH đã có trong danh mục" in clerk.page
    clerk.post(f"/casefiles/headings/{rows[1].id}/remove")
    printed = clerk.get("/casefiles/list/2027/print").text
    assert "I. Tổng hợp" in printed
    assert "02.TH" not in printed
    assert clerk.get("/casefiles/list/template.csv").data.decode("utf-8-sig").startswith("notation,title,retention")


def answered_letter(sign_in: SignIn, office: Office, world: World) -> tuple[int, int]:
    """An incoming letter directed to the specialist's section, and the agency's own answer to it, not linked yet."""
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "CV 1352.docx"))
    register(clerk, office, handler_unit_id=str(world.units["th1"]))
    entry = office.session.scalars(select(IncomingEntry)).one()
    ids = entry.id, entry.document_id
    office.session.rollback()
    return ids


@pytest.mark.usefixtures("both_databases")
def test_a_document_lies_in_two_files_without_a_copy_and_the_page_of_it_says_so(
    sign_in: SignIn, office: Office, world: World
) -> None:
    _entry_id, document_id = answered_letter(sign_in, office, world)
    one = make_casefile(office, world)
    two = make_casefile(office, world, notation="02.TH1", title="Hồ sơ đơn giá bồi thường cây trồng")
    other = make_casefile(office, world, "chutich", notation="03.CT", title="Hồ sơ riêng của Chủ tịch")
    worker = sign_in("chuyenvien")
    page = worker.get(f"/documents/{document_id}").text
    assert "gợi ý: cùng vấn đề" in page
    assert "Hồ sơ riêng của Chủ tịch" not in page
    found = worker.get(f"/documents/{document_id}/casefiles?q=don+gia+boi+thuong").text
    assert "02.TH1" in found
    assert "01.TH1" not in found
    assert worker.post(f"/documents/{document_id}/casefiles", {"casefile_id": str(other)}).status_code == 404
    for casefile_id in (one, two, two):
        worker.get(f"/documents/{document_id}/casefiles")
        assert (
            "Đã đưa vào hồ sơ"
            in worker.post(f"/documents/{document_id}/casefiles", {"casefile_id": str(casefile_id)}).text
        )
    assert len(read(office, select(Item))) == 2, "twice is once"
    assert len(read(office, select(Document))) == 1
    page = worker.get(f"/documents/{document_id}").text
    for told in ("01.TH1", "02.TH1", "đưa vào hồ sơ công việc"):
        assert told in page
    item = read(office, select(Item).filter_by(casefile_id=one))[0]
    worker.get(f"/casefiles/{one}")
    assert "Đã đưa ra khỏi hồ sơ" in worker.post(f"/casefiles/{one}/items/{item.id}/remove").text
    assert [row.casefile_id for row in read(office, select(Item))] == [two]


@pytest.mark.usefixtures("both_databases")
def test_the_answer_is_suggested_for_the_file_of_its_letter(sign_in: SignIn, office: Office, world: World) -> None:
    """ResponseFor: what answers a document of the file is proposed first, on its page and in the file."""
    entry_id, document_id = answered_letter(sign_in, office, world)
    casefile_id = make_casefile(office, world, title="Hồ sơ mang tên khác hẳn")
    worker = sign_in("chuyenvien")
    worker.get(f"/documents/{document_id}/casefiles")
    worker.post(f"/documents/{document_id}/casefiles", {"casefile_id": str(casefile_id)})
    clerk = sign_in("vanthu")
    clerk.get(f"/incoming/{entry_id}/direct")
    clerk.post(
        f"/incoming/{entry_id}/direct",
        {"lead": f"u{world.units['th1']}", "words": "Trả lời", "due_on": "30/11/2026",
         "leader_id": str(world.persons["phochutich"])},
    )  # fmt: skip
    answer = Sender(office, world)("vanthu", "ubnd", "CV", "2026-11-24", "kyanh")
    code = office.session.get_one(Document, answer).code
    office.session.rollback()
    part = read(office, select(Assignment))[0]
    worker.get(f"/assignments/{part.id}/close")
    assert "Đã kết thúc" in worker.post(f"/assignments/{part.id}/close", {"answer_code": code, "result": ""}).text
    assert "gợi ý: văn bản cùng chuỗi trả lời đã ở đây" in worker.get(f"/documents/{answer}").text
    assert "cùng chuỗi trả lời" in worker.get(f"/casefiles/{casefile_id}/add").text


@pytest.mark.usefixtures("both_databases")
def test_a_file_tells_nothing_of_documents_its_reader_may_not_read(
    sign_in: SignIn, office: Office, world: World
) -> None:
    casefile_id = make_casefile(office, world)
    secret = make_document(
        office, world.actor("giamdoc.stc"), world.units["stc"], persons=(world.persons["vanthu"],),
        subject="Kín: thanh tra đột xuất", code="99/KIN", issued_on=date(2026, 11, 3),
    )  # fmt: skip
    secret_id = secret.id
    office.session.rollback()
    clerk = sign_in("vanthu")
    clerk.get(f"/casefiles/{casefile_id}/add?q=thanh+tra")
    assert "Kín: thanh tra đột xuất" in clerk.page
    assert "Đã đưa vào hồ sơ" in clerk.post(f"/casefiles/{casefile_id}/items", {"document_id": str(secret_id)}).text
    worker = sign_in("chuyenvien")
    for path in ("", "/index", "/order", "/add", "/close"):
        page = worker.get(f"/casefiles/{casefile_id}{path}").text
        assert "thanh tra" not in page, path
        assert "99/KIN" not in page, path
    assert "1 văn bản không được xem" in worker.get(f"/casefiles/{casefile_id}").text
    item = read(office, select(Item))[0]
    assert worker.post(f"/casefiles/{casefile_id}/items/{item.id}/remove").status_code == 404
    assert worker.post(f"/casefiles/{casefile_id}/items", {"document_id": str(secret_id)}).status_code == 404
    index = docx.Document(io.BytesIO(worker.client.get(f"/casefiles/{casefile_id}/index.docx").data))
    texts = [
        *(one.text for one in index.paragraphs),
        *(cell.text for table in index.tables for row in table.rows for cell in row.cells),
    ]
    assert any("1 văn bản không được xem" in text for text in texts)
    assert not any("thanh tra" in text for text in texts)
    package = zipfile.ZipFile(io.BytesIO(worker.client.get(f"/casefiles/{casefile_id}/package").data))
    everything = b"".join(package.read(name) for name in package.namelist()).decode("utf-8", "replace")
    assert "thanh tra" not in everything
    assert "99/KIN" not in everything
    assert "Left-Out-Items: 1" in everything
    worker.get(f"/casefiles/{casefile_id}/close")
    refused = worker.post(f"/casefiles/{casefile_id}/close", {"ended_on": "24/11/2026"}).text
    assert "thanh tra" not in refused


@pytest.mark.usefixtures("both_databases")
def test_order_pages_and_notes_make_the_index(sign_in: SignIn, office: Office, world: World) -> None:
    casefile_id, worker = make_casefile(office, world), sign_in("chuyenvien")
    for number in range(1, 4):
        document = make_document(
            office, world.actor("vanthu"), world.units["ubnd"], code=f"0{number}/UBND-TH1", subject=f"Việc {number}",
        )  # fmt: skip
        worker.get(f"/casefiles/{casefile_id}/add")
        worker.post(f"/casefiles/{casefile_id}/items", {"document_id": str(document.id)})
    ids = [item.id for item in read(office, select(Item).order_by(Item.position))]
    worker.get(f"/casefiles/{casefile_id}/order")
    form: dict[str, object] = {"item": [str(item_id) for item_id in ids], f"note-{ids[0]}": "bản sao"}
    form |= {f"place-{item_id}": str(9 - n) for n, item_id in enumerate(ids)}
    form |= {f"pages-{ids[0]}": "4", f"pages-{ids[1]}": "nhiều"}
    refused = worker.post(f"/casefiles/{casefile_id}/order", form)
    assert refused.status_code == 422
    assert 'value="nhiều"' in refused.text, "nothing typed is lost"
    assert [item.id for item in read(office, select(Item).order_by(Item.position))] == ids
    worker.post(f"/casefiles/{casefile_id}/order", {**form, f"pages-{ids[1]}": "2"})
    assert [item.id for item in read(office, select(Item).order_by(Item.position))] == ids[::-1]
    printed = worker.get(f"/casefiles/{casefile_id}/index").text
    assert printed.count('class="column-number"') == 7
    assert re.findall(r"<td>(0\d/UBND-TH1)</td>", printed) == [
        "03/UBND-TH1",
        "02/UBND-TH1",
        "01/UBND-TH1",
    ]
    assert "3 văn bản, 6 trang" in printed
    book = load_workbook(io.BytesIO(worker.client.get("/casefiles.xlsx?chip=mine").data)).active
    row = [cell.value for cell in book[4]]
    assert row[1:3] == ["01.TH1", TITLE]
    assert row[5:7] == ["3", "6"]
    assert TITLE in worker.get("/casefiles/print").text


@pytest.mark.usefixtures("both_databases")
def test_a_change_of_rights_waits_in_sight_until_a_leader_confirms_it_l07(
    sign_in: SignIn, office: Office, world: World
) -> None:
    casefile_id, worker, leader = (
        make_casefile(office, world, "chutich"),
        sign_in("chutich"),
        sign_in("phochutich"),
    )
    other = sign_in("chuyenvien")
    assert other.get(f"/casefiles/{casefile_id}").status_code == 404
    keeper = make_casefile(office, world, notation="02.TH1")
    holder = {"holder": f"p{world.persons['kiemtoan']}", "level": "read", "reason": "Kiểm tra theo kế hoạch năm"}
    other.get(f"/casefiles/{keeper}/rights")
    assert "Chỉ mở hồ sơ cho đơn vị, người trong cơ quan" in other.post(f"/casefiles/{keeper}/rights", holder).text
    whole = {"holder": f"u{world.units['vp']}", "level": "read", "reason": "Theo dõi chung của Văn phòng"}
    assert "chờ lãnh đạo xác nhận" in other.post(f"/casefiles/{keeper}/rights", whole).text
    assert "Đang có thay đổi quyền của nơi này" in other.post(f"/casefiles/{keeper}/rights", whole).text
    assert [right.unit_id for right in load(office, keeper).rights] == [world.units["th1"]], "it has not begun"
    assert "Thay đổi quyền chờ xác nhận" in other.get(f"/casefiles/{keeper}").text
    assert "Xác nhận thay đổi" not in other.page
    assert "Thay đổi quyền hồ sơ 02.TH1 chờ xác nhận" in leader.get("/").text
    change = changes(office)[0]
    assert other.post(f"/right-changes/{change}", {"agreed": "1"}).status_code == 403, "nobody confirms their own"
    leader.get(f"/casefiles/{keeper}")
    assert "Đã xác nhận thay đổi quyền" in leader.post(f"/right-changes/{change}", {"agreed": "1"}).text
    assert world.units["vp"] in {right.unit_id for right in load(office, keeper).rights}
    assert "đã có người quyết định" in leader.post(f"/right-changes/{change}", {"agreed": ""}).text

    taken = {"holder": f"u{world.units['vp']}", "level": "", "reason": "Không còn theo dõi việc này"}
    other.get(f"/casefiles/{keeper}/rights")
    other.post(f"/casefiles/{keeper}/rights", taken)
    assert world.units["vp"] not in {right.unit_id for right in load(office, keeper).rights}, (
        "taking away holds at once"
    )
    leader.get(f"/casefiles/{keeper}")
    assert "Đã từ chối" in leader.post(f"/right-changes/{changes(office)[-1]}", {}).text
    assert world.units["vp"] in {right.unit_id for right in load(office, keeper).rights}, "refused, it is put back"

    worker.get(f"/casefiles/{casefile_id}/rights")
    mine = {"holder": f"p{world.persons['chuyenvien']}", "level": "add", "reason": "Giao cùng lập hồ sơ"}
    assert "Đã đổi quyền xem hồ sơ" in worker.post(f"/casefiles/{casefile_id}/rights", mine).text
    assert other.get(f"/casefiles/{casefile_id}/add").status_code == 200
    assert other.get(f"/casefiles/{casefile_id}/rights").status_code == 403


def changes(office: Office) -> list[int]:
    return [row.id for row in read(office, select(RightChange).order_by(RightChange.id))]


@pytest.mark.usefixtures("both_databases")
def test_a_file_is_closed_warned_of_handed_over_and_frozen(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, outbox: Outbox, work_off: Callable[[], int]
) -> None:
    """NĐ 30/2020 Art. 29.4, 30; Annex VI; L-10."""
    entry_id, document_id = answered_letter(sign_in, office, world)
    casefile_id, worker = make_casefile(office, world), sign_in("chuyenvien")
    worker.get(f"/documents/{document_id}/casefiles")
    worker.post(f"/documents/{document_id}/casefiles", {"casefile_id": str(casefile_id)})
    assert "Chưa giải quyết xong: 1352/UBND-TNMT" in worker.get(f"/casefiles/{casefile_id}/close").text
    refused = worker.post(f"/casefiles/{casefile_id}/close", {"ended_on": ""})
    assert refused.status_code == 422
    assert "2 việc phải sửa" in refused.text
    worker.get(f"/documents/{document_id}")
    worker.post(f"/incoming/{entry_id}/finish")
    worker.get(f"/casefiles/{casefile_id}/close")
    assert "Đã kết thúc hồ sơ" in worker.post(f"/casefiles/{casefile_id}/close", {"ended_on": "20/11/2026"}).text
    assert load(office, casefile_id).due_on == date(2027, 11, 20)
    assert worker.get(f"/casefiles/{casefile_id}/add").status_code == 200
    assert "Hồ sơ đã kết thúc" in worker.post(f"/casefiles/{casefile_id}/items", {"document_id": str(document_id)}).text

    def told() -> list[str]:
        work_off()
        clock.move(minutes=10)
        work_off()
        clock.move(minutes=-10)
        return [
            str(row.message)[:16] for row in read(office, select(Notice).filter_by(kind="casefile").order_by(Notice.id))
        ]

    assert told() == []
    assert 'id="casefiles"' not in worker.get("/").text
    clock.move(days=330)
    assert told() == [], "31 days before"
    clock.move(days=1)
    assert told() == ["Đến hạn nộp lưu "]
    worker = sign_in("chuyenvien")
    assert TITLE in worker.get("/?view=named").text
    mails = [mail for mail in outbox.mails if "hồ sơ" in mail.subject]
    assert len(mails) == 1
    assert "20/11/2027: 01.TH1" in mails[0].text
    assert told() == ["Đến hạn nộp lưu "], "once"
    clock.move(days=31)
    assert told() == ["Đến hạn nộp lưu ", "Quá hạn nộp lưu "]
    worker = sign_in("chuyenvien")
    assert (
        "Quá hạn nộp lưu <b>1</b>" in worker.get("/casefiles").text.replace("\n", "")
        or "1 hồ sơ quá hạn nộp lưu" in worker.page
    )

    worker.get(f"/casefiles/handover?casefile_ids={casefile_id}")
    assert "Đã giao nộp" in worker.post("/casefiles/handover", {"casefile_ids": [str(casefile_id)], "note": "đủ"}).text
    act_id = load(office, casefile_id).handover_id
    assert worker.post(f"/handovers/{act_id}/take").status_code == 403, "nobody takes what they gave"
    clerk = sign_in("vanthu")
    assert "Hồ sơ giao nộp chờ lưu trữ nhận" in clerk.get("/").text
    clerk.get(f"/handovers/{act_id}")
    assert "Chưa ghi rõ lý do" in clerk.post(f"/handovers/{act_id}/send-back", {"reason": "thiếu"}).text
    assert "Đã trả lại" in clerk.post(f"/handovers/{act_id}/send-back", {"reason": "Thiếu phụ lục của văn bản"}).text
    assert load(office, casefile_id).handover_id is None
    worker.get(f"/casefiles/handover?casefile_ids={casefile_id}")
    worker.post("/casefiles/handover", {"casefile_ids": [str(casefile_id)], "note": ""})
    act_id = load(office, casefile_id).handover_id
    clerk.get(f"/handovers/{act_id}")
    assert "Đã nhận hồ sơ vào lưu trữ" in clerk.post(f"/handovers/{act_id}/take").text
    record = docx.Document(io.BytesIO(clerk.client.get(f"/handovers/{act_id}/record.docx").data))
    words = "\n".join(
        [
            *(one.text for one in record.paragraphs),
            *(cell.text for table in record.tables for row in table.rows for cell in row.cells),
        ]
    )
    for said in ("BIÊN BẢN", "Giao nhận hồ sơ", "Phạm Quốc Duy", "Bùi Thị Thu Hà", "01.TH1", "1 hồ sơ, 1 văn bản"):
        assert said in words


@pytest.mark.usefixtures("both_databases")
def test_nothing_changes_a_file_that_the_archive_has_taken_l10(sign_in: SignIn, office: Office, world: World) -> None:
    casefile_id, change_id, item_id, document_id = archived(office, world)
    before = snapshot(office, casefile_id)
    tries = (
        (f"/casefiles/{casefile_id}/edit", {"title": "Khác", "retention": "5", "started_on": "01/11/2026",
                                             "keeper_id": str(world.persons["chuyenvien"])}),
        (f"/casefiles/{casefile_id}/items", {"document_id": str(document_id)}),
        (f"/casefiles/{casefile_id}/items/{item_id}/remove", {}),
        (f"/casefiles/{casefile_id}/order", {"item": [str(item_id)], f"place-{item_id}": "7"}),
        (f"/documents/{document_id}/casefiles", {"casefile_id": str(casefile_id)}),
        (f"/casefiles/{casefile_id}/close", {"ended_on": "24/11/2026"}),
        (f"/casefiles/{casefile_id}/reopen", {"reason": "Muốn sửa lại hồ sơ"}),
        (f"/casefiles/{casefile_id}/rights", {"holder": f"u{world.units['vp']}", "level": "add", "reason": WHY}),
        (f"/right-changes/{change_id}", {"agreed": "1"}),
        ("/casefiles/handover", {"casefile_ids": [str(casefile_id)]}),
    )  # fmt: skip
    for login in ("chuyenvien", "chutich", "vanthu"):
        browser = sign_in(login)
        for path, form in tries:
            browser.get("/account")
            assert browser.post(path, form).status_code in {403, 404, 422}, (login, path)
            assert snapshot(office, casefile_id) == before, (login, path)


def snapshot(office: Office, casefile_id: int) -> tuple[object, ...]:
    file = load(office, casefile_id)
    items = [
        (item.id, item.position, item.document_id, item.pages, item.note)
        for item in read(office, select(Item).filter_by(casefile_id=casefile_id).order_by(Item.id))
    ]
    file = load(office, casefile_id)
    columns = tuple(getattr(file, column.key) for column in CaseFile.__table__.columns)
    return columns, items, [(right.unit_id, right.person_id, right.level) for right in file.rights]


def archived(office: Office, world: World) -> tuple[int, int, int, int]:
    """A file in the archive, with a change of rights that nobody decided; ids of file, change, item, another document."""
    casefile_id, worker = make_casefile(office, world), world.actor("chuyenvien")
    inside = make_document(office, world.actor("vanthu"), world.units["ubnd"]).id
    outside = make_document(office, world.actor("vanthu"), world.units["ubnd"], code="77/UBND").id
    office.session.rollback()
    with office.transaction():
        item_id = filing.put_document(office, worker, casefile_id, inside).id
        closing.close(office, worker, casefile_id, ended_on=date(2026, 11, 20), settled_on=None)
        change = rights.ask_change(
            office, worker, casefile_id, rights.Holder(unit_id=world.units["vp"]), Level.READ, WHY
        )
        change_id = change.id
        act_id = handing.offer(office, worker, [casefile_id], "").id
    with office.transaction():
        handing.take(office, world.actor("vanthu"), act_id)
    assert office.session.get_one(RightChange, change_id).agreed is None
    office.session.rollback()
    return casefile_id, change_id, item_id, outside


def test_a_leader_locks_a_file_and_unlocks_it_l10(sign_in: SignIn, office: Office, world: World) -> None:
    casefile_id, leader, worker = make_casefile(office, world), sign_in("chutich"), sign_in("chuyenvien")
    document = make_document(office, world.actor("vanthu"), world.units["ubnd"])
    put = f"/casefiles/{casefile_id}/items", {"document_id": str(document.id)}
    leader.get(f"/casefiles/{casefile_id}/lock")
    assert "Chưa ghi rõ lý do" in leader.post(f"/casefiles/{casefile_id}/lock", {"reason": ""}).text
    assert (
        "Đã khóa hồ sơ"
        in leader.post(f"/casefiles/{casefile_id}/lock", {"reason": "Phục vụ thanh tra, giữ nguyên"}).text
    )
    assert worker.get(f"/casefiles/{casefile_id}/unlock").status_code == 403
    worker.get(f"/casefiles/{casefile_id}")
    assert "Phục vụ thanh tra" in worker.page
    assert "Hồ sơ đang bị khóa" in worker.post(*put).text
    leader.get(f"/casefiles/{casefile_id}/unlock")
    leader.post(f"/casefiles/{casefile_id}/unlock", {"reason": "Đã thanh tra xong hồ sơ"})
    worker.get(f"/casefiles/{casefile_id}")
    assert "Đã đưa vào hồ sơ" in worker.post(*put).text


def test_another_agency_and_who_left_see_nothing(sign_in: SignIn, office: Office, world: World) -> None:
    """A-08, A-11: a right goes with the post."""
    casefile_id = make_casefile(office, world)
    for login in ("giamdoc.stc", "quantri", "kiemtoan"):
        for path in ("", "/index", "/index.docx", "/package", "/add", "/order", "/close", "/rights", "/edit"):
            assert sign_in(login).get(f"/casefiles/{casefile_id}{path}").status_code == 404, (login, path)
    worker = sign_in("chuyenvien")
    assert worker.get(f"/casefiles/{casefile_id}").status_code == 200
    with office.transaction():
        world.person("chuyenvien").posts[0].unit_id = world.units["stnmt"]
    assert worker.get(f"/casefiles/{casefile_id}").status_code == 404
    assert TITLE not in worker.get("/casefiles").text


def test_a_meeting_and_a_draft_lie_in_a_file_by_reference(sign_in: SignIn, office: Office, world: World) -> None:
    """Whoever may not know of them sees only that something is there."""
    casefile_id, meeting_id = make_casefile(office, world), make_issued(office, world)
    leader, clerk = sign_in("chutich"), sign_in("vanthu")
    assert leader.get("/casefiles/things/meeting/987654").status_code == 404
    assert leader.get("/casefiles/things/units/1").status_code == 404
    facts = DraftFacts(unit_id=world.units["th1"], type_code="CV", subject="Đôn đốc báo cáo tiến độ")
    with office.transaction():
        draft_id = open_draft(office, world.actor("chuyenvien"), facts).id
    worker = sign_in("chuyenvien")
    assert f"/casefiles/things/draft/{draft_id}" in worker.get(f"/drafts/{draft_id}").text
    for path in (f"/casefiles/things/draft/{draft_id}", f"/casefiles/things/meeting/{meeting_id}"):
        for _twice in range(2):
            worker.get(path)
            assert worker.post(path, {"casefile_id": str(casefile_id)}).status_code == 200
    assert len(read(office, select(Item).filter_by(casefile_id=casefile_id))) == 2
    page = worker.get(f"/casefiles/{casefile_id}").text
    assert "Đôn đốc báo cáo tiến độ" in page
    assert "Cuộc họp" in page
    assert "Đôn đốc báo cáo tiến độ" in worker.get(f"/casefiles/{casefile_id}/index").text
    assert "1 văn bản không được xem" in clerk.get(f"/casefiles/{casefile_id}").text
    assert "Đôn đốc báo cáo tiến độ" not in clerk.page


def test_a_dossier_lies_in_a_file_by_reference(sign_in: SignIn, office: Office, world: World) -> None:
    dossier_id = make_dossier(office, world)
    send_dossier(office, world, dossier_id)
    register_dossier(office, world, dossier_id)
    matter = the_dossier(office, dossier_id).matter
    office.session.rollback()
    casefile_id = make_casefile(office, world)
    clerk = sign_in("vanthu")
    assert f"/casefiles/things/dossier/{dossier_id}" in clerk.get(f"/submissions/{dossier_id}").text
    clerk.get(f"/casefiles/things/dossier/{dossier_id}")
    clerk.post(f"/casefiles/things/dossier/{dossier_id}", {"casefile_id": str(casefile_id)})
    page = clerk.get(f"/casefiles/{casefile_id}").text
    assert matter in page
    assert "Hồ sơ trình" in page
    assert sign_in("giamdoc.stc").get(f"/casefiles/things/dossier/{dossier_id}").status_code == 404
