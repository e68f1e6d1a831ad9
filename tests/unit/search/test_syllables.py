"""The text pipeline reads every spelling of a Vietnamese text alike."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.syllables import fold, spell, syllables
from search.vietnamese import tokens

SAMPLE = """
Quyết định số 3713/QĐ-UBND ngày 29/11/2013 của Ủy ban nhân dân tỉnh về việc ban hành Quy chế; hoà giải, xoá nợ,
giấy uỷ quyền, thuỷ lợi, khoẻ mạnh, HOẢ TỐC, quý I, quỹ đất, khuỷu tay, Hoàng Hoa, đường Nguyễn Huệ, ỷ lại
""".split()  # noqa: SIM905, the words in their lines are the table
PAIRS = {"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "òe": "oè", "óe": "oé", "ỏe": "oẻ",
         "õe": "oẽ", "ọe": "oẹ", "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ"}  # fmt: skip
texts = st.lists(st.sampled_from(SAMPLE), min_size=1, max_size=12).map(" ".join)


def unaccented(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in spread if not unicodedata.combining(c))


def old_tone(text: str) -> str:
    words = []
    for word in text.split():
        for new, old in PAIRS.items():
            if word.lower().endswith(new):
                word = word[:-2] + (old if word[-2:].islower() else old.upper())
                break
        words.append(word)
    return " ".join(words)


@given(texts)
def test_every_spelling_gives_the_same_tokens(text: str) -> None:
    expected = tokens(text)
    for spelling in (
        unaccented(text),
        unicodedata.normalize("NFD", text),
        unicodedata.normalize("NFKD", text),
        old_tone(text),
        text.upper(),
        text.replace("Đ", "Ð"),
    ):
        assert tokens(spelling) == expected


@given(texts)
def test_accents_survive_nfd_and_old_tone(text: str) -> None:
    told = [word.accented for word in syllables(text)]
    assert [word.accented for word in syllables(unicodedata.normalize("NFD", text))] == told
    assert [word.accented for word in syllables(old_tone(text))] == told


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("Nguyễn  Thị Hoà", "nguyễn thị hòa"),
        ("LÊ THỊ THU\u0301Y", "lê thị thúy"),
        ("Quý, Huỳnh", "quý, huỳnh"),
        ("Đ/c Trần Văn Hùng.", "đ/c trần văn hùng."),
        ("Trần Văn Hưng", "trần văn hưng"),
    ],
)
def test_a_name_is_spelled_one_way_with_its_accents(text: str, spelled: str) -> None:
    assert spell(text) == spelled


@given(st.text(max_size=80))
def test_any_text_is_read_and_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    for word in syllables(text):
        assert word.folded
        assert not any(c.isspace() for c in word.folded)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("hoà", "hòa"), ("Hoà", "hòa"), ("HOẢ", "hỏa"), ("hoàn", "hoàn"), ("Hoàng", "hoàng"), ("uỷ", "ủy"),
        ("thuỷ", "thủy"), ("thuý", "thúy"), ("khuỷu", "khuỷu"), ("quý", "quý"), ("quỹ", "quỹ"),
        ("Quỳnh", "quỳnh"), ("khoẻ", "khỏe"), ("xoá", "xóa"), ("loè", "lòe"), ("luỹ", "lũy"), ("quà", "quà"),
        ("toạ", "tọa"), ("Ðường", "đường"), ("Ɖường", "đường"),
    ],
)  # fmt: skip
def test_the_tone_mark_has_one_place(written: str, canonical: str) -> None:
    assert [word.accented for word in syllables(written)] == [canonical]


def test_every_accented_letter_folds_to_a_plain_one() -> None:
    letters = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
    marks = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    every = [unicodedata.normalize("NFC", letter + mark) for letter in letters for mark in marks]
    for letter in [*every, *(letter.upper() for letter in every)]:
        assert fold(letter).isascii(), letter


def test_words_that_english_search_drops_are_kept() -> None:
    assert tokens("ý kiến, y tế, an ninh, Can Lộc")[0] == ["y", "kien", "y", "te", "an", "ninh", "can", "loc"]


def test_invisible_characters_do_not_cut_a_word() -> None:
    assert tokens("kết lu\u00adận c\u200bủa \ufeffhội nghị")[0] == ["ket", "luan", "cua", "hoi", "nghi"]


def test_fold_keeps_what_stands_between_words() -> None:
    assert fold("  Sở  KH&ĐT (Hà Tĩnh)") == "so kh&dt (ha tinh)"


@pytest.mark.parametrize("hostile", ["a" * 100_000, "1/" * 50_000, "oà" * 50_000, "\u0301" * 100_000, "- " * 50_000])
def test_a_long_text_is_read_in_time(hostile: str) -> None:
    from search.numbers import codes
    from search.syllables import prepare

    started = time.process_time()
    codes(prepare(hostile))
    syllables(hostile)
    assert time.process_time() - started < 0.5
