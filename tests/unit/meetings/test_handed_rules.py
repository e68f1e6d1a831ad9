"""Papers handed out at a meeting: what is written down of one, and that no rule set and no order makes it timely."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.core.clock import at, day_of
from e_office.meetings.handed.rules import file_problems, handed_problems, standing_problems, void_problems
from e_office.meetings.rules import RULE_SETS, Event, EventKind, late_for, lateness
from e_office.meetings.rules_late import Handed, late_papers, told_by
from e_office.meetings.rules_time import latest_issue
from e_office.people.rules import Holidays

START = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
"""08:00 on a Friday."""
HOUR = timedelta(hours=1)
GOOD: dict[str, Any] = {
    "title": "Phụ lục số liệu", "unit": True, "handed_at": START + HOUR, "reason": "Số liệu chốt đêm trước phiên họp",
    "start": START, "now": START + 2 * HOUR,
}  # fmt: skip

CASES = {
    "all there": ({}, []),
    "at the door before it begins, on its day": ({"handed_at": START - HOUR}, []),
    "the first minute of its day": ({"handed_at": datetime(2026, 11, 26, 17, 0, tzinfo=UTC)}, []),
    "the last minute of the day before": ({"handed_at": datetime(2026, 11, 26, 16, 59, tzinfo=UTC)}, ["handed_before"]),
    "written down a week later": ({"now": START + timedelta(days=7)}, []),
    "before the meeting begins": (
        {"now": START - HOUR, "handed_at": START - 2 * HOUR}, ["not_begun"],
    ),
    "at an hour to come": ({"handed_at": START + 3 * HOUR}, ["handed_ahead"]),
    "this very minute": ({"handed_at": START + 2 * HOUR}, []),
    "without hour": ({"handed_at": None}, ["handed_missing"]),
    "without name": ({"title": "  "}, ["title_missing"]),
    "with a name too long": ({"title": "x" * 501}, ["title_long"]),
    "of nobody": ({"unit": False}, ["unit_missing"]),
    "of a unit that is not for the writer to name": ({"named": False}, ["unit_foreign"]),
    "without a reason": ({"reason": "bận"}, ["reason_short"]),
    "with nothing": (
        {"title": "", "unit": False, "handed_at": None, "reason": ""},
        ["title_missing", "unit_missing", "handed_missing", "reason_short"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "codes"), CASES.values(), ids=CASES)
def test_m1_what_is_written_down_of_a_paper_that_was_handed_out(changes: dict[str, Any], codes: list[str]) -> None:
    assert [problem.code for problem in handed_problems(**GOOD | changes)] == codes


@pytest.mark.parametrize(
    ("issued", "half_signed", "codes"),
    [(True, "", []), (False, "", ["not_issued"]), (True, "Lê Thị Hoa", ["half_signed"]),
     (False, "Lê Thị Hoa", ["not_issued", "half_signed"])],
)  # fmt: skip
def test_of_which_meeting_something_is_written_down(issued: bool, half_signed: str, codes: list[str]) -> None:
    assert [one.code for one in standing_problems(issued=issued, half_signed=half_signed)] == codes


@pytest.mark.parametrize(
    ("owed", "known", "codes"),
    [(True, False, []), (False, False, ["not_owed"]), (True, True, ["known"]), (False, True, ["not_owed", "known"])],
)
def test_which_file_may_follow(owed: bool, known: bool, codes: list[str]) -> None:
    assert [problem.code for problem in file_problems(owed=owed, known=known)] == codes


@pytest.mark.parametrize(
    ("changes", "codes"),
    [({}, []), ({"voided": True}, ["voided"]), ({"sent": True}, ["sent"]), ({"reason": "nhầm"}, ["reason_short"]),
     ({"half_signed": "Lê Thị Hoa"}, ["half_signed"]),
     ({"voided": True, "sent": True, "reason": "", "half_signed": "Lê Thị Hoa"},
      ["voided", "sent", "reason_short", "half_signed"])],
)  # fmt: skip
def test_what_is_struck_out_as_a_mistake(changes: dict[str, Any], codes: list[str]) -> None:
    plain = {"voided": False, "sent": False, "reason": "Ghi nhầm sang Sở Tài chính", "half_signed": ""}
    assert [problem.code for problem in void_problems(**plain | changes)] == codes


def test_what_was_struck_out_owes_no_file() -> None:
    assert [problem.code for problem in file_problems(owed=True, known=False, voided=True)] == ["voided"]


@given(
    start=st.timedeltas(timedelta(), timedelta(days=600)).map(lambda ahead: START + ahead),
    after=st.timedeltas(timedelta(), timedelta(days=3)),
    rules=st.sampled_from(list(RULE_SETS.values())),
    off=st.sets(st.dates(date(2026, 11, 1), date(2028, 12, 31)), max_size=9),
)
def test_m2_nothing_that_may_be_written_down_was_in_time(
    start: datetime, after: timedelta, rules: Any, off: set[date]
) -> None:
    midnight = at(day_of(start), datetime.min.time())
    assert midnight + after > latest_issue(start, rules, Holidays(frozenset(off)))


RULES = RULE_SETS["QD3713"]
ISSUED = (
    Event(1, START - 48 * HOUR, EventKind.ISSUED, starts_at=START),
    Event(2, START - 48 * HOUR, EventKind.INVITED, starts_at=START, invitee=1),
    Event(3, START - 48 * HOUR, EventKind.INVITED, starts_at=START, invitee=2),
    Event(4, START - 47 * HOUR, EventKind.PAPER, starts_at=START, paper=10, content="a"),
)
HANDED = Event(
    5, START + 5 * HOUR, EventKind.HANDED, starts_at=START, handed=7, handed_at=START + HOUR,
    deadline=START - 24 * HOUR,
)  # fmt: skip
FILE = Event(6, START + 90 * HOUR, EventKind.HANDED_SENT, starts_at=START, handed=7, paper=11, content="b")


def test_m2_what_was_handed_out_is_late_for_everybody_from_its_hour_and_nothing_else_is() -> None:
    marks = lateness([*ISSUED, HANDED], RULES, Holidays())
    assert {item: (late.by, late.cause) for item, late in marks.items()} == {
        (1, Handed(7)): (25 * HOUR, EventKind.HANDED), (2, Handed(7)): (25 * HOUR, EventKind.HANDED),
    }  # fmt: skip
    assert late_papers(marks, [1]) == {}, "there is no file to put the stamp beside"


def test_m2_the_file_that_follows_bears_the_mark_of_what_was_handed_out_no_more_and_no_less() -> None:
    before, after = (told_by(log, RULES, Holidays()) for log in ([*ISSUED, HANDED], [*ISSUED, HANDED, FILE]))
    assert len(after.reached) == len(before.reached), "it is one paper"
    assert set(after.late) == {(1, 11), (2, 11)}
    assert {late.by for late in after.late.values()} == {25 * HOUR}
    assert set(late_papers(after.late, [])) == {11}


def test_m9_an_order_excuses_no_paper_channel() -> None:
    ordered = Event(0, START - 49 * HOUR, EventKind.ORDERED)
    marks = lateness([ordered, *ISSUED, HANDED], RULES, Holidays())
    assert late_for(marks, 1)[Handed(7)].ordered is False


def test_without_what_was_handed_out_its_file_is_no_paper_that_reached_anybody() -> None:
    assert told_by([*ISSUED, FILE], RULES, Holidays()).late == {}


VOIDED = Event(7, START + 91 * HOUR, EventKind.HANDED_VOIDED, starts_at=START, handed=7)


def test_what_was_written_down_by_mistake_counts_in_nothing() -> None:
    assert told_by([*ISSUED, HANDED, VOIDED], RULES, Holidays()) == told_by(ISSUED, RULES, Holidays())
    other = replace(VOIDED, handed=8)
    assert len(lateness([*ISSUED, HANDED, other], RULES, Holidays())) == 2, "another record's word"


def test_a_word_against_the_record_washes_no_mark_off_what_was_sent() -> None:
    before = lateness([*ISSUED, HANDED, FILE], RULES, Holidays())
    assert lateness([*ISSUED, HANDED, FILE, VOIDED], RULES, Holidays()) == before
