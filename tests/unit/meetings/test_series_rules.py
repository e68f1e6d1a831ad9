"""Series of meetings (M18): when a next one may be begun, what changed in a group, and what is the same matter."""

from __future__ import annotations

import pytest

from e_office.meetings.series.rules import group_change, next_problems, was_never_held


@pytest.mark.parametrize(
    ("issued", "drafted", "codes"),
    [
        pytest.param(True, False, [], id="M18 from one that was issued"),
        pytest.param(False, False, ["not_issued"], id="M18 not from a draft"),
        pytest.param(True, True, ["drafted"], id="M18 one next meeting at a time"),
        pytest.param(False, True, ["not_issued", "drafted"], id="M18 all problems at once"),
    ],
)
def test_m18_when_the_next_meeting_may_be_begun(issued: bool, drafted: bool, codes: list[str]) -> None:
    assert [one.code for one in next_problems(issued=issued, drafted=drafted)] == codes


@pytest.mark.parametrize(
    ("state", "issued", "expected"),
    [("cancelled", True, True), ("cancelled", False, False), ("issued", True, False), ("draft", False, False)],
)
def test_m2_only_what_was_called_off_after_issue_was_never_held(state: str, issued: bool, expected: bool) -> None:
    assert was_never_held(state=state, issued=issued) is expected


@pytest.mark.parametrize(
    ("then", "now", "added", "gone"),
    [([1, 2], [1, 2], [], []), ([1, 2], [2, 3], [3], [1]), ([], [1], [1], []), ([1], [], [], [1])],
)
def test_m18_what_changed_in_a_group(then: list[int], now: list[int], added: list[int], gone: list[int]) -> None:
    change = group_change(then, now)
    assert (sorted(change.added), sorted(change.gone)) == (added, gone)
    assert bool(change) is bool(added or gone)
