"""Calendars by a secret address: whole, current, stable; nothing of it leaks, and who loses the right loses it at once.

Of the catalogue of attacks: A-72 (texts that would be structure), A-73 (UID, SEQUENCE, CANCELLED), A-76 (restricted
titles), A-79 (tokens in the log).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from sqlalchemy import select

from e_office.core.clock import ZONE, local
from e_office.core.office import Office
from e_office.meetings import service as meetings
from e_office.meetings.feeds import views as feed_views
from e_office.meetings.feeds.models import CalendarFeed, FeedFetch
from e_office.meetings.feeds.rules import MOST_FETCHES, WINDOW
from e_office.meetings.leadership import service as leadership
from e_office.meetings.models import Meeting
from e_office.meetings.requests import deciding
from e_office.meetings.requests.rules_consent import RequestKind
from e_office.people.models import Person, Post
from tests.conftest import Browser
from tests.factories.calendars import make_published, make_typed
from tests.factories.meetings import make_issued, start_of
from tests.factories.requests import make_examined
from tests.factories.world import World

SignIn = Callable[[str], Browser]


def _address(person: Browser, what: str = "own") -> str:
    """Make an address through the page; gives its path."""
    person.get("/meetings/feeds")
    answer = person.post("/meetings/feeds", {"what": what})
    assert answer.status_code == 200, answer.text[:300]
    found = re.search(r'value="https?://[^/"]+(/feeds/[\w-]+\.ics)"', answer.text)
    assert found, "the address is shown once"
    return found.group(1)


def _events(anonymous: Browser, path: str) -> dict[str, icalendar.Event]:
    answer = anonymous.client.get(path)
    assert answer.status_code == 200
    return _read(answer.data)


def _read(content: bytes) -> dict[str, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(content)
    assert not calendar.errors
    events = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    assert len(events) == len(list(calendar.walk("VEVENT"))), "each UID once"
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]
    return events


def test_a_meeting_is_in_the_feed_moves_in_it_and_is_called_off_in_it(
    both_databases: str, office: Office, world: World, sign_in: SignIn, anonymous: Browser, clock: Any
) -> None:
    """A-73: the UID stays, SEQUENCE grows, what is called off says so."""
    meeting_id = make_issued(office, world, ahead=timedelta(hours=50))
    path = _address(sign_in("phochutich"))
    ((uid, event),) = _events(anonymous, path).items()
    assert uid == f"meeting-{meeting_id}@localhost"
    assert event["dtstart"].params["TZID"] == ZONE.key
    start = start_of(office, meeting_id)
    assert event["dtstart"].dt == start
    assert event["dtend"].dt == start + timedelta(hours=2)
    assert (int(event["sequence"]), str(event["status"])) == (0, "CONFIRMED")
    assert str(event["summary"]).startswith("Họp nghe báo cáo tiến độ giải phóng mặt bằng")
    assert "attendee" not in event
    assert "attach" not in event

    clock.move(hours=1)
    chair = world.actor("chuyenvien")
    with office.transaction():
        meetings.move(
            office, chair, meeting_id, starts_at=start + timedelta(hours=24), place="Hội trường", bridge="",
            reason="Lãnh đạo đi công tác đột xuất",
        )  # fmt: skip
    event = _events(anonymous, path)[uid]
    assert event["dtstart"].dt == start + timedelta(hours=24)
    assert int(event["sequence"]) == 1
    assert str(event["location"]) == "Hội trường"
    with office.transaction():
        meetings.call_off(office, chair, meeting_id, "Nội dung chưa chuẩn bị xong")
    event = _events(anonymous, path)[uid]
    assert str(event["status"]) == "CANCELLED"
    assert int(event["sequence"]) == 2


def test_m17_a_working_session_is_in_the_calendar_of_the_head_who_asked_for_it(
    office: Office, world: World, sign_in: SignIn, anonymous: Browser
) -> None:
    """On the page and by the address; who sent the unit's other requests is not there; taken back it is called off."""
    hour = office.clock.now() + timedelta(hours=20)
    asked = make_examined(
        office, world, login="giamdoc.stnmt", kind=RequestKind.SESSION, unit_ids=(), starts_at=hour,
        purpose="Xin ý kiến về quy hoạch mỏ",
    )  # fmt: skip
    other = make_examined(office, world, starts_at=hour)
    head, clerk = sign_in("giamdoc.stnmt"), sign_in("vanthu.stnmt")
    paths = _address(head), _address(clerk), _address(sign_in("chutich"))
    assert _events(anonymous, paths[0]) == {}, "only asked for"
    with office.transaction():
        for request_id in (asked, other):
            deciding.consent(office, world.actor("chutich"), request_id, starts_at=hour, minutes=60)
    ((uid, event),) = _events(anonymous, paths[0]).items()
    assert (uid, event["dtstart"].dt) == (f"request-{asked}@localhost", hour)
    assert str(event["summary"]) == "Xin ý kiến về quy hoạch mỏ"
    assert _events(anonymous, paths[1]) == {}, "a clerk who sends a request is not there"
    assert uid in _events(anonymous, paths[2]), "the Chairman is"
    day = f"{local(hour):%Y-%m-%d}"
    assert "làm việc với lãnh đạo" in head.get(f"/meetings/calendar?week={day}").text
    with office.transaction():
        deciding.revoke(office, world.actor("chutich"), asked, "Chủ tịch đi công tác đột xuất")
    assert str(_events(anonymous, paths[0])[uid]["status"]) == "CANCELLED"


