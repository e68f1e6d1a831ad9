"""The figures on meetings: worked out by hand, the same on every face, with the very rows behind each number."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document as Docx
from flask import Flask
from openpyxl import load_workbook

from e_office.core.office import Office
from e_office.meetings import policy, receipts, service
from e_office.meetings.answers.service import SubstituteFacts, give_word, propose_substitute
from e_office.meetings.closing.service import waive_conclusion
from e_office.meetings.minutes import writing
from e_office.meetings.minutes.models import Attended
from e_office.meetings.models import Invitee, Meeting
from e_office.meetings.preparing.wanting import want_paper
from e_office.meetings.reports_back.opening import open_for
from e_office.meetings.reports_back.queries import open_everywhere
from e_office.meetings.reports_back.service import report
from e_office.reports.meetings import views
from e_office.reports.meetings.behind import behind
from e_office.reports.meetings.figures import figures
from e_office.reports.meetings.measures import MEASURES
from e_office.reports.meetings.queries import Scope
from e_office.reports.periods import period_of
from tests.conftest import Browser, MovingClock
from tests.factories.conclusions import conclude
from tests.factories.meetings import agree_to_all, make_draft, make_file, make_issued
from tests.factories.minutes import begin_minutes
from tests.factories.world import World
from tests.web.test_flow_documents import queries_of
from tests.web.test_flow_figures import table, words_of
from tests.web.test_flow_lateness import HOUR, ordered

SignIn = Callable[[str], Browser]
LINK = re.compile(
    r'<a (?!class="sum")[^>]*?href="(/meeting-figures/(?:papers|seats|meetings|reports)\?[^"]*)"[^>]*>(?:<b>)?([^<]*)<'
)
NAMES = {Attended.SUBSTITUTE: "Trần Văn Bình"}
REASON = "Trùng lịch tiếp công dân định kỳ của lãnh đạo"


class Held:
    """Acts of people in the meetings of a test."""

    def __init__(self, office: Office, world: World) -> None:
        self.office, self.world = office, world

    def seat(self, meeting_id: int, unit: str) -> Invitee:
        meeting = self.office.session.get_one(Meeting, meeting_id)
        return next(one for one in meeting.invitees if one.unit_id == self.world.units[unit])

    def opens(self, login: str, meeting_id: int, *, papers: bool = True) -> None:
        actor = self.world.actor(login)
        with self.office.transaction() as session:
            meeting = session.get_one(Meeting, meeting_id)
            receipts.open_invitation(self.office, actor, policy.invited_as(actor, meeting))
            for paper in meeting.papers if papers else ():
                receipts.open_paper(self.office, actor, meeting_id, paper.id)

    def answers(self, login: str, unit: str, meeting_id: int, given: str, reason: str = "") -> None:
        with self.office.transaction():
            seat = self.seat(meeting_id, unit)
            receipts.answer(self.office, self.world.actor(login), meeting_id, seat.id, given, reason)

    def sends_another(self, login: str, unit: str, meeting_id: int, *, agreed: bool) -> None:
        facts = SubstituteFacts(name="Trần Văn Bình", post="Phó Chủ tịch", reason=REASON, empowered=True)
        with self.office.transaction():
            seat = self.seat(meeting_id, unit)
            row = propose_substitute(self.office, self.world.actor(login), meeting_id, seat.id, facts)
            if agreed:
                chair = self.world.actor("phochutich")
                give_word(self.office, chair, meeting_id, substitutes=[row.id], leaves=[], approve=True)

    def adds_paper(self, name: str, meeting_id: int, unit: str) -> None:
        """One more paper, asked of a unit, agreed to and sent late by the chair's order."""
        office, world = self.office, self.world
        writer = world.actor("chuyenvien")
        with office.transaction():
            wanted = want_paper(office, writer, meeting_id, title="Số liệu chi trả", unit_id=world.units[unit])
            kept = make_file(office, f"So lieu {name}.txt", words=f"Chi tra {name}")
            paper = service.put_paper(office, writer, meeting_id, kept, wanted_id=wanted.id)
            service.submit(office, writer, meeting_id, [paper.id])
        agree_to_all(office, world.actor("phochutich"), meeting_id)
        ordered(office, world, meeting_id)
        with office.transaction():
            service.send_paper(office, writer, meeting_id, paper.id)

    def came(self, meeting_id: int, **units: Attended) -> None:
        begin_minutes(self.office, self.world, meeting_id)
        with self.office.transaction():
            noted = {
                self.seat(meeting_id, unit).id: writing.Came(state=state, name=NAMES.get(state, ""))
                for unit, state in units.items()
            }
            writing.note_attendance(self.office, self.world.actor("chuyenvien"), meeting_id, noted)


