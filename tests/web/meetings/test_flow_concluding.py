"""The conclusion of a meeting through HTTP: issued, sent, found again, shown to the next meeting on the matter."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from e_office.core.office import Office
from e_office.exchange.models import Dispatch
from e_office.meetings.models import Conclusion
from tests.conftest import MovingClock, Outbox
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count


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
