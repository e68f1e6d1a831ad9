"""Answers of the last evening: a group of units, substitutes and an early leaving that wait for their chair's word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from e_office.core.clock import at
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.demo.acts import Act
from e_office.demo.days import shift
from e_office.demo.province import Cast
from e_office.demo.units import PROVINCE
from e_office.documents.service import KeptFile
from e_office.meetings.answers.service import SubstituteFacts, ask_to_leave, propose_substitute
from e_office.meetings.groups.service import make_group
from e_office.meetings.models import Answer, Invitee, Meeting, MeetingState

WRITER, CHAIR = "chuyenvien.nl1", "pct.kinhte"
EVENING = time(18, 40)
"""After everything else of the last day."""
STEP = timedelta(minutes=3)

GROUP = "Khối kinh tế tổng hợp"
MEMBERS = ("STC", "SKHDT", "SCT", "SXD", "STNMT")

SUBSTITUTES = (
    ("Phan Đình Hùng", "Phó Giám đốc Sở", "Giám đốc đi họp ở Bộ theo giấy triệu tập", True),
    ("Lê Thị Thu Thủy", "Trưởng phòng Kế hoạch", "Lãnh đạo Sở cùng dự kỳ họp Hội đồng nhân dân", False),
)
KEPT_FOR_NEWCOMERS = ("STNMT", "KYANH")
"""Their invitations are the newcomer's to open and answer."""


def answer_acts(cast: Cast, today: date) -> Iterator[Act]:
    """What was done with groups and answers; all of it in the evening before the day the office is opened."""
    start = at(shift(today, -1), EVENING)
    yield Act(start, "group", _group(cast, start))
    for place in range(len(SUBSTITUTES)):
        when = start + (place + 1) * STEP
        yield Act(when, f"substitute-{place}", _substitute(cast, when, place))
    when = start + (len(SUBSTITUTES) + 1) * STEP
    yield Act(when, "leave", _leave(cast, when))


def _group(cast: Cast, when: datetime) -> Callable[[Sequence[KeptFile]], None]:
    def run(_files: Sequence[KeptFile]) -> None:
        members = [cast.units[key] for key in MEMBERS]
        make_group(cast.at(when), cast.actor(WRITER), cast.units[PROVINCE], GROUP, members)

    return run


def _substitute(cast: Cast, when: datetime, place: int) -> Callable[[Sequence[KeptFile]], None]:
    def run(_files: Sequence[KeptFile]) -> None:
        office = cast.at(when)
        name, post, reason, empowered = SUBSTITUTES[place]
        if invitee := _coming(cast, office, Answer.ATTEND):
            facts = SubstituteFacts(name=name, post=post, reason=reason, empowered=empowered)
            propose_substitute(office, _clerk(cast, invitee), invitee.meeting_id, invitee.id, facts)

    return run


def _leave(cast: Cast, when: datetime) -> Callable[[Sequence[KeptFile]], None]:
    def run(_files: Sequence[KeptFile]) -> None:
        office = cast.at(when)
        if invitee := _coming(cast, office, Answer.ATTEND):
            start = invitee.meeting.starts_at or when
            reason = "Tiếp đoàn kiểm tra của Bộ từ đầu giờ chiều"
            leaves_at = start + timedelta(minutes=90)
            ask_to_leave(office, _clerk(cast, invitee), invitee.meeting_id, invitee.id, leaves_at, reason)

    return run


def _coming(cast: Cast, office: Office, answer: Answer) -> Invitee | None:
    """The first department that has answered so for the next meeting of that chair."""
    apart = [cast.units[key] for key in KEPT_FOR_NEWCOMERS]
    query = (
        select(Invitee)
        .join(Invitee.meeting)
        .where(Meeting.state == MeetingState.ISSUED, Meeting.chair_id == cast.persons[CHAIR])
        .where(Meeting.starts_at > office.clock.now(), Invitee.answer == answer, Invitee.unit_id.not_in(apart))
        .order_by(Meeting.starts_at, Invitee.position)
    )
    return office.session.scalar(query.limit(1))


def _clerk(cast: Cast, invitee: Invitee) -> Actor:
    keys = {unit_id: key for key, unit_id in cast.units.items()}
    return cast.clerk(keys[invitee.unit_id])
