"""Where people sit at a meeting with bridge points: the places, whose is whose, the codes, staying and leaving."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.meetings.live.rules_points import OwnRoom, Point, arranged_for, codes_of, expected_at, points_of
from e_office.meetings.live.rules_present import (
    Uninvited,
    code_problems,
    presides_problems,
    stay_problems,
    uninvited_problems,
)
from e_office.meetings.rules_form import Where

LINK = "https://hop.hatinh.example/1"
DISTRICTS = "điểm cầu UBND các huyện, thành phố, thị xã"
COMMUNES = "Điểm cầu UBND các xã, phường"
KYANH = ("Ủy ban nhân dân huyện Kỳ Anh", "UBND huyện Kỳ Anh")
TOWN = ("Ủy ban nhân dân thị xã Kỳ Anh", "UBND thị xã Kỳ Anh")
COMMUNE = ("Ủy ban nhân dân xã Kỳ Tân", "UBND xã Kỳ Tân")


@pytest.mark.parametrize(
    ("where", "names"),
    [
        (Where("in_person", "Phòng 1"), []),
        (Where("in_person", "Phòng 1", "Điểm cầu Kỳ Anh"), []),
        (Where("online", "", LINK), []),
        (Where("online", "", "Điểm cầu Kỳ Anh"), []),
        (Where("both", "Phòng 1", LINK), ["Phòng 1", "Trực tuyến"]),
        (Where("both", "Phòng 1", f"{LINK}; www.hop.example"), ["Phòng 1", "Trực tuyến"]),
        (Where("both", "Phòng 1", "điểm cầu Kỳ Anh;Điểm cầu Hương Khê;"), ["Phòng 1", "Điểm cầu Kỳ Anh", "Điểm cầu Hương Khê"]),
        (Where("both", "Phòng 1", "Điểm cầu Kỳ Anh; điểm cầu  KỲ ANH"), ["Phòng 1", "Điểm cầu Kỳ Anh"]),
        (Where("online", "", f"Điểm cầu Kỳ Anh; {LINK}"), ["Điểm cầu Kỳ Anh", "Trực tuyến"]),
        (Where("both", "Phòng 1", "Điểm cầu chính tại UBND tỉnh"), []),
        (Where("online", "", "Điểm cầu chính tại UBND tỉnh; Điểm cầu A"), ["Điểm cầu chính tại UBND tỉnh", "Điểm cầu A"]),
        (Where("online", "", "xã Sơn Hà; xã Sơn Hạ; Xã  Sơn Hà"), ["Xã Sơn Hà", "Xã Sơn Hạ"]),
        (Where("online", "", "Điểm cầu Hoà Lạc; Điểm cầu Hòa Lạc; Điểm cầu B"), ["Điểm cầu Hoà Lạc", "Điểm cầu B"]),
    ],
)  # fmt: skip
def test_the_places_of_a_meeting_are_those_it_names_m12(where: Where, names: list[str]) -> None:
    assert [point.name for point in points_of(where)] == names


@pytest.mark.parametrize(
    ("bridge", "unit", "place"),
    [
        ("Điểm cầu UBND huyện Kỳ Anh; Điểm cầu UBND thị xã Kỳ Anh", KYANH, "Điểm cầu UBND huyện Kỳ Anh"),
        ("Điểm cầu UBND huyện Kỳ Anh; Điểm cầu UBND thị xã Kỳ Anh", TOWN, "Điểm cầu UBND thị xã Kỳ Anh"),
        (DISTRICTS, KYANH, "Điểm cầu UBND các huyện, thành phố, thị xã"),
        (DISTRICTS, TOWN, "Điểm cầu UBND các huyện, thành phố, thị xã"),
        (DISTRICTS, COMMUNE, "Phòng 1"),
        ("Điểm cầu UBND xã Kỳ Tân", ("Ủy ban nhân dân xã Kỳ Tân", "Kỳ Tân 2"), "Điểm cầu UBND xã Kỳ Tân"),
        (DISTRICTS, ("Sở Tài chính", ""), "Phòng 1"),
        ("Điểm cầu UBND huyện Kỳ Anhs; Điểm cầu B", KYANH, "Phòng 1"),
        (f"Điểm cầu UBND huyện Kỳ Anh; {DISTRICTS}", KYANH, "Điểm cầu UBND huyện Kỳ Anh"),
        (LINK, KYANH, "Phòng 1"),
        ("Điểm cầu huyện Kỳ Anh; Điểm cầu thị xã Kỳ Anh", KYANH, "Điểm cầu huyện Kỳ Anh"),
        ("Điểm cầu huyện Kỳ Anh; Điểm cầu thị xã Kỳ Anh", TOWN, "Điểm cầu thị xã Kỳ Anh"),
        ("Điểm cầu thị xã Kỳ Anh", KYANH, "Phòng 1"),
        ("Điểm cầu huyện Kỳ Anh", TOWN, "Phòng 1"),
        ("Điểm cầu thị xã Kỳ Anh", ("Ủy ban nhân dân xã Kỳ Anh", "UBND xã Kỳ Anh"), "Phòng 1"),
        ("Huyện Kỳ Anh", KYANH, "Huyện Kỳ Anh"),
        ("Điểm cầu số 2: huyện Kỳ Anh", KYANH, "Điểm cầu số 2: huyện Kỳ Anh"),
        ("Điểm cầu huyện Hương Khê và huyện Kỳ Anh", KYANH, "Điểm cầu huyện Hương Khê và huyện Kỳ Anh"),
        (
            "Điểm cầu tại hội trường Uỷ ban nhân dân huyện Kỳ Anh",
            KYANH,
            "Điểm cầu tại hội trường Uỷ ban nhân dân huyện Kỳ Anh",
        ),
        ("Diem cau huyen Ky Anh", KYANH, "Diem cau huyen Ky Anh"),
        ("Điểm cầu Công an huyện Kỳ Anh", KYANH, "Phòng 1"),
        ("Điểm cầu Công an tỉnh", ("Ủy ban nhân dân tỉnh", "UBND tỉnh"), "Phòng 1"),
        ("xã Sơn Hà; xã Sơn Hạ", ("Ủy ban nhân dân xã Sơn Hạ", "UBND xã Sơn Hạ"), "Xã Sơn Hạ"),
        ("xã Sơn Hà", ("Ủy ban nhân dân xã Sơn Hạ", "UBND xã Sơn Hạ"), "Phòng 1"),
        (COMMUNES, COMMUNE, COMMUNES),
        (COMMUNES, ("Xã Kỳ Tân", ""), COMMUNES),
        (COMMUNES, TOWN, "Phòng 1"),
        (COMMUNES, ("Sở Lao động - Thương binh và Xã hội", "Sở LĐTBXH"), "Phòng 1"),
        (COMMUNES, ("Bảo hiểm xã hội tỉnh", "BHXH tỉnh"), "Phòng 1"),
        (COMMUNES, ("Liên minh Hợp tác xã", ""), "Phòng 1"),
        (COMMUNES, ("Xã hội học", ""), "Phòng 1"),
        ("Điểm cầu UBND các huyện", ("Hạt Kiểm lâm huyện Kỳ Anh", ""), "Phòng 1"),
    ],
)
def test_somebody_is_expected_at_the_point_arranged_for_their_unit_else_in_the_hall(
    bridge: str, unit: tuple[str, str], place: str
) -> None:
    points = points_of(Where("both", "Phòng 1", bridge))
    assert expected_at(points, unit) == place
    assert (arranged_for(points, unit) is None) == (place == "Phòng 1")


def test_two_points_that_differ_by_an_accent_alone_have_a_key_and_a_code_each() -> None:
    points = points_of(Where("online", "", "xã Sơn Hà; xã Sơn Hạ; xã Sơn Hả"))
    assert [one.key for one in points] == ["xa-son-ha", "xa-son-ha-2", "xa-son-ha-3"]
    assert len(set(codes_of("seed", "123456", points).values())) == 4


ROOM = OwnRoom(7, "Phòng họp tầng 1", *KYANH)


@pytest.mark.parametrize(
    ("where", "room", "points", "expected"),
    [
        (Where("both", "Phòng 1", LINK), ROOM, ["hall", "online", "u7"], "Phòng họp tầng 1, UBND huyện Kỳ Anh"),
        (Where("online", "", LINK), ROOM, ["online", "u7"], "Phòng họp tầng 1, UBND huyện Kỳ Anh"),
        (Where("in_person", "Phòng 1"), ROOM, [], ""),
        (Where("both", "Phòng 1", "Điểm cầu huyện Kỳ Anh"), ROOM, ["hall", "diem-cau-huyen-ky-anh"],
         "Điểm cầu huyện Kỳ Anh"),
        (Where("both", "Phòng 1", "U7"), ROOM, ["hall", "u7", "u7-2"], "Phòng họp tầng 1, UBND huyện Kỳ Anh"),
        (Where("both", "Phòng 1", LINK), OwnRoom(7, "Hội trường UBND huyện Kỳ Anh", *KYANH), ["hall", "online", "u7"],
         "Hội trường UBND huyện Kỳ Anh"),
    ],
)  # fmt: skip
def test_the_room_an_agency_chose_is_a_place_where_the_invitation_arranges_none_for_it_m12(
    where: Where, room: OwnRoom, points: list[str], expected: str
) -> None:
    found = points_of(where, [room])
    assert [one.key for one in found] == points
    assert expected_at(found, KYANH, 7) == expected
    assert expected_at(found, ("Sở Tài chính", "STC"), 8) == (where.place if "hall" in points else "")
    codes = codes_of("seed", "123456", found)
    assert all(codes[key] == code for key, code in codes_of("seed", "123456", points_of(where)).items())


def test_without_a_hall_nobody_is_guessed_to_be_anywhere() -> None:
    points = points_of(Where("online", "", f"Điểm cầu Kỳ Anh; {LINK}"))
    assert expected_at(points, ("Sở Tài chính", "STC")) == ""
    assert expected_at((), KYANH) == ""


@given(seed=st.text(max_size=40), keys=st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), unique=True, max_size=30),
       former=st.lists(st.from_regex(r"[0-9]{6}", fullmatch=True), max_size=30))  # fmt: skip
def test_each_place_has_a_code_of_its_own_and_none_that_was_changed(
    seed: str, keys: list[str], former: list[str]
) -> None:
    points = [Point("hall", "Phòng 1"), *(Point(f"p-{key}", key) for key in keys)]
    codes = codes_of(seed, "123456", points, former)
    others = [code for key, code in codes.items() if key != "hall"]
    assert codes["hall"] == "123456"
    assert len(set(codes.values())) == len(points)
    assert set(others).isdisjoint(former)
    assert all(len(code) == 6 and code.isdecimal() for code in others)
    assert codes == codes_of(seed, "123456", points, former), "a page drawn again shows the same"


def test_a_code_that_another_would_have_is_drawn_again() -> None:
    points = [Point("a", "A")]
    first = codes_of("seed", "123456", points)["a"]
    assert codes_of("seed", first, points)["a"] != first
    assert codes_of("seed", "123456", points, [first])["a"] != first


@pytest.mark.parametrize(
    ("typed", "codes"),
    [("111 111", []), ("222222", []), ("333333", ["old_code"]), ("444444", ["wrong_code"]), ("", ["wrong_code"])],
)
def test_a_code_that_was_changed_is_told_from_a_wrong_one(typed: str, codes: list[str]) -> None:
    assert [one.code for one in code_problems(typed, "111111", "222222", former=["333333"])] == codes


@pytest.mark.parametrize(
    ("there", "left", "leaves", "codes"),
    [
        (True, False, True, []),
        (True, True, False, []),
        (False, False, True, ["not_there"]),
        (True, True, True, ["not_there"]),
        (True, False, False, ["not_left"]),
        (False, False, False, ["not_left"]),
    ],
)
def test_who_leaves_is_there_and_who_comes_back_has_left(
    there: bool, left: bool, leaves: bool, codes: list[str]
) -> None:
    assert [one.code for one in stay_problems(there=there, left=left, leaves=leaves)] == codes


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        (Uninvited(name="Phan Công Lý", unit="Ban A", reason="Giải trình"), []),
        (Uninvited(name=" ", unit="", reason=""), ["name_missing", "unit_missing", "reason_missing"]),
        (Uninvited(name="A" * 201, unit="Ban A", post="B" * 201, reason="x"), ["too_long", "too_long"]),
        (Uninvited(name="trần  văn b", unit="ban a", reason="x"), ["there_already"]),
        (Uninvited(name="Trần Văn B", unit="Ban C", reason="x"), []),
        (Uninvited(name="Nguyễn Thị Hoà", unit="Ban A", reason="x"), []),
        (Uninvited(name="Lê Thị Thuý", unit="Ban A", reason="x"), ["there_already"]),
        (Uninvited(name="LÊ THỊ THU\u0301Y", unit="Ban A", reason="x"), ["there_already"]),
    ],
)
def test_who_comes_uninvited_is_named_with_unit_and_reason_m10(who: Uninvited, codes: list[str]) -> None:
    there = [("Trần Văn B", "Ban A"), ("Nguyễn Thị Hoa", "Ban A"), ("Lê Thị Thúy", "Ban A")]
    assert [one.code for one in uninvited_problems(who, there)] == codes


@pytest.mark.parametrize(
    ("state", "name", "chosen", "codes"),
    [
        ("present", "", False, []),
        ("absent", "", False, []),
        ("substitute", "Trần Văn B", False, []),
        ("substitute", " ", False, ["chair_name_missing"]),
        ("substitute", "B" * 201, False, ["chair_name_long"]),
        ("substitute", " ", True, []),
        ("substitute", "Trần Văn B", True, ["chair_twice"]),
    ],
)
def test_who_presides_instead_is_named(state: str, name: str, chosen: bool, codes: list[str]) -> None:
    assert [one.code for one in presides_problems(state, name, chosen=chosen)] == codes
