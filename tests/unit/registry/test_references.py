"""Which documents a text names, and in which form they are looked for."""

from __future__ import annotations

import pytest

from e_office.registry.reading.references import MOST, cited_numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Phúc đáp Công văn số 05/UBND-TH1 ngày 20/11/2026 của UBND tỉnh", ["5/UBND-TH1"]),
        ("Thực hiện Quyết định số 3713/QĐ-UBND ngày 25/11/2013", ["3713/QĐ-UBND"]),
        ("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020", ["30/2020/NĐ-CP"]),
        ("Nghị quyết 12-NQ/TW và Chỉ thị 03-CT/TW", ["12-NQ/TW", "3-CT/TW"]),
        ("Nghị quyết số 30c/NQ-CP; số 30c/NQ-CP nhắc lại", ["30C/NQ-CP"]),
        ("họp lúc 8 giờ ngày 05/12/2026, tỷ lệ 3/4, tháng 11/2026", []),
    ],
)
def test_numbers_named_in_a_text_2_4(text: str, expected: list[str]) -> None:
    assert cited_numbers(text) == expected


def test_its_own_number_is_no_reference_and_lists_end() -> None:
    assert cited_numbers("Số: 1352/UBND-TNMT, trả lời 05/UBND-TH1", own="1352/UBND-TNMT") == ["5/UBND-TH1"]
    assert len(cited_numbers(" ".join(f"{n}/UBND-TH{n}" for n in range(1, 200)))) == MOST
