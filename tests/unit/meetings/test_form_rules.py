"""The form of a meeting (M12): what in person, online and both need, all problems at once."""

from __future__ import annotations

import pytest

from e_office.meetings.rules_form import Where, where_problems


@pytest.mark.parametrize(
    ("form", "place", "bridge", "expected"),
    [
        pytest.param("in_person", "Phòng họp 1", "", [], id="M12 in person with a room"),
        pytest.param("in_person", " ", "", ["where_missing"], id="M12 in person without a room"),
        pytest.param("in_person", "Phòng họp 1", "https://hop.example", ["bridge_in_person"], id="M12 a bridge unsaid"),
        pytest.param("in_person", "", "https://a.example", ["where_missing", "bridge_in_person"], id="M12 both wrong"),
        pytest.param("online", "", "https://hop.example", [], id="M12 online with a link"),
        pytest.param("online", "", "Điểm cầu UBND huyện Kỳ Anh", [], id="M12 online with one bridge point"),
        pytest.param("online", "Phòng họp 1", "Điểm cầu Kỳ Anh", [], id="M12 online from a main bridge point"),
        pytest.param("online", "Phòng họp 1", "  ", ["bridge_missing"], id="M12 online with a room alone"),
        pytest.param("online", "", "", ["bridge_missing"], id="M12 online with nothing"),
        pytest.param("both", "Phòng họp 1", "https://hop.example", [], id="M12 both with room and link"),
        pytest.param("both", "", "https://hop.example", ["where_missing"], id="M12 both without a room"),
        pytest.param("both", "Phòng họp 1", "", ["bridge_missing"], id="M12 both without a link"),
        pytest.param("both", "", "", ["where_missing", "bridge_missing"], id="M12 both with nothing, all at once"),
        pytest.param("by letter", "Phòng họp 1", "", ["form_missing"], id="M12 a form nobody knows"),
        pytest.param("", "Phòng họp 1", "", ["form_missing"], id="M12 no form"),
    ],
)
def test_m12_each_form_says_where(form: str, place: str, bridge: str, expected: list[str]) -> None:
    assert [one.code for one in where_problems(Where(form, place, bridge))] == expected
