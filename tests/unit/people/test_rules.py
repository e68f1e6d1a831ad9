"""Working days, the tree, the last administrator and waits, as pure functions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.people.public_holidays import proposed_holidays
from e_office.people.rules import (
    ONE_DAY,
    AdministratorPost,
    Holidays,
    add_working_days,
    address_problems,
    administrator_problems,
    closing_problems,
    code_problems,
    delegation_problems,
    is_cycle,
    is_working_day,
    login_problems,
    login_wait,
    network_is_hot,
    overlap,
    period_problems,
    text_problems,
    tries_left,
    working_days_between,
)

DAYS = st.dates(date(2012, 1, 1), date(2027, 12, 31))
TABLES = st.builds(
    Holidays,
    off=st.frozensets(DAYS, max_size=20),
    working=st.frozensets(DAYS.filter(lambda day: day.weekday() >= 5), max_size=5),
)
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


def test_a_weekend_is_off_and_a_weekday_is_worked_without_a_table() -> None:
    assert [is_working_day(date(2026, 11, 23) + timedelta(n)) for n in range(7)] == [True] * 5 + [False] * 2


def test_the_table_takes_weekdays_away_and_gives_weekend_days() -> None:
    table = Holidays(off=frozenset({date(2026, 9, 2)}), working=frozenset({date(2026, 8, 22)}))
    assert not is_working_day(date(2026, 9, 2), table)
    assert is_working_day(date(2026, 8, 22), table)


@pytest.mark.parametrize(
    ("day", "n", "then"),
    [
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # Friday, Monday
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # Saturday, Monday
        (date(2026, 11, 24), 3, date(2026, 11, 27)),
        (date(2026, 11, 30), -1, date(2026, 11, 27)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # over Tết Bính Ngọ: 16 to 20 February are off
    ],
)
def test_working_days_are_counted_from_the_next_day_on(day: date, n: int, then: date) -> None:
    tet = frozenset(day for day, _ in proposed_holidays(2026))
    assert add_working_days(day, n, Holidays(off=tet)) == then


@given(DAYS, st.integers(-40, 40).filter(bool), TABLES)
def test_adding_and_counting_working_days_are_inverse(day: date, n: int, table: Holidays) -> None:
    then = add_working_days(day, n, table)
    assert is_working_day(then, table)
    assert (then > day) == (n > 0)
    assert working_days_between(day, then, table) == n


@given(st.lists(DAYS, min_size=3, max_size=3).map(sorted), TABLES)
def test_counts_of_neighbouring_periods_add_up(days: list[date], table: Holidays) -> None:
    a, b, c = days
    assert working_days_between(a, b, table) + working_days_between(b, c, table) == working_days_between(a, c, table)
    assert working_days_between(c, b, table) + working_days_between(b, a, table) == working_days_between(c, a, table)
    assert working_days_between(a, a, table) == 0


@given(DAYS, st.integers(-30, 30), st.integers(-30, 30), TABLES)
def test_adding_more_days_never_leads_to_an_earlier_one(day: date, n: int, m: int, table: Holidays) -> None:
    first, second = sorted((n, m))
    assert add_working_days(day, first, table) <= add_working_days(day, second, table)


def test_the_holidays_of_2026_are_those_of_the_labour_code() -> None:
    days = {day: str(name) for day, name in proposed_holidays(2026)}
    assert days[date(2026, 1, 1)] == "Tết Dương lịch"
    assert [day for day, name in days.items() if name == "Tết Nguyên đán"] == [date(2026, 2, n) for n in range(16, 21)]
    assert days[date(2026, 4, 26)] == "Giỗ Tổ Hùng Vương"
    assert days[date(2026, 4, 27)] == "Nghỉ bù"  # the Kings' day of 2026 is a Sunday
    assert days[date(2026, 9, 1)] == days[date(2026, 9, 2)] == "Quốc khánh"


def test_before_2021_the_national_day_is_one_day_and_before_the_table_there_is_no_tet() -> None:
    assert date(2020, 9, 1) not in dict(proposed_holidays(2020))
    assert {str(name) for _, name in proposed_holidays(2011)}.isdisjoint({"Tết Nguyên đán"})


@pytest.mark.parametrize("year", range(2012, 2029))
def test_each_weekend_holiday_is_given_back_on_a_working_day(year: int) -> None:
    days = dict(proposed_holidays(year))
    weekend = sum(day.weekday() >= 5 for day in days)
    in_lieu = [day for day, name in days.items() if str(name) == "Nghỉ bù"]
    assert len(in_lieu) == weekend
    assert all(day.weekday() < 5 for day in in_lieu)


def test_a_code_is_there_without_spaces_and_at_most_35_long() -> None:
    assert not list(code_problems("A" * 35))
    assert [problem.code for problem in code_problems("A" * 36)] == ["code_too_long"]
    assert [problem.code for problem in code_problems("")] == ["no_code"]
    assert [problem.code for problem in code_problems("A B")] == ["code_with_space"]


PARENTS = {1: None, 2: 1, 3: 2, 4: 1}


@pytest.mark.parametrize(
    ("unit", "parent", "circular"),
    [(1, 3, True), (2, 2, True), (3, 4, False), (3, None, False), (4, 3, False), (1, 1, True)],
)
def test_a_unit_never_stands_above_itself(unit: int, parent: int | None, circular: bool) -> None:
    assert is_cycle(unit, parent, PARENTS) is circular


def test_a_tree_that_is_damaged_already_counts_as_circular_and_does_not_hang() -> None:
    assert is_cycle(9, 1, {1: 2, 2: 1})


@given(st.dictionaries(st.integers(1, 8), st.integers(1, 8) | st.none(), max_size=8), st.integers(1, 8))
def test_a_move_that_is_no_cycle_keeps_every_way_up_finite(parents: dict[int, int | None], unit: int) -> None:
    kept = {n: parent for n, parent in parents.items() if not is_cycle(n, parent, {})}
    moved: dict[int, int | None] = {}
    for n, parent in kept.items():
        if not is_cycle(n, parent, moved):
            moved[n] = parent
    steps, here = 0, unit
    while here is not None and steps <= 9:
        here, steps = moved.get(here), steps + 1  # type: ignore[assignment]
    assert here is None


@pytest.mark.parametrize(
    ("before", "after", "refused"),
    [
        ([AdministratorPost()], [], True),
        ([AdministratorPost(), AdministratorPost()], [AdministratorPost()], False),
        ([AdministratorPost()], [AdministratorPost(ends_on=date(2026, 12, 31))], True),  # nobody from 2027 on
        ([AdministratorPost()], [AdministratorPost(starts_on=date(2027, 1, 1))], True),  # nobody today
        ([], [], False),  # an office without one may be put right
        ([], [AdministratorPost()], False),
        ([AdministratorPost(ends_on=date(2026, 12, 31))], [AdministratorPost(ends_on=date(2026, 12, 1))], False),
    ],
)
def test_the_last_administrator_stays(before: list, after: list, refused: bool) -> None:
    assert bool(list(administrator_problems(before, after, date(2026, 11, 24)))) is refused


def test_a_unit_with_people_or_parts_is_not_closed() -> None:
    assert [problem.code for problem in closing_problems(2, 1)] == ["unit_has_holders", "unit_has_parts"]
    assert not list(closing_problems(0, 0))


def test_periods_share_a_day_or_do_not() -> None:
    one = (date(2026, 1, 1), date(2026, 6, 30))
    assert overlap(one, (date(2026, 6, 30), None))
    assert not overlap(one, (date(2026, 7, 1), None))
    assert overlap((None, None), one)
    assert list(period_problems(date(2026, 2, 1), date(2026, 1, 31)))
    assert not list(period_problems(date(2026, 2, 1), date(2026, 2, 1)))


@pytest.mark.parametrize("good", ["vanthu@stnmt.gov.vn", "a@localhost", "ủy.ban@hatinh.gov.vn"])
def test_an_address_is_taken(good: str) -> None:
    assert not list(address_problems(good, "mailbox"))


@pytest.mark.parametrize(
    "bad", ["a@b\nBcc: x@y", "a@b, c@d", "Văn thư <a@b>", "a b@c", "@c", "a@", "a@b@c", "a@b\r\n", "x" * 65 + "@c"]
)
def test_what_could_become_two_addresses_or_a_header_is_refused(bad: str) -> None:
    assert list(address_problems(bad, "mailbox"))


@pytest.mark.parametrize(
    ("login", "fine"),
    [
        ("lan.tt", True),
        ("a1", True),
        ("a", False),
        ("Lan", False),
        ("lan tt", False),
        (".lan", False),
        ("lành", False),
        ("x" * 61, False),
        ("", False),
    ],
)
def test_log_in_names_are_plain(login: str, fine: bool) -> None:
    assert (not list(login_problems(login))) is fine


def test_texts_are_there_and_fit_their_column() -> None:
    assert [problem.code for problem in text_problems("x" * 201, "name")] == ["name_too_long"]
    assert not list(text_problems("", "name"))


def test_five_wrong_passwords_are_free_then_the_wait_grows_to_fifteen_minutes() -> None:
    waits = [login_wait([NOW] * n) // timedelta(minutes=1) for n in range(12)]
    assert waits == [0, 0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]
    assert [tries_left(n) for n in range(7)] == [5, 4, 3, 2, 1, 0, 0]
    assert login_wait([NOW] * 5000) == timedelta(minutes=15)


def test_a_network_is_hot_from_two_hundred_failures_on() -> None:
    assert not network_is_hot(199)
    assert network_is_hot(200)


FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)
AWAY = {
    "whole": ({}, set()),
    "one day": ({"ends_on": FRIDAY}, set()),
    "nobody chosen": ({"deputy_id": None}, {"no_deputy"}),
    "somebody of another agency": ({"deputy_id": 9}, {"wrong_deputy"}),
    "no days": ({"starts_on": None, "ends_on": None}, {"no_period"}),
    "ends before it begins": ({"starts_on": MONDAY + ONE_DAY}, {"ends_before_start"}),
    "over already": (
        {"starts_on": FRIDAY - 9 * ONE_DAY, "ends_on": FRIDAY - 8 * ONE_DAY, "today": FRIDAY}, {"period_past"},
    ),
    "ninety days": ({"ends_on": FRIDAY + 89 * ONE_DAY}, set()),
    "ninety-one days": ({"ends_on": FRIDAY + 90 * ONE_DAY}, {"too_long"}),
    "another one meanwhile": ({"others": [(MONDAY, MONDAY)]}, {"overlaps"}),
    "another one afterwards": ({"others": [(MONDAY + ONE_DAY, MONDAY + ONE_DAY)]}, set()),
    "no reason": ({"reason": "  "}, {"no_reason"}),
    "everything": (
        {"deputy_id": None, "starts_on": None, "reason": ""}, {"no_deputy", "no_period", "no_reason"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "codes"), AWAY.values(), ids=AWAY)
def test_delegating_while_away_d5(changes: dict[str, object], codes: set[str]) -> None:
    facts = {
        "starts_on": FRIDAY, "ends_on": MONDAY, "today": FRIDAY, "reason": "Đi công tác", "deputy_id": 2,
        "eligible": [2, 3],
    }  # fmt: skip
    assert {problem.code for problem in delegation_problems(**(facts | changes))} == codes
