"""Items of a calendar as iCalendar (RFC 5545), the same bytes for the same facts.

Written by the library, never by hand: texts with line ends, commas or "END:VEVENT" stay texts (A-72).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar, Event, Timezone, vDuration

from e_office.core.clock import ZONE
from e_office.core.fields import clean
from e_office.core.formats import capital
from e_office.meetings.calendars.rules import Item, outside

BUSY = {"vi": "Bận", "en": "Busy"}
REFRESH = timedelta(hours=1)


def feed_bytes(name: str, items: Iterable[Item], *, host: str, prefix: str = "", language: str = "vi") -> bytes:
    """The feed: of restricted things only that somebody is busy, no papers, no people, no address of the house.

    `prefix` keeps the same thing apart in two calendars. UID and order stay, SEQUENCE grows with each change.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//e-office//calendars//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _line(name))
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add_component(Timezone.from_tzid(ZONE.key))
    for item in items:
        calendar.add_component(_event(outside(item), f"{prefix}{item.key.replace(':', '-')}@{host}", language))
    return bytes(calendar.to_ical())


def _event(item: Item, uid: str, language: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", item.changed_at.replace(microsecond=0))
    event.add("sequence", item.sequence)
    event.add("dtstart", item.starts_at.astimezone(ZONE).replace(microsecond=0))
    event.add("dtend", item.ends_at.astimezone(ZONE).replace(microsecond=0))
    event.add("summary", capital(_line(item.title)) or BUSY.get(language, BUSY["vi"]))
    if item.place:
        event.add("location", _line(item.place))
    event.add("status", "CANCELLED" if item.off else "CONFIRMED")
    event.add("class", "PRIVATE" if item.restricted else "PUBLIC")
    return event


def _line(text: str) -> str:
    """The text without signs that no calendar can show."""
    return " ".join((clean(text) or "").split())
