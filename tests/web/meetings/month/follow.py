"""What is owed after the meeting: the absent agency answers in writing, whoever was there reports to the head."""

from __future__ import annotations

from sqlalchemy import select

from e_office.meetings.absent.models import AbsentAsk
from e_office.meetings.reports_back.models import ReportBack
from e_office.meetings.reports_back.opening import open_duties
from tests.web.meetings.month.house import SCT, Month, boxes, words_of

PART = "Giao Sở Công Thương đo đạc xong trước 28/12."


def the_absent_agency_gets_its_part_and_answers(month: Month, meeting_id: int) -> None:
    """O5, O6: only who stayed away is asked, by mail and on the desk; a stance, not words alone, is the answer."""
    path, unit = f"/meetings/{meeting_id}/absent", month.world.units["sct"]
    writer = month.sits("chuyenvien", path)
    assert "Sở Công Thương" in words_of(writer.page)
    assert "Sở Tài chính" not in words_of(writer.page), "a substitute the chair agreed to was there"
    sent = {"unit": str(unit), f"part-{unit}": ["line-1"], "due_on": "21/12/2026"}
    assert writer.post(path, sent).status_code == 200
    (letter,) = month.mail()
    assert [letter.to] == boxes(SCT)
    ask_id = month.office.session.scalars(select(AbsentAsk.id)).one()
    assert f"/meetings/absent/{ask_id}" in letter.text
    assert "Phải trả lời bằng văn bản, do vắng họp" in month.sees("vanthu.sct", "/")
    page = f"/meetings/absent/{ask_id}"
    for wish in ("", "?answer=absent", "?answer=substitute"):
        assert page in month.sits("vanthu.sct").get(f"/meetings/{meeting_id}/invitation{wish}").text, wish
    clerk = month.sits("vanthu.sct", page)
    assert PART in words_of(clerk.page)
    assert clerk.post(f"{page}/answer", {"words": "Đã nhận"}).status_code == 422, "agree or not?"
    said = {"stance": "agree_if", "words": "Đề nghị huyện cử người dẫn đạc"}
    assert clerk.post(f"{page}/answer", said).status_code == 200
    assert "đồng ý, đề nghị sửa" in month.sees("chuyenvien", f"/meetings/{meeting_id}").lower()
    assert "Phải trả lời bằng văn bản" not in month.sees("vanthu.sct", "/")


def who_was_there_reports_to_the_head(month: Month) -> None:
    """O9, M16 d: the unit of an agreed substitute owes the head what was concluded; nobody else reads it."""
    open_duties(month.office)
    month.office.session.rollback()
    rows = {row.unit_id: row.id for row in month.office.session.scalars(select(ReportBack))}
    assert month.world.units["sct"] not in rows, "who was absent has nothing to report"
    path = f"/meetings/reports-back/{rows[month.world.units['stc']]}"
    assert "Báo cáo lại sau họp" in month.sees("vanthu.stc", "/")
    clerk = month.sits("vanthu.stc", path)
    assert "Hồ Sỹ Long" in words_of(clerk.page)
    told = "Bố trí vốn tái định cư trong quý I"
    assert clerk.post(path, {"concluded": told, "nothing": "y"}).status_code == 200
    assert told in month.sees("giamdoc.stc", path)
    assert month.sits("chuyenvien").get(path).status_code == 404
