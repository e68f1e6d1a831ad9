"""Truth tables of the figures on meetings: how a place was filled, what repeats, how long, what stands out."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.meetings.answers.rules import Word
from e_office.reports.meetings.measures import MEASURES, Kind, MeetingFact, PaperFact, ReportFact, SeatFact, of_kind
from e_office.reports.meetings.rules import (
    LENGTH_ASSUMED,
    Came,
    Share,
    Sitting,
    came_as,
    is_own,
    length_of,
    middle,
    repeats,
    standing_out,
    worst_first,
)
from e_office.reports.meetings.tally import Tally

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("answer", "word", "attended", "reason", "came"),
    [
        # noted as present: whatever was answered before
        *((answer, None, "present", False, Came.PRESENT) for answer in (None, "attend", "absent", "substitute")),
        # noted that somebody else came: right with the chair's word alone (M5)
        ("substitute", "approved", "substitute", False, Came.SUBSTITUTE),
        ("substitute", "waits", "substitute", False, Came.WRONG),
        ("substitute", "refused", "substitute", False, Came.WRONG),
        ("attend", None, "substitute", False, Came.WRONG),
        (None, None, "substitute", False, Came.WRONG),
        # noted as absent: with a reason or without (M16 b)
        ("absent", None, "absent", True, Came.EXCUSED),
        (None, None, "absent", True, Came.EXCUSED),
        (None, None, "absent", False, Came.UNEXCUSED),
        ("attend", None, "absent", False, Came.UNEXCUSED),
        ("substitute", "approved", "absent", False, Came.UNEXCUSED),
        # nothing noted: the answer, as far as it tells
        ("absent", None, None, True, Came.EXCUSED),
        ("substitute", "waits", None, False, Came.WRONG),
        ("substitute", "refused", None, False, Came.WRONG),
        ("substitute", "approved", None, False, Came.UNNOTED),
        ("attend", None, None, False, Came.UNNOTED),
        (None, None, None, False, Came.UNNOTED),
    ],
)
def test_m4_m5_m16b_how_a_place_was_filled(
    answer: str | None, word: str | None, attended: str | None, reason: bool, came: Came
) -> None:
    """M4, M5, M16 b: the right capacity, a substitute with the chair's word, an absence with a reason."""
    assert came_as(answer=answer, word=word, attended=attended, reason=reason) is came


def test_m5_somebody_else_than_the_one_the_chair_agreed_to_is_a_wrong_substitute() -> None:
    said = {"answer": "substitute", "word": "approved", "attended": "substitute", "reason": False}
    assert came_as(**said, agreed_one=True) is Came.SUBSTITUTE  # type: ignore[arg-type]
    assert came_as(**said, agreed_one=False) is Came.WRONG  # type: ignore[arg-type]


def test_every_place_is_filled_in_one_way_and_a_reason_changes_absences_alone() -> None:
    for answer, word, attended in product((None, "attend", "absent", "substitute"), (None, *Word), (None, "present")):
        with_reason, without = (
            came_as(answer=answer, word=word, attended=attended, reason=reason) for reason in (True, False)
        )
        assert with_reason == without or {with_reason, without} == {Came.EXCUSED, Came.UNEXCUSED}


@pytest.mark.parametrize(
    ("cause", "invitation_late", "own"),
    [("paper", False, True), ("paper", True, False), ("invited", False, False), ("moved", False, False),
     ("took_place", False, False), ("moved", True, False)],
)  # fmt: skip
def test_m2_m9_a_paper_is_late_by_itself_only_where_its_invitation_was_in_time(
    cause: str, invitation_late: bool, own: bool
) -> None:
    """M2, M9, M16 a."""
    assert is_own(cause=cause, invitation_late=invitation_late) is own


