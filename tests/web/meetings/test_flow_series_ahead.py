"""Planning a series ahead through HTTP (M18): the days shown with what is in the way, drafts made once, nothing issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from e_office.core.clock import at, day_of, local
from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.meetings import service as meetings
from e_office.meetings.agenda import service as agenda
from e_office.meetings.agenda.queries import items_of
from e_office.meetings.facts import as_kept
from e_office.meetings.leadership.becoming import hand_on_marks
from e_office.meetings.leadership.models import WeekMark
from e_office.meetings.leadership.rules_week import monday_of
from e_office.meetings.leadership.service import mark_line
from e_office.meetings.log import lateness_of
from e_office.meetings.models import Meeting
from e_office.meetings.places.service import PlaceWanted, make_place
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.rules import worst
from e_office.meetings.series.models import SeriesLink
from e_office.meetings.series.queries import firsts
from e_office.notices.models import Notice
from e_office.people.models import Holiday
from e_office.people.queries import holidays
from tests.conftest import Browser, MovingClock
from tests.factories.calendars import make_published
from tests.factories.meetings import make_draft, make_issued, start_of
from tests.factories.requests import make_request
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of
from tests.web.meetings.test_flow_feeds import _address, _events

BRIDGES = "Điểm cầu huyện Kỳ Anh; https://hop.hatinh.example/1"


def asked(office: Office, meeting_id: int, **changes: str) -> dict[str, str]:
    """What is typed into the form of planning."""
    office.session.rollback()
    hour = f"{local(start_of(office, meeting_id)):%H:%M}"
    return {"rhythm": "weekly", "hour": hour, "number": "4", "last": "", "off": "move", **changes}


def ticked(browser: Browser) -> list[str]:
    """The days the preview offers."""
    return [part.split('"')[0] for part in browser.page.split('name="on" value="')[1:]]


def press(browser: Browser, office: Office, meeting_id: int, **changes: str) -> list[str]:
    """Look at the days and make all of them; gives the days of the rhythm."""
    said = asked(office, meeting_id, **changes)
    browser.get(f"/meetings/{meeting_id}/ahead", query_string=said)
    days = ticked(browser)
    assert browser.post(f"/meetings/{meeting_id}/ahead", {**said, "on": days}).status_code == 200
    return days


def planned(office: Office) -> list[Meeting]:
    """The drafts of the series by their day."""
    office.session.rollback()
    query = select(Meeting).join(SeriesLink, SeriesLink.meeting_id == Meeting.id).order_by(Meeting.starts_at)
    return list(office.session.scalars(query))


def next_days(office: Office, meeting_id: int, weeks: int) -> list[date]:
    first = day_of(start_of(office, meeting_id))
    return [first + timedelta(weeks=week) for week in range(1, weeks + 1)]


def test_m18_a_series_is_planned_ahead_as_drafts_with_everything_inherited_and_nothing_issued(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    first = make_draft(
        office, world, papers=(), form="both", bridge=BRIDGES, length=90, consults=True,
        persons=[("chutich.kyanh", "kyanh")], chair_id=world.persons["phochutich"],
    )  # fmt: skip
    with office.transaction():
        actor = world.actor("chuyenvien")
        item = agenda.add_item(office, actor, first, "Tiến độ giải phóng mặt bằng")
        facts = agenda.ItemFacts(id=item.id, title=item.title, unit_id=world.units["stc"], minutes=45)
        agenda.save_items(office, actor, first, [facts])
    documents, notices = count(office, Document), count(office, Notice)

    writer = sign_in("chuyenvien")
    days = press(writer, office, first)
    assert [date.fromisoformat(day) for day in days] == next_days(office, first, 4)
    assert "Đã soạn 4 bản dự thảo" in writer.page
    made, before = planned(office), meeting_of(office, first)
    assert [day_of(one.starts_at or one.created_at) for one in made] == next_days(office, first, 4)
    assert {local(one.starts_at or one.created_at).time() for one in made} == {local(start_of(office, first)).time()}
    for one in made:
        assert one.state == "draft"
        for name in (
            "purpose", "chair_id", "signer_id", "preparing_unit_id", "form", "place", "bridge", "length", "nature",
            "consults", "requirements",
        ):  # fmt: skip
            assert getattr(one, name) == getattr(before, name), name
        assert {(row.unit_id, row.person_id, row.capacity) for row in one.invitees} == {
            (row.unit_id, row.person_id, row.capacity) for row in before.invitees
        }
        items = items_of(office, one)
        assert [(item.of_meeting_id is None, item.minutes) for item in items] == [(False, None), (True, 45)]
        assert one.papers == []
    chain = [first, *(one.id for one in made)]
    assert [items_of(office, one)[0].of_meeting_id for one in made] == chain[:-1], "each approves the one before it"
    assert [firsts(office)[one.id] for one in made] == [first] * 4
    assert (count(office, Document), count(office, Notice)) == (documents, notices), "nothing is issued by it"

    page = writer.get(f"/meetings/{first}/series").text
    assert page.count("Dự thảo, chưa cấp số") == 4 + 1
    assert sign_in("giamdoc.stc").get(f"/meetings/{first}/ahead").status_code == 404


def test_m18_planning_twice_doubles_nothing_and_says_so(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    first = make_issued(office, world, papers=())
    writer = sign_in("chuyenvien")
    press(writer, office, first)
    press(writer, office, first)
    assert "4 ngày đã có phiên trong chuỗi, không soạn thêm" in writer.page
    assert len(planned(office)) == 4
    writer.get(f"/meetings/{first}/ahead", query_string=asked(office, first, number="6"))
    assert writer.page.count("Đã có phiên trong chuỗi, không soạn thêm") == 4
    press(writer, office, first, number="6")
    assert "Đã soạn 2 bản dự thảo" in writer.page
    made = planned(office)
    assert len(made) == 6
    moved = made[2].id
    with office.transaction():
        said = as_kept(office.session.get_one(Meeting, moved))
        assert said.starts_at is not None
        meetings.save(
            office, world.actor("chuyenvien"), moved, replace(said, starts_at=said.starts_at + timedelta(days=1))
        )
    press(writer, office, made[0].id, number="5")
    assert len(planned(office)) == 6, "a meeting moved by hand still stands for its day of the rhythm"
    with office.transaction():
        meetings.cross_out(office, world.actor("chuyenvien"), moved)
    press(writer, office, first, number="6")
    assert "Đã soạn 1 bản dự thảo" in writer.page, "what was given up may be planned anew"
    clock.move(days=8)
    writer = sign_in("chuyenvien")
    press(writer, office, first, number="4", rhythm="fortnightly")
    assert len([one for one in planned(office) if one.state == "draft"]) == 7, "three of its four days were there"


def test_m18_days_off_are_named_and_moved_or_left_out_and_conflicts_are_shown(
    sign_in: SignIn, office: Office, world: World
) -> None:
    first = make_issued(office, world, papers=(), place="Phòng họp số 1", persons=[("giamdoc.stc", "stc")])
    one, two, three = next_days(office, first, 3)
    hour = local(start_of(office, first)).timetz().replace(tzinfo=None)
    with office.transaction() as session:
        session.add(Holiday(day=one, name="Nghỉ Tết Dương lịch"))
        session.add(Holiday(day=one + timedelta(days=1), name="Nghỉ Tết Dương lịch"))
        make_place(office, world.actor("vanthu"), world.units["ubnd"], PlaceWanted(name="Phòng họp số 1"))
    other = make_draft(
        office, world, papers=(), invited=("sct",), place="Phòng họp số 1", starts_at=at(two, hour),
        purpose="họp kín về nhân sự", contact="Văn phòng, máy lẻ 9",
    )  # fmt: skip
    make_draft(office, world, papers=(), invited=("sct",), place="Nơi khác", starts_at=at(three, hour))
    with office.transaction():
        meetings.issue_invitation(office, world.actor("chuyenvien"), other)
    writer = sign_in("chuyenvien")
    page = writer.get(f"/meetings/{first}/ahead", query_string=asked(office, first, number="3")).text
    assert "Nghỉ Tết Dương lịch" in page
    assert "Dời từ" in page
    assert "Phòng họp số 1 đã có cuộc họp khác:" in page
    assert "Lê Thị Minh Hòa" in page, "the chair has another meeting"
    assert page.count("không thấy trùng phòng, trùng lịch") == 2
    page = writer.get(f"/meetings/{first}/ahead", query_string=asked(office, first, number="3", off="skip")).text
    assert "Bỏ: ngày nghỉ" in page
    press(writer, office, first, number="3")
    moved = planned(office)[0]
    assert day_of(moved.starts_at or moved.created_at) > one + timedelta(days=1)
    link = office.session.scalars(select(SeriesLink).filter_by(meeting_id=moved.id)).one()
    assert link.planned_on == one
    press(writer, office, first, number="3", off="skip")
    assert len(planned(office)) == 3, "what was moved is not made again by the other choice"


def test_m18_what_cannot_be_read_or_is_missing_is_said_at_once_and_nothing_typed_is_lost(
    sign_in: SignIn, office: Office, world: World
) -> None:
    first = make_issued(office, world, papers=())
    writer = sign_in("chuyenvien")
    said = {"rhythm": "same_date", "hour": "chín giờ", "number": "vài", "last": "cuối năm", "off": "skip"}
    answer = writer.get(f"/meetings/{first}/ahead", query_string=said)
    assert answer.status_code == 422
    for text in ("Không đọc được giờ họp", "Không đọc được ngày cuối", "Số phiên ghi bằng chữ số", "chín giờ"):
        assert text in answer.text, text
    assert 'value="cuối năm"' in answer.text
    assert writer.post(f"/meetings/{first}/ahead", asked(office, first)).status_code == 422
    assert "Chưa chọn ngày nào để soạn" in writer.page
    wrong = writer.post(f"/meetings/{first}/ahead", asked(office, first, number="90", hour=""))
    assert wrong.status_code == 422
    for text in ("Chưa ghi giờ họp", "Số phiên từ 1 đến 53"):
        assert text in wrong.text, text
    assert planned(office) == []


def test_m18_item_one_follows_what_becomes_of_the_meeting_before_it(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    first = make_issued(office, world, papers=())
    writer = sign_in("chuyenvien")
    press(writer, office, first, number="2")
    one, two = planned(office)
    day = f"{local(start_of(office, one.id)):%d/%m/%Y}"
    assert items_of(office, two)[0].title == f"Thông qua biên bản phiên họp ngày {day}"
    start = start_of(office, two.id)
    clock.move(days=9)
    writer = sign_in("chuyenvien")
    sent = {
        "purpose": two.purpose, "chair": str(two.chair_id), "signer": str(two.signer_id), "place": two.place,
        "preparing_unit": str(two.preparing_unit_id), "nature": "important", "contact": two.contact, "how": "in_person",
        "day": f"{local(start):%d/%m/%Y}", "hour": f"{local(start):%H:%M}", "version": str(two.version),
        "act": "issue", "bridge": "", "requirements": "", "who": "", "capacity": "",
    }  # fmt: skip
    writer.get(f"/meetings/{two.id}/edit")
    assert writer.post(f"/meetings/{two.id}/edit", sent).status_code == 200
    item = items_of(office, meeting_of(office, two.id))[0]
    held = f"{local(start_of(office, first)):%d/%m/%Y}"
    assert (item.of_meeting_id, item.title) == (first, f"Thông qua biên bản phiên họp ngày {held}"), (
        "the draft between was never issued, so nobody was invited to it"
    )


SECRET = "giao ban công tác nội chính"
TOLD = "Là nội dung hạn chế như phiên trước"


def test_m18_a_restricted_briefing_planned_ahead_leaks_no_title_once_issued(
    sign_in: SignIn, office: Office, world: World, anonymous: Browser, both_databases: str
) -> None:
    """Restricted by the Office's mark of the last one; left out of the week it was by itself."""
    first = make_issued(office, world, papers=(), invited=("stc",), purpose=f"Họp {SECRET}")
    day, agency = day_of(start_of(office, first)), world.units["ubnd"]

    def mark(meeting_id: int, restricted: bool) -> None:
        week = monday_of(day_of(start_of(office, meeting_id)))
        said = {"restricted": restricted, "left_out": meeting_id == first, "officer_id": None}
        with office.transaction():
            mark_line(office, world.actor("vanthu"), agency, week, f"meeting:{meeting_id}", **said)

    mark(first, restricted=True)
    writer = sign_in("chuyenvien")
    press(writer, office, first, number="2")
    one, two = (meeting.id for meeting in planned(office))
    assert TOLD in writer.get(f"/meetings/{one}/edit").text
    for meeting_id in (one, two):
        with office.transaction():
            meetings.issue_invitation(office, world.actor("chuyenvien"), meeting_id)
    make_published(office, world, day=day + timedelta(weeks=1))
    leader, reader = sign_in("phochutich"), sign_in("vanthu.stc")
    paths = [_address(leader), _address(reader, f"unit:{world.units['stc']}"), _address(reader, f"leadership:{agency}")]
    week = f"/meetings/week?agency={agency}&week={monday_of(day + timedelta(weeks=1))}"

    def feeds() -> list[bool]:
        return [SECRET in anonymous.client.get(path).data.decode().replace("\r\n ", "") for path in paths]

    assert feeds() == [False, False, False]
    assert f"meeting-{one}@localhost" in _events(anonymous, paths[0]), "busy he is"
    assert SECRET not in reader.get(week).text
    assert SECRET in sign_in("vanthu").get(week).text, "left out was the first alone"
    for meeting_id in (one, two):
        mark(meeting_id, restricted=False)
    assert feeds()[0], "the Office says of each what it is"


