"""Who was named to come has the meeting in the own calendar and feed; a request and the meeting it became are one thing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import icalendar
import pytest

from e_office.core.clock import ZONE
from e_office.core.office import Office
from e_office.meetings import service as meetings
from e_office.meetings.leadership.service import mark_line
from e_office.meetings.models import Invitee, Meeting
from e_office.meetings.requests import asking, deciding, examining
from e_office.meetings.requests.rules_consent import RequestKind
from tests.conftest import Browser, MovingClock
from tests.factories.calendars import make_published
from tests.factories.meetings import make_draft, make_issued, start_of
from tests.factories.requests import make_request
from tests.factories.world import World
from tests.web.meetings.test_flow_calendar import _answers, _part, _seat
from tests.web.meetings.test_flow_feeds import _address, _events

SignIn = Callable[[str], Browser]
PURPOSE = "Họp bàn kè chống sạt lở bờ biển Kỳ Nam"
TITLE = "kè chống sạt lở"
HELD = datetime(2026, 12, 10, 14, tzinfo=ZONE)
WEEK = date(2026, 12, 7)


def test_who_was_named_to_come_has_it_in_the_own_calendar_and_feed_until_it_is_somebody_else(
    both_databases: str, office: Office, world: World, sign_in: SignIn, anonymous: Browser
) -> None:
    """Named, named anew, moved, declined by the unit: the calendar and the address say the same each time."""
    meeting_id = make_issued(office, world, ahead=timedelta(hours=50), purpose=PURPOSE)
    seat = _seat(office, world, meeting_id, "stnmt")
    with office.transaction() as session:
        session.get_one(Invitee, seat).leader = False
    head, one, other = (sign_in(login) for login in ("giamdoc.stnmt", "chuyenvien.stnmt", "vanthu.stnmt"))
    feeds = {browser: _address(browser) for browser in (one, other)}
    uid = f"meeting-{meeting_id}@localhost"

    def name(login: str) -> None:
        head.get(f"/meetings/{meeting_id}/invitation")
        form = {"invitee": str(seat), "person": str(world.persons[login]) if login else ""}
        assert head.post(f"/meetings/{meeting_id}/attender", form).status_code == 200

    def has_it(browser: Browser) -> bool:
        on_page = TITLE in browser.get("/meetings/calendar?week=2026-11-26").text
        assert on_page == (uid in _events(anonymous, feeds[browser])), "page and address agree"
        return on_page

    assert not has_it(one), "asked for is the head"
    name("chuyenvien.stnmt")
    assert has_it(one)
    assert _part(one.page, TITLE) == "dự họp"
    assert not has_it(other)
    name("vanthu.stnmt")
    assert (has_it(one), has_it(other)) == (False, True)
    start = start_of(office, meeting_id)
    with office.transaction():
        meetings.move(
            office, world.actor("chuyenvien"), meeting_id, starts_at=start + timedelta(hours=24), place="Hội trường",
            bridge="", reason="Lãnh đạo đi công tác đột xuất",
        )  # fmt: skip
    event = _events(anonymous, feeds[other])[uid]
    assert (event["dtstart"].dt, int(event["sequence"])) == (start + timedelta(hours=24), 1)
    _answers(office, world, "giamdoc.stnmt", meeting_id, "absent", "Đoàn thanh tra Bộ làm việc tại Sở")
    assert not has_it(other), "nobody of the unit comes"
    _answers(office, world, "giamdoc.stnmt", meeting_id, "attend")
    assert has_it(other)
    name("")
    assert not has_it(other)


def _consented(office: Office, world: World, *, restricted: bool = False, by_name: bool = True) -> tuple[int, int]:
    """A district's meeting the Vice-Chairman agreed to come to, not issued yet: the request's id and the meeting's.

    Invited is he `by_name`, or the province's People's Committee, not said to be its leader alone.
    """
    request_id = make_request(
        office, world, login="vanthu.kyanh", kind=RequestKind.REGISTER, leader_id=world.persons["phochutich"],
        starts_at=HELD, purpose=PURPOSE, unit_ids=[], place="Hội trường huyện", restricted=restricted,
    )  # fmt: skip
    with office.transaction():
        examining.examine(
            office, world.actor("chanhvanphong"), request_id, officer_id=world.persons["chuyenvien"],
            leader_id=world.persons["phochutich"], advice="Đề nghị đồng ý",
        )  # fmt: skip
        deciding.consent(office, world.actor("phochutich"), request_id, starts_at=HELD, minutes=120)
    meeting_id = make_draft(
        office, world, unit="kyanh", login="vanthu.kyanh", invited=("stc",) if by_name else ("stc", "ubnd"),
        persons=(("phochutich", "ubnd"),) if by_name else (),
        chair_id=world.persons["chutich.kyanh"], signer_id=world.persons["chutich.kyanh"], papers=(),
        preparing_unit_id=world.units["kyanh"], starts_at=HELD, purpose=PURPOSE, length=120,
    )  # fmt: skip
    if not by_name:
        with office.transaction() as session:
            session.get_one(Invitee, _seat(office, world, meeting_id, "ubnd")).leader = False
    return request_id, meeting_id


def _issue(office: Office, world: World, request_id: int, meeting_id: int) -> None:
    with office.transaction() as session:
        session.get_one(asking.MeetingRequest, request_id).meeting_id = meeting_id
        meetings.issue_invitation(office, world.actor("vanthu.kyanh"), meeting_id)


def _rows(browser: Browser, path: str) -> list[str]:
    """The rows of a table that tell of the matter."""
    found = browser.get(path).text.split("<tr")[1:]
    return [row for row in (one.partition("</tr>")[0] for one in found) if TITLE in row]


def _confirmed(anonymous: Browser, path: str) -> list[icalendar.Event]:
    """What an address has of the matter, all of it in force."""
    found = [event for event in _events(anonymous, path).values() if "Kỳ Nam" in str(event["summary"])]
    assert {str(event["status"]) for event in found} <= {"CONFIRMED"}, "the meeting was called off by nobody"
    return found


def test_a_request_and_the_meeting_it_was_issued_as_stand_once_in_week_calendar_and_feeds(
    both_databases: str, office: Office, world: World, sign_in: SignIn, anonymous: Browser, clock: MovingClock
) -> None:
    """Published as a request, issued as a meeting: nobody reads that it fell away, nor reads it twice, before or after."""
    request_id, meeting_id = _consented(office, world)
    make_published(office, world, day=WEEK)
    leader, reader, clerk = sign_in("phochutich"), sign_in("vanthu.stc"), sign_in("vanthu")
    agency = world.units["ubnd"]
    paths = [
        _address(leader), _address(reader, f"leadership:{agency}"), _address(clerk, f"leadership:{agency}"),
        _address(sign_in("vanthu.kyanh"), f"unit:{world.units['kyanh']}"),
    ]  # fmt: skip
    week = f"/meetings/week?agency={agency}&week={WEEK}"

    def stands_once() -> None:
        for browser in (leader, reader, clerk):
            rows = _rows(browser, week)
            assert len(rows) == 1
            assert "Không còn trong tuần này" not in rows[0]
            assert "Mới thêm" not in rows[0]
        assert len(_rows(leader, f"/meetings/calendar?week={WEEK}")) == 1
        assert [len(_confirmed(anonymous, path)) for path in paths] == [1, 1, 1, 1]

    stands_once()
    clock.move(minutes=5)
    _issue(office, world, request_id, meeting_id)
    stands_once()
    clock.move(minutes=5)
    make_published(office, world, day=WEEK)
    stands_once()
    changes = clerk.get(week).text.partition('id="changes"')[2]
    assert "Không còn" not in changes, "what was published first and what is published now are one line"
    clock.move(minutes=5)
    with office.transaction():
        meetings.call_off(office, world.actor("vanthu.kyanh"), meeting_id, "Bão số 9 vào bờ đúng ngày")
    for path in paths[1:3]:
        (event,) = [one for one in _events(anonymous, path).values() if "Kỳ Nam" in str(one["summary"])]
        assert str(event["status"]) == "CANCELLED"


def test_a_leader_who_declines_the_meeting_is_not_busy_by_the_request_it_came_of(
    office: Office, world: World, sign_in: SignIn
) -> None:
    request_id, meeting_id = _consented(office, world)
    _issue(office, world, request_id, meeting_id)
    clerk, week = sign_in("vanthu"), f"/meetings/week?week={WEEK}"
    assert TITLE in clerk.get(week).text
    invitee = next(one.id for one in office.session.get_one(Meeting, meeting_id).invitees if one.person_id)
    with office.transaction():
        meetings.answer(office, world.actor("phochutich"), meeting_id, invitee, "absent", "Họp với Trung ương cùng giờ")
    assert TITLE not in clerk.get(week).text


@pytest.mark.parametrize("mark", ["restricted", "left_out"])
def test_what_the_office_said_of_a_request_it_said_of_the_meeting_it_becomes(
    mark: str, office: Office, world: World, sign_in: SignIn, anonymous: Browser
) -> None:
    """A line marked restricted, or left out of the week, is so when its invitation goes out as well."""
    request_id, meeting_id = _consented(office, world)
    agency = world.units["ubnd"]
    said = {"restricted": False, "left_out": False, "officer_id": world.persons["chanhvanphong"], mark: True}
    with office.transaction():
        mark_line(office, world.actor("vanthu"), agency, WEEK, f"request:{request_id}", **said)
    _issue(office, world, request_id, meeting_id)
    make_published(office, world, day=WEEK)
    reader, week = sign_in("vanthu.stc"), f"/meetings/week?agency={agency}&week={WEEK}"
    assert TITLE not in reader.get(week).text
    path = _address(reader, f"leadership:{agency}")
    assert TITLE not in anonymous.client.get(path).data.decode().replace("\r\n ", "")
    own = sign_in("chanhvanphong")
    assert TITLE in own.get(f"/meetings/calendar?week={WEEK}").text, "who goes along goes along to the meeting"


def test_m8_who_was_agreed_on_has_the_issued_meeting_under_its_own_hour_until_it_is_called_off(
    both_databases: str, office: Office, world: World, sign_in: SignIn, anonymous: Browser
) -> None:
    """The officer in charge, and the leader whose agency was invited as a unit, are in no list of names."""
    request_id, meeting_id = _consented(office, world, by_name=False)
    leader, officer = sign_in("phochutich"), sign_in("chuyenvien")
    feeds = {browser: _address(browser) for browser in (leader, officer)}
    _issue(office, world, request_id, meeting_id)
    uid, page = f"meeting-{meeting_id}@localhost", f"/meetings/calendar?week={WEEK}"
    for browser, part in ((leader, "lịch công tác"), (officer, "đi cùng")):
        assert _part(browser.get(page).text, TITLE) == part
        (event,) = _confirmed(anonymous, feeds[browser])
        assert (str(event["uid"]), event["dtstart"].dt) == (uid, HELD)
    later = HELD + timedelta(hours=2)
    _move(office, world, meeting_id, later)
    for browser in (leader, officer):
        (row,) = _rows(browser, page)
        assert "16:00" in row
        (event,) = _confirmed(anonymous, feeds[browser])
        assert (event["dtstart"].dt, int(event["sequence"])) == (later, 1)
    with office.transaction():
        meetings.call_off(office, world.actor("vanthu.kyanh"), meeting_id, "Bão số 9 vào bờ đúng ngày")
    for browser in (leader, officer):
        assert not _rows(browser, page)
        (event,) = [one for one in _events(anonymous, feeds[browser]).values() if "Kỳ Nam" in str(one["summary"])]
        assert (str(event["uid"]), str(event["status"])) == (uid, "CANCELLED")


def _move(office: Office, world: World, meeting_id: int, to: datetime) -> None:
    """Move it, once the Vice-Chairman agreed to the new hour in a request of its own."""
    moved = make_request(
        office, world, login="vanthu.kyanh", kind=RequestKind.REGISTER, leader_id=world.persons["phochutich"],
        starts_at=to, purpose=PURPOSE, unit_ids=[], place="Hội trường huyện",
    )  # fmt: skip
    with office.transaction() as session:
        examining.examine(
            office, world.actor("chanhvanphong"), moved, officer_id=world.persons["chuyenvien"],
            leader_id=world.persons["phochutich"], advice="Đề nghị đồng ý",
        )  # fmt: skip
        deciding.consent(office, world.actor("phochutich"), moved, starts_at=to, minutes=120)
        session.get_one(asking.MeetingRequest, moved).meeting_id = meeting_id
        meetings.move(
            office, world.actor("vanthu.kyanh"), meeting_id, starts_at=to, place="Hội trường huyện", bridge="",
            reason="Lãnh đạo tỉnh đề nghị lùi giờ",
        )  # fmt: skip


def test_m8_a_leader_whose_agency_declined_or_who_took_the_word_back_is_not_there_by_it(
    office: Office, world: World, sign_in: SignIn
) -> None:
    request_id, meeting_id = _consented(office, world, by_name=False)
    _issue(office, world, request_id, meeting_id)
    leader, officer, page = sign_in("phochutich"), sign_in("chuyenvien"), f"/meetings/calendar?week={WEEK}"
    seat = _seat(office, world, meeting_id, "ubnd")

    def answered(given: str, reason: str = "") -> list[bool]:
        with office.transaction():
            meetings.answer(office, world.actor("chutich"), meeting_id, seat, given, reason)
        return [bool(_rows(browser, page)) for browser in (leader, officer)]

    assert answered("absent", "Họp Ban Thường vụ Tỉnh ủy cùng giờ") == [False, True]
    assert answered("attend") == [True, True]
    with office.transaction():
        deciding.revoke(office, world.actor("phochutich"), request_id, "Dự họp Chính phủ")
    assert [bool(_rows(browser, page)) for browser in (leader, officer)] == [False, False]


def test_m8_an_invitation_that_was_crossed_out_takes_nothing_agreed_to_out_of_the_calendar(
    office: Office, world: World, sign_in: SignIn
) -> None:
    request_id, meeting_id = _consented(office, world)
    with office.transaction() as session:
        session.get_one(asking.MeetingRequest, request_id).meeting_id = meeting_id
        meetings.cross_out(office, world.actor("vanthu.kyanh"), meeting_id)
    for login in ("phochutich", "chuyenvien"):
        assert len(_rows(sign_in(login), f"/meetings/calendar?week={WEEK}")) == 1


@pytest.mark.parametrize("before", [True, False], ids=["before issue", "after it"])
def test_m8_what_the_office_marks_restricted_is_so_for_who_was_agreed_on(
    before: bool, office: Office, world: World, sign_in: SignIn, anonymous: Browser
) -> None:
    """Where the agency was invited as a unit the week's line stays the request; said of it is said of the meeting."""
    request_id, meeting_id = _consented(office, world, by_name=False)
    paths = [_address(sign_in(login)) for login in ("phochutich", "chuyenvien")]

    def mark(restricted: bool) -> None:
        said = {"restricted": restricted, "left_out": False, "officer_id": None}
        with office.transaction():
            mark_line(office, world.actor("vanthu"), world.units["ubnd"], WEEK, f"request:{request_id}", **said)

    if before:
        mark(restricted=True)
    _issue(office, world, request_id, meeting_id)
    if not before:
        mark(restricted=True)
    for path in paths:
        assert f"meeting-{meeting_id}@localhost" in _events(anonymous, path)
        assert TITLE not in anonymous.client.get(path).data.decode().replace("\r\n ", "")
    mark(restricted=False)
    assert [len(_confirmed(anonymous, path)) for path in paths] == [1, 1], "the Office takes it back as well"
