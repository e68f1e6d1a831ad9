"""Use cases of feeds: give an address, give another for it, take it back, and answer who asks for it."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import delete

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import msg, refuse_if
from e_office.meetings.feeds.models import CalendarFeed, FeedFetch
from e_office.meetings.feeds.queries import content_of, count_fetches, feed_of, get_feed, offered, own_feeds, token_hash
from e_office.meetings.feeds.rules import TOKEN_BYTES, WINDOW, FeedKind, feed_problems, is_hot


@dataclass(frozen=True)
class Answer:
    """What a fetch is answered with: `content` is None where there is nothing, `hot` where it was asked too often."""

    content: bytes | None
    etag: str = ""
    hot: bool = False


def make_feed(office: Office, actor: Actor, kind: FeedKind, unit_id: int | None) -> tuple[CalendarFeed, str]:
    """Give an address; the token is told this once and kept nowhere.

    :raises NotAllowed: for a calendar the actor may not read; :raises Refused: where there is one already.
    """
    may = {(one, unit.id if unit else None) for one, unit in offered(office, actor)}
    require((kind, unit_id) in may, "make calendar feed")
    own = own_feeds(office, actor)
    same = any((one.sort, one.unit_id) == (kind, unit_id) for one in own)
    refuse_if(feed_problems(live=len(own), same=same), msg("Chưa tạo được địa chỉ"))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = CalendarFeed(
        person_id=actor.person_id, kind=kind.value, unit_id=unit_id, token_hash=token_hash(token),
        made_at=office.clock.now(),
    )  # fmt: skip
    office.session.add(feed)
    office.session.flush()
    audit.record(office, actor, "made", "calendar_feed", feed.id, msg("tạo địa chỉ lịch"))
    return feed, token


def renew_feed(office: Office, actor: Actor, feed_id: int) -> tuple[CalendarFeed, str]:
    """Give another address for the same calendar; the old one is dead at once.

    :raises NotFound: for another's.
    """
    feed, token = get_feed(office, actor, feed_id), secrets.token_urlsafe(TOKEN_BYTES)
    feed.token_hash, feed.made_at, feed.used_at = token_hash(token), office.clock.now(), None
    audit.record(office, actor, "renewed", "calendar_feed", feed.id, msg("tạo lại địa chỉ lịch"))
    return feed, token


def revoke_feed(office: Office, actor: Actor, feed_id: int) -> CalendarFeed:
    """Take an address back.

    :raises NotFound: for another's.
    """
    feed = get_feed(office, actor, feed_id)
    feed.revoked_at = office.clock.now()
    audit.record(office, actor, "revoked", "calendar_feed", feed.id, msg("thu hồi địa chỉ lịch"))
    return feed


def fetch(office: Office, token: str, network: str) -> Answer:
    """Answer a fetch, and count it: unknown, revoked and no longer allowed are answered alike (A-76).

    The right of the feed's person is judged now. Unknown addresses count for the network they were asked from.
    """
    now, feed = office.clock.now(), feed_of(office, token)
    key = f"feed:{feed.id}" if feed else f"network:{network}"
    office.session.execute(delete(FeedFetch).where(FeedFetch.at <= now - WINDOW))
    if is_hot(count_fetches(office, key, now)):
        return Answer(None, hot=True)
    office.session.add(FeedFetch(key=key, at=now))
    content = content_of(office, feed) if feed else None
    if feed is None or content is None:
        return Answer(None)
    feed.used_at = now
    return Answer(content, hashlib.sha256(content).hexdigest()[:32])
