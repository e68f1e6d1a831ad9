"""Numbers of documents are found in texts and have one key however they are typed."""

import pytest

from search.numbers import bare_number, code_key, codes
from search.syllables import prepare


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("3713/QĐ-UBND", "3713/qd/ubnd"),
        ("3713/qd-ubnd", "3713/qd/ubnd"),
        ("3713 /QĐ-UBND", "3713/qd/ubnd"),
        ("3713 / QĐ –UBND", "3713/qd/ubnd"),
        ("3713-QĐ/UBND", "3713/qd/ubnd"),
        ("12-NQ/TW", "12/nq/tw"),
        ("30c/NQ-CP", "30c/nq/cp"),
        ("26/2011/NQ-HĐND", "26/2011/nq/hdnd"),
        ("04/KH-UBND", "4/kh/ubnd"),
        ("15/CT-TTg", "15/ct/ttg"),
    ],
)
def test_a_number_has_one_key(written: str, key: str) -> None:
    text = prepare(f"Căn cứ Văn bản số {written} ngày 29/11/2013; giai đoạn 2011-2016")
    assert [code.key for code in codes(text)] == [key]


def test_the_accented_twin_keeps_its_letters() -> None:
    assert codes(prepare("3713/QĐ-UBND"))[0].accented == "3713/qđ/ubnd"


@pytest.mark.parametrize("text", ["29/11/2013", "2011-2016", "24/7", "quý I/2013", "B-52", "năm 2013 - hội nghị"])
def test_dates_and_terms_are_no_numbers(text: str) -> None:
    assert codes(prepare(text)) == []


@pytest.mark.parametrize(
    ("number", "notation", "key", "bare"),
    [
        ("3713", "QĐ-UBND", "3713/qd/ubnd", "3713"),
        ("3713/QĐ-UBND", "", "3713/qd/ubnd", "3713"),
        ("3713/QĐ-UBND", "QĐ-UBND", "3713/qd/ubnd", "3713"),
        ("12", "NQ/TW", "12/nq/tw", "12"),
        ("04", "KH-UBND", "4/kh/ubnd", "4"),
        ("30c", "NQ-CP", "30c/nq/cp", "30"),
        ("", "QĐ-UBND", "", ""),
        ("không số", "", "khong/so", ""),
    ],
)
def test_a_registered_number_has_the_same_key(number: str, notation: str, key: str, bare: str) -> None:
    assert (code_key(number, notation), bare_number(number)) == (key, bare)