def test_m18_what_was_restricted_by_its_request_or_not_at_all_is_so_next_time(
    sign_in: SignIn, office: Office, world: World
) -> None:
    first = make_issued(office, world, papers=())
    writer = sign_in("chuyenvien")
    press(writer, office, first, number="1")
    (plain,) = planned(office)
    assert TOLD not in writer.get(f"/meetings/{plain.id}/edit").text
    request_id = make_request(office, world, restricted=True)
    with office.transaction() as session:
        session.get_one(MeetingRequest, request_id).meeting_id = first
    press(writer, office, first, number="2")
    assert TOLD in writer.get(f"/meetings/{planned(office)[1].id}/edit").text


def test_m18_a_later_word_on_its_request_lifts_no_restriction_the_next_meeting_has_inherited(
    office: Office, world: World, clock: MovingClock
) -> None:
    unit_id, officer_id = world.units["ubnd"], world.persons["chuyenvien"]
    with office.transaction() as session:
        session.add(WeekMark(unit_id=unit_id, key="meeting:7", restricted=True, at=office.clock.now()))
        clock.move(hours=1)
        said = {"left_out": True, "officer_id": officer_id, "at": office.clock.now()}
        session.add(WeekMark(unit_id=unit_id, key="request:3", **said))
        session.flush()
        hand_on_marks(office, "request:3", "meeting:7")
    (mark,) = office.session.scalars(select(WeekMark).filter_by(key="meeting:7"))
    assert (mark.restricted, mark.left_out, mark.officer_id) == (True, True, officer_id)