@pytest.fixture
def held(office: Office, world: World, clock: MovingClock) -> dict[str, int]:
    """Five meetings of November and December.

    After the first kyanh owes a report until 01/12 and gives none; after "again" stc owes one and gives it at once.

    first: of the committee, Wednesday 25/11, in time; stnmt, stc, kyanh; one paper of stnmt.
      stnmt opens all, answers, comes. stc opens the invitation alone and is absent without a word.
      kyanh opens nothing, sends somebody else without the chair's word, who comes. Concluded on the 27th.
    storm: of the committee by order, 25/11, 4 h late with 2 papers, called off.
    district: of stnmt, 25/11, under QĐ 45/2018; one invitee, stc, of whom nothing is noted; no conclusion.
    again: of the committee on the matter of the first, Saturday 5/12; another paper of stc comes 5 h late, by order.
      stnmt answers absent with a reason and nothing is noted. stc sends a substitute the chair agrees to, who comes.
      kyanh is not noted. Its conclusion is not needed.
    to come: of the committee, three days after the last look, on Thursday 10/12.
    """
    acts = Held(office, world)
    ids = {"first": make_issued(office, world)}
    ids["storm"] = make_draft(
        office, world, ahead=20 * HOUR, papers=("Báo cáo.txt", "Phương án.txt"),
        purpose="Họp khẩn ứng phó với bão đổ bộ vào các huyện ven biển",
    )  # fmt: skip
    ordered(office, world, ids["storm"])
    with office.transaction():
        service.issue_invitation(office, world.actor("chuyenvien"), ids["storm"])
    head = world.persons["giamdoc.stnmt"]
    ids["district"] = make_issued(
        office, world, login="chuyenvien.stnmt", unit="stnmt", papers=(), invited=("stc",), chair_id=head,
        signer_id=head, ahead=30 * HOUR, purpose="Họp chuyên đề quan trắc nước thải làng nghề",
    )  # fmt: skip
    acts.opens("vanthu.stnmt", ids["first"])
    acts.answers("vanthu.stnmt", "stnmt", ids["first"], "attend")
    acts.opens("vanthu.stc", ids["first"], papers=False)
    acts.sends_another("chutich.kyanh", "kyanh", ids["first"], agreed=False)
    clock.move(hours=18)
    with office.transaction():
        service.call_off(office, world.actor("chuyenvien"), ids["storm"], "Bão đã đổi hướng, không họp nữa")
    clock.move(days=2)
    acts.came(ids["first"], stnmt=Attended.PRESENT, stc=Attended.ABSENT, kyanh=Attended.SUBSTITUTE)
    conclude(office, world, ids["first"])
    with office.transaction():
        open_for(office, ids["first"])
    with office.transaction() as session:
        session.get_one(Meeting, ids["district"]).rules = "QD45-2018"
    ids["again"] = make_issued(office, world, ahead=24 * 8 * HOUR)
    acts.opens("giamdoc.stnmt", ids["again"])
    acts.answers("giamdoc.stnmt", "stnmt", ids["again"], "absent", REASON)
    acts.sends_another("giamdoc.stc", "stc", ids["again"], agreed=True)
    clock.move(hours=24 * 7 + 5)
    acts.adds_paper("again", ids["again"], "stc")
    clock.move(hours=24)
    acts.came(ids["again"], stc=Attended.SUBSTITUTE)
    with office.transaction():
        waive_conclusion(office, world.actor("chuyenvien"), ids["again"], "Họp thông tin, không có kết luận")
    clock.move(days=1)
    with office.transaction():
        open_for(office, ids["again"])
        duty = next(one for one in open_everywhere(office) if one.unit_id == world.units["stc"])
        report(office, world.actor("giamdoc.stc"), duty.id, concluded="Rà soát lại số liệu.", nothing=True)
    ids["to come"] = make_issued(office, world, ahead=72 * HOUR, purpose="Họp bàn chuẩn bị Tết Nguyên đán")
    return ids


