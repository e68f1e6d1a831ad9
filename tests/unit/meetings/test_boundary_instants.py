"""Forty instants about the limit of time, through both databases, under three zones of the server's process (A-103)."""

from __future__ import annotations

import os
import time as os_time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from e_office.core.clock import ZONE, FixedClock
from e_office.core.office import Office
from e_office.meetings.facts import judge_of
from e_office.meetings.log import lateness_of, log_event
from e_office.meetings.models import Invitee, Meeting, MeetingState
from e_office.meetings.rules import EventKind, added_invitee_problems
from e_office.people.models import Holiday
from e_office.people.public_holidays import proposed_holidays
from e_office.people.queries import holidays
from tests.factories.world import World

ONE = timedelta(seconds=1)
NO = timedelta(0)
TINY = timedelta(microseconds=1)
DAY, WORKING = "QD3713", "QD45-2018"

INSTANTS = [
    # name, rule set, reached the invitee, start, late by
    ("24 h 00 min 00 s", DAY, "2026-11-24 14:00:00", "2026-11-25 14:00", NO),
    ("one second less", DAY, "2026-11-24 14:00:01", "2026-11-25 14:00", ONE),
    ("one microsecond less", DAY, "2026-11-24 14:00:00.000001", "2026-11-25 14:00", TINY),
    ("one second more", DAY, "2026-11-24 13:59:59", "2026-11-25 14:00", NO),
    ("midnight of New Year", DAY, "2026-12-31 00:00:00", "2027-01-01 00:00", NO),
    ("midnight of New Year, a second late", DAY, "2026-12-31 00:00:01", "2027-01-01 00:00", ONE),
    ("last second of New Year's Day", DAY, "2026-12-31 23:59:59", "2027-01-01 23:59:59", NO),
    ("last second of the year", DAY, "2026-12-31 00:00:00", "2026-12-31 23:59:59", ONE),
    ("first day of Tết", DAY, "2027-02-05 07:00:00", "2027-02-06 07:00", NO),
    ("first day of Tết, a second late", DAY, "2027-02-05 07:00:01", "2027-02-06 07:00", ONE),
    ("within Tết", DAY, "2027-02-09 08:00:00", "2027-02-10 08:00", NO),
    ("leap day", DAY, "2028-02-28 08:00:00", "2028-02-29 08:00", NO),
    ("leap day, a second late", DAY, "2028-02-28 08:00:01", "2028-02-29 08:00", ONE),
    ("the day after a leap day", DAY, "2028-02-29 08:00:00", "2028-03-01 08:00", NO),
    ("the day after a leap day, a second late", DAY, "2028-02-29 08:00:01", "2028-03-01 08:00", ONE),
    ("1 March of a common year", DAY, "2027-02-28 08:00:01", "2027-03-01 08:00", ONE),
    ("about midnight in UTC", DAY, "2026-11-25 06:59:59", "2026-11-26 07:00", NO),
    ("about midnight in UTC, a second late", DAY, "2026-11-25 07:00:01", "2026-11-26 07:00", ONE),
    ("Berlin turns its clocks back", DAY, "2026-10-25 08:00:00", "2026-10-26 08:00", NO),
    ("Berlin turns its clocks on", DAY, "2027-03-28 02:30:01", "2027-03-29 02:30", ONE),
    ("Thursday from Monday", WORKING, "2026-11-23 14:00:00", "2026-11-26 14:00", NO),
    ("Thursday from Monday, a second late", WORKING, "2026-11-23 14:00:01", "2026-11-26 14:00", ONE),
    ("Monday from Wednesday", WORKING, "2026-11-25 08:00:00", "2026-11-30 08:00", NO),
    ("Monday from Wednesday, a second late", WORKING, "2026-11-25 08:00:01", "2026-11-30 08:00", ONE),
    ("midnight of a Friday", WORKING, "2026-11-24 00:00:00", "2026-11-27 00:00", NO),
    ("midnight of a Friday, a second late", WORKING, "2026-11-24 00:00:01", "2026-11-27 00:00", ONE),
    ("over New Year", WORKING, "2026-12-30 08:30:00", "2027-01-05 08:30", NO),
    ("over New Year, a second late", WORKING, "2026-12-30 08:30:01", "2027-01-05 08:30", ONE),
    ("31 December", WORKING, "2026-12-28 23:59:00", "2026-12-31 23:59", NO),
    ("31 December, a second late", WORKING, "2026-12-28 23:59:01", "2026-12-31 23:59", ONE),
    ("first morning after Tết", WORKING, "2027-02-02 09:00:00", "2027-02-12 09:00", NO),
    ("first morning after Tết, a second late", WORKING, "2027-02-02 09:00:01", "2027-02-12 09:00", ONE),
    ("second morning after Tết", WORKING, "2027-02-03 09:00:00", "2027-02-15 09:00", NO),
    ("second morning after Tết, a second late", WORKING, "2027-02-03 09:00:01", "2027-02-15 09:00", ONE),
    ("over a leap day", WORKING, "2028-02-28 10:00:00", "2028-03-02 10:00", NO),
    ("over a leap day, a second late", WORKING, "2028-02-28 10:00:01", "2028-03-02 10:00", ONE),
    ("from a leap day", WORKING, "2028-02-29 10:00:00", "2028-03-03 10:00", NO),
    ("from a leap day, a second late", WORKING, "2028-02-29 10:00:01", "2028-03-03 10:00", ONE),
    ("on a leap day", WORKING, "2028-02-24 08:00:00", "2028-02-29 08:00", NO),
    ("on a leap day, a second late", WORKING, "2028-02-24 08:00:01", "2028-02-29 08:00", ONE),
]


