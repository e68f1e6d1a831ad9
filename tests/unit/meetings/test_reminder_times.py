"""When the office reminds by itself, and when the day's mail tells of a meeting."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from e_office.core.clock import ZONE
from e_office.meetings.reminders.rules import Stage, due_stage, wants_mail
from e_office.people.rules import Holidays

START = datetime(2026, 11, 26, 14, 0, tzinfo=ZONE)  # a Thursday
LONG_AGO = START - timedelta(days=5)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "delivered", "stage"),
    [
        (START - timedelta(hours=24) - SECOND, LONG_AGO, None),
        (START - timedelta(hours=24), LONG_AGO, Stage.AHEAD),
        (datetime(2026, 11, 26, 6, 59, 59, tzinfo=ZONE), LONG_AGO, Stage.AHEAD),
        (datetime(2026, 11, 26, 7, 0, tzinfo=ZONE), LONG_AGO, Stage.DAY),
        (START - SECOND, LONG_AGO, Stage.DAY),
        (START, LONG_AGO, None),
        (START - timedelta(hours=22), START - timedelta(hours=23), None),  # it has only just arrived
        (START - timedelta(hours=21), START - timedelta(hours=23), Stage.AHEAD),
        (START - timedelta(hours=1), START - timedelta(hours=2), None),  # an urgent meeting of the same day
    ],
)
def test_a_day_before_the_answers_end_and_on_the_morning_of_the_day(
    now: datetime, delivered: datetime, stage: Stage | None
) -> None:
    assert due_stage(start=START, delivered=delivered, now=now) is stage


@pytest.mark.parametrize(
    ("start", "now", "wanted"),
    [
        (START, datetime(2026, 11, 26, 7, 0, tzinfo=ZONE), True),  # today
        (START, datetime(2026, 11, 25, 7, 0, tzinfo=ZONE), True),  # tomorrow: its reminder falls due today
        (START, datetime(2026, 11, 24, 7, 0, tzinfo=ZONE), False),  # Wednesday's mail will tell of it
        (START, START, False),
        # Monday's meetings stand in Friday's mail, Tuesday's early ones too, the later ones do not.
        (datetime(2026, 11, 30, 8, 0, tzinfo=ZONE), datetime(2026, 11, 27, 7, 0, tzinfo=ZONE), True),
        (datetime(2026, 12, 1, 6, 59, tzinfo=ZONE), datetime(2026, 11, 27, 7, 0, tzinfo=ZONE), True),
        (datetime(2026, 12, 1, 8, 0, tzinfo=ZONE), datetime(2026, 11, 27, 7, 0, tzinfo=ZONE), False),
    ],
)
def test_the_days_mail_tells_what_falls_due_before_the_next_one(start: datetime, now: datetime, wanted: bool) -> None:
    assert wants_mail(start=start, now=now, holidays=Holidays()) is wanted


def test_a_holiday_moves_the_next_mail_and_with_it_what_todays_has_to_tell() -> None:
    now = datetime(2026, 11, 25, 7, 0, tzinfo=ZONE)
    late = datetime(2026, 11, 27, 14, 0, tzinfo=ZONE)
    assert not wants_mail(start=late, now=now, holidays=Holidays())
    assert wants_mail(start=late, now=now, holidays=Holidays(off=frozenset({date(2026, 11, 26)})))
