"""The one rule of overlapping times: half-open, touching is none, an end not known is two hours after the start."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from e_office.core.clock import ZONE
from e_office.meetings.rules_overlap import Span, end_of, overlap, overlapping, overlapping_pairs


def _at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2013, 12, 5, hour, minute, second, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(Span(_at(8), _at(10)), Span(_at(9), _at(11)), True, id="the second begins within the first"),
        pytest.param(Span(_at(8), _at(11)), Span(_at(9), _at(10)), True, id="the second lies within the first"),
        pytest.param(Span(_at(8), _at(10)), Span(_at(8), _at(10)), True, id="both at the same time"),
        pytest.param(Span(_at(8), _at(10)), Span(_at(8), _at(8, 1)), True, id="both begin together"),
        pytest.param(Span(_at(8), _at(10)), Span(_at(9, 59), _at(10)), True, id="both end together"),
        pytest.param(Span(_at(8), _at(10)), Span(_at(10), _at(11)), False, id="touching is no overlap"),
        pytest.param(Span(_at(8), _at(10)), Span(_at(9, 59, 59), _at(11)), True, id="one second is an overlap"),
        pytest.param(Span(_at(8), _at(9)), Span(_at(10), _at(11)), False, id="apart"),
        pytest.param(Span(_at(8)), Span(_at(9, 59, 59)), True, id="an unknown end is two hours later"),
        pytest.param(Span(_at(8)), Span(_at(10)), False, id="and two hours later it is over"),
        pytest.param(Span(_at(8), _at(8)), Span(_at(9)), True, id="an end not after the start hides no conflict"),
        pytest.param(Span(_at(8), _at(7)), Span(_at(9)), True, id="nor does one before it"),
        pytest.param(
            Span(_at(8), _at(10)), Span(_at(9).astimezone(UTC), _at(11).astimezone(UTC)), True, id="zones do not matter"
        ),
        pytest.param(
            Span(datetime(2013, 12, 31, 23, tzinfo=ZONE)), Span(datetime(2014, 1, 1, 0, 30, tzinfo=ZONE)), True,
            id="across the turn of the year",
        ),
    ],
)  # fmt: skip
def test_overlap_is_half_open_and_symmetric(one: Span, other: Span, expected: bool) -> None:
    assert overlap(one, other) is expected
    assert overlap(other, one) is expected


def test_an_end_that_is_known_is_kept() -> None:
    assert end_of(_at(8), _at(8, 15)) == _at(8, 15)
    assert end_of(_at(8)) == _at(8) + timedelta(hours=2)


def test_every_overlap_is_found_once_the_earlier_one_first() -> None:
    early, long, late = Span(_at(8), _at(9)), Span(_at(8, 30), _at(12)), Span(_at(9), _at(10))
    assert list(overlapping_pairs([late, long, early])) == [(early, long), (long, late)]
    assert overlapping(long, [late, early]) == [early, late]
    assert overlapping(early, [late]) == []
