"""The leadership's week: typed, published, published again with what changed; who reads what of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from sqlalchemy import select

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.meetings import service as meetings
from e_office.meetings.calendar_entries.models import CalendarEntry
from e_office.meetings.calendars.queries import unit_items_of
from e_office.meetings.calendars.rules import outside
from e_office.meetings.feeds.models import CalendarFeed
from e_office.meetings.feeds.queries import content_of
from e_office.meetings.feeds.rules import FeedKind
from e_office.meetings.feeds.service import make_feed
from e_office.meetings.leadership.models import TypedEntry, WeekRevision
from e_office.meetings.leadership.rules_week import monday_of
from e_office.meetings.leadership.service import end_entry, mark_line
from e_office.meetings.models import Meeting
from e_office.notices.models import Notice
from tests.conftest import Browser
from tests.factories.calendars import make_published, make_typed
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import words_of_docx
from tests.web.test_printed_papers import departures

SignIn = Callable[[str], Browser]


def _typed(clerk: Browser, world: World, day: Any, **changes: str) -> Any:
    """Type an inspection through the form."""
    clerk.get("/meetings/week/entries/new")
    form = {
        "kind": "inspection", "leader": str(world.persons["phochutich"]), "title": "Kiểm tra công tác bảo vệ môi trường",
        "day": f"{day:%d/%m/%Y}", "hour": "08:00", "until_day": "", "until_hour": "11:00", "place": "Kỳ Anh",
        "inspected": str(world.units["kyanh"]), "unit": str(world.units["stnmt"]),
        "officer": str(world.persons["chuyenvien"]),
    }  # fmt: skip
    return clerk.post("/meetings/week/entries/new", form | changes)


def _publish(clerk: Browser) -> Any:
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', clerk.page)
    week = re.search(r'name="week" value="([\d-]+)"', clerk.page)
    agency = re.search(r'name="agency" value="(\d+)"', clerk.page)
    assert seen and week and agency, "the page offers to publish"
    form = {"seen": seen.group(1), "week": week.group(1), "agency": agency.group(1)}
    return clerk.post("/meetings/week/publish", form)


def _told(office: Office, person_id: int) -> list[str]:
    office.session.rollback()
    query = select(Notice).filter_by(kind="leadership_week", person_id=person_id).order_by(Notice.id)
    return [str(notice.message) for notice in office.session.scalars(query)]


def test_a_week_is_typed_published_changed_and_published_again(
    both_databases: str, office: Office, world: World, sign_in: SignIn, work_off: Callable[[], int]
) -> None:
    """The whole way, as the Office, a department's clerk and the Vice-Chairman see it."""
    meeting_id = make_issued(office, world, ahead=timedelta(hours=50))  # Thursday 26/11, 10:30
    clerk, reader = sign_in("vanthu"), sign_in("vanthu.stc")
    tomorrow = office.today() + timedelta(days=1)
    assert _typed(clerk, world, tomorrow).status_code == 200
    assert "Kiểm tra công tác bảo vệ môi trường" in clerk.page
    assert "Tuần này chưa công bố" in clerk.page
    assert "Lê Thị Minh Hòa" in clerk.page, "the meeting's chair"

    reader.get("/meetings/week")
    assert "Tuần này chưa công bố" in reader.page
    assert "bảo vệ môi trường" not in reader.page, "a draft is nobody's to read"
    assert reader.get("/meetings/week.docx").status_code == 409

    clerk.get("/meetings/week")
    assert _publish(clerk).status_code == 200
    assert "Công bố lần 1" in clerk.page
    reader.get("/meetings/week")
    assert "Kiểm tra công tác bảo vệ môi trường" in reader.page
    assert "08:00–11:00" in reader.page
    assert "chưa công bố lại" not in reader.page
    assert _told(office, world.persons["phochutich"]) == [
        "Lịch tuần từ 23/11 của lãnh đạo UBND tỉnh đã công bố, 2 mục có bạn"
    ]

    with office.transaction():  # the meeting moves: known at once, published not yet
        meeting = office.session.get_one(Meeting, meeting_id)
        before = meeting.starts_at
        assert before is not None
        meetings.move(
            office, world.actor("chuyenvien"), meeting_id, starts_at=before + timedelta(hours=24),
            place=meeting.place, bridge=meeting.bridge, reason="Lãnh đạo đi công tác đột xuất",
        )  # fmt: skip
    reader.get("/meetings/week")
    assert "Dời từ 10:30 thứ Năm 26/11/2026" in reader.page
    assert "chưa công bố lại" in reader.page
    make_typed(office, world, starts_at=before + timedelta(hours=4), title="Tiếp công dân định kỳ")
    reader.get("/meetings/week")
    assert "Tiếp công dân định kỳ" not in reader.page, "what is added waits for the next publication"

    clerk.get("/meetings/week")
    assert "2 thay đổi chưa công bố lại" in clerk.page
    assert _publish(clerk).status_code == 200
    reader.get("/meetings/week")
    assert "Tiếp công dân định kỳ" in reader.page
    assert "chưa công bố lại" not in reader.page
    assert "Lần 2 thay đổi so với lần 1" in reader.page
    assert "trước là 10:30 thứ Năm 26/11/2026" in reader.page
    assert _told(office, world.persons["phochutich"])[1:] == [
        "Lịch tuần từ 23/11 của lãnh đạo UBND tỉnh công bố lại, 2 mục của bạn thay đổi"
    ]
    assert len(_told(office, world.persons["chuyenvien"])) == 2, "who goes along is told too"

    reader.get("/meetings/week?revision=1")
    assert "Bản cũ, lần 1" in reader.page
    assert "Tiếp công dân định kỳ" not in reader.page
    assert reader.get("/meetings/week?revision=9").status_code == 404
    sign_in("phochutich").get("/")


