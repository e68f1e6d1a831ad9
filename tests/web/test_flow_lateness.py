"""The report of lateness: worked out by hand, the same on every face, with the rows behind each number."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from docx import Document as Docx
from flask import Flask
from openpyxl import load_workbook

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.meetings import service
from e_office.meetings.models import Meeting
from tests.conftest import Browser, MovingClock
from tests.factories.meetings import make_draft, make_issued
from tests.factories.world import World
from tests.web.test_flow_figures import table, words_of

SignIn = Callable[[str], Browser]
HOUR = timedelta(hours=1)
LINK = re.compile(r'<a [^>]*?href="(/lateness/(?:meetings|things)[^"]*)"[^>]*>(?:<b>)?([^<]*)<')


def ordered(office: Office, world: World, meeting_id: int) -> None:
    """The Chief of Office records the chair's order for the day of the meeting."""
    with office.transaction() as session:
        start = session.get_one(Meeting, meeting_id).starts_at
        assert start
        reason = "Ứng phó khẩn cấp với bão đổ bộ đêm nay"
        service.record_order(office, world.actor("chanhvanphong"), meeting_id, reason, day_of(start))


@pytest.fixture
def held(office: Office, world: World, clock: MovingClock) -> dict[str, int]:
    """Three meetings that were held, and one that is still to come.

    in time: of the committee, 25 h ahead; 3 invitees, 1 paper.
    urgent: of the committee by order, 20 h ahead, so 4 h late; 3 invitees, 2 papers. 2 h before it one more is
    invited, 22 h late; then it is called off, which takes no mark away.
    district: of the department, 30 h ahead, in time, prepared by itself; 1 invitee, no paper.
    """
    ids = {"in time": make_issued(office, world)}
    ids["urgent"] = make_draft(
        office, world, ahead=20 * HOUR, papers=("Báo cáo.txt", "Phương án.txt"),
        purpose="Họp khẩn ứng phó với bão đổ bộ vào các huyện ven biển",
    )  # fmt: skip
    ordered(office, world, ids["urgent"])
    with office.transaction():
        service.issue_invitation(office, world.actor("chuyenvien"), ids["urgent"])
    head = world.persons["giamdoc.stnmt"]
    ids["district"] = make_issued(
        office, world, login="chuyenvien.stnmt", unit="stnmt", papers=(), invited=("stc",), chair_id=head,
        signer_id=head, ahead=30 * HOUR,
    )  # fmt: skip
    clock.move(hours=18)
    with office.transaction():
        more = [service.Wanted(unit_id=world.units["sct"], capacity="Giám đốc")]
        service.invite_more(office, world.actor("chuyenvien"), ids["urgent"], more)
        service.call_off(office, world.actor("chuyenvien"), ids["urgent"], "Bão đã đổi hướng, không họp nữa")
    clock.move(days=2)
    ids["to come"] = make_issued(office, world, ahead=100 * HOUR)
    return ids


ALL = {
    "meetings": 3, "late_meetings": 1, "invitations": 8, "late_invitations": 4, "ordered_invitations": 4,
    "papers": 3 + 8, "late_papers": 8, "ordered_papers": 8, "worst_minutes": 22 * 60,
}  # fmt: skip


def cli(app: Flask, *more: str) -> list[dict[str, Any]]:
    args = ["lateness", "--from", "2026-11-01", "--to", "2026-11-27", "--json", *more]
    result = app.test_cli_runner().invoke(args=args)
    assert result.exit_code == 0, result.output
    rows: list[dict[str, Any]] = json.loads(result.output)
    return rows