@pytest.fixture(params=["UTC", "Europe/Berlin", "America/New_York"])
def server_zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """The zone of the server's process, set before anything else is."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    os_time.tzset()
    yield request.param
    os.environ.pop("TZ") if before is None else os.environ.__setitem__("TZ", before)
    os_time.tzset()


def here(said: str) -> datetime:
    """An instant written on the office's wall clock."""
    return datetime.fromisoformat(said).replace(tzinfo=ZONE)


def test_the_limit_holds_to_the_second_on_both_databases_wherever_the_server_stands(
    server_zone: str, office: Office, world: World, both_databases: str
) -> None:
    assert len(INSTANTS) == 40
    keep_holidays(office)
    for name, rules, sent, start, late in INSTANTS:
        then = replace(office, clock=FixedClock(here(sent)))
        with then.transaction() as session:
            if both_databases == "postgresql":
                session.execute(text(f"SET LOCAL TIME ZONE '{server_zone}'"))
            meeting_id = reach(then, world, rules, here(start))
        office.session.expire_all()
        meeting = office.session.get_one(Meeting, meeting_id)
        found = lateness_of(office, [meeting], holidays(office))[meeting_id]
        assert [mark.by for mark in found.values()] == ([late] if late else []), name
        judge, begins = judge_of(then, meeting), meeting.starts_at
        assert begins is not None
        problems = [one.code for one in added_invitee_problems(start=begins, judge=judge, ordered=False)]
        assert problems == (["too_close"] if late else []), name


def keep_holidays(office: Office) -> None:
    """The public holidays of three years, as an administrator keeps them."""
    days = [day for year in (2026, 2027, 2028) for day, _name in proposed_holidays(year)]
    with office.transaction() as session:
        session.add_all(Holiday(day=day, name="nghỉ lễ") for day in days)


def reach(office: Office, world: World, rules: str, start: datetime) -> int:
    """A meeting whose invitation reaches its one invitee now."""
    now, actor = office.clock.now(), world.actor("chuyenvien")
    meeting = Meeting(
        unit_id=world.units["ubnd"], state=MeetingState.ISSUED, purpose="họp", rules=rules, starts_at=start,
        created_at=now, issued_at=now,
    )  # fmt: skip
    office.session.add(meeting)
    office.session.flush()
    one = Invitee(meeting_id=meeting.id, key="u", unit_id=world.units["stc"], capacity="Giám đốc", added_at=now)
    office.session.add(one)
    office.session.flush()
    judge = judge_of(office, meeting)
    log_event(office, actor, meeting, EventKind.ISSUED, judge)
    log_event(office, actor, meeting, EventKind.INVITED, judge, invitee_id=one.id)
    return meeting.id
