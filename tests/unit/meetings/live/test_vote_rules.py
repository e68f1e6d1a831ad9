"""Majorities by name, and who may vote (O13, M5, M7): truth tables with ties, abstentions, none cast, odd and even."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.core.problems import Message
from e_office.meetings.live.rules_vote import (
    CHOICES,
    RULES,
    Majority,
    Tally,
    carried,
    cast_problems,
    counts_as_present,
    has_quorum,
    may_cast,
    open_vote_problems,
    question_problems,
    quorum_of,
    result_line,
    right_problems,
    standing_problems,
)

ALL, PRESENT = Majority.HALF_OF_ALL, Majority.HALF_OF_PRESENT
ALL_23, PRESENT_23, POLL = Majority.TWO_THIRDS_OF_ALL, Majority.TWO_THIRDS_OF_PRESENT, Majority.POLL


@pytest.mark.parametrize(
    ("rule", "members", "present", "yes", "no", "other", "outcome"),
    [
        # O13: more than half of ALL members, whoever is absent or silent
        (ALL, 10, 10, 6, 4, 0, True), (ALL, 10, 10, 5, 5, 0, False), (ALL, 10, 10, 5, 0, 0, False),
        (ALL, 11, 11, 6, 5, 0, True), (ALL, 11, 11, 5, 0, 0, False), (ALL, 11, 8, 6, 0, 0, True),
        (ALL, 10, 6, 5, 0, 1, False), (ALL, 10, 10, 0, 0, 10, False), (ALL, 10, 10, 0, 0, 0, False),
        (ALL, 1, 1, 1, 0, 0, True), (ALL, 2, 2, 1, 1, 0, False), (ALL, 2, 2, 2, 0, 0, True),
        # more than half of those present: who abstains is there, and is no yes
        (PRESENT, 20, 10, 6, 0, 0, True), (PRESENT, 20, 10, 5, 5, 0, False), (PRESENT, 20, 10, 5, 0, 5, False),
        (PRESENT, 20, 11, 6, 5, 0, True), (PRESENT, 20, 11, 5, 0, 0, False), (PRESENT, 20, 0, 0, 0, 0, False),
        # fewer there than the rule names: not carried, though all of them say yes
        (ALL, 10, 6, 6, 0, 0, False), (ALL, 10, 7, 6, 1, 0, True), (ALL, 11, 7, 7, 0, 0, False),
        (ALL_23, 9, 5, 6, 0, 0, False), (ALL, 10, 0, 0, 0, 0, False),
        # two thirds are enough, a third more is not asked
        (ALL_23, 9, 9, 6, 3, 0, True), (ALL_23, 9, 9, 5, 0, 0, False), (ALL_23, 10, 10, 7, 3, 0, True),
        (ALL_23, 10, 10, 6, 0, 0, False), (ALL_23, 9, 6, 6, 0, 0, True), (ALL_23, 3, 3, 2, 1, 0, True),
        (PRESENT_23, 30, 9, 6, 3, 0, True), (PRESENT_23, 30, 10, 6, 4, 0, False), (PRESENT_23, 30, 1, 1, 0, 0, True),
        (PRESENT_23, 30, 9, 0, 9, 0, False), (PRESENT_23, 30, 0, 0, 0, 0, False),
        # a poll decides nothing
        (POLL, 10, 10, 10, 0, 0, None), (POLL, 10, 10, 0, 0, 0, None),
        # nobody has the right
        (ALL, 0, 0, 0, 0, 0, False), (ALL_23, 0, 0, 0, 0, 0, False),
    ],
)  # fmt: skip
def test_what_a_majority_carries_o13(
    rule: Majority, members: int, present: int, yes: int, no: int, other: int, outcome: bool | None
) -> None:
    assert carried(rule, Tally(members=members, present=present, counts=(yes, no, other))) is outcome


def test_silence_is_no_consent_in_a_vote_whatever_o7_says_of_opinions() -> None:
    for silent in range(11):
        tally = Tally(members=10, present=10, counts=(10 - silent, 0, 0))
        assert carried(ALL, tally) is (10 - silent > 5)


@pytest.mark.parametrize(
    ("rule", "members", "needed"),
    [(ALL, 9, 6), (ALL, 10, 7), (ALL, 11, 8), (ALL, 1, 1), (ALL_23, 12, 8), (PRESENT, 10, None), (PRESENT_23, 9, None),
     (POLL, 5, None)],
)  # fmt: skip
def test_the_number_that_must_be_there_where_the_rule_names_one(
    rule: Majority, members: int, needed: int | None
) -> None:
    assert quorum_of(rule, members) == needed
    if needed is not None:
        assert has_quorum(rule, members, needed)
        assert not has_quorum(rule, members, needed - 1)
    else:
        assert has_quorum(rule, members, 0)


@pytest.mark.parametrize(
    ("present", "agreed", "empowered", "may"),
    [
        (True, True, None, True), (False, True, None, False), (True, False, None, False),
        (True, True, True, True), (True, True, False, False), (True, False, True, False), (False, False, False, False),
    ],
)  # fmt: skip
def test_a_vote_is_cast_by_who_is_there_rightly_and_empowered_m5_m7(
    present: bool, agreed: bool, empowered: bool | None, may: bool
) -> None:
    assert may_cast(present=present, agreed=agreed, empowered=empowered) is may


def test_every_rule_has_a_name_and_a_source() -> None:
    assert set(RULES) == set(Majority)
    for rule in RULES.values():
        assert isinstance(rule.name, Message)
        assert rule.name.text
        assert rule.source.text


@pytest.mark.parametrize(
    ("question", "choices", "rule", "voters", "codes"),
    [
        ("Thông qua kế hoạch", CHOICES, "half_of_all", 3, set()),
        ("  ", CHOICES, "half_of_all", 3, {"question_missing"}),
        ("x" * 301, CHOICES, "half_of_all", 3, {"question_long"}),
        ("Chọn ngày", ("Thứ Hai",), "poll", 3, {"choices_wrong"}),
        ("Chọn ngày", ("Thứ Hai", "Thứ Hai"), "poll", 3, {"choices_wrong"}),
        ("Chọn ngày", ("1", "2", "3", "4", "5", "6", "7"), "poll", 3, {"choices_wrong"}),
        ("", CHOICES, "most", 0, {"question_missing", "rule_missing", "no_voters"}),
    ],
)
def test_everything_a_question_lacks_is_named(
    question: str, choices: tuple[str, ...], rule: str, voters: int, codes: set[str]
) -> None:
    assert {one.code for one in question_problems(question, choices, rule, voters)} == codes


@pytest.mark.parametrize(
    ("is_open", "choice", "codes"),
    [(True, 0, set()), (True, 2, set()), (True, 3, {"choice_missing"}), (True, -1, {"choice_missing"}),
     (False, 0, {"vote_closed"})],
)  # fmt: skip
def test_a_vote_is_cast_while_the_question_stands(is_open: bool, choice: int, codes: set[str]) -> None:
    assert {one.code for one in cast_problems(is_open=is_open, choice=choice, choices=3)} == codes


def test_every_refusal_of_a_vote_says_what_to_do_next() -> None:
    found = [
        *open_vote_problems(stands=True), *standing_problems(is_open=False), *right_problems(present=False, votes=False),
        *right_problems(present=True, votes=False), *cast_problems(is_open=False, choice=0, choices=3),
    ]  # fmt: skip
    assert [one.code for one in found] == ["vote_open", "vote_closed", "not_present", "no_right", "vote_closed"]
    assert all(one.cure for one in found)
    assert not [
        *open_vote_problems(stands=False),
        *standing_problems(is_open=True),
        *right_problems(present=True, votes=True),
    ]


def test_the_line_of_the_minutes_says_total_and_each_choice() -> None:
    tally = Tally(members=9, present=8, counts=(6, 1, 1))
    assert result_line("Thông qua kế hoạch.", CHOICES, tally, rule=ALL, secret=True) == (
        "Biểu quyết kín: Thông qua kế hoạch; tổng số 9, có mặt 8, đã biểu quyết 8; đồng ý 6, không đồng ý 1, "
        "ý kiến khác 1; thông qua (quá nửa tổng số thành viên)."
    )
    few = result_line(
        "Thông qua kế hoạch", CHOICES, Tally(members=10, present=6, counts=(6, 0, 0)), rule=ALL, secret=False
    )
    assert few.endswith("ý kiến khác 0; không đủ số dự họp để biểu quyết có giá trị (có mặt 6, cần 7).")
    on = result_line("Thông qua", CHOICES, tally, rule=ALL, secret=False, item="Tiến độ")
    assert on.startswith("Biểu quyết công khai về “Tiến độ”: Thông qua; tổng số 9")
    poll = result_line(
        "Chọn ngày", ("Thứ Hai", "Thứ Ba"), Tally(members=3, present=3, counts=(2, 1)), rule=POLL, secret=False
    )
    assert poll == "Thăm dò ý kiến công khai: Chọn ngày; tổng số 3, có mặt 3, đã biểu quyết 3; thứ hai 2, thứ ba 1."


@pytest.mark.parametrize(
    ("voted", "there", "counts"),
    [(True, True, True), (True, False, True), (False, True, True), (False, False, False)],
)
def test_who_voted_or_is_there_counts_as_present(voted: bool, there: bool, counts: bool) -> None:
    assert counts_as_present(voted=voted, there=there) is counts


@given(
    st.lists(st.tuples(st.sampled_from((None, 0, 1, 2)), st.booleans()), max_size=12), st.sampled_from(sorted(RULES))
)
def test_votes_never_exceed_those_present_nor_those_present_the_members(
    seats: list[tuple[int | None, bool]], rule: Majority
) -> None:
    """Whoever comes and goes: who is counted is in the base, hence no share is above the whole."""
    present = sum(counts_as_present(voted=choice is not None, there=there) for choice, there in seats)
    counts = [sum(choice == place for choice, _there in seats) for place in range(3)]
    tally = Tally(members=len(seats), present=present, counts=counts)
    assert tally.cast <= tally.present <= tally.members
    if rule != POLL and carried(rule, tally):
        assert counts[0] * 2 >= tally.cast, "no question is carried against most of the votes"
