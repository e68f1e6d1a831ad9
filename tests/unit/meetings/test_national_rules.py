"""Fewer than three working days left: a warning under the Decision's rule set, never a refusal (QĐ 45/2018, 7.4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from e_office.meetings.rules import RULE_SETS, Judge
from e_office.meetings.rules_national import national_warning
from e_office.people.rules import Holidays

FRIDAY = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
"""08:00 on a Friday; three working days before it is Tuesday, 08:00."""
TUESDAY = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DECISION, NATIONAL = RULE_SETS["QD3713"], RULE_SETS["QD45-2018"]

CASES = {
    "three working days to the second": (TUESDAY, DECISION, FRIDAY, False, (), False),
    "a second less": (TUESDAY + SECOND, DECISION, FRIDAY, False, (), True),
    "a day to the second": (FRIDAY - timedelta(hours=24), DECISION, FRIDAY, False, (), True),
    "less than a day, which is refused by itself": (FRIDAY - timedelta(hours=23), DECISION, FRIDAY, False, (), False),
    "an extraordinary meeting is exempt": (TUESDAY + SECOND, DECISION, FRIDAY, True, (), False),
    "its own rule set refuses it": (TUESDAY + SECOND, NATIONAL, FRIDAY, False, (), False),
    "a holiday between": (TUESDAY, DECISION, FRIDAY, False, (date(2026, 11, 25),), True),
    "over a week end: from Saturday to Monday": (
        datetime(2026, 11, 28, 1, 0, tzinfo=UTC), DECISION, datetime(2026, 11, 30, 1, 0, tzinfo=UTC), False, (), True,
    ),
    "begun": (FRIDAY, DECISION, FRIDAY, False, (), False),
    "without an hour": (TUESDAY, DECISION, None, False, (), False),
}  # fmt: skip


@pytest.mark.parametrize(("now", "rules", "start", "ordered", "off", "warned"), CASES.values(), ids=CASES)
def test_qd_45_2018_is_a_warning_where_the_decision_is_the_rule(
    now: datetime, rules: object, start: datetime | None, ordered: bool, off: tuple[date, ...], warned: bool
) -> None:
    judge = Judge(now, rules, Holidays(frozenset(off)))  # type: ignore[arg-type]
    assert (national_warning(start, judge, ordered=ordered) is not None) is warned


def test_it_says_how_much_is_missing_and_that_it_is_lawful() -> None:
    said = str(national_warning(FRIDAY, Judge(TUESDAY + timedelta(hours=26), DECISION, Holidays()), ordered=False))
    for words in ("dưới 3 ngày làm việc", "thiếu 1 ngày 2 giờ", "QĐ 45/2018", "Vẫn đủ hạn theo QĐ 3713"):
        assert words in said
