"""Truth tables of the rules of time: 24 hours to the second, three working days, under three zones of the server."""

from __future__ import annotations

import os
import time as os_time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from e_office.core.clock import ZONE, at
from e_office.meetings.rules import RULE_SETS, earliest_lawful_start, human_slot, latest_issue, shortfall
from e_office.people.rules import Holidays

DAY, WORKING = RULE_SETS["QD3713"], RULE_SETS["QD45-2018"]
TET = Holidays(
    off=frozenset(date(2026, 2, day) for day in range(16, 21)) | {date(2026, 1, 1), date(2027, 1, 1)},
    working=frozenset({date(2026, 2, 28)}),
)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True, params=["UTC", "Europe/Berlin", "Asia/Tokyo"])
def server_zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """The zone of the server's process must not matter (A-103)."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    os_time.tzset()
    yield
    os.environ.pop("TZ") if before is None else os.environ.__setitem__("TZ", before)
    os_time.tzset()


def here(text: str) -> datetime:
    """An instant written on the office's wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


BY_THE_HOUR = [
    # name, sent, start, late by
    ("exactly 24 h 00 m 00 s", "2026-11-24 14:00:00", "2026-11-25 14:00", timedelta(0)),
    ("one second less", "2026-11-24 14:00:01", "2026-11-25 14:00", SECOND),
    ("one microsecond less", "2026-11-24 14:00:00.000001", "2026-11-25 14:00", timedelta(microseconds=1)),
    ("25 hours", "2026-11-24 13:00", "2026-11-25 14:00", timedelta(0)),
    ("23 h 59 m", "2026-11-24 14:01", "2026-11-25 14:00", timedelta(minutes=1)),
    ("over 31 December", "2026-12-31 23:30", "2027-01-01 23:30", timedelta(0)),
    ("over 31 December, a second late", "2026-12-31 23:30:01", "2027-01-01 23:30", SECOND),
    ("over midnight in UTC", "2026-11-24 06:59:59", "2026-11-25 07:00", timedelta(0)),
    ("28 to 29 February of a leap year", "2028-02-28 08:00", "2028-02-29 08:00", timedelta(0)),
    ("28 February to 1 March of a leap year", "2028-02-28 08:00", "2028-03-01 08:00", timedelta(0)),
    ("28 February to 1 March of a common year", "2026-02-28 08:00:01", "2026-03-01 08:00", SECOND),
    ("Sunday for Monday passes 24 hours", "2026-11-22 07:00", "2026-11-23 08:00", timedelta(0)),
    ("within Tet the hours run on", "2026-02-18 08:00", "2026-02-19 08:00", timedelta(0)),
    ("the night Berlin turns its clocks back", "2026-10-25 01:30", "2026-10-26 01:30", timedelta(0)),
    ("after the start", "2026-11-25 15:00", "2026-11-25 14:00", timedelta(hours=25)),
]


@pytest.mark.parametrize(("name", "sent", "start", "late"), BY_THE_HOUR, ids=[row[0] for row in BY_THE_HOUR])
def test_the_decision_asks_for_24_hours(name: str, sent: str, start: str, late: timedelta) -> None:
    assert shortfall(here(sent), here(start), DAY, TET) == late
    assert shortfall(here(sent).astimezone(UTC), here(start).astimezone(timezone(timedelta(hours=9))), DAY, TET) == late


BY_WORKING_DAYS = [
    # name, start, latest issue
    ("Thursday from Monday", "2026-11-26 14:00", "2026-11-23 14:00"),
    ("Monday from Wednesday", "2026-11-30 08:00", "2026-11-25 08:00"),
    ("a Saturday from Wednesday", "2026-11-28 09:00", "2026-11-25 09:00"),
    ("after Tet from before it", "2026-02-24 08:00", "2026-02-12 08:00"),
    ("over New Year", "2027-01-05 08:30", "2026-12-30 08:30"),
    ("a worked Saturday counts", "2026-03-02 10:00", "2026-02-26 10:00"),
    ("leap day counts", "2028-03-03 10:00", "2028-02-29 10:00"),
    ("early on Monday, Sunday evening in UTC", "2026-11-30 06:30", "2026-11-25 06:30"),
]


