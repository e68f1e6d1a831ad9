"""Rules of absent agencies (O5-O8): who was absent, what concerns them, what answers, and what silence is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.meetings.absent.rules import (
    ANSWERS,
    Concern,
    Stage,
    Standing,
    answer_problems,
    asking_problems,
    due_stage,
    is_absent,
    ready_problems,
    standing,
    suggested,
    taken_as,
)
from e_office.people.rules import Holidays
from e_office.submissions.rules_opinions import Answer

DUE = date(2026, 12, 4)
DAYS = st.dates(date(2026, 11, 1), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("states", "absent"),
    [
        (["absent"], True),
        (["absent", "absent"], True),
        (["present"], False),  # late, or gone early: noted present
        (["substitute"], False),
        (["absent", "present"], False),  # one of two came: the agency was there
        (["absent", None], False),  # nobody noted the other: not known
        ([None], False),
        ([], False),
    ],
)
def test_o5_absent_is_who_was_noted_absent_with_all_of_theirs(states: list[str | None], absent: bool) -> None:
    """O5: "đại diện cơ quan được mời vắng mặt", by attendance."""
    assert is_absent(states) is absent


@pytest.mark.parametrize(
    ("state", "announced", "counts"),
    [(None, True, "absent"), (None, False, None), ("present", True, "present"), ("absent", False, "absent")],
)
def test_o5_an_announced_absence_stands_until_something_was_noted(
    state: str | None, announced: bool, counts: str | None
) -> None:
    assert taken_as(state, announced=announced) == counts


PARTS = [
    Concern("agenda-1", frozenset({3})),
    Concern("task-1", frozenset({1, 2}), "do dac 214 ho"),
    Concern("line-1", frozenset(), "giao so tai chinh bo tri von, ubnd huyen ky anh phoi hop"),
    Concern("line-2", frozenset(), "cac don vi khac thuc hien"),
]


@pytest.mark.parametrize(
    ("unit", "names", "keys"),
    [
        (3, ["so tai nguyen va moi truong"], ["agenda-1"]),  # it prepares the item
        (1, [], ["task-1"]),  # it leads
        (2, [], ["task-1"]),  # it helps
        (9, ["so tai chinh"], ["line-1"]),  # it is named in running text
        (9, ["ubnd huyen ky anh"], ["line-1"]),
        (2, ["so tai chinh"], ["task-1", "line-1"]),
        (9, ["so tai"], ["line-1"]),
        (9, ["so y te"], ["agenda-1", "task-1", "line-1", "line-2"]),  # nothing names it: all
        (9, [""], ["agenda-1", "task-1", "line-1", "line-2"]),
    ],
)
def test_o5_the_part_that_concerns_an_agency(unit: int, names: list[str], keys: list[str]) -> None:
    assert suggested(PARTS, {unit}, names) == keys


def test_o5_a_name_within_a_longer_word_is_no_name() -> None:
    assert suggested(
        [Concern("a", words="so tai chinhs"), Concern("b", words="so tai chinh")], set(), ["so tai chinh"]
    ) == ["b"]


@pytest.mark.parametrize(
    ("answered", "today", "received", "consultation", "expected"),
    [
        (None, "2026-12-04", None, True, Standing.WAITS),  # the last day is in time
        (None, "2026-12-05", "2026-12-01", False, Standing.OVERDUE),  # silence has no meaning
        (None, "2026-12-05", "2026-12-01", True, Standing.DEEMED),  # O7
        (None, "2026-12-05", None, True, Standing.OVERDUE),  # O8: no proof of receipt
        (None, "2026-12-09", "2026-12-05", True, Standing.OVERDUE),  # O8: received when it was over already
        ("2026-12-04", "2026-12-09", None, True, Standing.ANSWERED),
        ("2026-12-05", "2026-12-09", "2026-12-01", True, Standing.LATE),  # a late answer takes the place of silence
    ],
)
def test_o7_o8_what_silence_is(
    answered: str | None, today: str, received: str | None, consultation: bool, expected: Standing
) -> None:
    """O3, O7, O8: silence is consent where opinions on a scheme are taken and were received, nowhere else."""
    found = standing(
        answered_on=date.fromisoformat(answered) if answered else None, due_on=DUE, today=date.fromisoformat(today),
        received_on=date.fromisoformat(received) if received else None, consultation=consultation,
    )  # fmt: skip
    assert found is expected


@given(due=DAYS, today=DAYS, received=st.none() | DAYS, consultation=st.booleans())
def test_nothing_unanswered_is_ever_counted_answered(
    due: date, today: date, received: date | None, consultation: bool
) -> None:
    """Whatever was received, wherever, on whatever day: without an answer there is none, nor consent without receipt."""
    found = standing(answered_on=None, due_on=due, today=today, received_on=received, consultation=consultation)
    assert found not in ANSWERS
    if found is Standing.DEEMED:
        assert consultation
        assert received is not None
        assert received <= due < today


@given(due=DAYS, today=DAYS, answered=DAYS, received=st.none() | DAYS, consultation=st.booleans())
def test_an_answer_is_one_whenever_it_came(
    due: date, today: date, answered: date, received: date | None, consultation: bool
) -> None:
    found = standing(answered_on=answered, due_on=due, today=today, received_on=received, consultation=consultation)
    assert (found is Standing.ANSWERED) is (answered <= due)
    assert found in ANSWERS


ANSWER = {"stance": Answer.AGREE, "words": "Nhất trí.", "has_file": False, "code": "", "code_known": False}


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"words": "", "has_file": True}, []),
        ({"words": "", "code": "12/STC", "code_known": True}, []),
        ({"stance": None}, ["stance_missing"]),  # O6: words alone are no answer
        ({"words": " "}, ["not_written"]),
        ({"stance": Answer.AGREE_IF, "words": " ", "has_file": True}, ["words_missing"]),
        ({"stance": Answer.DISAGREE, "words": ""}, ["words_missing"]),
        ({"stance": Answer.DISAGREE}, []),
        ({"code": "99/STC"}, ["code_unknown"]),
        ({"words": "x" * 4001}, ["words_long"]),
    ],
)
def test_o6_a_written_answer_says_agree_or_not(change: dict[str, object], codes: list[str]) -> None:
    assert [one.code for one in answer_problems(**(ANSWER | change))] == codes  # type: ignore[arg-type]


ASK = {"unit": "Sở Y tế", "absent": True, "asked": False, "parts": 1, "due_on": DUE, "today": date(2026, 12, 4)}


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"absent": False}, ["not_absent"]),
        ({"asked": True}, ["asked"]),
        ({"parts": 0}, ["no_parts"]),
        ({"due_on": None}, ["due_missing"]),  # O8: the Decision fixes no number of days
        ({"today": date(2026, 12, 5)}, ["due_past"]),
    ],
)
def test_o5_who_may_be_asked(change: dict[str, object], codes: list[str]) -> None:
    assert [one.code for one in asking_problems(**(ASK | change))] == codes  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("signed", "concluded", "ready"), [(True, False, True), (False, True, True), (False, False, False)]
)
def test_o5_there_is_something_to_send(signed: bool, concluded: bool, ready: bool) -> None:
    assert (not list(ready_problems(signed=signed, concluded=concluded))) is ready


@pytest.mark.parametrize(
    ("today", "stage"),
    [("2026-12-02", None), ("2026-12-03", Stage.BEFORE), ("2026-12-04", Stage.BEFORE), ("2026-12-05", Stage.OVERDUE)],
)
def test_o8_reminders_of_an_answer(today: str, stage: Stage | None) -> None:
    assert due_stage(due_on=DUE, today=date.fromisoformat(today), holidays=Holidays()) is stage
