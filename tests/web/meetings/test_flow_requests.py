"""Requests through HTTP: district leaders without consent, a registration on the 24th and the 25th, consent taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from e_office.core.clock import ZONE, local
from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.meetings import drafts
from e_office.meetings.calendar_entries.models import CalendarEntry
from e_office.meetings.models import Meeting
from e_office.meetings.requests.models import MeetingRequest
from e_office.notices.models import Notice
from e_office.people.models import Post
from tests.conftest import Browser, MovingClock
from tests.factories.meetings import make_draft
from tests.factories.requests import make_examined
from tests.factories.world import World
from tests.servers import Letter, SmtpSink
from tests.web.meetings.helpers import SignIn, count, meeting_of
from tests.web.meetings.month.house import KYANH, SCT, STC, boxes, words_of

PURPOSE = "Họp bàn đóng cửa các điểm mỏ hết phép"
WHY = "Chủ tịch bận dự kỳ họp Quốc hội, hoãn lại"


def department_draft(office: Office, world: World, **changes: object) -> int:
    """A department's draft that invites the leaders of a district and another department; only the consent is wanting."""
    facts: dict[str, object] = {
        "unit": "stnmt", "login": "vanthu.stnmt", "invited": ("kyanh", "stc"), "papers": (), "purpose": PURPOSE,
        "chair_id": world.persons["giamdoc.stnmt"], "signer_id": world.persons["giamdoc.stnmt"],
        "ahead": timedelta(days=6),
    }  # fmt: skip
    return make_draft(office, world, **facts | changes)  # type: ignore[arg-type]


def newest(office: Office) -> MeetingRequest:
    office.session.rollback()
    return office.session.scalars(select(MeetingRequest).order_by(MeetingRequest.id.desc())).first()  # type: ignore[return-value]


def entries_in_force(office: Office) -> list[CalendarEntry]:
    office.session.rollback()
    return list(office.session.scalars(select(CalendarEntry).filter_by(cancelled_at=None)))


def ask(browser: Browser, kind: str, start: datetime, meeting: int | None = None, **more: object) -> int:
    """Send a request by its form; the status."""
    there = local(start)
    path = f"/meetings/requests/new?kind={kind}" + (f"&meeting={meeting}" if meeting else "")
    browser.get(path)
    form = {
        "kind": kind, "purpose": PURPOSE, "day": f"{there:%d/%m/%Y}", "hour": f"{there:%H:%M}", "minutes": "120",
        "place": "Hội trường Sở",
    }  # fmt: skip
    return browser.post(path, form | more).status_code


def examine(browser: Browser, request_id: int, world: World, leader: str = "chutich") -> int:
    path = f"/meetings/requests/{request_id}/examine"
    browser.get(path)
    who = {"officer": world.persons["chuyenvien"], "leader": world.persons[leader], "advice": "Đề nghị đồng ý"}
    return browser.post(path, who | {"act": "examine"}).status_code


def decide(browser: Browser, request_id: int, act: str = "consent", words: str = "", **more: object) -> int:
    path = f"/meetings/requests/{request_id}/decide"
    browser.get(path)
    row = newest(browser.app.extensions["office"])
    there = local(row.starts_at)
    form = {"day": f"{there:%d/%m/%Y}", "hour": f"{there:%H:%M}", "minutes": "120", "words": words, "act": act}
    return browser.post(path, form | more).status_code


def issue(browser: Browser, meeting_id: int) -> int:
    browser.get(f"/meetings/{meeting_id}/confirm")
    if browser.response is None or browser.response.status_code != 200:
        browser.get(f"/meetings/{meeting_id}/edit")
        return browser.post(f"/meetings/{meeting_id}/issue").status_code
    return browser.post(f"/meetings/{meeting_id}/issue", {"version": browser.field("version")}).status_code