@pytest.mark.parametrize(
    ("noted", "expected", "agenda", "length"),
    [
        (3 * HOUR, 90, 60, 3 * HOUR), (None, 90, 60, 1.5 * HOUR), (None, None, 60, HOUR), (None, None, None, 2 * HOUR),
        (timedelta(), None, 60, HOUR), (-HOUR, None, None, LENGTH_ASSUMED), (None, None, 0, LENGTH_ASSUMED),
    ],
)  # fmt: skip
def test_m11_how_long_a_meeting_takes(
    noted: timedelta | None, expected: int | None, agenda: int | None, length: timedelta
) -> None:
    """M11: by its minutes, else as expected, else by its agenda, else as most do."""
    assert length_of(noted=noted, expected=expected, agenda=agenda) == length


LAND, ORE = frozenset({("giai", "phong"), ("mat", "bang")}), frozenset({("khoang", "san")})
DAY = date(2026, 11, 25)


def sitting(number: int, days: int, pairs: frozenset[tuple[str, str]] = LAND, **more: int) -> Sitting:
    return Sitting(number, more.get("unit", 1), DAY + timedelta(days=days), pairs, more.get("series"))


@pytest.mark.parametrize(
    ("held", "again"),
    [
        ([sitting(1, 0), sitting(2, 90)], {2}),
        ([sitting(1, 0), sitting(2, 91)], set()),
        ([sitting(2, 90), sitting(1, 0)], {2}),
        ([sitting(1, 0), sitting(2, 0)], {2}),
        ([sitting(1, 0), sitting(2, 5, ORE)], set()),
        ([sitting(1, 0), sitting(2, 5, LAND | ORE)], {2}),
        ([sitting(1, 0, LAND | ORE), sitting(2, 5, ORE | {("nuoc", "thai"), ("lang", "nghe")})], set()),
        ([sitting(1, 0), sitting(2, 5, unit=2)], set()),
        ([sitting(1, 0), sitting(2, 5), sitting(3, 10)], {2, 3}),
        ([sitting(1, 0, series=7), sitting(2, 7, series=7)], set()),
        ([sitting(1, 0, series=7), sitting(2, 7, series=8), sitting(3, 8)], {2, 3}),
        ([sitting(1, 0, frozenset()), sitting(2, 5, frozenset())], set()),
    ],
)  # fmt: skip
def test_m11_m16_m18_which_meetings_repeat_one_before(held: list[Sitting], again: set[int]) -> None:
    """M11, M16 "họp nhiều lần", M18: the same unit on the same matter within 90 days, series left out."""
    assert repeats(held) == again


def test_the_median_is_exact_for_even_and_odd_numbers() -> None:
    assert middle([]) == timedelta()
    assert middle([3 * HOUR, HOUR, 2 * HOUR]) == 2 * HOUR
    assert middle([4 * HOUR, HOUR, 2 * HOUR, 9 * HOUR]) == 3 * HOUR


def test_a_unit_with_one_thing_is_never_ranked_and_nothing_that_happened_once_stands_out() -> None:
    """M16: worst first, and nobody is shamed for one of one."""
    shares = {"Một": Share(1, 1), "Hai": Share(2, 4), "Ba": Share(2, 3), "Bốn": Share(0, 9), "Năm": Share(2, 2)}
    order = sorted(shares, key=lambda name: worst_first([shares[name]], name))
    assert order == ["Ba", "Hai", "Bốn", "Năm", "Một"]
    pairs = {"Sáu": [Share(0, 4), Share(1, 4)], "Bảy": [Share(0, 4), Share(3, 4)], "Tám": [Share(1, 4), Share(0, 4)]}
    assert sorted(pairs, key=lambda name: worst_first(pairs[name], name)) == ["Tám", "Bảy", "Sáu"]
    found = standing_out([("late", number, share) for number, share in enumerate(shares.values())])
    assert [row[1] for row in found] == [2, 1]
    assert standing_out([("late", 1, Share(1, 50)), ("late", 2, Share(0, 5))]) == []
    assert len(standing_out([("late", number, Share(3, 4)) for number in range(9)])) == 5
    assert Share(0, 0).percent is None


