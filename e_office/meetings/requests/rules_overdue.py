"""Rules of words that are waited for: by when a consent still serves, and from when on it is overdue."""

from __future__ import annotations

from datetime import datetime

from e_office.core.clock import day_of
from e_office.meetings.requests.rules_consent import RequestKind
from e_office.meetings.rules_time import RuleSet, latest_issue
from e_office.people.rules import Holidays, add_working_days


def needed_by(kind: RequestKind, starts_at: datetime, rule_set: RuleSet, holidays: Holidays) -> datetime:
    """The last instant at which a word on a request still serves.

    Inviting leaders waits for it (M6, M8), and the invitation has to be out by the rule set's time (M2). A working
    session (M17) has no invitation: its own hour.
    """
    return starts_at if kind is RequestKind.SESSION else latest_issue(starts_at, rule_set, holidays)


def is_overdue(needed: datetime, now: datetime, holidays: Holidays) -> bool:
    """Whether a word is named as overdue, until it is given: from the last mail on that helps.

    That is the mail of the day itself; where no mail goes out on that day, the one of the working day before.
    """
    return day_of(needed) < add_working_days(day_of(now), 1, holidays)
