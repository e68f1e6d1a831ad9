"""Where a signature is shown: NĐ 30/2020 Annex I, with the pages of decisions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.signatures import rules_place
from e_office.signatures.rules_place import POINTS_A_MM, Box, Line, Page

SIZE = (113.0, 42.0)
NAME, POST = "Đặng Hữu Khánh", "CHỦ TỊCH"


def line(text: str, left: float, bottom: float, width: float = 120, height: float = 12) -> Line:
    return Line(text, Box(left, bottom, left + width, bottom + height))


def page(*lines: Line, number: int = 0) -> Page:
    return Page(number, 595, 842, lines)


def test_between_post_and_name_in_the_middle_of_the_name_annex_i() -> None:
    signed = page(
        line("Nơi nhận:", 70, 320), line("TM. ỦY BAN NHÂN DÂN", 360, 330), line(POST, 380, 312), line(NAME, 370, 220)
    )
    place = rules_place.of_person([signed], NAME, POST, SIZE)
    assert place.found
    assert 232 < place.box.bottom < place.box.top < 312, "above the name, below the post"
    assert place.box.middle == pytest.approx(430), "the name stands from 370 to 490"
    assert (place.box.width, place.box.height) == pytest.approx(SIZE), "as large as in life: there is room"


def test_it_shrinks_where_the_room_is_small_and_keeps_its_form() -> None:
    place = rules_place.of_person([page(line(POST, 380, 262), line(NAME, 370, 220))], NAME, POST, SIZE)
    assert 232 < place.box.bottom < place.box.top < 262
    assert place.box.width / place.box.height == pytest.approx(SIZE[0] / SIZE[1])


def test_the_last_page_with_the_name_alone_on_a_line_is_meant() -> None:
    first = page(line(f"Giao ông {NAME} chủ trì", 70, 500), line(NAME, 70, 300), number=0)
    second = page(line(POST, 380, 312), line(NAME.upper(), 370, 220), number=1)
    third = page(line("Phụ lục", 70, 700), number=2)
    assert rules_place.of_person([first, second, third], NAME, POST, SIZE).page == 1


def test_other_columns_do_not_count_as_the_post() -> None:
    signed = page(line("- Lưu: VT.", 60, 245, width=90), line(POST, 380, 312), line(NAME, 370, 220))
    assert rules_place.of_person([signed], NAME, "", SIZE).box.top > 250


def test_without_the_name_the_lower_right_of_the_last_page_is_proposed() -> None:
    place = rules_place.of_person([page(number=0), page(number=3)], NAME, POST, SIZE)
    assert (place.page, place.found) == (3, False)
    assert place.box.middle > 595 / 2 > place.box.height


def test_the_seal_covers_the_left_third_of_the_signature_in_its_real_size_annex_i() -> None:
    signature, size = Box(373, 245, 486, 287), (36 * POINTS_A_MM, 36 * POINTS_A_MM)
    box = rules_place.of_seal(page(), signature, size).box
    assert (box.width, box.height) == pytest.approx(size)
    assert (box.right - signature.left) / signature.width == pytest.approx(1 / 3)
    assert (box.bottom + box.top) / 2 == pytest.approx((signature.bottom + signature.top) / 2)


def test_an_attachment_is_signed_at_the_top_right_of_its_page_annex_i() -> None:
    """A scan too: NĐ 30/2020 Art. 25.1c."""
    box = rules_place.of_attachment(page()).box
    assert box.right == pytest.approx(595 - 15 * POINTS_A_MM)
    assert box.top == pytest.approx(842 - 10 * POINTS_A_MM)


def test_a_place_chosen_is_the_middle_in_mm_from_the_upper_left() -> None:
    box = rules_place.at(page(), 100, 50, SIZE).box
    assert box.middle == pytest.approx(100 * POINTS_A_MM)
    assert (box.bottom + box.top) / 2 == pytest.approx(842 - 50 * POINTS_A_MM)


@given(st.floats(0, 2000), st.floats(0, 2000))
def test_whatever_is_chosen_stays_on_the_page(x: float, y: float) -> None:
    box = rules_place.at(page(), x, y, SIZE).box
    assert box.left >= -1e-6
    assert box.bottom >= -1e-6
    assert box.right <= 595 + 1e-6
    assert box.top <= 842 + 1e-6
    assert (box.width, box.height) == pytest.approx(SIZE)


def test_pieces_of_a_line_are_joined_and_columns_are_not() -> None:
    pieces = [line("Đặng", 370, 220, 30), line("Hữu Khánh", 404, 220.4, 60), line("Nơi nhận:", 70, 220, 60)]
    assert [one.text for one in rules_place.joined(pieces)] == ["Nơi nhận:", "Đặng Hữu Khánh"]
