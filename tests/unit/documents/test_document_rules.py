"""Rules of originals as tables of named cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.documents.rules import (
    NAME_LENGTH,
    distinct_names,
    file_problems,
    is_secret,
    stamp_problems,
)

MB = 1_000_000


@pytest.mark.parametrize(
    ("level", "secret"), [("none", False), ("confidential", True), ("secret", True), ("top_secret", True), ("", False)]
)
def test_which_levels_are_secret(level: str, secret: bool) -> None:
    assert is_secret(level) is secret
    assert [problem.code for problem in stamp_problems("a.pdf", level if secret else None)] == (
        ["secret_stamp"] if secret else []
    )


@pytest.mark.parametrize(
    ("size", "codes"),
    [(0, ["file_empty"]), (1, []), (200 * MB, []), (200 * MB + 1, ["file_too_large"])],
)
def test_a_file_has_bytes_but_not_too_many(size: int, codes: list[str]) -> None:
    problems = list(file_problems("Đề án.pdf", size, 200 * MB))
    assert [problem.code for problem in problems] == codes
    assert all("Đề án.pdf" in str(problem.message) and problem.cure for problem in problems)


@pytest.mark.parametrize(
    ("names", "taken", "expected"),
    [
        (["a.pdf", "b.pdf"], [], ["a.pdf", "b.pdf"]),
        (["a.pdf", "a.pdf", "a.pdf"], [], ["a.pdf", "a (2).pdf", "a (3).pdf"]),
        (["A.pdf"], ["a.PDF"], ["A (2).pdf"]),
        (["a (2).pdf", "a.pdf"], ["a.pdf"], ["a (2).pdf", "a (3).pdf"]),
        (["tệp"], ["tệp"], ["tệp (2)"]),
        ([".env"], [".env"], [".env (2)"]),
    ],
)
def test_twin_names_are_told_apart(names: list[str], taken: list[str], expected: list[str]) -> None:
    assert distinct_names(names, taken) == expected


@given(st.lists(st.text("aA.Đ", min_size=1, max_size=4), max_size=12), st.lists(st.text("aA.", max_size=3), max_size=4))
def test_names_are_always_distinct_and_never_too_long(names: list[str], taken: list[str]) -> None:
    chosen = distinct_names([name * 70 for name in names], taken)
    folded = [name.casefold() for name in chosen]
    assert len(set(folded)) == len(names)
    assert not set(folded) & {name.casefold() for name in taken}
    assert all(len(new) <= max(NAME_LENGTH, len(old) * 70) for new, old in zip(chosen, names, strict=True))
