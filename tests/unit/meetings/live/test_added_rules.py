"""Items added while a meeting is held: where they are placed, until when they change; who has spoken how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from e_office.meetings.live.rules import ItemState
from e_office.meetings.live.rules_added import changed_problems, placed
from e_office.meetings.live.rules_spoken import Spoken, minutes_spoken, spoken_by

W, C, D, S = ItemState.WAITING, ItemState.CURRENT, ItemState.DONE, ItemState.SKIPPED
AT = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("case", "states", "after", "order"),
    [
        ("right behind the current item", (D, C, W, W, W), None, [1, 2, 5, 3, 4]),
        ("and before a skipped one", (D, C, S, W, W), None, [1, 2, 5, 3, 4]),
        ("before what was left for later", (W, W, C, W, W), None, [5, 1, 2, 3, 4]),
        ("before the first to come where nothing is dealt with", (D, D, W, W, W), None, [1, 2, 5, 3, 4]),
        ("at the end where nothing else waits", (D, D, S, D, W), None, [1, 2, 3, 4, 5]),
        ("after an item", (D, C, W, W, W), 3, [1, 2, 3, 5, 4]),
        ("after the last", (D, C, W, W, W), 4, [1, 2, 3, 4, 5]),
        ("after one that is done", (D, C, W, W, W), 1, [1, 5, 2, 3, 4]),
    ],
)
def test_where_an_item_is_placed(case: str, states: tuple[ItemState, ...], after: int | None, order: list[int]) -> None:
    assert placed(list(enumerate(states, start=1)), 5, after) == order, case


@pytest.mark.parametrize("states", list(product(ItemState, repeat=4)))
def test_an_item_placed_next_is_the_first_that_waits_and_no_other_changes_its_order(
    states: tuple[ItemState, ...],
) -> None:
    rows = [*enumerate(states, start=1), (5, W)]
    order = placed(rows, 5, None)
    assert [one for one in order if one != 5] == [1, 2, 3, 4]
    of_id = dict(rows)
    assert next(one for one in order if of_id[one] == W) == 5


@pytest.mark.parametrize(
    ("added", "state", "title", "moved", "codes"),
    [
        (True, W, "Việc khác", True, []), (True, C, "Việc khác", False, []), (True, C, "Việc khác", True, ["is_current"]),
        (True, D, "Việc khác", False, ["item_moved_on"]), (True, S, "Việc khác", False, ["item_moved_on"]),
        (False, W, "Việc khác", False, ["of_invitation"]), (True, W, "  ", False, ["title_missing"]),
        (True, C, "x" * 501, True, ["is_current", "title_long"]),
    ],
)  # fmt: skip
def test_an_added_item_changes_until_it_is_done_and_one_of_the_invitation_never(
    added: bool, state: ItemState, title: str, moved: bool, codes: list[str]
) -> None:
    found = list(changed_problems(added=added, state=state, title=title, moved=moved))
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 1), (20, 1), (89, 1), (91, 2), (600, 10)])
def test_a_turn_to_speak_counts_whole_minutes_one_at_least(seconds: int, minutes: int) -> None:
    assert minutes_spoken(AT, AT + timedelta(seconds=seconds)) == minutes


def test_what_each_has_spoken_is_the_sum_of_what_the_course_names() -> None:
    turns = [(7, AT, AT + timedelta(seconds=100)), (8, AT, AT), (7, AT, AT + timedelta(minutes=4))]
    assert spoken_by(turns) == {7: Spoken(2, 6), 8: Spoken(1, 1)}
    assert spoken_by([]) == {}
