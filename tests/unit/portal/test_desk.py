"""The strip of days on the desk looks ahead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from e_office.portal.desk_week import strip_days

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize("weekday", range(6))
def test_the_strip_begins_today_and_leaves_the_sunday_out(weekday: int) -> None:
    today = MONDAY + timedelta(days=weekday)
    strip = strip_days(today)
    assert strip[0] == today
    assert len(strip) == 6
    assert strip == sorted(set(strip))
    assert [day for day in strip if day.weekday() == 6] == []
    assert (strip[-1] - today).days == (5 if weekday == 0 else 6)


def test_on_a_sunday_the_strip_is_the_coming_week() -> None:
    assert strip_days(date(2026, 11, 29)) == [date(2026, 11, 30) + timedelta(days=n) for n in range(6)]
