"""Where a conclusion's task comes from through HTTP: its item of the agenda, papers, notice and meeting, and to whom."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from e_office.core.office import Office
from e_office.meetings.agenda import service as agenda
from e_office.meetings.models import Conclusion, ConclusionItem
from e_office.meetings.rules_conclusion import matter_problems
from e_office.meetings.tasks.models import ConclusionTask
from tests.conftest import MovingClock
from tests.factories.conclusions import conclude, with_agenda
from tests.factories.meetings import make_draft
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, sent_original, words_of_docx

LAND, MONEY = "Đo đạc đất khu tái định cư", "Nguồn vốn đền bù"


@pytest.mark.parametrize(
    ("chosen", "known", "fields"),
    [
        ([], set(), []),
        ([None, None], set(), []),
        ([7, None, 8], {7, 8}, []),
        ([7, 9, 8], {8}, ["matter-1", "matter-2"]),
    ],
    ids=["no task", "of the whole meeting", "on the agenda", "every one that is not"],
)
def test_m14_a_task_names_an_item_of_its_own_meetings_agenda(
    chosen: list[int | None], known: set[int], fields: list[str]
) -> None:
    assert [one.field for one in matter_problems(chosen, known)] == fields


def test_a_task_keeps_its_item_from_the_form_to_the_sheet_and_its_page(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id, (land, money) = with_agenda(office, world, [LAND, MONEY])
    _other, (foreign,) = with_agenda(office, world, ["Nội dung cuộc khác"], ahead=timedelta(hours=27))
    clock.move(hours=30)
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/conclusion"
    writer.get(path)
    assert "Chung cho cả cuộc họp" in writer.page
    assert "selected>1. " not in writer.page, "of two items neither is obvious"
    row = {"assessment": "Còn chậm so với cam kết.", "signer": world.persons["chanhvanphong"]}
    row |= {"proposals": "Xin thêm vốn: giao Sở Tài chính xem xét"}
    for place, (text, matter) in enumerate([("Lập dự toán", money), ("Cắm mốc", land), ("Họp dân", "")], start=1):
        row |= {f"task-{place}": text, f"lead-{place}": world.units["sct"], f"with-{place}": "", f"due-{place}": ""}
        row[f"matter-{place}"] = matter
    wrong = writer.post(path, row | {"matter-2": foreign, "version": writer.field("version")})
    assert wrong.status_code == 422
    assert "Nội dung của nhiệm vụ 2 không có trong chương trình họp" in writer.page
    assert "Cắm mốc" in writer.page
    writer.post(path, row | {"version": writer.field("version")})
    assert re.search(rf'<select[^>]*name="matter-1">.*?<option value="{money}" selected>', writer.page), "it is kept"
    writer.post(f"{path}/issue", {"version": writer.field("version")})

    written = office.session.scalars(select(Conclusion)).one()
    assert [item.agenda_item_id for item in written.items] == [money, land, None]
    assert written.document_id is not None
    sheet = words_of_docx(sent_original(office, written.document_id))
    start = sheet.index("II. NHIỆM VỤ")
    assert sheet[start + 1] == f"Về nội dung “{MONEY}”:"
    assert sheet[start + 3] == f"Về nội dung “{LAND}”:"
    assert sheet[start + 5] == "Chung cho cả cuộc họp:"
    first, _second, whole = office.session.scalars(select(ConclusionTask).order_by(ConclusionTask.id)).all()
    task_path, whole_path = f"/meetings/tasks/{first.id}", f"/meetings/tasks/{whole.id}"

    invited = sign_in("vanthu.stc")
    page = unescape(invited.get(task_path).text)
    for shown in (MONEY, "Còn chậm so với cam kết.", "Xin thêm vốn", f"/meetings/{meeting_id}/invitation"):
        assert shown in page
    papers = page[page.index('id="papers"') :]
    assert f"Báo cáo {MONEY}" in papers
    assert f"Báo cáo {LAND}" not in papers, "those of its item"
    link = re.findall(r'href="(/documents/\d+)"', papers)[0]
    assert invited.get(link).status_code == 200
    both = unescape(invited.get(whole_path).text)
    assert f"Báo cáo {MONEY}" in both
    assert f"Báo cáo {LAND}" in both, "of the whole meeting, all its papers"

    lead = sign_in("vanthu.sct")
    page = unescape(lead.get(task_path).text)
    assert "Còn chậm so với cam kết." in page, "it got the notice"
    assert MONEY in page
    assert f"Báo cáo {MONEY}" not in page, "it was not invited: no paper, not even its name"
    assert f"/meetings/{meeting_id}/invitation" not in page
    assert f'href="/meetings/{meeting_id}"' not in page
    assert sign_in("vanthu.kyanh").get(task_path).status_code == 200
    assert sign_in("quantri").get(task_path).status_code == 404


def test_a_single_item_is_offered_and_not_printed(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id, (only,) = with_agenda(office, world, [LAND])
    clock.move(hours=30)
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/conclusion"
    writer.get(path)
    assert f'<option value="{only}" selected>' in writer.page
    conclude(office, world, meeting_id, [{"agenda_item_id": only}])
    document_id = office.session.scalars(select(Conclusion.document_id)).one()
    assert document_id is not None
    assert not any("Về nội dung" in line for line in words_of_docx(sent_original(office, document_id)))


@pytest.mark.usefixtures("both_databases")
def test_an_item_taken_off_the_agenda_leaves_its_tasks_to_the_whole_meeting(office: Office, world: World) -> None:
    from e_office.meetings import service

    meeting_id, writer = make_draft(office, world), world.actor("chuyenvien")
    with office.transaction():
        service.issue_invitation(office, writer, meeting_id)
    with office.transaction():
        item = agenda.add_item(office, writer, meeting_id, LAND)
    facts = service.ConclusionFacts(items=[service.ItemFacts(text="Cắm mốc", agenda_item_id=item.id)])
    with office.transaction():
        service.save_conclusion(office, writer, meeting_id, facts)
    with office.transaction():
        agenda.take_out(office, writer, meeting_id, item.id)
    office.session.expire_all()
    kept = office.session.scalars(select(ConclusionItem)).one()
    assert (kept.text, kept.agenda_item_id) == ("Cắm mốc", None)
