"""A request for a written answer that is given another day, or withdrawn (O5, O7)."""

from __future__ import annotations

from datetime import date

import pytest

from e_office.meetings.absent.rules import OPEN, Standing, change_problems, extending_problems, standing

REASON = "Chờ số liệu chính thức của Cục Thống kê"
DUE, TODAY = date(2026, 12, 4), date(2026, 12, 2)


@pytest.mark.parametrize(
    ("now", "codes"),
    [
        (Standing.WAITS, []),
        (Standing.OVERDUE, []),
        (Standing.DEEMED, ["deemed"]),
        (Standing.ANSWERED, ["answered"]),
        (Standing.LATE, ["answered"]),
        (Standing.WITHDRAWN, ["withdrawn"]),
    ],
)
def test_o7_what_was_answered_or_agreed_to_by_silence_is_not_changed(now: Standing, codes: list[str]) -> None:
    assert [one.code for one in change_problems(standing=now, reason=REASON)] == codes
    assert (now in OPEN) is (not codes), "the page offers it exactly then"
    assert [one.code for one in change_problems(standing=now, reason="bận")] == [*codes, "reason_short"]


@pytest.mark.parametrize("now", list(Standing))
def test_o5_another_day_asks_once_more_for_what_was_withdrawn_and_for_nothing_else(now: Standing) -> None:
    same = [one.code for one in change_problems(standing=now, reason=REASON)]
    anew = [one.code for one in change_problems(standing=now, reason=REASON, anew=True)]
    assert anew == ([] if now == Standing.WITHDRAWN else same)
    assert [*extending_problems(date(2026, 12, 3), before=None, today=TODAY)] == [], "nobody counts on the old day"


@pytest.mark.parametrize(
    ("due_on", "today", "codes"),
    [
        (date(2026, 12, 5), TODAY, []),
        (DUE, TODAY, ["due_not_later"]),
        (date(2026, 12, 3), TODAY, ["due_not_later"]),
        (date(2026, 12, 9), date(2026, 12, 9), []),
        (date(2026, 12, 8), date(2026, 12, 9), ["due_past"]),
        (None, TODAY, ["due_missing"]),
    ],
)
def test_o5_another_day_is_later_and_still_to_come(due_on: date | None, today: date, codes: list[str]) -> None:
    assert [one.code for one in extending_problems(due_on, before=DUE, today=today)] == codes


@pytest.mark.parametrize("consultation", [False, True])
@pytest.mark.parametrize("answered", [None, DUE])
def test_o7_silence_about_what_was_withdrawn_is_no_consent(consultation: bool, answered: date | None) -> None:
    found = standing(
        answered_on=answered, due_on=DUE, today=date(2026, 12, 20), received_on=TODAY, consultation=consultation,
        withdrawn=True,
    )  # fmt: skip
    assert found is (Standing.WITHDRAWN if answered is None else Standing.ANSWERED)
