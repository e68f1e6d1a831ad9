"""A form that stood open while somebody else changed what it shows."""

from __future__ import annotations

import pytest

from e_office.meetings.minutes.rules_shown import Outcome, mark_of, settled


@pytest.mark.parametrize(
    ("sent", "filled", "kept", "now", "expected"),
    [
        ("b", "a", "a", "a", Outcome.WRITE),
        ("a", "a", "", "", Outcome.WRITE),
        ("a", "a", "a", "a", Outcome.LEAVE),
        ("a", "a", "a", "c", Outcome.LEAVE),
        ("a", "a", "", "c", Outcome.LEAVE),
        ("b", "a", "a", "c", Outcome.BOTH),
        ("b", "a", "a", "", Outcome.BOTH),
        ("c", "a", "a", "c", Outcome.LEAVE),
    ],
)
def test_what_the_sender_did_not_touch_is_left(sent: str, filled: str, kept: str, now: str, expected: Outcome) -> None:
    assert settled(sent, filled=filled, kept=kept, now=now) == expected


def test_marks_tell_where_one_part_ends() -> None:
    assert mark_of("a", "bc") != mark_of("ab", "c")
    assert mark_of("a", "b") == mark_of("a", "b")