def test_a_department_invites_district_leaders_only_with_the_chairmans_consent(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    """M6, A-113: refused with the reason and the way to the request; consent, a calendar entry, then issued."""
    meeting_id = department_draft(office, world)
    clerk, chief, chairman = sign_in("vanthu.stnmt"), sign_in("chanhvanphong"), sign_in("chutich")
    assert issue(clerk, meeting_id) == 422
    assert "UBND huyện Kỳ Anh) phải được Chủ tịch UBND tỉnh đồng ý trước" in clerk.page
    way = f"/meetings/requests/new?kind=invite&amp;meeting={meeting_id}"
    assert way in clerk.page, "a button opens the request"
    assert meeting_of(office, meeting_id).document_id is None, "no number was given"

    start = meeting_of(office, meeting_id).starts_at
    assert start is not None
    assert ask(clerk, "invite", start, meeting_id) == 422, "whose leaders?"
    assert "Chưa chọn huyện nào được mời" in clerk.page
    assert ask(clerk, "invite", start, meeting_id, units=world.units["kyanh"], why="Cần huyện quyết") == 200
    request_id = newest(office).id
    assert issue(clerk, meeting_id) == 422
    assert "Đề nghị đã gửi, chưa có ý kiến đồng ý" in clerk.page

    assert "Đề nghị họp, làm việc chờ bạn" in chief.get("/").text
    assert examine(sign_in("vanthu.stnmt"), request_id, world) == 403, "nobody examines the own request"
    assert examine(chief, request_id, world) == 200
    assert decide(sign_in("phochutich"), request_id) == 403, "M6 wants the Chairman"
    assert decide(chairman, request_id, "refuse", "không") == 422
    assert "Lý do có 5 ký tự" in chairman.page
    assert decide(chairman, request_id) == 200
    assert "Lịch đã ghi" in chairman.page
    entry = office.session.scalars(select(CalendarEntry)).one()
    assert (entry.starts_at, entry.title, entry.preparing_unit_id) == (start, PURPOSE, world.units["stnmt"])
    assert entry.officer_id == world.persons["chuyenvien"], "who follows it stands in the entry"
    told = set(office.session.scalars(select(Notice.person_id).filter_by(kind="meeting_request")))
    assert {world.persons[one] for one in ("vanthu.stnmt", "chanhvanphong", "chuyenvien", "chutich")} <= told

    assert issue(clerk, meeting_id) == 200
    assert meeting_of(office, meeting_id).state == "issued"


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        ({"unit": "kyanh", "capacity": "Lãnh đạo"}, True),
        ({"unit": "kyanh", "capacity": ""}, True),
        ({"person": "chutich.kyanh", "capacity": "Đại biểu"}, True),
        ({"person": "vanthu.kyanh", "capacity": "Đại biểu"}, False),
        ({"unit": "kyanh", "capacity": "Chuyên viên"}, False),
    ],
)
@pytest.mark.parametrize("ends_in", [None, 30])
def test_m6_no_unticked_mark_and_no_capacity_hide_a_leader(
    wanted: dict[str, str], asked: bool, ends_in: int | None, sign_in: SignIn, office: Office, world: World
) -> None:
    """M6: whom M10 takes for a leader is one here too, be it for a fixed term."""
    with office.transaction():
        for post in world.person("chutich.kyanh").posts:
            post.ends_on = office.today() + timedelta(days=ends_in) if ends_in else None
    meeting_id = department_draft(office, world, invited=("stc",))
    one = drafts.Wanted(
        unit_id=world.units.get(wanted.get("unit", "")), person_id=world.persons.get(wanted.get("person", "")),
        capacity=wanted["capacity"], leader=False,
    )  # fmt: skip
    with office.transaction():
        drafts.invite(office, world.actor("vanthu.stnmt"), meeting_id, [one])
    clerk = sign_in("vanthu.stnmt")
    assert issue(clerk, meeting_id) == (422 if asked else 200)
    assert ("phải được Chủ tịch UBND tỉnh đồng ý trước" in clerk.page) is asked


def test_m6_whoever_led_a_district_and_leads_it_no_more_is_no_leader(
    sign_in: SignIn, office: Office, world: World
) -> None:
    with office.transaction() as session:
        (was,) = world.person("chutich.kyanh").posts
        was.ends_on = office.today() - timedelta(days=1)
        session.add(Post(person_id=was.person_id, unit_id=was.unit_id, role=Role.SPECIALIST, title="Chuyên viên"))
    meeting_id = department_draft(office, world, invited=("stc",))
    with office.transaction():
        one = drafts.Wanted(person_id=world.persons["chutich.kyanh"], capacity="Đại biểu", leader=False)
        drafts.invite(office, world.actor("vanthu.stnmt"), meeting_id, [one])
    assert issue(sign_in("vanthu.stnmt"), meeting_id) == 200


