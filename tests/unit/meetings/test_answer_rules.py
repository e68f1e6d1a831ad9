"""M4, M5, M7, O9 and QĐ 45/2018 Art. 15: substitutes, the chair's word, who is sent, leaving early."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from e_office.meetings.answers.rules import (
    Standing,
    is_agreed_one,
    is_right,
    leave_problems,
    passing_problems,
    standing,
    substitute_problems,
    word_closes,
    word_problems,
)

START = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
BEFORE = START - timedelta(hours=3)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("answer", "word", "begun", "found", "right"),
    [
        (None, None, False, Standing.UNANSWERED, False),
        (None, None, True, Standing.UNANSWERED, False),
        ("attend", None, False, Standing.ATTENDS, True),
        ("attend", None, True, Standing.ATTENDS, True),
        ("absent", None, False, Standing.ABSENT, False),
        ("substitute", "waits", False, Standing.SUBSTITUTE_WAITS, False),
        ("substitute", "refused", False, Standing.SUBSTITUTE_REFUSED, False),
        ("substitute", "approved", False, Standing.SUBSTITUTE, True),
        ("substitute", "approved", True, Standing.SUBSTITUTE, True),
        ("substitute", "waits", True, Standing.WRONG, False),
        ("substitute", "refused", True, Standing.WRONG, False),
        ("substitute", None, True, Standing.WRONG, False),
    ],
)
def test_m4_m5_an_unapproved_substitute_is_a_wrong_capacity_from_the_start_on(
    answer: str | None, word: str | None, begun: bool, found: Standing, right: bool
) -> None:
    assert standing(answer=answer, word=word, begun=begun) is found
    assert is_right(found) is right


def substitute(**changes: Any) -> list[str]:
    given: dict[str, Any] = {
        "name": "Đặng Thị Nga", "post": "Chuyên viên", "reason": "Giám đốc đi công tác Hà Nội", "empowered": True,
        "district": False, "start": START, "now": BEFORE,
    }  # fmt: skip
    return [one.code for one in substitute_problems(**given | changes)]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"empowered": False}, []),  # a department says so, and the chair decides
        ({"empowered": None}, ["empowered_missing"]),
        ({"district": True}, []),
        ({"district": True, "empowered": False}, ["not_empowered"]),  # M7
        ({"name": " "}, ["name_missing"]),
        ({"name": "n" * 201}, ["name_long"]),
        ({"post": ""}, ["post_missing"]),
        ({"post": "p" * 201}, ["post_long"]),
        ({"reason": "bận"}, ["reason_short"]),
        ({"now": START - SECOND}, []),
        ({"now": START}, ["begun"]),
        (
            {"name": "", "post": "", "reason": "", "empowered": None},
            ["name_missing", "post_missing", "reason_short", "empowered_missing"],
        ),
    ],
)
def test_m5_m7_a_substitute_names_every_problem_at_once(changes: dict[str, Any], codes: list[str]) -> None:
    assert substitute(**changes) == codes


@pytest.mark.parametrize(
    ("state", "approve", "reason", "now", "codes"),
    [
        ("waits", True, "", BEFORE, []),
        ("approved", False, "Cần chính lãnh đạo sở dự", BEFORE, []),  # a word may be changed until the start
        ("waits", False, "", BEFORE, ["reason_short"]),
        ("waits", True, "", START - SECOND, []),
        ("waits", True, "", START, ["too_late"]),
        ("withdrawn", True, "", BEFORE, ["withdrawn"]),
    ],
)
def test_m5_the_chairs_word(state: str, approve: bool, reason: str, now: datetime, codes: list[str]) -> None:
    found = word_problems(state=state, approve=approve, reason=reason, until=START, now=now)
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    ("state", "approve", "reason", "codes"),
    [
        ("waits", True, "", []),
        ("refused", True, "", []),
        ("waits", False, "Cần chính lãnh đạo sở dự", []),
        ("approved", False, "Cần chính lãnh đạo sở dự", ["agreed"]),  # sits there by right, and may have voted
        ("waits", False, "", ["reason_short"]),
    ],
)
def test_m5_the_chairs_word_at_the_table(state: str, approve: bool, reason: str, codes: list[str]) -> None:
    given = {"state": state, "approve": approve, "reason": reason, "until": START + timedelta(hours=10)}
    assert [one.code for one in word_problems(now=START, at_table=True, **given)] == codes  # type: ignore[arg-type]


def test_m5_a_word_is_taken_until_the_meeting_or_its_day_is_over() -> None:
    midnight = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)  # of Hà Nội
    assert word_closes(START, None) == midnight
    assert word_closes(START, START + timedelta(hours=2)) == START + timedelta(hours=2)
    assert word_closes(START, midnight + timedelta(hours=1)) == midnight
    assert word_closes(START, BEFORE) == START, "opened and ended by mistake before it began"
    (late,) = word_problems(state="waits", approve=True, reason="", until=midnight, now=midnight, at_table=True)
    assert late.code == "too_late"
    assert late.cure


def test_m5_what_was_agreed_to_at_the_table_is_right_and_told_apart() -> None:
    found = standing(answer="substitute", word="approved", begun=True, at_table=True)
    assert found is Standing.AT_TABLE
    assert is_right(found)
    assert standing(answer="substitute", word="refused", begun=True, at_table=True) is Standing.WRONG


@pytest.mark.parametrize(
    ("in_unit", "leader_asked", "leads", "now", "codes"),
    [
        (True, True, True, BEFORE, []),
        (True, True, False, BEFORE, ["not_leader"]),  # M4: that would be a substitute
        (True, False, False, BEFORE, []),
        (False, False, False, BEFORE, ["not_of_unit"]),
        (True, False, False, START, ["begun"]),
    ],
)
def test_m4_who_is_sent_has_the_capacity_asked_for(
    in_unit: bool, leader_asked: bool, leads: bool, now: datetime, codes: list[str]
) -> None:
    found = passing_problems(in_unit=in_unit, leader_asked=leader_asked, leads=leads, start=START, now=now)
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    ("leaves_at", "reason", "now", "comes", "codes"),
    [
        (START + timedelta(hours=2), "Tiếp đoàn công tác của Bộ", BEFORE, True, []),
        (START + timedelta(hours=2), "Tiếp đoàn công tác của Bộ", START + timedelta(hours=1), True, []),
        (START + timedelta(hours=2), "Tiếp đoàn công tác của Bộ", START + timedelta(hours=2), True, ["hour_past"]),
        (START, "Tiếp đoàn công tác của Bộ", BEFORE, True, ["hour_outside"]),
        (START + timedelta(hours=12), "Tiếp đoàn công tác của Bộ", BEFORE, True, []),
        (START + timedelta(hours=12) + SECOND, "Tiếp đoàn công tác của Bộ", BEFORE, True, ["hour_outside"]),
        (None, "bận", BEFORE, False, ["not_coming", "hour_missing", "reason_short"]),
    ],
)
def test_qd45_2018_leaving_early_is_asked_with_its_hour_and_reason(
    leaves_at: datetime | None, reason: str, now: datetime, comes: bool, codes: list[str]
) -> None:
    found = leave_problems(leaves_at=leaves_at, reason=reason, start=START, now=now, comes=comes)
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    ("came", "agreed", "same"),
    [
        ("Trần Văn Bình", "Trần Văn Bình", True), ("tran van  binh", "Trần Văn Bình", True),
        ("Ông Trần Văn Bình, Phó Giám đốc", "Trần Văn Bình", True), ("Trần Văn Bình", "Đồng chí Trần Văn Bình", True),
        ("Trần Văn Bình Minh", "Trần Văn Bình", False), ("Lê Thị Hoa", "Trần Văn Bình", False),
        ("", "Trần Văn Bình", False), ("", "", False),
    ],
)  # fmt: skip
def test_m5_the_one_agreed_to_is_known_by_name(came: str, agreed: str, same: bool) -> None:
    assert is_agreed_one(came, agreed) is same
