"""Rules of closing a register: gaps, what is in the way, the hash, and corrections."""

from __future__ import annotations

import hashlib

import pytest

from e_office.core.problems import Problem, msg
from e_office.registry.closing.rules import (
    NAMED,
    Series,
    closing_problems,
    correction_problems,
    digest,
    gaps,
    is_closed_problems,
)

WHOLE = Series("in", 1, 3, (1, 2, 3))


@pytest.mark.parametrize(
    ("first", "last", "numbers", "found"),
    [
        (1, 3, (1, 2, 3), []), (1, 0, (), []), (1, 3, (1, 3), [(2, 2)]), (1, 6, (1, 5), [(2, 4), (6, 6)]),
        (1, 3, (2, 3), [(1, 1)]), (1, 2, (), [(1, 2)]), (3713, 3714, (3713, 3714), []), (3713, 3715, (3715,), [(3713, 3714)]),
    ],
)  # fmt: skip
def test_numbers_are_consecutive_up_to_the_counter(
    first: int, last: int, numbers: tuple[int, ...], found: list
) -> None:
    """NĐ 30/2020 Art. 15.1, 22.2 (`domain.md` 2.4); a book taken over from paper begins later."""
    assert gaps(Series("out", first, last, numbers)) == found


def codes(**changes: object) -> list[str]:
    facts = {"year": 2025, "this_year": 2026, "closed": False, "waiting": []} | changes
    series = facts.pop("series", [WHOLE])
    return [problem.code for problem in closing_problems(series, **facts)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"year": 2026}, ["year_open"]),
        ({"year": 2027}, ["year_open"]),
        ({"closed": True, "year": 2026}, ["closed"]),
        ({"series": [Series("in", 1, 3, (1, 3))]}, ["gap"]),
        ({"series": [Series("in", 1, 5, (1, 3))]}, ["gap", "gap"]),
        ({"series": [Series("out:QD", 1, 1, (1, 2))]}, ["beyond"]),
        ({"series": [Series("out:CV", 1, 1, ()), Series("out:QD", 1, 1, ())]}, ["gap", "gap"]),
        ({"waiting": [Problem("file_waiting", msg("x"))]}, ["file_waiting"]),
        ({"year": 2026, "series": [Series("in", 1, 1, ())], "waiting": [Problem("w", msg("x"))]}, ["year_open", "gap", "w"]),
    ],
)  # fmt: skip
def test_everything_in_the_way_is_named_at_once(changes: dict, expected: list[str]) -> None:
    """NĐ 30/2020 Art. 15.1 (1 January to 31 December), 22.1, 22.2."""
    assert codes(**changes) == expected


def test_of_very_many_the_first_are_named_and_the_rest_counted() -> None:
    found = codes(waiting=[Problem("w", msg("x"))] * (NAMED + 3))
    assert found == ["w"] * NAMED + ["waiting_more"]


def test_a_closed_register_takes_no_line() -> None:
    assert [problem.code for problem in is_closed_problems(True, 2025)] == ["book_closed"]
    assert list(is_closed_problems(False, 2025)) == []


def test_the_hash_can_be_recomputed_by_anybody_and_tells_every_change() -> None:
    lines = [("in", 1, ["05/01/2025", "1", "Sở Nội vụ"]), ("in", 2, ["06/01/2025", "2", "“x” \\ đ"])]
    text = '["000.00.00.H27","incoming",2025]\n["in",1,"05/01/2025","1","Sở Nội vụ"]\n["in",2,"06/01/2025","2","“x” \\\\ đ"]\n'
    assert digest("000.00.00.H27", "incoming", 2025, lines) == hashlib.sha256(text.encode()).hexdigest()
    known = digest("a", "incoming", 2025, lines)
    others = [
        digest("b", "incoming", 2025, lines), digest("a", "outgoing", 2025, lines), digest("a", "incoming", 2024, lines),
        digest("a", "incoming", 2025, lines[::-1]), digest("a", "incoming", 2025, lines[:1]),
        digest("a", "incoming", 2025, [lines[0], ("in", 2, ["06/01/2025", "2", ""])]),
    ]  # fmt: skip
    assert known not in others
    assert len({*others}) == len(others)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"found": False}, ["no_line"]),
        ({"column": None}, ["no_column"]),
        ({"column": 10}, ["no_column"]),
        ({"column": -1}, ["no_column"]),
        ({"column": 1}, ["number_fixed"]),
        ({"after": "cũ"}, ["same"]),
        ({"after": ""}, []),
        ({"reason": "nhầm"}, ["reason_missing"]),
        ({"found": False, "column": None, "reason": ""}, ["no_line", "no_column", "reason_missing"]),
    ],
)  # fmt: skip
def test_a_correction_names_a_line_a_column_and_its_reason(changes: dict, expected: list[str]) -> None:
    facts = {
        "found": True, "column": 5, "columns": 10, "before": "cũ", "after": "mới", "number_column": 1,
        "reason": "Ghi nhầm trích yếu",
    }  # fmt: skip
    assert [problem.code for problem in correction_problems(**facts | changes)] == expected
