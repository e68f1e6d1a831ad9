"""Conflicts: two things of one person at one time, and inspections of one unit (M19)."""

from __future__ import annotations

from datetime import datetime

import pytest

from e_office.core.clock import ZONE
from e_office.meetings.conflicts.rules import Engagement, person_clashes, unit_clashes
from e_office.meetings.leadership.rules_week import Who
from e_office.meetings.rules_overlap import Span

HOA, DUY, KY_ANH = Who(2, "Lê Thị Minh Hòa"), Who(5, "Phạm Quốc Duy"), Who(7, "UBND huyện Kỳ Anh")


def _at(hour: int, minute: int = 0) -> datetime:
    return datetime(2013, 12, 5, hour, minute, tzinfo=ZONE)


def _has(key: str, whose: Who, first: int, last: int, *, inspects: bool = False) -> Engagement:
    return Engagement(key=key, whose=whose, starts_at=_at(first), ends_at=_at(last), inspects=inspects)


@pytest.mark.parametrize(
    ("span", "persons", "engagements", "keys"),
    [
        pytest.param(Span(_at(8), _at(10)), {2}, [_has("meeting:1", HOA, 9, 11)], ["meeting:1"], id="overlap"),
        pytest.param(Span(_at(8), _at(10)), {2}, [_has("meeting:1", HOA, 10, 11)], [], id="touching is none"),
        pytest.param(Span(_at(8)), {2}, [_has("meeting:1", HOA, 9, 11)], ["meeting:1"], id="no end: two hours"),
        pytest.param(Span(_at(8)), {2}, [_has("meeting:1", HOA, 10, 11)], [], id="no end: not three"),
        pytest.param(Span(_at(8), _at(10)), {2}, [_has("meeting:1", DUY, 9, 11)], [], id="somebody else"),
        pytest.param(Span(_at(8), _at(10)), {2}, [_has("meeting:9", HOA, 8, 10)], [], id="the thing itself"),
        pytest.param(
            Span(_at(8), _at(10)), {2, 5}, [_has("typed:1", DUY, 9, 11), _has("typed:1", HOA, 9, 11)],
            ["typed:1", "typed:1"], id="both of them, each told",
        ),
        pytest.param(
            Span(_at(8), _at(10)), {2}, [_has("typed:1", HOA, 9, 11), _has("typed:1", HOA, 9, 11)], ["typed:1"],
            id="leader and officer in one, told once",
        ),
        pytest.param(
            Span(_at(8), _at(10)), {2}, [_has("request:2", HOA, 9, 10), _has("meeting:1", HOA, 7, 9)],
            ["meeting:1", "request:2"], id="the earlier first",
        ),
    ],
)  # fmt: skip
def test_what_a_person_has_at_the_same_time(
    span: Span, persons: set[int], engagements: list[Engagement], keys: list[str]
) -> None:
    found = person_clashes(span, persons, {"meeting:9"}, engagements)
    assert [one.other.key for one in found] == keys
    assert all(one.whose.id in persons for one in found)


@pytest.mark.parametrize(
    ("inspects", "engagements", "keys"),
    [
        pytest.param(True, [_has("typed:1", KY_ANH, 9, 11, inspects=True)], ["typed:1"], id="two inspections"),
        pytest.param(True, [_has("typed:1", KY_ANH, 11, 12, inspects=True)], [], id="one after the other"),
        pytest.param(True, [_has("meeting:1", KY_ANH, 9, 11)], ["meeting:1"], id="a meeting with that unit"),
        pytest.param(False, [_has("typed:1", KY_ANH, 9, 11, inspects=True)], ["typed:1"], id="and the other way"),
        pytest.param(False, [_has("meeting:1", KY_ANH, 9, 11)], [], id="two meetings may want different people"),
        pytest.param(True, [_has("typed:1", Who(8, "Sở TNMT"), 9, 11, inspects=True)], [], id="another unit"),
        pytest.param(True, [_has("typed:9", KY_ANH, 8, 10, inspects=True)], [], id="the inspection itself"),
    ],
)
def test_inspections_of_one_unit_do_not_overlap_m19(
    inspects: bool, engagements: list[Engagement], keys: list[str]
) -> None:
    """M19: the overlap is warned of for each unit inspected."""
    found = unit_clashes(Span(_at(8), _at(11)), {7}, {"typed:9"}, engagements, inspects=inspects)
    assert [one.other.key for one in found] == keys
