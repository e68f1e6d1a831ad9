"""A query is read as words, phrases, numbers and a prefix, and never as anything dangerous."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.plan import make_plan
from search.reading import MAX_SYLLABLES, read


def folded(query: str) -> list[list[str]]:
    return [[word.folded for word in run] for run in read(query).runs]


def test_words_make_one_run() -> None:
    how = read("Quy chế làm việc")
    assert folded("Quy chế làm việc") == [["quy", "che", "lam", "viec"]]
    assert how.accented
    assert not how.phrases


@pytest.mark.parametrize("query", ['họp "kết luận" tỉnh', "họp “kết luận” tỉnh", "họp «kết luận» tỉnh"])
def test_quotes_make_a_phrase(query: str) -> None:
    assert [[w.accented for w in run] for run in read(query).phrases] == [["kết", "luận"]]
    assert folded(query) == [["hop"], ["ket", "luan"], ["tinh"]]


def test_an_open_quote_holds_to_the_end() -> None:
    assert len(read('họp "kết luận').phrases) == 1


def test_a_number_is_taken_out_of_the_words() -> None:
    how = read("thực hiện 3713/QĐ-UBND của tỉnh")
    assert [code.key for code in how.codes] == ["3713/qd/ubnd"]
    assert folded("thực hiện 3713/QĐ-UBND của tỉnh") == [["thuc", "hien"], ["cua", "tinh"]]


@pytest.mark.parametrize("query", ["3713", "số 3713", "Quyết định 3713", "cong van so 03713"])
def test_a_bare_number_is_a_look_up(query: str) -> None:
    assert read(query).number == "3713"


@pytest.mark.parametrize("query", ["năm 2013 họp 12", "dân số 3713", "3713/QĐ-UBND", '"3713"', "3713*"])
def test_a_number_among_words_is_none(query: str) -> None:
    assert read(query).number == ""


@pytest.mark.parametrize(("query", "stem"), [("giải phó*", "pho"), ("giải phóng *", None), ("t*", None), ("ab*", None)])
def test_a_prefix_stands_at_the_end_and_has_three_letters(query: str, stem: str | None) -> None:
    prefix = read(query).prefix
    assert (prefix.folded if prefix else None) == stem


def test_a_prefix_is_not_taken_from_before_a_number() -> None:
    assert read("công văn 37/QĐ*").prefix is None


@pytest.mark.parametrize("query", ["*1*", "?*?*x", "[a TO z]", "w~9", "a AND (b OR c)", "NOT x", "id:1", "{{7*7}}"])
def test_signs_are_no_language(query: str) -> None:
    assert read(query).prefix is None
    assert all(char.isalnum() for word in read(query).syllables for char in word.folded)


@given(st.text(max_size=600))
def test_any_query_is_read_within_bounds(query: str) -> None:
    how = read(query)
    assert len(how.syllables) <= MAX_SYLLABLES
    assert len(how.codes) <= 4
    assert make_plan(how) is not None


def test_a_query_that_is_too_long_says_so() -> None:
    assert read("họp " * 100).cut
    assert not read("họp " * 20).cut


@pytest.mark.parametrize("query", ["", "   ", "***", "?!", "“”"])
def test_nothing_is_asked_by_signs_alone(query: str) -> None:
    assert read(query).is_empty
