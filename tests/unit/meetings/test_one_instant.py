"""An act on a meeting is judged and recorded by one instant, and a mark stands whatever the holiday table says later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from e_office.core.clock import FixedClock
from e_office.core.office import Office
from e_office.exchange.models import Dispatch
from e_office.meetings import service
from e_office.meetings.log import lateness_of
from e_office.meetings.models import Meeting, MeetingEvent
from e_office.people import calendar
from e_office.people.queries import holidays
from e_office.registry.models import OutgoingEntry
from tests.conftest import MORNING
from tests.factories.meetings import agree_to_all, make_draft, make_file, make_issued
from tests.factories.world import World

MINUTE = timedelta(minutes=1)
STRICT = "QD45-2018"


@dataclass
class TickingClock(FixedClock):
    """A clock that goes on by a minute whenever anybody looks at it."""

    def now(self) -> datetime:
        self.instant += MINUTE
        return self.instant


@pytest.fixture
def ticking(office: Office) -> Office:
    return replace(office, clock=TickingClock(MORNING))


def meeting_of(office: Office, meeting_id: int) -> Meeting:
    office.session.rollback()
    return office.session.get_one(Meeting, meeting_id)


def late_items(office: Office, meeting_id: int) -> dict[tuple[int, int | None], timedelta]:
    found = lateness_of(office, [meeting_of(office, meeting_id)], holidays(office))[meeting_id]
    return {item: late.by for item, late in found.items()}


def nearest(office: Office) -> datetime:
    """The start for which the very next look at the clock is the last lawful instant, and every later one too late."""
    assert isinstance(office.clock, TickingClock)
    return office.clock.instant + MINUTE + timedelta(hours=24)


def put_start(office: Office, meeting_id: int) -> None:
    """Let it begin at the nearest lawful hour; judged by any second look at the clock it would be refused or late."""
    office.session.get_one(Meeting, meeting_id).starts_at = nearest(office)
    office.session.flush()


def test_what_was_issued_in_time_by_a_hair_is_never_late(ticking: Office, world: World, both_databases: str) -> None:
    office = ticking
    meeting_id = make_draft(office, world, ahead=timedelta(hours=30), papers=("A.txt", "B.txt"))
    with office.transaction():
        put_start(office, meeting_id)
        service.issue_invitation(office, world.actor("chuyenvien"), meeting_id)
    meeting = meeting_of(office, meeting_id)
    events = office.session.scalars(select(MeetingEvent).filter_by(meeting_id=meeting_id)).all()
    assert sorted(event.kind for event in events) == ["invited"] * 3 + ["issued"] + ["paper"] * 2
    instants = {
        meeting.issued_at,
        *(event.at for event in events),
        *(invitee.delivered_at for invitee in meeting.invitees),
        *(paper.distributed_at for paper in meeting.papers),
        *office.session.scalars(select(Dispatch.sent_at)),
        *office.session.scalars(select(OutgoingEntry.issued_at)),
    }
    assert len(instants) == 1
    assert late_items(office, meeting_id) == {}


def test_a_moved_meeting_is_judged_by_the_instant_that_is_logged(
    ticking: Office, world: World, both_databases: str
) -> None:
    office = ticking
    meeting_id = make_issued(office, world, ahead=timedelta(hours=90))
    facts = {"place": "Hội trường", "bridge": "", "reason": "Chủ trì họp với Chính phủ"}
    with office.transaction():
        start = nearest(office)
        service.move(office, world.actor("chuyenvien"), meeting_id, starts_at=start, **facts)
    assert late_items(office, meeting_id) == {}
    moved = office.session.scalars(select(MeetingEvent).filter_by(kind="moved")).one()
    assert moved.at == start - timedelta(hours=24)


def test_who_and_what_comes_later_is_judged_by_the_instant_that_is_logged(
    ticking: Office, world: World, both_databases: str
) -> None:
    office, actor = ticking, world.actor("chuyenvien")
    meeting_id = make_issued(office, world, ahead=timedelta(hours=90))
    kept = make_file(office, "Bổ sung.txt")
    with office.transaction():
        paper_id = service.put_paper(office, actor, meeting_id, kept).id
        service.submit(office, actor, meeting_id)
    agree_to_all(office, world.actor("phochutich"), meeting_id)
    with office.transaction():
        put_start(office, meeting_id)
        service.send_paper(office, actor, meeting_id, paper_id)
    with office.transaction():
        put_start(office, meeting_id)
        service.invite_more(office, actor, meeting_id, [service.Wanted(unit_id=world.units["sct"])])
    meeting = meeting_of(office, meeting_id)
    sent = next(paper for paper in meeting.papers if paper.id == paper_id)
    logged = office.session.scalars(select(MeetingEvent).filter_by(meeting_id=meeting_id)).all()
    assert sent.distributed_at == next(event.at for event in logged if event.paper_id == paper_id)
    added = meeting.invitees[-1]
    assert added.delivered_at == added.added_at == next(event.at for event in logged if event.invitee_id == added.id)
    assert late_items(office, meeting_id) == {}


@pytest.fixture
def strict(office: Office) -> Office:
    return replace(office, settings=replace(office.settings, meeting_rules=STRICT))


MONDAY = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
"""Monday 30/11/2026, 09:00 in Hà Tĩnh: three working days after Wednesday 25/11, 09:00."""


def test_a_holiday_entered_afterwards_makes_nothing_late(strict: Office, world: World, both_databases: str) -> None:
    meeting_id = make_issued(strict, world, starts_at=MONDAY)
    with strict.transaction():
        for day in (26, 27):
            calendar.add_holiday(strict, None, date(2026, 11, day), "Nghỉ bù")
    assert late_items(strict, meeting_id) == {}
    forget_deadlines(strict, meeting_id)
    assert late_items(strict, meeting_id), "entries without a deadline are judged by the table of today"


def test_a_day_taken_out_of_the_table_afterwards_washes_no_mark_off(
    strict: Office, world: World, both_databases: str
) -> None:
    with strict.transaction():
        off = calendar.add_holiday(strict, None, date(2026, 11, 27), "Nghỉ bù").id
    meeting_id = make_draft(strict, world, starts_at=MONDAY - timedelta(hours=1))
    with strict.transaction():
        order = "Bão số 9 đổ bộ vào Kỳ Anh"
        service.record_order(strict, world.actor("chanhvanphong"), meeting_id, order, date(2026, 11, 30))
        service.issue_invitation(strict, world.actor("chuyenvien"), meeting_id)
    before = late_items(strict, meeting_id)
    assert set(before.values()) == {timedelta(minutes=30)}
    with strict.transaction():
        calendar.remove_holiday(strict, None, off)
    assert late_items(strict, meeting_id) == before
    forget_deadlines(strict, meeting_id)
    assert late_items(strict, meeting_id) == {}


def forget_deadlines(office: Office, meeting_id: int) -> None:
    """Leave the log as it was written before deadlines were kept in it."""
    with office.transaction():
        for event in office.session.scalars(select(MeetingEvent).filter_by(meeting_id=meeting_id)):
            event.facts = {name: value for name, value in event.facts.items() if name != "deadline"}
