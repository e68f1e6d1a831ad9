"""The chair's order for an extraordinary meeting through HTTP: what it lets through, marks, and when it is void (M9)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.exchange.models import Dispatch
from e_office.meetings.models import Meeting, MeetingEvent
from e_office.notices.models import Notice
from tests.conftest import Browser, MovingClock
from tests.factories.meetings import make_draft, make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, meeting_of, written

REASON = "Bão số 9 đổ bộ, Chủ tịch ra lệnh lúc 07:50"


def record(chief: Browser, meeting_id: int, day: datetime | None = None) -> int:
    """The Chief of Office records the order, for the day of the meeting where none is named; gives the status."""
    path = f"/meetings/{meeting_id}/order"
    chief.get(path)
    typed = f"{local(day):%d/%m/%Y}" if day else chief.field("day")
    return chief.post(path, {"day": typed, "reason": REASON}).status_code


def as_typed(meeting: Meeting, start: datetime | None = None, **changes: str) -> dict[str, object]:
    """The draft's form as it is kept, with changes."""
    kept = {
        "purpose": meeting.purpose,
        "chair": str(meeting.chair_id),
        "signer": str(meeting.signer_id),
        "preparing_unit": str(meeting.preparing_unit_id),
    }
    return written(start or meeting.starts_at, **kept | changes)


def save(writer: Browser, meeting_id: int, form: dict[str, object]) -> None:
    writer.get(f"/meetings/{meeting_id}/edit")
    sent = {**form, "act": "save", "version": writer.field("version")}
    assert writer.post(f"/meetings/{meeting_id}/edit", sent).status_code == 200