def test_nothing_restricted_and_no_paper_is_in_any_feed(
    office: Office, world: World, sign_in: SignIn, anonymous: Browser
) -> None:
    """A-76: a bearer's address tells of restricted things only that somebody is busy, to the leader's own phone too."""
    make_issued(office, world, ahead=timedelta(hours=50), papers=("Báo cáo mật thiết.txt",))
    soon = office.clock.now() + timedelta(hours=20)
    typed_id = make_typed(office, world, starts_at=soon, title="Làm việc với đoàn giám sát", restricted=True)
    make_published(office, world)
    agency = world.units["ubnd"]
    paths = [
        _address(sign_in("phochutich")), _address(sign_in("vanthu"), f"leadership:{agency}"),
        _address(sign_in("chuyenvien"), f"unit:{agency}"), _address(sign_in("vanthu.stc"), f"leadership:{agency}"),
    ]  # fmt: skip
    for path in paths:
        content = anonymous.client.get(path).data.decode()
        told = content.replace("\r\n ", "")
        assert "giám sát" not in told
        assert "mật thiết" not in told
        assert "invitation" not in told
    events = _events(anonymous, paths[1])
    hidden = events[f"week-{agency}-typed-{typed_id}@localhost"]
    assert (str(hidden["summary"]), str(hidden["class"]), "location" in hidden) == ("Bận", "PRIVATE", False)
    assert hidden["dtstart"].dt == soon


def test_the_leaderships_feed_follows_what_was_published(
    office: Office, world: World, sign_in: SignIn, anonymous: Browser, clock: Any
) -> None:
    agency, soon = world.units["ubnd"], office.clock.now() + timedelta(hours=20)
    typed_id = make_typed(office, world, starts_at=soon, title="Tiếp công dân định kỳ")
    path = _address(sign_in("vanthu.stc"), f"leadership:{agency}")
    assert _events(anonymous, path) == {}, "nothing is published yet"
    make_published(office, world)
    make_typed(office, world, starts_at=soon + timedelta(hours=6), title="Chưa công bố")
    uid = f"week-{agency}-typed-{typed_id}@localhost"
    events = _events(anonymous, path)
    assert list(events) == [uid]
    first = int(events[uid]["sequence"])
    assert str(events[uid]["summary"]) == "Tiếp công dân định kỳ (Lê Thị Minh Hòa)"
    clock.move(minutes=5)
    with office.transaction():
        leadership.end_entry(office, world.actor("vanthu"), typed_id)
    events = _events(anonymous, path)
    assert str(events[uid]["status"]) == "CANCELLED", "known at once"
    assert int(events[uid]["sequence"]) > first
    make_published(office, world)
    events = _events(anonymous, path)
    assert str(events[uid]["status"]) == "CANCELLED", "and told for good"
    assert len(events) == 2