@pytest.mark.parametrize("what", ["day", "purpose", "district"])
def test_a_consent_holds_for_this_day_matter_and_district(
    what: str, sign_in: SignIn, office: Office, world: World
) -> None:
    meeting_id = department_draft(office, world)
    start = meeting_of(office, meeting_id).starts_at
    assert start is not None
    clerk, chairman = sign_in("vanthu.stnmt"), sign_in("chutich")
    last = local(start + timedelta(days=1))
    ask(clerk, "invite", start, meeting_id, units=world.units["kyanh"], until=f"{last:%d/%m/%Y}")
    request_id = newest(office).id
    examine(sign_in("chanhvanphong"), request_id, world)
    decide(chairman, request_id)
    with office.transaction() as session:
        meeting = session.get_one(Meeting, meeting_id)
        if what == "day":
            meeting.starts_at = start + timedelta(days=2)
        elif what == "purpose":
            meeting.purpose = "Họp về việc khác"
        else:
            session.get_one(MeetingRequest, request_id).units[0].unit_id = world.units["sct"]
    assert issue(clerk, meeting_id) == 422
    said = {"day": "Ngày họp ngoài thời gian", "purpose": "đã khác nội dung", "district": "chưa bao gồm"}[what]
    assert said in clerk.page
    assert f"/meetings/requests/{request_id}" in clerk.page, "the button opens the request that is too narrow"
    if what == "day":  # the range reaches to the day after the meeting's own
        with office.transaction() as session:
            session.get_one(Meeting, meeting_id).starts_at = start + timedelta(days=1)
        assert issue(clerk, meeting_id) == 200
        entry = office.session.scalars(select(CalendarEntry).filter_by(cancelled_at=None)).one()
        assert entry.starts_at == start + timedelta(days=1), "the calendar follows the invitation"


