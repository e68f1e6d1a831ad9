"""A meeting being held before 200 listeners: from the press of the clerk's button until the last of them sees it.

The office runs as `make run` starts it, with two processes of the web server and its demonstration. 200 streams are
open, as many as there are delegates in a large hall, and so many seats are taken. Seen is the event with the title of
the item, read off the line.
"""

import re
import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.house import House, Person, house
from bench.province import fill, office_of
from bench.rows import Row, at_most, median
from e_office.demo.people import by_login
from e_office.meetings.live.checking_in import note_seat
from e_office.meetings.live.hub import EACH
from e_office.meetings.live.models import LiveMeeting
from e_office.meetings.minutes.models import Attended
from e_office.meetings.models import Invitee, Meeting, MeetingState
from e_office.people import models as people
from e_office.people.acting import actor_for
from e_office.people.queries import person_by_login

LISTENERS, ROUNDS = 200, 5
SEEN = 1.0
"""Seconds aimed at."""
WEIGHT = 10_000
"""Bytes of a part aimed at: of 200 delegates 2 MB, which 10 Mbit/s carry within the 3 s over which they fetch."""
CLERK = "vanthu"
PATIENCE = 60.0


def run() -> list[Row]:
    """Change the item a few times; of the times until the last listener saw it the middle one counts, and the worst."""
    with house(scale=1) as running:
        clerk = Person(running.url, CLERK).sign_in()
        meeting = _opened(running, clerk)
        _take_seats(running, meeting)
        with closing(_Hall(running, clerk, meeting, _delegates(running.url, meeting))) as hall:
            connected = hall.connect()
            turns = [hall.change(_next_item(clerk, meeting, number)) for number in range(ROUNDS)]
            answers = [_part(clerk, meeting) for _number in range(20)]
    note = f"{LISTENERS} listeners, two processes, median of {ROUNDS}"
    return [
        at_most("a changed item seen by the last listener", median(turns), "s", SEEN, note),
        Row("the slowest of these changes", max(turns), "s", note="from the press of the button"),
        Row(f"{LISTENERS} listeners connected", connected, "s", note="each knows how things stand"),
        Row(
            "a delegate's part of the page meanwhile", median([took for took, _ in answers]), "s", note="drawn, packed"
        ),
        at_most(
            "a delegate's part weighs", max(size for _, size in answers), "bytes", WEIGHT, f"{LISTENERS} seats taken"
        ),
    ]


def _opened(running: House, clerk: Person) -> int:
    """A meeting of the demonstration, opened; it is held now, whatever the hour of the measurement."""
    with office_of(running) as office, office.transaction() as session:
        agency = person_by_login(office, CLERK)
        assert agency is not None, f"the demonstration has no {CLERK}"
        issued = session.query(Meeting).filter_by(state=MeetingState.ISSUED, unit_id=agency.posts[0].unit_id)
        opened = session.query(LiveMeeting.meeting_id)
        held = issued.filter(Meeting.id.not_in(opened)).order_by(Meeting.starts_at.desc()).first()
        assert held is not None, "the demonstration has no meeting to open"
        held.starts_at = office.clock.now()
        meeting = held.id
    clerk.ask("GET", f"/meetings/{meeting}/live/panel")
    _press(clerk, f"/meetings/{meeting}/live/open")
    return meeting


def _take_seats(running: House, meeting: int) -> None:
    """Invite agencies until there are as many seats as listeners, and note somebody in each."""
    with office_of(running) as office:
        fill(office)
        with office.transaction() as session:
            held, now = session.get_one(Meeting, meeting), office.clock.now()
            known = {one.unit_id for one in held.invitees}
            others = [one for one in session.query(people.Unit).filter_by(is_agency=True) if one.id not in known]
            for place, unit in enumerate(others[: LISTENERS - len(held.invitees)]):
                one = Invitee(key=f"bench{place}", position=1000 + place, unit=unit, capacity="Chủ tịch", added_at=now)
                held.invitees.append(one)
            session.flush()
            clerk = person_by_login(office, CLERK)
            assert clerk is not None, f"the demonstration has no {CLERK}"
            for one in held.invitees:
                note_seat(office, actor_for(office, clerk), meeting, one.id, Attended.PRESENT)


