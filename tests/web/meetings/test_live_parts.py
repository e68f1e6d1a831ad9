"""What the changing parts of live pages weigh in a hall of two hundred, and what they leave out."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from e_office.core.office import Office
from e_office.meetings.live import hands, voting
from e_office.meetings.places.bridging import choose_bridge
from e_office.meetings.places.service import PlaceWanted, make_place
from tests.conftest import MovingClock
from tests.factories.live import ITEMS, RUNS, begin_item, fill_hall, make_held, put_question
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn
from tests.web.test_flow_documents import queries_of

MOST = 10_000
"""Bytes: of 200 delegates 2 MB, which a hall's 10 Mbit/s carry in less than the 3 s over which they fetch."""
LIGHT = 2_500
"""Bytes of the part of a delegate who has nothing to vote on: what comes with each change of the agenda."""
MOST_STANDING = 3_000
"""Bytes while a vote stands: nothing of the two hundred seats is in it but the delegate's own."""
PACKED = {"Accept-Encoding": "br, gzip;q=0.8"}


def test_a_delegates_part_is_light_at_two_hundred_seats_and_names_come_where_they_are_opened(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    at = f"/meetings/{meeting_id}/live"
    begin_item(office, world, meeting_id)
    fill_hall(office, world, meeting_id)
    vote = put_question(office, world, meeting_id)
    with office.transaction():
        voting.close_vote(office, world.actor(RUNS), meeting_id, vote.id)
    delegate = sign_in("giamdoc.stc")
    sent = delegate.client.get(f"{at}/state/show", headers=PACKED)
    assert (sent.headers["Content-Encoding"], "Accept-Encoding" in sent.headers["Vary"]) == ("gzip", True)
    assert len(sent.data) <= MOST
    part = gzip.decompress(sent.data).decode()
    assert re.search(r"<b data-live-present>200</b>", part)
    assert "Người dự số" not in part
    names = delegate.client.get(f"{at}/state/names", headers=PACKED)
    assert len(names.data) <= MOST
    assert gzip.decompress(names.data).decode().count("Người dự số") == 200
    assert delegate.get(f"{at}/names").text.count("Người dự số") == 200, "a page of its own without script"


def test_a_delegates_part_stays_as_light_where_two_hundred_sit_at_ten_places(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    bridge = "; ".join(f"Điểm cầu UBND xã số {number}" for number in range(10, 20))
    meeting_id = make_held(office, world, clock, form="both", bridge=bridge)
    at = f"/meetings/{meeting_id}/live"
    begin_item(office, world, meeting_id)
    fill_hall(office, world, meeting_id)
    delegate = sign_in("giamdoc.stc")
    sent = delegate.client.get(f"{at}/state/show", headers=PACKED)
    assert len(sent.data) <= LIGHT
    part = gzip.decompress(sent.data).decode()
    assert "Điểm cầu UBND xã số 17" not in part, "places come with the names, where somebody opens them"
    names = delegate.client.get(f"{at}/state/names", headers=PACKED)
    assert len(names.data) <= MOST
    shown = gzip.decompress(names.data).decode()
    assert (shown.count("live-place"), shown.count("Người dự số")) == (11, 200)


@pytest.mark.parametrize("view", ["show", "names", "panel"])
def test_the_room_an_agency_chose_costs_a_page_of_two_hundred_seats_one_statement(
    view: str, sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    bridge = "Điểm cầu UBND huyện Hương Khê; https://hop.hatinh.example/1"
    meeting_id = make_held(office, world, clock, form="both", bridge=bridge)
    fill_hall(office, world, meeting_id)
    with office.transaction():
        actor = world.actor("vanthu.kyanh")
        room = make_place(office, actor, world.units["kyanh"], PlaceWanted(name="Phòng họp tầng 1")).id
    reader, counted = sign_in("vanthu" if view == "panel" else "giamdoc.stc"), []
    for chosen in (None, None, room):  # the first page of a process asks some things once for all
        with office.transaction():
            choose_bridge(office, world.actor("vanthu.kyanh"), meeting_id, chosen)
        office.session.expire_all()
        said: list[str] = []
        with heard(office, said):
            assert reader.client.get(f"/meetings/{meeting_id}/live/state/{view}").status_code == 200
        assert sum("FROM meeting_bridge_room" in one for one in said) == 1, "asked once for a page"
        counted.append(len(said))
    assert counted[2] == counted[1] + 1, "the units invited, whatever their number"


@contextmanager
def heard(office: Office, said: list[str]) -> Iterator[None]:
    """What is said to the database meanwhile."""

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    event.listen(office.db.engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(office.db.engine, "before_cursor_execute", note)


def test_a_delegates_part_stays_light_while_hands_are_entered_and_when_all_two_hundred_stand_in_the_result(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    begin_item(office, world, meeting_id)
    fill_hall(office, world, meeting_id)
    vote = put_question(office, world, meeting_id)
    delegate, runner = sign_in("giamdoc.stc"), world.actor(RUNS)
    office.session.rollback()
    with office.transaction():
        hands.enter(office, runner, meeting_id, vote.id, {one.id: one.id % 2 for one in vote.voters})
    standing = delegate.client.get(f"/meetings/{meeting_id}/live/state/show", headers=PACKED)
    assert len(standing.data) <= MOST_STANDING, "what all fetch when something changes"
    with office.transaction():
        voting.close_vote(office, runner, meeting_id, vote.id)
    closed = delegate.client.get(f"/meetings/{meeting_id}/live/state/show", headers=PACKED)
    assert "ghi thay 09:25" not in gzip.decompress(closed.data).decode()
    assert len(closed.data) <= MOST
    listed = delegate.client.get(f"/meetings/{meeting_id}/live/state/ballots/{vote.id}", headers=PACKED)
    assert gzip.decompress(listed.data).decode().count("ghi thay 09:25") == 200
    assert len(listed.data) <= MOST
    again = {**PACKED, "If-None-Match": listed.headers["ETag"]}
    assert delegate.client.get(f"/meetings/{meeting_id}/live/state/ballots/{vote.id}", headers=again).status_code == 304
    page = delegate.get(f"/meetings/{meeting_id}/live/votes/{vote.id}/ballots").text
    assert page.count("ghi thay 09:25") == 200, "a page of its own without script"


def test_a_delegates_part_does_not_grow_with_every_vote_that_was_counted(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    begin_item(office, world, meeting_id)
    fill_hall(office, world, meeting_id)
    delegate, runner, path = sign_in("giamdoc.stc"), world.actor(RUNS), f"/meetings/{meeting_id}/live/state/show"
    asked = []
    for number in range(6):
        vote = put_question(office, world, meeting_id, f"Thông qua phương án {number}")
        office.session.rollback()
        with office.transaction():
            hands.enter(office, runner, meeting_id, vote.id, {one.id: one.id % 3 for one in vote.voters})
            voting.close_vote(office, runner, meeting_id, vote.id)
        asked.append(queries_of(office, lambda: delegate.get(path)))
    sent = delegate.client.get(path, headers=PACKED)
    assert len(sent.data) <= MOST
    part = gzip.decompress(sent.data).decode()
    assert part.count("<dt>Ghi thay khi giơ tay</dt><dd>200</dd>") == 6
    assert "Xã 17" not in part, "no name of who voted"
    assert asked[-1] == asked[0], "one grouped count, whatever the number of votes"


def test_of_a_secret_vote_and_of_one_that_stands_nobody_reads_who_voted_what(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    begin_item(office, world, meeting_id)
    delegate, at = sign_in("giamdoc.stc"), f"/meetings/{meeting_id}/live"
    ids = []
    for secret in (True, False):
        ids.append(put_question(office, world, meeting_id, secret=secret).id)
        if secret:
            with office.transaction():
                voting.close_vote(office, world.actor(RUNS), meeting_id, ids[0])
    for vote_id in (*ids, 987_654, 2**70):
        assert delegate.get(f"{at}/votes/{vote_id}/ballots").status_code == 404
        assert delegate.get(f"{at}/state/ballots/{vote_id}").status_code == 404
    with office.transaction():
        voting.close_vote(office, world.actor(RUNS), meeting_id, ids[1])
    assert delegate.get(f"{at}/votes/{ids[1]}/ballots").status_code == 200
    other = make_held(office, world, clock)
    assert sign_in("giamdoc.stc").get(f"/meetings/{other}/live/votes/{ids[1]}/ballots").status_code == 404
    assert sign_in("vanthu.sct").get(f"{at}/votes/{ids[1]}/ballots").status_code == 404


def test_a_compressed_part_holds_no_token_and_a_plain_one_is_sent_where_the_browser_takes_no_other(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    at = f"/meetings/{meeting_id}/live"
    clerk = sign_in("vanthu")
    page = clerk.get(f"{at}/panel")
    assert "Content-Encoding" not in page.headers, "whole pages, where the token stands, are not compressed"
    token = re.search(r'name="csrf_token" value="([^".]+)', page.text)
    assert token, "signed anew each time, but its first letters are the same"
    sent = clerk.client.get(f"{at}/state/panel", headers=PACKED)
    part = gzip.decompress(sent.data).decode()
    assert part.count('name="csrf_token" value=""') == part.count('name="csrf_token"') > 3
    assert token[1] not in part
    for header in ({}, {"Accept-Encoding": "gzip;q=0"}, {"Accept-Encoding": "br"}):
        plain = clerk.get(f"{at}/state/panel", headers=header)
        assert ("Content-Encoding" in plain.headers, ITEMS[0] in plain.text) == (False, True), header
