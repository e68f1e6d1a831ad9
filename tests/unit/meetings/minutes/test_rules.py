"""What minutes must hold, and who signs them (O4, QĐ 45/2018 Art. 14)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from e_office.meetings.minutes.rules import (
    MinutesFacts,
    milestones,
    minutes_problems,
    presider_signs,
    signing_problems,
)

START = datetime(2026, 2, 9, 1, 0, tzinfo=UTC)
NOW = START + timedelta(hours=5)
WHOLE: dict[str, Any] = {
    "chair_id": 1,
    "secretary_id": 2,
    "started_at": START,
    "ended_at": START + timedelta(hours=3),
    "texts": {"course": "Sở A báo cáo.", "opinions": "", "votes": "", "conclusion": "Giao Sở A."},
}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        pytest.param({}, [], id="whole: opinions and votes may be none"),
        pytest.param({"chair_id": None}, ["no_chair"], id="no chair"),
        pytest.param({"secretary_id": 1}, ["one_person"], id="O4: secretary and chair are one"),
        pytest.param({"started_at": None, "ended_at": None}, ["no_start", "no_end"], id="no hours"),
        pytest.param({"ended_at": START}, ["ends_first"], id="ends when it begins"),
        pytest.param({"ended_at": NOW + timedelta(seconds=1)}, ["not_over"], id="ends in the future"),
        pytest.param({"texts": {"course": " ", "conclusion": ""}}, ["no_course", "no_conclusion"], id="no words"),
        pytest.param({"unnoted": ["Sở Tài chính"]}, ["unnoted"], id="nobody noted whether one came"),
    ],
)
def test_what_minutes_must_hold(changes: dict[str, Any], codes: list[str]) -> None:
    assert [one.code for one in minutes_problems(MinutesFacts(**{**WHOLE, **changes}), NOW)] == codes


@pytest.mark.parametrize(
    ("signer", "expected", "others", "shown", "codes"),
    [
        pytest.param(2, 2, [], "a", [], id="the first of two"),
        pytest.param(1, 1, [2], "a", [], id="the second"),
        pytest.param(3, 2, [], "a", ["not_theirs"], id="somebody else"),
        pytest.param(3, None, [], "a", ["not_theirs"], id="nobody is chair"),
        pytest.param(2, 2, [2], "a", ["both"], id="O4: one person twice"),
        pytest.param(2, 2, [], "b", ["changed"], id="another sheet than the one shown"),
    ],
)
def test_o4_two_different_people_sign_what_they_saw(
    signer: int, expected: int | None, others: list[int], shown: str, codes: list[str]
) -> None:
    found = signing_problems(signer_id=signer, expected_id=expected, other_ids=others, shown=shown, now_sha256="a")
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    ("state", "person_id", "signs"),
    [
        pytest.param(None, None, False, id="nothing is noted: the chair signs"),
        pytest.param("present", None, False, id="the chair is there"),
        pytest.param("absent", None, False, id="absent, nobody instead: the chair signs"),
        pytest.param("substitute", 3, True, id="one of those who may chair presides"),
        pytest.param("substitute", None, False, id="somebody from outside presides: the chair signs"),
        pytest.param("present", 3, False, id="the chair came after all"),
    ],
)
def test_o4_who_presided_instead_signs_as_the_chair(state: str | None, person_id: int | None, signs: bool) -> None:
    assert presider_signs(state, person_id) is signs


def test_versions_are_where_another_went_on_or_after_a_pause() -> None:
    def minute(number: int) -> datetime:
        return START + timedelta(minutes=number)

    saved = [(1, 7, minute(0)), (2, 7, minute(1)), (3, 8, minute(2)), (4, 7, minute(3)), (5, 7, minute(30))]
    assert milestones(saved) == [2, 3, 4, 5]
    assert milestones([]) == []


def test_o4_both_sign_one_sheet() -> None:
    asked = {"signer_id": 1, "expected_id": 1, "other_ids": [2], "shown": "b", "now_sha256": "b"}
    assert [one.code for one in signing_problems(**asked, signed=["a"])] == ["other_sheet"]  # type: ignore[arg-type]
    assert not list(signing_problems(**asked, signed=["b"]))  # type: ignore[arg-type]
