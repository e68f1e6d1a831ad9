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
    reader_problems,
    secrecy_problems,
)

MB = 1_000_000


@pytest.mark.parametrize(
    ("level", "files", "codes"),
    [
        pytest.param("none", 3, [], id="an open document takes files"),
        pytest.param("confidential", 0, [], id="mật without files is a stub"),
        pytest.param("confidential", 1, ["secret_file"], id="mật refuses a file"),
        pytest.param("secret", 2, ["secret_file"], id="tối mật refuses files"),
        pytest.param("top_secret", 1, ["secret_file"], id="tuyệt mật refuses a file"),
        pytest.param("NONE", 1, ["secrecy_unknown"], id="an unknown level is refused, not taken for open"),
        pytest.param("", 0, ["secrecy_unknown"], id="an empty level is refused"),
    ],
)
def test_secret_documents_have_no_files(level: str, files: int, codes: list[str]) -> None:
    assert [problem.code for problem in secrecy_problems(level, files)] == codes


@pytest.mark.parametrize(
    ("level", "units", "refused"),
    [("none", 2, False), ("confidential", 0, False), ("confidential", 1, True), ("top_secret", 3, True)],
)
def test_a_secret_document_is_opened_to_persons_only(level: str, units: int, refused: bool) -> None:
    assert bool(list(reader_problems(level, units))) is refused
    assert is_secret(level) is (level != "none")


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