def test_a_restricted_line_says_busy_to_others_at_once_and_in_old_revisions(
    office: Office, world: World, sign_in: SignIn
) -> None:
    soon = office.clock.now() + timedelta(hours=20)
    make_typed(office, world, starts_at=soon, title="Làm việc với đoàn giám sát", restricted=True)
    open_id = make_typed(office, world, starts_at=soon + timedelta(hours=5), title="Tiếp doanh nghiệp Formosa")
    make_published(office, world)
    reader, leader, clerk = sign_in("giamdoc.stc"), sign_in("phochutich"), sign_in("vanthu")
    page = reader.get("/meetings/week").text
    assert "đoàn giám sát" not in page
    assert "Bận" in page
    assert "Lê Thị Minh Hòa" in page, "who is busy is told"
    assert "đoàn giám sát" in leader.get("/meetings/week").text
    assert "đoàn giám sát" in clerk.get("/meetings/week").text
    assert "đoàn giám sát" in sign_in("chuyenvien").get("/meetings/week").text, "who goes along"
    sheet = reader.get("/meetings/week.docx").data
    assert "đoàn giám sát" not in "\n".join(words_of_docx(sheet))

    clerk.get(f"/meetings/week/entries/{open_id}")
    form = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', clerk.page))
    there = local(soon + timedelta(hours=5))
    form |= {
        "kind": "other", "leader": str(world.persons["phochutich"]), "title": "Tiếp doanh nghiệp Formosa",
        "day": f"{there:%d/%m/%Y}", "hour": f"{there:%H:%M}", "until_hour": "18:00", "until_day": "", "restricted": "y",
    }  # fmt: skip
    assert clerk.post(f"/meetings/week/entries/{open_id}", form).status_code == 200
    for address in ("/meetings/week", "/meetings/week?revision=1"):
        assert "Formosa" not in reader.get(address).text, "restricted by now: nowhere to be read"
    make_published(office, world)
    for address in ("/meetings/week", "/meetings/week?revision=1", "/meetings/week?revision=2"):
        assert "Formosa" not in reader.get(address).text
    assert "Formosa" not in "\n".join(words_of_docx(reader.get("/meetings/week.docx?revision=1").data))