def test_every_face_of_the_lateness_shows_what_was_worked_out_by_hand(
    sign_in: SignIn, app: Flask, held: dict[str, int], both_databases: str
) -> None:
    rows = cli(app)
    assert rows[-1] == {"unit": None, "name": "total", **ALL}
    assert [row["name"] for row in rows] == ["Ủy ban nhân dân tỉnh Hà Tĩnh", "Sở Tài nguyên và Môi trường", "total"]
    assert [row["meetings"] for row in rows] == [2, 1, 3]

    clerk = sign_in("vanthu")
    page = clerk.get("/lateness").text.replace("\xa0", " ")
    assert "1 trên 3 cuộc họp có gửi muộn" in page
    assert "22 giờ" in page
    lines, foot = table(page, "Gửi muộn theo đơn vị")
    assert lines == [
        ["Ủy ban nhân dân tỉnh Hà Tĩnh", "1 trên 2", "4 trên 7", "8 trên 11", "12", "22 giờ"],
        ["Sở Tài nguyên và Môi trường", "0 trên 1", "0 trên 1", "0 trên 0", "0", ""],
    ]
    assert foot == ["Cộng", "1 trên 3", "4 trên 8", "8 trên 11", "12", "22 giờ"]
    assert table(page, "Gửi muộn theo tháng họp")[0] == [["11/2026", *foot[1:]]]
    bands, sums = table(page, "Số lượt theo độ muộn")
    assert [(row[0], row[2], row[3]) for row in bands] == [
        ("đến 1 giờ", "0", "0"), ("trên 1 đến 6 giờ", "3", "6"), ("trên 6 đến 24 giờ", "1", "2"), ("trên 24 giờ", "0", "0"),
    ]  # fmt: skip
    assert sums[2:] == ["4", "8"]

    book = load_workbook(BytesIO(clerk.get("/lateness.xlsx").data))
    for name in ("Đơn vị", "Tháng"):
        found = {row[0]: row[1:] for row in book[name].iter_rows(min_row=7, values_only=True)}
        assert found["Cộng"] == (3, 1, 8, 4, 4, 11, 8, 8, 22)
        parts = [row for label, row in found.items() if label != "Cộng"]
        assert tuple(sum(column) for column in zip(*(row[:-1] for row in parts), strict=True)) == found["Cộng"][:-1]
    assert [cell.value for cell in book["Đơn vị"]["A"]][:2] == [
        "Ngày họp: từ 01/01/2026 đến 27/11/2026",
        "Tính theo: đơn vị mời",
    ]

    report = Docx(BytesIO(clerk.get("/lateness.docx").data))
    words = words_of(report)
    assert "Trong kỳ có 3 cuộc họp, trong đó 1 cuộc có giấy mời hoặc tài liệu gửi muộn; muộn nhất 22 giờ." in words
    assert "Giấy mời: 4 trên 8 lượt gửi muộn, trong đó 4 lượt theo lệnh họp cấp bách" in words
    cells = [[cell.text.replace("\xa0", " ") for cell in row.cells] for table in report.tables for row in table.rows]
    assert ["Cộng", "3", "1", "4", "8", "12", "22 giờ"] in cells
    in_ratio = words_of(Docx(BytesIO(clerk.get("/ratio.docx").data)))
    assert "4. Giấy mời, tài liệu họp gửi muộn" in in_ratio
    assert "Tài liệu: 8 trên 11 lượt gửi muộn" in in_ratio
    assert "gửi muộn" not in words_of(Docx(BytesIO(clerk.get("/ratio.docx?direction=in").data)))


def test_the_lateness_is_narrowed_by_period_unit_and_whose_it_is(
    sign_in: SignIn, app: Flask, held: dict[str, int]
) -> None:
    clerk = sign_in("vanthu")
    assert "1 trên 2 cuộc họp" in clerk.get("/lateness?unit=000.00.00.H27").text
    assert "1 cuộc họp, không gì gửi muộn" in clerk.get("/lateness?unit=000.00.02.H27").text
    assert "1 trên 3 cuộc họp" in clerk.get("/lateness?by=preparing&unit=000.00.02.H27").text
    assert "1 trên 3 cuộc họp" in clerk.get("/lateness?period=month").text
    assert "Chưa có cuộc họp nào trong kỳ" in clerk.get("/lateness?period=month&day=2026-10-31").text
    day = "/lateness?period=days&first=25/11/2026&last=25/11/2026"
    assert "1 trên 3 cuộc họp" in clerk.get(day).text, "all were held on the 25th"
    assert "4 cuộc họp" in clerk.get("/lateness/meetings?period=days&first=01/11/2026&last=31/12/2026").text
    (row, total) = cli(app, "--by", "preparing", "--unit", "000.00.02.H27")
    assert row["late_papers"] == total["late_papers"] == 8
    assert cli(app, "--unit", "000.00.03.H27")[-1]["meetings"] == 0
    for wrong in (["--unit", "nowhere"], ["--from", "2026-12-01"]):
        result = app.test_cli_runner().invoke(args=["lateness", "--from", "2026-11-01", "--to", "2026-11-27", *wrong])
        assert result.exit_code == 2, result.output
    said = app.test_cli_runner().invoke(args=["lateness", "--from", "2026-11-01", "--to", "2026-11-27"]).output
    assert "total: 3 meetings, 1 with something late; invitations 4 of 8 late, 4 by order" in said