PROVINCE, STNMT, STC, KYANH = (f"000.00.0{n}.H27" for n in (0, 2, 3, 5))
BY_HAND: dict[tuple[str, str | None], dict[str, Any]] = {
    ("reports", STC): {"reports": 1, "given": 1, "owed": 0, "late_reports": 0},
    ("reports", KYANH): {"reports": 1, "given": 0, "owed": 1, "late_reports": 1},
    ("reports", None): {"reports": 2, "given": 1, "owed": 1, "late_reports": 1},
    ("papers", STNMT): {"papers": 4, "papers_on_time": 2, "papers_late": 2, "papers_own": 0, "papers_others": 2,
                        "median_hours": 4, "worst_hours": 4},
    ("papers", STC): {"papers": 1, "papers_on_time": 0, "papers_late": 1, "papers_own": 1, "papers_others": 0,
                      "median_hours": 5, "worst_hours": 5},
    ("papers", None): {"papers": 5, "papers_on_time": 2, "papers_late": 3, "papers_own": 1, "papers_others": 2,
                       "median_hours": 4, "worst_hours": 5},
    ("seats", STC): {"seats": 3, "opened": 1, "unopened": 2, "with_papers": 2, "read": 0, "answered": 1,
                     "unanswered": 2, "noted": 2, "came": 1, "excused": 0, "unexcused": 1, "wrong": 0},
    ("seats", STNMT): {"seats": 2, "opened": 2, "unopened": 0, "with_papers": 2, "read": 1, "answered": 2,
                       "unanswered": 0, "noted": 2, "came": 1, "excused": 1, "unexcused": 0, "wrong": 0},
    ("seats", KYANH): {"seats": 2, "opened": 0, "unopened": 2, "with_papers": 2, "read": 0, "answered": 1,
                       "unanswered": 1, "noted": 1, "came": 0, "excused": 0, "unexcused": 0, "wrong": 1},
    ("seats", None): {"seats": 7, "opened": 3, "unopened": 4, "with_papers": 6, "read": 1, "answered": 4,
                      "unanswered": 3, "noted": 5, "came": 2, "excused": 1, "unexcused": 1, "wrong": 1},
    ("meetings", STNMT): {"meetings": 1, "held": 1, "called_off": 0, "extraordinary": 0, "again": 0, "concluded": 0,
                          "waived": 0, "unwritten": 1, "in_five": 0,
        "due": 1, "in_time": 0, "overdue": 1, "person_hours": 2,
                          "median_days": None, "oldest": 7},
    ("meetings", PROVINCE): {"meetings": 3, "held": 2, "called_off": 1, "extraordinary": 2, "again": 1, "concluded": 1,
                             "waived": 1, "unwritten": 0, "in_five": 1,
        "due": 0, "in_time": 0, "overdue": 0, "person_hours": 12,
                             "median_days": 2, "oldest": None},
    ("meetings", None): {"meetings": 4, "held": 3, "called_off": 1, "extraordinary": 2, "again": 1, "concluded": 1,
                         "waived": 1, "unwritten": 1, "in_five": 1,
        "due": 1, "in_time": 0, "overdue": 1, "person_hours": 14,
                         "median_days": 2, "oldest": 7},
}  # fmt: skip
"""Counted by hand on the docstring of `held`, up to 06/12/2026, a Sunday; the district's notice was due on 02/12."""


def cli(app: Flask, *more: str, until: str = "2026-12-06") -> list[dict[str, Any]]:
    args = ["meeting-figures", "--from", "2026-11-01", "--to", until, "--json", *more]
    result = app.test_cli_runner().invoke(args=args)
    assert result.exit_code == 0, result.output
    rows: list[dict[str, Any]] = json.loads(result.output)
    return rows


