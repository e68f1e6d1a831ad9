"""The chair at a held meeting: there unless noted otherwise, in votes as in the minutes; who presided before is kept."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from e_office.core.audit import JournalEntry
from e_office.core.office import Office
from e_office.core.problems import Refused
from e_office.meetings.live import hands, voting
from e_office.meetings.live.beside import check_in_chair, note_chair
from e_office.meetings.live.seating import change_stay
from e_office.meetings.minutes.queries import minutes_of, others_at
from tests.conftest import MovingClock
from tests.factories.live import RUNS, live_now, make_held, put_question, seat
from tests.factories.minutes import begin_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn
from tests.web.meetings.test_flow_live import press
from tests.web.meetings.test_flow_live_presence import words

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
    office: Office, world: World, clock: MovingClock, both_databases: str
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


@pytest.mark.parametrize("by", ["code", "clerk"])
def test_who_presided_until_the_chair_came_stays_in_course_minutes_and_journal(
    office: Office, world: World, clock: MovingClock, both_databases: str, by: str
) -> None:
    meeting_id, runner = make_held(office, world, clock), world.actor(RUNS)
    begin_minutes(office, world, meeting_id)
    instead = {"name": "Nguyễn Trọng Tuệ", "post": "Chánh Văn phòng", "reason": "Họp Tỉnh ủy"}
    with office.transaction():
        note_chair(office, runner, meeting_id, "substitute", **instead)
    clock.move(minutes=35)
    with office.transaction():
        if by == "code":
            code = live_now(office, meeting_id).code
            assert check_in_chair(office, world.actor(CHAIR), meeting_id, code) == []
        else:
            note_chair(office, runner, meeting_id, "present")
    minutes = minutes_of(office, meeting_id)
    assert minutes is not None
    line = "10:00 Lê Thị Minh Hòa chủ trì từ lúc này, trước đó Nguyễn Trọng Tuệ chủ trì thay."
    assert minutes.text("course").splitlines()[-1] == line
    before = "(từ 10:00, trước đó Nguyễn Trọng Tuệ, Chánh Văn phòng, chủ trì thay)"
    assert chair_said(office, meeting_id).endswith(f"{before}.")
    kept = office.session.scalars(select(JournalEntry).filter_by(verb="minutes_came")).all()[-1]
    assert str(kept.message) == (
        "sửa phần chủ trì: Chủ trì thay, Nguyễn Trọng Tuệ, Chánh Văn phòng, Họp Tỉnh ủy → Có mặt, Lê Thị Minh Hòa"
    )
    note(office, world, meeting_id, "present")
    assert before in chair_said(office, meeting_id), "noted once more they came no later"
    note(office, world, meeting_id, "left")
    assert chair_said(office, meeting_id).endswith(f"{before} (rời họp 10:00).")
    with office.transaction():
        note_chair(office, runner, meeting_id, "")
        note_chair(office, runner, meeting_id, "present")
    assert "trước đó" not in chair_said(office, meeting_id), "a note that is taken back leaves nothing"


def chair_said(office: Office, meeting_id: int) -> str:
    """What the minutes would say of the chair now."""
    return next(line for line in words(office, meeting_id) if line.startswith("Chủ trì (chủ tọa):"))
