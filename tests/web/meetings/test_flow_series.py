"""Series of meetings through HTTP (M18): the next one begun, inherited and told, item 1, and no lateness washed off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.meetings import service as meetings
from e_office.meetings.agenda import service as agenda
from e_office.meetings.agenda.queries import items_of
from e_office.meetings.facts import as_kept
from e_office.meetings.groups.service import change_group, make_group
from e_office.meetings.log import lateness_of
from e_office.meetings.models import MeetingEvent
from e_office.meetings.rules import worst
from e_office.meetings.series.models import SeriesLink
from e_office.meetings.series.queries import firsts
from e_office.meetings.series.service import begin_next
from e_office.people.models import Unit
from e_office.people.queries import holidays
from e_office.reports.meetings.queries import Scope, repeated_in
from tests.conftest import Browser, MovingClock
from tests.factories.meetings import agree_to_all, make_draft, make_issued, start_of
from tests.factories.minutes import circulate_minutes, sign_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of, written

WHY = "Chủ trì họp đột xuất với Chính phủ"


def press_next(browser: Browser, office: Office, meeting_id: int) -> int:
    """Press the button on the page of the last meeting; gives the draft that opens."""
    browser.get(f"/meetings/{meeting_id}")
    assert browser.post(f"/meetings/{meeting_id}/next", {}).status_code == 200
    office.session.rollback()
    link = office.session.scalars(select(SeriesLink).order_by(SeriesLink.id.desc())).first()
    assert link is not None
    assert link.after_id == meeting_id
    return link.meeting_id


def issue_next(office: Office, world: World, meeting_id: int, *, ahead: timedelta, **changes: object) -> None:
    """Give the draft of a series a start and issue it."""
    actor = world.actor("chuyenvien")
    with office.transaction():
        said = replace(as_kept(meeting_of(office, meeting_id)), starts_at=office.clock.now() + ahead, **changes)
        meetings.save(office, actor, meeting_id, said)
        meetings.issue_invitation(office, actor, meeting_id)


def begin(office: Office, world: World, meeting_id: int) -> int:
    with office.transaction():
        return begin_next(office, world.actor("chuyenvien"), meeting_id).id


def late_in(office: Office, meeting_id: int) -> bool:
    return worst(lateness_of(office, [meeting_of(office, meeting_id)], holidays(office))[meeting_id]) is not None


def test_m18_the_next_meeting_inherits_and_tells_what_it_could_not(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    writer = sign_in("chuyenvien")
    with office.transaction():
        units = [world.units["stnmt"], world.units["stc"]]
        group = make_group(office, world.actor("chuyenvien"), world.units["ubnd"], "Khối kinh tế", units).id
    first = make_draft(office, world, invited=("kyanh",), form="both", bridge="https://hop.hatinh.example/1", length=90)
    writer.get(f"/meetings/{first}/edit")
    given = written(
        start_of(office, first), how="both", bridge="https://hop.hatinh.example/1", length="90",
        chair=str(world.persons["phochutich"]), signer=str(world.persons["chanhvanphong"]),
        preparing_unit=str(world.units["stnmt"]), capacity="Giám đốc", act=f"invite:g{group}",
    )  # fmt: skip
    assert writer.post(f"/meetings/{first}/edit", given).status_code == 200
    paper = meeting_of(office, first).papers[0].id
    with office.transaction():
        actor = world.actor("chuyenvien")
        item = agenda.add_item(office, actor, first, "Tiến độ giải phóng mặt bằng")
        facts = agenda.ItemFacts(
            id=item.id, title=item.title, unit_id=world.units["stc"], minutes=45, agreed="Mức bồi thường",
            paper_ids=[paper],
        )  # fmt: skip
        agenda.save_items(office, actor, first, [facts])
    agree_to_all(office, world.actor("phochutich"), first)
    with office.transaction():
        meetings.issue_invitation(office, world.actor("chuyenvien"), first)
    clock.move(hours=30)
    with office.transaction():
        wanted = [world.units["stnmt"], world.units["sct"]]
        change_group(office, world.actor("chuyenvien"), group, "Khối kinh tế", wanted)
        office.session.get_one(Unit, world.units["kyanh"]).valid_to = office.today() - timedelta(days=1)

    writer = sign_in("chuyenvien")
    second = press_next(writer, office, first)
    meeting, before = meeting_of(office, second), meeting_of(office, first)
    assert meeting.state == "draft"
    for name in (
        "purpose",
        "chair_id",
        "signer_id",
        "preparing_unit_id",
        "form",
        "bridge",
        "place",
        "length",
        "nature",
    ):
        assert getattr(meeting, name) == getattr(before, name), name
    assert (meeting.starts_at, meeting.papers) == (None, [])
    assert {one.unit_id for one in meeting.invitees} == {world.units["stnmt"], world.units["stc"]}
    items = items_of(office, meeting)
    assert [(one.of_meeting_id, one.minutes, one.agreed, len(one.papers)) for one in items] == [
        (first, None, "", 0), (None, 45, "", 0),
    ]  # fmt: skip
    assert items[0].title.startswith("Thông qua biên bản phiên họp ngày ")
    assert items[1].unit_id == world.units["stc"]
    for told in (
        "Phiên trước có mời, nay không còn: ", "nay thêm, chưa mời: Sở Công Thương", "nay bớt, vẫn đang mời: Sở Tài chính",
        "Chưa có biên bản",
    ):  # fmt: skip
        assert told in writer.page, told

    assert writer.post(f"/meetings/{first}/next", {}).status_code in {409, 422}, "one next meeting at a time"
    assert count(office, SeriesLink) == 1
    assert sign_in("giamdoc.stc").post(f"/meetings/{first}/next", {}).status_code == 404
    page = writer.get(f"/meetings/{second}/series").text
    assert "01/GM-UBND" in page
    assert "Dự thảo, chưa cấp số" in page
    seen = sign_in("giamdoc.stc").get(f"/meetings/{first}/series").text
    assert "Dự thảo, chưa cấp số" not in seen, "nobody learns of a draft"


def test_m18_item_one_leads_to_the_last_minutes_and_says_whether_they_are_signed(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    first = make_issued(office, world)
    clock.move(hours=30)
    circulate_minutes(office, world, first)
    second = begin(office, world, first)
    page = sign_in("chuyenvien").get(f"/meetings/{second}/edit").text
    assert "Biên bản chưa ký" in page, "the writer is told"
    assert "Biên bản chưa ký" in sign_in("chuyenvien").get(f"/meetings/{second}/agenda").text
    sign_minutes(office, world, first)
    assert "Biên bản đã ký" in sign_in("chuyenvien").get(f"/meetings/{second}/edit").text
    with office.transaction():
        wanted = [meetings.Wanted(unit_id=world.units["sct"], capacity="Giám đốc")]
        meetings.invite(office, world.actor("chuyenvien"), second, wanted)
    issue_next(office, world, second, ahead=timedelta(days=7))
    link = f'href="/meetings/{first}/minutes"'
    both = sign_in("vanthu.stc").get(f"/meetings/{second}/invitation").text
    assert "Biên bản đã ký" in both
    assert link in both
    new = sign_in("vanthu.sct").get(f"/meetings/{second}/invitation").text
    assert "Biên bản đã ký" in new
    assert link not in new, "who was not invited to the last one does not read its minutes"
    series = sign_in("vanthu.stc").get(f"/meetings/{second}/series").text
    assert "01/GM-UBND" in series
    assert "02/GM-UBND" in series
    assert "01/GM-UBND" not in sign_in("vanthu.sct").get(f"/meetings/{second}/series").text


def late_meeting(office: Office, world: World, clock: MovingClock) -> int:
    """Issued in time, then one more was invited too late by the chair's order: its log bears a mark."""
    meeting_id = make_issued(office, world, papers=())
    clock.move(hours=3)
    with office.transaction():
        day = office.today() + timedelta(days=1)
        meetings.record_order(office, world.actor("chanhvanphong"), meeting_id, "Chủ tịch yêu cầu mời thêm ngay", day)
        wanted = [meetings.Wanted(unit_id=world.units["sct"], capacity="Giám đốc")]
        meetings.invite_more(office, world.actor("chuyenvien"), meeting_id, wanted)
    assert late_in(office, meeting_id)
    return meeting_id


