"""A conclusion notice drafted by the preparing unit, through HTTP: to the Office, back, to it again, issued (M14)."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select

from e_office.core.audit import JournalEntry
from e_office.core.office import Office
from e_office.meetings import service
from e_office.meetings.handover.models import ConclusionHandover
from e_office.meetings.handover.service import give_back
from e_office.meetings.models import Conclusion
from e_office.notices.models import Notice
from tests.conftest import MovingClock
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of

DESK = 'id="unconcluded"'
WAITS, BACK = "đã chuyển Văn phòng", "Văn phòng trả lại"


def form_of(world: World, **changes: object) -> dict[str, object]:
    return {
        "assessment": "Tiến độ còn chậm.", "present": "", "reported_by": "", "proposals": "", "signer": "",
        "task-1": "Cắm mốc xong 214 hộ", "lead-1": world.units["sct"], "with-1": "", "due-1": "", **changes,
    }  # fmt: skip


def test_m14_the_preparing_unit_drafts_and_the_office_issues(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_issued(office, world, invited=("stc", "kyanh"))
    path = f"/meetings/{meeting_id}/conclusion"
    link, form = f'href="/meetings/{meeting_id}"', form_of(world)
    clock.move(hours=30)
    unit = sign_in("chuyenvien.stnmt")
    assert DESK in unit.get("/").text, "its desk says that the notice is missing"
    unit.get(path)
    assert "Kiểm lại và chuyển Văn phòng" in unit.page
    assert "Kiểm lại và phát hành" not in unit.page
    lacking = {**form, "lead-1": "", "proposals": "Xin thêm vốn"}
    assert unit.post(path, {**lacking, "act": "issue", "version": unit.field("version")}).status_code == 422
    for said in ("Chưa chuyển được", "Nhiệm vụ 1 chưa có đơn vị chủ trì", "Kiến nghị chưa có ý kiến giải quyết"):
        assert said in unit.page, "every problem at once, but who signs, which the Office says"
    assert "Chưa chọn người ký" not in unit.page
    unit.post(path, {**form, "act": "issue", "version": unit.field("version")})
    assert "Chuyển Văn phòng phát hành" in unit.page
    assert unit.post(f"{path}/issue", {"version": unit.field("version")}).status_code == 403, "the Office issues"
    unit.get(f"{path}/confirm")
    unit.post(f"{path}/hand-over", {"version": unit.field("version")})
    assert WAITS in unit.page
    assert "Đặng Thị Nga" in unit.page
    assert DESK not in unit.get("/").text, "nothing is left to do for the unit"
    assert WAITS in unit.get("/meetings/unconcluded").text, "and it sees where its draft is"
    unit.get(path)
    assert "Đã chuyển Văn phòng, đang chờ phát hành." in unit.page
    assert "<fieldset disabled>" in unit.page
    assert unit.post(path, {**form, "task-1": "Đổi lén", "version": unit.field("version")}).status_code == 422
    assert "Đổi lén" in unit.page, "nothing typed is lost"
    assert unit.post(f"{path}/hand-over", {"version": unit.field("version")}).status_code == 422, "handed over once"

    clerk = sign_in("vanthu")
    said = "Sở Tài nguyên và Môi trường chuyển dự thảo kết luận, chờ phát hành"
    assert f'href="{path}"' in notice_row(clerk.get("/").text, said)
    assert said in sign_in("chuyenvien").get("/").text, "who began the invitation is told too"
    assert said not in sign_in("chutich").get("/").text
    assert WAITS in clerk.get("/meetings/unconcluded").text
    clerk.get(path)
    assert "Đơn vị chuẩn bị nội dung đã chuyển Văn phòng." in clerk.page
    assert "Cắm mốc xong 214 hộ" in clerk.page
    assert "Đổi lén" not in clerk.page
    assert clerk.post(f"{path}/give-back", {"reason": "  "}).status_code == 422
    assert "Chưa ghi vì sao trả lại" in clerk.page
    assert clerk.post(f"/meetings/{meeting_id}/not-needed", {"reason": "Thôi"}).status_code == 422
    clerk.get(path)
    clerk.post(f"{path}/give-back", {"reason": "Thiếu hạn của nhiệm vụ 1"})
    assert clerk.post(f"{path}/give-back", {"reason": "lần nữa"}).status_code == 422

    unit.sign_in("chuyenvien.stnmt")
    home = unit.get("/").text
    assert "Văn phòng trả lại dự thảo kết luận: Thiếu hạn của nhiệm vụ 1." in home
    assert DESK in home, "it is the unit's to do again"
    assert BACK in unit.get("/meetings/unconcluded").text
    unit.get(path)
    assert "Thiếu hạn của nhiệm vụ 1. Bùi Thị Thu Hà trả lại lúc" in unescape(unit.page)
    form["due-1"] = "20/12/2026"
    unit.post(path, {**form, "act": "issue", "version": unit.field("version")})
    unit.post(f"{path}/hand-over", {"version": unit.field("version")})
    assert count(office, ConclusionHandover, meeting_id=meeting_id) == 3

    clerk.sign_in("vanthu")
    clerk.get(path)
    signer = {"signer": world.persons["chanhvanphong"], "act": "issue", "version": clerk.field("version")}
    clerk.post(path, form | signer)
    clerk.post(f"{path}/issue", {"version": clerk.field("version")})
    assert "01/TB-UBND" in clerk.page
    written = office.session.scalars(select(Conclusion)).one()
    assert written.issued_at is not None
    for browser in (clerk, unit):
        assert link not in browser.get("/meetings/unconcluded").text
    told = unit.get("/").text
    assert "Văn phòng đã phát hành thông báo kết luận" in told
    assert unit.get(f"/documents/{written.document_id}").status_code == 200, "who wrote it reads it, invited or not"
    for act, sent in (("hand-over", {}), ("give-back", {"reason": "muộn"})):
        browser = unit if act == "hand-over" else clerk
        assert browser.post(f"{path}/{act}", sent).status_code == 422, act
    journal = office.session.scalars(select(JournalEntry.verb).filter_by(thing_type="meeting", thing_id=meeting_id))
    steps = [verb for verb in journal if verb in {"handed conclusion over", "gave conclusion back", "concluded"}]
    assert steps == ["handed conclusion over", "gave conclusion back", "handed conclusion over", "concluded"]
    assert "chuyển dự thảo thông báo kết luận cho Văn phòng phát hành" in clerk.get(f"/meetings/{meeting_id}").text


@pytest.mark.parametrize(
    ("login", "hand_over", "give_back"),
    [
        ("chuyenvien.stnmt", 422, 403),
        ("vanthu.stnmt", 422, 403),
        ("giamdoc.stnmt", 422, 403),
        ("vanthu", 403, 422),
        ("chuyenvien", 403, 422),
        ("chanhvanphong", 403, 422),
        ("vanthu.stc", 404, 404),
        ("vanthu.kyanh", 404, 404),
        ("quantri", 404, 404),
        ("kiemtoan", 404, 404),
    ],
)
def test_only_the_preparing_unit_hands_over_and_only_the_office_gives_back(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, login: str, hand_over: int, give_back: int
) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    browser, path = sign_in(login), f"/meetings/{meeting_id}/conclusion"
    assert browser.post(f"{path}/hand-over", {}).status_code == hand_over
    assert browser.post(f"{path}/give-back", {"reason": "x"}).status_code == give_back
    assert count(office, ConclusionHandover) == 0
    assert count(office, Notice, kind="conclusion_draft") == 0


def test_a_meeting_that_needed_none_is_listed_again_when_a_draft_of_it_is_handed_over(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    clerk = sign_in("vanthu")
    clerk.get("/meetings/unconcluded")
    clerk.post(f"/meetings/{meeting_id}/not-needed", {"reason": "Họp thông tin"})
    assert f'href="/meetings/{meeting_id}"' not in clerk.get("/meetings/unconcluded").text
    with office.transaction():
        facts = service.ConclusionFacts(assessment="Vẫn cần.")
        service.save_conclusion(office, world.actor("chuyenvien.stnmt"), meeting_id, facts)
    unit = sign_in("chuyenvien.stnmt")
    unit.get(f"/meetings/{meeting_id}/conclusion/confirm")
    unit.post(f"/meetings/{meeting_id}/conclusion/hand-over", {"version": unit.field("version")})
    assert f'href="/meetings/{meeting_id}"' in clerk.get("/meetings/unconcluded").text


def test_the_unit_whose_draft_was_given_back_reads_the_notice_the_office_made_of_it(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_issued(office, world, invited=("stc", "kyanh"))
    clock.move(hours=30)
    path = f"/meetings/{meeting_id}/conclusion"
    writer = sign_in("chuyenvien.stnmt")
    writer.get(path)
    form = form_of(world, **{"due-1": "20/12/2026"})
    writer.post(path, {**form, "act": "issue", "version": writer.field("version")})
    writer.post(f"{path}/hand-over", {"version": writer.field("version")})
    with office.transaction():
        give_back(office, world.actor("vanthu"), meeting_id, "Văn phòng tự hoàn thiện cho kịp")
    office.session.rollback()
    clerk = sign_in("vanthu")
    clerk.get(path)
    signed = {**form, "signer": world.persons["chanhvanphong"], "act": "issue", "version": clerk.field("version")}
    clerk.post(path, signed)
    clerk.post(f"{path}/issue", {"version": clerk.field("version")})
    conclusion = meeting_of(office, meeting_id).conclusion
    assert conclusion is not None
    assert "Văn phòng đã phát hành thông báo kết luận" in writer.get("/").text
    assert writer.get(f"/documents/{conclusion.document_id}").status_code == 200


def test_what_was_changed_since_it_was_looked_at_is_not_handed_over(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    unit, path = sign_in("chuyenvien.stnmt"), f"/meetings/{meeting_id}/conclusion"
    unit.get(path)
    unit.post(path, {**form_of(world), "act": "issue", "version": unit.field("version")})
    with office.transaction():
        facts = service.ConclusionFacts(assessment="Văn phòng sửa.")
        service.save_conclusion(office, world.actor("vanthu"), meeting_id, facts)
    assert unit.post(f"{path}/hand-over", {"version": unit.field("version")}).status_code == 422
    assert "Người khác vừa sửa bản này" in unit.page
    assert meeting_of(office, meeting_id).conclusion is not None
    assert count(office, ConclusionHandover) == 0


def notice_row(page: str, said: str) -> str:
    """The part of the desk in which a notice stands."""
    return next(row for row in re.findall(r"<li.*?</li>", page, re.DOTALL) if said in row)
