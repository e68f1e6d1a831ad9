"""Reads of feeds: one's own, the one an address names, and what is in it for its person as things stand now."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.meetings.calendar_entries.models import CalendarEntry
from e_office.meetings.calendars.queries import items_of, unit_items_of
from e_office.meetings.calendars.rules import Item, Part
from e_office.meetings.feeds.ical import feed_bytes
from e_office.meetings.feeds.models import CalendarFeed, FeedFetch
from e_office.meetings.feeds.rules import AHEAD, BACK, WINDOW, FeedKind
from e_office.meetings.leadership.becoming import published_lines
from e_office.meetings.leadership.gathering import lines_of, restricted_keys
from e_office.meetings.leadership.models import WeekRevision
from e_office.meetings.leadership.queries import agencies_above, as_published, revisions_of
from e_office.meetings.leadership.rules_week import Change, Line, changes_between, monday_of
from e_office.meetings.models import Meeting, MeetingEvent
from e_office.meetings.queries import LARGEST_ID
from e_office.people.acting import actor_for
from e_office.people.models import Unit


def token_hash(token: str) -> str:
    """What the table keeps of a token."""
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).decode().rstrip("=")


def own_feeds(office: Office, actor: Actor) -> list[CalendarFeed]:
    """The addresses the actor has given out and not revoked, the newest last."""
    query = select(CalendarFeed).filter_by(person_id=actor.person_id, revoked_at=None)
    return list(office.session.scalars(query.options(joinedload(CalendarFeed.unit)).order_by(CalendarFeed.id)))


def get_feed(office: Office, actor: Actor, feed_id: int) -> CalendarFeed:
    """One of one's own addresses that is not revoked.

    :raises NotFound: for another's, or one that is revoked.
    """
    row = office.session.get(CalendarFeed, feed_id, with_for_update=True) if 0 < feed_id <= LARGEST_ID else None
    if row is None or row.person_id != actor.person_id or row.revoked_at is not None:
        raise NotFound
    return row


def feed_of(office: Office, token: str) -> CalendarFeed | None:
    """The feed of a token that is in force."""
    query = select(CalendarFeed).filter_by(token_hash=token_hash(token), revoked_at=None)
    return office.session.scalar(query.options(joinedload(CalendarFeed.person)))


def offered(office: Office, actor: Actor) -> list[tuple[FeedKind, Unit | None]]:
    """What calendars the actor may have by an address."""
    if not actor.agency_ids():
        return []
    units = [
        unit for unit_id in sorted(actor.reading_units(), reverse=True) if (unit := office.session.get(Unit, unit_id))
    ]
    found: list[tuple[FeedKind, Unit | None]] = [(FeedKind.OWN, None)]
    found += [(FeedKind.UNIT, unit) for unit in units]
    return found + [(FeedKind.LEADERSHIP, unit) for unit in agencies_above(office, actor)]


def count_fetches(office: Office, key: str, now: datetime) -> int:
    """How many fetches of a key there were within the window."""
    query = select(func.count(FeedFetch.id)).where(FeedFetch.key == key, FeedFetch.at > now - WINDOW)
    return office.session.scalar(query) or 0


def content_of(office: Office, feed: CalendarFeed) -> bytes | None:
    """The feed as iCalendar; None where its person may no longer read it: judged at each fetch."""
    actor = actor_for(office, feed.person)
    unit_ids = {(kind, unit.id if unit else None) for kind, unit in offered(office, actor)}
    if (feed.sort, feed.unit_id) not in unit_ids:
        return None
    now, language = office.clock.now(), feed.person.language
    first, last = now - BACK, now + AHEAD
    host, prefix = urlsplit(office.settings.base_url).hostname or "localhost", ""
    name = feed.unit.short_name or feed.unit.name if feed.unit else actor.name
    if feed.sort is FeedKind.LEADERSHIP and feed.unit_id is not None:
        items, prefix = leadership_items(office, feed.unit_id, first, last), f"week-{feed.unit_id}-"
    elif feed.sort is FeedKind.UNIT and feed.unit_id is not None:
        items, prefix = unit_items_of(office, actor, feed.unit_id, first, last, off=True), f"unit-{feed.unit_id}-"
    else:
        items = items_of(office, actor, first, last, off=True)
    return feed_bytes(name, items, host=host, prefix=prefix, language=language)


def leadership_items(office: Office, agency_id: int, first: datetime, last: datetime) -> list[Item]:
    """The published weeks of an agency; what fell away since it was first published is called off."""
    query = select(WeekRevision.week).filter_by(unit_id=agency_id).distinct()
    query = query.where(WeekRevision.week >= monday_of(day_of(first)), WeekRevision.week <= day_of(last))
    found: dict[str, Item] = {}
    for week in sorted(office.session.scalars(query)):
        for item in _week_items(office, agency_id, week):
            if item.key not in found or not item.off:  # what moved to another week is there, and not called off
                found[item.key] = item
    return sorted(found.values(), key=lambda item: (item.starts_at, item.key))


def _week_items(office: Office, agency_id: int, week: date) -> list[Item]:
    revisions, now = revisions_of(office, agency_id, week), lines_of(office, agency_id, week)
    published = published_lines(office, revisions, now)
    known = {line.key for lines in published.values() for line in lines}
    hidden = {line.key for line in now if line.restricted} | restricted_keys(office, known)
    last: dict[str, Line] = {}
    turns: dict[str, int] = {}
    told: dict[str, datetime] = {}
    before: Sequence[Line] = ()
    for revision in revisions:
        for change in changes_between(before, published[revision.number]):
            last[change.key], told[change.key] = change.line, revision.published_at
            turns[change.key] = turns.get(change.key, -1) + 1
        before = published[revision.number]
    shown = as_published(before, changes_between(before, now))
    gone = [(line, Change((), line, None)) for key, line in last.items() if key not in {one.key for one in before}]
    facts = _source_facts(office, last)
    return [
        _item(line, change, turns[line.key], told[line.key], facts.get(line.key), line.key in hidden)
        for line, change in (*shown, *gone)
    ]


def _item(
    line: Line, change: Change | None, turns: int, told: datetime, facts: tuple[int, datetime] | None, hidden: bool
) -> Item:
    source, changed = facts or (0, told)
    leaders = ", ".join(one.name for one in line.leaders)
    restricted = line.restricted or hidden or bool(change and change.before and change.before.restricted)
    return Item(
        key=line.key, starts_at=line.starts_at, ends_at=line.ends_at,
        title=f"{line.title} ({leaders})" if leaders else line.title, place=line.place, part=Part.LEADS,
        changed_at=max(told, changed) if change else told, sequence=source + turns + (change is not None),
        restricted=restricted, off=change is not None and change.after is None,
    )  # fmt: skip


def _source_facts(office: Office, keys: Iterable[str]) -> dict[str, tuple[int, datetime]]:
    """Key -> how often what it came from was changed, and when last."""
    meetings = [int(key.partition(":")[2]) for key in keys if key.startswith("meeting:")]
    query = select(Meeting.id, Meeting.sequence, func.max(MeetingEvent.at)).join(
        MeetingEvent, MeetingEvent.meeting_id == Meeting.id
    )
    rows = office.session.execute(query.where(Meeting.id.in_(meetings)).group_by(Meeting.id, Meeting.sequence))
    found = {f"meeting:{row_id}": (sequence, at) for row_id, sequence, at in rows.tuples()}
    numbers = [int(key.partition(":")[2]) for key in keys if not key.startswith("meeting:")]
    entries = select(CalendarEntry).where(CalendarEntry.source_id.in_(numbers)).order_by(CalendarEntry.id)
    for row in office.session.scalars(entries):
        key, changed = f"{row.source}:{row.source_id}", row.cancelled_at or row.created_at
        before = found.get(key)
        found[key] = (before[0] + 1, max(before[1], changed)) if before else (0, changed)
    return found
