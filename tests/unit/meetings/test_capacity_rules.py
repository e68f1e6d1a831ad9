"""M10 by the words of a capacity, the leader in charge of a field, and what a group of units needs."""

from __future__ import annotations

import pytest

from e_office.meetings.groups.rules import (
    PortfolioFacts,
    PostFacts,
    field_of,
    group_problems,
    in_charge,
    led_by_list,
    names_leader,
)
from search import fold


@pytest.mark.parametrize(
    ("capacity", "leader"),
    [
        ("Lãnh đạo", True),
        ("lãnh đạo sở", True),
        ("Lãnh đạo phụ trách lĩnh vực đất đai", True),
        ("Giám đốc", True),
        ("Phó Giám đốc, phụ trách tài chính", True),
        ("Chủ tịch UBND huyện", True),
        ("Thủ trưởng cơ quan", True),
        ("Lãnh đạo phòng chuyên môn", False),
        ("Lãnh đạo Phòng Quản lý đất đai", False),
        ("Giám đốc Trung tâm Phát triển quỹ đất", False),
        ("Trưởng phòng chuyên môn", False),
        ("Chuyên viên theo dõi", False),
        ("Đại biểu", False),
        ("", False),
        ("Đại diện lãnh đạo UBND huyện", True),
        ("Đại diện: lãnh đạo UBND huyện", True),
        ("Đồng chí Chủ tịch", True),
        ("Đ/c Chủ tịch", True),
        ("đ/c. Phó Chủ tịch UBND huyện", True),
        ("Các đồng chí lãnh đạo", True),
        ("Đại diện đồng chí Bí thư", True),
        ("Chủ tịch/Phó Chủ tịch", True),
        ("Thường trực UBND huyện", True),
        ("Thường trực", True),
        ("Chuyên viên Văn phòng lãnh đạo", False),
        ("Đại diện doanh nghiệp", False),
        ("Đại diện", False),
        ("Đại diện lãnh đạo phòng chuyên môn", False),
        ("Đồng chí chuyên viên theo dõi", False),
        ("Các phòng chuyên môn", False),
        ("Cơ quan thường trực", False),
        ("Thường trực tổ giúp việc", False),
        ("Thư ký Chủ tịch", False),
        ("01 lãnh đạo Sở", True),
        ("1 lãnh đạo UBND huyện", True),
        ("01 đồng chí lãnh đạo", True),
        ("01 (một) đ/c lãnh đạo", True),
        ("(01) lãnh đạo", True),
        ("một lãnh đạo", True),
        ("Mỗi đơn vị 01 lãnh đạo", True),
        ("Đại diện 01 lãnh đạo", True),
        ("Tập thể lãnh đạo", True),
        ("Kính mời đồng chí Chủ tịch", True),
        ("Quyền Giám đốc", True),
        ("Q. Giám đốc", True),
        ("Ông Giám đốc", True),
        ("Bà Phó Chủ tịch", True),
        ("Ban Giám đốc", True),
        ("Chánh Thanh tra tỉnh", True),
        ("Phó Chánh Thanh tra tỉnh", True),
        ("Chánh Văn phòng", True),
        ("Chánh Văn phòng UBND tỉnh", True),
        ("Chánh án TAND huyện", True),
        ("Trưởng Ban Quản lý KKT", True),
        ("Phó Trưởng ban", True),
        ("Viện trưởng", True),
        ("Chỉ huy trưởng", True),
        ("Chánh Thanh tra Sở", False),
        ("Chánh Văn phòng HĐND và UBND huyện", False),
        ("Trưởng Ban Quản lý dự án", False),
        ("01 lãnh đạo phòng chuyên môn", False),
        ("Lãnh đạo các phòng chuyên môn", False),
        ("Lãnh đạo cấp phòng", False),
        ("Ban Giám đốc Trung tâm", False),
        ("Chuyên viên", False),
        ("01 chuyên viên", False),
        ("Trưởng phòng", False),
        ("Phó trưởng phòng", False),
        ("Thư ký lãnh đạo", False),
        ("Chuyên viên giúp việc lãnh đạo", False),
        ("Lái xe của Giám đốc", False),
        ("Văn phòng", False),
        ("Ban Chỉ đạo", False),
    ],
)
def test_m10_a_leader_is_meant_by_the_words_whatever_is_ticked(capacity: str, leader: bool) -> None:
    assert names_leader(fold(capacity)) is leader


