"""The chair at a held meeting: there unless noted otherwise, in votes as in the minutes; who presided before is kept."""

from __future__ import annotations

import pytest

from e_office.core.office import Office
from e_office.core.problems import Refused
from e_office.meetings.live import hands, voting
from e_office.meetings.live.beside import note_chair
from e_office.meetings.live.seating import change_stay
from e_office.meetings.minutes.queries import others_at
from tests.conftest import MovingClock
from tests.factories.live import RUNS, make_held, put_question, seat
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn
from tests.web.meetings.test_flow_live import press

CHAIR = "phochutich"


def note(office: Office, world: World, meeting_id: int, noted: str) -> None:
    """Note of the chair what the name says."""
    runner = world.actor(RUNS)
    with office.transaction():
        if noted == "substitute":
            note_chair(office, runner, meeting_id, "substitute", name="Nguyễn Trọng Tuệ")
        elif noted == "absent":
            note_chair(office, runner, meeting_id, "absent")
        elif noted:
            note_chair(office, runner, meeting_id, "present")
    if noted == "left":
        with office.transaction():
            row = others_at(office, meeting_id).chair
            assert row is not None
            change_stay(office, runner, meeting_id, other_id=row.id, leaves=True)


@pytest.mark.parametrize(
    ("noted", "there"), [("", True), ("present", True), ("absent", False), ("substitute", False), ("left", False)]
)
def test_the_chair_is_counted_votes_and_raises_a_hand_only_where_they_are_there(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, noted: str, there: bool
) -> None:
    meeting_id, runner = make_held(office, world, clock), world.actor(RUNS)
    at = f"/meetings/{meeting_id}/live"
    seat(office, world, meeting_id, 0, 1)
    vote = put_question(office, world, meeting_id, chair=True)
    vote_id, voter_id = vote.id, next(one.id for one in vote.voters if one.person_id)
    note(office, world, meeting_id, noted)
    said = "Đủ số dự họp: 3, cần 3" if there else "Chưa đủ số dự họp: 2, cần 3"
    assert said in sign_in(RUNS).get(f"{at}/panel").text
    form = f'name="choice-{voter_id}"'
    assert (form in sign_in(RUNS).get(f"{at}/votes/{vote_id}/hands").text) is there
    if not there:
        with pytest.raises(Refused), office.transaction():
            hands.enter(office, runner, meeting_id, vote_id, {voter_id: 0})
    chair = sign_in(CHAIR)
    chair.get(at)
    assert press(chair, f"{at}/votes/{vote_id}/cast", choice="0") == (200 if there else 422)
    assert ("Chưa điểm danh nên chưa biểu quyết được" in chair.page) is not there
    with office.transaction():
        closed = voting.close_vote(office, runner, meeting_id, vote_id)
        assert (closed.present, closed.counts) == ((3, [1, 0, 0]) if there else (2, [0, 0, 0]))


def test_the_chair_who_voted_and_left_counts_as_present_for_that_question(
    office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    seat(office, world, meeting_id, 0, 1)
    vote = put_question(office, world, meeting_id, chair=True)
    vote_id, voter_id = vote.id, next(one.id for one in vote.voters if one.person_id)
    with office.transaction():
        voting.cast(office, world.actor(CHAIR), meeting_id, vote_id, voter_id, 0)
    note(office, world, meeting_id, "left")
    with office.transaction():
        closed = voting.close_vote(office, world.actor(RUNS), meeting_id, vote_id)
        assert (closed.present, closed.counts) == (3, [1, 0, 0])
