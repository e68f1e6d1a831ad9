"""A show of hands: the clerk enters votes in an open vote, marked as entered; what a delegate gave is never touched."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from e_office.core.audit import JournalEntry
from e_office.core.office import Office
from e_office.core.permission import NotAllowed
from e_office.core.problems import Refused
from e_office.meetings.live import hands, voting
from e_office.meetings.live.models import LiveBallot, LiveVoter
from e_office.meetings.minutes.queries import minutes_of
from tests.conftest import MovingClock
from tests.factories.live import RUNS, fill_hall, make_held, put_question, seat
from tests.factories.minutes import begin_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count
from tests.web.meetings.test_flow_live import form_of, invitee_of, press
from tests.web.meetings.test_flow_live_votes import vote_now


def voter_of(office: Office, world: World, meeting_id: int, vote_id: int, unit: str) -> LiveVoter:
    invitee_id = invitee_of(office, world, meeting_id, unit).id
    return next(one for one in vote_now(office, vote_id).voters if one.invitee_id == invitee_id)


def test_raised_hands_are_entered_marked_and_told_in_result_and_minutes(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_held(office, world, clock)
    begin_minutes(office, world, meeting_id)
    seat(office, world, meeting_id)
    vote_id = put_question(office, world, meeting_id, chair=True).id
    at, clerk = f"/meetings/{meeting_id}/live", sign_in("vanthu")
    page = f"{at}/votes/{vote_id}/hands"
    assert page in clerk.get(f"{at}/panel").text
    ids = {unit: voter_of(office, world, meeting_id, vote_id, unit).id for unit in ("stc", "stnmt", "kyanh")}
    clerk.get(page)
    assert press(clerk, page, act="save") == 422
    assert "Chưa chọn phương án cho nơi nào" in clerk.page
    clock.move(minutes=3)
    assert press(clerk, page, act="save", **{f"choice-{ids['stc']}": "1", f"choice-{ids['stnmt']}": "0"}) == 200
    assert "Đã ghi thay 2 phiếu" in clerk.page
    assert f'name="choice-{ids["stc"]}"' not in clerk.page, "who has a vote stands in the form no more"
    entered = voter_of(office, world, meeting_id, vote_id, "stc")
    noted = (entered.voted, entered.choice, entered.entered_by_id, entered.entered_at)
    assert noted == (True, 1, world.persons[RUNS], clock.now())
    asked = press(clerk, page, act="rest")
    assert (asked, "Ghi “Đồng ý” cho 2 nơi còn lại?" in clerk.page) == (200, True)
    assert count(office, LiveVoter, voted=True) == 2, "nothing is entered before the number was confirmed"
    assert press(clerk, page, act="save") == 200
    assert "Đã ghi thay 2 phiếu" in clerk.page
    clerk.get(f"{at}/panel")
    assert "4 ghi thay" in clerk.page
    assert press(clerk, f"{at}/votes/{vote_id}/close") == 200
    assert vote_now(office, vote_id).counts == [3, 1, 0]
    delegate = sign_in("giamdoc.stnmt").get(at).text
    assert "<dt>Ghi thay khi giơ tay</dt><dd>4</dd>" in delegate
    assert "ghi thay 09:28" not in delegate, "names come where they are opened"
    listed = sign_in("giamdoc.stnmt").get(f"{at}/votes/{vote_id}/ballots").text
    assert listed.count("ghi thay 09:28") == 4, "each with who entered it and when"
    minutes = minutes_of(office, meeting_id)
    assert minutes is not None
    assert "đã biểu quyết 4 (4 ghi thay khi giơ tay); đồng ý 3, không đồng ý 1" in minutes.text("votes")
    kept = office.session.scalars(select(JournalEntry).filter_by(verb="vote_entered")).all()
    assert "Không đồng ý (Sở Tài chính)" in str(kept[0].facts["votes"])
    late = clerk.get(page).text
    assert ("Biểu quyết này đã kết thúc" in late, "<fieldset" in late) == (True, False)


def test_what_the_delegate_gave_stands_and_replaces_what_was_entered_for_them(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_held(office, world, clock)
    seat(office, world, meeting_id)
    vote_id = put_question(office, world, meeting_id).id
    at, clerk, head = f"/meetings/{meeting_id}/live", sign_in("vanthu"), sign_in("giamdoc.stc")
    page, cast = f"{at}/votes/{vote_id}/hands", f"{at}/votes/{vote_id}/cast"
    stc, stnmt = (voter_of(office, world, meeting_id, vote_id, unit).id for unit in ("stc", "stnmt"))
    clerk.get(page)
    stale = form_of(clerk, page)
    assert press(clerk, page, act="save", **{f"choice-{stc}": "0"}) == 200
    seen = head.get(at).text
    assert "Phiếu của Sở Tài chính: Đồng ý" in seen
    assert "ghi thay" in seen
    assert press(head, cast, choice="1") == 200
    own = voter_of(office, world, meeting_id, vote_id, "stc")
    assert (own.choice, own.entered_by_id, own.entered_at) == (1, None, None)
    assert office.session.scalars(select(JournalEntry).filter_by(verb="vote_replaced")).one()
    again = head.post(cast, {"voter": str(stc), "choice": "0", "form_key": ""})
    assert (again.status_code, "đã biểu quyết rồi" in again.text) == (422, True)
    both = clerk.post(page, {**stale, "act": "save", "form_key": "", f"choice-{stc}": "0", f"choice-{stnmt}": "0"})
    assert both.status_code == 200
    assert "Đã ghi thay 1 phiếu" in both.text
    assert "giữ nguyên phiếu đó: Sở Tài chính" in both.text
    assert voter_of(office, world, meeting_id, vote_id, "stc").choice == 1
    undone = clerk.post(f"{page}/{stc}/undo", {"form_key": ""})
    assert (undone.status_code, "Phiếu đại biểu tự bỏ thì giữ nguyên" in undone.text) == (422, True)
    assert press(clerk, f"{page}/{stnmt}/undo") == 200
    back = voter_of(office, world, meeting_id, vote_id, "stnmt")
    assert (back.voted, back.choice, back.entered_by_id) == (False, None, None)
    with office.transaction():
        closed = voting.close_vote(office, world.actor(RUNS), meeting_id, vote_id)
        assert closed.counts == [0, 1, 0]


def test_nobody_enters_a_hand_in_a_secret_vote_and_none_but_who_runs_the_meeting_in_an_open_one(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    seat(office, world, meeting_id)
    at, clerk = f"/meetings/{meeting_id}/live", sign_in("vanthu")
    secret = put_question(office, world, meeting_id, secret=True)
    secret_id, voter_id = secret.id, secret.voters[0].id
    assert f"{secret_id}/hands" not in clerk.get(f"{at}/panel").text
    assert "<fieldset" not in clerk.get(f"{at}/votes/{secret_id}/hands").text
    sent = clerk.post(f"{at}/votes/{secret_id}/hands", {f"choice-{voter_id}": "0", "act": "save", "form_key": ""})
    assert (sent.status_code, "Bỏ phiếu kín thì không ai ghi thay được" in sent.text) == (422, True)
    with pytest.raises(Refused) as refused, office.transaction():
        hands.take_entry_back(office, world.actor(RUNS), meeting_id, secret_id, voter_id)
    assert [one.code for one in refused.value.problems] == ["secret_entry"]
    assert (count(office, LiveBallot), count(office, LiveVoter, voted=True)) == (0, 0)
    with office.transaction():
        voting.withdraw_vote(office, world.actor(RUNS), meeting_id, secret_id)
    vote_id = put_question(office, world, meeting_id).id
    voter_id = voter_of(office, world, meeting_id, vote_id, "stnmt").id
    head = sign_in("giamdoc.stc")
    assert head.get(f"{at}/votes/{vote_id}/hands").status_code == 404
    for act in ("save", "rest"):
        sent = head.post(f"{at}/votes/{vote_id}/hands", {f"choice-{voter_id}": "0", "act": act, "form_key": ""})
        assert sent.status_code == 403, act
    with pytest.raises(NotAllowed), office.transaction():
        hands.take_entry_back(office, world.actor("giamdoc.stc"), meeting_id, vote_id, voter_id)


def test_a_hand_is_entered_for_seats_that_are_there_with_the_right_and_for_no_other(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    seat(office, world, meeting_id, 1)
    vote = put_question(office, world, meeting_id)
    vote_id, there = vote.id, vote.voters[1].id
    absent = {f"choice-{one.id}": "0" for one in vote.voters if one.id != there}
    page, clerk = f"/meetings/{meeting_id}/live/votes/{vote_id}/hands", sign_in("vanthu")
    seen = clerk.get(page).text
    assert (seen.count("<fieldset"), "2 nơi chưa ghi được" in seen) == (1, True)
    refused = clerk.post(page, {f"choice-{there}": "0", **absent, "act": "save", "form_key": ""})
    assert (refused.status_code, refused.text.count("chưa điểm danh, hoặc người dự")) == (422, 3), "each is named"
    assert re_checked(refused.text, there), "what was chosen for the others is still there"
    assert count(office, LiveVoter, voted=True) == 0
    assert clerk.post(page, {f"choice-{there}": "9", "act": "save", "form_key": ""}).status_code == 422
    assert clerk.post(page, {"choice-987654": "0", "act": "save", "form_key": ""}).status_code == 404


def re_checked(page: str, voter_id: int) -> bool:
    return f'name="choice-{voter_id}" value="0" checked' in page


def test_two_hundred_seats_are_entered_in_one_go_and_a_vote_given_meanwhile_is_not_among_them(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    fill_hall(office, world, meeting_id)
    vote_id = put_question(office, world, meeting_id).id
    page, clerk = f"/meetings/{meeting_id}/live/votes/{vote_id}/hands", sign_in("vanthu")
    first, second = (one.id for one in vote_now(office, vote_id).voters[:2])
    clerk.get(page)
    assert press(clerk, page, act="rest", **{f"choice-{first}": "1"}) == 200
    assert "Ghi “Đồng ý” cho 199 nơi còn lại?" in clerk.page
    confirmed = form_of(clerk, page)
    assert len([name for name in confirmed if name.startswith("choice-")]) == 200
    office.session.rollback()
    with office.transaction():
        voter = office.session.get_one(LiveVoter, second)
        voter.voted, voter.choice = True, 2
    assert clerk.post(page, {**confirmed, "act": "save"}).status_code == 200
    assert "Đã ghi thay 199 phiếu" in clerk.page
    vote = vote_now(office, vote_id)
    assert Counter(one.choice for one in vote.voters) == {0: 198, 1: 1, 2: 1}
    assert next(one.entered_by_id for one in vote.voters if one.id == second) is None
