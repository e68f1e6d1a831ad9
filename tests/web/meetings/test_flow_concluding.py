"""The conclusion of a meeting through HTTP: issued, sent, found again, shown to the next meeting on the matter."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

from sqlalchemy import select

from e_office.core.office import Office
from e_office.exchange.models import Dispatch
from e_office.meetings.letters import conclusion_docx
from e_office.meetings.models import Conclusion
from tests.conftest import MovingClock, Outbox
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, sent_original, words_of_docx


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
    sheet = words_of_docx(sent_original(office, document.id))
    assert sheet[sheet.index("Nơi nhận:") + 1 :][:6] == [
        "- Sở Tài nguyên và Môi trường;", "- Sở Tài chính;", "- Ủy ban nhân dân huyện Kỳ Anh;", "- Sở Công Thương;",
        "- Gửi: VB điện tử;", "- Lưu: VT, TH1.",
    ], "a notice names who gets it"  # fmt: skip
    assert "01/TB-UBND" in sign_in("vanthu.stc").get(f"/meetings/{meeting_id}/invitation").text

    later = make_issued(office, world)
    page = sign_in("vanthu.stc").get(f"/meetings/{later}/invitation").text
    assert "Cuộc họp trước về việc này" in page
    assert "01/TB-UBND" in page


def test_an_invitee_finds_the_conclusion_by_words_typed_without_accents(
    sign_in: SignIn,
    office: Office,
    world: World,
    clock: MovingClock,
    work_off: Callable[[], int],
    both_databases: str,
) -> None:
    meeting_id = make_issued(office, world, purpose="Họp nghe báo cáo công tác quản lý khoáng sản trên địa bàn tỉnh")
    make_issued(office, world, purpose="Họp về thu ngân sách", ahead=timedelta(hours=27))
    clock.move(hours=30)
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/conclusion"
    writer.get(path)
    form = {
        "assessment": "Việc cấp phép còn chậm, hồ sơ tồn đọng nhiều.",
        "signer": str(world.persons["chanhvanphong"]),
        "task-1": "Rà soát toàn bộ mỏ đất san lấp",
        "lead-1": str(world.units["stnmt"]),
    }
    writer.post(path, {**form, "act": "issue", "version": writer.field("version")})
    writer.post(f"{path}/issue", {"version": writer.field("version")})
    document = office.session.scalars(select(Conclusion)).one().document
    assert document is not None
    work_off()

    search, link = "/search?q=ket+luan+cuoc+hop+khoang+san&kind=conclusion", f'href="/documents/{document.id}'
    reader = sign_in("vanthu.stc")
    page = reader.get(search).text
    assert link in page
    assert "01/TB-UBND" in page
    assert "GM-UBND" not in page[page.index("<main") :], "conclusions alone were asked for"
    assert re.search(r"<mark>[^<]*khoáng sản", page), "what was typed without accents is marked in the text with them"
    assert reader.get(f"/documents/{document.id}").status_code == 200
    assert link in reader.get("/search?q=mo+dat+san+lap&kind=conclusion").text, "by the words of its .docx as well"
    assert link not in sign_in("vanthu.sct").get(search).text, "who was not invited does not find it"


def test_a_proposal_nobody_answered_is_not_printed_as_noted_by_the_chair(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/conclusion"
    writer.get(path)
    asked = "Xin bổ sung 200 tỷ đồng\nXin thêm người:\nLùi hạn: đồng ý"
    form = {"assessment": "Đạt.", "signer": str(world.persons["chanhvanphong"]), "proposals": asked, "act": "issue"}
    assert writer.post(path, {**form, "version": writer.field("version")}).status_code == 422
    page = unescape(writer.page)
    assert "Kiến nghị chưa có ý kiến giải quyết: Xin bổ sung 200 tỷ đồng" in page
    assert "Kiến nghị chưa có ý kiến giải quyết: Xin thêm người" in page
    assert asked in page, "nothing typed is lost"
    assert writer.post(f"{path}/issue", {"version": writer.field("version")}).status_code == 422
    written = office.session.scalars(select(Conclusion)).one()
    assert written.issued_at is None
    draft = conclusion_docx(office, written, number=None, day=None)
    assert not any("ghi nhận" in line for line in words_of_docx(draft))


def test_before_issue_names_no_unit_goes_by_and_tasks_without_a_day_are_told(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/conclusion"
    writer.get(path)
    form = {
        "signer": str(world.persons["chanhvanphong"]), "act": "issue",
        "task-1": "Đo đạc", "lead-1": str(world.units["sct"]), "due-1": "01/12/2026",
        "with-1": "Sở Không Có Thật; UBND huyện Kỳ Anh, Sở Tài chính",
        "task-2": "Báo cáo", "lead-2": str(world.units["stc"]), "with-2": "Sở Công Thương",
    }  # fmt: skip
    writer.post(path, {**form, "version": writer.field("version")})
    assert "Nhiệm vụ 1: không nhận ra đơn vị phối hợp Sở Không Có Thật. Tên vẫn in" in writer.page
    assert "Nhiệm vụ 2: không nhận ra" not in writer.page
    assert "Nhiệm vụ 2 chưa ghi xong trước ngày nào" in writer.page
    assert "Nhiệm vụ 1 chưa ghi" not in writer.page
    assert writer.post(f"{path}/issue", {"version": writer.field("version")}).status_code == 200, "warned, not refused"
    assert office.session.scalars(select(Conclusion)).one().issued_at is not None
