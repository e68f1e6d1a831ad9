"""What changed between two texts: nothing is lost, nothing invented, and words are shown as they were rewritten."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from e_office.drafting.difference import MOST_PARAGRAPHS, Difference, Kind, difference, words

OLD = """Điều 1. Giao Sở Tài chính chủ trì, phối hợp với Sở Nội vụ.
Điều 2. Quyết định này có hiệu lực từ ngày ký.
Điều 3. Chánh Văn phòng chịu trách nhiệm thi hành."""
NEW = """Điều 1. Giao Sở Tài chính chủ trì, phối hợp với Sở Công Thương.
Điều 2. Quyết định này có hiệu lực từ ngày ký.
Điều 2a. Bãi bỏ Quyết định số 12/QĐ-UBND.
Điều 3. Chánh Văn phòng chịu trách nhiệm thi hành."""


def side(found: Difference, gone: Kind) -> list[str]:
    """The paragraphs of one side, read from the comparison: without what belongs to the other."""
    whole = Kind.ADDED if gone is Kind.REMOVED else Kind.REMOVED
    return [
        "".join(piece.text for piece in paragraph.pieces if piece.kind is not gone)
        for run in found.runs
        for paragraph in run.paragraphs
        if paragraph.kind is not gone or paragraph.kind is whole
    ]


def test_rewritten_words_and_a_new_paragraph_are_told_apart() -> None:
    found = difference(OLD, NEW)
    assert (found.changed, found.added, found.removed) == (1, 1, 0)
    first = found.runs[0].paragraphs[0]
    assert first.kind is Kind.CHANGED
    assert [(piece.kind, piece.text) for piece in first.pieces] == [
        (Kind.SAME, "Điều 1. Giao Sở Tài chính chủ trì, phối hợp với Sở "),
        (Kind.REMOVED, "Nội vụ"),
        (Kind.ADDED, "Công Thương"),
        (Kind.SAME, "."),
    ]
    assert side(found, Kind.REMOVED) == NEW.split("\n")
    assert side(found, Kind.ADDED) == OLD.split("\n")


def test_equal_texts_and_texts_that_differ_in_spaces_alone_are_equal() -> None:
    assert difference(OLD, OLD).equal
    assert difference(OLD, OLD.replace(" ", "  ") + "\n\n").equal
    assert difference("", "").equal


def test_what_is_far_from_a_change_is_folded() -> None:
    lines = [f"Đoạn thứ {n}" for n in range(20)]
    found = difference("\n".join(lines), "\n".join([*lines[:10], "Đoạn chen vào rất mới", *lines[10:]]))
    assert [(run.folded, len(run.paragraphs)) for run in found.runs] == [(True, 9), (False, 3), (True, 9)]


def test_words_of_a_paragraph_come_back_whole_on_either_side() -> None:
    pieces = words("một hai ba", "một bốn năm ba")
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.ADDED) == "một hai ba"
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.REMOVED) == "một bốn năm ba"


PARAGRAPHS = st.lists(st.text(st.sampled_from("ab ơ."), min_size=1, max_size=12), max_size=9)


@given(PARAGRAPHS, PARAGRAPHS)
def test_both_texts_can_be_read_back_from_the_comparison(old: list[str], new: list[str]) -> None:
    tidy = [[" ".join(line.split()) for line in lines if line.strip()] for lines in (old, new)]
    found = difference("\n".join(old), "\n".join(new))
    assert side(found, Kind.ADDED) == tidy[0]
    assert side(found, Kind.REMOVED) == tidy[1]
    assert found.equal == (tidy[0] == tidy[1])


def test_a_book_is_cut_and_takes_no_longer_than_a_person_waits() -> None:
    began = time.perf_counter()
    old = "\n".join(f"Đoạn {n} có nội dung riêng của nó {n * 7919 % 1000}" for n in range(MOST_PARAGRAPHS + 500))
    new = "\n".join(f"Mục {n} viết lại toàn bộ {n * 104729 % 1000} khác hẳn" for n in range(MOST_PARAGRAPHS + 500))
    found = difference(old, new)
    assert found.cut
    assert time.perf_counter() - began < 30
