"""The leadership's week of the demonstration: typed, published, and changed since; with an overlap to be warned of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from e_office.core.clock import at
from e_office.core.office import Office
from e_office.demo.acts import Act, Run
from e_office.demo.days import shift
from e_office.demo.province import Cast
from e_office.demo.units import PROVINCE
from e_office.meetings.leadership import service
from e_office.meetings.leadership.gathering import digest_of, lines_of
from e_office.meetings.leadership.models import TypedEntry
from e_office.meetings.leadership.rules import TypedFacts
from e_office.meetings.leadership.rules_week import Kind, monday_of

CLERK, CHIEF, OFFICER = "vanthu", "chanhvp", "chuyenvien.nl1"
AFTER_HOURS, STEP = time(18, 40), timedelta(minutes=2)
KEY = "weeks-of-the-leadership"


def week_acts(cast: Cast, today: date) -> Iterator[Act]:
    """The evening before: the Office types, publishes the week of the next working day, then something changes."""
    start, day = at(shift(today, -1), AFTER_HOURS), shift(today, 1)
    for place, done in enumerate((_type, _publish, _change)):
        yield Act(start + place * STEP, KEY, _run(cast, done, start + place * STEP, day))


def _run(cast: Cast, done: Callable[[Cast, Office, date], None], when: datetime, day: date) -> Run:
    return lambda _files: done(cast, cast.at(when), day)


def _type(cast: Cast, office: Office, day: date) -> None:
    """A trip, two inspections of one district that overlap (M19), a reception of citizens, something restricted."""
    inspected = {"kind": Kind.INSPECTION, "inspected_id": cast.units["KYANH"], "place": "Huyện Kỳ Anh"}
    _entry(cast, office, day, "pct.kinhte", (8, 11), "Kiểm tra tiến độ giải phóng mặt bằng Khu kinh tế Vũng Áng",
           unit_id=cast.units["STNMT"], officer_id=cast.persons[OFFICER], **inspected)  # fmt: skip
    _entry(cast, office, day, "pct.noichinh", (10, 12), "Thanh tra công tác quản lý đất đai năm nay", **inspected)
    _entry(cast, office, day, "chutich", (14, 17), "Tiếp công dân định kỳ", kind=Kind.CITIZENS,
           place="Trụ sở Tiếp công dân tỉnh")  # fmt: skip
    _entry(cast, office, day, "pct.vanxa", (9, 10), "Làm việc về công tác nhân sự", kind=Kind.OTHER, restricted=True)


def _publish(cast: Cast, office: Office, day: date) -> None:
    agency, monday = cast.units[PROVINCE], monday_of(day)
    seen = digest_of(lines_of(office, agency, monday))
    service.publish(office, cast.actor(CHIEF), agency, monday, seen=seen)


def _change(cast: Cast, office: Office, day: date) -> None:
    """What the published week shows at once, and what waits for the next publication."""
    first = office.session.query(TypedEntry).order_by(TypedEntry.id).first()
    assert first is not None, "typed before"
    facts = _facts(cast, day, "pct.kinhte", (13, 16), "Kiểm tra tiến độ giải phóng mặt bằng Khu kinh tế Vũng Áng",
                   kind=Kind.INSPECTION, inspected_id=cast.units["KYANH"], place="Huyện Kỳ Anh",
                   unit_id=cast.units["STNMT"], officer_id=cast.persons[OFFICER])  # fmt: skip
    service.change_entry(office, cast.actor(CLERK), first.id, facts)
    _entry(cast, office, day, "pct.vanxa", (15, 17), "Dự lễ trao tặng nhà tình nghĩa", place="Huyện Hương Khê")


def _entry(
    cast: Cast, office: Office, day: date, leader: str, hours: tuple[int, int], title: str, **more: object
) -> None:
    facts = _facts(cast, day, leader, hours, title, **more)
    service.type_entry(office, cast.actor(CLERK), cast.units[PROVINCE], facts)


def _facts(cast: Cast, day: date, leader: str, hours: tuple[int, int], title: str, **more: object) -> TypedFacts:
    first, last = (at(day, time(hour)) for hour in hours)
    said = {"kind": Kind.TRIP, "leader_id": cast.persons[leader], "starts_at": first, "ends_at": last, "title": title}
    return TypedFacts(**said | more)  # type: ignore[arg-type]
