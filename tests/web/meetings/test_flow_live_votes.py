"""Votes in a held meeting: open and secret, once each, counted at the end, in the minutes; nobody joins a ballot."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import select

from e_office.core.db import Base, db
from e_office.core.office import Office
from e_office.core.problems import Refused
from e_office.core.web import FormKey
from e_office.meetings.live import voting
from e_office.meetings.live.models import LiveBallot, LiveVote, LiveVoter
from e_office.meetings.minutes.models import Attendance
from e_office.meetings.minutes.queries import minutes_of
from e_office.people.models import Unit
from tests.conftest import MovingClock
from tests.factories.live import begin_item, live_now, make_held, put_question, seat
from tests.factories.minutes import begin_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count
from tests.web.meetings.test_flow_live import form_of, invitee_of, press

HEADS = {"stc": "giamdoc.stc", "stnmt": "giamdoc.stnmt", "kyanh": "chutich.kyanh"}


def vote_now(office: Office, vote_id: int) -> LiveVote:
    office.session.rollback()
    office.session.expire_all()
    return office.session.get_one(LiveVote, vote_id)


def short_name(office: Office, world: World, key: str) -> str:
    unit = office.session.get_one(Unit, world.units[key])
    return unit.short_name or unit.name


def test_an_open_vote_is_put_cast_counted_and_written_into_the_minutes(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_held(office, world, clock)
    at, clerk = f"/meetings/{meeting_id}/live", sign_in("vanthu")
    begin_minutes(office, world, meeting_id)
    begin_item(office, world, meeting_id)
    seat(office, world, meeting_id)
    clerk.get(f"{at}/panel")
    refused = press(clerk, f"{at}/votes", question=" ", rule="half_of_all", way="open")
    assert refused == 422
    assert "Chưa ghi nội dung biểu quyết" in clerk.page
    assert "Chưa chọn ai được biểu quyết" in clerk.page
    voters = [str(one.id) for one in live_now(office, meeting_id).meeting.invitees]
    sent = {"question": "Thông qua kế hoạch", "rule": "half_of_all", "way": "open", "voters": voters, "chair": "1"}
    assert press(clerk, f"{at}/votes", **sent) == 200
    (vote,) = live_now(office, meeting_id).votes
    vote_id, cast = vote.id, f"{at}/votes/{vote.id}/cast"
    assert (len(vote.voters), vote.item.title if vote.item else "") == (4, "Tiến độ giải phóng mặt bằng")
    second = press(clerk, f"{at}/votes", question="Việc khác", rule="half_of_all", way="open", voters=voters)
    assert second == 422, "one question at a time"
    for login, choice in (("giamdoc.stc", "0"), ("giamdoc.stnmt", "0"), ("phochutich", "0"), ("chutich.kyanh", "1")):
        browser = sign_in(login)
        page = browser.get(at).text
        assert "Công khai: phiếu của từng nơi được công bố" in page
        assert press(browser, cast, choice=choice) == 200
        assert "Đã biểu quyết cho" in browser.page
        assert "Không đồng ý 1" not in browser.page, "no figure before the end"
    clerk.get(f"{at}/panel")
    assert "Đủ số dự họp: 4, cần 3" in clerk.page
    assert press(clerk, f"{at}/votes/{vote_id}/close") == 200
    closed = vote_now(office, vote_id)
    assert (closed.counts, closed.present, closed.carried) == ([3, 1, 0], 4, True)
    page = sign_in("giamdoc.stc").get(at).text
    assert "Thông qua" in page
    assert '<p class="small quiet">Tiến độ giải phóng mặt bằng</p>' in page, "what it was on stands with the result"
    assert "Ai biểu quyết thế nào" in page, "an open vote tells who voted what"
    minutes = minutes_of(office, meeting_id)
    assert minutes is not None
    assert minutes.text("votes") == (
        "Biểu quyết công khai về “Tiến độ giải phóng mặt bằng”: Thông qua kế hoạch; tổng số 4, có mặt 4, đã biểu quyết 4; đồng ý 3, không đồng ý 1, "
        "ý kiến khác 0; thông qua (quá nửa tổng số thành viên)."
    )
    late = sign_in("vanthu.stc")
    late.get(at)
    voter = next(one.id for one in closed.voters if one.name == "Sở Tài chính")
    assert late.post(cast, {"voter": str(voter), "choice": "1", "form_key": ""}).status_code == 422, "it is over"


def test_votes_cast_and_counted_in_one_breath_are_all_counted(office: Office, world: World, clock: MovingClock) -> None:
    meeting_id = make_held(office, world, clock)
    seat(office, world, meeting_id)
    everybody = [one.id for one in live_now(office, meeting_id).meeting.invitees]
    with office.transaction():
        question = voting.Question(text="Thông qua kế hoạch", rule="half_of_all", invitees=everybody)
        vote = voting.open_vote(office, world.actor("vanthu"), meeting_id, question)
        for voter in vote.voters:
            login = next(login for key, login in HEADS.items() if voter.name == short_name(office, world, key))
            voting.cast(office, world.actor(login), meeting_id, vote.id, voter.id, 0)
        assert voting.close_vote(office, world.actor("vanthu"), meeting_id, vote.id).counts == [3, 0, 0]


def test_one_votes_once_for_ones_own_seat_and_only_where_one_sits_rightly(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    vote_id = put_question(office, world, meeting_id).id
    at = f"/meetings/{meeting_id}/live"
    head, cast = sign_in("giamdoc.stc"), f"{at}/votes/{vote_id}/cast"
    head.get(at)
    assert press(head, cast, choice="0") == 422
    assert "Chưa điểm danh" in head.page
    seat(office, world, meeting_id, 1, 2)
    head.get(at)
    form = form_of(head, cast)
    assert head.post(cast, {**form, "choice": "0"}).status_code == 200
    again = head.post(cast, {**form, "choice": "1", "form_key": ""})
    assert (again.status_code, "đã biểu quyết rồi" in again.text) == (422, True)
    others = vote_now(office, vote_id).voters
    stnmt = next(one for one in others if one.invitee_id == invitee_of(office, world, meeting_id, "stnmt").id)
    stolen = head.post(cast, {"voter": str(stnmt.id), "choice": "0", "form_key": ""})
    assert stolen.status_code == 403
    specialist = sign_in("chuyenvien.stnmt")
    specialist.get(at)
    seat_id = stnmt.invitee_id
    code = live_now(office, meeting_id).code
    taken = {"invitee": str(seat_id), "code": code, "form_key": ""}
    assert specialist.post(f"{at}/check-in", taken).status_code == 200
    wrong = specialist.post(cast, {"voter": str(stnmt.id), "choice": "0", "form_key": ""})
    assert (wrong.status_code, "không được quyền quyết định" in wrong.text) == (422, True), "in the wrong capacity"


def test_only_who_sits_there_casts_the_vote_of_a_unit_and_keeps_the_seat(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    """Others of the unit read the invitation and may see the code; the head's seat and vote are not theirs (M4, M5)."""
    meeting_id = make_held(office, world, clock)
    vote = put_question(office, world, meeting_id)
    vote_id, voter_id = vote.id, next(one.id for one in vote.voters if one.name == "Sở Tài chính")
    at, code = f"/meetings/{meeting_id}/live", live_now(office, meeting_id).code
    head, clerk = sign_in("giamdoc.stc"), sign_in("vanthu.stc")
    sits = {"invitee": str(invitee_of(office, world, meeting_id, "stc").id), "code": code, "form_key": ""}
    clerk.get(at)
    assert clerk.post(f"{at}/check-in", sits).status_code == 200, "in the wrong capacity, until the head is there"
    head.get(at)
    assert head.post(f"{at}/check-in", sits).status_code == 200
    taken = clerk.post(f"{at}/check-in", sits)
    assert (taken.status_code, "đã có người điểm danh" in taken.text) == (422, True)
    for chosen in ("checked in", "noted without a name"):
        stolen = clerk.post(f"{at}/votes/{vote_id}/cast", {"voter": str(voter_id), "choice": "1", "form_key": ""})
        assert (stolen.status_code, "Chỉ người đang dự họp" in stolen.text) == (422, True), chosen
        with office.transaction():
            office.session.scalars(select(Attendance)).one().name = ""
    assert (
        head.post(f"{at}/votes/{vote_id}/cast", {"voter": str(voter_id), "choice": "0", "form_key": ""}).status_code
        == 200
    )
    assert {one.choice for one in vote_now(office, vote_id).voters if one.voted} == {0}