def test_who_loses_the_right_loses_the_feed_and_is_answered_like_a_stranger(
    office: Office, world: World, sign_in: SignIn, anonymous: Browser
) -> None:
    """Unknown, revoked, disabled, moved to another unit: one answer, to the byte."""
    unit = world.units["th1"]
    own, theirs = _address(sign_in("chuyenvien")), _address(sign_in("chuyenvien"), f"unit:{unit}")
    for path in (own, theirs):
        assert anonymous.client.get(path).status_code == 200
    unknown = anonymous.client.get("/feeds/" + "x" * 43 + ".ics")
    said = (unknown.status_code, unknown.data, dict(unknown.headers))
    assert said[0] == 404

    with office.transaction() as session:
        post = session.scalars(select(Post).filter_by(person_id=world.persons["chuyenvien"])).one()
        post.unit_id = world.units["stc"]
    assert anonymous.client.get(own).status_code == 200, "the own calendar goes along"
    answers = [anonymous.client.get(theirs)]
    with office.transaction() as session:
        session.get_one(Person, world.persons["chuyenvien"]).active = False
    answers.append(anonymous.client.get(own))
    with office.transaction() as session:
        session.get_one(Person, world.persons["chuyenvien"]).active = True
    revoked = sign_in("chuyenvien")
    page = revoked.get("/meetings/feeds").text
    feed_id = re.search(r"/meetings/feeds/(\d+)/revoke", page)
    assert feed_id
    assert revoked.post(f"/meetings/feeds/{feed_id.group(1)}/revoke").status_code == 200
    answers += [anonymous.client.get(own), anonymous.client.get("/feeds/" + "a" * 200 + ".ics")]
    for answer in answers:
        assert (answer.status_code, answer.data, dict(answer.headers)) == said


def test_an_address_made_anew_kills_the_old_one_and_nobody_touches_anothers(
    office: Office, world: World, sign_in: SignIn, anonymous: Browser
) -> None:
    person, other = sign_in("chuyenvien"), sign_in("vanthu")
    path = _address(person)
    token = path.removeprefix("/feeds/").removesuffix(".ics")
    assert len(token) >= 43, "256 bits"
    office.session.rollback()
    feed = office.session.scalars(select(CalendarFeed)).one()
    assert token not in feed.token_hash
    assert feed.used_at is None
    anonymous.client.get(path)
    office.session.rollback()
    assert "đọc lần cuối" in person.get("/meetings/feeds").text
    assert token not in person.page, "shown once"
    assert person.post("/meetings/feeds", {"what": "own"}).status_code == 422
    assert "Bạn đã có địa chỉ của lịch này" in person.page
    for act in ("renew", "revoke"):
        other.get("/meetings/feeds")
        assert other.post(f"/meetings/feeds/{feed.id}/{act}").status_code == 404
    assert other.post("/meetings/feeds", {"what": f"unit:{world.units['stc']}"}).status_code == 403
    person.get("/meetings/feeds")
    answer = person.post(f"/meetings/feeds/{feed.id}/renew")
    renewed = re.search(r"/feeds/[\w-]+\.ics", answer.text)
    assert renewed
    assert anonymous.client.get(path).status_code == 404
    assert anonymous.client.get(renewed.group(0)).status_code == 200
    assert sign_in("quantri").post("/meetings/feeds", {"what": "own"}).status_code == 403