@pytest.mark.parametrize(("day", "status"), [(24, 200), (25, 422)])
def test_a_district_registers_on_the_24th_and_not_on_the_25th(
    day: int, status: int, sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    """M8: judged by the office's own day; 23:59 of the 24th is in time."""
    clock.instant = datetime(2026, 11, day, *((23, 59) if day == 24 else (0, 0)), tzinfo=ZONE)
    clerk = sign_in("vanthu.kyanh")
    start = datetime(2026, 12, 10, 8, tzinfo=ZONE)
    leader = {"leader": world.persons["phochutich"]}
    assert ask(clerk, "register", start, **leader) == status
    if status == 200:
        assert "Chờ Văn phòng thẩm tra" in clerk.page
        return
    assert count(office, MeetingRequest) == 0
    assert "phải đăng ký trước ngày 25, chậm nhất hết ngày 24/11/2026" in clerk.page
    assert "Đăng ký lúc này thì họp từ ngày 01/01/2027" in clerk.page
    assert ask(clerk, "register", start, urgent="y", urgent_reason="gấp", **leader) == 422, "a word is no reason"
    assert ask(clerk, "register", start, urgent="y", urgent_reason="Sạt lở đê biển, phải họp", **leader) == 200
    request_id = newest(office).id
    assert examine(sign_in("vanthu"), request_id, world, "phochutich") == 403, "M9: the Chief of Office alone"
    chief, path = sign_in("chanhvanphong"), f"/meetings/requests/{request_id}/examine"
    chief.get(path)
    arranged = {
        "officer": world.persons["chuyenvien"], "leader": world.persons["phochutich"], "day": "11/12/2026",
        "hour": "14:00", "minutes": "90", "words": "Đã báo cáo, Phó Chủ tịch đồng ý dự", "act": "arrange",
    }  # fmt: skip
    assert chief.post(path, arranged).status_code == 200
    entry = office.session.scalars(select(CalendarEntry)).one()
    assert entry.starts_at == datetime(2026, 12, 11, 14, tzinfo=ZONE)
    assert (entry.leader_id, entry.unit_id) == (world.persons["phochutich"], world.units["ubnd"])
    clerk.get(f"/meetings/requests/{request_id}")
    clerk.post(f"/meetings/requests/{request_id}/invitation")
    assert "Chỉ gửi bản điện tử" in clerk.page, "the invitation is begun from it"
    assert newest(office).meeting_id is not None


def test_m8_the_hour_the_leader_agreed_to_is_kept_or_asked_for_anew(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    """M8: neither issuing nor moving goes round it; a new request counts from the day the first was registered."""
    clock.instant = datetime(2026, 11, 24, 16, tzinfo=ZONE)
    wished, agreed, later = (datetime(2026, 12, 10, *hour, tzinfo=ZONE) for hour in ((7, 30), (14, 0), (15, 30)))
    meeting_id = department_draft(
        office, world, unit="kyanh", login="vanthu.kyanh", invited=("stc",), persons=(("phochutich", "ubnd"),),
        chair_id=world.persons["chutich.kyanh"], signer_id=world.persons["chutich.kyanh"],
        preparing_unit_id=world.units["kyanh"], ahead=wished - clock.now(),
    )  # fmt: skip
    leader = {"leader": world.persons["phochutich"]}

    def consent(start: datetime, hour: str) -> int:
        assert ask(sign_in("vanthu.kyanh"), "register", start, meeting_id, **leader) == 200
        request_id = newest(office).id
        assert examine(sign_in("chanhvanphong"), request_id, world, "phochutich") == 200
        assert decide(sign_in("phochutich"), request_id, hour=hour) == 200
        return request_id

    request_id = consent(wished, "14:00")
    clerk = sign_in("vanthu.kyanh")
    assert issue(clerk, meeting_id) == 422
    assert "Giờ họp khác giờ lãnh đạo đã đồng ý (14:00 ngày 10/12/2026)" in clerk.page
    assert f'href="/meetings/requests/{request_id}"' in clerk.page, "the way to the request"
    with office.transaction() as session:
        session.get_one(Meeting, meeting_id).starts_at = agreed
    assert issue(clerk, meeting_id) == 200

    clock.instant = datetime(2026, 12, 1, 9, tzinfo=ZONE)
    move = {
        "day": "10/12/2026",
        "hour": "15:30",
        "place": "Hội trường",
        "reason": "Đoàn công tác đến muộn",
        "how": "in_person",
    }
    clerk, path = sign_in("vanthu.kyanh"), f"/meetings/{meeting_id}/move"
    assert clerk.get(path).status_code == 200
    assert clerk.post(path, move).status_code == 422
    assert "Giờ họp khác giờ lãnh đạo đã đồng ý" in clerk.page
    assert f"/meetings/requests/new?kind=register&amp;meeting={meeting_id}" in clerk.page, "it is out: a new request"
    assert [one.starts_at for one in entries_in_force(office)] == [agreed], "the leader's calendar keeps the hour"

    consent(later, "15:30")
    clerk = sign_in("vanthu.kyanh")
    clerk.get(path)
    assert clerk.post(path, move).status_code == 200
    assert [one.starts_at for one in entries_in_force(office)] == [later]


def test_a_request_whose_hour_passed_without_a_word_says_so_and_has_two_ways_on(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    """M6: on the page and in the list; nobody agrees to it any more, it is refused or sent again for another day."""
    request_id = make_examined(office, world)
    path, said = f"/meetings/requests/{request_id}", "Đã qua ngày giờ"
    assert said not in sign_in("chutich").get(path).text
    assert said not in sign_in("chutich").get("/meetings/requests?view=open").text
    clock.move(days=6)
    chairman, clerk = sign_in("chutich"), sign_in("vanthu.stnmt")
    for person in (chairman, clerk):
        assert said in person.get(path).text
        assert "Đơn vị gửi sửa ngày rồi gửi lại" in person.page
        assert said in person.get("/meetings/requests?view=open").text
    assert decide(chairman, request_id) == 422
    assert "Ngày giờ này đã qua" in chairman.page
    assert "Trả lời không đồng ý kèm lý do, hoặc để đơn vị gửi sửa ngày rồi gửi lại" in chairman.page
    there = local(clock.now() + timedelta(days=2))
    clerk.get(f"{path}/change")
    changed = {
        "purpose": PURPOSE, "day": f"{there:%d/%m/%Y}", "hour": "09:00", "minutes": "60", "place": "Phòng họp Sở",
        "leader": world.persons["chutich"], "units": world.units["kyanh"],
    }  # fmt: skip
    assert clerk.post(f"{path}/change", changed).status_code == 200
    assert said not in clerk.get(path).text


def test_a_request_whose_hour_passed_is_still_answered_with_a_no(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    request_id = make_examined(office, world)
    clock.move(days=7)
    chairman = sign_in("chutich")
    assert decide(chairman, request_id, "refuse", "Không sắp xếp được thời gian") == 200
    assert newest(office).state == "refused"
    assert "Đã qua ngày giờ" not in chairman.page


def test_a_head_asks_for_a_working_session_changes_and_withdraws_it(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    """M17: only a head; a change is decided anew; what is withdrawn leaves the calendar."""
    start = clock.now() + timedelta(days=3)
    assert ask(sign_in("vanthu.stnmt"), "session", start) == 404
    head, chief, chairman = sign_in("giamdoc.stnmt"), sign_in("chanhvanphong"), sign_in("chutich")
    assert ask(head, "session", start, why="Xin ý kiến về quy hoạch mỏ", restricted="y") == 200
    request_id = newest(office).id
    path = f"/meetings/requests/{request_id}"
    assert sign_in("chuyenvien.stnmt").get(path).status_code == 404, "restricted: not even the own house"
    assert sign_in("giamdoc.stc").get(path).status_code == 404
    examine(chief, request_id, world)
    other = local(start + timedelta(days=1))
    assert decide(chairman, request_id, day=f"{other:%d/%m/%Y}", hour="10:30", minutes="60") == 200
    entry = office.session.scalars(select(CalendarEntry)).one()
    assert local(entry.starts_at) == other.replace(hour=10, minute=30, second=0, microsecond=0), "the leader's hour"
    assert entry.restricted
    entry_id = entry.id

    head.get(f"{path}/change")
    later = local(start + timedelta(days=2))
    changed = {"purpose": PURPOSE, "day": f"{later:%d/%m/%Y}", "hour": "09:00", "minutes": "60", "why": "", "place": ""}
    assert head.post(f"{path}/change", changed).status_code == 200
    assert newest(office).state == "sent"
    assert office.session.get_one(CalendarEntry, entry_id).cancelled_at is not None
    head.get(path)
    assert head.post(f"{path}/withdraw", {"reason": "thôi"}).status_code == 422
    assert head.post(f"{path}/withdraw", {"reason": "Đã được trả lời bằng văn bản"}).status_code == 200
    assert newest(office).state == "withdrawn"
    assert examine(chief, request_id, world) == 403
    assert head.post(f"{path}/change", changed).status_code == 403


def test_consent_taken_back_while_distribution_runs_stops_what_has_not_gone(
    sign_in: SignIn, office: Office, world: World, relay: SmtpSink, letters: Callable[[], list[Letter]],
    both_databases: str,
) -> None:  # fmt: skip
    """A-106: pressed while the relay takes the second of three mails; what went is said, the third waits for consent."""
    meeting_id = department_draft(office, world, invited=("stc", "sct", "kyanh"))
    clerk, chief, chairman = sign_in("vanthu.stnmt"), sign_in("chanhvanphong"), sign_in("chutich")
    start = meeting_of(office, meeting_id).starts_at
    assert start is not None

    def consent() -> int:
        ask(clerk, "invite", start, meeting_id, units=world.units["kyanh"])
        request_id = newest(office).id
        examine(chief, request_id, world)
        assert decide(chairman, request_id) == 200
        return request_id

    page = f"/meetings/requests/{consent()}"
    assert issue(clerk, meeting_id) == 200
    chairman.get(page)
    form = {name: chairman.field(name) for name in ("csrf_token", "form_key")} | {"reason": WHY}
    pressed: list[int] = []

    def revoke(count: int) -> None:
        if count == 2:
            with chairman.client.post(f"{page}/revoke", data=form) as answer:
                pressed.append(answer.status_code)

    relay.taken = revoke
    went = letters()
    assert pressed == [303], "nothing is locked while the relay is spoken to"
    assert [one.to for one in went] == boxes(SCT, STC)
    assert count(office, CalendarEntry, cancelled_at=None) == 0
    shown = words_of(clerk.get(f"/meetings/{meeting_id}").text)
    for said in (WHY, "1 thư chưa đi đã dừng lại", "2 thư đã gửi, 1 chưa tới nơi, tới 3 hộp thư"):
        assert said in shown, said
    assert re.findall(r"(vanthu\.\w+\.\d)@hatinh\.example\s*giấy mời\s*(gửi|đã dừng)", shown) == [
        ("vanthu.ubnd.6", "đã dừng"), ("vanthu.stc.4", "gửi"), ("vanthu.sct.5", "gửi"),
    ]  # fmt: skip
    nothing_more_goes(clerk, office, world, meeting_id)
    assert letters() == []

    consent()
    (letter,) = letters()
    assert [letter.to] == boxes(KYANH), "a new consent lets it go on to the mailbox that was passed over"
    assert "METHOD:REQUEST" in letter.calendar
    assert "đã dừng lại" not in clerk.get(f"/meetings/{meeting_id}").text


def nothing_more_goes(clerk: Browser, office: Office, world: World, meeting_id: int) -> None:
    """No reminder, no other place, nobody more, no reminder by itself on the last day: it stands still."""
    path, told = f"/meetings/{meeting_id}", count(office, Notice, kind="invitation")
    meeting = meeting_of(office, meeting_id)
    assert clerk.post(f"{path}/remind", {"invitee": [one.id for one in meeting.invitees]}).status_code == 422
    there = local(meeting.starts_at)
    clerk.get(f"{path}/move")
    moved = {"day": f"{there:%d/%m/%Y}", "hour": f"{there:%H:%M}", "place": "Hội trường Sở", "how": "in_person",
             "reason": "Phòng họp đang sửa"}  # fmt: skip
    assert clerk.post(f"{path}/move", moved).status_code == 422
    assert WHY in clerk.page
    clerk.get(f"{path}/invite")
    more = {"act": f"send:u{world.units['ubnd']}", "capacity": "Chuyên viên"}
    assert clerk.post(f"{path}/invite", more).status_code == 422
    assert count(office, Notice, kind="invitation") == told, "nor does any desk hear of it"


def test_what_was_stopped_can_still_be_called_off(
    sign_in: SignIn, office: Office, world: World, letters: Callable[[], list[Letter]]
) -> None:
    meeting_id = department_draft(office, world)
    clerk, chief, chairman = sign_in("vanthu.stnmt"), sign_in("chanhvanphong"), sign_in("chutich")
    start = meeting_of(office, meeting_id).starts_at
    assert start is not None
    ask(clerk, "invite", start, meeting_id, units=world.units["kyanh"])
    request_id = newest(office).id
    examine(chief, request_id, world)
    decide(chairman, request_id)
    issue(clerk, meeting_id)
    path = f"/meetings/requests/{request_id}"
    clerk.get(path)
    assert clerk.post(f"{path}/withdraw", {"reason": "Thôi không mời nữa"}).status_code == 422, "it is out"
    chairman.get(path)
    assert chairman.post(f"{path}/revoke", {"reason": "thôi"}).status_code == 422
    assert chairman.post(f"{path}/revoke", {"reason": WHY}).status_code == 200
    assert letters() == []
    clerk.get(f"/meetings/{meeting_id}/call-off")
    assert clerk.post(f"/meetings/{meeting_id}/call-off", {"reason": WHY}).status_code == 200
    off = letters()
    assert [one.to for one in off] == boxes(STC, KYANH), "everybody learns that it is off"
    assert all("METHOD:CANCEL" in one.calendar and WHY in one.text for one in off)