@pytest.mark.parametrize(("name", "start", "latest"), BY_WORKING_DAYS, ids=[row[0] for row in BY_WORKING_DAYS])
def test_the_stricter_rule_asks_for_three_working_days(name: str, start: str, latest: str) -> None:
    assert latest_issue(here(start), WORKING, TET) == here(latest)
    assert shortfall(here(latest), here(start), WORKING, TET) == timedelta(0)
    assert shortfall(here(latest) + SECOND, here(start), WORKING, TET) == SECOND


EARLIEST = [
    ("the minute is rounded up", DAY, "2013-12-03 09:12:08", "2013-12-04 09:13"),
    ("a whole minute stays", DAY, "2013-12-03 09:12:00", "2013-12-04 09:12"),
    ("over New Year's Eve", DAY, "2026-12-31 23:59:30", "2027-01-02 00:00"),
    ("into a leap day", DAY, "2028-02-28 10:00", "2028-02-29 10:00"),
    ("Tuesday to Friday", WORKING, "2026-11-24 09:00", "2026-11-27 09:00"),
    ("Thursday to Tuesday", WORKING, "2026-11-26 09:00:01", "2026-12-01 09:01"),
    ("sent on a Sunday: Monday is the first of the three", WORKING, "2026-11-22 20:00", "2026-11-26 00:00"),
    ("over Tet", WORKING, "2026-02-13 09:00", "2026-02-25 09:00"),
]


@pytest.mark.parametrize(("name", "rule_set", "now", "start"), EARLIEST, ids=[row[0] for row in EARLIEST])
def test_the_earliest_lawful_start_is_lawful_and_no_minute_later_than_needed(
    name: str, rule_set: object, now: str, start: str
) -> None:
    rules = DAY if rule_set is DAY else WORKING
    found = earliest_lawful_start(here(now), rules, TET)
    assert found == here(start)
    assert shortfall(here(now), found, rules, TET) == timedelta(0)


SLOTS = [
    ("the next half hour", "2013-12-04 09:13", "2013-12-04 09:30"),
    ("a slot itself stays", "2013-12-04 09:30", "2013-12-04 09:30"),
    ("noon goes to two o'clock", "2013-12-04 11:20", "2013-12-04 14:00"),
    ("the evening goes to the morning", "2013-12-04 17:10", "2013-12-05 08:00"),
    ("Friday evening goes to Monday", "2013-12-06 18:00", "2013-12-09 08:00"),
    ("a holiday is passed over", "2026-12-31 20:00", "2027-01-04 08:00"),
]


@pytest.mark.parametrize(("name", "start", "slot"), SLOTS, ids=[row[0] for row in SLOTS])
def test_a_postponement_is_offered_at_an_hour_people_meet(name: str, start: str, slot: str) -> None:
    assert human_slot(here(start), TET) == here(slot)


def test_no_hour_is_offered_at_which_the_chair_sits_elsewhere() -> None:
    others = [here("2013-12-05 16:00"), here("2013-12-04 09:30"), here("2013-12-04 10:45")]
    assert human_slot(here("2013-12-04 09:13"), TET, others) == here("2013-12-04 14:00")
    assert human_slot(here("2013-12-04 15:10"), TET, others) == here("2013-12-04 15:30")


def test_the_offered_slot_is_lawful_at_every_hour_of_two_weeks() -> None:
    for rules in (DAY, WORKING):
        for hour in range(0, 14 * 24, 5):
            now = at(date(2026, 2, 9), datetime.min.time()) + timedelta(hours=hour, seconds=17)
            slot = human_slot(earliest_lawful_start(now, rules, TET), TET)
            assert not shortfall(now, slot, rules, TET)