def test_an_extraordinary_meeting_goes_out_late_and_says_so_everywhere(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_draft(office, world, ahead=timedelta(hours=4))
    writer, chief = sign_in("chuyenvien"), sign_in("chanhvanphong")
    writer.get(f"/meetings/{meeting_id}/edit")
    assert writer.post(f"/meetings/{meeting_id}/issue").status_code == 422
    chief.get(f"/meetings/{meeting_id}/order")
    order = {"day": chief.field("day"), "reason": "Bão số 9 đổ bộ, Chủ tịch ra lệnh lúc 07:50"}
    chief.post(f"/meetings/{meeting_id}/order", order)
    writer.get(f"/meetings/{meeting_id}/confirm")
    assert "theo lệnh họp cấp bách" in writer.page
    writer.post(f"/meetings/{meeting_id}/issue", {"version": writer.field("version"), "channel": "paper"})
    office.session.rollback()
    assert set(office.session.scalars(select(Dispatch.channel))) == {"electronic"}, "no order opens a paper channel"
    reader = sign_in("vanthu.stc")
    for browser, path in (
        (writer, f"/meetings/{meeting_id}"),
        (writer, "/meetings/ours?view=coming"),
        (reader, "/meetings"),
        (reader, f"/meetings/{meeting_id}/invitation"),
    ):
        assert "stamp-late" in browser.get(path).text, path
    clock.move(hours=72)
    reader.sign_in("vanthu.stc")
    assert "stamp-late" in reader.get("/meetings?view=past").text


@pytest.mark.parametrize("what", ["chair", "purpose", "day"])
def test_an_order_is_void_once_the_draft_is_of_another_chair_matter_or_day(
    what: str, sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    meeting_id = make_draft(office, world, ahead=timedelta(hours=4), papers=())
    writer, chief = sign_in("chuyenvien"), sign_in("chanhvanphong")
    assert record(chief, meeting_id) == 200
    writer.get(f"/meetings/{meeting_id}/confirm")
    assert "Số sẽ cấp" in writer.page, "the order lets it through"
    meeting = meeting_of(office, meeting_id)
    start = meeting.starts_at
    assert start is not None
    form = {
        "chair": as_typed(meeting, chair=str(world.persons["chutich"])),
        "purpose": as_typed(meeting, purpose="Họp về việc khác hẳn"),
        "day": as_typed(meeting, start + timedelta(hours=15)),
    }[what]
    panel = writer.client.post(
        f"/meetings/{meeting_id}/check", data={**form, "csrf_token": writer.field("csrf_token")}
    ).text
    assert "Giờ họp quá gần" in panel, "what it would mean is said while it is typed"
    assert "thì lệnh không có hiệu lực" in panel
    save(writer, meeting_id, form)
    assert "Không còn lệnh họp cấp bách." in writer.page
    said = {"chair": "đổi người chủ trì", "purpose": "đổi nội dung họp", "day": "chuyển sang ngày khác"}[what]
    assert f"vì {said}" in writer.page
    writer.get(f"/meetings/{meeting_id}/confirm")
    assert "Giờ họp quá gần" in writer.page
    assert writer.post(f"/meetings/{meeting_id}/issue").status_code == 422

    event = office.session.scalars(select(MeetingEvent).filter_by(kind="order_ended")).one()
    assert (event.facts["why"], event.facts["reason"]) == ([what], REASON)
    told = office.session.scalars(select(Notice).filter_by(person_id=world.persons["chanhvanphong"])).all()
    assert any("hết hiệu lực" in notice.text for notice in told), "whoever recorded it learns of it"
    meeting = meeting_of(office, meeting_id)
    assert (meeting.order_at, meeting.order_for, meeting.order_reason, meeting.order_by_id) == (None, None, "", None)

    assert record(chief, meeting_id) == 200, "a new order for what it is now"
    writer.get(f"/meetings/{meeting_id}/confirm")
    assert "Số sẽ cấp" in writer.page
    assert "Không còn lệnh họp cấp bách" not in writer.get(f"/meetings/{meeting_id}/edit").text


def test_an_order_outlives_another_hour_of_its_day_and_other_facts(
    sign_in: SignIn, office: Office, world: World
) -> None:
    meeting_id = make_draft(office, world, ahead=timedelta(hours=4), papers=())
    assert record(sign_in("chanhvanphong"), meeting_id) == 200
    meeting = meeting_of(office, meeting_id)
    assert meeting.starts_at is not None
    again = as_typed(
        meeting, meeting.starts_at + timedelta(hours=2), place="Hội trường", purpose=f" {meeting.purpose.upper()} "
    )
    writer = sign_in("chuyenvien")
    save(writer, meeting_id, again)
    writer.get(f"/meetings/{meeting_id}/confirm")
    assert "Số sẽ cấp" in writer.page
    assert meeting_of(office, meeting_id).order_reason == REASON


def test_an_issued_meeting_is_brought_forward_to_the_day_that_was_ordered_and_no_other(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=72))
    writer, chief = sign_in("chuyenvien"), sign_in("chanhvanphong")
    path = f"/meetings/{meeting_id}/move"

    def move(hours: float) -> int:
        there = local(clock.now() + timedelta(hours=hours))
        form = {"day": f"{there:%d/%m/%Y}", "hour": f"{there:%H:%M}", "place": "Hội trường", "reason": REASON}
        writer.get(path)
        return writer.post(path, form).status_code

    assert record(chief, meeting_id) == 200, "ordered for the day it is on"
    assert move(8) == 422, "this evening was not ordered"
    assert record(chief, meeting_id, clock.now()) == 200
    assert record(chief, meeting_id, clock.now()) == 422, "once is enough"
    assert "đã được ghi trước đó" in chief.page
    assert move(8) == 200
    assert "stamp-late" in writer.page, "it reaches everybody late, and says so"
    assert "Họp cấp bách theo lệnh" in writer.page
    assert meeting_of(office, meeting_id).order_at is not None
    assert move(50) == 200, "later needs no order"
    assert "Không còn lệnh họp cấp bách." in writer.page
    assert "stamp-late" in writer.page, "the mark stays"
    assert meeting_of(office, meeting_id).order_at is None


def test_an_order_names_a_chair_a_matter_and_a_day_to_come(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    bare = make_draft(office, world, chair_id=None, purpose="", starts_at=None, papers=())
    chief = sign_in("chanhvanphong")
    assert record(chief, bare) == 422
    for said in ("Chưa chọn người chủ trì", "chưa biết lệnh cho việc nào", "Chưa có ngày họp theo lệnh"):
        assert said in chief.page
    meeting_id = make_draft(office, world, ahead=timedelta(hours=4), papers=())
    assert record(chief, meeting_id, clock.now() - timedelta(days=1)) == 422
    assert "Ngày họp theo lệnh đã qua" in chief.page
    assert chief.post(f"/meetings/{meeting_id}/order", {"day": "mai", "reason": REASON}).status_code == 422
    assert "Chưa có ngày họp theo lệnh" in chief.page
