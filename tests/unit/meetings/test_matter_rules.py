"""What is the same matter (M16 c): words every meeting has bring nothing, half of what tells does."""

from __future__ import annotations

import pytest

from e_office.meetings.matter_words import pairs_of as pairs
from e_office.meetings.rules_matter import holds_enough, is_same_matter, shared

VUNG_ANG = "Họp nghe báo cáo tiến độ giải phóng mặt bằng các dự án trong Khu kinh tế Vũng Áng"
MINING = "Họp về kế hoạch khai thác khoáng sản năm 2026"


@pytest.mark.parametrize(
    ("purpose", "earlier", "same"),
    [
        (VUNG_ANG, VUNG_ANG, True),
        (VUNG_ANG, "Kết luận của Phó Chủ tịch tại cuộc họp về giải phóng mặt bằng khu kinh tế Vũng Áng", True),
        (VUNG_ANG, "Họp nghe báo cáo tiến độ thu ngân sách", False),
        (VUNG_ANG, "Họp giao ban tháng 11", False),
        (VUNG_ANG, "Họp giải phóng mặt bằng đường tránh thành phố", False),
        (MINING, "Họp nghe báo cáo tình hình khai thác khoáng sản", True),
        (MINING, "Hop ve khai thac khoang san", True),
        (MINING, "Họp triển khai kế hoạch công tác năm 2026", False),
        ("Họp cấp bách về bão số 9", "Họp nghe báo cáo tình hình bão số 9", True),
        ("Họp cấp bách về bão số 9", "Họp nghe báo cáo số liệu", False),
        ("Họp về cửa khẩu Cầu Treo", "Họp về xuất nhập khẩu qua cửa khẩu Cầu Treo", True),
        ("Họp về tái định cư, tại xã Kỳ Lợi", "Họp về tái định cư xã Kỳ Liên", True),
        ("Họp nghe báo cáo tiến độ", "Họp nghe báo cáo tiến độ", False),
        ("Họp giao ban tháng 11", "Họp giao ban tháng 10", False),
        ("", VUNG_ANG, False),
    ],
)
def test_two_meetings_are_on_one_matter(purpose: str, earlier: str, same: bool) -> None:
    assert is_same_matter(shared(pairs(purpose), pairs(earlier))) is same


def test_what_tells_are_neighbours_without_their_accents() -> None:
    assert pairs(VUNG_ANG) == {
        ("giai", "phong"), ("phong", "mat"), ("mat", "bang"), ("khu", "kinh"), ("kinh", "te"), ("te", "vung"),
        ("vung", "ang"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("purpose", "folded", "enough"),
    [
        (MINING, "viec khai thac khoang san o ky anh con cham", True),
        (MINING, "khai thac rung giam. gia khoang san tang", True),
        (MINING, "khai thac rung giam", False),
        (MINING, "", False),
        ("Họp giao ban", "hop giao ban", False),
    ],
    ids=["in one sentence", "far apart: to be read", "a third of it", "it says nothing", "nothing tells"],
)
def test_a_long_text_is_read_only_where_it_holds_enough(purpose: str, folded: str, enough: bool) -> None:
    assert holds_enough(pairs(purpose), folded) is enough
