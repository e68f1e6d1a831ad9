"""A drafted conclusion notice between the unit that writes it and the Office that issues it (M14), by rules alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.core.problems import Problem, msg
from e_office.meetings.closing.rules import waiving_problems
from e_office.meetings.handover.rules import (
    HandoverKind,
    handing_problems,
    is_waiting,
    return_problems,
    writing_problems,
)

HANDED, RETURNED = HandoverKind.HANDED, HandoverKind.RETURNED


@pytest.mark.parametrize(
    ("steps", "issued", "waiting"),
    [
        ([], False, False),
        ([HANDED], False, True),
        ([HANDED, RETURNED], False, False),
        ([HANDED, RETURNED, HANDED], False, True),
        ([HANDED], True, False),
        ([], True, False),
    ],
    ids=["never handed", "handed", "given back", "handed again", "issued", "issued by the Office alone"],
)
def test_m14_a_draft_waits_with_the_office_until_it_is_given_back_or_issued(
    steps: Sequence[HandoverKind], issued: bool, waiting: bool
) -> None:
    assert is_waiting(steps, issued=issued) is waiting


@given(st.lists(st.sampled_from(HandoverKind)), st.booleans())
def test_m14_only_the_last_step_counts_and_nothing_waits_that_is_issued(
    steps: list[HandoverKind], issued: bool
) -> None:
    assert is_waiting(steps, issued=issued) == (not issued and steps[-1:] == [HANDED])


@pytest.mark.parametrize(
    ("drafted", "waiting", "codes"),
    [
        ([], False, []),
        (["signer_missing"], False, []),
        (["not_held", "signer_missing", "empty"], False, ["not_held", "empty"]),
        (["lead_missing", "proposal_unanswered"], False, ["lead_missing", "proposal_unanswered"]),
        ([], True, ["handed"]),
        (["empty"], True, ["handed"]),
    ],
    ids=["complete", "the Office says who signs", "too early and empty", "every gap at once", "twice", "twice, empty"],
)
def test_m14_a_finished_draft_is_handed_over_once(drafted: list[str], waiting: bool, codes: list[str]) -> None:
    found = handing_problems([Problem(code, msg("x")) for code in drafted], waiting=waiting)
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    ("waiting", "issues", "codes"),
    [(False, False, []), (False, True, []), (True, True, []), (True, False, ["handed"])],
)
def test_m14_while_it_waits_the_office_alone_changes_it(waiting: bool, issues: bool, codes: list[str]) -> None:
    assert [one.code for one in writing_problems(waiting=waiting, issues=issues)] == codes


@pytest.mark.parametrize(
    ("waiting", "reason", "codes"),
    [
        (True, "Thiếu hạn", []),
        (True, " ", ["reason_missing"]),
        (True, "x" * 2001, ["reason_long"]),
        (False, "Thiếu hạn", ["not_handed"]),
        (False, "", ["not_handed", "reason_missing"]),
    ],
)
def test_m14_the_office_gives_back_what_waits_and_says_why(waiting: bool, reason: str, codes: list[str]) -> None:
    assert [one.code for one in return_problems(waiting=waiting, reason=reason)] == codes


@pytest.mark.parametrize(("handed", "codes"), [(False, []), (True, ["handed"])])
def test_m14_no_notice_is_needless_while_a_draft_of_it_waits(handed: bool, codes: list[str]) -> None:
    found = waiving_problems(reason="Họp thông tin", held=True, concluded=False, waived=False, handed=handed)
    assert [one.code for one in found] == codes