def test_m2_what_follows_a_meeting_called_off_bears_its_marks_however_far_and_however_it_is_called(
    office: Office, world: World, clock: MovingClock
) -> None:
    first = late_meeting(office, world, clock)
    with office.transaction():
        meetings.call_off(office, world.actor("chuyenvien"), first, WHY)
    second = begin(office, world, first)
    assert [one.of_meeting_id for one in items_of(office, meeting_of(office, second))] == [None], "no minutes of it"
    issue_next(office, world, second, ahead=timedelta(days=90), purpose="họp bàn việc chăn nuôi gia súc vùng cao")
    assert late_in(office, second)
    event = office.session.scalars(select(MeetingEvent).filter_by(kind="took_place")).one()
    assert (event.meeting_id, event.facts["of"]) == (second, first)
    with office.transaction():
        meetings.call_off(office, world.actor("chuyenvien"), second, WHY)
    third = begin(office, world, second)
    issue_next(office, world, third, ahead=timedelta(days=200), purpose="họp về chuyển đổi số trong trường học")
    assert late_in(office, third), "nor does a chain of them wash it off"


def test_m2_what_follows_a_held_meeting_is_new_in_time_and_the_late_one_stays_late(
    office: Office, world: World, clock: MovingClock
) -> None:
    first = late_meeting(office, world, clock)
    clock.move(hours=30)
    second = begin(office, world, first)
    issue_next(office, world, second, ahead=timedelta(days=7))
    assert not late_in(office, second), "a meeting of its own, in time for everybody"
    assert late_in(office, first), "what the log of the last one says stays"


