"""Passwords: how they are kept (Argon2id), which are refused, and how an initial one is made (P-12)."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from e_office.core.problems import Problem, msg

SHORTEST = 12
LONGEST = 200
FEWEST_DIFFERENT = 6
LEAST_OF_ONES_OWN = 6
"""So many characters must remain when common words, runs and one's own names are taken out."""

_MEMORY_KIB, _PASSES = 19_456, 2
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

COMMON_WORDS = (
    "password", "passwort", "matkhau", "mat khau", "qwerty", "qwertyuiop", "asdfgh", "zxcvbn", "iloveyou",
    "welcome", "letmein", "dragon", "monkey", "football", "sunshine", "princess", "superman", "batman",
    "admin", "administrator", "quantri", "quan tri", "root", "user", "guest", "test", "demo", "login",
    "office", "eoffice", "e-office", "vanphong", "van phong", "dientu", "dien tu", "vanthu", "chuyenvien",
    "giamdoc", "chutich", "sonoivu", "ubnd", "uyban", "uy ban", "nhandan", "nhan dan", "tinh", "huyen",
    "vietnam", "viet nam", "hanoi", "ha noi", "hatinh", "ha tinh", "saigon", "sai gon", "hochiminh",
    "anhyeuem", "emyeuanh", "yeuem", "khongbiet", "xinchao", "camon", "giadinh", "hanhphuc", "abc", "xyz",
    "changeme", "secret", "master", "hello", "baby", "love", "p@ssw0rd", "passw0rd", "pa55word", "trustno1",
)  # fmt: skip

_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv")


@lru_cache(maxsize=2)
def hasher(quick: bool) -> PasswordHasher:
    """Argon2id with OWASP's profile (19 MiB, 2 passes, 1 lane); `quick` is for the test suite alone."""
    if quick:
        return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=1)


@lru_cache(maxsize=2)
def _nobodys_hash(quick: bool) -> str:
    return hasher(quick).hash(secrets.token_urlsafe(24))


def make_hash(password: str, *, quick: bool = False) -> str:
    """The text to keep of a password."""
    return hasher(quick).hash(_normal(password))


def is_right(kept: str | None, password: str, *, quick: bool = False) -> bool:
    """Whether `password` belongs to the kept hash.

    Without one the work is done all the same, so that an unknown account takes as long as a known one (A-38).
    """
    try:
        right = hasher(quick).verify(kept or _nobodys_hash(quick), _normal(password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


def is_outdated(kept: str, *, quick: bool = False) -> bool:
    """Whether the hash was made with other costs than today's, and is to be made anew at this log-in."""
    return hasher(quick).check_needs_rehash(kept)


def initial_password() -> str:
    """A one-time password that can be read out: four groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def password_problems(password: str, own_words: Collection[str] = (), field: str = "new") -> Iterator[Problem]:
    """Everything that speaks against a password, all at once (P-12).

    `own_words`: log-in name, name, unit names; a password made of them is guessed first. No classes of
    characters are asked for: length and being one's own are what counts.
    """
    password = _normal(password)
    if len(password) < SHORTEST:
        yield Problem(
            "password_short",
            msg("Mật khẩu có %(length)s ký tự, cần ít nhất %(least)s.", length=len(password), least=SHORTEST),
            field,
        )
    if len(password) > LONGEST:
        yield Problem(
            "password_long",
            msg("Mật khẩu có %(length)s ký tự, nhiều nhất là %(most)s.", length=len(password), most=LONGEST),
            field,
        )
        return
    if 0 < len(set(password)) < FEWEST_DIFFERENT:
        yield Problem("password_repeats", msg("Mật khẩu lặp lại một vài ký tự."), field)
    plain = _plain(password)
    if _remains(plain, _parts(own_words)) < min(LEAST_OF_ONES_OWN, _remains(plain, ())):
        yield Problem("password_of_names", msg("Mật khẩu gồm tên đăng nhập, họ tên hoặc tên đơn vị."), field)
    if plain and _remains(plain, COMMON_WORDS) < LEAST_OF_ONES_OWN:
        yield Problem("password_common", msg("Mật khẩu gồm từ hoặc dãy ký tự phổ biến, dễ đoán."), field)


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _plain(text: str) -> str:
    """Without marks, case and the letters đ: how a guesser writes Vietnamese."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(character for character in bare if not unicodedata.combining(character))


def _parts(own_words: Collection[str]) -> tuple[str, ...]:
    """The words of names, and the names written together (`nguyenvana`)."""
    whole = [re.sub(r"[\W_]+", " ", _plain(word)).split() for word in own_words]
    return tuple({part for words in whole for part in (*words, "".join(words)) if len(part) >= 3})


def _remains(plain: str, words: Collection[str]) -> int:
    """How many characters are left when `words` and runs of neighbours are taken out."""
    for word in sorted(words, key=len, reverse=True):
        plain = plain.replace(word, " ")
    return len(re.sub(r"[\W_]+", "", _without_runs(plain)))


def _without_runs(text: str) -> str:
    """Take out `1234`, `dcba`, `qwer`, `aaaa`: three or more neighbours of a row, either way."""
    kept, start = [], 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _is_run(text[start : end + 1]):
            end += 1
        kept.append(" " if end - start >= 3 else text[start:end])
        start = end
    return "".join(kept)


def _is_run(piece: str) -> bool:
    return len(set(piece)) == 1 or any(piece in row or piece[::-1] in row for row in _ROWS)
