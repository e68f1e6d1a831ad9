"""The rules of handling as tables of named cases (NĐ 30/2020 Art. 22-24, Annex IV; D2, D5; domain 7.2)."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.handling.rules import (
    FOLLOWS,
    OPEN,
    Given,
    Part,
    State,
    closing_problems,
    direction_problems,
    is_digest_hour,
    more_time_problems,
    part_below_problems,
    progress,
    reason_problems,
    reminder_days,
    step_problems,
)
from e_office.handling.rules_deadline import default_due
from e_office.people.rules import Holidays, is_working_day

TODAY = date(2026, 11, 24)  # a Tuesday
DAY = timedelta(days=1)
WHY = "Chờ ý kiến của Sở Tài chính"
LEAD = Given(part=Part.LEAD, unit_id=1, due_on=TODAY + 5 * DAY)


def codes(problems: object) -> set[str]:
    return {problem.code for problem in problems}  # type: ignore[attr-defined]


DIRECTIONS = {
    "one leads": ([LEAD], set()),
    "one leads, others join and know": (
        [LEAD, Given(part=Part.JOIN, unit_id=2), Given(part=Part.KNOW, person_id=1)], set(),
    ),
    "nobody": ([], {"nobody"}),
    "nobody leads": ([Given(part=Part.JOIN, unit_id=2)], {"no_lead"}),
    "two lead": ([LEAD, Given(part=Part.LEAD, unit_id=2)], {"two_leads"}),
    "the same unit twice": ([LEAD, Given(part=Part.JOIN, unit_id=1)], {"twice"}),
    "unit 1 and person 1 are two": ([LEAD, Given(part=Part.JOIN, person_id=1)], set()),
    "due today": ([Given(part=Part.LEAD, unit_id=1, due_on=TODAY)], set()),
    "due yesterday": ([Given(part=Part.LEAD, unit_id=1, due_on=TODAY - DAY)], {"due_past"}),
    "everything wrong": (
        [Given(part=Part.JOIN, unit_id=1, due_on=TODAY - DAY), Given(part=Part.JOIN, unit_id=1)],
        {"no_lead", "due_past", "twice"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted"), DIRECTIONS.values(), ids=DIRECTIONS)
def test_a_direction_names_one_who_leads(lines: list[Given], wanted: set[str]) -> None:
    assert codes(direction_problems(lines, today=TODAY)) == wanted


def test_what_is_passed_on_needs_no_lead_of_its_own_and_ends_no_later_than_the_whole() -> None:
    assert codes(direction_problems([Given(part=Part.JOIN, person_id=2)], today=TODAY, whole=False)) == set()
    assert codes(part_below_problems(TODAY + DAY, TODAY)) == {"due_after"}
    assert codes(part_below_problems(TODAY, TODAY)) == codes(part_below_problems(TODAY, None)) == set()


def test_the_usual_day_is_in_working_days_and_urgent_ones_are_at_once() -> None:
    """NĐ 30/2020 Art. 24.2."""
    holidays = Holidays(off=frozenset({date(2026, 11, 26)}))
    assert default_due(TODAY, "flash", holidays) == TODAY
    assert default_due(TODAY, "very_urgent", holidays) == date(2026, 11, 25)
    assert default_due(TODAY, "urgent", holidays) == date(2026, 11, 27)
    assert default_due(TODAY, "normal", holidays) == date(2026, 12, 4)


CLOSING = {
    "answered": ({"answered": True}, set()),
    "with the reason why not": ({"result": "Chỉ để biết, không phải trả lời"}, set()),
    "neither": ({}, {"no_answer"}),
    "answered late, explained": ({"answered": True, "due_on": TODAY - DAY, "late_reason": WHY}, set()),
    "answered late, unexplained": ({"answered": True, "due_on": TODAY - DAY}, {"late_unexplained"}),
    "on the day": ({"answered": True, "due_on": TODAY}, set()),
    "something open below": ({"answered": True, "open_below": 2}, {"open_below"}),
    "to know of": ({"part": Part.KNOW, "due_on": TODAY - DAY}, set()),
    "everything": ({"due_on": TODAY - DAY, "open_below": 1}, {"no_answer", "late_unexplained", "open_below"}),
}


@pytest.mark.parametrize(("changes", "wanted"), CLOSING.values(), ids=CLOSING)
def test_closing_takes_an_answer_and_the_reason_of_lateness_d2(changes: dict[str, object], wanted: set[str]) -> None:
    facts = {
        "part": Part.LEAD, "due_on": None, "today": TODAY, "result": "", "answered": False, "late_reason": "",
        "open_below": 0,
    }  # fmt: skip
    assert codes(closing_problems(**(facts | changes))) == wanted


TIME = {
    "later": ({}, set()),
    "no day yet": ({"due_on": None}, set()),
    "the same day": ({"wanted_on": TODAY + DAY}, {"not_later"}),
    "none": ({"wanted_on": None}, {"no_day"}),
    "past": ({"due_on": None, "wanted_on": TODAY - DAY}, {"day_past"}),
    "no reason": ({"reason": "bận"}, {"reason_missing"}),
}


@pytest.mark.parametrize(("changes", "wanted"), TIME.values(), ids=TIME)
def test_more_time_is_asked_with_a_reason_d2(changes: dict[str, object], wanted: set[str]) -> None:
    facts = {"due_on": TODAY + DAY, "wanted_on": TODAY + 5 * DAY, "today": TODAY, "reason": WHY}
    assert codes(more_time_problems(**(facts | changes))) == wanted


PROGRESS = {
    "nobody has said anything": ([], False, "undirected"),
    "given": ([(Part.LEAD, State.GIVEN, None)], False, "given"),
    "in work": ([(Part.LEAD, State.IN_WORK, TODAY)], False, "in_work"),
    "late": ([(Part.LEAD, State.IN_WORK, TODAY - DAY)], False, "late"),
    "those who join do not count": ([(Part.JOIN, State.GIVEN, TODAY - DAY)], False, "undirected"),
    "directed anew": ([(Part.LEAD, State.TAKEN_BACK, None), (Part.LEAD, State.GIVEN, None)], False, "given"),
    "handed back": ([(Part.LEAD, State.HANDED_BACK, TODAY - DAY)], False, "handed_back"),
    "closed": ([(Part.LEAD, State.IN_WORK, TODAY - DAY)], True, "done"),
}


@pytest.mark.parametrize(("parts", "closed", "wanted"), PROGRESS.values(), ids=PROGRESS)
def test_the_follow_up_register_has_one_word_of_progress(parts: list, closed: bool, wanted: str) -> None:
    assert progress(parts, closed=closed, today=TODAY) == wanted


def test_what_is_over_stays_over() -> None:
    assert {state for state in State if FOLLOWS[state]} == OPEN
    assert codes(step_problems(State.DONE, State.IN_WORK)) == {"too_late"}
    assert codes(step_problems(State.GIVEN, State.DONE)) == set()
    assert codes(reason_problems("   ngắn   ")) == {"reason_missing"}


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(-3, 40))
def test_reminders_come_before_the_day_and_never_in_the_past(due_on: date, ahead: int) -> None:
    today = due_on - ahead * DAY
    days = reminder_days(due_on, today, Holidays())
    assert all(today < day <= due_on for day in days)
    assert list(days) == sorted(set(days))
    if ahead > 5:
        assert days[-1] == due_on
        assert is_working_day(days[0])


@pytest.mark.parametrize(
    ("case", "due", "today", "expected"),
    [
        ("the working day before and the day", date(2026, 11, 26), date(2026, 11, 24), (25, 26)),
        ("before a Monday stands a Friday", date(2026, 11, 30), date(2026, 11, 24), (27, 30)),
        ("given on the eve: the day alone", date(2026, 11, 26), date(2026, 11, 25), (26,)),
        ("given on the day: the daily mail goes on", date(2026, 11, 24), date(2026, 11, 24), ()),
    ],
)
def test_what_is_not_chased_is_not_done_d4(case: str, due: date, today: date, expected: tuple[int, ...]) -> None:
    """D4: chased before its day and on it; each morning after that by the mail of what is late."""
    assert tuple(day.day for day in reminder_days(due, today, Holidays())) == expected, case
    assert is_digest_hour(time(7, 30), working_day=True), "whatever is late stands in it until it is done"
    assert not is_digest_hour(time(7, 30), working_day=False), case
