"""Truth tables of remarks before a meeting (M13)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from e_office.meetings.remarks.rules import (
    LONGEST,
    LONGEST_NOTE,
    items_of_remark,
    joined_notes,
    note_problems,
    remark_problems,
)

START = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)

ROWS = [
    # name, text, kind, start, now, codes
    ("a question", "Vốn ở đâu?", "question", START, START - SECOND, []),
    ("a comment", "Nhất trí", "comment", START, START - SECOND, []),
    ("nothing said", " \n", "comment", START, START - SECOND, ["text_missing"]),
    ("as long as may be", "x" * LONGEST, "comment", START, START - SECOND, []),
    ("longer", "x" * (LONGEST + 1), "comment", START, START - SECOND, ["text_long"]),
    ("of no kind", "Nhất trí", "", START, START - SECOND, ["kind_missing"]),
    ("the moment it begins", "Nhất trí", "comment", START, START, ["begun"]),
    ("without an hour", "Nhất trí", "comment", None, START, ["begun"]),
    ("everything at once", "", "", None, START, ["text_missing", "kind_missing", "begun"]),
]


@pytest.mark.parametrize(("name", "text", "kind", "start", "now", "codes"), ROWS, ids=[row[0] for row in ROWS])
def test_a_remark_is_said_before_the_meeting(
    name: str, text: str, kind: str, start: datetime | None, now: datetime, codes: list[str]
) -> None:
    assert [problem.code for problem in remark_problems(text=text, kind=kind, start=start, now=now)] == codes


@pytest.mark.parametrize(
    ("item_id", "paper_id", "items"),
    [
        (None, None, []), (1, None, [1]), (2, None, [2]), (9, None, []),
        (None, 10, [1]), (None, 20, [1, 3]), (None, 30, []),
    ],
)  # fmt: skip
def test_m13_a_remark_counts_to_its_item_and_to_every_item_of_its_paper(
    item_id: int | None, paper_id: int | None, items: list[int]
) -> None:
    assert items_of_remark(item_id, paper_id, {1: {10, 20}, 2: set(), 3: {20}}) == items


def test_a_note_may_say_anything_up_to_a_length() -> None:
    """M13: delegates prepare what they will say."""
    assert [list(note_problems(text)) for text in ("", "x" * LONGEST_NOTE)] == [[], []]
    assert [problem.code for problem in note_problems("x" * (LONGEST_NOTE + 1))] == ["note_long"]


def test_m13_no_note_is_lost_to_another_version_of_its_paper() -> None:
    assert [joined_notes(texts) for texts in ((), (None, ""), ("b", None, "a"))] == ["", "", "b\n\na"]