def meeting(**facts: object) -> MeetingFact:
    usual = {
        "held": True, "called_off": False, "ordered": False, "again": False, "invited": 10, "length": 2 * HOUR,
        "concluded_on": None, "age": None, "waived": False, "waiting": None, "due": None, "past_due": False,
    }  # fmt: skip
    return MeetingFact(**usual | facts)  # type: ignore[arg-type]


FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("fact", "counted"),
    [
        (meeting(waiting=3), {"held", "unwritten"}),
        (meeting(waiting=3, due=FRIDAY), {"held", "unwritten"}),
        (meeting(waiting=6, due=FRIDAY, past_due=True), {"held", "unwritten", "due", "overdue"}),
        (meeting(concluded_on=FRIDAY, age=5, due=FRIDAY), {"held", "concluded", "in_five", "due", "in_time"}),
        (meeting(concluded_on=FRIDAY, age=6, due=date(2026, 11, 26)), {"held", "concluded", "due", "overdue"}),
        (meeting(concluded_on=FRIDAY, age=9), {"held", "concluded"}),
        (meeting(concluded_on=FRIDAY, age=0), {"held", "concluded", "in_five"}),
        (meeting(waived=True), {"held", "waived"}),
        (meeting(held=False, called_off=True, ordered=True), {"called_off", "extraordinary"}),
        (meeting(again=True, waiting=0), {"held", "again", "unwritten"}),
        (meeting(held=False), set()),
    ],
)
def test_m14_qd45_what_a_meeting_counts_for(fact: MeetingFact, counted: set[str]) -> None:
    """M11, M14, QĐ 45/2018 (2.10): within five working days, still unwritten, not needed."""
    assert {key for key, measure in of_kind(Kind.MEETINGS).items() if measure.takes(fact)} == {"meetings", *counted}


FACTS = {
    Kind.PAPERS: st.sampled_from([PaperFact(), PaperFact(HOUR, "paper", True, True), PaperFact(9 * HOUR, "moved")]),
    Kind.SEATS: st.builds(
        lambda opened, answered, papers, read, came: SeatFact(opened, answered, papers, papers and read, came),
        *(st.booleans(),) * 4, st.sampled_from(Came),
    ),
    Kind.REPORTS: st.builds(ReportFact, st.just(FRIDAY), st.sampled_from([None, FRIDAY]), st.booleans()),
    Kind.MEETINGS: st.sampled_from([meeting(), meeting(waiting=2), meeting(held=False, called_off=True)]),
}  # fmt: skip


@pytest.mark.parametrize("kind", Kind)
@given(data=st.data())
def test_counting_by_facts_is_counting_row_by_row_and_parts_stay_within_their_whole(
    kind: Kind, data: st.DataObject
) -> None:
    facts = data.draw(st.lists(FACTS[kind], max_size=40))
    tally = Tally()
    for fact, times in Counter(facts).items():
        tally.add(kind, fact, times)
    for key, measure in of_kind(kind).items():
        rows = [fact for fact in facts if measure.takes(fact)]
        assert tally[key] == len(rows), key
        if measure.of:
            assert set(rows) <= {fact for fact in facts if MEASURES[measure.of].takes(fact)}, key
    if kind is Kind.PAPERS:
        assert tally["papers_own"] + tally["papers_others"] == tally["papers_late"] == len(tally.late)
        assert tally["papers_on_time"] + tally["papers_late"] == tally["papers"]
    if kind is Kind.REPORTS:
        assert tally["given"] + tally["owed"] == tally["reports"] >= tally["late_reports"]
    if kind is Kind.SEATS:
        assert sum(tally[key] for key in ("came", "excused", "unexcused", "wrong")) == tally["noted"]
        assert tally["opened"] + tally["unopened"] == tally["answered"] + tally["unanswered"] == tally["seats"]
