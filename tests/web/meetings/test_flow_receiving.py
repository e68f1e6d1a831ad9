"""What invitees and organisers see of an invitation through HTTP: receipts, answers, reminders, lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from e_office.core.office import Office
from e_office.meetings.models import Invitee, MeetingEvent, PaperReceipt
from tests.conftest import MovingClock, Outbox
from tests.factories.meetings import make_draft, make_issued, start_of
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of


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
    reader, writer = sign_in("vanthu.stc"), sign_in("chuyenvien")
    reader.get(f"/meetings/{meeting_id}/invitation")
    ids = [str(invitee.id) for invitee in meeting_of(office, meeting_id).invitees]
    writer.get(f"/meetings/{meeting_id}?show=unanswered")
    assert writer.page.count(" checked") == 3, "who has opened owes an answer still"
    reader.post(f"/meetings/{meeting_id}/answer", {"invitee": ids[1], "answer": "attend"})
    writer.get(f"/meetings/{meeting_id}")
    assert "Nhắc các nơi đã chọn" in writer.page
    assert writer.page.count(" checked") == 2
    clock.move(minutes=30)
    writer.post(f"/meetings/{meeting_id}/remind", {"invitee": ids})
    assert "Đã nhắc 2 nơi chưa mở" in writer.page
    work_off()
    assert sorted(mail.to.split("@")[0] for mail in outbox.mails) == ["vanthu.stnmt.3", "vanthu.ubnd.6"]
    assert " checked" not in writer.page, "a place reminded today is not proposed again"
    assert writer.page.count("nhắc lúc 09:00") == 2
    clock.move(minutes=4)
    again = writer.post(f"/meetings/{meeting_id}/remind", {"invitee": ids})
    assert again.status_code == 422
    assert "vừa được nhắc lúc 09:00" in writer.page
    assert "Nhắc lại được từ 09:10" in writer.page
    work_off()
    assert len(outbox.mails) == 2, "a second click sends nothing"
    clock.move(minutes=6)
    assert writer.post(f"/meetings/{meeting_id}/remind", {"invitee": ids[:1]}).status_code == 200
    assert "Đã nhắc 1 nơi" in writer.page
    assert "Chưa cấu hình máy chủ thư" in writer.page, "mails wait, and it is said why"
    administrator = sign_in("quantri")
    administrator.get("/")
    assert "Chưa cấu hình máy chủ thư" in administrator.page
    reminded = [invitee.reminded_at for invitee in meeting_of(office, meeting_id).invitees]
    assert reminded[1] is None
    sheet = writer.get(f"/meetings/{meeting_id}/receipts.xlsx")
    assert sheet.data[:2] == b"PK"
    assert sign_in("vanthu.stc").post(f"/meetings/{meeting_id}/remind", {"invitee": ids}).status_code == 404


def test_an_answer_given_stands_and_is_changed_on_purpose(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_issued(office, world)
    reader, path = sign_in("vanthu.stc"), f"/meetings/{meeting_id}/invitation"
    reader.get(path)
    assert '<details class="absent">' in reader.page
    reader.get(f"{path}?answer=absent")
    assert '<details class="absent" open>' in reader.page, "the bar's link works without script"
    assert "autofocus" in reader.page
    invitee = meeting_of(office, meeting_id).invitees[1].id
    absent = {"invitee": invitee, "answer": "absent", "reason": "Giám đốc đi công tác Hà Nội"}
    reader.post(f"/meetings/{meeting_id}/answer", absent)
    bar = reader.page.partition('class="act-bar"')[2]
    assert "Đổi trả lời" in bar
    assert 'value="attend"' not in bar, "one tap does not take an absence back"
    assert "filled" not in bar
    reader.post(f"/meetings/{meeting_id}/answer", absent | {"reason": "Giám đốc đi công tác Hà Nội cả tuần"})
    reader.post(f"/meetings/{meeting_id}/answer", {"invitee": invitee, "answer": "attend"})
    assert "Trước đó" in reader.page
    assert "đi công tác Hà Nội cả tuần" in reader.page, "the reason stays where the answer is changed"
    organiser = sign_in("chuyenvien")
    organiser.get("/")
    assert organiser.page.count("Báo vắng:") == 1, "an absence is told once"
    organiser.get(f"/meetings/{meeting_id}")
    assert "trả lời vắng, cho Sở Tài chính: Giám đốc đi công tác Hà Nội cả tuần" in organiser.page
    other = sign_in("vanthu")
    other.get("/")
    assert "Báo vắng:" not in other.page


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


def test_the_organisers_list_opens_on_what_is_coming(sign_in: SignIn, office: Office, world: World) -> None:
    make_draft(office, world, ahead=timedelta(hours=70), agreed=False)
    writer = sign_in("chuyenvien")
    writer.get("/meetings/ours")
    assert "Dự thảo, chưa cấp số" in writer.page
    make_issued(office, world)
    writer.get("/meetings/ours")
    assert "3 nơi chưa mở" in writer.page
    assert "Dự thảo, chưa cấp số" not in writer.page


def test_the_command_prints_the_receipts(app: Flask, office: Office, world: World) -> None:
    meeting_id = make_issued(office, world)
    runner = app.test_cli_runner()
    result = runner.invoke(args=["meeting", "receipts", str(meeting_id), "--json"])
    assert result.exit_code == 0, result.output
    assert '"invitee": "Sở Tài chính"' in result.output
    assert runner.invoke(args=["meeting", "receipts", "999"]).exit_code != 0
    assert start_of(office, meeting_id)