def test_m2_calling_the_next_one_off_and_beginning_it_again_from_the_last_washes_nothing_off(
    office: Office, world: World, clock: MovingClock
) -> None:
    held = make_issued(office, world, papers=())
    clock.move(hours=30)
    lost = begin(office, world, held)
    issue_next(office, world, lost, ahead=timedelta(days=2))
    clock.move(hours=40)
    with office.transaction():
        actor, start = world.actor("chuyenvien"), start_of(office, lost)
        meetings.record_order(office, world.actor("chanhvanphong"), lost, "Chủ tịch yêu cầu mời thêm", start.date())
        meetings.invite_more(office, actor, lost, [meetings.Wanted(unit_id=world.units["sct"], capacity="Giám đốc")])
        meetings.call_off(office, actor, lost, WHY)
    again = begin(office, world, held)
    with office.transaction():
        wanted = [meetings.Wanted(unit_id=world.units["sct"], capacity="Giám đốc")]
        meetings.invite(office, world.actor("chuyenvien"), again, wanted)
    issue_next(office, world, again, ahead=timedelta(days=100), purpose="họp về chuyển đổi số trong trường học")
    assert late_in(office, again)


def test_m2_a_next_meeting_issued_first_takes_the_mark_when_the_late_one_is_called_off(
    office: Office, world: World, clock: MovingClock
) -> None:
    first = late_meeting(office, world, clock)
    second = begin(office, world, first)
    issue_next(office, world, second, ahead=timedelta(days=100), purpose="họp về chuyển đổi số trong trường học")
    assert not late_in(office, second)
    with office.transaction():
        meetings.call_off(office, world.actor("chuyenvien"), first, WHY)
    assert late_in(office, second)


def test_m18_a_series_is_known_by_its_first_meeting_and_its_meetings_repeat_nothing(
    office: Office, world: World, clock: MovingClock
) -> None:
    """M16: weekly meetings on one matter are counted as meetings, not as repeated ones."""
    first = make_issued(office, world, papers=())
    clock.move(hours=30)
    second = begin(office, world, first)
    issue_next(office, world, second, ahead=timedelta(days=2))
    alone = make_issued(office, world, papers=(), ahead=timedelta(days=3))
    third = begin(office, world, second)
    assert firsts(office) == {first: first, second: first, third: first}
    clock.move(days=5)
    held = day_of(clock.instant)
    again = repeated_in(office, Scope(first=held - timedelta(days=30), last=held))
    assert again == {alone}, "the one that stands by itself repeats the matter, the second of the series does not"
