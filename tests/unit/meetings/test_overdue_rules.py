"""By when a word on a request still serves, and which mail names it (M2, M6, M8, M17)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from e_office.meetings.requests.rules_consent import RequestKind
from e_office.meetings.requests.rules_overdue import is_overdue, needed_by
from e_office.meetings.rules_time import RULE_SETS
from e_office.people.rules import Holidays

FRIDAY = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
"""08:00 in Hà Tĩnh."""
NONE = Holidays()


@pytest.mark.parametrize(
    ("kind", "rules", "needed"),
    [
        (RequestKind.INVITE, "QD3713", FRIDAY - timedelta(days=1)),
        (RequestKind.REGISTER, "QD3713", FRIDAY - timedelta(days=1)),
        (RequestKind.INVITE, "QD45-2018", FRIDAY - timedelta(days=3)),
        (RequestKind.SESSION, "QD3713", FRIDAY),
        (RequestKind.SESSION, "QD45-2018", FRIDAY),
    ],
)
def test_m6_a_word_serves_until_the_invitation_has_to_be_out(kind: RequestKind, rules: str, needed: datetime) -> None:
    assert needed_by(kind, FRIDAY, RULE_SETS[rules], NONE) == needed


CASES = {
    "the day before": (FRIDAY, FRIDAY - timedelta(days=1), NONE, False),
    "that morning": (FRIDAY, FRIDAY - timedelta(hours=1), NONE, True),
    "the midnight it begins": (FRIDAY, datetime(2026, 11, 26, 17, 0, tzinfo=UTC), NONE, True),
    "the second before that midnight": (FRIDAY, datetime(2026, 11, 26, 16, 59, 59, tzinfo=UTC), NONE, False),
    "long after": (FRIDAY, FRIDAY + timedelta(days=9), NONE, True),
    "on Sunday, seen on Friday": (FRIDAY + timedelta(days=2), FRIDAY, NONE, True),
    "on Monday, seen on Friday": (FRIDAY + timedelta(days=3), FRIDAY, NONE, False),
    "on Monday, a holiday, seen on Friday": (
        FRIDAY + timedelta(days=3), FRIDAY, Holidays(frozenset({date(2026, 11, 30)})), True,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("needed", "now", "off", "named"), CASES.values(), ids=CASES)
def test_the_last_mail_that_helps_names_it_and_every_later_one(
    needed: datetime, now: datetime, off: Holidays, named: bool
) -> None:
    assert is_overdue(needed, now, off) is named
