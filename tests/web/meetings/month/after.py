"""What became of it: the conclusion within five working days, its task late, reported and done, found again."""

from __future__ import annotations

from sqlalchemy import select

from e_office.meetings.tasks.models import ConclusionTask
from tests.factories.meetings import make_draft
from tests.web.meetings.helpers import written
from tests.web.meetings.month.before import START
from tests.web.meetings.month.house import KYANH, SCT, STC, STNMT, Month, boxes, words_of

TASK = "Hoàn thành đo đạc 214 hộ xã Kỳ Lợi"


def the_conclusion_is_owed_and_issued_on_its_last_day(month: Month, meeting_id: int) -> int:
    """QĐ 45/2018: Tuesday the 15th and five working days make Tuesday the 22nd; gives the one task."""
    month.it_is("21/12/2026", "09:00")
    assert "hạn 22/12/2026" in month.sees("chuyenvien", "/meetings/unconcluded")
    month.it_is("22/12/2026", "15:00")
    assert "quá hạn" not in _row_of(month, "/meetings/unconcluded"), "the last day is in time"
    path = f"/meetings/{meeting_id}/conclusion"
    writer = month.sits("chuyenvien", path)
    form = {
        "assessment": "Tiến độ chậm ở xã Kỳ Lợi.", "present": "", "reported_by": "Sở Tài nguyên và Môi trường",
        "proposals": "Bổ sung kinh phí: giao Sở Tài chính xem xét", "task-1": TASK, "due-1": "28/12/2026",
        "signer": str(month.world.persons["chanhvanphong"]), "lead-1": str(month.world.units["sct"]),
        "with-1": "UBND huyện Kỳ Anh", "act": "issue", "version": writer.field("version"),
    }  # fmt: skip
    assert writer.post(path, form).status_code == 200
    writer.post(f"{path}/issue", {"version": writer.field("version")})
    assert "01/TB-UBND" in words_of(writer.page)
    letters = month.mail()
    assert [one.to for one in letters] == sorted(boxes(STNMT, STC, SCT, KYANH))
    assert all("01/TB-UBND" in one.subject and one.calendar == "" for one in letters)
    assert "01/TB-UBND" in month.sees("vanthu.stc", f"/meetings/{meeting_id}/invitation")
    assert TASK in month.sees("vanthu.sct", "/"), "who leads it finds it on the desk"
    return month.office.session.scalars(select(ConclusionTask.id)).one()


def _row_of(month: Month, path: str) -> str:
    """What the list of meetings without a conclusion says of the one of the 15th."""
    page = month.sees("chuyenvien", path)
    return next(row for row in page.split("ngày ") if "15/12" in row)


def the_task_is_late_followed_up_and_done(month: Month, task_id: int) -> None:
    """M14, M16 d: overdue on both desks; reported late, sent back, reported again, confirmed."""
    path = f"/meetings/tasks/{task_id}"
    month.it_is("29/12/2026", "08:30")
    for login, page in (
        ("vanthu.sct", "/meetings/tasks?view=overdue"),
        ("chuyenvien", "/meetings/tasks?whose=given&view=overdue"),
    ):
        assert TASK in month.sees(login, page), login
    lead = month.sits("vanthu.sct", path)
    lead.post(f"{path}/report", {"words": "Đã đo 202 hộ"})
    assert "Đã báo cáo muộn, chờ xác nhận" in month.sees("vanthu.sct", path)
    giver = month.sits("chuyenvien", path)
    assert "Báo cáo chờ xác nhận" in month.sees("chuyenvien", "/")
    giver.post(f"{path}/giveback", {"words": "Còn thiếu hồ sơ của 12 hộ"})
    assert "Còn thiếu hồ sơ của 12 hộ" in month.sees("vanthu.sct", path)
    month.it_is("30/12/2026", "16:00")
    month.sits("vanthu.sct", path).post(f"{path}/report", {"words": "Đã đo xong 214 hộ"})
    month.sits("chuyenvien", path).post(f"{path}/confirm", {"words": ""})
    assert "Đã xong, muộn" in month.sees("chuyenvien", path)


def what_was_decided_is_found_without_accents(month: Month, meeting_id: int, task_id: int) -> None:
    """An invitee asks "what was decided on this?" with a keyboard without accents and is led to task and notice."""
    month.it_is("31/12/2026", "09:00")
    reader = month.sits("vanthu.stnmt", "/meetings/tasks?whose=read&q=do+dac+ky+loi")
    assert f"/meetings/tasks/{task_id}" in reader.page
    assert "Đã xong, muộn" in words_of(reader.page)
    assert f"/meetings/tasks/{task_id}" not in reader.get("/meetings/tasks?whose=read&q=thu+ngan+sach").text
    notice = month.meeting(meeting_id).conclusion
    assert notice is not None
    search = month.sits("vanthu.stnmt", "/search?q=ket+luan+giai+phong+mat+bang&kind=conclusion")
    assert f'href="/documents/{notice.document_id}' in search.page


def it_is_offered_to_whoever_writes_the_next_invitation(month: Month) -> None:
    """M16 c: while the purpose is typed, the notice and what became of its task stand beside it."""
    draft = make_draft(month.office, month.world, purpose="Họp", papers=())
    writer = month.sits("chuyenvien", f"/meetings/{draft}/edit")
    assert "01/TB-UBND" not in words_of(writer.page), "nothing is said of the matter yet"
    form = written(START, purpose="Họp về giải phóng mặt bằng Khu kinh tế Vũng Áng năm 2027")
    writer.post(f"/meetings/{draft}/edit", {**form, "act": "save", "version": writer.field("version")})
    page = words_of(writer.get(f"/meetings/{draft}/edit").text)
    for said in ("Cuộc họp trước về việc này", "01/TB-UBND", TASK, "Đã xong, muộn"):
        assert said in page, said
