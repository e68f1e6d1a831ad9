"""The ratio: which class a document is in, and what the figures are, as truth tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.exchange.rules import (
    Class,
    Counts,
    Ratio,
    Sent,
    classify,
    if_electronic_only,
    missing_documents,
    ratio,
    sent_by,
)

E, P, B = Sent(True, False), Sent(False, True), Sent(True, True)


@pytest.mark.parametrize(
    ("name", "pairs", "expected"),
    [
        ("every agency electronically and none on paper", [E, E, E], Class.ELECTRONIC),
        ("one agency both ways makes it mixed", [E, E, B], Class.MIXED),
        ("one agency on paper only makes it mixed", [E, P], Class.MIXED),
        ("all both ways is mixed: song song does not count", [B, B], Class.MIXED),
        ("paper everywhere", [P, P], Class.PAPER),
        ("one paper recipient", [P], Class.PAPER),
        ("no state agency among the recipients: out of scope", [], None),
    ],
)
def test_the_class_of_a_document(name: str, pairs: list[Sent], expected: Class | None) -> None:
    """domain.md 3; T1, T8: the Decision itself went out on paper and electronically, so it is mixed."""
    assert classify(pairs) is expected, name


@pytest.mark.parametrize(
    ("channel", "paper_received", "expected"),
    [
        ("electronic", False, E),
        ("electronic", True, B),  # the recipient saw paper come as well
        ("both", False, B),
        ("paper", False, P),
        ("paper", True, P),
    ],
)
def test_how_a_pair_counts(channel: str, paper_received: bool, expected: Sent) -> None:
    assert sent_by(channel, paper_received) == expected


def test_the_figures_of_the_picture_are_worked_out_by_hand() -> None:
    counts = Counts(electronic=1412, mixed=1306, paper=268, pairs=10_000, electronic_pairs=5_720)
    figures = ratio(counts)
    assert figures.documents == pytest.approx(47.287, abs=0.001)
    assert figures.dispatches == pytest.approx(57.2)
    assert figures.any_electronic == pytest.approx(91.02, abs=0.01)
    assert missing_documents(counts) == 380  # 60 % of 2,986 is 1,791.6, so 1,792


def test_nothing_in_scope_has_no_ratio_rather_than_nought() -> None:
    assert ratio(Counts()) == Ratio(None, None, None)
    assert missing_documents(Counts()) == 0


def test_what_if_moves_only_the_chosen_types() -> None:
    by_type = {
        "BC": Counts(electronic=10, mixed=5, paper=5, pairs=40, electronic_pairs=10),
        "QD": Counts(paper=10, pairs=10),
    }
    assert if_electronic_only(by_type, ["BC"]) == Counts(electronic=20, paper=10, pairs=50, electronic_pairs=40)
    assert if_electronic_only(by_type, []) == Counts(electronic=10, mixed=5, paper=15, pairs=50, electronic_pairs=10)


counts = st.builds(
    lambda e, m, p, more: Counts(e, m, p, e + m + p + more, e),
    *(st.integers(0, 5000) for _ in range(4)),
)


@given(counts)
def test_the_missing_documents_are_just_enough(counted: Counts) -> None:
    """Moving that many over reaches the target, one fewer does not."""
    n = missing_documents(counted)
    if not counted.documents:
        return
    assert (counted.electronic + n) * 100 >= 60 * counted.documents
    assert n == 0 or (counted.electronic + n - 1) * 100 < 60 * counted.documents


@given(
    st.dictionaries(st.sampled_from(["GM", "QD", "BC", "TTr", "CV"]), counts),
    st.sets(st.sampled_from(["GM", "QD", "BC"])),
)
def test_going_electronic_never_lowers_the_ratio(by_type: dict[str, Counts], types: set[str]) -> None:
    before, after = sum(by_type.values(), Counts()), if_electronic_only(by_type, types)
    assert after.documents == before.documents
    assert after.pairs == before.pairs
    assert after.electronic >= before.electronic
