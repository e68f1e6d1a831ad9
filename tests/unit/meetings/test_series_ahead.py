"""On which days the next meetings of a series fall (M18): named cases, and what holds of every plan."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.meetings.series.rules_ahead import (
    LONGEST_AHEAD,
    MOST_PLANNED,
    DayOff,
    Rhythm,
    Standing,
    days_of,
    days_within,
    plan,
    plan_problems,
)
from e_office.people.rules import Holidays, is_working_day

TET = Holidays(off=frozenset(date(2027, 2, day) for day in range(4, 11)), working=frozenset({date(2027, 2, 13)}))
"""Thursday 4 to Wednesday 10 February, made up for on Saturday the 13th."""


@pytest.mark.parametrize(
    ("anchor", "rhythm", "expected"),
    [
        pytest.param((2026, 12, 28), "weekly", ["2027-01-04", "2027-01-11"], id="weekly over the new year"),
        pytest.param((2026, 12, 28), "fortnightly", ["2027-01-11", "2027-01-25"], id="every two weeks"),
        pytest.param((2027, 1, 31), "same_date", ["2027-02-28", "2027-03-31", "2027-04-30"], id="the 31st"),
        pytest.param((2028, 1, 31), "same_date", ["2028-02-29", "2028-03-31"], id="the 31st in a leap year"),
        pytest.param((2028, 2, 29), "same_date", ["2028-03-29", "2028-04-29"], id="from a leap day"),
        pytest.param((2026, 12, 15), "same_date", ["2027-01-15", "2027-02-15"], id="the 15th over the new year"),
        pytest.param((2026, 12, 8), "same_weekday", ["2027-01-12", "2027-02-09", "2027-03-09"], id="second Tuesday"),
        pytest.param((2026, 12, 29), "same_weekday", ["2027-01-26", "2027-02-23", "2027-03-30"], id="last Tuesday"),
        pytest.param((2027, 2, 1), "same_weekday", ["2027-03-01", "2027-04-05", "2027-05-03"], id="first Monday"),
        pytest.param((2027, 1, 25), "same_weekday", ["2027-02-22", "2027-03-22"], id="fourth Monday is not the last"),
    ],
)
def test_m18_the_days_of_a_rhythm(anchor: tuple[int, int, int], rhythm: str, expected: list[str]) -> None:
    found = islice(days_of(date(*anchor), Rhythm(rhythm)), len(expected))
    assert [day.isoformat() for day in found] == expected


@pytest.mark.parametrize(
    ("days", "off", "there", "expected"),
    [
        pytest.param(["2027-01-11"], "move", [], [("2027-01-11", "new", False)], id="a working day"),
        pytest.param(["2027-01-09"], "move", [], [("2027-01-11", "new", True)], id="a Saturday moves to Monday"),
        pytest.param(["2027-01-09"], "skip", [], [("2027-01-09", "skipped", True)], id="a Saturday falls out"),
        pytest.param(["2027-02-13"], "skip", [], [("2027-02-13", "new", False)], id="a Saturday that is worked on"),
        pytest.param(
            ["2027-02-05", "2027-02-12"], "move", [], [("2027-02-11", "new", True), ("2027-02-12", "new", False)],
            id="Tết moves to the first working day",
        ),
        pytest.param(
            ["2027-02-04", "2027-02-11"], "move", [], [("2027-02-11", "merged", True), ("2027-02-11", "new", False)],
            id="whose day it is stays",
        ),
        pytest.param(
            ["2027-02-06", "2027-02-09"], "move", [], [("2027-02-11", "new", True), ("2027-02-11", "merged", True)],
            id="two moved onto one day are one",
        ),
        pytest.param(["2027-01-11"], "move", ["2027-01-11"], [("2027-01-11", "there", False)], id="there already"),
        pytest.param(["2027-01-09"], "move", ["2027-01-11"], [("2027-01-11", "merged", True)], id="moved onto one"),
        pytest.param(["2027-01-09"], "move", ["2027-01-09"], [("2027-01-09", "there", True)], id="moved before"),
    ],
)  # fmt: skip
def test_m18_what_becomes_of_a_day(
    days: list[str], off: str, there: list[str], expected: list[tuple[str, str, bool]]
) -> None:
    found = plan(
        [date.fromisoformat(day) for day in days],
        holidays=TET, off=DayOff(off), there={date.fromisoformat(day) for day in there},
    )  # fmt: skip
    assert [(one.day.isoformat(), str(one.standing), one.off) for one in found] == expected


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        pytest.param({}, [], id="M18 four meetings"),
        pytest.param({"number": None, "last": date(2027, 1, 1)}, [], id="M18 until a day"),
        pytest.param({"given_up": True}, ["given_up"], id="M18 not from a draft that was given up"),
        pytest.param({"dated": False}, ["no_start"], id="M18 not from a meeting without a day"),
        pytest.param({"number": None, "hour": None}, ["hour_missing", "end_missing"], id="M18 all at once"),
        pytest.param({"number": 54}, ["number_wrong"], id="M18 more than a year"),
        pytest.param({"number": 0}, ["number_wrong"], id="M18 none"),
        pytest.param({"last": date(2026, 11, 27)}, ["last_wrong"], id="M18 until today"),
        pytest.param({"last": date(2028, 11, 27)}, ["last_wrong"], id="M18 too far ahead"),
    ],
)
def test_m18_what_keeps_a_series_from_being_planned(changes: dict[str, object], codes: list[str]) -> None:
    asked: dict[str, object] = {
        "dated": True, "given_up": False, "hour": time(8), "last": None, "number": 4, "today": date(2026, 11, 27),
    }  # fmt: skip
    assert [one.code for one in plan_problems(**asked | changes)] == codes  # type: ignore[arg-type]


DAYS = st.dates(date(2020, 1, 1), date(2100, 12, 31))
SETS = st.frozensets(st.integers(0, 120), max_size=30)


@given(anchor=DAYS, rhythm=st.sampled_from(Rhythm))
def test_m18_a_rhythm_goes_on_and_keeps_what_it_is_called_after(anchor: date, rhythm: Rhythm) -> None:
    days = [anchor, *islice(days_of(anchor, rhythm), 30)]
    assert days == sorted(set(days))
    if rhythm != Rhythm.SAME_DATE:
        assert {day.weekday() for day in days} == {anchor.weekday()}
    if rhythm in {Rhythm.SAME_DATE, Rhythm.SAME_WEEKDAY}:
        months = [day.year * 12 + day.month for day in days]
        assert months == list(range(months[0], months[0] + 31)), "one in each month, none left out"
    if rhythm == Rhythm.SAME_DATE:
        assert all(day.day == anchor.day or (day + timedelta(days=1)).day == 1 for day in days)
    if rhythm == Rhythm.SAME_WEEKDAY and anchor.day <= 28:
        assert {(day.day - 1) // 7 for day in days} == {(anchor.day - 1) // 7}


@given(
    anchor=DAYS, rhythm=st.sampled_from(Rhythm), off=st.sampled_from(DayOff), free=SETS, worked=SETS, met=SETS,
    ago=st.integers(-60, 60), number=st.integers(1, 60),
)  # fmt: skip
def test_m18_planning_twice_makes_nothing_twice_and_meets_on_working_days_alone(
    anchor: date, rhythm: Rhythm, off: DayOff, free: frozenset[int], worked: frozenset[int], met: frozenset[int],
    ago: int, number: int,
) -> None:  # fmt: skip
    after = anchor + timedelta(days=ago)
    off_days, work_days, there = ({after + timedelta(days=n) for n in some} for some in (free, worked, met))
    holidays = Holidays(frozenset(off_days - work_days), frozenset(work_days))
    days = days_within(anchor, rhythm, after=after, number=number)
    assert len(days) <= min(number, MOST_PLANNED)
    assert all(after < day <= after + LONGEST_AHEAD for day in days)
    found = plan(days, holidays=holidays, off=off, there=there)
    new = [one for one in found if one.standing == Standing.NEW]
    assert all(is_working_day(one.day, holidays) for one in new)
    assert len({one.day for one in new}) == len(new), "no two on one day"
    assert there.isdisjoint(one.day for one in new)
    kept = there | {one.day for one in new} | {one.by_rule for one in new}
    again = plan(days, holidays=holidays, off=off, there=kept)
    assert [one for one in again if one.standing == Standing.NEW] == []
