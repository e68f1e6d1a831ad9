"""A register at the year's end: checked, closed, printed from what was closed, verified, corrected afterwards."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from datetime import UTC, date, datetime

import docx
import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select, update

from e_office.core.office import Office
from e_office.core.problems import Refused
from e_office.documents.rendition import can_make_pdf
from e_office.documents.service import DocumentFacts
from e_office.exchange.rules import Recipient
from e_office.exchange.service import issue
from e_office.registry.closing.models import BookCorrection, ClosedBook, ClosedLine
from e_office.registry.closing.service import close_book
from e_office.registry.models import IncomingEntry, OutgoingEntry, RegisterCounter
from e_office.registry.service import IncomingFacts, OutgoingFacts, forward, register_incoming
from tests.conftest import Browser, MovingClock
from tests.factories.documents import kept
from tests.factories.world import World
from tests.web.test_flow_registry import drop, letter, status

SignIn = Callable[[str], Browser]
IN_2025 = datetime(2025, 12, 22, 2, 0, tzinfo=UTC)
IN_2026 = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
WHY = "Ghi nhầm tên cơ quan ban hành"


@pytest.fixture
def store_url(request: pytest.FixtureRequest) -> str:
    """Stories that run on both databases run on the real store too."""
    real = "both_databases" in request.fixturenames
    return str(request.getfixturevalue("real_store_url")) if real else "memory:"


def came(office: Office, world: World, subject: str, issuer: str = "UBND huyện Kỳ Anh", **facts: object) -> int:
    """A letter in the province's incoming register; gives its arrival number."""
    with office.transaction():
        document = DocumentFacts(
            owner_unit_id=world.units["ubnd"], type_code="BC", subject=subject, issuer_name=issuer,
            code=f"{len(subject)}/BC-UBND", issued_on=date(2025, 12, 20),
        )  # fmt: skip
        wanted = IncomingFacts(unit_id=world.units["ubnd"], document=document, **facts)
        return register_incoming(office, world.actor("vanthu"), wanted, [kept(office)]).number


def went(office: Office, world: World, issued_on: date, *to: str) -> str:
    """A letter of the province; gives its number and notation."""
    with office.transaction():
        document = DocumentFacts(
            owner_unit_id=world.units["ubnd"], issuer_unit_id=world.units["ubnd"], type_code="CV", signer="Đặng Hữu Khánh",
            subject="V/v đôn đốc báo cáo", issued_on=issued_on, recipients="- Như trên;\n- Lưu: VT.",
        )  # fmt: skip
        recipients = [Recipient(world.units[key], key, "electronic") for key in to]
        wanted = OutgoingFacts(unit_id=world.units["ubnd"], document=document)
        return issue(office, world.actor("vanthu"), wanted, [kept(office)], recipients).document.code


@pytest.fixture
def old_year(office: Office, world: World, clock: MovingClock) -> None:
    """Two letters came and one went in 2025; it is January now."""
    clock.instant = IN_2025
    assert [came(office, world, subject) for subject in ("Tiến độ dự án", "Kết quả <năm 2025>")] == [1, 2]
    assert went(office, world, date(2025, 12, 22), "stc") == "01/UBND"
    clock.instant = IN_2026


def closing(browser: Browser, direction: str = "incoming", year: int = 2025) -> str:
    browser.get(f"/registers/{direction}/{year}/close")
    return browser.post(f"/registers/{direction}/{year}/close").text


def texts(data: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*cells, *(line.text for line in document.paragraphs)]


