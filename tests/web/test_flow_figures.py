"""Every face of the figures says what it counted, adds up, and has the rows behind each number."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document as Docx
from openpyxl import load_workbook

from e_office.core.office import Office
from e_office.exchange.ratio_queries import Line, Scope
from e_office.exchange.rules import Counts
from e_office.people.models import Post
from e_office.reports.periods import period_of
from e_office.reports.ratio import months_of
from tests.conftest import Browser
from tests.factories.world import World
from tests.web.test_flow_exchange import cells, figure, known

__all__ = ["known"]
SignIn = Callable[[str], Browser]

PERIODS = {
    "period=month": (4, 3),  # November: notice, plain, reply; district on paper
    "period=month&day=2026-03-31": (2, 0),
    "period=quarter&day=2026-03-31": (3, 1),
    "period=days&first=10/01/2026&last=05/11/2026": (4, 2),
    "period=days&first=01/12/2025&last=15/03/2026": (4, 1),
    "period=year": (7, 4),
}
LINK = re.compile(r'<a href="(/ratio/(?:documents|pairs)[^"]*)">(?:<b>)?([^<]*)<')


def table(page: str, caption: str) -> tuple[list[list[str]], list[str]]:
    """Rows and foot of a table of the page, as plain text."""
    part = page[page.index(f">{caption}</caption>") :]
    body, _, foot = part[: part.index("</table>")].partition("<tfoot>")
    return rows_of(body[body.index("<tbody>") :]), rows_of(foot)[0] if foot else []


def rows_of(part: str) -> list[list[str]]:
    found = []
    for row in re.findall(r"<tr[ >].*?</tr>", part, re.DOTALL):
        cell_texts = re.findall(r"<t[hd](?: [^>]*)?>(.*?)</t[hd]>", row, re.DOTALL)
        found.append([re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", text)).strip() for text in cell_texts])
    return found


def lines_behind(person: Browser, url: str) -> int:
    """How many lines a list has, on all its pages."""
    page = person.get(html.unescape(url)).text
    said = re.search(r"<h1>(\d+)", page.replace("\xa0", " "))
    assert said, url
    shown = page.count("<tr data-row>")
    assert shown == min(int(said.group(1)), 50), url
    return int(said.group(1))


@pytest.mark.parametrize(("query", "expected"), PERIODS.items(), ids=str)
def test_the_months_shown_add_up_to_the_total_of_the_period(
    sign_in: SignIn, known: dict[str, int], query: str, expected: tuple[int, int]
) -> None:
    clerk = sign_in("vanthu")
    rows, foot = table(clerk.get(f"/ratio?{query}").text, "Tỷ lệ theo tháng")
    assert rows, "a period has months"
    sums = tuple(sum(int(row[place]) for row in rows) for place in (1, 2))
    assert sums == expected == (int(foot[1]), int(foot[2]))

    months = cells(load_workbook(BytesIO(clerk.get(f"/ratio.xlsx?{query}").data))["Tháng"])
    total = months.pop("Cộng")
    assert (total[0], total[1]) == expected
    for place in (0, 1, 2, 3, 6, 7):
        assert sum(row[place] for row in months.values()) == total[place]
    assert len(months) == len(rows)

    report = Docx(BytesIO(clerk.get(f"/ratio.docx?{query}").data))
    by_month = next(t for t in report.tables if t.rows[0].cells[0].text == "Tháng")
    lines = [[cell.text for cell in row.cells] for row in by_month.rows[1:]]
    assert sum(int(line[1]) for line in lines[:-1]) == int(lines[-1][1]) == expected[0]


@pytest.mark.parametrize(
    "query",
    [
        "period=year", "period=month", "period=quarter&day=2026-03-31", "period=year&unit=000.00.02.H27",
        "period=year&type=CV", "period=days&first=10/01/2026&last=05/11/2026", "period=year&units=all",
    ],
)  # fmt: skip
def test_every_number_opens_a_list_of_just_so_many_lines(sign_in: SignIn, known: dict[str, int], query: str) -> None:
    clerk = sign_in("vanthu")
    links = LINK.findall(clerk.get(f"/ratio?{query}").text)
    numbers = [(url, re.match(r"\d+(?![\d,])", text.strip())) for url, text in links if "%" not in text]
    assert len(numbers) >= 14
    for url, number in numbers:
        assert number, url
        assert lines_behind(clerk, url) == int(number.group(0)), url
    assert sum("%" in text for _url, text in links) == len(
        table(clerk.get(f"/ratio?{query}").text, "Đơn vị theo tỷ lệ hoàn toàn điện tử")[0]
    )


def test_the_list_of_pairs_tells_each_recipient_and_hides_what_is_not_for_the_reader(
    sign_in: SignIn, known: dict[str, int]
) -> None:
    page = sign_in("vanthu.sct").get("/ratio/pairs?period=year&wholly=0").text
    assert "3 lượt có bản giấy" in page
    assert "thanh tra đột xuất" not in page
    assert page.count("nội dung không dành cho bạn") == 3
    assert "Sở Tài chính" in page
    assert lines_behind(sign_in("vanthu"), "/ratio/pairs?period=year&wholly=1&unit=000.00.02.H27") == 2


def test_what_came_has_its_lists_too(sign_in: SignIn, office: Office, world: World) -> None:
    from tests.web.test_flow_senders import come

    come(office, world, "Bộ Nội vụ")
    come(office, world, "Công dân Nguyễn Văn Bình", False)
    clerk = sign_in("vanthu")
    links = [(url, text) for url, text in LINK.findall(clerk.get("/ratio?direction=in").text) if "%" not in text]
    assert len(links) >= 10
    for url, text in links:
        assert lines_behind(clerk, url) == int(text.split()[0].split("\xa0")[0]), url


def words_of(report: Any) -> str:
    return "\n".join(paragraph.text for paragraph in report.paragraphs).replace("\xa0", " ")


def test_the_exports_say_what_was_counted(sign_in: SignIn, known: dict[str, int]) -> None:
    clerk = sign_in("vanthu")
    query = "?period=year&unit=000.00.02.H27&type=CV"
    book = load_workbook(BytesIO(clerk.get(f"/ratio.xlsx{query}").data))
    for sheet in book:
        said = [row[0] for row in sheet.iter_rows(max_row=5, max_col=1, values_only=True)]
        assert said[:4] == [
            "Kỳ: từ 01/01/2026 đến 24/11/2026", "Chiều: văn bản đi", "Đơn vị: Sở Tài nguyên và Môi trường",
            "Tên loại: Công văn",
        ]  # fmt: skip
        assert "văn bản mật, đã thu hồi, nội bộ" in said[4]
        head = [cell.value for cell in sheet[7]]
        assert head[5:] == ["Tỷ lệ", "Có bản điện tử", "Lượt gửi", "Lượt hoàn toàn điện tử", "Tỷ lệ theo lượt"]
    words = words_of(Docx(BytesIO(clerk.get(f"/ratio.docx{query}").data)))
    assert "Phạm vi: văn bản đi; Sở Tài nguyên và Môi trường; Công văn." in words
    words = words_of(Docx(BytesIO(clerk.get("/ratio.docx?direction=in").data)))
    assert "Phạm vi: văn bản đến; mọi đơn vị; mọi tên loại." in words
    assert "gửi đến chỉ bằng bản điện tử" in words
    assert "Mọi" not in words_of(Docx(BytesIO(clerk.get(f"/ratio.docx{query}").data)))


@pytest.mark.parametrize(
    ("login", "agency", "parent"),
    [
        ("kiemtoan", "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH", ""),  # an auditor reads no content, and has an agency all the same
        ("vanthu.stc", "SỞ TÀI CHÍNH", "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH"),
        ("chutich.kyanh", "ỦY BAN NHÂN DÂN HUYỆN KỲ ANH", ""),  # committees of every level write no parent
    ],
)
def test_the_letterhead_is_that_of_the_main_posts_agency(
    sign_in: SignIn, office: Office, world: World, login: str, agency: str, parent: str
) -> None:
    with office.transaction() as session:  # a second post elsewhere changes nothing
        session.add(
            Post(
                person_id=world.persons[login], unit_id=world.units["sct"], role="specialist", title="Kiêm", position=9
            )
        )
    report = Docx(BytesIO(sign_in(login).get("/ratio.docx").data))
    head = report.tables[0].rows[0].cells[0].text.upper() if report.tables else words_of(report).upper()
    assert agency in head
    assert ("SỞ CÔNG THƯƠNG" not in head) and (parent in head)
    if not parent:
        assert head.count("ỦY BAN NHÂN DÂN") == 1


def lines_of(*months: tuple[int, int, int]) -> list[Line]:
    return [Line(1, "CV", date(year, month, 1), Counts(electronic=n)) for year, month, n in months]


def test_months_are_cut_where_the_period_begins_and_ends() -> None:
    scope = Scope(first=date(2025, 12, 20), last=date(2026, 2, 28))
    rows = months_of(lines_of((2025, 12, 2), (2026, 2, 3)), scope)
    assert [(f"{row.first:%d/%m}", f"{row.last:%d/%m}", row.counts.electronic, row.whole) for row in rows] == [
        ("20/12", "31/12", 2, False), ("01/01", "31/01", 0, True), ("01/02", "28/02", 3, True),
    ]  # fmt: skip


def test_a_thousand_years_have_only_the_months_with_documents() -> None:
    period = period_of("days", date(2026, 11, 24), date(1, 1, 1), date(9999, 12, 31))
    assert (period.first.year, period.last.year) == (1945, 2199)
    scope = Scope(first=period.first, last=period.last)
    assert [row.first.month for row in months_of(lines_of((2026, 3, 1), (2026, 5, 1)), scope, trimmed=True)] == [
        3,
        4,
        5,
    ]
    assert months_of([], scope, trimmed=True) == ()


@pytest.mark.parametrize(
    "query", ["period=days&first=01/01/1900&last=31/12/2200", "day=0001-01-01", "first=31/12/9999&last=31/12/2200"]
)
@pytest.mark.parametrize("direction", ["in", "out"])
def test_days_no_calendar_has_break_nothing(sign_in: SignIn, known: dict[str, int], query: str, direction: str) -> None:
    clerk = sign_in("vanthu")
    for path in ("/ratio", "/ratio/documents", "/ratio/pairs", "/ratio.xlsx", "/ratio.docx"):
        assert clerk.get(f"{path}?{query}&direction={direction}").status_code == 200, path
    assert figure(clerk, "/ratio?period=days&first=01/01/1900&last=31/12/2200&direction=out") == "50,0"
