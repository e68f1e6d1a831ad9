"""Tasks of a conclusion through HTTP: made with the notice, reported, sent back, confirmed, found again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.exchange.models import Dispatch
from e_office.meetings import service
from e_office.meetings.tasks import digest
from e_office.meetings.tasks.models import ConclusionTask, ConclusionTaskUnit
from tests.conftest import MovingClock
from tests.factories.conclusions import conclude
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, sent_original, words_of_docx


def test_a_task_goes_from_the_notice_to_its_confirmation(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    """M14, M16: what became of a conclusion stands on every page that tells of it."""
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    due = office.today() + timedelta(days=3)
    first, _second = conclude(office, world, meeting_id, [{"due_on": due}, {"text": "Báo cáo Thường trực Tỉnh ủy"}])
    with office.transaction():
        service.issue_conclusion(office, world.actor("chuyenvien"), meeting_id)
    assert count(office, ConclusionTask) == 2, "issued twice, made once"
    assert count(office, ConclusionTaskUnit, task_id=first) == 2, "both helpers were recognised"

    lead, path = sign_in("vanthu.sct"), f"/meetings/tasks/{first}"
    assert "Hoàn thành đo đạc 214 hộ" in lead.get("/").text
    assert "Hoàn thành đo đạc 214 hộ" in lead.get("/meetings/tasks").text
    assert "Hoàn thành đo đạc" not in lead.get("/meetings/tasks?view=overdue").text
    assert lead.post(f"{path}/confirm", {"words": ""}).status_code == 403
    lead.get(path)
    assert lead.post(f"{path}/report", {"words": " "}).status_code == 422
    assert lead.post(f"{path}/report", {"words": "Đã đo", "code": "99/SCT"}).status_code == 422
    assert "Không có văn bản đi số 99/SCT" in lead.page

    clock.move(days=4)
    lead.sign_in("vanthu.sct")
    assert "Hoàn thành đo đạc" in lead.get("/meetings/tasks?view=overdue").text
    lead.get(path)
    lead.post(f"{path}/report", {"words": "Đã đo xong 214 hộ"})
    assert "Đã báo cáo muộn, chờ xác nhận" in lead.get(path).text
    assert sign_in("vanthu.stc").post(f"{path}/report", {"words": "thay"}).status_code == 403

    giver = sign_in("chuyenvien")
    assert "Báo cáo chờ xác nhận" in giver.get("/").text
    assert "Đã đo xong 214 hộ" in giver.get(path).text
    assert giver.post(f"{path}/giveback", {"words": ""}).status_code == 422
    giver.post(f"{path}/giveback", {"words": "Còn thiếu hồ sơ của 12 hộ"})
    assert "Còn thiếu hồ sơ của 12 hộ" in lead.get(path).text
    lead.post(f"{path}/report", {"words": "Đã bổ sung 12 hồ sơ"})
    giver.post(f"{path}/confirm", {"words": ""})
    assert "Đã xong, muộn" in giver.get(path).text
    assert giver.post(f"{path}/confirm", {"words": ""}).status_code == 422, "done once"
    for page in (
        f"/meetings/{meeting_id}",
        f"/documents/{_notice(office, first)}",
        "/meetings/tasks?whose=given&view=done",
    ):
        assert "Đã xong, muộn" in giver.get(page).text, page


def test_what_was_decided_is_found_without_accents_by_whoever_may_read_the_notice(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int]
) -> None:
    meeting_id = make_issued(office, world, invited=("stnmt", "kyanh"))
    clock.move(hours=30)
    (task_id,) = conclude(office, world, meeting_id, [{"with_units": "Sở Tài chính"}])
    work_off()
    invited = sign_in("vanthu.stnmt")
    page = invited.get("/meetings/tasks?whose=read&q=do+dac+ky+loi").text
    assert f"/meetings/tasks/{task_id}" in page
    assert f"/meetings/tasks/{task_id}" not in invited.get("/meetings/tasks?whose=read&q=thu+ngan+sach").text
    assert f"/meetings/tasks/{task_id}" in invited.get(f"/meetings/{meeting_id}/invitation").text
    helper = sign_in("vanthu.stc")
    assert helper.get(f"/documents/{_notice(office, task_id)}").status_code == 200, "who helps may read what was said"
    assert f"/meetings/tasks/{task_id}" in helper.get("/meetings/tasks").text
    notice = _notice(office, task_id)
    assert count(office, Dispatch, document_id=notice, unit_id=world.units["stc"]) == 1, "it is sent to them too"
    assert any("Sở Tài chính" in line for line in words_of_docx(sent_original(office, notice))[-12:]), "in Nơi nhận"
    assert "Sở Tài chính" in office.session.get_one(Document, notice).recipients.splitlines()
    later = make_issued(office, world)
    assert f"/meetings/tasks/{task_id}" in sign_in("vanthu.stnmt").get(f"/meetings/{later}/invitation").text


def test_who_may_not_read_the_notice_finds_no_task(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_issued(office, world, invited=("stnmt",))
    clock.move(hours=30)
    (task_id,) = conclude(office, world, meeting_id, [{"with_units": ""}])
    other = sign_in("vanthu.kyanh")
    assert other.get(f"/meetings/tasks/{task_id}").status_code == 404
    assert other.post(f"/meetings/tasks/{task_id}/report", {"words": "x"}).status_code == 404
    assert "Hoàn thành đo đạc" not in other.get("/meetings/tasks?whose=read").text


def test_a_file_proves_a_report_and_the_mail_of_the_day_names_what_is_due(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int], both_databases: str
) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    (task_id,) = conclude(office, world, meeting_id, [{"due_on": office.today() + timedelta(days=1)}])
    key, path = ("unit", world.units["sct"]), f"/meetings/tasks/{task_id}"
    assert key in digest.wanted(office)
    assert [line.path for line in digest.lines(office, key)] == [path]
    lead = sign_in("vanthu.sct")
    lead.get(path)
    file = (BytesIO(b"Da do xong 214 ho"), "Biên bản nghiệm thu.txt")
    assert lead.post(f"{path}/report", {"words": "", "files": file}).status_code == 422
    assert "Biên bản nghiệm thu.txt" in lead.page, "the file is not chosen again"
    file = (BytesIO(b"Da do xong 214 ho"), "Biên bản nghiệm thu.txt")
    assert lead.post(f"{path}/report", {"words": "Đã đo xong", "files": file}).status_code == 200
    work_off()
    office.session.rollback()
    kept = office.session.get_one(ConclusionTask, task_id).steps[0].files_id
    assert kept is not None
    assert sign_in("chuyenvien").get(f"/documents/{kept}").status_code == 200, "the giver reads it"
    assert sign_in("vanthu.stc").get(f"/documents/{kept}").status_code == 404
    assert key not in digest.wanted(office)
    assert [line.path for line in digest.lines(office, ("unit", world.units["ubnd"]))] == [path], "to be confirmed"


def _notice(office: Office, task_id: int) -> int:
    office.session.rollback()
    conclusion = office.session.get_one(ConclusionTask, task_id).meeting.conclusion
    assert conclusion is not None
    assert conclusion.document_id is not None
    return conclusion.document_id