@pytest.mark.usefixtures("old_year", "both_databases")
def test_a_year_is_closed_printed_verified_and_corrected_afterwards(
    sign_in: SignIn, office: Office, world: World, app: Flask
) -> None:
    """NĐ 30/2020 Art. 15.1, 16.2b, 22.2, 22.3b (`domain.md` 2.4, 2.5)."""
    clerk = sign_in("vanthu")
    assert "Kiểm tra và khóa" in clerk.get("/registers/years").text
    assert "Không thiếu số" in clerk.get("/registers/incoming/2025/close").text
    assert "Đã khóa sổ năm 2025 với 2 dòng" in closing(clerk)
    book = office.session.scalars(select(ClosedBook)).one()
    assert book.sha256 in clerk.page
    assert "Các dòng còn nguyên như lúc khóa" in clerk.page
    assert closing(clerk).count("đã khóa rồi") == 1
    assert status(clerk) == 422

    # the new year begins with 01 by itself, and nothing goes into the old one any more
    assert came(office, world, "Báo cáo tháng Giêng") == 1
    with pytest.raises(Refused, match="đã khóa"):
        came(office, world, "Đến muộn", arrived_at=IN_2025)
    assert office.session.get(RegisterCounter, (world.units["ubnd"], "in", 2025)).last == 2

    # the handling goes on, and the printed book stays as it was bound
    with office.transaction():
        entry = office.session.scalars(select(IncomingEntry).filter_by(year=2025, number=1)).one()
        forward(office, world.actor("vanthu"), entry, unit_id=world.units["th1"], person_id=None, due_on=None)
    page = clerk.get("/registers/incoming/2025").text
    assert "Sổ hôm nay khác bản đã khóa" in page
    assert "Phòng Tổng hợp 1" in page
    printed = clerk.get("/incoming/print?year=2025").text
    assert "Phòng Tổng hợp 1" not in printed
    assert "Kết quả &lt;năm 2025&gt;" in printed
    assert f"SHA-256 {book.sha256}" in printed

    refused = clerk.post(
        "/registers/incoming/2025/corrections", {"number": "9", "column": "2", "after": "", "reason": "x"}
    )
    assert refused.status_code == 422
    assert "Sổ này không có số ấy" in refused.text
    clerk.get("/registers/incoming/2025")
    fixed = {"number": "2", "column": "2", "after": "UBND huyện Thạch Hà", "reason": WHY}
    assert "Dòng đã khóa giữ nguyên" in clerk.post("/registers/incoming/2025/corrections", fixed).text
    assert office.session.scalars(select(BookCorrection.before)).all() == ["UBND huyện Kỳ Anh"]
    assert office.session.scalars(select(ClosedLine).filter_by(number=2)).one().cells[2] == "UBND huyện Kỳ Anh"
    for path in ("/incoming/print?year=2025", "/registers/incoming/2025"):
        assert "UBND huyện Thạch Hà" in clerk.get(path).text
        assert WHY in clerk.page
    told = texts(clerk.client.get("/incoming.docx?year=2025").data)
    assert {"UBND huyện Kỳ Anh", "Báo cáo Kết quả <năm 2025>", "(10)"} <= {*told}
    assert any(book.sha256 in line for line in told)
    assert any(WHY in line for line in told)
    sheet = load_workbook(io.BytesIO(clerk.client.get("/incoming.xlsx?year=2025").data)).active
    assert any(book.sha256 in str(row[0].value) for row in sheet.iter_rows())

    verified = app.test_cli_runner().invoke(args=["register", "verify"])
    assert verified.exit_code == 0, verified.output
    with office.transaction():
        office.session.execute(update(ClosedLine).where(ClosedLine.number == 1).values(cells=["x"] * 10))
    assert app.test_cli_runner().invoke(args=["register", "verify"]).exit_code == 1
    assert "KHÔNG còn nguyên" in sign_in("vanthu").get("/registers/incoming/2025").text


@pytest.mark.usefixtures("old_year", "both_databases")
def test_a_hash_that_was_changed_together_with_its_lines_is_told_by_the_journal(
    sign_in: SignIn, office: Office, world: World
) -> None:
    from e_office.registry.closing.rules import digest

    with office.transaction():
        book = close_book(office, world.actor("vanthu"), world.units["ubnd"], "outgoing", 2025)
    with office.transaction():
        line = office.session.scalars(select(ClosedLine)).one()
        line.cells = ["02/UBND", *line.cells[1:]]
        book = office.session.get_one(ClosedBook, book.id)
        book.sha256 = digest(book.unit.code, "outgoing", 2025, [(line.book, line.number, line.cells)])
    assert "KHÔNG còn nguyên" in sign_in("vanthu").get("/registers/outgoing/2025").text


@pytest.mark.usefixtures("old_year", "both_databases")
def test_nothing_is_closed_while_something_is_in_the_way_and_each_thing_is_named(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    clock.instant = IN_2025
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "Chưa vào sổ.docx"))
    with office.transaction():  # what another agency sent, and nobody registered
        document = DocumentFacts(
            owner_unit_id=world.units["stc"], issuer_unit_id=world.units["stc"], type_code="CV", subject="V/v dự toán",
            issued_on=date(2025, 12, 22), issuer_name="Sở Tài chính",
        )  # fmt: skip
        wanted = OutgoingFacts(unit_id=world.units["stc"], document=document)
        issue(
            office,
            world.actor("vanthu.stc"),
            wanted,
            [kept(office)],
            [Recipient(world.units["ubnd"], "", "electronic")],
        )
    with office.transaction():  # a line that somebody took out behind the product's back
        office.session.delete(office.session.scalars(select(IncomingEntry).filter_by(number=1)).one())
    clock.instant = IN_2026
    clerk = sign_in("vanthu")
    page = closing(clerk)
    assert status(clerk) == 422
    for told in (
        "3 việc phải làm trước",
        "Dãy số văn bản đến thiếu số 1",
        "Tệp Chưa vào sổ.docx",
        "01/STC của Sở Tài chính",
    ):
        assert told in page
    assert office.session.scalars(select(ClosedBook)).all() == []
    assert "Chưa khóa sổ được" in closing(clerk, year=2026), "this year still runs"
    assert "Năm 2026 chưa hết" in clerk.page


