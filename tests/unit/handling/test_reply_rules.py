"""Truth tables: when an issued answer ends a part of the handling, and what opens again when it is recalled."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from e_office.handling.rules import Part, State
from e_office.handling.rules_reply import Open, ends_by_itself, ends_undirected, own_part, reopened

TODAY, YESTERDAY = date(2026, 11, 24), date(2026, 11, 23)
NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)


def part(number: int, kind: Part = Part.JOIN, *, below: int | None = None, unit: int = 0, person: int = 0) -> Open:
    return Open(id=number, parent_id=below, part=kind, unit_id=unit or None, person_id=person or None)


LEAD, JOIN = part(1, Part.LEAD, unit=10), part(2, unit=20)
KNOW, BELOW = part(3, Part.KNOW, unit=10), part(4, below=1, person=7)


@pytest.mark.parametrize(
    ("case", "parts", "expected"),
    [
        ("the drafter's own part before the unit's", (LEAD, BELOW), 4),
        ("the unit's, where nobody was named", (LEAD, JOIN), 1),
        ("that of the unit above", (part(5, Part.LEAD, unit=11), JOIN), 5),
        ("nearest first", (part(5, Part.LEAD, unit=11), LEAD), 1),
        ("what is only to be known is not answered", (KNOW, JOIN), None),
        ("others have all of it", (JOIN,), None),
    ],
)
def test_whose_part_an_answer_is_of_h8(case: str, parts: tuple[Open, ...], expected: int | None) -> None:
    assert own_part(parts, units=[10, 11], person_id=7) == expected, case


@pytest.mark.parametrize(
    ("case", "parts", "number", "due_on", "expected"),
    [
        ("the only one", (LEAD,), 1, TODAY, True),
        ("no day", (LEAD,), 1, None, True),
        ("D2: a late one says why first", (LEAD,), 1, YESTERDAY, False),
        ("another unit still works on it", (LEAD, JOIN), 1, None, False),
        ("that one answers while the lead is open", (LEAD, JOIN), 2, None, False),
        ("who only is to know waits for nothing", (LEAD, part(9, Part.KNOW, unit=30)), 1, None, True),
        ("passed on and not done", (LEAD, BELOW), 1, None, False),
        ("a part below ends alone", (LEAD, BELOW, JOIN), 4, None, True),
    ],
)
def test_an_answer_ends_a_part_or_asks_d1(
    case: str, parts: tuple[Open, ...], number: int, due_on: date | None, expected: bool
) -> None:
    assert ends_by_itself(parts, number, due_on=due_on, today=TODAY) is expected, case


@pytest.mark.parametrize(
    ("case", "handler", "due_on", "expected"),
    [
        ("the unit it was passed to", (10, None), TODAY, True),
        ("the person it was passed to", (None, 7), None, True),
        ("nobody was named", (None, None), None, True),
        ("another unit has it", (20, None), None, False),
        ("another person has it", (10, 8), None, False),
        ("D2: late", (10, None), YESTERDAY, False),
    ],
)
def test_an_answer_ends_what_nobody_directed(
    case: str, handler: tuple[int | None, int | None], due_on: date | None, expected: bool
) -> None:
    found = ends_undirected([handler], units=[10, 11], person_id=7, due_on=due_on, today=TODAY)
    assert found is expected, case


@pytest.mark.parametrize(
    ("case", "state", "taken", "closed_at", "over_at", "expected"),
    [
        ("what the answer ended", State.DONE, True, NOON, NOON, State.IN_WORK),
        ("over with the document, taken up", State.TAKEN_BACK, True, NOON, NOON, State.IN_WORK),
        ("over with the document, not taken up", State.TAKEN_BACK, False, NOON, NOON, State.GIVEN),
        ("taken back before by another direction", State.TAKEN_BACK, True, NOON.replace(hour=1), NOON, None),
        ("handed back at that moment", State.HANDED_BACK, True, NOON, NOON, None),
        ("the document was never over", State.TAKEN_BACK, True, NOON, None, None),
        ("open anyway", State.IN_WORK, True, None, NOON, None),
    ],
)
def test_what_opens_again_when_an_answer_is_recalled_18_4(
    case: str, state: State, taken: bool, closed_at: datetime | None, over_at: datetime | None, expected: State | None
) -> None:
    assert reopened(state, taken=taken, closed_at=closed_at, over_at=over_at) is expected, case
