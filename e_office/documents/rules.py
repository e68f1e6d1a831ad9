"""Rules of originals: which files may enter, and how twin names are told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from e_office.core.problems import Problem, msg

LEVELS_RISING = ("none", "confidential", "secret", "top_secret")
"""Không mật, mật, tối mật, tuyệt mật."""

SECRECY = frozenset(LEVELS_RISING)
SECRET_LEVELS = SECRECY - {"none"}

NAME_LENGTH = 255

MEGABYTE = 1_000_000


def is_secret(secrecy: str) -> bool:
    """Whether a document of this level is no document here, but a line of the secret register without a file.

    Decision 3713/QĐ-UBND T6; `domain.md` 2.7: a network that reaches other buildings is no place for secrets.
    """
    return secrecy in SECRET_LEVELS


def stamp_problems(name: str, level: str | None) -> Iterator[Problem]:
    """A file that carries a secrecy stamp never enters, by whatever door (T6, A-112; `domain.md` 2.7)."""
    if level is not None:
        message = msg("Tệp %(name)s mang dấu mật nên không được đưa lên. Chỉ ghi số liệu vào sổ mật.", name=name)
        yield Problem("secret_stamp", message, "files")


def file_problems(name: str, size: int, limit: int) -> Iterator[Problem]:
    """Why a file of `size` bytes is no original; `limit` in bytes."""
    if size == 0:
        yield Problem(
            "file_empty",
            msg("Tệp %(name)s trống: 0 byte", name=name),
            "files",
            msg("Mở lại tệp trên máy của bạn rồi chọn bản có nội dung."),
        )
    if size > limit:
        yield too_large(name, limit)


def frozen_problems(*, recalled: bool) -> Iterator[Problem]:
    """A recalled document is frozen with its metadata: nothing is added to it (NĐ 30/2020 Annex VI; L-05, A-110)."""
    if recalled:
        yield Problem("recalled", msg("Văn bản đã thu hồi, không thêm tệp được nữa."), "files")


def too_large(name: str, limit: int) -> Problem:
    """The refusal of a file above `limit` bytes."""
    return Problem(
        "file_too_large",
        msg("Tệp %(name)s lớn hơn %(limit)s MB", name=name, limit=limit // MEGABYTE),
        "files",
        msg("Nén ảnh trong tệp, hoặc chia thành nhiều tệp."),
    )


def distinct_names(names: Sequence[str], taken: Sequence[str] = ()) -> list[str]:
    """The same names, where the second of a kind gets "(2)" before its ending (A-46).

    Names count as one where they differ in case only: on most people's computers they are one file.
    """
    seen = {name.casefold() for name in taken}
    distinct = []
    for name in names:
        chosen = next(candidate for candidate in _candidates(name) if candidate.casefold() not in seen)
        seen.add(chosen.casefold())
        distinct.append(chosen)
    return distinct


def _candidates(name: str) -> Iterator[str]:
    yield name
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if stem else (name, "")
    turn = 2
    while True:
        mark = f" ({turn})"
        yield stem[: NAME_LENGTH - len(mark) - len(ending)] + mark + ending
        turn += 1
