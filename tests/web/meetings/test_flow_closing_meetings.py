"""Meetings that are over without a conclusion through HTTP: their age on the desk and in the list, "not needed"."""

from __future__ import annotations

from e_office.core.office import Office
from e_office.meetings.closing.models import ConclusionWaived
from tests.conftest import MovingClock
from tests.factories.conclusions import conclude
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of


def test_m14_a_meeting_waits_for_its_conclusion_until_one_is_issued_or_none_is_needed(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_issued(office, world)
    with office.transaction():
        meeting_of(office, meeting_id).rules = "QD45-2018"
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/not-needed"
    link = f'href="/meetings/{meeting_id}"'
    assert link not in writer.get("/meetings/unconcluded").text
    assert writer.post(path, {"reason": "Chỉ thông tin"}).status_code == 422, "it was not held yet"
    clock.move(days=3)
    writer.sign_in("chuyenvien")
    page = writer.get("/meetings/unconcluded").text
    assert link in page
    assert "quá hạn" not in page
    clock.move(days=10)
    writer.sign_in("chuyenvien")
    assert "quá hạn, hạn là" in writer.get("/meetings/unconcluded").text
    assert "Chưa có thông báo kết luận" in writer.get("/").text
    assert writer.get("/meetings/unconcluded").status_code == 200
    assert writer.post(path, {"reason": "  "}).status_code == 422
    assert sign_in("vanthu.stc").post(path, {"reason": "thay"}).status_code == 404
    writer.get("/meetings/unconcluded")
    writer.post(path, {"reason": "Họp thông tin, chủ trì không kết luận"})
    assert count(office, ConclusionWaived) == 1
    assert link not in writer.get("/meetings/unconcluded").text
    assert "Chưa có thông báo kết luận" not in writer.get("/").text
    assert "Họp thông tin, chủ trì không kết luận" in writer.get(f"/meetings/{meeting_id}").text
    assert writer.post(path, {"reason": "lần nữa"}).status_code == 422


def test_m14_an_issued_conclusion_closes_it(sign_in: SignIn, office: Office, world: World, clock: MovingClock) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    conclude(office, world, meeting_id)
    writer = sign_in("chuyenvien")
    assert f'href="/meetings/{meeting_id}"' not in writer.get("/meetings/unconcluded").text
    assert writer.post(f"/meetings/{meeting_id}/not-needed", {"reason": "không cần"}).status_code == 422
