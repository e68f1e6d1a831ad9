"""What a chair's order covers and what ends it (M9), case by case."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from e_office.meetings.rules_order import ENDS, Ordered, order_covers, order_ends, order_problems

EVENING = datetime(2026, 11, 24, 16, 59, tzinfo=UTC)
"""Tuesday 24/11/2026, 23:59 in Hà Tĩnh: a minute later it is another day there, though not in UTC."""
TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
BEFORE = Ordered(1, "Họp về bão số 9", EVENING)


@pytest.mark.parametrize(
    ("order_for", "start", "covered"),
    [
        (TUESDAY, EVENING, True),
        (TUESDAY, EVENING + timedelta(minutes=1), False),
        (WEDNESDAY, EVENING + timedelta(minutes=1), True),
        (None, EVENING, False),
        (TUESDAY, None, False),
    ],
)
def test_an_order_covers_one_day_of_the_office(order_for: date | None, start: datetime | None, covered: bool) -> None:
    assert order_covers(order_for, start) is covered


@pytest.mark.parametrize(
    ("case", "after", "order_for", "ends"),
    [
        ("nothing", BEFORE, TUESDAY, []),
        ("spaces and capitals", Ordered(1, "  họp về  BÃO số 9 ", EVENING), TUESDAY, []),
        ("another hour", Ordered(1, BEFORE.purpose, EVENING - timedelta(hours=10)), TUESDAY, []),
        ("another day", Ordered(1, BEFORE.purpose, EVENING + timedelta(minutes=1)), TUESDAY, ["day"]),
        ("to the day ordered", Ordered(1, BEFORE.purpose, EVENING + timedelta(minutes=1)), WEDNESDAY, []),
        ("still before that day", BEFORE, WEDNESDAY, []),
        ("no hour for the moment", Ordered(1, BEFORE.purpose, None), TUESDAY, []),
        ("another chair", Ordered(2, BEFORE.purpose, EVENING), TUESDAY, ["chair"]),
        ("no chair", Ordered(None, BEFORE.purpose, EVENING), TUESDAY, ["chair"]),
        ("everything", Ordered(2, "Khác", EVENING + timedelta(days=3)), TUESDAY, ["chair", "purpose", "day"]),
    ],
)
def test_what_ends_an_order(case: str, after: Ordered, order_for: date, ends: list[str]) -> None:
    assert order_ends(BEFORE, after, order_for) == ends, case
    assert set(ends) <= set(ENDS)


def test_an_hour_that_was_open_for_a_while_hides_no_change_of_day() -> None:
    without = Ordered(1, BEFORE.purpose, None)
    assert order_ends(without, BEFORE, TUESDAY) == []
    assert order_ends(without, Ordered(1, BEFORE.purpose, EVENING + timedelta(days=1)), TUESDAY) == ["day"]


def test_an_order_needs_a_reason_a_chair_a_matter_and_a_day_to_come() -> None:
    lawful = {"reason": "Bão số 9 đổ bộ", "chair": "A", "purpose": "Họp", "day": TUESDAY, "today": TUESDAY}

    def codes(**changes: object) -> list[str]:
        return [one.code for one in order_problems(**{**lawful, "standing": None, **changes})]  # type: ignore[arg-type]

    assert codes() == []
    assert codes(standing=WEDNESDAY) == [], "a new one for another day"
    assert codes(standing=TUESDAY) == ["ordered"]
    assert codes(day=TUESDAY - timedelta(days=1)) == ["order_day_past"]
    assert codes(reason="gấp", chair="", purpose=" ", day=None) == [
        "reason_short", "chair_missing", "purpose_missing", "order_day_missing",
    ]  # fmt: skip