def test_every_face_shows_what_was_counted_by_hand(
    sign_in: SignIn, app: Flask, held: dict[str, int], both_databases: str
) -> None:
    """M2, M4, M5, M11, M14, M16 a, b and d, O9: the command, the page, the spreadsheet and the report say the same."""
    rows = {(row.pop("of"), row.pop("unit")): row for row in cli(app)}
    assert {key: {name: value for name, value in row.items() if name != "name"} for key, row in rows.items()} == BY_HAND

    clerk = sign_in("vanthu")
    page = clerk.get("/meeting-figures").text.replace("\xa0", " ")
    assert "3 cuộc họp, 3 tài liệu gửi muộn, 1 lượt vắng không lý do" in page
    lines, foot = table(page, "Tài liệu theo đơn vị chuẩn bị")
    assert lines == [
        ["Sở Tài nguyên và Môi trường", "2 trên 4", "", "0", "2", "4,0", "4,0", ""],
        ["Sở Tài chính", "1 trên 1", "", "1", "0", "5,0", "5,0", ""],
    ], "one late paper of one is no habit: the unit with four stands first"
    assert foot == ["Cộng", "3 trên 5", "", "1", "2", "4,0", "5,0", ""]
    lines, foot = table(page, "Dự họp theo đơn vị được mời")
    assert {line[0]: line[1:] for line in lines} == {
        "Sở Tài chính": ["1 trên 3", "0 trên 2", "1 trên 3", "", "1 trên 2", "0 trên 2", ""],
        "Sở Tài nguyên và Môi trường": ["2 trên 2", "1 trên 2", "2 trên 2", "", "0 trên 2", "0 trên 2", ""],
        "Ủy ban nhân dân huyện Kỳ Anh": ["0 trên 2", "0 trên 2", "1 trên 2", "", "0 trên 1", "1 trên 1", ""],
    }
    assert foot[1:] == ["3 trên 7", "1 trên 6", "4 trên 7", "", "1 trên 5", "1 trên 5", ""]
    lines, foot = table(page, "Cuộc họp theo đơn vị mời họp")
    assert sorted(lines) == [
        ["Sở Tài nguyên và Môi trường", "1 trên 1", "0", "0", "0", "2", "", "1 trên 1", "", "1 7 ngày"],
        ["Ủy ban nhân dân tỉnh Hà Tĩnh", "2 trên 3", "1", "2", "1", "12", "1 trên 1", "", "2,0", "0"],
    ]
    assert foot == ["Cộng", "3 trên 4", "1", "2", "1", "14", "1 trên 1", "1 trên 1", "2,0", "1 7 ngày"]
    assert table(page, "Việc chưa tốt, nặng nhất trước")[0] == [
        ["Sở Tài chính", "lượt không trả lời trước họp", "", "2 trên 3"],
        ["Sở Tài chính", "lượt chưa mở giấy mời khi họp bắt đầu", "", "2 trên 3"],
    ], "nobody is named for what happened once"
    lines, foot = table(page, "Báo cáo lại theo đơn vị dự họp")
    assert sorted(lines) == [
        ["Sở Tài chính", "1 trên 1", "", "0", "0", ""],
        ["Ủy ban nhân dân huyện Kỳ Anh", "0 trên 1", "", "1", "1", ""],
    ]
    assert foot == ["Cộng", "1 trên 2", "", "1", "1", ""]
    months, foot = table(page, "Số liệu theo tháng họp")
    assert [row[0] for row in months] == ["11/2026", "12/2026"]
    assert [row[1:4] for row in (*months, foot)] == [["3", "2", "1"], ["1", "1", "0"], ["4", "3", "1"]]
    assert 'aria-label="T11: 2 đã họp, sắp họp, 1 đã hủy; T12: 1 đã họp, sắp họp, 0 đã hủy"' in page

    book = load_workbook(BytesIO(clerk.get("/meeting-figures.xlsx").data))
    assert book.sheetnames == ["Tài liệu", "Dự họp", "Cuộc họp", "Báo cáo lại", "Tháng"]
    found = {row[0]: row[1:] for row in book["Dự họp"].iter_rows(min_row=7, values_only=True)}
    assert found["Cộng"] == (7, 3, 6, 1, 4, 5, 2, 1, 1, 1)
    assert tuple(map(sum, zip(*(row for name, row in found.items() if name != "Cộng"), strict=True))) == found["Cộng"]
    assert {row[0]: row[1:] for row in book["Tài liệu"].iter_rows(min_row=7, values_only=True)}["Cộng"] == (
        5, 2, 3, 1, 2, 4, 5,
    )  # fmt: skip

    words = words_of(Docx(BytesIO(clerk.get("/meeting-figures.docx").data)))
    assert "4 cuộc họp đã mời, 3 cuộc đã diễn ra (kỳ trước 0), 1 cuộc hủy, 2 cuộc cấp bách, 1 cuộc họp lại" in words
    assert "Tài liệu: 3 trên 5 gửi muộn, trong đó 1 do gửi sau hạn" in words
    assert "Trong 5 lượt đã rõ có mặt hay vắng, 1 lượt vắng không có lý do (kỳ trước 0), 1 lượt dự thay" in words
    assert "1 cuộc chưa có, lâu nhất 7 ngày làm việc" in words
    assert "Ra trong 05 ngày làm việc 1 trên 1, trung vị 2,0 ngày làm việc, lâu nhất 2; quá hạn" in words
    assert "Báo cáo lại sau họp: 1 trên 2 đã có, 1 muộn hoặc quá hạn." in words


