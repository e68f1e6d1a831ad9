"""Reading a calendar's reply: what it answers, for whom, and how."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar

from e_office.meetings.rsvp.rules import Reply

MOST_EVENTS = 20


def replies_in(text: str) -> list[Reply]:
    """The replies of one iCalendar text; none where it cannot be read or is no reply."""
    try:
        calendar = Calendar.from_ical(text)
        if str(calendar.get("METHOD", "")).upper() != "REPLY":
            return []
        return [reply for event in calendar.walk("VEVENT")[:MOST_EVENTS] for reply in _of_event(event)]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):  # a text made to hurt the parser
        return []


def _of_event(event: Any) -> Iterator[Reply]:
    """One reply an attendee; programs send one, the standard allows no more."""
    for attendee in _listed(event.get("ATTENDEE")):
        params = getattr(attendee, "params", {})
        yield Reply(
            uid=str(event.get("UID", ""))[:300],
            sequence=int(event.get("SEQUENCE", 0)),
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