def _delegates(url: str, meeting: int) -> list[Person]:
    """People who may follow the meeting, enough for 200 streams: nobody has as many as a hall."""
    found: list[Person] = []
    for login in by_login():
        person = Person(url, login).sign_in()
        if person.ask("GET", f"/meetings/{meeting}/live").status == 200:
            found.append(person)
        if len(found) * EACH >= LISTENERS:
            return found
    raise RuntimeError("too few people follow the meeting")


def _press(clerk: Person, path: str, **fields: str) -> None:
    sent = {"csrf_token": clerk.token, "view": "panel", "form_key": f"{time.time_ns():x}", **fields}
    answer = clerk.ask("POST", path, fields=sent, encode_multipart=False)
    assert answer.status == 303, f"{path}: {answer.status}"


def _next_item(clerk: Person, meeting: int, number: int) -> tuple[str, str]:
    """An item that was added for this turn: the address that starts it, and its title."""
    title = f"Nội dung vòng {number} {time.time_ns():x}"
    _press(clerk, f"/meetings/{meeting}/live/items", title=title)
    page = clerk.ask("GET", f"/meetings/{meeting}/live/panel").data.decode()
    return re.findall(rf"/meetings/{meeting}/live/items/\d+/start", page)[-1], title


def _part(person: Person, meeting: int) -> tuple[float, int]:
    started, as_browsers_do = time.perf_counter(), {"Accept-Encoding": "gzip, deflate, br"}
    path = f"/meetings/{meeting}/live/state/show"
    answer = person.ask("GET", path, headers=as_browsers_do, decode_content=False)
    assert answer.status == 200
    return time.perf_counter() - started, len(answer.data)


@dataclass
class _Hall:
    """The open streams of everybody."""

    running: House
    clerk: Person
    meeting: int
    delegates: list[Person]

    def __post_init__(self) -> None:
        self.chosen, self.streams = selectors.DefaultSelector(), list[socket.socket]()

    def connect(self) -> float:
        """Open all streams; seconds until each has heard how things stand."""
        place, started = urlsplit(self.running.url), time.perf_counter()
        asked = (
            f"GET /meetings/{self.meeting}/live/events HTTP/1.1\r\nHost: {place.netloc}\r\n"
            "Accept: text/event-stream\r\n"
        )
        for number in range(LISTENERS):
            person = self.delegates[number % len(self.delegates)]
            cookies = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
            stream = socket.create_connection((place.hostname, place.port), PATIENCE)
            stream.sendall(f"{asked}Cookie: {cookies}\r\n\r\n".encode())
            self.streams.append(stream)
            self.chosen.register(stream, selectors.EVENT_READ)
        self._until(b'"version"', started)
        return time.perf_counter() - started

    def change(self, item: tuple[str, str]) -> float:
        """Start the item; seconds until the last listener has read its title."""
        path, title = item
        time.sleep(1.0)  # the news of the turn before is over
        started = time.perf_counter()
        _press(self.clerk, path)
        return self._until(f'"item": "{title}"'.encode(), started)

    def _until(self, words: bytes, started: float) -> float:
        left, heard = set(self.streams), dict.fromkeys(self.streams, b"")
        while left:
            assert time.perf_counter() - started < PATIENCE, f"{len(left)} listeners have not heard of it"
            for stream in self._ready():
                heard[stream] += stream.recv(65536)
                if words in heard[stream]:
                    left.discard(stream)
        return time.perf_counter() - started

    def _ready(self) -> Iterator[socket.socket]:
        for key, _events in self.chosen.select(1):
            yield key.fileobj  # type: ignore[misc]

    def close(self) -> None:
        """Leave the hall."""
        for stream in self.streams:
            stream.close()
        self.chosen.close()
