"""A show of hands: whose vote stands, when a hand may be entered, what the line of the minutes says of it."""

from __future__ import annotations

from itertools import product

import pytest

from e_office.meetings.live.rules_vote import (
    CHOICES,
    Majority,
    Tally,
    entered_problems,
    entry_problems,
    may_be_written,
    result_line,
)


@pytest.mark.parametrize(
    ("case", "voted", "entered", "own", "may"),
    [
        ("a delegate votes first", False, False, True, True),
        ("a hand is entered first", False, False, False, True),
        ("a delegate votes in the place of an entry", True, True, True, True),
        ("an entry is not entered again: it is taken back first", True, True, False, False),
        ("the delegate's own vote stands against the delegate", True, False, True, False),
        ("the delegate's own vote stands against the clerk", True, False, False, False),
    ],
)
def test_whose_vote_is_written(case: str, voted: bool, entered: bool, own: bool, may: bool) -> None:
    assert may_be_written(voted=voted, entered=entered, own=own) is may, case


@pytest.mark.parametrize("acts", list(product((True, False), repeat=5)))
def test_whatever_the_order_the_first_own_vote_stands_and_no_entry_is_written_over_it(acts: tuple[bool, ...]) -> None:
    """Sequences of votes by the delegate (True) and entries by the clerk: the end is the delegate's, where they voted."""
    written: tuple[int, bool] | None = None
    for place, own in enumerate(acts):
        if may_be_written(voted=written is not None, entered=written is not None and not written[1], own=own):
            written = place, own
    assert written == ((acts.index(True), True) if True in acts else (0, False))


@pytest.mark.parametrize(
    ("secret", "is_open", "codes"),
    [(False, True, []), (True, True, ["secret_entry"]), (False, False, ["vote_closed"]),
     (True, False, ["secret_entry", "vote_closed"])],
)  # fmt: skip
def test_hands_are_entered_while_an_open_vote_stands_and_never_in_a_secret_one(
    secret: bool, is_open: bool, codes: list[str]
) -> None:
    found = list(entry_problems(secret=secret, is_open=is_open))
    assert [one.code for one in found] == codes
    assert all(one.cure for one in found)


@pytest.mark.parametrize(
    ("choices", "codes"), [([0, 2], []), ([], ["nobody_chosen"]), ([3], ["choice_missing"]), ([-1], ["choice_missing"])]
)
def test_a_hand_is_for_one_of_the_choices(choices: list[int], codes: list[str]) -> None:
    assert [one.code for one in entered_problems(choices, 3)] == codes


def test_the_line_of_the_minutes_says_how_many_hands_were_entered() -> None:
    tally = Tally(members=9, present=8, counts=(6, 1, 1))
    line = result_line("Thông qua", CHOICES, tally, rule=Majority.HALF_OF_ALL, secret=False, entered=3)
    assert "đã biểu quyết 8 (3 ghi thay khi giơ tay); đồng ý 6" in line
