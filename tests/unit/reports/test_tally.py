"""Counting lateness: bands, sums, and lists that have just what the figures count."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.meetings.rules_late import EventKind, Item, Late, Told
from e_office.reports.tally import BANDS, Narrowed, Tally, Things, band_of, tally_of, total

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def late(by: timedelta, *, ordered: bool = False) -> Late:
    return Late(by, 1, EventKind.INVITED, ordered)


@pytest.mark.parametrize(
    ("by", "band"),
    [
        (SECOND, 0), (HOUR, 0), (HOUR + SECOND, 1), (6 * HOUR, 1), (6 * HOUR + SECOND, 2), (24 * HOUR, 2),
        (24 * HOUR + SECOND, 3), (1000 * HOUR, 3),
    ],
)  # fmt: skip
def test_an_edge_belongs_to_the_band_below_it(by: timedelta, band: int) -> None:
    assert band_of(by) == band


def test_a_meeting_is_counted_by_invitee_and_thing() -> None:
    """Two invitees, an invitation and two papers each; one invitation and two deliveries of papers were late."""
    reached: frozenset[Item] = frozenset((invitee, paper) for invitee in (1, 2) for paper in (None, 10, 11))
    marks: dict[Item, Late] = {
        (2, None): late(2 * HOUR, ordered=True), (2, 10): late(30 * HOUR), (1, 10): late(HOUR, ordered=True),
    }  # fmt: skip
    assert tally_of(Told(reached, marks)) == Tally(
        meetings=1,
        late_meetings=1,
        invitations=Things(reached=2, late=1, ordered=1, bands=(0, 1, 0, 0)),
        papers=Things(reached=4, late=2, ordered=1, bands=(1, 0, 0, 1)),
        worst=30 * HOUR,
    )


def test_a_meeting_in_time_has_nothing_late() -> None:
    assert tally_of(Told(frozenset({(1, None)}), {})) == Tally(meetings=1, invitations=Things(reached=1))
    assert total([]) == Tally()


marks = st.builds(late, st.integers(1, 60 * 48).map(lambda minutes: timedelta(minutes=minutes)), ordered=st.booleans())
items = st.tuples(st.integers(1, 5), st.sampled_from([None, 10, 11, 12]))
logs = st.dictionaries(items, st.one_of(st.none(), marks), max_size=12).map(
    lambda found: Told(frozenset(found), {item: mark for item, mark in found.items() if mark})
)


@given(st.lists(logs, max_size=8))
def test_sums_hold_together(told: list[Told]) -> None:
    sums = total(map(tally_of, told))
    assert sums.meetings == len(told)
    assert sums.late_meetings == sum(bool(one.late) for one in told)
    for things in (sums.invitations, sums.papers, sums.things):
        assert things.ordered <= things.late <= things.reached
        assert sum(things.bands) == things.late
    assert sums.things.reached == sum(len(one.reached) for one in told)
    assert sums.things.late == sum(len(one.late) for one in told)
    assert sums.worst == max((mark.by for one in told for mark in one.late.values()), default=timedelta())


@given(st.lists(logs, max_size=8))
def test_a_list_behind_a_figure_has_just_so_many_lines(told: list[Told]) -> None:
    def lines(narrowed: Narrowed) -> int:
        return sum(narrowed.takes(item[1] is not None, one.late.get(item)) for one in told for item in one.reached)

    sums = total(map(tally_of, told))
    for paper, things in ((False, sums.invitations), (True, sums.papers), (None, sums.things)):
        assert lines(Narrowed(paper)) == things.reached
        assert lines(Narrowed(paper, late=True)) == things.late
        assert lines(Narrowed(paper, late=False)) == things.reached - things.late
        assert lines(Narrowed(paper, ordered=True)) == things.ordered
        assert lines(Narrowed(paper, ordered=False)) == things.late - things.ordered
        for band in range(len(BANDS) + 1):
            assert lines(Narrowed(paper, late=True, band=band)) == things.bands[band]