def test_what_was_restricted_and_then_taken_out_is_read_nowhere(office: Office, world: World, sign_in: SignIn) -> None:
    """The Office notices too late that a title should not have been published, hides it and takes the line out."""
    meeting_id = make_issued(office, world, ahead=timedelta(hours=50))
    soon = office.clock.now() + timedelta(hours=20)
    typed_id = make_typed(office, world, starts_at=soon, title="Tiếp doanh nghiệp Formosa")
    make_published(office, world)
    reader, clerk = sign_in("vanthu.sct"), sign_in("vanthu")
    page = reader.get("/meetings/week").text
    assert "Formosa" in page
    assert "giải phóng mặt bằng" in page
    with office.transaction():
        feed_id = make_feed(office, world.actor("vanthu.sct"), FeedKind.LEADERSHIP, world.units["ubnd"])[0].id
    about = {"agency": str(world.units["ubnd"]), "week": "2026-11-23", "key": f"meeting:{meeting_id}"}
    assert clerk.post("/meetings/week/mark", about | {"restricted": "y", "left_out": "y"}).status_code == 200
    with office.transaction():
        entry = office.session.scalars(select(CalendarEntry).filter_by(source="typed", source_id=typed_id)).one()
        entry.restricted = True
        end_entry(office, world.actor("vanthu"), typed_id)
    for number in (1, 2):
        for address in ("/meetings/week", *(f"/meetings/week?revision={one + 1}" for one in range(number))):
            assert "Formosa" not in reader.get(address).text, address
            assert "giải phóng mặt bằng" not in reader.page, address
        sheet = "\n".join(words_of_docx(reader.get("/meetings/week.docx?revision=1").data))
        assert "Formosa" not in sheet
        assert "giải phóng mặt bằng" not in sheet
        with office.transaction():
            feed = office.session.get_one(CalendarFeed, feed_id)
            content = (content_of(office, feed) or b"").decode()
        assert "Formosa" not in content
        assert "giải phóng mặt bằng" not in content.replace("\r\n ", "")
        if number == 1:
            make_published(office, world)


def test_what_the_office_marks_restricted_is_so_in_every_calendar_of_it(office: Office, world: World) -> None:
    """A session agreed to or typed as open, hidden afterwards in the week: units' calendars and feeds hide it too."""
    soon = office.clock.now() + timedelta(hours=20)
    typed_id = make_typed(
        office, world, starts_at=soon, title="Tiếp doanh nghiệp Formosa", unit_id=world.units["stnmt"]
    )
    reader, about = world.actor("chuyenvien.stnmt"), (world.units["stnmt"], soon, soon + timedelta(hours=1))
    assert [one.title for one in map(outside, unit_items_of(office, reader, *about))] == ["Tiếp doanh nghiệp Formosa"]
    with office.transaction():
        said = {"restricted": True, "left_out": False, "officer_id": None}
        clerk, week = world.actor("vanthu"), monday_of(local(soon).date())
        mark_line(office, clerk, world.units["ubnd"], week, f"typed:{typed_id}", **said)
    assert [one.title for one in map(outside, unit_items_of(office, reader, *about))] == [""]


def test_only_who_drafts_types_marks_and_publishes(office: Office, world: World, sign_in: SignIn) -> None:
    typed_id = make_typed(office, world, starts_at=office.clock.now() + timedelta(hours=20))
    agency = str(world.units["ubnd"])
    for login in ("chuyenvien", "giamdoc.stc", "vanthu.kyanh"):
        person = sign_in(login)
        person.get("/")
        assert person.get(f"/meetings/week/entries/{typed_id}").status_code == 404
        assert person.post("/meetings/week/publish", {"agency": agency, "seen": "x"}).status_code == 403
        assert person.post("/meetings/week/mark", {"agency": agency, "key": f"typed:{typed_id}"}).status_code == 403
        assert person.post(f"/meetings/week/entries/{typed_id}", {"act": "end"}).status_code == 404
    assert sign_in("quantri").get("/meetings/week").status_code == 404, "no right to content"
    above = sign_in("vanthu")
    assert above.get(f"/meetings/week?agency={world.units['stc']}").status_code == 404, "a department's is its own"
    office.session.rollback()
    assert office.session.get_one(TypedEntry, typed_id).ended_at is None


