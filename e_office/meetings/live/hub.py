"""Who listens to which meeting in this process, and the one thread that looks for news for all of them.

Processes do not talk to each other: each asks the database a few times a second for the versions of the meetings that
somebody listens to here, in one query, and so sees what any process changed, on both databases. A listener waits on a
condition and holds no connection. What an event carries is read once per version and process.
"""

from __future__ import annotations

import json
import logging
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from e_office.core.serving import LISTENERS, is_ending

log = logging.getLogger(__name__)

LOOK = 0.25
"""Seconds between two looks at the versions."""
HEARTBEAT = 15.0
"""Seconds after which a silent line is told that all is well, and the listener's rights are looked at again."""
BEAT = "event: beat\ndata: on\n\n"
"""What it is told then, and when it begins: an event, since a page's script hears no comments. After 40 s without one
the page takes its line for lost (`live.js`)."""
AFTER_FAILURE = 2.0
SPREAD = 15
"""Milliseconds for each listener over which fetches of counts are spread: one part takes about as long to draw."""
LONGEST_SPREAD = 4000
EACH = 32
"""Streams one person may have open in a process, for tabs and walls: nobody takes the places of all others."""


class Channel:
    """One meeting and its listeners here."""

    def __init__(self) -> None:
        self.news = threading.Condition()
        self.version = -1
        self.data = ""
        self.listeners = 0
        self.of: Counter[int] = Counter()
        """Person id -> how many of them are theirs."""


class Hub:
    """The listeners of a process; `versions` and `facts` read the database in a context of their own."""

    def __init__(
        self,
        versions: Callable[[Iterable[int]], Mapping[int, int]],
        facts: Callable[[int], Mapping[str, Any]],
        most: int = LISTENERS,
        each: int = EACH,
    ) -> None:
        self.versions, self.facts, self.most, self.each = versions, facts, most, each
        self.heartbeat = HEARTBEAT
        self._lock = threading.Lock()
        self._channels: dict[int, Channel] = {}
        self._watcher: threading.Thread | None = None
        self._closing = False

    @property
    def listeners(self) -> int:
        """How many listen now."""
        with self._lock:
            return sum(channel.listeners for channel in self._channels.values())

    def join(self, meeting_id: int, person_id: int) -> Listener | None:
        """A person's listener of a meeting; None where the process has no thread left for one, or they have enough."""
        with self._lock:
            channels = self._channels.values()
            if self._closing or is_ending() or sum(one.listeners for one in channels) >= self.most:
                return None
            if sum(one.of[person_id] for one in channels) >= self.each:
                return None
            channel = self._channels.setdefault(meeting_id, Channel())
            channel.listeners += 1
            channel.of[person_id] += 1
            if self._watcher is None or not self._watcher.is_alive():
                self._watcher = threading.Thread(target=self._watch, name="live-watcher", daemon=True)
                self._watcher.start()
        return Listener(self, meeting_id, channel, person_id)

    def leave(self, meeting_id: int, channel: Channel, person_id: int) -> None:
        """One listener less; the last one takes the channel along."""
        with self._lock:
            channel.listeners -= 1
            channel.of[person_id] -= 1
            if channel.listeners <= 0 and self._channels.get(meeting_id) is channel:
                del self._channels[meeting_id]

    def close(self) -> None:
        """End every stream and wait for the watcher; a hub can be used again afterwards."""
        with self._lock:
            self._closing, watcher = True, self._watcher
        if watcher is not None:
            watcher.join()
        with self._lock:
            self._closing = False

    @property
    def ended(self) -> bool:
        """Whether streams have to end."""
        return self._closing or is_ending()

    def _watch(self) -> None:
        while True:
            with self._lock:
                channels = dict(self._channels)
                if not channels or self.ended:
                    self._watcher = None
                    break
            time.sleep(LOOK if self._look(channels) else AFTER_FAILURE)
        for channel in channels.values():
            with channel.news:
                channel.version = -2  # nobody's: whoever waits wakes and sees that it is over
                channel.news.notify_all()
        with self._lock:
            for meeting_id, channel in channels.items():
                if self._channels.get(meeting_id) is channel:
                    del self._channels[meeting_id]

    def _look(self, channels: Mapping[int, Channel]) -> bool:
        """Tell news where there are any; False where the database did not answer."""
        try:
            for meeting_id, version in self.versions(channels).items():
                channel = channels[meeting_id]
                if version != channel.version:
                    self._publish(channel, dict(self.facts(meeting_id)))
        except SQLAlchemyError as error:
            log.warning("live pages: the database did not answer: %s", error)
            return False
        return True

    def _publish(self, channel: Channel, facts: dict[str, Any]) -> None:
        facts["spread"] = min(LONGEST_SPREAD, SPREAD * channel.listeners)
        with channel.news:
            channel.version, channel.data = int(facts["version"]), json.dumps(facts, ensure_ascii=False)
            channel.news.notify_all()


class Listener:
    """One open stream; `leave` it whatever happens."""

    def __init__(self, hub: Hub, meeting_id: int, channel: Channel, person_id: int) -> None:
        self.hub, self.meeting_id, self.channel, self.person_id = hub, meeting_id, channel, person_id
        self._here = True

    def leave(self) -> None:
        """Make room for another."""
        if self._here:
            self._here = False
            self.hub.leave(self.meeting_id, self.channel, self.person_id)

    def events(self, seen: int, allowed: Callable[[], bool]) -> Iterator[str]:
        """The stream: each version that is not `seen`, heartbeats, and "gone" where the listener may look no more."""
        yield f"retry: {random.randint(2000, 5000)}\n{BEAT}"  # so that not all come back at once
        until = time.monotonic() + self.hub.heartbeat
        while not self.hub.ended:
            version, data = self._wait(seen, until - time.monotonic())
            if self.hub.ended or version == -2:
                return
            if version not in {seen, -1}:
                seen = version
                yield f"id: {version}\ndata: {data}\n\n"
            if time.monotonic() >= until:
                try:
                    may = allowed()
                except SQLAlchemyError as error:  # nobody can tell: the browser comes back and is asked anew
                    log.warning("a live page's rights could not be looked at: %s", error)
                    return
                if not may:
                    yield "event: gone\ndata: gone\n\n"
                    return
                yield BEAT
                until = time.monotonic() + self.hub.heartbeat

    def _wait(self, seen: int, seconds: float) -> tuple[int, str]:
        news = self.channel
        with news.news:
            news.news.wait_for(lambda: self.hub.ended or news.version not in {seen, -1}, max(0.0, seconds))
            return news.version, news.data
