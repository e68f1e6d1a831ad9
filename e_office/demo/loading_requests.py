"""Requests to the leadership: what the past meetings of departments needed, and four of the last days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from e_office.core.clock import at
from e_office.core.office import Office
from e_office.demo.acts import Act, Run
from e_office.demo.days import shift
from e_office.demo.facts import PlannedMeeting
from e_office.demo.province import Cast
from e_office.demo.units import BY_KEY
from e_office.meetings.groups.rules import asks_for_leader
from e_office.meetings.models import Meeting
from e_office.meetings.requests import asking, deciding, examining
from e_office.meetings.requests.asking import RequestFacts
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.requests.rules import first_day_open
from e_office.meetings.requests.rules_consent import DEPARTMENTS, DISTRICTS, RequestKind
from search import fold

CHAIRMAN, LEADER, CHIEF, OFFICER = "chutich", "pct.kinhte", "chanhvp", "chuyenvien.nl1"
AFTER_HOURS = time(18, 10)
STEP = timedelta(minutes=3)
KEY = "requests-of-the-last-days"


def asks_district_leaders(item: PlannedMeeting) -> bool:
    """Whether a department's invitation asks for leaders of districts, and so needs the Chairman's consent (M6)."""
    return BY_KEY[item.convener].level in DEPARTMENTS and bool(_districts(item))


def _districts(item: PlannedMeeting) -> list[str]:
    asked = [one for one in item.invitees if BY_KEY[one.unit].level in DISTRICTS]
    return [one.unit for one in asked if asks_for_leader(fold(one.capacity), ticked=one.leader, leads=False)]


def agree_to_invite(cast: Cast, item: PlannedMeeting) -> None:
    """The department asks, the Office puts it before the Chairman, who agrees."""
    assert item.issued_at is not None  # the caller has looked
    office = cast.at(item.issued_at - timedelta(minutes=20))
    meeting = office.session.get_one(Meeting, cast.meetings[item.key])
    facts = RequestFacts(
        leader_id=cast.persons[CHAIRMAN], starts_at=item.starts_at, minutes=150, place=item.place,
        unit_ids=[cast.units[key] for key in _districts(item)],
        why="Nội dung liên quan trực tiếp tới trách nhiệm của UBND các huyện",
    )  # fmt: skip
    row = asking.send(office, cast.clerk(item.convener), RequestKind.INVITE, facts, meeting_id=meeting.id)
    _examine(cast, office, row, CHAIRMAN)
    deciding.consent(office, cast.actor(CHAIRMAN), row.id, starts_at=row.starts_at, minutes=row.minutes)


def request_acts(cast: Cast, today: date) -> Iterator[Act]:
    """Four requests of the evening before: one at each place a request can be."""
    start = at(shift(today, -1), AFTER_HOURS)
    for place, done in enumerate((_registered, _before_chairman, _agreed, _refused)):
        yield Act(start + place * STEP, KEY, _run(cast, done, start + place * STEP))


def _run(cast: Cast, done: Callable[[Cast, Office], None], when: datetime) -> Run:
    return lambda _files: done(cast, cast.at(when))


def _registered(cast: Cast, office: Office) -> None:
    """A district registers a meeting in time; the Office has not looked yet (M8)."""
    day = shift(first_day_open(office.clock.now()), 6)
    facts = RequestFacts(
        purpose="Hội nghị tháo gỡ vướng mắc giải phóng mặt bằng Khu kinh tế Vũng Áng", minutes=180,
        leader_id=cast.persons[LEADER], starts_at=at(day, time(8)), place="Hội trường UBND huyện Kỳ Anh",
        why="Đề nghị Phó Chủ tịch kết luận phương án tái định cư ba xã",
    )  # fmt: skip
    asking.send(office, cast.actor("vanthu.kyanh"), RequestKind.REGISTER, facts)


def _before_chairman(cast: Cast, office: Office) -> None:
    """A department wants leaders of districts at its meeting; the Chairman has it before him (M6)."""
    facts = RequestFacts(
        purpose="Họp bàn đóng cửa các điểm mỏ hết phép", leader_id=cast.persons[CHAIRMAN], minutes=150,
        starts_at=at(shift(office.today(), 8), time(14)), until=shift(office.today(), 12),
        place="Phòng họp Sở Tài nguyên và Môi trường", unit_ids=[cast.units[key] for key in ("KYANH", "HUONGSON")],
        why="Hai huyện chưa thống nhất cách kiểm tra, cần lãnh đạo quyết tại chỗ",
    )  # fmt: skip
    row = asking.send(office, cast.actor("chuyenvien.stnmt"), RequestKind.INVITE, facts)
    _examine(cast, office, row, CHAIRMAN)


def _agreed(cast: Cast, office: Office) -> None:
    """A head works with the Chairman; it stands in the calendar (M17)."""
    row = asking.send(office, cast.actor("giamdoc.stnmt"), RequestKind.SESSION, _session(cast, office, 4, time(8, 30)))
    _examine(cast, office, row, CHAIRMAN)
    deciding.consent(office, cast.actor(CHAIRMAN), row.id, starts_at=row.starts_at, minutes=60)


def _refused(cast: Cast, office: Office) -> None:
    """Another session gets a reasoned no."""
    row = asking.send(office, cast.actor("giamdoc.stnmt"), RequestKind.SESSION, _session(cast, office, 5, time(15)))
    _examine(cast, office, row, CHAIRMAN)
    deciding.refuse(office, cast.actor(CHAIRMAN), row.id, "Việc này thuộc lĩnh vực Phó Chủ tịch phụ trách kinh tế")


def _session(cast: Cast, office: Office, ahead: int, hour: time) -> RequestFacts:
    about = "quy hoạch khoáng sản" if hour < time(12) else "kinh phí đo đạc bản đồ địa chính"
    return RequestFacts(
        purpose=f"Xin ý kiến chỉ đạo về {about}", leader_id=cast.persons[CHAIRMAN], minutes=60,
        starts_at=at(shift(office.today(), ahead), hour),
    )  # fmt: skip


def _examine(cast: Cast, office: Office, row: MeetingRequest, leader: str) -> None:
    examining.examine(
        office, cast.actor(CHIEF), row.id, officer_id=cast.persons[OFFICER], leader_id=cast.persons[leader],
        advice="Văn phòng đã kiểm tra lịch, không trùng; kính trình xem xét",
    )  # fmt: skip