def test_two_who_publish_publish_once_and_a_changed_week_is_looked_at_first(
    office: Office, world: World, sign_in: SignIn
) -> None:
    make_typed(office, world, starts_at=office.clock.now() + timedelta(hours=20))
    first, second = sign_in("vanthu"), sign_in("chanhvanphong")
    first.get("/meetings/week")
    second.get("/meetings/week")
    assert _publish(first).status_code == 200
    assert _publish(second).status_code == 422
    assert "Lịch không có gì khác lần công bố trước" in second.page
    second.get("/meetings/week")
    make_typed(office, world, starts_at=office.clock.now() + timedelta(hours=30))
    first.get("/meetings/week")
    make_typed(office, world, starts_at=office.clock.now() + timedelta(hours=40))
    assert _publish(first).status_code == 422
    assert "Lịch vừa thay đổi sau khi mở trang này" in first.page
    office.session.rollback()
    assert [one.number for one in office.session.scalars(select(WeekRevision))] == [1]


def test_lines_that_came_of_their_own_are_marked_left_out_and_put_back(
    office: Office, world: World, sign_in: SignIn, work_off: Callable[[], int]
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=50))
    clerk, reader = sign_in("vanthu"), sign_in("vanthu.stc")
    clerk.get("/meetings/week")
    about = {"agency": str(world.units["ubnd"]), "week": "2026-11-23", "key": f"meeting:{meeting_id}"}
    assert clerk.post("/meetings/week/mark", about | {"left_out": "y"}).status_code == 200
    assert "Không đưa vào lịch công bố" in clerk.page
    make_published(office, world)
    assert "giải phóng mặt bằng" not in reader.get("/meetings/week").text
    marked = {"officer": str(world.persons["chuyenvien"]), "restricted": "y"}
    assert clerk.post("/meetings/week/mark", about | marked).status_code == 200
    make_published(office, world)
    page = reader.get("/meetings/week").text
    assert "Bận" in page
    assert "giải phóng mặt bằng" not in page
    assert "Phạm Quốc Duy" in clerk.get("/meetings/week").text
    assert clerk.post("/meetings/week/mark", about | {"key": "meeting:999"}).status_code == 422


def test_what_is_typed_is_refused_whole_and_kept_as_typed(office: Office, world: World, sign_in: SignIn) -> None:
    clerk = sign_in("vanthu")
    answer = _typed(clerk, world, office.today(), title="", until_hour="07:00", inspected="")
    assert answer.status_code == 422
    for words in ("Chưa ghi nội dung", "Giờ kết thúc phải sau giờ bắt đầu", "Chưa chọn đơn vị được thanh tra"):
        assert words in clerk.page
    assert 'value="07:00"' in clerk.page, "what was typed stays"
    assert _typed(clerk, world, office.today(), hour="tám giờ").status_code == 422
    assert "Không đọc được giờ, ghi theo dạng 14:00" in clerk.page
    office.session.rollback()
    assert office.session.scalars(select(CalendarEntry)).all() == []


@pytest.mark.parametrize("week", ["2026-13-01", "hôm-nay", "0001-01-01", "9999-12-31"])
def test_no_week_is_no_page(week: str, sign_in: SignIn) -> None:
    assert sign_in("vanthu").get(f"/meetings/week?week={week}").status_code == 404


def test_the_sheet_is_laid_out_by_day_and_keeps_the_layout_rules(office: Office, world: World, sign_in: SignIn) -> None:
    """What of the layout rules (T9) holds for a paper without number: head, margins, letters, foot."""
    make_typed(office, world, starts_at=office.clock.now() + timedelta(hours=24), title="Kiểm tra dự án")
    make_published(office, world)
    sheet = sign_in("vanthu.stc").get("/meetings/week.docx").data
    words = words_of_docx(sheet)
    assert "THÔNG BÁO" in words
    assert "Lịch công tác tuần của lãnh đạo UBND tỉnh từ ngày 23/11/2026 đến ngày 29/11/2026" in words
    assert any(line.startswith("Thứ Tư, ngày 25/11/2026") for line in words)
    assert "Không có lịch." in " ".join(words)
    table = docx.Document(BytesIO(sheet)).tables
    cells = [[cell.text for cell in row.cells] for one in table for row in one.rows]
    row = next(row for row in cells if "Kiểm tra dự án" in row)
    assert row == ["Sáng 08:30–11:30", "Kiểm tra dự án", "Lê Thị Minh Hòa", "Kỳ Anh", "Phạm Quốc Duy"]
    assert set(departures(sheet)) == set()
