"""When a meeting is opened, how its items move, in which capacity one sits there (M4, M5), how often a code is tried."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from e_office.meetings.live.rules import (
    AFTER,
    FROM,
    OPEN_SPEECH,
    SPEECH,
    Held,
    ItemAct,
    ItemState,
    SpeechAct,
    SpeechState,
    added_problems,
    asking_problems,
    held_problems,
    item_problems,
    may_enter,
    moved_among,
    opening_problems,
    running_problems,
    speech_problems,
    stays_open,
)
from e_office.meetings.live.rules_present import (
    PAUSE,
    Seat,
    SeatFacts,
    code_problems,
    is_sitter,
    seat_of,
    tries_problems,
)

START = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "issued", "codes"),
    [
        (START - timedelta(hours=2), True, set()), (START - timedelta(hours=2) - SECOND, True, {"too_early"}),
        (START, True, set()), (START + timedelta(days=1), True, set()), (START, False, {"not_issued"}),
        (START + timedelta(days=1) + SECOND, True, {"too_late"}), (START + timedelta(days=30), True, {"too_late"}),
    ],
)  # fmt: skip
def test_a_meeting_is_opened_from_two_hours_before_its_start_until_a_day_after_it(
    now: datetime, issued: bool, codes: set[str]
) -> None:
    assert {one.code for one in opening_problems(issued=issued, start=START, now=now)} == codes


@pytest.mark.parametrize("state", ItemState)
@pytest.mark.parametrize("act", ItemAct)
def test_an_item_moves_from_the_states_its_act_names_and_no_other(act: ItemAct, state: ItemState) -> None:
    possible = {
        ("start", "waiting"), ("start", "done"), ("start", "skipped"), ("finish", "current"), ("skip", "waiting"),
        ("skip", "current"), ("take_back", "current"), ("take_back", "done"), ("take_back", "skipped"),
        ("up", "waiting"), ("down", "waiting"),
    }  # fmt: skip
    refused = [one.code for one in item_problems(act, state)]
    assert refused == ([] if (act, state) in possible else ["item_moved_on"])
    assert all(one.cure for one in item_problems(act, state))
    assert act in FROM
    assert act in {*AFTER, ItemAct.UP, ItemAct.DOWN}


@pytest.mark.parametrize("state", SpeechState)
@pytest.mark.parametrize("act", SpeechAct)
def test_a_request_to_speak_goes_its_way(act: SpeechAct, state: SpeechState) -> None:
    possible = {
        ("call", "waiting"), ("begin", "waiting"), ("begin", "called"), ("end", "speaking"), ("withdraw", "waiting"),
        ("withdraw", "called"),
    }  # fmt: skip
    assert (not list(speech_problems(act, state))) is ((act, state) in possible)
    assert all(one.cure for one in speech_problems(act, state))
    assert (SPEECH[act][1] in OPEN_SPEECH) is (act in {"call", "begin"})


@pytest.mark.parametrize(
    ("item", "step", "order"),
    [(3, 1, [1, 2, 5, 4, 3]), (3, -1, [1, 2, 3, 4, 5]), (5, -1, [1, 2, 5, 4, 3]), (5, 1, [1, 2, 3, 4, 5])],
)
def test_items_that_wait_are_moved_past_those_that_are_over(item: int, step: int, order: list[int]) -> None:
    states = [
        (1, ItemState.DONE), (2, ItemState.CURRENT), (3, ItemState.WAITING), (4, ItemState.SKIPPED),
        (5, ItemState.WAITING),
    ]  # fmt: skip
    assert moved_among(states, item, step) == order


def test_an_added_item_has_a_title_and_there_are_not_too_many() -> None:
    assert [one.code for one in added_problems(" ", 1)] == ["title_missing"]
    assert [one.code for one in added_problems("x" * 501, 60)] == ["title_long", "too_many"]
    assert not list(added_problems("Việc khác", 59))


def test_who_asks_to_speak_is_there_and_asks_once() -> None:
    assert not list(asking_problems(present=True, open_already=False))
    assert [one.code for one in asking_problems(present=False, open_already=True)] == ["not_present", "asked_already"]


@pytest.mark.parametrize(
    ("invited", "sent", "substitute", "agreed", "leader", "leads", "seat"),
    [
        (1, None, None, False, True, True, Seat.OWN), (None, 1, None, False, True, False, Seat.OWN),
        (None, None, None, False, True, True, Seat.OWN), (None, None, None, False, True, False, Seat.WRONG),
        (None, None, None, False, False, False, Seat.OWN), (2, None, None, False, False, True, Seat.WRONG),
        (2, None, 1, True, True, False, Seat.SUBSTITUTE), (2, None, 1, False, True, True, Seat.WRONG),
        (None, None, 1, True, True, False, Seat.SUBSTITUTE), (None, None, 3, True, True, False, Seat.WRONG),
        (None, 2, None, False, True, True, Seat.OWN),
    ],
)  # fmt: skip
def test_in_which_capacity_person_1_sits_there_m4_m5(
    invited: int | None, sent: int | None, substitute: int | None, agreed: bool, leader: bool, leads: bool, seat: Seat
) -> None:
    facts = SeatFacts(
        person_id=1, invited_id=invited, sent_id=sent, substitute_id=substitute, substitute_agreed=agreed,
        leader_asked=leader, leads=leads,
    )  # fmt: skip
    assert seat_of(facts) == seat


HUNG = "Trần Văn Hùng"
LABOUR = "Phó Giám đốc Sở Lao động - Thương binh và Xã hội"


@pytest.mark.parametrize(
    ("sitter", "name", "sits"),
    [
        (HUNG, HUNG, True),
        (HUNG, "Trần Văn Hưng", False),
        (HUNG, "Tran Van Hung", False),
        (HUNG, "Văn Hùng", False),
        (HUNG, "Trần Văn Hùng Anh", False),
        ("Nguyễn Văn Anh", "Văn An", False),
        ("Nguyễn Văn Anh", "Văn Anh", False),
        ("TRẦN  VĂN HÙNG", HUNG, True),
        ("Trâ\u0300n Văn Hu\u0300ng", HUNG, True),
        ("Lê Thị Hoà", "Lê Thị Hòa", True),
        ("Lê Thị Thuý", "Lê Thị Thúy", True),
        ("Lê Thị Hoà", "Lê Thị Hoa", False),
        ("Ông Trần Văn Hùng, Phó Giám đốc", HUNG, True),
        ("đ/c Trần Văn Hùng - Phó Giám đốc", HUNG, True),
        ("ThS. Trần Văn Hùng (Chi cục trưởng)", HUNG, True),
        ("Thượng tá Trần Văn Hùng", HUNG, True),
        ("Phó Giám đốc Trần Văn Hùng", HUNG, True),
        ("Phó Giám đốc: Trần Văn Hùng.", HUNG, True),
        (f"{LABOUR} Trần Văn Hùng", HUNG, True),
        ("Lê Văn Nam, Trần Văn Hùng", HUNG, True),
        ("Lê Văn Nam và Trần Văn Hùng", HUNG, True),
        ("Ông Trần Văn Hùng, Phó Giám đốc", "Trần Văn Hưng", False),
        ("Lê Văn Nam (thay Trần Văn Hùng)", HUNG, False),
        ("Phó Giám đốc Lê Văn Nam thay Trần Văn Hùng", HUNG, False),
        ("Lái xe của Giám đốc Trần Văn Hùng", HUNG, False),
        (HUNG, "", False),
    ],
)
def test_who_sits_there_is_known_by_the_whole_name_with_its_accents(sitter: str, name: str, sits: bool) -> None:
    assert is_sitter(sitter, name, Seat.OWN) is sits


def test_where_the_attendance_names_nobody_who_has_the_capacity_sits_there_m4() -> None:
    assert is_sitter("", HUNG, Seat.OWN)
    assert not is_sitter("", HUNG, Seat.WRONG)


@pytest.mark.parametrize(
    ("failures", "waits"),
    [(0, False), (4, False), (5, True), (9, True)],
)
def test_five_wrong_codes_are_free_a39(failures: int, waits: bool) -> None:
    tried = [START + SECOND * place for place in range(failures)]
    assert bool(tries_problems(tried, START + timedelta(minutes=1))) is waits
    assert not tries_problems(tried, START + PAUSE + SECOND * failures), "a pause later all is forgotten"


def test_the_code_is_typed_with_or_without_a_space() -> None:
    assert not code_problems(" 123 456", "123456")
    assert [one.code for one in code_problems("12345", "123456")] == ["wrong_code"]
    assert code_problems("", "123456")


@pytest.mark.parametrize(
    ("ended", "cancelled", "code"),
    [(False, False, None), (True, False, "ended"), (False, True, "called_off"), (True, True, "called_off")],
)
def test_nothing_is_done_in_a_meeting_that_is_over_or_called_off(
    ended: bool, cancelled: bool, code: str | None
) -> None:
    problems = list(running_problems(ended=ended, cancelled=cancelled))
    assert [one.code for one in problems] == ([code] if code else [])
    assert all(one.cure for one in problems)


@pytest.mark.parametrize(
    ("held", "begun"),
    [
        (Held(), False), (Held(items=[ItemState.WAITING, ItemState.SKIPPED]), False),
        (Held(items=[ItemState.WAITING, ItemState.CURRENT]), True), (Held(items=[ItemState.DONE]), True),
        (Held(speeches=[SpeechState.WAITING, SpeechState.CALLED, SpeechState.WITHDRAWN]), False),
        (Held(speeches=[SpeechState.SPEAKING]), True), (Held(speeches=[SpeechState.DONE]), True), (Held(votes=1), True),
    ],
)  # fmt: skip
def test_a_meeting_has_begun_when_there_is_something_to_tell_of_it(held: Held, begun: bool) -> None:
    assert [one.code for one in held_problems(held)] == (["being_held"] if begun else [])


def test_a_moved_meeting_stays_open_where_it_could_be_opened_now() -> None:
    assert stays_open(START, START - timedelta(hours=2))
    assert not stays_open(START, START - timedelta(hours=2) - SECOND)


@pytest.mark.parametrize(
    ("after", "opened", "shown"),
    [
        (-timedelta(hours=2) - SECOND, True, False), (-timedelta(hours=2), False, True), (timedelta(), False, True),
        (timedelta(hours=24), False, True), (timedelta(hours=24) + SECOND, False, False),
        (timedelta(days=400), True, True),
    ],
)  # fmt: skip
def test_the_way_to_the_live_page_is_shown_around_the_hour_and_for_good_where_it_was_opened(
    after: timedelta, opened: bool, shown: bool
) -> None:
    assert may_enter(START, START + after, opened=opened) is shown
