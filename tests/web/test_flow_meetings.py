"""Meetings through HTTP: written, refused, issued, changed, read, answered, concluded."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from e_office.core.clock import local
from e_office.core.db import db
from e_office.core.jobs import Job
from e_office.core.office import Office
from e_office.exchange.models import Dispatch
from e_office.meetings.models import Conclusion, Invitee, Meeting, MeetingEvent, Paper, PaperReceipt
from e_office.notices.models import MailOut, Notice
from e_office.registry.models import OutgoingEntry, RegisterCounter
from tests.conftest import Browser, MovingClock, Outbox
from tests.factories.meetings import agree_to_all, make_draft, make_issued, start_of
from tests.factories.world import World

SignIn = Callable[[str], Browser]
HOUR = timedelta(hours=1)


@pytest.fixture
def store_url(request: pytest.FixtureRequest) -> str:
    """Stories that run on both databases run on the real store too."""
    real = "both_databases" in request.fixturenames
    return str(request.getfixturevalue("real_store_url")) if real else "memory:"


def count(office: Office, model: type, **where: object) -> int:
    office.session.rollback()
    return office.session.scalar(select(func.count()).select_from(model).filter_by(**where)) or 0


def meeting_of(office: Office, meeting_id: int) -> Meeting:
    office.session.rollback()
    office.session.expire_all()
    return office.session.get_one(Meeting, meeting_id)


def written(start: object, **changes: str) -> dict[str, object]:
    """What somebody types into the form; `start` is an aware instant."""
    there = local(start)  # type: ignore[arg-type]
    return {
        "purpose": "Họp nghe báo cáo tiến độ giải phóng mặt bằng Khu kinh tế Vũng Áng",
        "day": f"{there:%d/%m/%Y}",
        "hour": f"{there:%H:%M}",
        "place": "Phòng họp tầng 2",
        "bridge": "",
        "nature": "important",
        "contact": "Phạm Quốc Duy, máy lẻ 214",
        "requirements": "",
        "who": "",
        "capacity": "",
        "leader": "y",
        **changes,
    }


def test_a_specialist_writes_and_issues_an_invitation_25_hours_ahead(
    sign_in: SignIn,
    office: Office,
    world: World,
    clock: MovingClock,
    work_off: Callable[[], int],
    outbox: Outbox,
    both_databases: str,
) -> None:
    writer = sign_in("chuyenvien")
    writer.get("/meetings/new")
    writer.post("/meetings/new", {"purpose": "Họp nghe báo cáo tiến độ"})
    path = re.search(r"/meetings/(\d+)/edit", writer.page)
    assert path
    meeting_id, edit = int(path.group(1)), path.group(0)
    facts = written(
        clock.now() + 25 * HOUR,
        chair=str(world.persons["phochutich"]),
        signer=str(world.persons["chanhvanphong"]),
        preparing_unit=str(world.units["stnmt"]),
    )
    for token in (f"u{world.units['stnmt']}", f"u{world.units['stc']}", f"p{world.persons['chutich.kyanh']}"):
        response = writer.post(edit, {**facts, "act": f"invite:{token}", "version": writer.field("version")})
        assert response.status_code == 200
    assert "Trần Viết Sáng" in writer.page
    upload = {
        **facts,
        "act": "files",
        "version": writer.field("version"),
        "files": [(BytesIO("Tiến độ đến 30/11".encode()), "Báo cáo tiến độ.txt")],
    }
    writer.post(edit, upload, content_type="multipart/form-data")
    assert 'value="Báo cáo tiến độ"' in writer.page

    refused = writer.post(edit, {**facts, "act": "issue", "version": writer.field("version")})
    assert refused.status_code == 422
    assert "Tài liệu 1 chưa được chủ trì đồng ý" in writer.page
    assert "Chưa cấp số, chưa gửi nơi nào" in writer.page

    writer.post(edit, {**facts, "act": "submit", "version": writer.field("version")})
    chair = sign_in("phochutich")
    chair.get("/meetings/consents")
    paper = meeting_of(office, meeting_id).papers[0]
    chair.post(f"/meetings/papers/{paper.id}/agree", {"sha256": paper.file.sha256})
    assert "Đã đồng ý tài liệu" in chair.page

    writer.get(edit)
    writer.post(edit, {**facts, "act": "issue", "version": writer.field("version")})
    assert "Số sẽ cấp" in writer.page
    assert "01/GM-UBND" in writer.page
    writer.post(f"/meetings/{meeting_id}/issue", {"version": writer.field("version"), "channel": "paper"})
    assert "Đã phát hành 01/GM-UBND tới 3 thành phần" in writer.page

    meeting = meeting_of(office, meeting_id)
    assert meeting.document is not None
    assert meeting.document.code == "01/GM-UBND"
    assert {invitee.delivered_at for invitee in meeting.invitees} == {clock.now()}
    dispatches = office.session.scalars(select(Dispatch).filter_by(document_id=meeting.document_id)).all()
    assert {row.channel for row in dispatches} == {"electronic"}
    assert len(dispatches) == 3
    assert count(office, OutgoingEntry) == 1
    assert count(office, Notice, meeting_id=meeting_id) >= 4
    work_off()
    assert len(outbox.mails) == 3
    assert len({mail.message_id for mail in outbox.mails}) == 3
    mail = outbox.mails[0]
    assert b"METHOD:REQUEST" in (mail.calendar or b"")
    assert f"/meetings/{meeting_id}/invitation" in mail.text
    assert "01/GM-UBND" in mail.subject


def test_23_hours_59_minutes_ahead_is_refused_and_nothing_goes_out(
    sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int], outbox: Outbox, both_databases: str
) -> None:
    meeting_id = make_draft(office, world, ahead=timedelta(hours=23, minutes=59))
    before = (count(office, Notice), count(office, Job))
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/edit")
    answer = writer.post(f"/meetings/{meeting_id}/issue", {"version": writer.field("version")})
    assert answer.status_code == 422
    assert "Giờ họp quá gần: thiếu 1 phút so với 24 giờ." in writer.page
    assert "Dời sang 08:30" in writer.page, "the cure is a button"
    meeting = meeting_of(office, meeting_id)
    assert meeting.state == "draft"
    assert meeting.document_id is None
    for model in (OutgoingEntry, RegisterCounter, Dispatch, MailOut, MeetingEvent):
        assert count(office, model) == 0, model
    assert (count(office, Notice), count(office, Job)) == before
    assert office.session.scalar(select(func.count(Invitee.id)).where(Invitee.delivered_at.is_not(None))) == 0
    work_off()
    assert outbox.mails == []


def test_the_offered_hour_is_taken_with_one_button(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_draft(office, world, ahead=timedelta(hours=20))
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/confirm")
    offered = re.search(r'value="(move:[^"]+)"', writer.page)
    assert offered
    meeting = meeting_of(office, meeting_id)
    form = written(
        meeting.starts_at,
        chair=str(meeting.chair_id),
        signer=str(meeting.signer_id),
        preparing_unit=str(meeting.preparing_unit_id),
    )
    writer.post(f"/meetings/{meeting_id}/edit", {**form, "act": offered.group(1), "version": writer.field("version")})
    writer.get(f"/meetings/{meeting_id}/confirm")
    assert "Số sẽ cấp" in writer.page


def test_the_panel_follows_what_is_typed_and_keeps_nothing(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_draft(office, world)
    meeting = meeting_of(office, meeting_id)
    version, start = meeting.version, meeting.starts_at
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/edit")
    form = written(
        start, chair=str(meeting.chair_id), signer=str(meeting.signer_id), preparing_unit=str(meeting.preparing_unit_id)
    )
    panel = writer.client.post(f"/meetings/{meeting_id}/check", data={**form, "csrf_token": writer.field("csrf_token")})
    assert "Đủ cả 6 điều kiện" in panel.text
    assert "<html" not in panel.text
    soon = {**form, "hour": f"{local(start) - 2 * HOUR:%H:%M}", "nature": "", "csrf_token": writer.field("csrf_token")}
    panel = writer.client.post(f"/meetings/{meeting_id}/check", data=soon)
    assert "2 điều kiện chưa đủ" in panel.text
    assert "Giờ họp quá gần: thiếu 1 giờ so với 24 giờ" in panel.text
    kept = meeting_of(office, meeting_id)
    assert (kept.version, kept.starts_at, kept.nature) == (version, start, "important")


def test_units_and_persons_are_found_without_accents(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_draft(office, world)
    found = sign_in("chuyenvien").get(f"/meetings/{meeting_id}/pick?who=cong thuong").text
    assert f"invite:u{world.units['sct']}" in found
    assert f"invite:p{world.persons['vanthu.sct']}" in found


def test_an_extraordinary_meeting_goes_out_late_and_says_so_everywhere(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_draft(office, world, ahead=timedelta(hours=4))
    writer, chief = sign_in("chuyenvien"), sign_in("chanhvanphong")
    writer.get(f"/meetings/{meeting_id}/edit")
    assert writer.post(f"/meetings/{meeting_id}/issue").status_code == 422
    chief.get(f"/meetings/{meeting_id}/order")
    chief.post(f"/meetings/{meeting_id}/order", {"reason": "Bão số 9 đổ bộ, Chủ tịch ra lệnh lúc 07:50"})
    writer.get(f"/meetings/{meeting_id}/confirm")
    assert "theo lệnh họp cấp bách" in writer.page
    writer.post(f"/meetings/{meeting_id}/issue", {"version": writer.field("version"), "channel": "paper"})
    office.session.rollback()
    assert set(office.session.scalars(select(Dispatch.channel))) == {"electronic"}, "no order opens a paper channel"
    reader = sign_in("vanthu.stc")
    for browser, path in (
        (writer, f"/meetings/{meeting_id}"),
        (writer, "/meetings/ours?view=coming"),
        (reader, "/meetings"),
        (reader, f"/meetings/{meeting_id}/invitation"),
    ):
        assert "stamp-late" in browser.get(path).text, path
    clock.move(hours=72)
    reader.sign_in("vanthu.stc")
    assert "stamp-late" in reader.get("/meetings?view=past").text


def test_two_people_issue_at_the_same_moment_and_one_number_is_given(
    app: Flask, sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    meeting_id = make_draft(office, world)
    browsers = [sign_in("chuyenvien"), sign_in("chanhvanphong")]
    for browser in browsers:
        browser.get(f"/meetings/{meeting_id}/confirm")
        assert "Số sẽ cấp" in browser.page
    office.session.rollback()
    db.session.remove()
    start, codes = threading.Barrier(2), []

    def press(browser: Browser) -> None:
        form = {
            "version": browser.field("version"),
            "csrf_token": browser.field("csrf_token"),
            "form_key": browser.field("form_key"),
        }
        start.wait()
        response = browser.client.post(f"/meetings/{meeting_id}/issue", data=form)
        codes.append((response.status_code, response.location))

    threads = [threading.Thread(target=press, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [(303, f"/meetings/{meeting_id}")] * 2
    assert count(office, OutgoingEntry) == 1
    assert office.session.scalars(select(RegisterCounter.last)).all() == [1]
    assert count(office, Dispatch) == 3
    assert count(office, MeetingEvent, kind="issued") == 1
    pages = [browser.get(f"/meetings/{meeting_id}").text for browser in browsers]
    assert sum("không cấp số lần nữa" in page for page in pages) == 1


def test_a_double_click_issues_once(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_draft(office, world)
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/confirm")
    form = {
        "version": writer.field("version"),
        "form_key": writer.field("form_key"),
        "csrf_token": writer.field("csrf_token"),
    }
    for _ in range(2):
        assert writer.client.post(f"/meetings/{meeting_id}/issue", data=form).status_code == 303
    assert count(office, OutgoingEntry) == 1


def test_a_confirmation_that_is_out_of_date_is_refused(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_draft(office, world)
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/confirm")
    version = writer.field("version")
    with office.transaction():
        from e_office.meetings import service

        wanted = [service.Wanted(unit_id=world.units["sct"], capacity="Giám đốc")]
        service.invite(office, world.actor("chanhvanphong"), meeting_id, wanted)
    assert writer.post(f"/meetings/{meeting_id}/issue", {"version": version}).status_code == 422
    assert "Người khác vừa sửa" in writer.page
    assert count(office, OutgoingEntry) == 0


def test_moving_is_judged_told_and_kept(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int], outbox: Outbox
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=72))
    work_off()
    outbox.mails.clear()
    writer = sign_in("chuyenvien")
    path = f"/meetings/{meeting_id}/move"
    writer.get(path)

    def form(hours: float, reason: str = "Chủ trì họp với Chính phủ") -> dict[str, str]:
        there = local(clock.now() + timedelta(hours=hours))
        return {
            "day": f"{there:%d/%m/%Y}",
            "hour": f"{there:%H:%M}",
            "place": "Hội trường",
            "bridge": "",
            "reason": reason,
        }

    assert writer.post(path, form(10)).status_code == 422
    assert "Giờ họp quá gần" in writer.page
    assert writer.post(path, form(48, reason="bận")).status_code == 422
    assert meeting_of(office, meeting_id).sequence == 0
    writer.post(path, form(48))
    assert "Đã dời họp, báo 3 thành phần" in writer.page
    meeting = meeting_of(office, meeting_id)
    assert meeting.sequence == 1
    assert meeting.starts_at == clock.now() + timedelta(hours=48)
    work_off()
    assert len(outbox.mails) == 3
    assert all(b"SEQUENCE:1" in (mail.calendar or b"") for mail in outbox.mails)
    assert "Chủ trì họp với Chính phủ" in outbox.mails[0].text
    moved = office.session.scalars(select(MeetingEvent).filter_by(kind="moved")).one()
    assert moved.facts["reason"] == "Chủ trì họp với Chính phủ"
    assert "Đã dời sang" in sign_in("giamdoc.stc").get(f"/meetings/{meeting_id}/invitation").text


def test_a_late_invitee_is_refused_until_the_chairs_order_and_marked_for_ever(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=5)
    writer = sign_in("chuyenvien")
    path, act = f"/meetings/{meeting_id}/invite", {"act": f"send:u{world.units['sct']}", "capacity": "Giám đốc"}
    writer.get(path)
    assert "Mời thêm quá muộn" in writer.page, "what it means is said before anything is pressed"
    assert writer.post(path, {**act, "leader": "y"}).status_code == 422
    assert writer.get(f"/meetings/{meeting_id}/order").status_code == 403
    assert writer.post(f"/meetings/{meeting_id}/order", {"reason": "Bão số 9 đổ bộ"}).status_code == 403

    chief = sign_in("chanhvanphong")
    chief.get(f"/meetings/{meeting_id}/order")
    assert chief.post(f"/meetings/{meeting_id}/order", {"reason": "gấp"}).status_code == 422
    chief.post(f"/meetings/{meeting_id}/order", {"reason": "Bão số 9 đổ bộ, Chủ tịch ra lệnh lúc 13:00"})
    writer.get(path)
    writer.post(path, {**act, "act": f"invite:u{world.units['sct']}", "leader": "y"})
    assert "Sẽ mời thêm 1 thành phần" in writer.page
    assert len(meeting_of(office, meeting_id).invitees) == 3, "nothing goes out before it is confirmed"
    writer.post(path, {**act, "leader": "y"})
    assert "Đã mời thêm 1 thành phần" in writer.page
    late = sign_in("vanthu.sct").get(f"/meetings/{meeting_id}/invitation").text
    assert "Gửi muộn" in late
    assert "họp cấp bách theo lệnh" in late
    in_time = sign_in("giamdoc.stc").get(f"/meetings/{meeting_id}/invitation").text
    assert "Tới muộn" not in in_time
    clock.move(hours=100)
    writer.sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}?show=late")
    assert writer.page.count('class="stamp stamp-late"') >= 2
    assert "Sở Công Thương" in writer.page


def test_a_replaced_paper_needs_its_own_consent_and_its_own_time(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=40))
    reader = sign_in("vanthu.stc")
    old = meeting_of(office, meeting_id).papers[0].id
    reader.get(f"/meetings/{meeting_id}/invitation")
    reader.post(f"/meetings/{meeting_id}/papers/{old}/open")
    writer = sign_in("chuyenvien")
    path = f"/meetings/{meeting_id}/papers"
    writer.get(path)
    writer.post(
        path,
        {"act": "put", "replaces": str(old), "title": "", "files": [(BytesIO(b"ban moi"), "Bao cao moi.txt")]},
        content_type="multipart/form-data",
    )
    new = meeting_of(office, meeting_id).papers[-1].id
    assert writer.post(path, {"act": f"send:{new}"}).status_code == 422
    assert "chưa được chủ trì đồng ý" in writer.page
    writer.post(path, {"act": f"submit:{new}"})
    agree_to_all(office, world.actor("phochutich"), meeting_id)
    clock.move(hours=17)
    writer.sign_in("chuyenvien")
    assert writer.post(path, {"act": f"send:{new}"}).status_code == 422
    assert "Gửi tài liệu quá muộn" in writer.page
    clock.move(hours=-2)
    writer.post(path, {"act": f"send:{new}"})
    states = {paper.id: paper.state for paper in meeting_of(office, meeting_id).papers}
    assert states == {old: "replaced", new: "distributed"}
    reader.sign_in("vanthu.stc")
    page = reader.get(f"/meetings/{meeting_id}/invitation").text
    assert "thay bản cũ lúc" in page
    assert "đã đọc 0 trên 1" in page, "a receipt is for one version"
    assert reader.post(f"/meetings/{meeting_id}/papers/{old}/open").status_code == 200, "the old one stays readable"


def test_the_recipient_reads_and_answers(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_issued(office, world)
    reader = sign_in("vanthu.stc")
    reader.get("/meetings")
    assert "1 giấy mời chưa mở" in reader.page
    path = f"/meetings/{meeting_id}/invitation"
    for headers in ({"Sec-Purpose": "prefetch"}, {"Sec-Fetch-Dest": "image", "Sec-Fetch-Mode": "no-cors"}):
        reader.get(path, headers=headers)
    reader.client.head(path)
    sign_in("chuyenvien").get(path)
    assert count(office, Invitee, opened_at=None) == 3, "nobody meant any of these"
    clock.move(minutes=17)
    opened = clock.now()
    reader.get(path)
    assert "chỉ gửi bản điện tử, không phát bản giấy" in reader.page
    clock.move(hours=1)
    sign_in("giamdoc.stc").get(path)
    invitee = meeting_of(office, meeting_id).invitees[1]
    assert invitee.opened_at == opened, "the first opening wins"
    paper = meeting_of(office, meeting_id).papers[0]
    response = reader.client.get(f"/meetings/{meeting_id}/papers/{paper.id}/open")
    assert response.status_code == 405, "a paper is opened by a form, never by a link that something may follow"
    assert reader.post(f"/meetings/{meeting_id}/papers/{paper.id}/open").status_code == 200
    assert count(office, PaperReceipt, invitee_id=invitee.id) == 1

    reader.get(path)
    assert "đã đọc 1 trên 1" in reader.page
    assert (
        reader.post(
            f"/meetings/{meeting_id}/answer", {"invitee": invitee.id, "answer": "absent", "reason": "bận"}
        ).status_code
        == 422
    )
    reader.post(
        f"/meetings/{meeting_id}/answer",
        {"invitee": invitee.id, "answer": "absent", "reason": "Giám đốc đi công tác Hà Nội"},
    )
    reader.post(f"/meetings/{meeting_id}/answer", {"invitee": invitee.id, "answer": "attend"})
    invitee = meeting_of(office, meeting_id).invitees[1]
    assert (invitee.answer, invitee.answer_reason) == ("attend", "")
    assert count(office, MeetingEvent, kind="answered") == 2, "the last counts, all are kept"
    other = meeting_of(office, meeting_id).invitees[0].id
    assert reader.post(f"/meetings/{meeting_id}/answer", {"invitee": other, "answer": "attend"}).status_code == 404
    clock.move(hours=30)
    reader.sign_in("vanthu.stc")
    reader.get(path)
    assert (
        reader.post(
            f"/meetings/{meeting_id}/answer", {"invitee": invitee.id, "answer": "absent", "reason": "Bận việc ở cơ sở"}
        ).status_code
        == 422
    )


def test_the_organiser_sees_who_has_not_opened_and_reminds_just_those(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int], outbox: Outbox
) -> None:
    meeting_id = make_issued(office, world)
    work_off()
    outbox.mails.clear()
    sign_in("vanthu.stc").get(f"/meetings/{meeting_id}/invitation")
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}")
    assert "Nhắc 2 nơi chưa mở" in writer.page
    ids = [str(invitee.id) for invitee in meeting_of(office, meeting_id).invitees]
    clock.move(minutes=30)
    writer.post(f"/meetings/{meeting_id}/remind", {"invitee": ids})
    assert "Đã nhắc 2 nơi chưa mở" in writer.page
    work_off()
    assert sorted(mail.to.split("@")[0] for mail in outbox.mails) == ["vanthu.stnmt.3", "vanthu.ubnd.6"]
    reminded = [invitee.reminded_at for invitee in meeting_of(office, meeting_id).invitees]
    assert reminded[1] is None
    sheet = writer.get(f"/meetings/{meeting_id}/receipts.xlsx")
    assert sheet.data[:2] == b"PK"
    assert sign_in("vanthu.stc").post(f"/meetings/{meeting_id}/remind", {"invitee": ids}).status_code == 404


def test_the_conclusion_is_issued_after_the_meeting_and_reaches_everybody(
    sign_in: SignIn,
    office: Office,
    world: World,
    clock: MovingClock,
    work_off: Callable[[], int],
    outbox: Outbox,
    both_databases: str,
) -> None:
    meeting_id = make_issued(office, world)
    writer = sign_in("chuyenvien")
    path = f"/meetings/{meeting_id}/conclusion"
    writer.get(path)
    form = {
        "assessment": "Tiến độ đạt yêu cầu.",
        "present": "",
        "reported_by": "Sở Tài nguyên và Môi trường",
        "proposals": "Bổ sung kinh phí: giao Sở Tài chính xem xét",
        "signer": str(world.persons["chanhvanphong"]),
        "task-1": "Hoàn thành đo đạc 214 hộ xã Kỳ Lợi",
        "lead-1": str(world.units["sct"]),
        "due-1": "01/12/2026",
        "with-1": "UBND huyện Kỳ Anh",
        "task-2": "",
        "lead-2": "",
        "with-2": "",
        "due-2": "",
    }
    assert writer.post(path, {**form, "due-1": "mùng một"}).status_code == 422
    assert "Không đọc được hạn" in writer.page
    early = writer.post(path, {**form, "act": "issue", "version": writer.field("version")})
    assert early.status_code == 422
    assert "Cuộc họp chưa diễn ra" in writer.page
    clock.move(hours=26)
    work_off()
    outbox.mails.clear()
    writer.sign_in("chuyenvien")
    writer.get(path)
    writer.post(path, {**form, "act": "issue", "version": writer.field("version")})
    assert "01/TB-UBND" in writer.page
    writer.post(f"{path}/issue", {"version": writer.field("version")})
    document = office.session.scalars(select(Conclusion)).one().document
    assert document is not None
    assert (document.code, document.kind) == ("01/TB-UBND", "conclusion")
    assert count(office, Dispatch, document_id=document.id) == 4, "the invitees and the unit with a task"
    work_off()
    assert len(outbox.mails) == 4
    assert outbox.mails[0].calendar is None
    found = office.engine.find(
        __import__("search").Query(words="ket luan giai phong mat bang", readers=world.actor("vanthu.sct").readers())
    )
    assert document.id in {hit.id for hit in found.hits}
    assert "01/TB-UBND" in sign_in("vanthu.stc").get(f"/meetings/{meeting_id}/invitation").text

    later = make_issued(office, world)
    page = sign_in("vanthu.stc").get(f"/meetings/{later}/invitation").text
    assert "Cuộc họp trước về việc này" in page
    assert "01/TB-UBND" in page


def test_nobody_else_learns_that_a_meeting_exists(sign_in: SignIn, office: Office, world: World) -> None:
    draft, issued = make_draft(office, world), make_issued(office, world, ahead=timedelta(hours=50))
    stranger = sign_in("vanthu.sct")
    for meeting_id in (draft, issued, 999_999):
        for page in ("", "/invitation", "/edit", "/confirm", "/papers", "/receipts.xlsx", "/meeting.ics", "/move"):
            assert stranger.get(f"/meetings/{meeting_id}{page}").status_code == 404, page
    invited = sign_in("vanthu.stc")
    assert invited.get(f"/meetings/{draft}/invitation").status_code == 404
    assert invited.get(f"/meetings/{issued}/receipts.xlsx").status_code == 404
    assert sign_in("quantri").get(f"/meetings/{issued}/invitation").status_code == 404


def test_only_the_person_named_as_chair_agrees(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_draft(office, world, agreed=False)
    paper = meeting_of(office, meeting_id).papers[0]
    paper_id, digest = paper.id, paper.file.sha256
    for login, status in (("chutich", 403), ("chanhvanphong", 403), ("chuyenvien", 403), ("vanthu.stc", 404)):
        answer = sign_in(login).post(f"/meetings/papers/{paper_id}/agree", {"sha256": digest})
        assert answer.status_code == status, login
    chair = sign_in("phochutich")
    chair.get("/meetings/consents")
    assert chair.post(f"/meetings/papers/{paper_id}/agree", {"sha256": "0" * 64}).status_code == 422
    assert chair.post(f"/meetings/papers/{paper_id}/back", {"reason": "chưa"}).status_code == 422
    chair.post(f"/meetings/papers/{paper_id}/back", {"reason": "Số liệu chưa khớp với báo cáo tháng 10"})
    assert meeting_of(office, meeting_id).papers[0].state == "draft"
    assert office.session.get_one(Paper, paper_id).approved_sha256 is None


@pytest.mark.parametrize(
    "view",
    [
        "",
        "?view=coming",
        "?view=past",
        "/ours",
        "/ours?view=drafts",
        "/ours?view=coming",
        "/ours?view=past",
        "/ours?view=cancelled",
        "/consents",
    ],
)
def test_lists_show_and_are_empty_without_fault(view: str, sign_in: SignIn, office: Office, world: World) -> None:
    for login in ("chuyenvien", "phochutich", "vanthu.stc"):
        assert sign_in(login).get(f"/meetings{view}").status_code == 200
    make_issued(office, world)
    make_draft(office, world, ahead=timedelta(hours=70), agreed=False)
    for login in ("chuyenvien", "phochutich", "vanthu.stc"):
        assert sign_in(login).get(f"/meetings{view}").status_code == 200


def test_a_called_off_meeting_keeps_its_number_and_tells_everybody(
    sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int], outbox: Outbox
) -> None:
    meeting_id = make_issued(office, world)
    work_off()
    outbox.mails.clear()
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/call-off")
    assert writer.post(f"/meetings/{meeting_id}/call-off", {"reason": "thôi"}).status_code == 422
    writer.post(f"/meetings/{meeting_id}/call-off", {"reason": "Việc đã giải quyết xong"})
    work_off()
    assert all(b"METHOD:CANCEL" in (mail.calendar or b"") for mail in outbox.mails)
    assert len(outbox.mails) == 3
    assert count(office, OutgoingEntry) == 1
    assert "đã hủy" in sign_in("vanthu.stc").get(f"/meetings/{meeting_id}/invitation").text


def test_the_command_prints_the_receipts(app: Flask, office: Office, world: World) -> None:
    meeting_id = make_issued(office, world)
    runner = app.test_cli_runner()
    result = runner.invoke(args=["meeting", "receipts", str(meeting_id), "--json"])
    assert result.exit_code == 0, result.output
    assert '"invitee": "Sở Tài chính"' in result.output
    assert runner.invoke(args=["meeting", "receipts", "999"]).exit_code != 0
    assert start_of(office, meeting_id)
