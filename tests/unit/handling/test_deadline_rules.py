"""How long an answer usually takes: the agency's table, the urgency, the holidays."""

from __future__ import annotations

from datetime import date, time

import pytest

from e_office.handling.rules import Lateness, is_digest_hour, lateness
from e_office.handling.rules_deadline import deadline_problems, default_due, usual_days
from e_office.people.rules import Holidays

TABLE = {("TTR", ""): 10, ("", "urgent"): 3, ("TTR", "very_urgent"): 2, ("GM", ""): 1}
DAYS = {
    "nothing set": ("CV", "normal", {}, 7),
    "nothing set, urgent": ("CV", "urgent", {}, 2),
    "nothing set, flash is at once": ("CV", "flash", {}, 0),
    "the type": ("TTR", "normal", TABLE, 10),
    "the urgency": ("CV", "urgent", TABLE, 3),
    "the exact line": ("TTR", "very_urgent", TABLE, 2),
    "what a type may take makes nothing urgent wait": ("TTR", "urgent", TABLE, 3),
    "nor what is due at once": ("TTR", "flash", TABLE, 0),
    "a type that is quicker than its urgency": ("GM", "urgent", TABLE, 1),
    "another type": ("BC", "normal", TABLE, 7),
    "any type of normal urgency": ("BC", "normal", {("", "normal"): 5}, 5),
    "an unknown urgency counts as normal": ("BC", "timed", {}, 7),
}


@pytest.mark.parametrize(("kind", "urgency", "table", "days"), DAYS.values(), ids=DAYS)
def test_the_usual_days_of_a_type_and_an_urgency(kind: str, urgency: str, table: dict, days: int) -> None:
    """NĐ 30/2020 Art. 4.2c, 24.2."""
    assert usual_days(kind, urgency, table) == days


def test_days_are_working_days_by_the_holiday_table() -> None:
    """NĐ 30/2020 Art. 24.2; what comes on a day off and is due at once is due on the first working day."""
    friday, sunday = date(2026, 11, 27), date(2026, 11, 29)
    off = Holidays(off=frozenset({date(2026, 11, 30)}), working=frozenset({date(2026, 12, 5)}))
    assert default_due(friday, "urgent", off, "CV", {("CV", "urgent"): 1}) == date(2026, 12, 1)
    assert default_due(friday, "normal", off, "CV", {("CV", ""): 5}) == date(2026, 12, 5), "a Saturday made up for"
    assert default_due(friday, "flash", off) == friday
    assert default_due(sunday, "flash", off) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("kind", "urgency", "days", "expected"),
    [
        ("CV", "urgent", 0, []), ("", "", 365, []), ("XX", "", 1, ["type_unknown"]), ("", "quick", 1, ["urgency_unknown"]),
        ("", "", -1, ["days"]), ("", "", 366, ["days"]), ("", "", None, ["days"]),
        ("XX", "quick", None, ["type_unknown", "urgency_unknown", "days"]),
    ],
)  # fmt: skip
def test_a_line_of_the_table_names_what_there_is(
    kind: str, urgency: str, days: int | None, expected: list[str]
) -> None:
    assert [problem.code for problem in deadline_problems(kind, urgency, days)] == expected


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (None, None), (date(2026, 11, 26), Lateness.LATE), (date(2026, 11, 27), Lateness.TODAY),
        (date(2026, 11, 28), Lateness.SOON), (date(2026, 11, 30), Lateness.SOON), (date(2026, 12, 1), None),
    ],
)  # fmt: skip
def test_what_is_late_due_today_and_next(due_on: date | None, expected: Lateness | None) -> None:
    """D2; NĐ 30/2020 Annex VI: on a Friday the next working day is Monday."""
    assert lateness(due_on, date(2026, 11, 27), date(2026, 11, 30)) is expected


@pytest.mark.parametrize(
    ("now", "working", "expected"),
    [
        (time(6, 59), True, False), (time(7), True, True), (time(11, 59), True, True), (time(12), True, False),
        (time(8), False, False),
    ],
)  # fmt: skip
def test_the_days_mail_is_left_on_the_morning_of_a_working_day(now: time, working: bool, expected: bool) -> None:
    """D2."""
    assert is_digest_hour(now, working) is expected
