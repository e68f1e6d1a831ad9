"""The types of documents as data: what NĐ 30/2020 lists, and what other times had."""

from __future__ import annotations

from datetime import date

import pytest

from e_office.registry.types import (
    ADMINISTRATIVE_TYPES,
    TYPES,
    Secrecy,
    Urgency,
    find_by_abbreviation,
    find_by_name,
    type_of,
    types_on,
)


def test_there_are_the_29_types_of_the_decree_27_of_them_abbreviated() -> None:
    assert len(ADMINISTRATIVE_TYPES) == 29
    assert len({one.abbreviation for one in ADMINISTRATIVE_TYPES if one.abbreviation}) == 27
    assert [one.name_vi for one in ADMINISTRATIVE_TYPES if not one.abbreviation] == ["Công văn", "Thư công"]


def test_no_two_administrative_types_share_an_abbreviation() -> None:
    seen = [one.abbreviation for one in TYPES.values() if one.abbreviation and not one.is_legal_normative]
    assert len(seen) == len(set(seen))


def test_codes_fit_addresses_and_file_names() -> None:
    assert all(code == one.code and code.isascii() and code.isupper() for code, one in TYPES.items())


@pytest.mark.parametrize(
    ("day", "code", "there"),
    [
        (date(2013, 11, 25), "GDD", True),
        (date(2026, 11, 24), "GDD", False),
        (date(2013, 11, 25), "PB", False),
        (date(2020, 3, 5), "PB", True),
        (date(2020, 3, 4), "GBN", True),
        (date(2013, 11, 25), "CT_QPPL", True),
        (date(2026, 11, 24), "CT_QPPL", False),
        (date(2013, 11, 25), "GM", True),
    ],
)
def test_each_time_has_its_types(day: date, code: str, there: bool) -> None:
    assert (type_of(code) in types_on(day)) is there


@pytest.mark.parametrize(
    ("text", "normative", "code"),
    [
        ("QĐ", False, "QD"),
        ("QĐ", True, "QD_QPPL"),
        ("QD", False, "QD"),
        ("qđ", False, "QD"),
        ("TTr", False, "TTR"),
        ("TTR", False, "TTR"),
        ("ĐA", False, "DE_AN"),
        ("DA", False, "DU_AN"),
        ("HĐ", False, "HDONG"),
        ("HD", False, "HD"),
        ("CV", False, "CV"),
        ("NĐ", False, "ND"),
        ("UBND", False, None),
        ("", False, None),
    ],
)
def test_an_abbreviation_stands_for_one_type(text: str, normative: bool, code: str | None) -> None:
    found = find_by_abbreviation(text, legal_normative=normative)
    assert (found.code if found else None) == code


@pytest.mark.parametrize("one", TYPES.values(), ids=lambda one: one.code)
def test_every_abbreviation_and_name_leads_back_to_its_type(one: object) -> None:
    kind = TYPES[one.code]  # type: ignore[attr-defined]
    if kind.abbreviation:
        assert find_by_abbreviation(kind.abbreviation, legal_normative=kind.is_legal_normative) == kind
    assert find_by_name(kind.name_vi.upper()) == kind


def test_levels_have_names_for_people() -> None:
    assert [str(level.label) for level in Urgency] == ["Thường", "Khẩn", "Thượng khẩn", "Hỏa tốc"]
    assert [str(level.label) for level in Secrecy] == ["Không mật", "Mật", "Tối mật", "Tuyệt mật"]
    assert (Urgency.NORMAL, Secrecy.NONE) == ("normal", "none")