WHY = "Chủ trì họp đột xuất với Chính phủ"


@pytest.mark.parametrize("given_up", [True, False], ids=["crossed out", "left a draft"])
def test_m2_a_draft_left_between_two_meetings_washes_no_mark_off(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, given_up: bool
) -> None:
    first = make_issued(office, world, papers=())
    clock.move(hours=3)
    actor = world.actor("chuyenvien")
    with office.transaction():
        day = office.today() + timedelta(days=1)
        meetings.record_order(office, world.actor("chanhvanphong"), first, "Chủ tịch yêu cầu mời thêm ngay", day)
        meetings.invite_more(office, actor, first, [meetings.Wanted(unit_id=world.units["sct"], capacity="Giám đốc")])
    press(sign_in("chuyenvien"), office, first, number="3")
    between, last, after = planned(office)
    issue_at(office, world, after.id, start_of(office, after.id))
    with office.transaction():
        if given_up:
            meetings.cross_out(office, actor, between.id)
        meetings.call_off(office, actor, first, WHY)
    assert late_in(office, after.id), "issued before the late one was called off"
    issue_at(office, world, last.id, start_of(office, last.id))
    assert late_in(office, last.id), "issued after it"


def issue_at(office: Office, world: World, meeting_id: int, starts_at: datetime) -> None:
    with office.transaction():
        actor = world.actor("chuyenvien")
        said = replace(as_kept(office.session.get_one(Meeting, meeting_id)), starts_at=starts_at)
        meetings.save(office, actor, meeting_id, replace(said, purpose="họp về chuyển đổi số trong trường học"))
        meetings.issue_invitation(office, actor, meeting_id)


def late_in(office: Office, meeting_id: int) -> bool:
    return worst(lateness_of(office, [meeting_of(office, meeting_id)], holidays(office))[meeting_id]) is not None
