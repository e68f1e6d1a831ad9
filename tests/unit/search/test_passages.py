"""Highlights and snippets show why a document was found, in its own spelling."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.passages import highlight, snippet

TEXT = (
    "Quyết định số 3713/QĐ-UBND ngày 29/11/2013 của Ủy ban nhân dân tỉnh ban hành Quy chế làm việc; quy định "
    "chế độ họp, giải phóng mặt bằng. Kết luận của Chủ tịch UBND tỉnh tại cuộc họp về tiến độ GPMB các dự án."
)


def lit(text: str, query: str) -> list[str]:
    return [piece for piece, is_lit in highlight(text, query) if is_lit]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("quy chế làm việc", ["Quy chế làm việc"]),
        ("QUY CHE lam viec", ["Quy chế làm việc"]),
        ("gpmb", ["giải phóng mặt bằng", "GPMB"]),
        ("giải phóng mặt bằng", ["giải phóng mặt bằng", "GPMB"]),
        ("3713/qd-ubnd", ["3713/QĐ-UBND"]),
        ("kết luận cuộc họp", ["Kết luận", "cuộc họp"]),
        ("tien do*", ["tiến độ"]),
        ("của", ["của", "của"]),
        ("quy ché", ["Quy chế"]),
        ("không có gì", []),
        ("", []),
    ],
)
def test_what_answers_lights_up(query: str, expected: list[str]) -> None:
    assert lit(TEXT, query) == expected


def test_binding_syllables_stay_dark_beside_words() -> None:
    assert "của" not in lit(TEXT, "kết luận của ai")


def test_accents_as_typed_come_before_others() -> None:
    assert lit("bản đồ, bàn ghế, bán hàng", "bàn") == ["bàn"]
    assert lit("bản đồ, bán hàng", "bàn") == ["bản", "bán"]
    assert lit("bản đồ, bàn ghế, bán hàng", "ban") == ["bản", "bàn", "bán"]


def test_old_tone_and_nfd_texts_light_up_in_their_spelling() -> None:
    assert lit("giấy uỷ quyền", "ủy quyền") == ["uỷ quyền"]
    assert lit(unicodedata.normalize("NFD", "giấy ủy quyền"), "uỷ quyền") == ["ủy quyền"]


@given(st.text(max_size=300), st.text(max_size=40))
def test_the_pieces_are_the_text(text: str, query: str) -> None:
    pieces = highlight(text, query)
    assert "".join(piece for piece, _ in pieces) == unicodedata.normalize("NFC", text)
    assert all(piece for piece, _ in pieces)


@given(st.lists(st.sampled_from(TEXT.split()), max_size=80).map(" ".join), st.sampled_from(TEXT.split()))
def test_a_snippet_is_a_passage_of_the_text(text: str, query: str) -> None:
    pieces = [piece for piece, _ in snippet(text, query, 60)]
    passage = "".join(piece for piece in pieces if piece not in ("… ", " …"))
    assert passage in " ".join(text.split())
    assert len(passage) <= 60


def test_a_snippet_shows_the_passage_with_most_of_the_words() -> None:
    text = "Kết luận chung. " + "Mở đầu dài dòng. " * 30 + "Kết luận cuộc họp giao ban tháng 11. " + "Phần cuối. " * 30
    pieces = snippet(text, "kết luận cuộc họp giao ban", 80)
    assert ("Kết luận cuộc họp giao ban", True) in pieces
    assert pieces[0] == ("… ", False)
    assert pieces[-1] == (" …", False)


def test_markup_is_left_to_the_template() -> None:
    assert highlight("<b>họp</b>", "họp") == [("<b>", False), ("họp", True), ("</b>", False)]


def test_a_very_long_text_is_cut_not_read_for_ever() -> None:
    pieces = highlight("họp " * 200_000, "họp")
    assert "".join(piece for piece, _ in pieces) == "họp " * 200_000
