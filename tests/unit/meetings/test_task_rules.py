"""Rules of conclusions' tasks (M14, M16): states, lateness, what a report needs, who is named as helper."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from e_office.meetings.tasks.rules import (
    LONGEST,
    StepKind,
    TaskState,
    helpers_named,
    is_late,
    is_near,
    names_unknown,
    own_report_problems,
    standing_of,
    step_problems,
    words_problems,
)
from e_office.people.rules import Holidays

FIRST, SECOND = datetime(2026, 11, 20, 8, tzinfo=UTC), datetime(2026, 12, 3, 8, tzinfo=UTC)
R, C, B = StepKind.REPORTED, StepKind.CONFIRMED, StepKind.RETURNED


@pytest.mark.parametrize(
    ("steps", "state", "reported_at"),
    [
        ([], TaskState.OPEN, None),
        ([(R, FIRST)], TaskState.REPORTED, FIRST),
        ([(R, FIRST), (B, SECOND)], TaskState.OPEN, None),
        ([(R, FIRST), (B, FIRST), (R, SECOND)], TaskState.REPORTED, SECOND),
        ([(R, FIRST), (C, SECOND)], TaskState.DONE, FIRST),
        ([(R, FIRST), (B, FIRST), (R, SECOND), (C, SECOND)], TaskState.DONE, SECOND),
    ],
)
def test_m14_a_task_stands_where_its_steps_left_it(
    steps: list[tuple[StepKind, datetime]], state: TaskState, reported_at: datetime | None
) -> None:
    """M14: a report that was sent back counts for nothing, its hour neither."""
    standing = standing_of(steps)
    assert (standing.state, standing.reported_at) == (state, reported_at)


@pytest.mark.parametrize(
    ("due", "reported", "today", "late"),
    [
        (None, None, "2026-12-01", False),
        ("2026-12-01", None, "2026-11-30", False),
        ("2026-12-01", None, "2026-12-01", True),  # "before the day": the day itself is too late
        ("2026-12-01", None, "2026-12-02", True),
        ("2026-12-01", "2026-11-30", "2026-12-09", False),  # in time once, in time for ever
        ("2026-12-01", "2026-12-01", "2026-12-09", True),
        (None, "2026-12-01", "2026-12-09", False),
    ],
)
def test_m14_late_is_judged_by_the_report_that_stands(
    due: str | None, reported: str | None, today: str, late: bool
) -> None:
    """M14: and by today while there is none."""
    day, said = (date.fromisoformat(one) if one else None for one in (due, reported))
    assert is_late(day, said, date.fromisoformat(today)) is late


@pytest.mark.parametrize("kind", list(StepKind))
@pytest.mark.parametrize("state", list(TaskState))
def test_m14_steps_start_from_one_state_alone(state: TaskState, kind: StepKind) -> None:
    allowed = {(TaskState.OPEN, R), (TaskState.REPORTED, C), (TaskState.REPORTED, B)}
    assert (not list(step_problems(state, kind))) is ((state, kind) in allowed)


@pytest.mark.parametrize(
    ("kind", "words", "codes"),
    [
        (R, "Đã đo xong", []), (R, "  ", ["words_missing"]), (B, "", ["words_missing"]), (C, "", []),
        (B, "Thiếu số liệu", []), (C, "x" * (LONGEST + 1), ["words_long"]), (R, "x" * (LONGEST + 1), ["words_long"]),
    ],
)  # fmt: skip
def test_m14_a_report_says_what_was_done(kind: StepKind, words: str, codes: list[str]) -> None:
    assert [one.code for one in words_problems(kind, words)] == codes


def test_nobody_confirms_what_they_reported_themselves() -> None:
    assert [one.code for one in own_report_problems(4, 4)] == ["own_report"]
    assert not list(own_report_problems(4, 5))


UNITS = [
    (1, "so tai chinh"), (1, "stc"), (2, "uy ban nhan dan huyen ky anh"), (2, "ubnd huyen ky anh"),
    (3, "so nong nghiep, moi truong"), (4, "so"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", []), ("so tai chinh", [1]), ("stc; ubnd huyen ky anh", [1, 2]), ("ubnd huyen ky anh, so tai chinh", [2, 1]),
        ("so nong nghiep, moi truong; so tai chinh", [3, 1]), ("so tai chinh; stc", [1]), ("cac so lien quan", []),
        ("uy ban nhan dan huyen ky anh\nngan hang", [2]), ("so tai chinh tinh", []), ("#1", []),
    ],
)  # fmt: skip
def test_helpers_are_recognised_by_their_whole_names(text: str, ids: list[int]) -> None:
    assert helpers_named(text, UNITS) == ids


@pytest.mark.parametrize(
    ("text", "left"),
    [("so tai chinh; so khong co that", ["so khong co that"]), ("so nong nghiep, moi truong", []), ("", []),
     ("so tai chinh; so tai chinh", []), ("#1", ["#1"]), ("ubnd huyen ky anh, cac so", ["cac so"])],
)  # fmt: skip
def test_m14_a_helper_that_is_no_unit_is_told(text: str, left: list[str]) -> None:
    assert names_unknown(text, UNITS) == left


@pytest.mark.parametrize(
    ("due", "today", "near"),
    [("2026-12-01", "2026-11-27", False), ("2026-12-01", "2026-11-30", True), ("2026-11-30", "2026-11-27", True),
     ("2026-11-30", "2026-12-02", True), (None, "2026-12-02", False)],
)  # fmt: skip
def test_m16_the_mail_tells_of_a_task_a_working_day_before(due: str | None, today: str, near: bool) -> None:
    assert is_near(date.fromisoformat(due) if due else None, date.fromisoformat(today), Holidays()) is near
