"""Reading a calendar's reply: what it answers, for whom, and how."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from icalendar import Calendar

from e_office.meetings.rsvp.rules import Reply

MOST_REPLIES = 20
"""Replies that are read out of one mail; a program sends one."""
LARGEST_SEQUENCE = 2**31 - 1
"""RFC 5545 3.3.8; a larger one fits into no row, and a mail that cannot be kept would come again at every fetch."""


def replies_in(text: str) -> list[Reply]:
    """The replies of one iCalendar text; none where it cannot be read or is no reply."""
    try:
        calendar = Calendar.from_ical(text.encode(errors="replace").decode())  # half a sign is no text of a row
        if str(calendar.get("METHOD", "")).upper() != "REPLY":
            return []
        events = calendar.walk("VEVENT")[:MOST_REPLIES]
        return list(islice((reply for event in events for reply in _of_event(event)), MOST_REPLIES))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):  # a text made to hurt the parser
        return []


def _of_event(event: Any) -> Iterator[Reply]:
    """One reply an attendee; programs send one, the standard allows no more."""
    for attendee in _listed(event.get("ATTENDEE")):
        params = getattr(attendee, "params", {})
        yield Reply(
            uid=str(event.get("UID", ""))[:300],
            sequence=min(max(int(event.get("SEQUENCE", 0)), -1), LARGEST_SEQUENCE),
            address=address_of(str(attendee)),
            sent_by=address_of(str(params.get("SENT-BY", "")).strip('"')),
            partstat=str(params.get("PARTSTAT", "NEEDS-ACTION")).upper(),
            comment=" ".join(" ".join(map(str, _listed(event.get("COMMENT")))).split())[:500],
            stamped_at=_stamp(event),
        )


def _stamp(event: Any) -> datetime | None:
    stamp = getattr(event.get("DTSTAMP"), "dt", None)
    if not isinstance(stamp, datetime):
        return None
    return stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)


def address_of(text: str) -> str:
    """A mail address in the one form addresses are compared in, out of `mailto:…`."""
    return text.strip().lower().removeprefix("mailto:").strip()[:200]


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