@pytest.mark.parametrize(
    ("login", "query"),
    [("vanthu", ""), ("vanthu", "period=month"), ("chutich", "unit=000.00.00.H27"), ("vanthu.stnmt", "period=half")],
)
def test_every_number_opens_a_list_of_just_so_many_rows(
    sign_in: SignIn, held: dict[str, int], login: str, query: str
) -> None:
    person = sign_in(login)
    links = LINK.findall(person.get(f"/meeting-figures?{query}").text)
    assert len(links) >= 30
    seen = set()
    for url, text in links:
        number = re.search(r"\d+(?=\D*$)" if text.startswith("trên") else r"\d+", text)
        assert number, (url, text)
        if (url, number.group(0)) in seen:
            continue
        seen.add((url, number.group(0)))
        page = person.get(html.unescape(url)).text.replace("\xa0", " ")
        told = re.search(r"<h1>[^<]*: (\d+)</h1>", page)
        assert told, url
        assert int(told.group(1)) == page.count("<tr data-row>") == int(number.group(0)), (url, text)


def test_conclusions_that_came_out_are_listed_by_the_working_days_they_took(
    office: Office, world: World, clock: MovingClock
) -> None:
    """The one that took longest first, as the list of unwritten ones begins with the one waited for longest."""
    slow = make_issued(office, world, ahead=25 * HOUR)
    quick = make_issued(office, world, ahead=27 * HOUR, purpose="Họp bàn chuẩn bị Tết Nguyên đán")
    clock.move(days=2)
    conclude(office, world, quick)
    clock.move(days=5)
    conclude(office, world, slow)
    scope = Scope(first=date(2026, 1, 1), last=date(2026, 12, 31))
    for figure in ("concluded", "held"):
        lines, n = behind(office, world.actor("vanthu"), scope, figure)
        assert [line.meeting.id for line in lines] == [slow, quick], figure
        assert [line.fact.age for line in lines] == sorted((line.fact.age for line in lines), reverse=True)
        assert n == 2


def test_number_and_list_are_the_same_rows_for_every_figure_unit_and_month(
    office: Office, world: World, held: dict[str, int]
) -> None:
    """The property the links rest on, for every figure there is, also those no page shows."""
    whole = Scope(first=date(2026, 1, 1), last=date(2026, 12, 31))
    actor, checked = world.actor("vanthu"), 0
    for scope in (whole, replace(whole, last=date(2026, 11, 30)), replace(whole, first=date(2026, 12, 1))):
        found = figures(office, scope, period_of("days", office.today(), scope.first, scope.last))
        for key, measure in MEASURES.items():
            lines, n = behind(office, actor, scope, key, size=1000)
            assert n == len(lines) == found.total[key], key
            by_unit = Counter(line.unit.id for line in lines)
            assert by_unit == {row.unit.id: row.tally[key] for row in found.units[measure.kind] if row.tally[key]}, key
            for row in found.units[measure.kind]:
                alone = replace(scope, units=frozenset({row.unit.id}))
                assert behind(office, actor, alone, key)[1] == row.tally[key], (key, row.unit.name)
                checked += bool(row.tally[key])
            if measure.of:
                assert found.total[key] <= found.total[measure.of], key
        assert sum((row.tally.counts for row in found.months), Counter()) == found.total.counts
    assert checked > 80


def test_hours_of_persons_are_those_of_the_meetings_listed(sign_in: SignIn, held: dict[str, int]) -> None:
    sheet = load_workbook(BytesIO(sign_in("vanthu").get("/meeting-figures/meetings.xlsx?figure=held").data)).active
    assert sheet
    rows = list(sheet.iter_rows(min_row=6, values_only=True))
    assert [(row[7], row[8], row[9]) for row in rows] == [(1, 2, 2), (3, 2, 6), (3, 2, 6)]
    assert sum(row[9] for row in rows) == BY_HAND["meetings", None]["person_hours"]


