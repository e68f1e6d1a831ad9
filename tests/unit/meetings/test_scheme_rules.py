"""O3, O3b: who chairs the conference that takes opinions on a scheme."""

from __future__ import annotations

import pytest

from e_office.meetings.rules_scheme import scheme_problems


@pytest.mark.parametrize(
    ("consults", "headed_by_owner", "codes"),
    [
        (True, True, []),
        (True, False, ["not_the_owner"]),
        (False, False, []),  # any other meeting is chaired by whom the inviter names
        (False, True, []),
    ],
)
def test_o3b_the_head_of_the_owner_chairs_the_conference(
    consults: bool, headed_by_owner: bool, codes: list[str]
) -> None:
    found = scheme_problems(consults=consults, headed_by_owner=headed_by_owner)
    assert [problem.code for problem in found] == codes
