"""A published week that is over stays as it was held, whoever leaves and whatever is tidied up afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from sqlalchemy import select

from e_office.core.office import Office
from e_office.meetings import service as meetings
from e_office.meetings.feeds.models import CalendarFeed
from e_office.meetings.feeds.queries import content_of
from e_office.meetings.feeds.rules import FeedKind
from e_office.meetings.feeds.service import make_feed
from e_office.meetings.leadership.rules_week import monday_of
from e_office.meetings.leadership.service import end_entry, mark_line
from e_office.meetings.models import Meeting
from e_office.people.models import Person, Post
from tests.conftest import Browser
from tests.factories.calendars import make_published, make_typed
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import words_of_docx
from tests.web.test_printed_papers import departures

SignIn = Callable[[str], Browser]
NO_LONGER = "Không còn trong tuần này"


def _states(office: Office, feed_id: int) -> dict[str, str]:
    """Key of what a feed tells -> its state."""
    content = content_of(office, office.session.get_one(CalendarFeed, feed_id)) or b""
    office.session.rollback()
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return {str(one["uid"]).partition("@")[0].split("-", 2)[2]: str(one["status"]) for one in events}


def _feed(office: Office, world: World) -> int:
    with office.transaction():
        return make_feed(office, world.actor("vanthu.stc"), FeedKind.LEADERSHIP, world.units["ubnd"])[0].id


def _leaves(office: Office, world: World, login: str, *, days_ago: int, active: bool = True) -> None:
    with office.transaction() as session:
        session.get_one(Person, world.persons[login]).active = active
        for post in session.scalars(select(Post).filter_by(person_id=world.persons[login])):
            post.ends_on = office.today() - timedelta(days=days_ago)


@pytest.mark.parametrize("active", [True, False])
def test_a_leader_who_left_strikes_nothing_out_of_a_past_week(
    both_databases: str, office: Office, world: World, sign_in: SignIn, clock: Any, active: bool
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=50))
    typed_id = make_typed(office, world, starts_at=office.clock.now() + timedelta(hours=24), title="Dự hội nghị vùng")
    make_published(office, world)
    week, feed_id = monday_of(office.today()), _feed(office, world)
    clock.move(days=20)
    _leaves(office, world, "phochutich", days_ago=1 if active else 25, active=active)
    for login in ("vanthu.stc", "vanthu"):
        page = sign_in(login).get(f"/meetings/week?week={week}").text
        assert "Dự hội nghị vùng" in page
        assert NO_LONGER not in page
        assert "chưa công bố lại" not in page
    assert _states(office, feed_id) == {f"meeting-{meeting_id}": "CONFIRMED", f"typed-{typed_id}": "CONFIRMED"}


def test_a_staff_change_within_the_week_calls_off_nothing_published(
    office: Office, world: World, sign_in: SignIn, clock: Any
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=50))
    make_published(office, world)
    feed_id = _feed(office, world)
    _leaves(office, world, "phochutich", days_ago=10)
    assert NO_LONGER not in sign_in("vanthu.stc").get("/meetings/week").text
    assert _states(office, feed_id) == {f"meeting-{meeting_id}": "CONFIRMED"}


def test_what_is_taken_out_afterwards_stays_in_the_past_week_and_nothing_waits_to_be_published(
    office: Office, world: World, sign_in: SignIn, clock: Any
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=50))
    typed_id = make_typed(office, world, starts_at=office.clock.now() + timedelta(hours=24), title="Dự hội nghị vùng")
    make_published(office, world)
    week, agency, feed_id = monday_of(office.today()), world.units["ubnd"], _feed(office, world)
    clock.move(days=14)
    with office.transaction():
        end_entry(office, world.actor("vanthu"), typed_id)
        said = {"restricted": False, "left_out": True, "officer_id": None}
        mark_line(office, world.actor("vanthu"), agency, week, f"meeting:{meeting_id}", **said)
    page = sign_in("vanthu").get(f"/meetings/week?week={week}").text
    assert "Dự hội nghị vùng" in page
    assert NO_LONGER not in page
    assert "thay đổi chưa công bố lại" not in page, "nothing is offered to be published"
    assert _states(office, feed_id) == {f"meeting-{meeting_id}": "CONFIRMED", f"typed-{typed_id}": "CONFIRMED"}


def test_what_was_called_off_before_it_was_held_stays_called_off(
    office: Office, world: World, sign_in: SignIn, clock: Any
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=50))
    make_published(office, world)
    week, feed_id = monday_of(office.today()), _feed(office, world)
    with office.transaction():
        meetings.call_off(office, world.actor("chuyenvien"), meeting_id, "Lãnh đạo đi công tác đột xuất")
    assert _states(office, feed_id) == {f"meeting-{meeting_id}": "CANCELLED"}
    clock.move(days=14)
    assert NO_LONGER in sign_in("vanthu.stc").get(f"/meetings/week?week={week}").text
    assert _states(office, feed_id) == {f"meeting-{meeting_id}": "CANCELLED"}, "and told for good"


def test_the_sheet_tells_what_changed_as_the_page_does(office: Office, world: World, sign_in: SignIn) -> None:
    """To the publication before, and since the last one; an old revision tells its own alone; restricted things hide."""
    soon = office.clock.now() + timedelta(hours=20)
    meeting_id = make_issued(office, world, ahead=timedelta(hours=50))
    make_published(office, world)
    reader = sign_in("vanthu.stc")

    def words(address: str = "/meetings/week.docx") -> str:
        return "\n".join(words_of_docx(reader.get(address).data))

    assert "không mục nào dời giờ, đổi nơi hoặc bị bỏ" in words()
    assert "Thay đổi so với lần công bố" not in words(), "it is the first one"
    make_typed(office, world, starts_at=soon, title="Tiếp công dân định kỳ")
    make_typed(office, world, starts_at=soon, title="Làm việc với đoàn giám sát", restricted=True)
    make_published(office, world)
    assert "Thay đổi so với lần công bố 1" in words()
    assert "Thêm: Tiếp công dân định kỳ, 04:30 thứ Tư 25/11/2026. Lê Thị Minh Hòa" in words()
    assert "Thêm: Bận, 04:30 thứ Tư 25/11/2026. Lê Thị Minh Hòa" in words()
    assert "đoàn giám sát" not in words()
    with office.transaction():
        meeting = office.session.get_one(Meeting, meeting_id)
        before = meeting.starts_at
        assert before is not None
        meetings.move(
            office, world.actor("chuyenvien"), meeting_id, starts_at=before + timedelta(hours=24),
            place="Phòng họp tầng 3", bridge="", reason="Lãnh đạo đi công tác đột xuất",
        )  # fmt: skip
    told = words()
    assert "Dời, đổi nơi: Họp nghe báo cáo tiến độ" in told
    assert "10:30 thứ Sáu 27/11/2026 (trước là 10:30 thứ Năm 26/11/2026), Phòng họp tầng 3 (trước là " in told
    assert "không mục nào dời giờ" not in told
    assert "Dời" not in words("/meetings/week.docx?revision=1")
    assert set(departures(reader.get("/meetings/week.docx").data)) == set()
    assert told.replace("\n", "") == "".join(words_of_docx(sign_in("vanthu").get("/meetings/week.docx").data))