def test_a_list_is_exported_with_typed_cells_and_hides_what_is_not_for_the_reader(
    sign_in: SignIn, office: Office, held: dict[str, int]
) -> None:
    with office.transaction() as session:
        session.get_one(Meeting, held["again"]).papers[1].title = '=HYPERLINK("http://x.example")'
    clerk = sign_in("vanthu")
    sheet = load_workbook(BytesIO(clerk.get("/meeting-figures/papers.xlsx?figure=papers_late").data)).active
    assert sheet
    assert sheet["A1"].value == "Tài liệu gửi muộn: 3"
    cells = list(sheet.iter_rows(min_row=6))
    assert [cell[5].value for cell in cells] == [5, 4, 4]
    assert cells[0][4].value == '=HYPERLINK("http://x.example")'
    assert cells[0][4].data_type == "s", "a name is text, never a formula"
    assert cells[0][0].is_date
    stranger = sign_in("kiemtoan")
    page = stranger.get("/meeting-figures/papers?figure=papers_late").text
    assert page.count("<tr data-row>") == 3
    assert "bão đổ bộ" not in page[page.index("<tbody>") :]
    hidden = load_workbook(BytesIO(stranger.get("/meeting-figures/papers.xlsx?figure=papers_late").data)).active
    assert hidden
    texts = [str(cell.value) for row in hidden.iter_rows(min_row=6) for cell in row]
    assert not [text for text in texts if "bão" in text or "HYPERLINK" in text]
    owed = load_workbook(BytesIO(clerk.get("/meeting-figures/reports.xlsx?figure=owed").data)).active
    assert owed
    assert [(row[3], row[5].day, row[6], row[7]) for row in owed.iter_rows(min_row=6, values_only=True)] == [  # type: ignore[union-attr]
        ("Ủy ban nhân dân huyện Kỳ Anh", 1, None, "có")
    ]
    seats = load_workbook(BytesIO(clerk.get("/meeting-figures/seats.xlsx?figure=wrong").data)).active
    assert seats
    assert [row[3:] for row in seats.iter_rows(min_row=6, values_only=True)] == [
        (
            "Ủy ban nhân dân huyện Kỳ Anh",
            "Giám đốc",
            "không",
            "không",
            "có",
            "dự thay, chủ trì chưa đồng ý",
            None,
            "Trần Văn Bình",
        )
    ]


