"""From when to when a meeting takes somebody's time: the one place that says so."""

from __future__ import annotations

from datetime import datetime, timedelta

from e_office.meetings.models import Meeting
from e_office.meetings.rules_overlap import Span, end_of

LONGEST_MEETING = timedelta(days=2)
"""How far before a time one has to look for meetings that may still be under way in it."""


def ends_at(meeting: Meeting) -> datetime:
    """When it is over, as far as anybody said; see `rules_overlap.end_of`.

    :raises ValueError: for a meeting without a start.
    """
    if meeting.starts_at is None:
        raise ValueError("a meeting without a start has no end")
    return end_of(meeting.starts_at, meeting.ends_at)


def span_of(meeting: Meeting) -> Span:
    """Its time as the rule of overlaps takes it."""
    ends = ends_at(meeting)
    assert meeting.starts_at is not None, "refused by ends_at"
    return Span(meeting.starts_at, ends)