def test_headers_and_a_second_fetch(
    office: Office, world: World, sign_in: SignIn, anonymous: Browser, clock: Any
) -> None:
    make_issued(office, world, ahead=timedelta(hours=50))
    path = _address(sign_in("phochutich"))
    answer = anonymous.client.get(path)
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers
    assert b"X-PUBLISHED-TTL:PT1H\r\n" in answer.data, "a duration as RFC 5545 writes it"
    etag = answer.headers["ETag"]
    clock.move(minutes=1)
    again = anonymous.client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    with office.transaction() as session:
        session.get_one(Person, world.persons["phochutich"]).active = False
    assert anonymous.client.get(path, headers={"If-None-Match": etag}).status_code == 404, "304 only after the check"


def test_too_many_fetches_wait_and_others_do_not(
    office: Office, world: World, sign_in: SignIn, anonymous: Browser, clock: Any
) -> None:
    path, other = _address(sign_in("phochutich")), _address(sign_in("vanthu"))
    for _time in range(MOST_FETCHES):
        assert anonymous.client.get(path).status_code == 200
        assert anonymous.client.get("/feeds/unknown.ics").status_code == 404
    held = anonymous.client.get(path)
    assert (held.status_code, held.headers["Retry-After"]) == (429, "600")
    assert anonymous.client.get("/feeds/other.ics").status_code == 429
    assert anonymous.client.get(other).status_code == 200, "each feed for itself"
    clock.move(seconds=WINDOW.total_seconds() + 1)
    assert anonymous.client.get(path).status_code == 200
    office.session.rollback()
    assert len(office.session.scalars(select(FeedFetch)).all()) == 1, "what no longer counts is not kept"


def test_no_token_reaches_the_log(
    office: Office, world: World, sign_in: SignIn, anonymous: Browser, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """A-79: neither an unknown address, nor one typed wrongly, nor one at which something breaks."""
    path = _address(sign_in("phochutich"))
    token = path.removeprefix("/feeds/").removesuffix(".ics")

    def broken(*_all: object) -> None:
        raise RuntimeError("broken")

    with caplog.at_level(logging.DEBUG, logger="e_office"):
        anonymous.client.get(path)
        anonymous.client.get(f"/feeds/{token}.ics/more")
        anonymous.client.get(f"/feeds/{token}")
        anonymous.client.post(path)
        monkeypatch.setattr(feed_views.service, "fetch", broken)
        assert anonymous.client.get(path).status_code == 500
    assert "/feeds/…" in caplog.text
    assert token not in caplog.text


@pytest.mark.parametrize(
    "title",
    [
        "Họp\r\nATTENDEE:mailto:x@y.vn", "Họp; bàn, quyết \\n và \"chốt\"", "END:VEVENT\nBEGIN:VEVENT",
        "Nghiệm thu đường dây và trạm biến áp " * 12, "Việc \x07 lạ \u2028 dòng",
    ],
    ids=["new lines", "signs", "structure", "long", "control signs"],
)  # fmt: skip
def test_texts_stay_texts(office: Office, world: World, sign_in: SignIn, anonymous: Browser, title: str) -> None:
    """A-72: parsed back it is one event with that summary; lines are folded within 75 octets, never within a letter."""
    meeting_id = make_issued(office, world, ahead=timedelta(hours=50), papers=(), place="Phòng; họp, 2")
    with office.transaction() as session:
        session.get_one(Meeting, meeting_id).purpose = title
    content = anonymous.client.get(_address(sign_in("phochutich"))).data
    (event,) = _read(content).values()
    clean = " ".join("".join(sign for sign in title if sign != "\x07").split())
    assert str(event["summary"]) == clean[:1].upper() + clean[1:]
    assert str(event["location"]) == "Phòng; họp, 2"
    assert "attendee" not in event
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() or line == b"" for line in lines), "each line is whole UTF-8"
