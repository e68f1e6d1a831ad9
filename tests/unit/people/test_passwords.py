"""Which passwords are refused, and how they are kept."""

from __future__ import annotations

import statistics
import time

import pytest

from e_office.people.passwords import (
    initial_password,
    is_outdated,
    is_right,
    make_hash,
    password_problems,
)

OWN = ("lan.tt", "Trần Thị Lan", "Sở Tài nguyên và Môi trường", "STNMT")


def codes(password: str) -> set[str]:
    return {problem.code for problem in password_problems(password, OWN)}


@pytest.mark.parametrize(
    "password",
    ["mot-mat-khau-dai-2013", "con mèo ngủ trên mái", "h7#kd0Qp!zze", "zwölf gute Gründe", "k7mp-3xwd-hq9f-t2vb"],
)
def test_long_passwords_of_ones_own_are_taken(password: str) -> None:
    assert codes(password) == set()


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("ngan-qua", "password_short"),
        ("x" * 201, "password_long"),
        ("aaaaaaaaaaaaaa", "password_repeats"),
        ("121212121212", "password_repeats"),
        ("123456789012", "password_common"),
        ("qwertyuiop123", "password_common"),
        ("matkhau123456", "password_common"),
        ("Mật khẩu 2013!", "password_common"),
        ("password-2026", "password_common"),
        ("vietnam-hatinh-1", "password_common"),
        ("TranThiLan1985", "password_of_names"),
        ("lan.tt.lan.tt", "password_of_names"),
        ("SoTaiNguyenVaMoiTruong", "password_of_names"),
        ("trần-thị-lan-1", "password_of_names"),
    ],
)
def test_what_a_guesser_tries_first_is_refused(password: str, code: str) -> None:
    assert code in codes(password)


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert {"password_short", "password_repeats", "password_common"} <= codes("1111")


def test_initial_passwords_are_strong_and_differ() -> None:
    made = {initial_password() for _ in range(200)}
    assert len(made) == 200
    assert not any(codes(password) for password in made)


def test_a_hash_is_argon2id_with_owasps_costs_and_knows_its_password() -> None:
    kept = make_hash("mot-mat-khau-dai-2013")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert is_right(kept, "mot-mat-khau-dai-2013")
    assert not is_right(kept, "mot-mat-khau-dai-2014")
    assert not is_outdated(kept)


def test_a_hash_of_other_costs_is_outdated() -> None:
    assert is_outdated(make_hash("mot-mat-khau-dai-2013", quick=True))


def test_marks_typed_apart_are_the_same_password() -> None:
    import unicodedata

    word = "con mèo ngủ trên mái"
    assert is_right(make_hash(word, quick=True), unicodedata.normalize("NFD", word), quick=True)


def test_a_damaged_hash_lets_nobody_in() -> None:
    assert not is_right("$argon2id$broken", "whatever-it-is")


def test_an_unknown_account_takes_as_long_as_a_known_one() -> None:
    kept = make_hash("mot-mat-khau-dai-2013")
    is_right(None, "warm up")
    known, unknown = [], []
    for _ in range(15):
        for account, times in ((kept, known), (None, unknown)):
            started = time.process_time()
            assert not is_right(account, "mot-mat-khau-dai-2014")
            times.append(time.process_time() - started)
    ratio = statistics.median(unknown) / statistics.median(known)
    assert 0.7 < ratio < 1.4, ratio
