"""Warnings of two things at one time, where they are needed: writing, confirming, deciding, in the week."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from e_office.core.clock import ZONE, local
from e_office.core.office import Office
from e_office.meetings import service as meetings
from e_office.meetings.calendar_entries.queries import entry_of
from e_office.meetings.leadership.models import TypedEntry
from e_office.meetings.leadership.rules import TypedFacts
from e_office.meetings.leadership.rules_week import Kind, monday_of
from e_office.meetings.leadership.service import change_entry, end_entry, mark_line, type_entry
from e_office.meetings.requests import deciding
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.requests.rules_consent import RequestKind
from e_office.people.models import Unit
from tests.conftest import Browser
from tests.factories.calendars import make_typed
from tests.factories.meetings import make_draft, make_issued
from tests.factories.requests import make_examined
from tests.factories.world import World
from tests.web.meetings.helpers import count, meeting_of

SignIn = Callable[[str], Browser]


def test_a_busy_chair_and_a_busy_guest_are_told_while_it_is_written_and_before_issue(
    both_databases: str, office: Office, world: World, sign_in: SignIn
) -> None:
    """Who writes it learns that they are busy; with what only where it is theirs to know."""
    start = office.clock.now() + timedelta(hours=50)
    make_typed(office, world, starts_at=start + timedelta(hours=1), title="Tiếp đoàn Bộ Tài chính")
    make_typed(
        office, world, starts_at=start - timedelta(hours=1), hours=1, title="Việc xong trước giờ họp",
        leader_id=world.persons["chutich"], officer_id=None,
    )  # fmt: skip
    meeting_id = make_draft(office, world, ahead=timedelta(hours=50), persons=(("chutich", "ubnd"),))
    writer = sign_in("chuyenvien")
    for address in (f"/meetings/{meeting_id}/edit", f"/meetings/{meeting_id}/confirm"):
        page = writer.get(address).text
        assert "Trùng giờ" in page
        assert "Lê Thị Minh Hòa" in page
        assert "Tiếp đoàn Bộ Tài chính" in page, "who goes along knows what it is"
        assert "Việc xong trước giờ họp" not in page, "touching is no overlap"
    other = make_draft(office, world, ahead=timedelta(hours=50), login="vanthu.stnmt", unit="stnmt", papers=(),
                       preparing_unit_id=None, signer_id=None)  # fmt: skip
    page = sign_in("vanthu.stnmt").get(f"/meetings/{other}/edit").text
    assert "Trùng giờ" in page
    assert "Tiếp đoàn Bộ Tài chính" not in page
    assert "bận" in page


def test_a_move_shows_who_is_busy_then_and_never_into_another_meeting_of_the_chair(
    office: Office, world: World, sign_in: SignIn
) -> None:
    start = office.clock.now() + timedelta(hours=50)
    make_issued(office, world, ahead=timedelta(hours=74), papers=())
    make_typed(office, world, starts_at=start + timedelta(hours=1), title="Tiếp đoàn Bộ Tài chính")
    meeting_id = make_issued(office, world, ahead=timedelta(hours=27), papers=(), persons=(("chutich", "ubnd"),))
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/move"
    writer.get(path)
    assert "Trùng giờ" not in writer.page

    def press(hours: float, **more: object) -> int:
        there = local(office.clock.now() + timedelta(hours=hours))
        kept = {"place": "Phòng họp tầng 2, trụ sở UBND tỉnh", "reason": "Chủ trì đi cơ sở buổi sáng"}
        return writer.post(path, {**kept, "day": f"{there:%d/%m/%Y}", "hour": f"{there:%H:%M}", **more}).status_code

    assert press(74.5) == 422
    assert "Chủ trì đã có cuộc họp lúc" in writer.page
    assert press(74.5, seen=writer.field("seen") or "") == 422, "whatever was seen"
    assert press(50) == 422
    assert "Giờ mới trùng việc khác của" in writer.page
    assert "Lê Thị Minh Hòa" in writer.page
    assert "bấm lại thì vẫn dời được" in writer.page
    shown, before = writer.field("seen"), meeting_of(office, meeting_id).starts_at
    assert press(50, seen="entry:0/0") == 422, "what was shown is what counts"
    assert meeting_of(office, meeting_id).starts_at == before
    assert press(50, seen=shown) == 200
    assert meeting_of(office, meeting_id).starts_at == start


def test_the_leader_who_decides_sees_what_else_there_is(office: Office, world: World, sign_in: SignIn) -> None:
    make_typed(
        office, world, starts_at=office.clock.now() + timedelta(days=6, hours=1), title="Dự hội nghị vùng",
        leader_id=world.persons["chutich"],
    )  # fmt: skip
    asked_id = make_examined(office, world)
    page = sign_in("chutich").get(f"/meetings/requests/{asked_id}/decide").text
    assert "Trùng giờ" in page
    assert "Dự hội nghị vùng" in page
    assert "Trùng giờ" not in sign_in("vanthu.stnmt").get(f"/meetings/requests/{asked_id}").text


def test_inspections_that_overlap_are_told_in_the_week_and_to_who_invites_that_unit_m19(
    office: Office, world: World, sign_in: SignIn, work_off: Callable[[], int]
) -> None:
    """M19: two inspections of one unit, and a meeting with it; one that may come unannounced stays unknown."""
    start = office.clock.now() + timedelta(hours=50)
    inspection = {"kind": Kind.INSPECTION, "inspected_id": world.units["kyanh"], "officer_id": None}
    make_typed(office, world, starts_at=start, title="Thanh tra đất đai", **inspection)
    make_typed(
        office, world, starts_at=start + timedelta(hours=2), title="Kiểm tra xây dựng nông thôn mới",
        leader_id=world.persons["chutich"], **inspection,
    )  # fmt: skip
    meeting_id = make_issued(office, world, ahead=timedelta(hours=51), invited=("kyanh",), papers=())
    clerk = sign_in("vanthu")
    page = clerk.get("/meetings/week").text
    assert page.count("UBND huyện Kỳ Anh</b>") == 4, "each inspection beside the other, and beside the meeting"
    assert "Thanh tra đất đai" in page
    draft = make_draft(office, world, ahead=timedelta(hours=50), invited=("kyanh",), papers=(), persons=())
    page = sign_in("chuyenvien").get(f"/meetings/{draft}/edit").text
    assert "đang được thanh tra, kiểm tra" in page
    assert "Thanh tra đất đai" not in page, "what it is stays with who drafts the week"

    later = start + timedelta(hours=24)
    make_typed(office, world, starts_at=later, title="Thanh tra đột xuất", restricted=True, **inspection)
    quiet = make_draft(
        office, world, ahead=timedelta(hours=74), invited=("kyanh",), papers=(), chair_id=world.persons["chutich"]
    )
    assert "đang được thanh tra" not in sign_in("chuyenvien").get(f"/meetings/{quiet}/edit").text
    assert meeting_id


def test_an_inspection_the_office_marked_restricted_afterwards_stays_unknown_too_m19(
    office: Office, world: World, sign_in: SignIn
) -> None:
    start = office.clock.now() + timedelta(hours=50)
    inspection = {"kind": Kind.INSPECTION, "inspected_id": world.units["kyanh"], "officer_id": None}
    typed_id = make_typed(office, world, starts_at=start, title="Thanh tra đất đai", **inspection)
    draft = make_draft(office, world, ahead=timedelta(hours=50), invited=("kyanh",), papers=(), persons=())
    writer = sign_in("chuyenvien")
    assert "đang được thanh tra" in writer.get(f"/meetings/{draft}/edit").text
    week, agency = monday_of(local(start).date()), world.units["ubnd"]
    with office.transaction():
        said = {"restricted": True, "left_out": False, "officer_id": None}
        mark_line(office, world.actor("vanthu"), agency, week, f"typed:{typed_id}", **said)
    assert "đang được thanh tra" not in writer.get(f"/meetings/{draft}/edit").text


def test_another_agencys_open_inspection_is_named_to_who_plans_one_m19(
    office: Office, world: World, sign_in: SignIn
) -> None:
    """M19: two agencies agree on it only where each learns whose the other is; a restricted one stays unknown."""
    start = office.clock.now() + timedelta(hours=20)
    inspection = {"kind": Kind.INSPECTION, "inspected_id": world.units["kyanh"]}
    make_typed(office, world, starts_at=start, title="Thanh tra đất đai", officer_id=None, **inspection)
    there = TypedFacts(
        leader_id=world.persons["giamdoc.stnmt"], starts_at=start, ends_at=start + timedelta(hours=3),
        title="Kiểm tra môi trường", place="Kỳ Anh", **inspection,
    )  # fmt: skip
    with office.transaction():
        other_id = type_entry(office, world.actor("vanthu.stnmt"), world.units["stnmt"], there).id
    clerk = sign_in("vanthu")
    said = f"{_name(office, world, 'stnmt')} thanh tra, kiểm tra"
    assert said in clerk.get("/meetings/week").text
    assert "Kiểm tra môi trường" not in clerk.page, "what it is stays with who drafts that week"
    with office.transaction():
        change_entry(office, world.actor("vanthu.stnmt"), other_id, replace(there, restricted=True))
    assert said not in clerk.get("/meetings/week").text


def test_who_types_an_inspection_is_warned_before_it_is_kept_m19(office: Office, world: World, sign_in: SignIn) -> None:
    """Once, with everything kept as typed; whoever has read it saves all the same, other overlaps are told again."""
    start = local(office.clock.now() + timedelta(hours=24))
    typed_id = make_typed(
        office, world, starts_at=start, title="Thanh tra đất đai", kind=Kind.INSPECTION, officer_id=None,
        inspected_id=world.units["kyanh"],
    )  # fmt: skip
    clerk, address = sign_in("vanthu"), "/meetings/week/entries/new"
    clerk.get(address)
    form = {
        "kind": "inspection", "leader": str(world.persons["chutich"]), "title": "Kiểm tra nông thôn mới",
        "day": f"{start:%d/%m/%Y}", "hour": f"{start:%H:%M}", "until_day": "", "until_hour": "11:00", "place": "Kỳ Anh",
        "inspected": str(world.units["kyanh"]), "unit": "", "officer": "",
    }  # fmt: skip
    answer = clerk.post(address, form)
    assert answer.status_code == 422
    assert "Trùng giờ với việc khác" in answer.text
    assert "Thanh tra đất đai" in answer.text
    assert "Kiểm tra nông thôn mới" in answer.text, "everything is kept as typed"
    assert count(office, TypedEntry) == 1
    seen = clerk.field("seen")
    busy = form | {"leader": str(world.persons["phochutich"]), "seen": seen}
    assert clerk.post(address, busy).status_code == 422, "another overlap than the one that was read of"
    assert count(office, TypedEntry) == 1
    assert clerk.post(address, form | {"seen": seen}).status_code == 200
    assert count(office, TypedEntry) == 2
    clerk.get(f"/meetings/week/entries/{typed_id}")
    assert "Kiểm tra nông thôn mới" in clerk.page, "and told where it is opened again"
    clerk.get(address)
    assert clerk.post(address, form | {"title": ""}).status_code == 422
    assert "Chưa ghi nội dung" in clerk.page
    assert "Thanh tra đất đai" in clerk.page, "what is missing and what overlaps, at once"


def test_a_move_is_stopped_by_what_came_up_since_the_page_and_by_nothing_it_has_shown(
    office: Office, world: World, sign_in: SignIn
) -> None:
    start = office.clock.now() + timedelta(hours=50)
    first = make_typed(office, world, starts_at=start, title="Tiếp đoàn Bộ Tài chính", officer_id=None)
    meeting_id = make_issued(office, world, ahead=timedelta(hours=27), papers=())
    writer, path, there = sign_in("chuyenvien"), f"/meetings/{meeting_id}/move", local(start)
    form = {
        "place": "Phòng họp tầng 2, trụ sở UBND tỉnh", "reason": "Chủ trì đi cơ sở buổi sáng",
        "day": f"{there:%d/%m/%Y}", "hour": f"{there:%H:%M}",
    }  # fmt: skip
    writer.get(path)
    _told_anew_until_all_was_shown(office, world, writer, path, form, first)
    assert meeting_of(office, meeting_id).starts_at == start


def test_an_entry_of_the_week_is_stopped_by_what_came_up_since_the_page_and_by_nothing_it_has_shown(
    office: Office, world: World, sign_in: SignIn
) -> None:
    start = office.clock.now() + timedelta(hours=24)
    first = make_typed(office, world, starts_at=start, title="Tiếp đoàn Bộ Tài chính", officer_id=None)
    clerk, path, there = sign_in("vanthu"), "/meetings/week/entries/new", local(start)
    form = {
        "kind": "trip", "leader": str(world.persons["phochutich"]), "title": "Kiểm tra nông thôn mới",
        "day": f"{there:%d/%m/%Y}", "hour": f"{there:%H:%M}", "until_day": "", "until_hour": "11:30", "place": "Kỳ Anh",
        "inspected": "", "unit": "", "officer": "",
    }  # fmt: skip
    clerk.get(path)
    _told_anew_until_all_was_shown(office, world, clerk, path, form, first)
    assert count(office, TypedEntry) == 3


def _told_anew_until_all_was_shown(
    office: Office, world: World, browser: Browser, path: str, form: dict[str, str], first: int
) -> None:
    """Press; another overlap comes up; the known one moves, then falls away: only what is new stops the next press."""
    start = _start_of(office, first)
    assert browser.post(path, form).status_code == 422
    (shown,) = _shown(browser)
    make_typed(office, world, starts_at=start + timedelta(hours=1), title="Tiếp công dân", officer_id=None)
    assert browser.post(path, form | {"seen": [shown]}).status_code == 422, "somebody typed another meanwhile"
    assert "việc khác của Lê Thị Minh Hòa" in browser.page
    both = _shown(browser)
    assert len(both) == 2
    assert shown in both
    moved = TypedFacts(
        kind=Kind.TRIP, leader_id=world.persons["phochutich"], starts_at=start + timedelta(minutes=30),
        ends_at=start + timedelta(hours=3), title="Tiếp đoàn Bộ Tài chính", place="Kỳ Anh",
    )  # fmt: skip
    with office.transaction():
        change_entry(office, world.actor("vanthu"), first, moved)
    assert browser.post(path, form | {"seen": both}).status_code == 422, "at another hour it is another overlap"
    anew = _shown(browser)
    with office.transaction():
        end_entry(office, world.actor("vanthu"), first)
    assert browser.post(path, form | {"seen": anew}).status_code == 200, "what fell away is no news"
    assert "Trùng giờ với việc khác" not in browser.page


def _shown(browser: Browser) -> list[str]:
    """The keys of the overlaps that stand on the page seen last."""
    return re.findall(r'name="seen" value="([^"]+)"', browser.page)


def _start_of(office: Office, typed_id: int) -> datetime:
    entry = entry_of(office, "typed", typed_id)
    assert entry is not None
    return entry.starts_at


def test_two_things_at_one_time_are_told_in_ones_own_calendar(office: Office, world: World, sign_in: SignIn) -> None:
    """In words, beside both; what only touches is none."""
    start = office.clock.now() + timedelta(hours=24)
    make_typed(office, world, starts_at=start, title="Dự hội nghị vùng")
    make_typed(office, world, starts_at=start + timedelta(hours=1), title="Tiếp đoàn Bộ Tài chính", officer_id=None)
    make_typed(office, world, starts_at=start + timedelta(hours=4), title="Tiếp công dân", officer_id=None)
    page = sign_in("phochutich").get("/meetings/calendar").text
    assert page.count("Trùng giờ") == 2
    assert page.count("hội nghị vùng") == 2, "in its own line and beside the other"
    assert page.count("đoàn Bộ Tài chính") == 2
    assert page.count("Tiếp công dân") == 1
    assert "Trùng giờ" not in sign_in("chuyenvien").get("/meetings/calendar").text


def test_m8_an_officer_and_a_leader_agreed_on_are_busy_by_the_meeting_that_was_issued(
    both_databases: str, office: Office, world: World, sign_in: SignIn
) -> None:
    """The leader's agency was invited as a unit, nobody by name: who wants either at that hour is warned all the same."""
    start = datetime(2026, 12, 10, 14, tzinfo=ZONE)
    asked_id = make_examined(
        office, world, login="vanthu.kyanh", kind=RequestKind.REGISTER, leader_id=world.persons["chutich"],
        starts_at=start, unit_ids=[], purpose="Họp bàn kè chống sạt lở",
    )  # fmt: skip
    with office.transaction():
        deciding.consent(office, world.actor("chutich"), asked_id, starts_at=start, minutes=120)
    meeting_id = make_draft(
        office, world, unit="kyanh", login="vanthu.kyanh", invited=("stc", "ubnd"), papers=(), starts_at=start,
        chair_id=world.persons["chutich.kyanh"], signer_id=world.persons["chutich.kyanh"], length=120,
        preparing_unit_id=world.units["kyanh"], purpose="Họp bàn kè chống sạt lở",
    )  # fmt: skip
    with office.transaction() as session:
        session.get_one(MeetingRequest, asked_id).meeting_id = meeting_id
    there = {"ahead": start - office.clock.now() + timedelta(hours=1), "papers": (), "invited": ("sct",)}
    draft = make_draft(office, world, persons=(("chutich", "ubnd"), ("chuyenvien", "ubnd")), **there)
    writer, names = sign_in("vanthu"), [world.actor(one).name for one in ("chutich", "chuyenvien")]

    def warned() -> list[bool]:
        page = writer.get(f"/meetings/{draft}/edit").text
        return ["Trùng giờ" in page and f"{name}</b>" in page for name in names]

    assert warned() == [True, True], "by the request"
    with office.transaction():
        meetings.issue_invitation(office, world.actor("vanthu.kyanh"), meeting_id)
    assert warned() == [True, True], "by the meeting"
    assert "Trùng giờ" not in writer.get(f"/meetings/week?week={monday_of(local(start).date())}").text, (
        "the week's line is that meeting"
    )
    with office.transaction():
        meetings.call_off(office, world.actor("vanthu.kyanh"), meeting_id, "Bão số 9 vào bờ đúng ngày")
    assert warned() == [False, False]


def _name(office: Office, world: World, key: str) -> str:
    return office.session.get_one(Unit, world.units[key]).short_name
