"""The day of the typhoon: a meeting ordered within the day, one moved, one called off; everybody is told by mail."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from e_office.core.clock import ZONE
from tests.web.meetings.helpers import written
from tests.web.meetings.month.house import KYANH, SCT, STC, STNMT, Month, boxes, words_of

STORM = "Họp khẩn ứng phó với bão số 9"
ORDER = "Bão số 9 đổ bộ chiều nay, Chủ tịch ra lệnh lúc 07:30"
AT = datetime(2026, 12, 17, 14, tzinfo=ZONE)


def an_extraordinary_meeting_is_ordered_within_the_day(month: Month) -> int:
    """M9: too near without an order; the Chief of Office records the chair's; it goes out, late for all and for ever."""
    month.it_is("17/12/2026", "07:50")
    writer, world = month.sits("chuyenvien", "/meetings/new"), month.world
    writer.post("/meetings/new", {"purpose": STORM})
    found = re.search(r"/meetings/(\d+)/edit", writer.page)
    assert found
    edit, meeting_id = found.group(0), int(found.group(1))
    facts = written(
        AT, purpose=STORM, chair=str(world.persons["chutich"]), signer=str(world.persons["chanhvanphong"]),
        preparing_unit=str(world.units["stnmt"]), capacity="Lãnh đạo",
    )  # fmt: skip
    for unit in ("stnmt", "stc", "sct", "kyanh"):
        act = {"act": f"invite:u{world.units[unit]}", "version": writer.field("version")}
        assert writer.post(edit, facts | act).status_code == 200
    writer.get(edit)
    assert writer.post(f"/meetings/{meeting_id}/issue", {"version": writer.field("version")}).status_code == 422
    assert "Giờ họp quá gần" in words_of(writer.page)
    assert month.sits("vanthu").get(f"/meetings/{meeting_id}/order").status_code == 403, "the Chief's alone"
    chief = month.sits("chanhvanphong", f"/meetings/{meeting_id}/order")
    order = {"day": chief.field("day"), "reason": ORDER}
    assert chief.post(f"/meetings/{meeting_id}/order", order).status_code == 200
    writer.get(f"/meetings/{meeting_id}/confirm")
    page = words_of(writer.page)
    assert "Muộn 2 ngày 17 giờ, theo lệnh họp cấp bách" in page
    assert "Tài liệu gửi sau là gửi muộn" in page, "no promise that papers may still come in time"
    writer.post(f"/meetings/{meeting_id}/issue", {"version": writer.field("version")})
    assert "tới 4 thành phần" in words_of(writer.page)
    by = timedelta(days=2, hours=17, minutes=50)
    assert set(month.late(meeting_id).values()) == {by}, "from 14:00 on Monday, three working days before"
    letters = month.mail()
    assert [one.to for one in letters] == sorted(boxes(STNMT, STC, SCT, KYANH))
    assert all("METHOD:REQUEST" in one.calendar for one in letters)
    assert "Gửi muộn" in month.sees("vanthu.kyanh", f"/meetings/{meeting_id}/invitation")
    return meeting_id


def a_meeting_is_moved(month: Month, meeting_id: int) -> None:
    """Forest fires go to Wednesday the 23rd: lawful, so nobody has it late; each calendar entry moves with it."""
    writer = month.sits("chuyenvien", f"/meetings/{meeting_id}/move")
    form = {
        "day": "23/12/2026",
        "hour": "14:00",
        "place": "Hội trường",
        "bridge": "",
        "reason": "Bão số 9, dời một tuần",
    }
    assert writer.post(f"/meetings/{meeting_id}/move", form).status_code == 200
    assert "Đã dời họp, báo 3 thành phần" in words_of(writer.page)
    letters = month.mail()
    assert [one.to for one in letters] == sorted(boxes(STNMT, STC, SCT))
    for letter in letters:
        assert "SEQUENCE:1" in letter.calendar
        assert "DTSTART:20261223T070000Z" in letter.calendar
        assert "Bão số 9, dời một tuần" in letter.text
    page = month.sees("vanthu.stc", f"/meetings/{meeting_id}/invitation")
    assert "Đã dời sang" in page
    assert month.late(meeting_id) == {}


def another_is_called_off(month: Month, meeting_id: int) -> None:
    """The budget is called off; its number stays taken and the entries vanish from the calendars."""
    path, why = f"/meetings/{meeting_id}/call-off", "Bão số 9, ngân sách cho ý kiến bằng văn bản"
    writer = month.sits("chuyenvien", path)
    assert writer.post(path, {"reason": "bão"}).status_code == 422
    assert writer.post(path, {"reason": why}).status_code == 200
    letters = month.mail()
    assert [one.to for one in letters] == sorted(boxes(STNMT, STC, SCT))
    assert all("METHOD:CANCEL" in one.calendar and why in one.text for one in letters)
    page = month.sees("vanthu.sct", f"/meetings/{meeting_id}/invitation")
    assert "đã hủy" in page
    assert why in page
    assert "Đã hết giờ trả lời" not in page, "nothing was missed"


def the_storm_is_late_for_ever(month: Month, meeting_id: int) -> None:
    """Weeks later the mark stands where the meeting is listed among those held."""
    assert "Gửi muộn" in month.sees("vanthu.kyanh", f"/meetings/{meeting_id}/invitation")
    assert set(month.late(meeting_id).values()) == {timedelta(days=2, hours=17, minutes=50)}