@pytest.mark.usefixtures("old_year")
def test_an_old_date_gives_no_number_of_a_closed_year(office: Office, world: World) -> None:
    with office.transaction():
        close_book(office, world.actor("vanthu"), world.units["ubnd"], "outgoing", 2025)
    with pytest.raises(Refused, match="đã khóa"):
        went(office, world, date(2025, 12, 31), "stc")
    assert went(office, world, date(2026, 1, 5), "stc") == "01/UBND"
    assert len(office.session.scalars(select(OutgoingEntry).filter_by(year=2025)).all()) == 1


@pytest.mark.usefixtures("old_year")
def test_only_the_agencys_clerk_closes_and_others_only_read(sign_in: SignIn, office: Office, world: World) -> None:
    for login in ("chuyenvien", "giamdoc.stc", "quantri"):
        assert sign_in(login).get("/registers/incoming/2025/close").status_code == 404
    assert sign_in("quantri").get("/registers/years").status_code == 404
    closing(sign_in("vanthu"))
    reader = sign_in("chuyenvien")
    assert "Đã khóa" in reader.get("/registers/years").text
    assert reader.get("/registers/incoming/2025").status_code == 200
    assert "Ghi đính chính" not in reader.page
    assert reader.post("/registers/incoming/2025/corrections", {"number": "1"}).status_code == 403
    assert sign_in("giamdoc.stc").get("/registers/incoming/2025").status_code == 404


@pytest.mark.usefixtures("old_year")
def test_the_terminal_closes_and_names_what_is_in_the_way(app: Flask, world: World) -> None:
    runner, code = app.test_cli_runner(), "000.00.00.H27"
    early = runner.invoke(args=["register", "close", code, "incoming", "2026", "--as", "vanthu"])
    assert early.exit_code == 1
    done = runner.invoke(args=["register", "close", code, "incoming", "2025", "--as", "vanthu", "--json"])
    assert done.exit_code == 0, done.output
    assert '"lines": 2' in done.output
    stranger = runner.invoke(args=["register", "close", code, "outgoing", "2025", "--as", "chuyenvien"])
    assert stranger.exit_code == 1


@pytest.mark.usefixtures("old_year", "both_databases")
def test_a_year_is_closed_and_all_three_registers_are_printed(
    sign_in: SignIn, office: Office, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NĐ 30/2020 Art. 15.1, 16.2b, 22.2, 22.3b, Annex IV (`domain.md` 2.4-2.6): docx and PDF, and 01 in January."""
    clerk = sign_in("vanthu")
    for direction in ("incoming", "outgoing"):
        assert "Đã khóa sổ năm 2025" in closing(clerk, direction)
    said = {
        "incoming": "Kết quả <năm 2025>",
        "outgoing": "V/v đôn đốc báo cáo",
        "incoming/follow-up": "Chưa có chỉ đạo",
    }
    for book, words in said.items():
        told = texts(clerk.client.get(f"/{book}.docx?year=2025").data)
        assert any(words in text for text in told), book
    assert came(office, world, "Báo cáo tháng Giêng") == 1
    assert went(office, world, date(2026, 1, 5), "stc") == "01/UBND"
    for put in (
        lambda: came(office, world, "Đến muộn", arrived_at=IN_2025),
        lambda: went(office, world, date(2025, 12, 31), "stc"),
    ):
        with pytest.raises(Refused, match="đã khóa"):
            put()
        office.session.rollback()
    assert len(office.session.scalars(select(ClosedLine)).all()) == 3
    monkeypatch.undo()  # with LibreOffice, where the machine has it
    if can_make_pdf():
        for book in said:
            printed = clerk.client.get(f"/{book}.pdf?year=2025")
            assert (printed.status_code, printed.data[:5]) == (200, b"%PDF-"), book
    else:
        assert os.environ.get("CI") != "true", "LibreOffice has to be there"