@pytest.mark.parametrize("query", ["", "by=preparing", "unit=000.00.00.H27", "period=month"])
def test_every_number_of_the_lateness_opens_a_list_of_just_so_many_lines(
    sign_in: SignIn, held: dict[str, int], query: str
) -> None:
    clerk = sign_in("vanthu")
    links = LINK.findall(clerk.get(f"/lateness?{query}").text)
    numbers = [
        (url, re.search(r"\d+", text)) for url, text in links if "giờ" not in text
    ]  # "9", "9 trên 192", "trên 192"
    assert len(numbers) >= 20
    for url, number in numbers:
        assert number, url
        page = clerk.get(html.unescape(url)).text
        told = re.search(r"<h1>(\d+)", page.replace("\xa0", " "))
        assert told, url
        assert int(told.group(1)) == page.count("<tr data-row>") == int(number.group(0)), url


def test_the_list_says_what_was_late_why_and_by_whose_order_and_hides_what_is_not_for_the_reader(
    sign_in: SignIn, held: dict[str, int]
) -> None:
    page = sign_in("vanthu").get("/lateness/things").text.replace("\xa0", " ")
    assert page.count("<tr data-row>") == 12
    assert page.count("22 giờ") == 3
    assert "mời sau hạn, theo lệnh" in re.sub(r"\s+", " ", page)
    assert "gửi tài liệu sau hạn, theo lệnh" in re.sub(r"\s+", " ", page)
    assert "bão đổ bộ" in page
    stranger = sign_in("kiemtoan")
    hidden = stranger.get("/lateness/things").text
    assert hidden.count("<tr data-row>") == 12
    for word in ("bão đổ bộ", "Phương án", "Báo cáo."):
        assert word not in hidden[hidden.index("<tbody>") :], word
    meetings = stranger.get("/lateness/meetings?late=1").text
    assert "bão đổ bộ" not in meetings
    assert "đã hủy" in meetings


@pytest.mark.parametrize(("login", "status"), [("kiemtoan", 200), ("chuyenvien", 200), ("quantri", 403)])
def test_the_lateness_is_open_like_the_ratio_and_reached_from_it(
    sign_in: SignIn, held: dict[str, int], login: str, status: int
) -> None:
    person = sign_in(login)
    for path in ("/lateness", "/lateness/things", "/lateness/meetings", "/lateness.xlsx", "/lateness.docx"):
        assert person.get(path).status_code == status, path
    if status == 200:
        assert 'href="/lateness"' in person.get("/ratio").text
        assert 'href="/ratio?period=month"' in person.get("/lateness?period=month&by=preparing").text
        assert re.search(r'href="/ratio"[^>]*aria-current', person.get("/lateness").text), "the bar stays at its item"


def test_lists_have_pages_and_odd_addresses_break_nothing(sign_in: SignIn, held: dict[str, int]) -> None:
    clerk = sign_in("vanthu")
    for odd in ("band=9", "band=x", "what=else", "late=maybe", "ordered=2", "page=99999", "day=0001-01-01", "by=x"):
        assert clerk.get(f"/lateness/things?{odd}").status_code == 200, odd
        assert clerk.get(f"/lateness?{odd}").status_code == 200, odd
    assert clerk.get("/lateness/things?late=all").text.count("<tr data-row>") == 19


def test_a_day_is_the_offices_own(sign_in: SignIn, office: Office, world: World, clock: MovingClock) -> None:
    """A meeting at 00:30 in Hà Tĩnh is held on that day, though it is the evening before in UTC."""
    start = clock.now().replace(hour=17, minute=30) + timedelta(days=1)
    meeting_id = make_issued(office, world, ahead=start - clock.now())
    clock.move(days=3)
    assert day_of(office.session.get_one(Meeting, meeting_id).starts_at or start) == date(2026, 11, 26)
    clerk = sign_in("vanthu")
    assert "1 cuộc họp" in clerk.get("/lateness?period=days&first=26/11/2026&last=26/11/2026").text
    assert "Chưa có cuộc họp" in clerk.get("/lateness?period=days&first=25/11/2026&last=25/11/2026").text
