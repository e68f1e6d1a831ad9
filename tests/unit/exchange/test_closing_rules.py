"""Closing a period: which days it has, when it may be closed, what is sealed, what differs and is corrected."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.exchange.rules import Counts
from e_office.exchange.rules_closing import (
    Cell,
    as_cells,
    as_lines,
    closing_problems,
    corrected,
    correction_problems,
    days_of,
    differences,
    seal_of,
)


@pytest.mark.parametrize(
    ("key", "kind", "first", "last"),
    [
        ("2026", "year", (2026, 1, 1), (2026, 12, 31)), ("2026-Q1", "quarter", (2026, 1, 1), (2026, 3, 31)),
        ("2026-q4", "quarter", (2026, 10, 1), (2026, 12, 31)), ("2026-02", "month", (2026, 2, 1), (2026, 2, 28)),
        ("2028-02", "month", (2028, 2, 1), (2028, 2, 29)), (" 2026-12 ", "month", (2026, 12, 1), (2026, 12, 31)),
    ],
)  # fmt: skip
def test_a_period_has_its_days(key: str, kind: str, first: tuple[int, ...], last: tuple[int, ...]) -> None:
    found = days_of(key)
    assert found is not None
    assert (found.kind, found.first, found.last) == (kind, date(*first), date(*last))


@pytest.mark.parametrize("key", ["", "26", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "tháng 11", "2026-1", "1200"])
def test_what_is_no_period_has_none(key: str) -> None:
    assert days_of(key) is None
    assert [one.code for one in closing_problems(days_of(key), today=date(2026, 12, 1), closed=False)] == [
        "period_unknown"
    ]


@pytest.mark.parametrize(
    ("today", "closed", "expected"),
    [
        (date(2026, 12, 1), False, []), (date(2026, 11, 30), False, ["period_open"]), (date(2026, 12, 1), True, ["closed_already"]),
        (date(2026, 11, 1), True, ["period_open"]),
    ],
)  # fmt: skip
def test_a_period_is_closed_once_and_when_it_is_over(today: date, closed: bool, expected: list[str]) -> None:
    """`domain.md` 3."""
    assert [one.code for one in closing_problems(days_of("2026-11"), today=today, closed=closed)] == expected


COUNTS = st.builds(Counts, *(st.integers(0, 9) for _ in range(5)))
CELLS = st.dictionaries(st.tuples(st.sampled_from("ab"), st.sampled_from(["CV", "QD"]), st.just("2026-11")), COUNTS)


@given(CELLS, CELLS, CELLS)
def test_corrections_lead_from_what_was_closed_to_what_is_counted(
    closed: dict[Cell, Counts], later: dict[Cell, Counts], last: dict[Cell, Counts]
) -> None:
    """Whatever changes, closed figures with their corrections are those counted at the last one; nothing differs then."""
    made: list[list[list[object]]] = []
    for now in (later, last):
        found = differences(corrected(closed, made), now)
        made.append([[*one.cell, *vars(one.now).values()] for one in found])
        kept = {cell: counts for cell, counts in now.items() if counts != Counts()}
        assert corrected(closed, made) == kept
        assert differences(corrected(closed, made), kept) == []


@given(CELLS)
def test_what_is_sealed_can_be_read_again(cells: dict[Cell, Counts]) -> None:
    assert as_cells(as_lines(cells)) == {cell: counts for cell, counts in cells.items() if counts != Counts()}
    assert as_lines(cells) == as_lines(dict(reversed(cells.items())))


def test_a_seal_depends_on_every_fact_and_on_no_way_of_writing_it() -> None:
    """Canonical JSON: the order of names and the zone of an instant say nothing, everything else does."""
    at = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
    facts = {"period": "2026-11", "lines": [["H27", "CV", "2026-11", 1, 0, 0, 2, 2]], "at": at}
    same = {"at": at.astimezone(timezone(timedelta(hours=7))), "lines": facts["lines"], "period": "2026-11"}
    assert seal_of(facts) == seal_of(same)
    others = [
        facts | {"period": "2026-10"},
        facts | {"lines": [["H27", "CV", "2026-11", 1, 0, 0, 2, 1]]},
        facts | {"at": at + timedelta(microseconds=1)},
    ]
    assert len({seal_of(facts), *map(seal_of, others)}) == 4


@pytest.mark.parametrize(
    ("differs", "reason", "expected"),
    [
        (True, "Sở Tài chính báo thêm bản giấy", []), (False, "Sở Tài chính báo thêm bản giấy", ["nothing_differs"]),
        (True, "sai", ["reason_short"]), (False, "", ["nothing_differs", "reason_short"]),
    ],
)  # fmt: skip
def test_a_correction_has_something_to_correct_and_a_reason(differs: bool, reason: str, expected: list[str]) -> None:
    found = differences({}, {("a", "CV", "2026-11"): Counts(1)} if differs else {})
    assert [one.code for one in correction_problems(found, reason)] == expected
