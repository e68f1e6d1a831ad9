"""Rooms and bridge points: which a meeting names, when two meetings want the same one, when it is too small."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from e_office.core.clock import ZONE
from e_office.meetings.places.rules import (
    PlaceFacts,
    Taken,
    clashes,
    is_too_small,
    over_problems,
    place_problems,
    places_named,
)
from e_office.meetings.rules_form import Where

ROOM = PlaceFacts(1, "Phòng họp số 1", ("phong hop so 1", "ph1"))
HALL = PlaceFacts(2, "Hội trường", ("hoi truong",))
BRIDGE = PlaceFacts(3, "Điểm cầu Kỳ Anh", ("diem cau ky anh",))
EIGHT = datetime(2013, 12, 5, 8, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        pytest.param(Where("in_person", "phong hop so 1"), [1], id="by its name"),
        pytest.param(Where("in_person", "  phong  hop so 1 "), [1], id="spaces do not matter"),
        pytest.param(Where("in_person", "phong hop so 1, tru so ubnd tinh"), [1], id="more after a comma"),
        pytest.param(Where("in_person", "phong hop so 12"), [], id="a longer name is another room"),
        pytest.param(Where("in_person", "ph1"), [1], id="by another name of it"),
        pytest.param(Where("in_person", "phong hop so 1; hoi truong"), [1, 2], id="two rooms"),
        pytest.param(Where("in_person", "nha van hoa"), [], id="a free text is no place of the list"),
        pytest.param(Where("in_person", "hoi truong", "diem cau ky anh"), [2], id="in person uses no bridge point"),
        pytest.param(Where("online", "", "diem cau ky anh; https://hop.example"), [3], id="a link is no place"),
        pytest.param(Where("online", "hoi truong", "diem cau ky anh"), [2, 3], id="the room is the main bridge point"),
        pytest.param(Where("both", "hoi truong", "https://hop.example"), [2], id="both ways with a link"),
        pytest.param(Where("online", "", "https://hop.example"), [], id="online with a link alone uses nothing"),
    ],
)
def test_a_meeting_uses_the_places_it_names(where: Where, expected: list[int]) -> None:
    assert [one.id for one in places_named(where, [ROOM, HALL, BRIDGE])] == expected


def taken(start: float, length: float | None = None, state: str = "issued", places: tuple[int, ...] = (1,)) -> Taken:
    starts_at = EIGHT + timedelta(hours=start)
    return Taken(2, state, starts_at, starts_at + timedelta(hours=length) if length else None, frozenset(places))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        pytest.param(taken(1, 1), [(1, True)], id="within"),
        pytest.param(taken(2, 1), [], id="touching ends do not overlap"),
        pytest.param(taken(-1, 1), [], id="nor touching starts"),
        pytest.param(taken(2 - 1 / 3600, 1), [(1, True)], id="one second does"),
        pytest.param(taken(-2), [], id="an unknown end is two hours: over at eight"),
        pytest.param(taken(-1), [(1, True)], id="an unknown end is two hours: until nine"),
        pytest.param(taken(1, 1, "draft"), [(1, False)], id="a draft is a soft conflict"),
        pytest.param(taken(1, 1, "cancelled"), [], id="what was called off takes nothing"),
        pytest.param(taken(1, 1, places=(2,)), [], id="another room"),
        pytest.param(taken(1, 1, places=(1, 3)), [(1, True), (3, True)], id="room and bridge point both count"),
        pytest.param(taken(1, 1, places=(3,)), [(3, True)], id="a bridge point alone"),
        pytest.param(taken(1, 1, places=()), [], id="online with a link takes nothing"),
    ],
)
def test_two_meetings_clash_in_the_same_place_at_the_same_time(other: Taken, expected: list[tuple[int, bool]]) -> None:
    mine = Taken(1, "draft", EIGHT, EIGHT + timedelta(hours=2), frozenset({1, 3}))
    assert [(one.place_id, one.hard) for one in clashes(mine, [other])] == expected


def test_no_meeting_clashes_with_itself_and_issued_ones_come_first() -> None:
    mine = Taken(1, "issued", EIGHT, None, frozenset({1}))
    drafted = Taken(3, "draft", EIGHT, None, frozenset({1}))
    issued = Taken(4, "issued", EIGHT + timedelta(hours=1), None, frozenset({1}))
    assert [one.meeting_id for one in clashes(mine, [mine, drafted, issued])] == [4, 3]


@pytest.mark.parametrize(
    ("seats", "invited", "form", "expected"),
    [
        (30, 30, "in_person", False), (30, 31, "in_person", True), (None, 400, "in_person", False),
        (30, 31, "online", False), (30, 31, "both", False),
    ],
)  # fmt: skip
def test_a_room_is_too_small_where_everybody_sits_in_it(
    seats: int | None, invited: int, form: str, expected: bool
) -> None:
    assert is_too_small(seats, invited, form) is expected


@pytest.mark.parametrize(
    ("hard", "reason", "codes"),
    [(0, "", []), (1, "", ["room_reason"]), (1, "xin  rồi", ["room_reason"]), (1, "Bên kia đã xin chuyển phòng", [])],
)
def test_issuing_over_a_taken_room_asks_for_a_reason(hard: int, reason: str, codes: list[str]) -> None:
    assert [one.code for one in over_problems([object()] * hard, reason)] == codes


@pytest.mark.parametrize(
    ("name", "seats", "is_taken", "codes"),
    [
        ("Phòng họp số 1", 40, False, []), ("Phòng họp số 1", None, False, []),
        (" ", 40, False, ["name_missing"]), ("p" * 121, None, False, ["name_long"]),
        ("Phòng 1; Phòng 2", None, False, ["name_parted"]), ("Phòng họp số 1", None, True, ["name_taken"]),
        ("", 0, False, ["name_missing", "seats_wrong"]), ("Sân vận động", 5001, False, ["seats_wrong"]),
    ],
)  # fmt: skip
def test_what_the_list_takes(name: str, seats: int | None, is_taken: bool, codes: list[str]) -> None:
    assert [one.code for one in place_problems(name=name, seats=seats, taken=is_taken)] == codes
