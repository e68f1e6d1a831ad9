"""The page of one's own week and of one's unit's, as people open it to read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.meetings import service as meetings
from e_office.meetings.answers.service import SubstituteFacts, give_word, propose_substitute
from e_office.meetings.leadership.rules_week import Kind, monday_of
from e_office.meetings.leadership.service import mark_line
from e_office.meetings.models import Meeting
from tests.conftest import Browser
from tests.factories.calendars import make_published, make_typed
from tests.factories.meetings import make_issued
from tests.factories.world import World

SignIn = Callable[[str], Browser]


def test_an_open_published_inspection_is_in_the_calendar_of_the_inspected_unit_m19(
    office: Office, world: World, sign_in: SignIn
) -> None:
    """M19: what is published is known to whom it concerns; a draft is not, and a restricted one may come unannounced."""
    soon = office.clock.now() + timedelta(hours=20)
    inspection = {"kind": Kind.INSPECTION, "inspected_id": world.units["kyanh"], "officer_id": None}
    open_id = make_typed(office, world, starts_at=soon, title="Thanh tra đất đai", **inspection)
    make_typed(office, world, starts_at=soon + timedelta(hours=4), title="Thanh tra đột xuất", restricted=True,
               **inspection)  # fmt: skip
    clerk, address = sign_in("vanthu.kyanh"), f"/meetings/calendar?unit={world.units['kyanh']}"
    assert "Thanh tra đất đai" not in clerk.get(address).text, "a draft is nobody's to read"
    make_published(office, world)
    page = clerk.get(address).text
    assert _part(page, "Thanh tra đất đai") == "được thanh tra, kiểm tra"
    assert "1 việc trong tuần" in page, "not that anything else comes"
    assert "Thanh tra đột xuất" not in page
    assert "Thanh tra đất đai" not in sign_in("vanthu.stc").get(f"/meetings/calendar?unit={world.units['stc']}").text
    with office.transaction():
        said = {"restricted": True, "left_out": False, "officer_id": None}
        week, agency = monday_of(local(soon).date()), world.units["ubnd"]
        mark_line(office, world.actor("vanthu"), agency, week, f"typed:{open_id}", **said)
    assert "Tuần này chưa có lịch" in clerk.get(address).text
    assert "Thanh tra đất đai" not in clerk.page


def test_each_calendar_tells_why_something_is_in_it(office: Office, world: World, sign_in: SignIn) -> None:
    """Own, of a unit and of the leadership: every part, what was declined or passed on, and each thing once."""
    told = make_issued(office, world, ahead=timedelta(hours=50), persons=(("giamdoc.stnmt", "stnmt"),))
    beside = make_issued(office, world, ahead=timedelta(hours=54), invited=("stc",), purpose="Họp về đê sông Trí",
                         papers=())  # fmt: skip
    trip = office.clock.now() + timedelta(hours=24)
    make_typed(office, world, starts_at=trip, title="Dự hội nghị vùng")
    make_typed(
        office, world, starts_at=trip + timedelta(hours=4), title="Thanh tra đất đai", kind=Kind.INSPECTION,
        officer_id=None, inspected_id=world.units["kyanh"], unit_id=world.units["kyanh"],
    )  # fmt: skip
    make_published(office, world)
    _answers(office, world, "giamdoc.stc", told, "attend")
    _answers(office, world, "chutich.kyanh", told, "absent", "Trực chỉ huy phòng chống lụt bão")
    passed = SubstituteFacts(person_id=world.persons["vanthu.stc"], reason="Đi công tác Hà Nội", empowered=True)
    with office.transaction():
        head = world.actor("giamdoc.stc")
        row = propose_substitute(office, head, beside, _seat(office, world, beside, "stc"), passed)
        give_word(office, world.actor("phochutich"), beside, substitutes=[row.id], leaves=[], approve=True)

    meeting, other = "tiến độ giải phóng mặt bằng", "đê sông Trí"
    own = {
        ("phochutich", meeting): "chủ trì",
        ("phochutich", "hội nghị vùng"): "lịch công tác",
        ("chuyenvien", "hội nghị vùng"): "đi cùng",
        ("giamdoc.stc", meeting): "dự họp",
        ("vanthu.stc", other): "dự thay",
        ("giamdoc.stnmt", meeting): "được mời, chưa trả lời",
    }
    for (login, title), part in own.items():
        assert _part(sign_in(login).get("/meetings/calendar").text, title) == part, (login, title)
    assert other not in sign_in("giamdoc.stc").get("/meetings/calendar").text, "passed on to somebody else"
    assert "Tuần này chưa có lịch" in sign_in("chutich.kyanh").get("/meetings/calendar").text, "declined"
    assert "Tuần này chưa có lịch" in sign_in("vanthu.kyanh").get("/meetings/calendar").text, "the head's, not hers"

    units = {
        ("vanthu.stc", "stc", meeting): "dự họp",
        ("vanthu.stnmt", "stnmt", meeting): "được mời, chưa trả lời",
        ("vanthu.stnmt", "stnmt", other): "chuẩn bị nội dung",
        ("chanhvanphong", "ubnd", other): "đơn vị mời họp",
        ("vanthu.kyanh", "kyanh", "Thanh tra đất đai"): "được thanh tra, kiểm tra",
    }
    for (login, key, title), part in units.items():
        page = sign_in(login).get(f"/meetings/calendar?unit={world.units[key]}").text
        assert _part(page, title) == part, (login, key, title)
    assert sign_in("vanthu.stc").get(f"/meetings/calendar?unit={world.units['stnmt']}").status_code == 404

    week = sign_in("vanthu.stc").get("/meetings/week").text
    for title in (meeting, other, "hội nghị vùng", "Thanh tra đất đai"):
        assert week.count(title) == 1, title


def _seat(office: Office, world: World, meeting_id: int, unit: str) -> int:
    invitees = office.session.get_one(Meeting, meeting_id).invitees
    return next(one.id for one in invitees if one.unit_id == world.units[unit] and one.person_id is None)


def _answers(office: Office, world: World, login: str, meeting_id: int, given: str, reason: str = "") -> None:
    with office.transaction():
        seat = _seat(office, world, meeting_id, login.partition(".")[2])
        meetings.answer(office, world.actor(login), meeting_id, seat, given, reason)


def _part(page: str, title: str) -> str:
    """What the reader does there, as the line with that title says."""
    rows = [row for row in page.split("<tr") if title in row]
    assert len(rows) == 1, f"once in the week: {title}"
    found = re.search(r'<p class="meta"><span>([^<]*)</span>', rows[0])
    assert found, "a line says why it is there"
    return found.group(1)