def test_a_secret_vote_of_so_few_that_figures_would_tell_is_neither_put_nor_counted(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    seat(office, world, meeting_id)
    invitees = [one.id for one in live_now(office, meeting_id).meeting.invitees]
    with pytest.raises(Refused) as refused:
        put_question(office, world, meeting_id, secret=True, invitees=invitees[:2])
    assert [one.code for one in refused.value.problems] == ["secret_few"]
    vote_id = put_question(office, world, meeting_id, secret=True).id
    at, clerk = f"/meetings/{meeting_id}/live", sign_in("vanthu")
    for cast, login in enumerate(HEADS.values(), start=1):
        browser = sign_in(login)
        browser.get(at)
        assert press(browser, f"{at}/votes/{vote_id}/cast", choice="0") == 200
        clerk.get(f"{at}/panel")
        assert press(clerk, f"{at}/votes/{vote_id}/close") == (422 if cast < 3 else 200)
    assert vote_now(office, vote_id).counts == [3, 0, 0]


def test_of_a_secret_vote_nothing_joins_a_ballot_to_its_voter(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    """With every row of the database in hand: no column, number, time or order of the ballots belongs to a person."""
    meeting_id = make_held(office, world, clock)
    seat(office, world, meeting_id)
    vote_id = put_question(office, world, meeting_id, secret=True).id
    at = f"/meetings/{meeting_id}/live"
    orders, choices = set(), dict(zip(HEADS.values(), ("0", "1", "0"), strict=True))
    for login, choice in choices.items():
        clock.move(minutes=1)
        browser = sign_in(login)
        browser.get(at)
        assert "kể cả quản trị viên" in browser.page
        assert press(browser, f"{at}/votes/{vote_id}/cast", choice=choice) == 200
        ballots = list(office.session.execute(select(LiveBallot.id, LiveBallot.choice)).tuples())
        orders.add(tuple(number for number, _choice in ballots))
        assert not {one.choice for one in office.session.scalars(select(LiveVoter))} - {None}
    numbers = [set(order) for order in orders]
    assert all(not one & other for one in numbers for other in numbers if one is not other), (
        "each cast shuffles the box"
    )
    assert Counter(choice for _number, choice in ballots) == {0: 2, 1: 1}
    assert {column.name for column in LiveBallot.__table__.columns} == {"id", "vote_id", "choice"}
    known = {value for table in Base.metadata.sorted_tables if table.name != "live_ballot"
             for row in db.session.execute(select(table)) for value in row if isinstance(value, int)}  # fmt: skip
    assert not known & {number for number, _choice in ballots}, "no other table knows a ballot's number"
    assert office.session.scalars(select(FormKey)).first() is not None, "forms leave their hour, ballots do not"
    clerk = sign_in("vanthu")
    clerk.get(f"{at}/panel")
    assert press(clerk, f"{at}/votes/{vote_id}/close") == 200
    closed = vote_now(office, vote_id)
    assert (closed.counts, closed.carried) == ([2, 1, 0], True)
    assert "Ai biểu quyết thế nào" not in sign_in("giamdoc.stc").get(at).text


def test_a_poll_has_choices_of_its_own_and_decides_nothing(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    seat(office, world, meeting_id, 0, 1)
    vote_id = put_question(office, world, meeting_id, "Chọn ngày", rule="poll", choices=["Thứ Ba", "", "Thứ Tư"]).id
    at, head = f"/meetings/{meeting_id}/live", sign_in("giamdoc.stc")
    assert "Thứ Tư" in head.get(at).text
    assert press(head, f"{at}/votes/{vote_id}/cast", choice="2") == 422
    head.get(at)
    assert press(head, f"{at}/votes/{vote_id}/cast", choice="1") == 200
    with office.transaction():
        voting.close_vote(office, world.actor("phochutich"), meeting_id, vote_id)
    closed = vote_now(office, vote_id)
    assert (closed.choices, closed.counts, closed.carried, closed.present) == (["Thứ Ba", "Thứ Tư"], [0, 1], None, 2)


def test_a_question_put_by_mistake_is_taken_back_and_nobody_learns_how_it_stood(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    vote_id = put_question(office, world, meeting_id).id
    at, clerk = f"/meetings/{meeting_id}/live", sign_in("vanthu")
    clerk.get(f"{at}/panel")
    assert press(clerk, f"{at}/end") == 422, "a meeting does not end in the middle of a vote"
    assert press(clerk, f"{at}/votes/{vote_id}/withdraw") == 200
    assert "Kết quả biểu quyết" not in clerk.page
    with pytest.raises(Refused), office.transaction():
        voting.close_vote(office, world.actor("vanthu"), meeting_id, vote_id)


@pytest.mark.parametrize("secret", [False, True])
def test_of_many_who_cast_one_vote_at_the_same_moment_one_counts(
    app: Flask, office: Office, world: World, clock: MovingClock, secret: bool, both_databases: str
) -> None:
    meeting_id = make_held(office, world, clock)
    seat(office, world, meeting_id)
    vote = put_question(office, world, meeting_id, secret=secret)
    vote_id, actor = vote.id, world.actor("giamdoc.stc")
    voter_id = next(one.id for one in vote.voters if one.name == "Sở Tài chính")
    office.session.rollback()
    gate, said = threading.Barrier(6), []

    def try_it(choice: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                with office.transaction():
                    voting.cast(office, actor, meeting_id, vote_id, voter_id, choice)
                said.append("cast")
            except Refused as error:
                said.append(error.problems[0].code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=try_it, args=(place % 3,)) for place in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(said) == {"cast": 1, "voted": 5}
    vote = vote_now(office, vote_id)
    assert sum(one.voted for one in vote.voters) == 1
    assert count(office, LiveBallot) == (1 if secret else 0)
    if not secret:
        with office.transaction():
            closed = voting.close_vote(office, world.actor("vanthu"), meeting_id, vote_id)
            assert sum(closed.counts or []) == 1
