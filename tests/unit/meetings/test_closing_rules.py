"""Rules of conclusions not written yet (M14): age, the five working days of QĐ 45/2018, "not needed"."""

from __future__ import annotations

from datetime import date

import pytest

from e_office.meetings.closing.rules import LONGEST, days_since, due_on, is_overdue, waiving_problems
from e_office.people.rules import Holidays

TABLE = Holidays(off=frozenset({date(2027, 1, 1)}), working=frozenset({date(2027, 1, 9)}))


@pytest.mark.parametrize(
    ("held", "rule_set", "due"),
    [
        ("2026-11-23", "QD45-2018", "2026-11-30"),  # Monday to Monday
        ("2026-11-27", "QD45-2018", "2026-12-04"),  # Friday: the weekend does not count
        ("2026-11-28", "QD45-2018", "2026-12-04"),  # held on a Saturday: Monday is the first day
        ("2026-12-31", "QD45-2018", "2027-01-08"),  # New Year's Day is off
        ("2027-01-04", "QD45-2018", "2027-01-09"),  # a Saturday worked instead counts
        ("2028-02-28", "QD45-2018", "2028-03-06"),  # over a leap day
        ("2026-11-23", "QD3713", None),  # QĐ 3713 names no number of days
    ],
)
def test_m14_a_conclusion_is_due_within_five_working_days(held: str, rule_set: str, due: str | None) -> None:
    """M14 under QĐ 45/2018, the holiday table counted."""
    expected = date.fromisoformat(due) if due else None
    assert due_on(date.fromisoformat(held), rule_set, TABLE) == expected


@pytest.mark.parametrize(
    ("due", "today", "overdue"),
    [("2026-11-30", "2026-11-29", False), ("2026-11-30", "2026-11-30", False), ("2026-11-30", "2026-12-01", True),
     (None, "2030-01-01", False)],
)  # fmt: skip
def test_m14_its_last_day_is_still_in_time(due: str | None, today: str, overdue: bool) -> None:
    assert is_overdue(date.fromisoformat(due) if due else None, date.fromisoformat(today)) is overdue


def test_m14_the_age_is_counted_in_calendar_days() -> None:
    held = date(2026, 12, 31)
    assert [days_since(held, date(2026, 12, 30)), days_since(held, held), days_since(held, date(2027, 1, 2))] == [
        0,
        0,
        2,
    ]


@pytest.mark.parametrize(
    ("reason", "held", "concluded", "waived", "codes"),
    [
        ("Họp thông tin", True, False, False, []),
        (" ", True, False, False, ["reason_missing"]),
        ("x" * (LONGEST + 1), True, False, False, ["reason_long"]),
        ("Họp thông tin", False, False, False, ["not_held"]),
        ("Họp thông tin", True, True, False, ["concluded"]),
        ("Họp thông tin", True, False, True, ["waived"]),
        ("", False, True, True, ["not_held", "concluded", "waived", "reason_missing"]),
    ],
)
def test_m14_not_needed_is_recorded_with_its_reason(
    reason: str, held: bool, concluded: bool, waived: bool, codes: list[str]
) -> None:
    problems = waiving_problems(reason=reason, held=held, concluded=concluded, waived=waived)
    assert [one.code for one in problems] == codes
