"""Somebody hands out paper at the meeting: it is written down, late for ever, and its file follows (M1, M2, M3)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.meetings import service
from e_office.meetings.handed.models import HandedPaper
from e_office.meetings.handed.queries import files_owed
from e_office.meetings.minutes.models import Minutes
from e_office.meetings.models import MeetingEvent
from tests.conftest import Browser, MovingClock, Outbox
from tests.factories.meetings import agree_to_all, make_issued
from tests.factories.minutes import circulate_minutes, sign_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of, words_of_docx
from tests.web.meetings.test_flow_requests import WHY, ask, decide, department_draft, examine, issue, newest

REASON = "Số liệu chốt trong đêm, không kịp gửi"
TITLE = "Phụ lục số liệu giải phóng mặt bằng"


def typed(clock: MovingClock, world: World, **changes: object) -> dict[str, object]:
    there = local(clock.now())
    return {
        "title": TITLE, "unit": str(world.units["stc"]), "day": f"{there:%d/%m/%Y}", "hour": f"{there:%H:%M}",
        "reason": REASON, **changes,
    }  # fmt: skip


def send(browser: Browser, path: str, form: dict[str, object], *names: str) -> int:
    browser.get(path.rpartition("/handed")[0] + "/handed")
    form["files"] = [(BytesIO(name.encode()), f"{name}.txt") for name in names]
    return browser.post(path, form, content_type="multipart/form-data").status_code


def row_of(office: Office) -> HandedPaper:
    office.session.rollback()
    return office.session.scalars(select(HandedPaper)).one()


def held(office: Office, world: World, clock: MovingClock) -> int:
    """A meeting that has begun an hour ago."""
    meeting_id = make_issued(office, world, ahead=timedelta(hours=25))
    clock.move(hours=26)
    return meeting_id


def late_things(reader: Browser) -> str:
    page = reader.get("/lateness/things?what=paper").text
    return " ".join(page.split())


def test_what_was_handed_out_is_written_down_late_for_ever_and_its_file_goes_to_everybody_once_the_chair_agrees(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int], outbox: Outbox,
    both_databases: str,
) -> None:  # fmt: skip
    meeting_id = held(office, world, clock)
    work_off()
    outbox.mails.clear()
    clerk, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/handed"
    assert "Tài liệu phát tại phiên họp" in clerk.get(f"/meetings/{meeting_id}/papers").text
    assert send(clerk, path, typed(clock, world)) == 200
    assert "Còn nợ bản điện tử" in clerk.page
    row = row_of(office)
    assert (row.paper_id, row.unit_id) == (None, world.units["stc"])
    figures = late_things(sign_in("chanhvanphong"))
    assert "3 lượt tài liệu gửi muộn" in figures
    assert f"{TITLE}" in figures
    assert "phát tại phiên họp" in figures

    owner = sign_in("vanthu.stc")
    assert "Nộp bản điện tử của tài liệu đã phát tại phiên họp" in owner.get("/").text
    assert TITLE in owner.get(path).text
    assert "Ghi là đã phát tại phiên họp" not in owner.page, "it only brings its file"
    assert send(owner, f"{path}/{row.id}", {}) == 422
    assert "Chưa chọn tệp nào" in owner.page
    assert send(owner, f"{path}/{row.id}", {}, "phu luc") == 200
    assert "Bản điện tử chờ chủ trì đồng ý" in owner.page
    reader = sign_in("vanthu.stnmt")
    paper = meeting_of(office, meeting_id).papers[-1]
    assert TITLE not in reader.get(f"/meetings/{meeting_id}/invitation").text, "M3: not before the chair agrees"
    chair = sign_in("phochutich")
    assert TITLE in chair.get("/meetings/consents").text
    done = chair.post(f"/meetings/papers/{paper.id}/agree", {"sha256": paper.file.sha256})
    assert done.status_code == 200
    assert meeting_of(office, meeting_id).papers[-1].state == "distributed"
    page = reader.get(f"/meetings/{meeting_id}/invitation").text
    assert TITLE in page
    assert "stamp-late" in page
    assert reader.post(f"/meetings/{meeting_id}/papers/{paper.id}/open").status_code == 200
    assert reader.page.count("stamp-late") == 2
    work_off()
    assert len(outbox.mails) == 3
    assert all("nay có bản điện tử" in mail.text and mail.calendar is None for mail in outbox.mails)
    again = late_things(sign_in("chanhvanphong"))
    assert "3 lượt tài liệu gửi muộn" in again, "the same paper, however its file came"


def test_the_notice_and_the_invitation_lead_the_unit_to_what_it_owes(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = held(office, world, clock)
    clerk, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/handed"
    assert send(clerk, path, typed(clock, world)) == 200
    owner, other, link = sign_in("vanthu.stc"), sign_in("vanthu.kyanh"), f'href="{path}"'
    assert link in owner.get("/").text, "the notice leads there"
    assert link in owner.get(f"/meetings/{meeting_id}/invitation").text
    assert link not in other.get(f"/meetings/{meeting_id}/invitation").text
    assert send(owner, f"{path}/{row_of(office).id}", {}, "phu luc") == 200
    assert link not in owner.get(f"/meetings/{meeting_id}/invitation").text, "it is owed no more"


def test_the_agency_of_who_was_invited_by_name_brings_the_file_and_sees_nothing_else_of_the_meeting(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_issued(
        office, world, ahead=timedelta(hours=25), invited=("stnmt", "kyanh"), persons=(("giamdoc.stc", "stc"),)
    )
    clock.move(hours=26)
    clerk, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/handed"
    assert send(clerk, path, typed(clock, world)) == 200
    assert send(clerk, path, typed(clock, world, unit=str(world.units["kyanh"]), title="Ý kiến của Kỳ Anh")) == 200
    meeting, owner = meeting_of(office, meeting_id), sign_in("vanthu.stc")
    assert meeting.document is not None
    code, purpose = meeting.document.code, meeting.purpose
    assert owner.get(f"/meetings/{meeting_id}/invitation").status_code == 404
    assert f'href="{path}"' in owner.get("/").text
    page = owner.get(path)
    assert (page.status_code, TITLE in page.text) == (200, True)
    for word in (code, purpose, "Ý kiến của Kỳ Anh", f'href="/meetings/{meeting_id}"'):
        assert word not in page.text
    mine = next(row for row in office.session.scalars(select(HandedPaper)) if row.title == TITLE)
    assert send(owner, f"{path}/{mine.id}", {}, "phu luc") == 200
    assert "Bản điện tử chờ chủ trì đồng ý" in owner.page
    assert sign_in("vanthu.sct").get(path).status_code == 404
    assert sign_in("vanthu.sct").get(f"/meetings/{2**70}/handed").status_code == 404


def test_what_the_chair_sends_back_is_owed_again_and_bytes_that_were_sent_are_no_late_paper(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = held(office, world, clock)
    clerk, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/handed"
    known = meeting_of(office, meeting_id).papers[0].file.name
    form = typed(clock, world) | {"files": [(BytesIO(f"{known} 0".encode()), known)]}
    clerk.get(path)
    assert clerk.post(path, form, content_type="multipart/form-data").status_code == 422
    assert "đã là một tài liệu của cuộc họp" in clerk.page
    assert REASON in clerk.page, "what was typed is still there"
    assert send(clerk, path, typed(clock, world), "mot", "hai") == 422
    assert count(office, HandedPaper) == 0
    assert send(clerk, path, typed(clock, world), "mot") == 200
    first = meeting_of(office, meeting_id).papers[-1]
    chair = sign_in("phochutich")
    chair.get("/meetings/consents")
    chair.post(f"/meetings/papers/{first.id}/back", {"reason": "Thiếu trang cuối của phụ lục"})
    assert "Chủ trì trả lại" in clerk.get(path).text
    assert send(clerk, f"{path}/{row_of(office).id}", {}, "mot du trang") == 200
    agree_to_all(office, world.actor("phochutich"), meeting_id)
    assert {paper.state for paper in meeting_of(office, meeting_id).papers} == {"distributed", "replaced"}
    assert send(clerk, f"{path}/{row_of(office).id}", {}, "ba") == 422, "it is owed no more"
    assert count(office, MeetingEvent, kind="handed") == 1
    assert count(office, MeetingEvent, kind="handed_sent") == 1


def test_the_file_of_what_was_handed_out_is_not_taken_out_of_the_papers(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = held(office, world, clock)
    clerk, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/handed"
    assert send(clerk, path, typed(clock, world), "mot") == 200
    paper = meeting_of(office, meeting_id).papers[-1].id
    clerk.get(f"/meetings/{meeting_id}/papers")
    assert clerk.post(f"/meetings/{meeting_id}/papers", {"act": f"out:{paper}"}).status_code == 422
    assert "bản điện tử của tài liệu đã phát tại phiên họp" in clerk.page
    assert "nộp ở trang tài liệu phát tại phiên họp" in clerk.page
    assert row_of(office).paper_id == paper


WRONG = "Ghi nhầm, đó là tài liệu của đơn vị khác"


def strike(browser: Browser, office: Office, meeting_id: int, reason: str = WRONG) -> int:
    path = f"/meetings/{meeting_id}/handed"
    browser.get(path)
    return browser.post(f"{path}/{row_of(office).id}/void", {"reason": reason}).status_code


def test_what_was_written_down_by_mistake_is_struck_out_stays_visible_and_counts_nowhere(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = held(office, world, clock)
    clerk, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/handed"
    assert send(clerk, path, typed(clock, world), "mot") == 200
    assert "3 lượt tài liệu gửi muộn" in late_things(sign_in("chanhvanphong"))
    for login, status in (("vanthu.stnmt", 404), ("vanthu.stc", 404), ("vanthu.sct", 404)):
        assert strike(sign_in(login), office, meeting_id) == status, login
    assert strike(clerk, office, meeting_id, "nhầm") == 422
    assert "Lý do có 4 ký tự" in clerk.page
    assert ">nhầm</textarea>" in clerk.page, "what was typed is still there"
    assert strike(clerk, office, meeting_id) == 200
    assert f"<s>{TITLE}</s>" in clerk.page
    assert WRONG in clerk.page
    assert "stamp-late" not in clerk.page
    assert row_of(office).paper_id is None, "the file that waited for the chair is gone with it"
    assert len(meeting_of(office, meeting_id).papers) == 1
    assert TITLE not in sign_in("phochutich").get("/meetings/consents").text
    assert (count(office, MeetingEvent, kind="handed"), count(office, MeetingEvent, kind="handed_voided")) == (1, 1)
    figures = late_things(sign_in("chanhvanphong"))
    assert TITLE not in figures
    assert "lượt tài liệu gửi muộn" not in figures.replace("0 lượt tài liệu gửi muộn", "")
    owner = sign_in("vanthu.stc")
    assert "Đã gạch là ghi nhầm" in owner.get("/").text
    assert f'href="{path}"' not in owner.get(f"/meetings/{meeting_id}/invitation").text, "it owes nothing"
    assert f"<s>{TITLE}</s>" in owner.get(path).text
    assert files_owed(office) == []
    assert send(owner, f"{path}/{row_of(office).id}", {}, "hai") == 422
    assert strike(clerk, office, meeting_id) == 422, "once"


def test_what_everybody_was_sent_is_no_mistake(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = held(office, world, clock)
    clerk = sign_in("chuyenvien")
    assert send(clerk, f"/meetings/{meeting_id}/handed", typed(clock, world), "mot") == 200
    agree_to_all(office, world.actor("phochutich"), meeting_id)
    assert "Gạch là ghi nhầm" not in clerk.get(f"/meetings/{meeting_id}/handed").text
    assert strike(clerk, office, meeting_id) == 422
    assert "đã gửi tới các thành phần" in clerk.page


def test_o4_striking_out_changes_no_sheet_that_was_signed(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = held(office, world, clock)
    clerk, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/handed"
    assert send(clerk, path, typed(clock, world)) == 200
    clock.move(minutes=5)
    circulate_minutes(office, world, meeting_id)
    sign_minutes(office, world, meeting_id, "chuyenvien")
    assert strike(clerk, office, meeting_id) == 422
    assert "đã ký biên bản này" in clerk.page
    sign_minutes(office, world, meeting_id, "phochutich")
    sheet = clerk.get(f"/meetings/{meeting_id}/minutes.docx").data
    assert TITLE in " ".join(words_of_docx(sheet))
    clock.move(minutes=5)
    assert strike(clerk, office, meeting_id) == 200
    assert clerk.get(f"/meetings/{meeting_id}/minutes.docx").data == sheet
    page = clerk.get(f"/meetings/{meeting_id}/minutes").text
    assert f"<s>{TITLE}</s>" in page
    assert "tờ đã ký giữ nguyên" in page


def test_what_was_struck_out_before_it_is_signed_is_not_in_the_sheet(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = held(office, world, clock)
    clerk, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/handed"
    assert send(clerk, path, typed(clock, world)) == 200
    circulate_minutes(office, world, meeting_id)
    assert strike(clerk, office, meeting_id) == 200
    assert TITLE not in " ".join(words_of_docx(clerk.get(f"/meetings/{meeting_id}/minutes.docx").data))
    assert f"<s>{TITLE}</s>" in clerk.get(f"/meetings/{meeting_id}/minutes").text


def test_m1_it_stands_in_the_minutes_and_not_behind_a_signature(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = held(office, world, clock)
    clerk, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/handed"
    assert send(clerk, path, typed(clock, world)) == 200
    circulate_minutes(office, world, meeting_id)
    words = " ".join(words_of_docx(clerk.get(f"/meetings/{meeting_id}/minutes.docx").data))
    assert f"Tài liệu phát tại phiên họp: - {TITLE}, Sở Tài chính phát lúc" in words
    assert REASON in words
    page = clerk.get(f"/meetings/{meeting_id}/minutes").text
    assert TITLE in page
    assert "Ghi tài liệu phát tại phiên họp" in page


def test_o4_no_sheet_that_was_signed_changes(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = held(office, world, clock)
    clerk, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/handed"
    circulate_minutes(office, world, meeting_id)
    sign_minutes(office, world, meeting_id, "chuyenvien")
    assert send(clerk, path, typed(clock, world)) == 422
    assert "đã ký biên bản này" in clerk.page
    sign_minutes(office, world, meeting_id, "phochutich")
    sheet = clerk.get(f"/meetings/{meeting_id}/minutes.docx").data
    clock.move(minutes=5)
    assert send(clerk, path, typed(clock, world)) == 200, "the figures count it all the same"
    assert clerk.get(f"/meetings/{meeting_id}/minutes.docx").data == sheet
    assert "Ghi sau khi biên bản đã ký" in clerk.get(f"/meetings/{meeting_id}/minutes").text


@pytest.mark.parametrize(
    ("login", "of", "status"),
    [("vanthu.stc", "stc", 404), ("vanthu.sct", "stc", 404), ("kiemtoan", "stc", 404), ("vanthu.stnmt", "stnmt", 200),
     ("vanthu.stnmt", "stc", 422), ("chuyenvien", "stc", 200), ("vanthu", "stc", 200)],
)  # fmt: skip
def test_who_may_write_one_down(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, login: str, of: str, status: int
) -> None:
    """Neither an invitee nor somebody else; the unit that prepares the content does, of itself alone."""
    meeting_id = held(office, world, clock)
    form = typed(clock, world, unit=str(world.units[of]))
    writer = sign_in(login)
    assert send(writer, f"/meetings/{meeting_id}/handed", form) == status
    assert count(office, HandedPaper) == (status == 200)
    if status == 422:
        assert "Tài liệu của đơn vị khác" in writer.page
        offered = re.findall(r'<option[^>]* value="(\d+)"', writer.page)
        assert offered == [str(world.units["stnmt"])]


def test_the_secretary_named_writes_down_of_whom_it_was(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = held(office, world, clock)
    circulate_minutes(office, world, meeting_id)
    with office.transaction() as session:
        session.scalars(select(Minutes)).one().secretary_id = world.persons["chuyenvien.stnmt"]
    writer = sign_in("chuyenvien.stnmt")
    assert send(writer, f"/meetings/{meeting_id}/handed", typed(clock, world)) == 200
    assert row_of(office).unit_id == world.units["stc"]


def test_before_it_begins_nothing_was_handed_out_and_every_gap_is_named_at_once(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=25))
    clerk, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/handed"
    assert "Ghi là đã phát tại phiên họp" not in clerk.get(path).text
    assert send(clerk, path, typed(clock, world, title="", unit="", reason="bận", hour="")) == 422
    for gap in ("chưa bắt đầu", "Chưa ghi tên", "Chưa chọn đơn vị", "Chưa ghi ngày, giờ", "Lý do có 3 ký tự"):
        assert gap in clerk.page
    foreign = typed(clock, world, unit=str(world.units["sct"]))
    clock.move(hours=26)
    clerk.sign_in("chuyenvien")
    foreign |= {"hour": f"{local(clock.now()):%H:%M}", "day": f"{local(clock.now()):%d/%m/%Y}"}
    assert send(clerk, path, foreign) == 422, "a unit that was not there handed nothing out"
    assert "Chưa chọn đơn vị" in clerk.page
    other = make_issued(office, world, ahead=timedelta(hours=30))
    with office.transaction():
        service.call_off(office, world.actor("chuyenvien"), other, "Chủ trì đi công tác đột xuất")
    clock.move(hours=40)
    clerk.sign_in("chuyenvien")
    assert send(clerk, f"/meetings/{other}/handed", typed(clock, world)) == 422
    assert "không bị hủy" in clerk.page


def test_a_106_its_file_does_not_go_out_while_the_consent_to_the_meeting_is_taken_back(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = department_draft(office, world)
    clerk, chairman = sign_in("vanthu.stnmt"), sign_in("chutich")
    start = meeting_of(office, meeting_id).starts_at
    assert start is not None
    ask(clerk, "invite", start, meeting_id, units=world.units["kyanh"])
    request_id = newest(office).id
    examine(sign_in("chanhvanphong"), request_id, world)
    decide(chairman, request_id)
    issue(clerk, meeting_id)
    clock.move(days=6, hours=1)
    clerk, chairman = sign_in("vanthu.stnmt"), sign_in("chutich")
    assert send(clerk, f"/meetings/{meeting_id}/handed", typed(clock, world), "phu luc") == 200
    revoke = f"/meetings/requests/{request_id}"
    chairman.get(revoke)
    assert chairman.post(f"{revoke}/revoke", {"reason": WHY}).status_code == 200
    paper, chair = row_of(office).paper, sign_in("giamdoc.stnmt")
    assert paper is not None
    assert chair.post(f"/meetings/papers/{paper.id}/agree", {"sha256": paper.file.sha256}).status_code == 422
    assert "Lãnh đạo đã rút sự đồng ý" in chair.page
    paper = row_of(office).paper
    assert paper is not None
    assert (paper.state, paper.distributed_at) == ("submitted", None)