@pytest.mark.parametrize(
    ("capacity", "field"),
    [
        ("Lãnh đạo phụ trách lĩnh vực đất đai", "dat dai"),
        ("Lãnh đạo phụ trách công tác tôn giáo.", "ton giao"),
        ("Lãnh đạo phụ trách lĩnh vực …", ""),
        ("Lãnh đạo", ""),
    ],
)
def test_the_field_a_capacity_names(capacity: str, field: str) -> None:
    assert field_of(fold(capacity)) == field


POSTS = [
    PostFacts(1, fold("Giám đốc Sở")),
    PostFacts(2, fold("Phó Giám đốc phụ trách đất đai, khoáng sản")),
    PostFacts(3, fold("Phó Giám đốc phụ trách lĩnh vực môi trường, khoáng sản")),
]


@pytest.mark.parametrize(
    ("capacity", "found"),
    [
        ("Lãnh đạo phụ trách lĩnh vực đất đai", 2),
        ("lãnh đạo phụ trách môi trường", 3),
        ("Lãnh đạo phụ trách khoáng sản", None),  # two have it: it stays words
        ("Lãnh đạo phụ trách biển đảo", None),
        ("Lãnh đạo", None),
    ],
)
def test_the_leader_in_charge_is_found_only_where_exactly_one_has_the_field(capacity: str, found: int | None) -> None:
    post = in_charge(fold(capacity), POSTS)
    assert (post.id if post else None) == found


LIST = [
    PortfolioFacts(1, fold("Quy hoạch, ngân sách")),
    PortfolioFacts(2, fold("Đất đai")),
    PortfolioFacts(3, fold("Đất đai, khoáng sản vùng ven biển")),
    PortfolioFacts(3, fold("Khoáng sản")),
    PortfolioFacts(2, fold("Công tác dân tộc")),
]


@pytest.mark.parametrize(
    ("capacity", "led"),
    [
        pytest.param(
            "Lãnh đạo phụ trách lĩnh vực đất đai", {2}, id="P6 the field of that very name before longer ones"
        ),
        pytest.param("Lãnh đạo phụ trách ngân sách", {1}, id="P6 a field that has the words"),
        pytest.param("Lãnh đạo phụ trách ven biển", {3}, id="P6 words within a name"),
        pytest.param("Lãnh đạo phụ trách công tác dân tộc", {2}, id="P6 what stands before a field is left out"),
        pytest.param("Lãnh đạo phụ trách đất", {2, 3}, id="P6 two leaders have the words: nobody is meant"),
        pytest.param("Lãnh đạo phụ trách khoáng sản, đất đai", {3}, id="P6 in any order"),
        pytest.param("Lãnh đạo phụ trách biển đảo", set(), id="P6 not in the list"),
        pytest.param("Lãnh đạo phụ trách", set(), id="P6 no field named"),
        pytest.param("Giám đốc", set(), id="P6 another capacity"),
    ],
)
def test_p6_who_leads_a_field_by_the_list_of_the_agency(capacity: str, led: set[int]) -> None:
    assert led_by_list(fold(capacity), LIST) == led


def test_a_group_names_every_problem_at_once() -> None:
    codes = [one.code for one in group_problems(name=" ", units=0, taken=False)]
    assert codes == ["name_missing", "units_missing"]
    assert [one.code for one in group_problems(name="n" * 121, units=1, taken=False)] == ["name_long"]
    assert [one.code for one in group_problems(name="Khối kinh tế", units=2, taken=True)] == ["name_taken"]
    assert list(group_problems(name="Khối kinh tế", units=2, taken=False)) == []
