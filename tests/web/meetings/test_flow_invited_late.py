"""Stories: a recipient added an hour before an urgent meeting; two people of one unit who open or answer at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask

from e_office.core.audit import JournalEntry
from e_office.core.clock import day_of
from e_office.core.db import db
from e_office.core.office import Office
from e_office.meetings import service
from e_office.meetings.models import MeetingEvent
from e_office.meetings.reminders.jobs import remind_by_itself
from tests.conftest import Browser, MovingClock
from tests.factories.meetings import make_draft, make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of


def test_the_recipient_added_an_hour_before_an_urgent_meeting(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    """A-100: late for that one alone, and still: opens, reads, names a substitute, and the chair agrees in time."""
    meeting_id = make_draft(office, world, ahead=timedelta(hours=6), invited=("stnmt",))
    with office.transaction():
        day = day_of(office.clock.now() + timedelta(hours=6))
        service.record_order(office, world.actor("chanhvanphong"), meeting_id, "Họp khẩn ứng phó với bão số 9", day)
    with office.transaction():
        service.issue_invitation(office, world.actor("chuyenvien"), meeting_id)
    first = sign_in("vanthu.stnmt")
    first.get(f"/meetings/{meeting_id}/invitation")
    clock.move(hours=5)
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/invite")
    assert "mang dấu “gửi muộn” mãi mãi" in writer.page, "said before anything is pressed"
    sent = {"act": f"send:u{world.units['kyanh']}", "capacity": "Chủ tịch UBND huyện", "leader": "y"}
    writer.post(f"/meetings/{meeting_id}/invite", sent)
    assert remind_by_itself(office) == 1, "the first one owes an answer; the new one has only just been told"
    late = sign_in("vanthu.kyanh")
    late.get("/meetings")
    assert "1 giấy mời chưa mở" in late.page
    late.get(f"/meetings/{meeting_id}/invitation")
    assert "Gửi muộn." in late.page
    paper = meeting_of(office, meeting_id).papers[0]
    assert late.post(f"/meetings/{meeting_id}/papers/{paper.id}/open").status_code == 200
    invitee = meeting_of(office, meeting_id).invitees[1]
    late.get(f"/meetings/{meeting_id}/invitation")
    late.post(
        f"/meetings/{meeting_id}/substitute",
        {
            "invitee": invitee.id, "sub_name": "Nguyễn Văn Biển", "sub_post": "Phó Chủ tịch UBND huyện",
            "sub_reason": "Chủ tịch huyện đang chỉ huy tại hiện trường", "empowered": "yes",
        },
    )  # fmt: skip
    chair = sign_in("phochutich")
    chair.get("/meetings/words")
    row = meeting_of(office, meeting_id).invitees[1].substitutes[0]
    chair.post(f"/meetings/{meeting_id}/words", {"act": f"approve:substitute-{row.id}"})
    clock.move(hours=1)
    writer.sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}?show=substitute")
    assert "Nguyễn Văn Biển, Phó Chủ tịch UBND huyện" in writer.page
    assert "Sai thành phần" not in writer.page
    writer.get(f"/meetings/{meeting_id}")
    assert writer.page.count("Mời thêm lúc") == 1


def test_two_people_of_one_unit_answer_at_once(
    app: Flask, sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    """A-109: both are written down one after the other, one of them counts, and it is the later one of the log."""
    meeting_id = make_issued(office, world)
    invitee = meeting_of(office, meeting_id).invitees[1].id
    db.session.remove()
    browsers = [Browser(app, login) for login in ("vanthu.stc", "giamdoc.stc")]
    given = [{"answer": "attend"}, {"answer": "absent", "reason": "Giám đốc đi công tác Hà Nội"}]
    for browser in browsers:
        browser.get(f"/meetings/{meeting_id}/invitation")
    db.session.remove()

    def answer(which: int) -> int:
        browser, token = browsers[which], browsers[which].field("csrf_token")
        form = {"csrf_token": token, "form_key": browser.field("form_key"), "invitee": invitee, **given[which]}
        with browser.client.post(f"/meetings/{meeting_id}/answer", data=form) as response:
            return response.status_code

    assert _at_once(answer) == [303, 303]
    assert count(office, MeetingEvent, kind="answered") == 2
    last = office.session.query(MeetingEvent).filter_by(kind="answered").order_by(MeetingEvent.id.desc()).first()
    counted = meeting_of(office, meeting_id).invitees[1]
    assert last is not None
    assert (counted.answer, counted.answer_reason) == (last.facts["answer"], last.facts["reason"])
    assert counted.answered_by_id == last.actor_id
    reader = sign_in("vanthu.stc")
    reader.get(f"/meetings/{meeting_id}/invitation")
    assert "Trước đó" in reader.page, "the other one's answer stands beside it"


def test_two_people_of_one_unit_open_at_once(app: Flask, office: Office, world: World, both_databases: str) -> None:
    """A-107: one of them is the first, and the journal names that one alone."""
    meeting_id = make_issued(office, world)
    browsers = [Browser(app, login) for login in ("vanthu.stc", "giamdoc.stc")]
    db.session.remove()

    def look(which: int) -> int:
        with browsers[which].client.get(f"/meetings/{meeting_id}/invitation") as response:
            return response.status_code

    assert _at_once(look) == [200, 200]
    opened = office.session.query(JournalEntry).filter_by(thing_type="meeting", thing_id=meeting_id, verb="opened")
    assert [row.actor_id for row in opened] == [meeting_of(office, meeting_id).invitees[1].opened_by_id]


def _at_once(act: Callable[[int], int]) -> list[int]:
    """What two browsers are answered who press in the same moment."""
    together = threading.Barrier(2)

    def press(which: int) -> int:
        together.wait(timeout=20)
        return act(which)

    with ThreadPoolExecutor(2) as both:
        return list(both.map(press, (0, 1), timeout=60))
