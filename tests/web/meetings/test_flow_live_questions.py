"""Questions put to the vote in a held meeting: on which item, to whom, and what few who are there can decide."""

from __future__ import annotations

import re

from e_office.core.office import Office
from e_office.meetings.live import voting
from e_office.meetings.minutes.queries import minutes_of
from tests.conftest import MovingClock
from tests.factories.live import begin_item, live_now, make_held, put_question, seat
from tests.factories.minutes import begin_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn
from tests.web.meetings.test_flow_live import press
from tests.web.meetings.test_flow_live_votes import vote_now


def test_without_the_number_the_rule_names_a_vote_is_void_on_page_wall_and_in_the_minutes(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock, items=("Tiến độ",))
    begin_minutes(office, world, meeting_id)
    seat(office, world, meeting_id, 0)
    vote_id = put_question(office, world, meeting_id).id
    with office.transaction():
        closed = voting.close_vote(office, world.actor("vanthu"), meeting_id, vote_id)
        assert (closed.present, closed.carried) == (1, False)
    browser, said = sign_in("vanthu"), "hông đủ số dự họp để biểu quyết có giá trị (có mặt 1, cần 2)"
    for page in ("", "/panel", "/wall"):
        assert said in browser.get(f"/meetings/{meeting_id}/live{page}").text, page
    minutes = minutes_of(office, meeting_id)
    assert minutes is not None
    assert said in minutes.text("votes")


def test_between_items_the_form_asks_what_a_question_is_on(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    at, clerk = f"/meetings/{meeting_id}/live", sign_in("vanthu")
    second = live_now(office, meeting_id).running_order[1].id
    page = clerk.get(f"{at}/panel").text
    assert ">Nội dung đang họp</option>" not in page
    assert f'<option value="{second}">Vướng mắc về tái định cư</option>' in page
    voters = [str(one.id) for one in live_now(office, meeting_id).meeting.invitees]
    sent = {"question": "Giữ phương án cũ", "rule": "half_of_all", "way": "open", "voters": voters}
    refused = clerk.post(f"{at}/votes", {**sent, "item": str(second + 1000), "view": "panel", "form_key": ""})
    assert refused.status_code == 404, "an item of this meeting"
    clerk.get(f"{at}/panel")
    assert press(clerk, f"{at}/votes", **{**sent, "question": "", "item": str(second)}) == 422
    assert f'<option value="{second}" selected>' in clerk.page, "kept after a refusal"
    assert press(clerk, f"{at}/votes", **sent, item=str(second)) == 200
    (vote,) = live_now(office, meeting_id).votes
    assert vote.item is not None
    assert vote.item.title == "Vướng mắc về tái định cư"
    begin_item(office, world, meeting_id)
    vote_id = vote.id
    with office.transaction():
        voting.withdraw_vote(office, world.actor("vanthu"), meeting_id, vote_id)
    whole = put_question(office, world, meeting_id, item_id=voting.WHOLE).id
    assert vote_now(office, whole).item is None, "on the whole meeting, though an item is dealt with"


def test_who_had_a_vote_last_is_ticked_again_and_a_refusal_keeps_what_was_ticked(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    at, clerk = f"/meetings/{meeting_id}/live", sign_in("vanthu")
    first, second, third = (one.id for one in live_now(office, meeting_id).meeting.invitees)

    def ticked() -> set[str]:
        boxes = re.findall(r'<input type="checkbox" name="(voters|chair)" value="(\d+)" checked>', clerk.page)
        return {value if name == "voters" else name for name, value in boxes}

    clerk.get(f"{at}/panel")
    assert ticked() == {str(first), str(second), str(third)}, "at first everybody invited"
    sent = {"question": "", "rule": "half_of_all", "way": "open", "voters": [str(third)], "chair": "1"}
    assert press(clerk, f"{at}/votes", **sent) == 422
    assert ticked() == {str(third), "chair"}, "without script too"
    vote_id = put_question(office, world, meeting_id, invitees=[first, second], chair=True).id
    with office.transaction():
        voting.withdraw_vote(office, world.actor("vanthu"), meeting_id, vote_id)
    clerk.get(f"{at}/panel")
    assert ticked() == {str(first), str(second), "chair"}
