"""P6: what the list of portfolios takes, when one may be deleted, what a task may name."""

from __future__ import annotations

import pytest

from e_office.meetings.portfolios.rules import drop_problems, naming_problems, place_of, portfolio_problems


@pytest.mark.parametrize(
    ("name", "taken", "leader", "leads", "place", "codes"),
    [
        ("Kinh tế", False, True, True, "", []),
        ("k" * 120, False, True, True, " 999 ", []),
        ("Kinh tế", True, True, True, "1", ["name_taken"]),
        ("k" * 121, True, True, True, "1", ["name_long"]),
        ("Kinh tế", False, True, False, "1", ["leader_wrong"]),
        (" ", True, False, False, "đầu", ["name_missing", "leader_missing", "place_wrong"]),
    ],
)
def test_what_the_list_takes_and_every_problem_at_once(
    name: str, taken: bool, leader: bool, leads: bool, place: str, codes: list[str]
) -> None:
    found = portfolio_problems(name=name, taken=taken, leader=leader, leads=leads, place=place)
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    ("typed", "place"),
    [("1", 1), ("007", 7), ("999", 999), ("0", None), ("1000", None), ("-1", None), ("٣", None), ("", None)],
)
def test_the_place_in_the_list_is_a_small_number(typed: str, place: int | None) -> None:
    assert place_of(typed) == place


@pytest.mark.parametrize(("tasks", "codes"), [(0, []), (1, ["portfolio_used"])])
def test_one_that_tasks_name_is_not_deleted(tasks: int, codes: list[str]) -> None:
    assert [one.code for one in drop_problems(tasks)] == codes


@pytest.mark.parametrize(
    ("chosen", "known", "fields"),
    [
        ([], set(), []), ([None, None], set(), []), ([3, None, 4], {3, 4}, []),
        ([3, None, 5, 6], {3}, ["portfolio-3", "portfolio-4"]),
    ],
)  # fmt: skip
def test_a_task_names_only_what_its_agency_has(chosen: list[int | None], known: set[int], fields: list[str]) -> None:
    assert [one.field for one in naming_problems(chosen, known)] == fields