def test_m5_who_came_for_the_one_the_chair_agreed_to_is_a_wrong_substitute_and_both_are_named(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    acts, meeting_id = Held(office, world), make_issued(office, world)
    acts.sends_another("chutich.kyanh", "kyanh", meeting_id, agreed=True)
    acts.sends_another("giamdoc.stc", "stc", meeting_id, agreed=True)
    clock.move(hours=30)
    begin_minutes(office, world, meeting_id)
    with office.transaction():
        other = writing.Came(state=Attended.SUBSTITUTE, name="Lê Thị Hoa", post="Chuyên viên")
        same = writing.Came(state=Attended.SUBSTITUTE, name="Ông Trần Văn Bình")
        noted = {acts.seat(meeting_id, "kyanh").id: other, acts.seat(meeting_id, "stc").id: same}
        writing.note_attendance(office, world.actor("chuyenvien"), meeting_id, noted)
    wrong = sign_in("vanthu").get("/meeting-figures/seats?figure=wrong").text
    assert wrong.count("<tr data-row>") == 1
    assert "chủ trì đồng ý Trần Văn Bình; đến dự: Lê Thị Hoa" in wrong
    right = sign_in("vanthu").get("/meeting-figures/seats?figure=came").text
    assert "đến dự: Ông Trần Văn Bình" in right
    sheet = load_workbook(BytesIO(sign_in("vanthu").get("/meeting-figures/seats.xlsx?figure=wrong").data)).active
    assert sheet
    assert [row[9:] for row in sheet.iter_rows(min_row=6, values_only=True)] == [("Trần Văn Bình", "Lê Thị Hoa")]


def test_a_units_people_see_their_own_figures_and_no_others(sign_in: SignIn, held: dict[str, int]) -> None:
    own = sign_in("giamdoc.stc")
    page = own.get("/meeting-figures").text.replace("\xa0", " ")
    assert "Chỉ gồm số liệu của cơ quan bạn." in page
    body = page[page.index("</form>") :]
    assert "Sở Tài chính" in body
    for other in ("Sở Tài nguyên", "huyện Kỳ Anh", "UBND tỉnh"):
        assert other not in body, other
    asked = own.get(f"/meeting-figures?unit={STNMT}").text
    assert table(asked, "Dự họp theo đơn vị được mời") == table(page, "Dự họp theo đơn vị được mời")
    for kind, total in (("papers", 1), ("seats", 3), ("meetings", 0), ("reports", 1)):
        for query in ("", f"?unit={STNMT}&alone=1", f"?unit={PROVINCE}"):
            assert own.get(f"/meeting-figures/{kind}{query}").text.count("<tr data-row>") == total, (kind, query)
    book = load_workbook(BytesIO(own.get(f"/meeting-figures.xlsx?unit={STNMT}").data))
    assert [row[0] for row in book["Dự họp"].iter_rows(min_row=7, values_only=True)] == ["Sở Tài chính", "Cộng"]
    for leader in ("chutich", "phochutich", "chanhvanphong", "chuyenvien", "kiemtoan"):
        assert "Chỉ gồm số liệu" not in sign_in(leader).get("/meeting-figures").text, leader
    assert sign_in("quantri").get("/meeting-figures").status_code == 403
    assert sign_in("quantri").get("/meeting-figures/seats.xlsx").status_code == 403


def test_the_period_before_stands_beside_and_the_unit_stays_when_the_period_changes(
    sign_in: SignIn, held: dict[str, int], app: Flask
) -> None:
    clerk = sign_in("vanthu")
    page = clerk.get("/meeting-figures?period=month&unit=" + STNMT).text.replace("\xa0", " ")
    assert "Kỳ trước là 01/11/2026 đến 30/11/2026" in page
    assert f'href="/meeting-figures?period=quarter&amp;unit={STNMT}"' in page
    assert "kỳ trước 2" in page, "two of its papers were late in November"
    lines, _foot = table(page, "Tài liệu theo đơn vị chuẩn bị")
    assert lines == [["Sở Tài nguyên và Môi trường", "0 trên 1", "", "0", "0", "", "", "−67"]]
    assert "Chưa có cuộc họp nào trong kỳ" in clerk.get("/meeting-figures?period=half&day=2026-06-30").text
    assert "01/07/2026 đến 06/12/2026" in clerk.get("/meeting-figures?period=half").text
    assert [row["name"] for row in cli(app, "--unit", KYANH) if row["of"] == "seats"] == [
        "Ủy ban nhân dân huyện Kỳ Anh", "total",
    ]  # fmt: skip


def test_long_tables_show_the_worst_and_the_readers_own_and_lead_to_all(
    sign_in: SignIn, held: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "SHOWN", 0)
    clerk = sign_in("vanthu")
    page = clerk.get("/meeting-figures").text
    lines, foot = table(page, "Dự họp theo đơn vị được mời")
    assert (lines, foot[1]) == ([], "3 trên 7"), "the sum is of all"
    assert 'href="/meeting-figures?units=all#seats">Cả 3 đơn vị' in page
    assert len(table(clerk.get("/meeting-figures?units=all").text, "Dự họp theo đơn vị được mời")[0]) == 3


def test_odd_addresses_break_nothing(sign_in: SignIn, held: dict[str, int]) -> None:
    clerk = sign_in("vanthu")
    for odd in ("figure=nothing", "figure=seats", "page=99999", "page=x", "unit=x", "alone=1", "day=0001-01-01",
                "period=days&first=01/01/1900&last=31/12/2999"):  # fmt: skip
        for path in ("", "/papers", "/seats", "/meetings", ".xlsx", "/seats.xlsx"):
            assert clerk.get(f"/meeting-figures{path}?{odd}").status_code == 200, (path, odd)


def test_more_meetings_ask_the_database_no_more_often(
    sign_in: SignIn, office: Office, world: World, held: dict[str, int], clock: MovingClock
) -> None:
    clerk = sign_in("vanthu")
    paths = [f"/meeting-figures{rest}" for rest in ("", "/papers", "/seats", "/meetings", "/reports", "/seats.xlsx")]
    before = [queries_of(office, lambda path=path: clerk.get(path)) for path in paths]
    for n in range(4):
        make_issued(office, world, ahead=(25 + n) * HOUR, purpose=f"Họp chuyên đề số {n} về mạng lưới trường lớp")
    clock.move(days=2)
    clerk = sign_in("vanthu")
    clerk.get("/")
    assert [queries_of(office, lambda path=path: clerk.get(path)) for path in paths] == before
