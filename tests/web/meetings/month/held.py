"""The meeting itself: who is reminded before it, the minutes two secretaries write, the two who sign them."""

from __future__ import annotations

from datetime import timedelta

from e_office.handling.digests import leave_digests
from e_office.meetings.reminders.jobs import remind_by_itself
from tests.factories.meetings import make_issued
from tests.web.meetings.month.before import PURPOSE, START
from tests.web.meetings.month.house import SCT, Month, boxes, words_of
from tests.web.meetings.test_flow_minutes import base_in, minutes_now, part

FOREST, BUDGET = "Họp về phòng cháy, chữa cháy rừng", "Họp về dự toán ngân sách năm 2027"


def two_other_meetings_are_issued(month: Month) -> tuple[int, int]:
    """Both on Friday the 18th: forest fires at 14:00, the budget at 09:00; three units each, three mails each."""
    friday = START + timedelta(days=3)
    made = [
        make_issued(
            month.office, month.world, papers=(), invited=("stnmt", "stc", "sct"), purpose=purpose, starts_at=start
        )
        for purpose, start in ((FOREST, friday + timedelta(hours=6)), (BUDGET, friday + timedelta(hours=1)))
    ]
    assert len(month.mail()) == 6
    return made[0], made[1]


def one_mail_tells_the_silent_one_of_everything(month: Month, meeting_id: int) -> None:
    """A day before the start: a reminder on the desk of the one unit that owes something, and one mail, not three."""
    month.it_is("14/12/2026", "08:00")
    assert (remind_by_itself(month.office), remind_by_itself(month.office)) == (1, 0), "once, whoever asks how often"
    assert "Nhắc mở giấy mời" in month.sees("vanthu.sct", "/")
    assert "Nhắc mở giấy mời" not in month.sees("vanthu.stc", "/")
    assert (leave_digests(month.office), leave_digests(month.office)) == (1, 0)
    (letter,) = month.mail()
    assert [letter.to] == boxes(SCT)
    assert "3 việc" in letter.subject
    assert letter.text.count("Mở giấy mời và trả lời dự họp") == 3
    for said in (PURPOSE, FOREST, BUDGET, f"/meetings/{meeting_id}/invitation", "08:00 15/12"):
        assert said in letter.text, said
    assert letter.calendar == ""


def absent_without_a_reason_is_no_answer(month: Month, meeting_id: int) -> None:
    """The unit that was reminded opens the invitation at last and says it will not come, but not why."""
    silent = month.sits("vanthu.sct", f"/meetings/{meeting_id}/invitation")
    answer = {"invitee": month.invitee(meeting_id, "sct").id, "answer": "absent", "reason": ""}
    assert silent.post(f"/meetings/{meeting_id}/answer", answer).status_code == 422
    assert month.invitee(meeting_id, "sct").answer is None


def two_secretaries_write_the_minutes(month: Month, meeting_id: int) -> None:
    """Both in one part at once, nothing of either is lost; who came, who came wrongly, who did not come at all."""
    month.it_is("15/12/2026", "10:40")
    path = f"/meetings/{meeting_id}/minutes"
    first, second = month.sits("chuyenvien", path), month.sits("vanthu")
    first.post(f"{path}/begin", {})
    hours = {
        "secretary": str(month.world.persons["chuyenvien"]),
        "day": "15/12/2026",
        "started": "08:00",
        "ended": "10:30",
    }
    assert first.post(f"{path}/head", hours).status_code == 200
    came = {
        f"state-{month.invitee(meeting_id, unit).id}": state
        for unit, state in (("stnmt", "present"), ("stc", "substitute"), ("kyanh", "substitute"), ("sct", "absent"))
    }
    for unit, name, post in (("stc", "Hồ Sỹ Long", "Phó Giám đốc"), ("kyanh", "Nguyễn Văn Biển", "Trưởng phòng")):
        invitee = month.invitee(meeting_id, unit).id
        came |= {f"name-{invitee}": name, f"post-{invitee}": post}
    assert first.post(f"{path}/attendance", came).status_code == 200
    base = base_in(part(first, meeting_id, "course", "Khai mạc.\nSở TNMT báo cáo.", 0))
    second.get(path)
    part(second, meeting_id, "course", "Khai mạc lúc 8 giờ.\nSở TNMT báo cáo.", base)
    merged = part(first, meeting_id, "course", "Khai mạc.\nSở TNMT báo cáo, Sở Tài chính nêu nguồn vốn.", base)
    assert "cũng đang sửa phần này" in merged
    assert (
        minutes_now(month.office).text("course") == "Khai mạc lúc 8 giờ.\nSở TNMT báo cáo, Sở Tài chính nêu nguồn vốn."
    )
    part(second, meeting_id, "conclusion", "Giao Sở Công Thương đo đạc xong trước 28/12.", 0)
    first.get(path)
    assert "Đã gửi dự thảo biên bản" in words_of(first.post(f"{path}/circulate", {}).text)


def two_people_sign_them(month: Month, meeting_id: int) -> None:
    """O4: the secretary's signature makes nothing final; the chair's does, and then nothing is changed any more."""
    path = f"/meetings/{meeting_id}/minutes"
    page = month.sees("vanthu.stc", path)
    assert "Hồ Sỹ Long" in page
    assert "Lưu phần này" not in page, "who was asked for a paper reads the minutes and does not write them"
    clerk = month.sits("vanthu.stc", path)
    assert clerk.post(f"{path}/parts/votes", {"text": "Đồng ý 12.", "base": "0"}).status_code in {403, 404}
    month.it_is("16/12/2026", "09:00")
    secretary = month.sits("chuyenvien", path)
    secretary.post(f"{path}/sign", {"sha256": secretary.field("sha256")})
    assert minutes_now(month.office).document_id is None
    chair = month.sits("phochutich", path)
    chair.post(f"{path}/sign", {"sha256": chair.field("sha256")})
    minutes = minutes_now(month.office)
    assert minutes.state == "signed"
    assert {one.person_id for one in minutes.signatures} == {
        month.world.persons["chuyenvien"], month.world.persons["phochutich"],
    }  # fmt: skip
    late = part(month.sits("vanthu", path), meeting_id, "course", "Viết lại.", 3)
    assert "đã có đủ hai chữ ký" in late
    month.work_off()
    assert month.sits("vanthu.stc").get(f"/documents/{minutes.document_id}").status_code == 200


def who_did_not_come_as_asked_is_seen(month: Month, meeting_id: int) -> None:
    """M4, M5: the refused substitute counts as the wrong one; the agreed one does not."""
    page = f"/meetings/{meeting_id}/invitation"
    assert "Sai thành phần" in month.sees("vanthu.kyanh", page)
    assert "Sai thành phần" not in month.sees("vanthu.stc", page)
