"""What may still change once an invitation is out, through HTTP: moved, more invited, papers replaced, called off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.core.problems import Refused
from e_office.meetings import service
from e_office.meetings.models import MeetingEvent
from e_office.meetings.rsvp.queries import sequence_since
from e_office.meetings.rules_begun import PAPER_AT_TABLE
from e_office.registry.models import OutgoingEntry
from tests.conftest import MovingClock, Outbox
from tests.factories.meetings import make_file, make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of


def test_moving_is_judged_told_and_kept(
    sign_in: SignIn,
    office: Office,
    world: World,
    clock: MovingClock,
    work_off: Callable[[], int],
    outbox: Outbox,
    both_databases: str,
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


def test_the_place_alone_moves_and_is_told_and_kept(
    sign_in: SignIn,
    office: Office,
    world: World,
    clock: MovingClock,
    work_off: Callable[[], int],
    outbox: Outbox,
    both_databases: str,
) -> None:
    meeting_id = make_issued(office, world)
    work_off()
    outbox.mails.clear()
    meeting = meeting_of(office, meeting_id)
    start, old = meeting.starts_at, meeting.place
    clock.move(hours=20)
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/move"
    writer.get(path)
    same = {name: writer.field(name) or "" for name in ("day", "hour", "place", "bridge")}
    reason = "Phòng họp tầng 2 mất điện"
    assert writer.post(path, {**same, "reason": reason}).status_code == 422
    assert "Giờ họp, nơi họp và thời lượng đều như cũ" in writer.page
    assert writer.post(path, {**same, "place": "", "reason": reason}).status_code == 422
    assert "Chưa có địa điểm họp" in writer.page
    assert writer.post(path, {**same, "place": "Hội trường", "reason": "hỏng"}).status_code == 422
    assert meeting_of(office, meeting_id).sequence == 0
    assert writer.post(path, {**same, "place": "Hội trường", "reason": reason}).status_code == 200
    assert "Đã đổi nơi họp, báo 3 thành phần" in writer.page
    assert f"nơi họp trước là {old}" in writer.page
    assert "stamp-late" not in writer.page, "everybody had the invitation in time"

    meeting = meeting_of(office, meeting_id)
    assert (meeting.place, meeting.bridge, meeting.starts_at, meeting.sequence) == ("Hội trường", "", start, 1)
    event = office.session.scalars(select(MeetingEvent).filter_by(kind="relocated")).one()
    assert event.facts == {
        "place_before": old, "bridge_before": "", "place": "Hội trường", "bridge": "", "reason": reason,
        "sequence": 1,
    }  # fmt: skip
    work_off()
    assert len(outbox.mails) == 3
    assert {mail.subject for mail in outbox.mails} == {"Đổi nơi họp 01/GM-UBND sang Hội trường"}
    assert all(b"SEQUENCE:1" in (mail.calendar or b"") for mail in outbox.mails)
    assert old in outbox.mails[0].text
    invited = sign_in("giamdoc.stc").get(f"/meetings/{meeting_id}/invitation").text
    assert "Đã đổi nơi họp sang Hội trường." in invited
    assert reason in invited

    online = {
        **same,
        "place": "",
        "bridge": "https://hop.hatinh.example/1",
        "how": "online",
        "reason": "Mưa lũ chia cắt, họp trực tuyến",
    }
    assert writer.post(path, online).status_code == 200
    meeting = meeting_of(office, meeting_id)
    assert (meeting.place, meeting.bridge) == ("", "https://hop.hatinh.example/1"), "a room that is left is not kept"
    assert meeting.form == "online"
    told = "Hình thức họp: trực tuyến, trước là trực tiếp."
    assert told in sign_in("giamdoc.stc").get(f"/meetings/{meeting_id}/invitation").text


def test_a_meeting_is_said_to_last_longer_and_every_calendar_follows(
    sign_in: SignIn,
    office: Office,
    world: World,
    clock: MovingClock,
    work_off: Callable[[], int],
    outbox: Outbox,
    both_databases: str,
) -> None:
    meeting_id = make_issued(office, world)
    work_off()
    outbox.mails.clear()
    start = meeting_of(office, meeting_id).starts_at
    assert start is not None
    clock.move(hours=20)
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/move"
    writer.get(path)
    same = {name: writer.field(name) or "" for name in ("day", "hour", "place", "bridge")}
    reason = "Thêm hai nội dung của ngành y tế"
    assert writer.post(path, {**same, "length": "1500", "reason": reason}).status_code == 422
    assert "trong vòng một ngày" in writer.page
    assert writer.post(path, {**same, "length": "240", "reason": reason}).status_code == 200
    assert "Đã đổi thời lượng dự kiến, báo 3 thành phần" in writer.page
    assert "stamp-late" not in writer.page, "everybody had the invitation in time"

    meeting = meeting_of(office, meeting_id)
    assert (meeting.starts_at, meeting.length, meeting.sequence) == (start, 240, 1)
    event = office.session.scalars(select(MeetingEvent).filter_by(kind="length")).one()
    assert event.facts == {"length_before": None, "length": 240, "reason": reason, "sequence": 1}
    work_off()
    assert {mail.subject for mail in outbox.mails} == {"Họp 01/GM-UBND dự kiến kéo dài 4 giờ"}
    assert "trước là chưa rõ, tính 2 giờ" in outbox.mails[0].text
    assert sequence_since(office, meeting) == 0, "whoever accepted the hour still does"
    ends = f"DTEND:{start + timedelta(hours=4):%Y%m%dT%H%M%SZ}".encode()
    assert all(b"SEQUENCE:1" in (mail.calendar or b"") and ends in (mail.calendar or b"") for mail in outbox.mails)
    invited = sign_in("giamdoc.stc").get(f"/meetings/{meeting_id}/invitation").text
    assert "Dự kiến kéo dài 4 giờ, trước là chưa rõ." in invited

    writer.get(path)
    assert "Chưa rõ, tính 2 giờ" not in writer.page, "what was said once is not unsaid"
    assert writer.post(path, {**same, "length": "90", "place": "Hội trường", "reason": reason}).status_code == 200
    outbox.mails.clear()
    work_off()
    assert "Dự kiến kéo dài 1 giờ 30 phút, trước là 4 giờ." in outbox.mails[0].text


def test_a_late_invitee_is_refused_until_the_chairs_order_and_marked_for_ever(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
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
    order = {"day": chief.field("day"), "reason": "Bão số 9 đổ bộ, Chủ tịch ra lệnh lúc 13:00"}
    assert chief.post(f"/meetings/{meeting_id}/order", {**order, "reason": "gấp"}).status_code == 422
    chief.post(f"/meetings/{meeting_id}/order", order)
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


def test_pages_say_what_is_done_instead_once_the_meeting_has_begun(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=25, minutes=1)
    writer, at = sign_in("chuyenvien"), f"/meetings/{meeting_id}"
    assert "ghi họ tên, chức vụ vào diễn biến của biên bản" in writer.get(f"{at}/invite").text
    assert "dời họp sang" not in writer.page, "nothing that cannot be done any more"
    assert "đã phát tại phiên họp thì ghi vào mục ấy, kèm bản điện tử" in writer.get(f"{at}/papers").text
    with pytest.raises(Refused) as refused, office.transaction():
        service.put_paper(office, world.actor("chuyenvien"), meeting_id, make_file(office))
    assert [str(one.cure) for one in refused.value.problems] == [str(PAPER_AT_TABLE)]
